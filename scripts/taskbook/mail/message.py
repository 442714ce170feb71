"""A letter as the bytes of a message (RFC 5322, MIME), such that mail programs old and new show it right.

Everything is 7-bit with CRLF. An attachment's name stands twice: as RFC 2231 in Content-Disposition, unsplit, since
several programs take no continuations, and as RFC 2047 in Content-Type, where Outlook and Chinese webmail look.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from pathlib import PurePath
from urllib.parse import quote

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.letter import Attachment, Letter

_END = "\r\n"
_WORD_BYTES = 39
"""Of an encoded word: 52 characters of base64, so that its line has 78 with a header's name (RFC 2047, section 2)."""
_LONGEST_LINE = 900
"""Of a name that stays unsplit, in characters; RFC 5322 allows 998 for the whole line."""
_UNSEALED = b"----=_" + b"0" * 24
_BOUNDARY = re.compile(rb'boundary="(----=_[0-9a-f]{24})_[01]"')
_PIECE = 1 << 15
_BASE64_LINE = 57

_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;()_+!-]{1,60}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ()_+.-]{1,60}")
_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_IN_NAMES = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in "/\\"})
_NO_ADDRESS = re.compile(r"[^!-~]|[<>,;:\"()\[\]]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line feed, and halves of characters."""
_DROPPED = {"Cc", "Cs", "Zl", "Zp"}
_NOBODY = "taskbook.invalid"

_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".zip": "application/zip",
}


def new_message_id(sender: str) -> str:
    """A Message-ID that nobody has used, with its angle brackets, of the sender's domain."""
    domain = sender.rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain if _DOMAIN.fullmatch(domain) else _NOBODY}>"


def message_bytes(letter: Letter, message_id: str, date: datetime) -> bytes:
    """The whole message to hand to a server; `date` without a zone is this machine's time.

    Raises `CannotGoOn` where an attachment cannot be read.
    """
    first = [("Date", format_datetime(date.astimezone())), ("Message-ID", message_id)]
    return _sealed(_joined([*_sender(letter), *_receivers(letter), *first, *_answered(letter)], letter))


def draft_bytes(letter: Letter) -> bytes:
    """The message as a draft: Outlook and Foxmail open it for sending. The same letter gives the same bytes.

    Raises `CannotGoOn` where an attachment cannot be read.
    """
    headers = [("X-Unsent", "1"), *_sender(letter), *_receivers(letter), *_answered(letter)]
    return _sealed(_joined(headers, letter))


def is_untouched_draft(raw: bytes) -> bool:
    """Whether these are the bytes of a draft as `draft_bytes` made it: nobody has saved it since."""
    found = _BOUNDARY.search(raw)
    return found is not None and _sealed(raw.replace(found[1], _UNSEALED)) == raw


def _sealed(raw: bytes) -> bytes:
    """The boundary stands for everything else in the draft, so that a change by anybody shows."""
    return raw.replace(_UNSEALED, b"----=_" + hashlib.sha256(raw).hexdigest()[:24].encode())


def shown_name(name: str) -> str:
    """An attachment's name as the receiver sees it: as it is, without what breaks lines or leads into a folder."""
    kept = "".join(
        " " if char in "\r\n\t" else char
        for char in name
        if char in "\r\n\t" or unicodedata.category(char) not in _DROPPED
    )
    return kept.translate(_IN_NAMES).strip() or wording.UNNAMED


# ---- headers ----


def _joined(headers: Iterable[tuple[str, str]], letter: Letter) -> bytes:
    lines = [f"{name}: {value}{_END}" for name, value in headers if value]
    return b"".join(
        [*(line.encode("ascii") for line in lines), f"MIME-Version: 1.0{_END}".encode(), *_body(letter)]
    )


def _sender(letter: Letter) -> Iterator[tuple[str, str]]:
    if letter.sender:
        name = _phrase(letter.sender_name)
        address = _plain_address(letter.sender)
        yield "From", f"{name}{_END} <{address}>" if name else address


