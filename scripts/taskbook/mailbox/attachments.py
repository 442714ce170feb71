"""The walk through a message's parts: which are files, which belong to the body, which hold messages of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from taskbook import wording
from taskbook.mailbox import heading
from taskbook.mailbox.body import plain_text
from taskbook.mailbox.charsets import decoded
from taskbook.mailbox.mime import Part, parse
from taskbook.mailbox.names import extension, file_name, readable
from taskbook.mailbox.outlook_item import files_of, is_outlook_item
from taskbook.mailbox.parameters import first_word, parameter
from taskbook.mailbox.signed import signed_content
from taskbook.mailbox.tnef import Damaged, is_tnef, unwrapped
from taskbook.mailbox.transfer import content, uuencoded
from taskbook.returns.recognise import Kind, Recognised, recognise

_LEFT_OUT = {
    *(
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/calendar",
    ),
    *("application/ics", "text/vcard", "text/x-vcard", "text/directory", "application/applefile"),
    *(
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
        "application/pgp-keys",
    ),
    *("application/pgp-encrypted", "message/feedback-report"),
}
_LEFT_OUT_ENDINGS = {".p7s", ".vcf", ".ics", ".asc", ".sig"}
_MESSAGES = {"message/rfc822", "message/global", "message/rfc-822", "message/news"}
_ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_CANNOT = {
    "message/partial": wording.LOST_SPLIT,
    "message/external-body": wording.LOST_OUTSIDE,
    "application/x-microsoft-rpmsg-message": wording.LOST_ENCRYPTED,
}
_LONGEST_BODY = 2_000_000
_SMALL_IMAGE = 50_000
_DEEPEST = 6
_MOST_FILES = 500
_WORKBOOKS: dict[Kind, tuple[str, frozenset[str]]] = {
    Kind.OOXML: (
        ".xlsx",
        frozenset({".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xls", ".et", ".ett", ".zip", ".xlam"}),
    ),
    Kind.ODS: (".ods", frozenset({".ods", ".ots", ".xls", ".xlsx", ".fods"})),
    Kind.COMPOUND: (
        ".xls",
        frozenset({".xls", ".xlsx", ".xlsm", ".et", ".ett", ".xlt", ".doc", ".docx", ".wps", ".ppt", ".msg"}),
    ),
    Kind.ZIP: (".zip", frozenset({".zip", ".xlsx", ".docx", ".xlsm"})),
    Kind.TRUNCATED: (".xlsx", frozenset({".xlsx", ".xlsm", ".xlsb", ".zip", ".docx", ".ods", ".et", ".xls"})),
}
_ENDINGS: dict[str, str] = {
    wording.KIND_WORD: ".docx",
    wording.KIND_POWERPOINT: ".pptx",
    wording.KIND_PDF: ".pdf",
    wording.KIND_WEB_PAGE: ".html",
    wording.KIND_OFD: ".ofd",
    wording.KIND_RAR: ".rar",
    wording.KIND_7Z: ".7z",
    wording.KIND_GZIP: ".gz",
    wording.KIND_TAR: ".tar",
    wording.KIND_XML: ".xml",
    wording.KIND_TEXT: ".txt",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was found: `name` as its sender wrote it, '' where nobody named it."""

    name: str
    data: bytes = field(repr=False)
    depth: int = 0
    message_id: str = ""


