"""Plans drawn as text in tests, and the documents made of them.

`drawn` reads a table of `|` lines; a cell `^` belongs to the cell above it, a cell `<` to the one on its left; `\\n`
in a cell is a line break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from taskbook.intake.blocks import Merge, Table, table_of
from taskbook.model import Task


@dataclass
class Drawing:
    """Texts by grid position and merged ranges (top, left, bottom, right)."""

    texts: list[list[str]]
    merges: list[Merge] = field(default_factory=list)


def drawn(picture: str) -> Drawing:
    """The table of a picture; lines that do not begin with `|` are left out."""
    lines = [line.strip() for line in picture.splitlines() if line.strip().startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    texts = [["" if cell in "^<" else cell.replace("\\n", "\n") for cell in row] for row in rows]
    return Drawing(texts, _merges(rows))


def _merges(rows: Sequence[Sequence[str]]) -> list[Merge]:
    merges = []
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell in ("^", "<"):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == "^":
                bottom += 1
            if (top, left) != (bottom, right):
                merges.append((top, left, bottom, right))
    return merges


def table(picture: str, name: str = "表1", **more: object) -> Table:
    """The picture as a block."""
    drawing = drawn(picture)
    return table_of(name, drawing.texts, drawing.merges, **more)


def make_docx(path: Path, *parts: str) -> Path:
    """A Word document of paragraphs and (parts with a `|` line) tables, in order."""
    import docx

    document = docx.Document()
    for part in parts:
        if any(line.strip().startswith("|") for line in part.splitlines()):
            add_table(document, drawn(part))
        else:
            document.add_paragraph(part)
    document.save(str(path))
    return path


def add_table(document: object, drawing: Drawing) -> object:
    """The drawing as a table at the end of a python-docx document (or cell)."""
    width = max(map(len, drawing.texts))
    made = document.add_table(rows=len(drawing.texts), cols=width)  # type: ignore[attr-defined]
    for number, row in enumerate(drawing.texts):
        for column, text in enumerate(row):
            made.cell(number, column).text = text
    for top, left, bottom, right in drawing.merges:
        text = made.cell(top, left).text
        made.cell(top, left).merge(made.cell(bottom, right)).text = text
    return made


def make_xlsx(path: Path, **sheets: Drawing) -> Path:
    """A workbook of drawings, a sheet each."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, drawing in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(drawing.texts, 1):
            for column, text in enumerate(row, 1):
                if text:
                    sheet.cell(number, column, text)
        for top, left, bottom, right in drawing.merges:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    book.save(path)
    return path


def said(task: Task, *names: str) -> tuple[str, ...]:
    """The named texts of a task."""
    return tuple(getattr(task, name) for name in names)


PLAN = """
| 序号 | 重点任务 | 具体措施 | 责任单位 | 完成时限 |
| 1 | 公开重点信息 | 及时公开规划信息。 | 区教育局 | 2026年11月底 |
| 2 | ^ | 及时公开预算信息。 | 区财政局、区民政局 | 全年持续推进 |
"""
"""A small plan in its usual form."""
