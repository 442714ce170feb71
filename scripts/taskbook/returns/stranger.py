"""Open one workbook from a stranger: is it one, is it safe, and what does the reader not show?

Runs in a child process of `guarded`: the reader may still panic, abort or ask for gigabytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import python_calamine

from taskbook import wording
from taskbook.findings import Code, Finding, found
from taskbook.grid import MOST_CELLS, Grid, SheetTooLarge, Value, read_grids
from taskbook.returns.recognise import Kind, recognise
from taskbook.returns.zip_limits import refuse_directory, refuse_entries, refuse_size

_CHECKED_PARTS = re.compile(
    r"(xl/([^/]+/)?[^/]*(workbook|sharedStrings|sheet)[^/]*\.xml|(xl/)?_rels/[^/]*\.rels|\[Content_Types\]\.xml"
    r"|content\.xml|META-INF/manifest\.xml)$",
    re.IGNORECASE,
)
_SHEET = re.compile(r"sheet[^/]*$", re.IGNORECASE)
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!(?!--)", re.DOTALL)
_ROW = re.compile(rb"""row\s(?:[^>]*?\s)?r=["'](\d+)""")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]{0,40}")
_FILLED_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]+)(\d+)["'][^>/]*>\s*<(?:\w+:)?(?:v|is|f)\b"""
)
_WIDEST = 16_384
_XML_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def open_stranger(path: Path) -> list[Grid] | Finding:
    """The sheets of a workbook, or the finding that says why it was not opened (without a place).

    Control characters that hide in texts are gone; `Grid.errors` tells what the reader shows as blank though
    something stands there. Whatever the reader raises becomes a finding.
    """
    try:
        if finding := refuse_size(path.stat().st_size):
            return finding
        return _open(path.read_bytes())
    except SheetTooLarge:
        return found(Code.FILE_TOO_LARGE, reason=wording.REASON_FAR_CELL)
    except MemoryError:
        return found(Code.FILE_TOO_LARGE, reason=wording.REASON_MEMORY)
    except python_calamine.PasswordError:
        return found(Code.FILE_ENCRYPTED)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # the reader's PanicException is not an Exception
        return found(Code.FILE_UNREADABLE, reason=wording.REASON_DAMAGED)


def _open(data: bytes) -> list[Grid] | Finding:
    recognised = recognise(data)
    match recognised.kind:
        case Kind.TRUNCATED:
            return found(Code.FILE_INCOMPLETE)
        case Kind.OTHER:
            return found(Code.NOT_A_WORKBOOK, kind=recognised.word)
        case Kind.ARCHIVE:
            return found(Code.ARCHIVE_UNREADABLE, reason=recognised.word)
        case Kind.ZIP:
            return found(Code.ARCHIVE_UNREADABLE, reason=wording.REASON_DAMAGED)
        case Kind.COMPOUND:
            return _open_compound(data)
    return _open_zip(data)


def _open_zip(data: bytes) -> list[Grid] | Finding:
    if finding := refuse_directory(data):
        return finding
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if finding := refuse_entries(archive.infolist()):
            return finding
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names if _CHECKED_PARTS.match(name.replace("\\", "/"))}
    if finding := next(filter(None, map(_part_trouble, parts.items())), None):
        return finding
    grids = read_grids(data)
    if any(_may_hide_controls(content) for content in parts.values()):
        grids = [_harmless(grid) for grid in grids]
    if any(_has_errors_or_formulas(content) for name, content in parts.items() if _SHEET.search(name)):
        grids = _with_errors(grids, _errors(parts))
    elif content := parts.get("content.xml"):
        from taskbook.returns.error_cells import ods_errors

        grids = _with_errors(grids, ods_errors(content))
    return grids


def _with_errors(grids: list[Grid], errors: Mapping[str, tuple[tuple[int, int, str], ...]]) -> list[Grid]:
    return [replace(grid, errors=errors[grid.name]) if grid.name in errors else grid for grid in grids]


def _part_trouble(part: tuple[str, bytes]) -> Finding | None:
    name, content = part
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        return found(Code.FILE_UNREADABLE, reason=wording.REASON_UTF16)
    if _DECLARATION.match(content):
        return found(Code.FILE_TOO_LARGE, reason=wording.REASON_ENTITY)
    if _SHEET.search(name) and _reaches_too_far(content):
        return found(Code.FILE_TOO_LARGE, reason=wording.REASON_FAR_CELL)
    if name == "META-INF/manifest.xml" and b"encryption-data" in content:
        return found(Code.FILE_ENCRYPTED)
    return None


