"""Which reader a file needs, told by its content: names lie (an .xlsx named .xls, a .doc named .docx)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lxml import etree

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake.blocks import Block, Paragraph, Part, Table
from taskbook.ooxml.package import UNPACKING_ERRORS, Package, is_encrypted, read_whole, refuse_bomb

MOST_BYTES = 60 * 1024 * 1024

_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_STREAMS = ("Workbook", "Book")

_ROW_ENDS = 2 * "\x07".encode("utf-16-le")
"""How a .doc ends the last cell of a table's row and the row: some tables LibreOffice runs together into one paragraph."""

_MOSTLY_WHOLE = 0.8
"""So many rows of a table without rules have all their cells on one line; else lines belong to other rows."""

_PAGES = (".html", ".htm", ".mhtml", ".mht", ".shtml", ".xhtml")
_MAIL = re.compile(r"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}MIME-Version:", re.IGNORECASE)
_WORD_XML = re.compile(r"<(?:\w+:)?wordDocument\b")


def read_blocks(source: Path) -> list[Block]:
    """The paragraphs and tables of a document of any kind that can be imported.

    `CannotGoOn` when it is missing, encrypted, damaged, scanned, of an old kind (.doc, .wps, .rtf, .odt) that cannot be
    converted here, or unknown.
    """
    data = read_whole(source)
    if len(data) > MOST_BYTES:
        raise CannotGoOn(Stop.FILE_DAMAGED, path=source, reason=wording.IMPORT_TOO_LARGE)
    if data.startswith(b"PK"):
        return _from_zip(data, source)
    if data.startswith(_OLD_CONTAINER):
        return _from_old_container(data, source)
    if b"%PDF-" in data[:1024]:
        from taskbook.intake.pdf import read_pdf

        return _with_whole_table(read_pdf(data, source), source)
    if data.lstrip()[:6] == b"{\\rtf1":
        return _converted(data, source, ".rtf")
    return _from_text(data, source)


def _from_text(data: bytes, source: Path) -> list[Block]:
    from taskbook.intake.encoding import decode
    from taskbook.intake.text import read_text

    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise CannotGoOn(Stop.FILE_DAMAGED, path=source, reason=wording.IMPORT_EMPTY_FILE)
    text = decode(data)
    if text is None:
        raise CannotGoOn(Stop.KIND_UNKNOWN, path=source)
    if _WORD_XML.search(text[:4096]):
        raise CannotGoOn(Stop.NEEDS_CONVERSION, path=source, hint="")
    named = source.suffix.lower() in _PAGES
    if named or text.lstrip()[:1] == "<" or _MAIL.match(text):
        page = _page(data, text, source)
        if page is not None:
            return _with_typed_table(page)
    if text.lstrip()[:5] == "<?xml":
        raise CannotGoOn(Stop.KIND_UNKNOWN, path=source)
    return read_text(text)


def _page(data: bytes, text: str, source: Path) -> list[Block] | None:
    """The blocks of a web page, as .html or in one file with its pictures (.mhtml); None for a text that is none."""
    from taskbook.intake.html import PageTooDeep, breaks_off, decoded, is_page, page_in_mail, read_html

    page = page_in_mail(data) if _MAIL.match(text) else decoded(data)
    if page is None or not is_page(page):
        return None
    if breaks_off(page):
        raise CannotGoOn(Stop.FILE_DAMAGED, path=source, reason=wording.IMPORT_INCOMPLETE)
    try:
        blocks = read_html(page)
        if not blocks:  # a page that its scripts fill when it is shown
            raise CannotGoOn(Stop.FILE_DAMAGED, path=source, reason=wording.IMPORT_EMPTY_FILE)
        return blocks
    except PageTooDeep:
        raise CannotGoOn(Stop.FILE_DAMAGED, path=source, reason=wording.IMPORT_INCOMPLETE) from None


def _from_old_container(data: bytes, source: Path) -> list[Block]:
    if is_encrypted(data):
        raise CannotGoOn(Stop.ENCRYPTED, path=source)
    if _has_stream(data, *_WORKBOOK_STREAMS):
        return _from_workbook(data, source, None)
    if _has_stream(data, "WordDocument"):
        return _converted(data, source, ".doc")
    raise CannotGoOn(Stop.KIND_UNKNOWN, path=source)


def _from_open_document(data: bytes, source: Path, package: Package) -> list[Block]:
    if b"opendocument.text" not in package.parts["mimetype"]:
        raise CannotGoOn(Stop.KIND_UNKNOWN, path=source)
    if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise CannotGoOn(Stop.ENCRYPTED, path=source)
    return _converted(data, source, ".odt")


