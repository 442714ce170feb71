"""The sample plan as the Word document an office receives: the notice with its formal head, then the annex table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.columns import Field, field_of
from taskbook.model import Task
from taskbook.sample.paper import add_paragraph, set_fonts, set_run, write_notice
from taskbook.sample.source import Sample

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

_WIDTHS = {
    Field.NUMBER: 1.3,
    Field.SECTION: 2.1,
    Field.TOPIC: 2.3,
    Field.CONTENT: 6.4,
    Field.LEAD: 2.6,
    Field.RESPONSIBLE: 3.6,
    Field.SUPPORT: 2.2,
    Field.MEASURE: 2.4,
    Field.DEADLINE: 2.4,
}
"""Centimetres; together the width between the margins of a landscape A4 page."""

_CENTRED = {Field.NUMBER, Field.SECTION, Field.TOPIC, Field.DEADLINE}
_MERGED = (Field.SECTION, Field.TOPIC)


def write_annex(sample: Sample, path: Path) -> None:
    """Write the document to `path`, as it is (the caller makes it atomic and repeatable)."""
    import docx

    document = docx.Document()
    set_fonts(document)
    write_notice(document, sample.notice)
    _start_annex(document, sample)
    _write_table(document, sample)
    document.save(str(path))


def _start_annex(document: Document, sample: Sample) -> None:
    """A landscape section of its own, with the word 附件 and the table's title."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Cm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    add_paragraph(document, wording.ANNEX_MARK, ALIGN.LEFT, wording.FONT_HEADING, 16)
    title = next(
        text.removeprefix(wording.ANNEX_COLON)
        for text in sample.notice
        if text.startswith(wording.ANNEX_COLON)
    )
    add_paragraph(document, title, ALIGN.CENTER, wording.FONT_TITLE, 20)


def _write_table(document: Document, sample: Sample) -> None:
    from docx.shared import Cm

    fields = [field_of(heading) for heading in sample.headings]
    tasks = sample.plan.tasks
    table = document.add_table(len(tasks) + 1, len(fields), style="Table Grid")
    table.autofit = False
    for column, field in zip(table.columns, fields, strict=True):
        column.width = Cm(_WIDTHS[field])
    _repeat_heading(table)
    grid = [row.cells for row in table.rows]  # python-docx looks cells up slowly
    for cell, heading, field in zip(grid[0], sample.headings, fields, strict=True):
        _fill(cell, heading, centred=True, font=wording.FONT_HEADING, width=_WIDTHS[field])
    for cells, task in zip(grid[1:], tasks, strict=True):
        for cell, field in zip(cells, fields, strict=True):
            merged = field in _MERGED
            text = "" if merged else getattr(task, field.value)
            _fill(cell, text, centred=field in _CENTRED, width=_WIDTHS[field])
    for column, field in enumerate(fields):
        if field in _MERGED:
            _merge(grid, column, tasks, field)


def _merge(grid: Sequence[Sequence[_Cell]], column: int, tasks: Sequence[Task], field: Field) -> None:
    """One cell over all rows of the same topic; its text stands in it once."""
    first = 1
    for text, run in groupby(tasks, lambda task: getattr(task, field.value)):
        last = first + len(list(run)) - 1
        _fill(grid[first][column], text, centred=True, width=_WIDTHS[field])
        if last > first:
            # What is merged in brings its empty paragraph along.
            merged = grid[first][column].merge(grid[last][column])
            for paragraph in merged.paragraphs[1:]:
                paragraph._element.getparent().remove(paragraph._element)
        first = last + 1


def _fill(cell: _Cell, text: str, *, centred: bool, width: float, font: str = wording.FONT_BODY) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Cm, Pt

    cell.width = Cm(width)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    set_run(paragraph, text, font, 10.5)


def _repeat_heading(table: Table) -> None:
    from docx.oxml import OxmlElement

    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:tblHeader"))
    for line in table.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
