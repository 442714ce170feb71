"""What a file really is, told by its content: names and endings of what comes back are often wrong."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import Enum, auto

from taskbook import wording


class Kind(Enum):
    """What can be done with a file."""

    OOXML = auto()  # .xlsx .xlsm .xlsb
    ODS = auto()
    COMPOUND = auto()  # Microsoft's older container: .xls, .et, and encrypted .xlsx
    ZIP = auto()  # an archive of files
    ARCHIVE = auto()  # an archive that we do not open: rar, 7z
    TRUNCATED = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Recognised:
    """`word` names the kind to a person where it is not a workbook."""

    kind: Kind
    word: str = ""


@dataclass(frozen=True, slots=True)
class ZipEnd:
    """What a zip says of itself at its end: how many entries, and its directory as bytes."""

    entries: int
    directory: bytes


_MAGIC: tuple[tuple[bytes, Kind, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.COMPOUND, ""),
    (b"\x09\x08\x10\x00", Kind.COMPOUND, ""),  # a bare workbook stream
    (b"%PDF", Kind.OTHER, wording.KIND_PDF),
    (b"\x89PNG", Kind.OTHER, wording.KIND_IMAGE),
    (b"\xff\xd8\xff", Kind.OTHER, wording.KIND_IMAGE),
    (b"GIF8", Kind.OTHER, wording.KIND_IMAGE),
    (b"II*\x00", Kind.OTHER, wording.KIND_IMAGE),
    (b"MM\x00*", Kind.OTHER, wording.KIND_IMAGE),
    (b"{\\rtf", Kind.OTHER, wording.KIND_WORD),
    (b"ID3", Kind.OTHER, wording.KIND_MEDIA),
    (b"Rar!", Kind.ARCHIVE, wording.KIND_RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE, wording.KIND_7Z),
    (b"\x1f\x8b", Kind.ARCHIVE, wording.KIND_GZIP),
)
_IN_OPEN_XML: tuple[tuple[bytes, Kind, str], ...] = (
    (rb"xl[/\\](workbook|worksheets)", Kind.OOXML, ""),
    (rb"word[/\\]document", Kind.OTHER, wording.KIND_WORD),
    (rb"ppt[/\\]presentation", Kind.OTHER, wording.KIND_POWERPOINT),
)
_ODF = b"application/vnd.oasis.opendocument."
_MAIL = re.compile(rb"(?im)^(received|return-path|from|to|subject|mime-version|message-id): ")
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LONGEST_END = _END.size + 0xFFFF


def recognise(data: bytes) -> Recognised:
    """The kind of a whole file. An empty file and a zip without its end are TRUNCATED."""
    if not data:
        return Recognised(Kind.TRUNCATED)
    if data.startswith((b"PK\x03\x04", _END_MARK)):
        return _inside_zip(data)
    for magic, kind, word in _MAGIC:
        if data.startswith(magic):
            return Recognised(kind, word)
    if data[257:262] == b"ustar":
        return Recognised(Kind.ARCHIVE, wording.KIND_TAR)
    if data[4:8] == b"ftyp" or data[:4] == b"RIFF":
        image = data[8:12] in (b"WEBP", b"heic", b"mif1", b"avif")
        return Recognised(Kind.OTHER, wording.KIND_IMAGE if image else wording.KIND_MEDIA)
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return Recognised(Kind.OTHER, wording.KIND_IMAGE)
    if data.startswith(b"MZ") and b"\0" in data[:64]:
        return Recognised(Kind.OTHER, wording.KIND_PROGRAM)
    return Recognised(Kind.OTHER, _word_for_text(data))


def zip_end(data: bytes) -> ZipEnd | None:
    """The directory at the end of a zip, None when the end is missing or does not fit: cut off on the way.

    A directory of the large form (zip64) is told as 0xFFFF entries: nothing that small needs it.
    """
    at = data.rfind(_END_MARK, max(0, len(data) - _LONGEST_END))
    if at < 0 or len(data) < at + _END.size:
        return None
    _, _, _, _, entries, size, start, _ = _END.unpack_from(data, at)
    if entries == 0xFFFF or 0xFFFFFFFF in (size, start):
        return ZipEnd(0xFFFF, b"")
    if start + size != at and data.startswith(b"PK"):
        return None
    return ZipEnd(entries, data[max(0, at - size) : at])


def _inside_zip(data: bytes) -> Recognised:
    end = zip_end(data)
    if end is None:
        return Recognised(Kind.TRUNCATED)
    if b"[Content_Types].xml" in end.directory:
        for pattern, kind, word in _IN_OPEN_XML:
            if re.search(pattern, end.directory, re.IGNORECASE):
                return Recognised(kind, word)
        return Recognised(Kind.OTHER, wording.KIND_UNKNOWN)
    if b"OFD.xml" in end.directory:
        return Recognised(Kind.OTHER, wording.KIND_OFD)
    if b"Index/Document.iwa" in end.directory:
        return Recognised(Kind.OTHER, wording.KIND_NUMBERS)
    odf = data.find(_ODF, 0, 200)
    if odf >= 0:
        sheet = data[odf + len(_ODF) :].startswith(b"spreadsheet")
        return Recognised(Kind.ODS) if sheet else Recognised(Kind.OTHER, wording.KIND_ODF)
    return Recognised(Kind.ZIP)


def _word_for_text(data: bytes) -> str:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[:4096].decode("utf-16", "ignore").encode().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table")) or b"<html" in head or b"<table" in head:
        return wording.KIND_WEB_PAGE
    if head.startswith(b"<?xml"):
        return wording.KIND_XML
    if len(_MAIL.findall(head)) >= 2:
        return wording.KIND_MAIL
    return wording.KIND_TEXT if _is_text(data) else wording.KIND_UNKNOWN


def _is_text(data: bytes) -> bool:
    """Decodable as one of the encodings that Chinese text files have, without control characters."""
    sample = data[:4096]
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030")
    for encoding in encodings:
        for cut in range(4):  # the sample may end inside a character
            try:
                text = sample[: len(sample) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", text)
    return False
