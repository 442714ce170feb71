"""Text of a header as it came: encoded words (RFC 2047) as they are really written, and raw bytes between them.

Mailers put encoded words into quotes, split them in the middle of a character or even of a base64 group, fold inside
them, forget their end. So words that belong together are joined as bytes and only then decoded.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from taskbook.mailbox.charsets import codec_of, decoded

_WORD = re.compile(
    rb"=\?(?P<charset>[^?\s=]{0,40}(?:\*[^?\s]*)?)\?(?:"
    rb"(?P<b>[bB])\?(?P<base64>[A-Za-z0-9+/=_\-\s]*?)(?:\?=|\?(?=\s*(?:=\?|$))|(?==\?[\w-]+\?[bBqQ]\?)|(?=[^A-Za-z0-9+/=_\-\s?])|$)"
    rb"|(?P<q>[qQ])\?(?P<quoted>(?:(?!=\?[\w-]+\?[bBqQ]\?).)*?)(?:\?=|\?$|(?==\?[\w-]+\?[bBqQ]\?)|$))",
    re.DOTALL,
)
_START = re.compile(rb"=\?[A-Za-z0-9_*.:-]+\?[bBqQ]\?")
_CUT_WORD = re.compile(rb"=\?[A-Za-z0-9_-]*(?:\?[bBqQ]?)?$")
_FOLD = re.compile(rb"[\r\n]+[ \t]*")
_DEEPEST = 3


@dataclass(slots=True)
class _Run:
    """Bytes of one charset. `base64` is text of a word whose group was split: the next word goes on with it."""

    codec: str
    label: str
    data: bytes = b""
    base64: bytes = b""

    def close(self) -> None:
        self.data += base64_bytes(self.base64)
        self.base64 = b""


def header_text(value: bytes) -> str:
    """The text of a header, or of a parameter, given as its raw bytes with or without folds. Never raises."""
    text = _once(value)
    for _ in range(_DEEPEST):  # an encoded word inside an encoded word
        if "=?" not in text or not text.isascii() or not _WORD.search(text.encode()):
            break
        again = _once(text.encode())
        if again == text:
            break
        text = again
    return text


def is_cut(value: bytes) -> bool:
    """Whether the last encoded word of a value has lost its end: what it says is not all of it."""
    starts = list(_START.finditer(value))
    return bool(_CUT_WORD.search(value)) or bool(starts and b"?=" not in value[starts[-1].end() :])


def base64_bytes(text: bytes) -> bytes:
    """What base64 says as far as it goes: without padding, with padding in its middle, in the alphabet for addresses."""
    plain = re.sub(rb"[^A-Za-z0-9+/=]", b"", text.replace(b"-", b"+").replace(b"_", b"/"))
    out = bytearray()
    for group in re.split(rb"=+", plain):
        if len(group) % 4 == 1:
            group = group[:-1]
        out += base64.b64decode(group + b"=" * (-len(group) % 4))
    return bytes(out)


def quoted_bytes(text: bytes) -> bytes:
    """What `=E4=B8=AD` says; an escape that was cut off at the end is dropped."""
    whole = re.sub(rb"=[0-9A-Fa-f]?$", b"", text)
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), whole)


def _once(value: bytes) -> str:
    runs: list[_Run] = []
    at = 0
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        if between.strip() or not runs or not runs[-1].codec:
            _add_plain(runs, between)
        _add_word(runs, word)
        at = word.end()
    rest = value[at:]
    if at and not rest.strip():
        rest = b""
    _add_plain(runs, _CUT_WORD.sub(b"", rest))
    for run in runs:
        run.close()
    return "".join(decoded(run.data, run.label) for run in runs)


def _add_plain(runs: list[_Run], data: bytes) -> None:
    if data:
        runs.append(_Run("", "", _FOLD.sub(b" ", data)))


def _add_word(runs: list[_Run], word: re.Match[bytes]) -> None:
    label = word["charset"].decode("ascii", "ignore")
    codec = codec_of(label) or "?"
    if not (runs and runs[-1].codec == codec):
        runs.append(_Run(codec, label))
    run = runs[-1]
    if word["b"]:
        text = re.sub(rb"\s", b"", word["base64"])
        run.base64 += text
        if text.endswith(b"=") or len(run.base64) % 4 == 0:
            run.close()
    else:
        run.close()
        run.data += quoted_bytes(_FOLD.sub(b"", word["quoted"]).replace(b"_", b" "))
