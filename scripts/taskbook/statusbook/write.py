"""The status book as a file: XlsxWriter makes the package, the rows of the tables are streamed into it.

The same status always gives the same bytes: nothing in the file tells when it was written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path

from taskbook import files, wording
from taskbook.columns import Sheet, column_letters
from taskbook.ooxml.rows import cell_text
from taskbook.progress import Progress, silent
from taskbook.rollup.status import Status
from taskbook.statusbook import records, replies, tasks, units
from taskbook.statusbook.overview import add_overview
from taskbook.statusbook.styles import add_looks, learn_ids, write_exemplar
from taskbook.statusbook.table import FIRST_ROW, MOST_ROWS, Table, dress, stream

_FAST = {"compression": zipfile.ZIP_DEFLATED, "compresslevel": 1}
_CHUNK = 1 << 18
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_FIRST_OF_ROWS = f'<row r="{FIRST_ROW + 1}"'.encode()
_ROWS_END = b"</sheetData>"
_BIG = 500_000
"""Rows from which a sheet's XML may pass 2 GB, which a plain zip entry cannot say."""


def write_status_book(status: Status, out: Path, originals: Path, progress: Progress = silent) -> None:
    """Write the book to `out` in one step; `originals` is the folder of the stored files, for links to them.

    Raises `CannotGoOn` as `files.atomic` does.
    """
    with files.atomic(out) as temporary:
        _write(status, out, originals, temporary, progress)


def is_status_book(path: Path) -> bool:
    """Whether the file is one of these books, also an older one: it has their first and their widest sheet."""
    try:
        with zipfile.ZipFile(path) as package:
            workbook = package.read("xl/workbook.xml").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return all(f'name="{sheet}"' in workbook for sheet in (Sheet.OVERVIEW, Sheet.REPLIES))


def tables_of(status: Status, out: Path, originals: Path) -> list[Table]:
    """The sheets after 总览, in their order."""
    return [
        tasks.table(status),
        *([tasks.lookback_table(status)] if status.lookback else []),
        replies.table(status),
        units.unit_table(status),
        units.unanswered_table(status),
        records.issue_table(status),
        records.return_table(status, out, originals),
    ]


def title_of(status: Status) -> str:
    return wording.status_title(status.plan.settings.plan_name, str(status.period))


def _write(status: Status, out: Path, originals: Path, target: Path, progress: Progress) -> None:
    tables = tables_of(status, out, originals)
    made, ids = _make_package(status, tables)
    total = sum(table.count for table in tables)
    done = 0
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", **_FAST) as package:
        streamed = {f"xl/worksheets/sheet{index}.xml": table for index, table in enumerate(tables, 2)}
        for info in source.infolist():
            table = streamed.get(info.filename)
            if table is None:
                package.writestr(_entry(info.filename), source.read(info), compresslevel=6)
                continue
            with package.open(info.filename, "w", force_zip64=table.count > _BIG) as part:
                for chunk in _sheet_chunks(source.read(info), table, ids):
                    part.write(chunk)
                    progress(wording.PROGRESS_WRITE, done, total)
            done += table.count
    progress(wording.PROGRESS_WRITE, total, total)


def _make_package(status: Status, tables: Sequence[Table]) -> tuple[io.BytesIO, dict[str, int]]:
    """The whole book but for the tables' rows, and the style id of every look."""
    import xlsxwriter

    buffer = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    title = title_of(status)
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, **never})
    workbook.set_properties({"title": cell_text(title), "created": datetime.combine(status.as_of, time())})
    workbook.set_size(2400, 1500)
    looks = add_looks(workbook)
    add_overview(workbook, status, title)
    sheets = [dress(workbook, table, title) for table in tables]
    write_exemplar(sheets[0], FIRST_ROW, looks)
    workbook.close()
    with zipfile.ZipFile(buffer) as package:
        content = package.read("xl/worksheets/sheet2.xml")
    exemplar = content[
        content.index(_FIRST_OF_ROWS) : content.index(b"</row>", content.index(_FIRST_OF_ROWS))
    ]
    return buffer, learn_ids(exemplar, looks)


def _sheet_chunks(content: bytes, table: Table, ids: Mapping[str, int]) -> Iterator[bytes]:
    """A sheet's XML with the streamed rows in place of those XlsxWriter wrote for the exemplar and the links."""
    end = content.index(_ROWS_END)
    start = content.find(_FIRST_OF_ROWS, 0, end)
    last = f"{column_letters(len(table.columns) - 1)}{FIRST_ROW + min(max(table.count, 1), MOST_ROWS)}"
    yield _DIMENSION.sub(
        f'<dimension ref="A1:{last}"/>'.encode(), content[: start if start >= 0 else end], count=1
    )
    pieces: list[bytes] = []
    size = 0
    for row in stream(table, ids):
        pieces.append(row)
        size += len(row)
        if size > _CHUNK:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)
    yield content[end:]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