class Walk:
    """Goes through a message and gathers its files, its text, and why something could not be taken out."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.lost: list[str] = []
        self.text = ""
        self.markup = ""
        self._depth = 0
        self._message_id = ""
        self._automatic = False

    def message(self, root: Part) -> None:
        """One message, the outer or one inside it."""
        if not self._depth:
            self._automatic = heading.is_automatic(root)
        self._part(root, within="")

    def _part(self, part: Part, within: str) -> None:
        kind, name = part.kind or "text/plain", _name_of(part)
        if kind == "multipart/encrypted":
            self.lost.append(wording.LOST_ENCRYPTED)
        elif part.parts:
            for each in part.parts:
                self._part(each, kind)
        elif kind in _CANNOT:
            self.lost.append(_CANNOT[kind])
        elif not _is_left_out(kind, name):
            self._leaf(part, kind, name, within)

    def _leaf(self, part: Part, kind: str, name: str, within: str) -> None:
        data = content(part.body, part.header("content-transfer-encoding"))
        seen = recognise(data)
        if is_tnef(data):
            self._winmail(data)
        elif (seen.kind in _WORKBOOKS and data) or seen.kind is Kind.ARCHIVE:
            self._file(name, data)
        elif kind == "application/ms-tnef":
            self.lost.append(wording.LOST_WINMAIL)
        elif kind in _ENCRYPTED or extension(name) == ".p7m":
            self._sealed(data)
        elif kind in _MESSAGES or extension(name) == ".eml":
            self._inner(data)
        elif _is_body(part, kind, name, within):
            self._body(data, part, kind)
        elif not _is_decoration(part, seen, len(data), within):
            _, files = uuencoded(data)
            self._file(name, files[0][1] if files else data)

    def _inner(self, data: bytes) -> None:
        """A message inside: what is in it comes as if it were in this one; not where a server quotes what it could
        not deliver."""
        if self._depth >= _DEEPEST:
            self.lost.append(wording.LOST_NESTED)
            return
        if self._automatic:
            return
        inner = parse(data)
        before = self._message_id
        self._depth += 1
        self._message_id = heading.message_id(inner)
        self.message(inner)
        self._depth -= 1
        self._message_id = before

    def _sealed(self, data: bytes) -> None:
        """S/MIME: a signature around a message is opened, encryption is not."""
        inside = signed_content(data)
        if inside is None:
            self.lost.append(wording.LOST_ENCRYPTED)
        elif self._depth < _DEEPEST:
            self._depth += 1
            self._part(parse(inside), "")
            self._depth -= 1

    def _winmail(self, data: bytes) -> None:
        try:
            files = unwrapped(data)
        except Damaged:
            self.lost.append(wording.LOST_WINMAIL)
            return
        for name, plain in files:
            self._file(name, plain)

    def _body(self, data: bytes, part: Part, kind: str) -> None:
        rest, files = uuencoded(data) if kind != "text/html" else (data, [])
        for raw_name, plain in files:
            self._file(readable(raw_name), plain)
        if self._depth:
            return
        label = parameter(part.header("content-type"), "charset").decode("ascii", "ignore")
        text = decoded(rest[:_LONGEST_BODY], label)
        if kind == "text/html":
            self.markup += text
        else:
            self.text = f"{self.text}\n{plain_text(text)}".strip()

    def _file(self, name: str, data: bytes) -> None:
        if not data:
            self.lost.append(wording.LOST_EMPTY)
        elif len(self.found) >= _MOST_FILES:
            self.lost.append(wording.LOST_TOO_MANY.format(most=_MOST_FILES))
        elif is_outlook_item(data):
            for inner_name, plain in files_of(data)[:_MOST_FILES]:
                self.found.append(Found(inner_name, plain, self._depth + 1))
        elif not (name.startswith(("~$", "._")) and recognise(data).kind is Kind.OTHER):
            self.found.append(Found(name, data, self._depth, self._message_id))


def ending_for(found: Found) -> str:
    """The ending its content asks for, '' where the name's own will do."""
    seen: Recognised = recognise(found.data)
    own = extension(found.name)
    if seen.kind in _WORKBOOKS:
        ending, fitting = _WORKBOOKS[seen.kind]
        return "" if own in fitting else ending
    return "" if own else _ENDINGS.get(seen.word, "")


def _name_of(part: Part) -> str:
    others = [
        part.header("content-description"),
        part.header("content-name"),
        part.header("content-location"),
    ]
    return file_name(
        part.header("content-type"), part.header("content-disposition"), [each for each in others if each]
    )


def _is_left_out(kind: str, name: str) -> bool:
    """Signatures, appointments, visiting cards, a server's forms, what Exchange makes of text behind a file."""
    return (
        kind in _LEFT_OUT
        or extension(name) in _LEFT_OUT_ENDINGS
        or (kind.startswith("text/") and re.fullmatch(r"(?i)att\d{5}\.(?:html?|txt)", name) is not None)
    )


def _is_body(part: Part, kind: str, name: str, within: str) -> bool:
    """Whether a part is text to read and no file: also what claims to be a multipart and has no parts."""
    if kind.startswith("multipart/"):
        return True
    if not kind.startswith("text") or kind in ("text/csv", "text/tab-separated-values"):
        return False
    disposition = first_word(part.header("content-disposition"))
    if disposition == "attachment" or re.search(r"(?i)\.(xls|et|csv|zip|rar|7z|ods)\w?$", name):
        return False
    return not name or within == "multipart/alternative" or disposition == "inline"


def _is_decoration(part: Part, seen: Recognised, size: int, within: str) -> bool:
    """A picture that belongs to the text or to a signature."""
    if seen.word != wording.KIND_IMAGE and not part.kind.startswith("image/"):
        return False
    if within == "multipart/related":
        return True
    if first_word(part.header("content-disposition")) == "attachment":
        return False
    return bool(part.header("content-id")) or size < _SMALL_IMAGE