def _receivers(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "To", f",{_END} ".join(map(_plain_address, letter.to))
    yield "Cc", f",{_END} ".join(map(_plain_address, letter.copies))
    yield "Subject", _words(letter.subject)


def _plain_address(address: str) -> str:
    """Addresses are checked before; whatever is in one, it ends neither its header nor itself."""
    return _NO_ADDRESS.sub("", address)


def _answered(letter: Letter) -> Iterator[tuple[str, str]]:
    """What the letter answers. The id comes from somebody's mail: what is none is left out."""
    found = _ID.search(letter.in_reply_to)
    if found:
        yield "In-Reply-To", found[0]
        yield "References", found[0]


def _phrase(name: str) -> str:
    name = " ".join(name.split())
    return f'"{name}"' if _PLAIN.fullmatch(name) else _words(name)


def _words(text: str) -> str:
    """Text of a header: as it is where that is safe, else as encoded words of whole characters, a line each."""
    text = " ".join(text.split())
    if not text or _PLAIN.fullmatch(text):
        return text
    return f"{_END} ".join(
        f"=?UTF-8?B?{base64.b64encode(piece).decode()}?=" for piece in _pieces(text, _WORD_BYTES)
    )


def _pieces(text: str, most: int) -> Iterator[bytes]:
    """The text in UTF-8, in pieces of at most `most` bytes that end with a whole character."""
    piece = b""
    for char in text:
        more = char.encode("utf-8", "replace")
        if len(piece) + len(more) > most:
            yield piece
            piece = b""
        piece += more
    yield piece


# ---- the body ----


def _body(letter: Letter) -> Iterator[bytes]:
    """From Content-Type on, not sealed yet. Base64 holds no `_`, so no line of it can be a boundary."""
    boundary = _UNSEALED.decode()
    if not letter.attachments:
        yield from _content(letter, f"{boundary}_1")
        return
    yield f'Content-Type: multipart/mixed;{_END} boundary="{boundary}_0"{_END * 2}'.encode()
    yield f"This is a multi-part message in MIME format.{_END * 2}--{boundary}_0{_END}".encode()
    yield from _content(letter, f"{boundary}_1")
    for attachment in letter.attachments:
        yield f"--{boundary}_0{_END}".encode()
        yield from _attached(attachment)
    yield f"--{boundary}_0--{_END}".encode()


def _content(letter: Letter, boundary: str) -> Iterator[bytes]:
    """What is read: the text, and the same as a page for programs that show one."""
    if not letter.html:
        yield from _text("plain", letter.text)
        return
    yield f'Content-Type: multipart/alternative;{_END} boundary="{boundary}"{_END * 2}'.encode()
    for kind, text in (("plain", letter.text), ("html", letter.html)):
        yield f"--{boundary}{_END}".encode()
        yield from _text(kind, text)
    yield f"--{boundary}--{_END * 2}".encode()


def _text(kind: str, text: str) -> Iterator[bytes]:
    yield f'Content-Type: text/{kind}; charset="utf-8"{_END}'.encode()
    yield f"Content-Transfer-Encoding: base64{_END * 2}".encode()
    plain = _NO_TEXT.sub("", text)
    yield _base64(plain.replace("\n", _END).encode("utf-8"))


def _attached(attachment: Attachment) -> Iterator[bytes]:
    name = shown_name(attachment.name)
    kind = _TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
    yield f"Content-Type: {kind};{_END} name={_quoted(name)}{_END}".encode()
    yield f"Content-Disposition: attachment;{_END} {f';{_END} '.join(_file_name(name))}{_END}".encode()
    yield f"Content-Transfer-Encoding: base64{_END * 2}".encode()
    yield from _file(attachment)


def _quoted(name: str) -> str:
    return f'"{name}"' if _PLAIN_NAME.fullmatch(name) else f'"{_encoded_words(name)}"'


def _encoded_words(name: str) -> str:
    """Unlike in a header's text, blanks count here."""
    words = [f"=?UTF-8?B?{base64.b64encode(each).decode()}?=" for each in _pieces(name, _WORD_BYTES)]
    return f"{_END} ".join(words)


def _file_name(name: str) -> Iterator[str]:
    """The parameters that say the name; continuations only where a line would be longer than any server takes."""
    if _PLAIN_NAME.fullmatch(name):
        yield f'filename="{name}"'
        return
    whole = f"UTF-8''{quote(name, safe='')}"
    if len(whole) <= _LONGEST_LINE:
        yield f"filename*={whole}"
        return
    for number, piece in enumerate(_pieces(name, 240)):
        begins = "UTF-8''" if number == 0 else ""
        yield f"filename*{number}*={begins}{quote(piece, safe='')}"


def _file(attachment: Attachment) -> Iterator[bytes]:
    try:
        with attachment.path.open("rb") as file:
            while piece := file.read(_BASE64_LINE * _PIECE):
                yield _base64(piece)
    except FileNotFoundError as error:
        raise CannotGoOn(Stop.FILE_MISSING, path=attachment.path) from error
    except OSError as error:
        raise CannotGoOn(Stop.NOT_READABLE, path=attachment.path) from error


def _base64(content: bytes) -> bytes:
    """In lines of 76 characters."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