def _converted(data: bytes, source: Path, kind: str) -> list[Block]:
    """The blocks of a document that LibreOffice makes a .docx of; without it the office has to."""
    from taskbook.intake.conversion import as_docx, converter

    program = converter()
    if program is None:
        raise CannotGoOn(Stop.NEEDS_CONVERSION, path=source, hint=wording.CONVERTED_BY_ITSELF)
    made = as_docx(data, kind, program)
    if made is None:
        raise CannotGoOn(Stop.NEEDS_CONVERSION, path=source, hint=wording.CONVERSION_FAILED)
    blocks = _from_zip(made, source)
    if _ROW_ENDS in data and not any(isinstance(block, Table) for block in blocks):
        raise CannotGoOn(Stop.NEEDS_CONVERSION, path=source, hint=wording.CONVERSION_FAILED)
    return blocks


def _has_stream(data: bytes, *names: str) -> bool:
    """Names stand in the container's directory as UTF-16, each entry 128 bytes long, the name first."""
    return any(data.find(name.encode("utf-16-le") + b"\0\0") >= 0 and _at_entry(data, name) for name in names)


def _at_entry(data: bytes, name: str) -> bool:
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == len(wanted).to_bytes(2, "little"):
            return True
        at = data.find(wanted, at + 2)
    return False


def _from_zip(data: bytes, source: Path) -> list[Block]:
    package = _package(data, source)
    if any(
        _declares(part) for name, part in package.parts.items() if name.lower().endswith((".xml", ".rels"))
    ):
        raise CannotGoOn(Stop.FILE_DAMAGED, path=source, reason=wording.IMPORT_DECLARES)
    if "mimetype" in package.parts:
        if b"spreadsheet" in package.parts["mimetype"]:
            return _from_workbook(data, source, None)
        return _from_open_document(data, source, package)
    try:
        main = package.workbook()
    except (KeyError, etree.XMLSyntaxError):
        raise CannotGoOn(Stop.KIND_UNKNOWN, path=source) from None
    if _root_name(package.parts[main]) != "document":
        return _from_workbook(data, source, package)
    from taskbook.intake.docx import read_docx

    try:
        return _with_typed_table(read_docx(package, main))
    except etree.XMLSyntaxError as error:
        raise CannotGoOn(Stop.FILE_DAMAGED, path=source, reason=wording.IMPORT_INCOMPLETE) from error


def _declares(part: bytes) -> bool:
    """Whether a part declares entities of its own: no office program does, and what they stand for would be lost."""
    return any("<!DOCTYPE".encode(coding) in part for coding in ("ascii", "utf-16-le", "utf-16-be"))


def _with_typed_table(blocks: list[Block]) -> list[Block]:
    """A document without any table may hold one that was pasted as text, its cells parted by tabs."""
    body = [block for block in blocks if isinstance(block, Paragraph) and block.part is Part.BODY]
    if any(isinstance(block, Table) for block in blocks):
        return blocks
    from taskbook.intake.text import read_text

    read = read_text("\n".join(paragraph.text for paragraph in body))
    if not any(isinstance(block, Table) for block in read):
        return blocks
    return read + [block for block in blocks if block not in body]


def _with_whole_table(blocks: list[Block], source: Path) -> list[Block]:
    """The blocks of a PDF, whose table may have no rules: read where its rows are lines, as nothing tells more of it.

    Where cells go on over lines, which of them a line belongs to cannot be known: the columns would be mixed.
    """
    read = _with_typed_table(blocks)
    if read is blocks:
        return blocks
    for table in (block for block in read if isinstance(block, Table)):
        rows = [[slot.text for slot in row] for row in table.rows[1:]]
        whole = [all(row) and not any("\n" in text for text in row) for row in rows]
        if sum(whole) < _MOSTLY_WHOLE * len(rows):
            raise CannotGoOn(Stop.PDF_TABLE_UNRULED, path=source)
    return read


def _root_name(part: bytes) -> str:
    """The local name of a part's first element; '' for what is no XML (an .xlsb)."""
    try:
        for _, element in etree.iterparse(io.BytesIO(part), events=("start",), resolve_entities=False):
            return str(etree.QName(element).localname)
    except etree.XMLSyntaxError:
        pass
    return ""


def _package(data: bytes, source: Path) -> Package:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_bomb(archive, source)
            infos = {info.filename: info for info in archive.infolist()}
            if any(info.flag_bits & 1 for info in infos.values()):
                raise CannotGoOn(Stop.ENCRYPTED, path=source)
            parts = {name: archive.read(info) for name, info in infos.items()}
    except UNPACKING_ERRORS as error:
        stop = Stop.NOT_A_WORKBOOK if b"xl/" in data[:65536] else Stop.FILE_DAMAGED
        raise CannotGoOn(stop, path=source, reason=wording.IMPORT_INCOMPLETE) from error
    return Package(parts, infos, parts)


def _from_workbook(data: bytes, source: Path, package: Package | None) -> list[Block]:
    from taskbook.intake.sheet import read_sheets

    return list(read_sheets(data, source, package))