def _reaches_too_far(sheet: bytes) -> bool:
    """Whether cells with something in them span more than can be held; formatting far below is common and harmless."""
    last = _ROW.match(
        sheet, max(sheet.rfind(b"row "), 0)
    )  # rows ascend; where they do not, memory is limited too
    if last and int(last[1]) * _WIDEST <= MOST_CELLS:
        return False
    from taskbook.ooxml.cells import column_index

    columns, rows = set(), 0
    for match in _FILLED_CELL.finditer(sheet):
        columns.add(match[1])
        rows = max(rows, int(match[2]))
    width = max((column_index(letters.decode()) + 1 for letters in columns), default=0)
    return rows * width > MOST_CELLS


def _has_errors_or_formulas(sheet: bytes) -> bool:
    """Whether the cells need a closer look. Written for speed: nearly every book has neither."""
    end = sheet.rfind(b"sheetData")
    cell = _CELL.search(sheet)
    if (b"='e'" if cell and b"'" in cell[0] else b'="e"') in sheet:
        return True
    at = sheet.find(b"f", 0, end)
    while at >= 0:
        if sheet[at - 1] in b"<:" and sheet[at + 1] in b"> /\t\r\n":
            return True
        at = sheet.find(b"f", at + 1, end)
    return False


def _may_hide_controls(content: bytes) -> bool:
    """`_x0000_` becomes a real control character in the reader; a few writers also let them through as they are."""
    return (b"_" in content and b"_x00" in content) or len(content.translate(None, _XML_CONTROLS)) < len(
        content
    )


def _harmless(grid: Grid) -> Grid:
    """The sheet without control characters and lone surrogates: writers refuse or mangle a text that holds one."""
    return replace(grid, rows=[list(map(_without_controls, row)) for row in grid.rows])


def _without_controls(value: Value) -> Value:
    return _CONTROLS.sub("", value) if isinstance(value, str) else value


def _errors(parts: Mapping[str, bytes]) -> dict[str, tuple[tuple[int, int, str], ...]]:
    """Sheet name → its cells with an error, or a formula that nobody has calculated."""
    from taskbook.ooxml.package import Package
    from taskbook.ooxml.unread import unread_cells

    try:
        unread = unread_cells(Package(dict(parts), {}, dict(parts)))
    except (
        KeyError,
        ValueError,
        SyntaxError,
    ):  # parts tied together in a way that only the reader understands
        return {}
    return {name: tuple(_addressed(cells)) for name, cells in unread.items()}


def _addressed(cells: Mapping[tuple[int, int], str]) -> Iterator[tuple[int, int, str]]:
    for (row, column), text in cells.items():
        yield row, column, wording.NOT_CALCULATED if text.startswith("=") else text


def _open_compound(data: bytes) -> list[Grid] | Finding:
    """An old-style workbook; or why it is none: encrypted, another program's, cut off."""
    from taskbook.returns.error_cells import xls_errors, xls_is_encrypted

    stream = _workbook_stream(data)
    if isinstance(stream, Finding):
        return stream
    if xls_is_encrypted(stream):
        return found(Code.FILE_ENCRYPTED)
    errors = xls_errors(stream)
    return _with_errors(list(map(_harmless, read_grids(data))), errors)


def _workbook_stream(data: bytes) -> bytes | Finding:
    import olefile

    if not olefile.isOleFile(data=data):
        return data
    try:
        with olefile.OleFileIO(data) as container:
            names = {"/".join(path) for path in container.listdir()}
            if names & {"EncryptedPackage", "EncryptionInfo"}:
                return found(Code.FILE_ENCRYPTED)
            name = next((name for name in ("Workbook", "Book", "WORKBOOK", "BOOK") if name in names), None)
            if name is None:
                return found(Code.NOT_A_WORKBOOK, kind=_word_for_container(names))
            stream = container.openstream(name).read()
            whole = len(stream) >= container.get_size(name)
            return stream if whole else found(Code.FILE_INCOMPLETE)
    except OSError:
        return found(Code.FILE_INCOMPLETE)


def _word_for_container(names: set[str]) -> str:
    if "WordDocument" in names:
        return wording.KIND_WORD
    if "PowerPoint Document" in names:
        return wording.KIND_POWERPOINT
    if any(name.startswith("__") for name in names):
        return wording.KIND_MAIL
    return wording.KIND_UNKNOWN
