"""A 校验结果 sheet for a master whose own was deleted, in the styles the task sheet still has."""

from __future__ import annotations

from lxml import etree

from taskbook import wording
from taskbook.columns import Field, FindingField, Sheet
from taskbook.findings import SEVERITY_WORDS
from taskbook.master.book import Book
from taskbook.master.layout import FINDING_WIDTHS, FIRST_ROW, HEADING_ROW, LAST_ROW
from taskbook.master.read import TaskTable, find_task_table
from taskbook.ooxml.cells import element, parsed_cell
from taskbook.ooxml.rows import row_xml
from taskbook.ooxml.sheet_tree import area


def new_sheet(book: Book) -> tuple[etree._Element, dict[FindingField, int]]:
    """The sheet with title, note and headings but no findings yet, and the style id for each of its columns."""
    tasks = book.tree(Sheet.TASKS)
    table = find_task_table(book.grid(Sheet.TASKS), book.path)
    root = etree.Element(tasks.tag, {}, {tasks.prefix: etree.QName(tasks).namespace})
    etree.SubElement(_added(root, "sheetPr"), f"{{{etree.QName(root).namespace}}}pageSetUpPr", fitToPage="1")
    _added(root, "dimension", ref=area(0, 0, HEADING_ROW, len(FINDING_WIDTHS) - 1))
    _frozen_view(root)
    columns = _added(root, "cols")
    for number, width in enumerate(FINDING_WIDTHS, 1):
        columns.append(
            element(columns, "col", min=f"{number}", max=f"{number}", width=f"{width}", customWidth="1")
        )
    _head(_added(root, "sheetData"), book, table)
    last = len(FINDING_WIDTHS) - 1
    _added(root, "autoFilter", ref=area(HEADING_ROW, 0, LAST_ROW - 1, last))
    merges = _added(root, "mergeCells", count="2")
    for row in (0, 1):
        merges.append(element(merges, "mergeCell", ref=area(row, 0, row, last)))
    _colours(root, tasks)
    _added(
        root, "pageMargins", left="0.55", right="0.55", top="0.7", bottom="0.75", header="0.3", footer="0.3"
    )
    _added(root, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return root, _body_styles(book, table)


def _added(root: etree._Element, name: str, **attributes: str) -> etree._Element:
    new = element(root, name, **attributes)
    root.append(new)
    return new


def _frozen_view(root: etree._Element) -> None:
    views = _added(root, "sheetViews")
    view = element(views, "sheetView", workbookViewId="0")
    views.append(view)
    pane = {
        "ySplit": f"{FIRST_ROW}",
        "topLeftCell": f"A{FIRST_ROW + 1}",
        "activePane": "bottomLeft",
        "state": "frozen",
    }
    view.append(element(view, "pane", **pane))


def _head(data: etree._Element, book: Book, table: TaskTable) -> None:
    title = book.style_of(Sheet.TASKS, 0, 0) if table.heading_row > 1 else 0
    note = book.style_of(Sheet.TASKS, 1, 0) if table.heading_row > 1 else 0
    heading = book.style_of(Sheet.TASKS, table.heading_row, table.columns[Field.CONTENT])
    headings = [(index, field.value, heading) for index, field in enumerate(FindingField)]
    for row in (
        row_xml(1, [(0, wording.FINDINGS_TITLE, title)], 40),
        row_xml(2, [(0, wording.FINDINGS_NOTE, note)], 40),
        row_xml(HEADING_ROW + 1, headings, 30),
    ):
        data.append(parsed_cell(row, data))


def _body_styles(book: Book, table: TaskTable) -> dict[FindingField, int]:
    row = table.heading_row + 1
    text = book.style_of(Sheet.TASKS, row, table.columns[Field.CONTENT])
    middle = book.style_of(Sheet.TASKS, row, table.columns.get(Field.NUMBER, table.columns[Field.CONTENT]))
    centred = (FindingField.SEVERITY, FindingField.SHEET, FindingField.CELL)
    return {field: middle if field in centred else text for field in FindingField}


def _colours(root: etree._Element, tasks: etree._Element) -> None:
    """Each severity in the colour of its marks, where the task sheet still has them."""
    known = {}
    for rule in tasks.iter("{*}cfRule"):
        formula = rule.findtext("{*}formula") or ""
        for word in SEVERITY_WORDS.values():
            if wording.NAME_SEVERITY in formula and f'"{word}"' in formula and rule.get("dxfId"):
                known.setdefault(word, rule.get("dxfId"))
    if not known:
        return
    block = _added(root, "conditionalFormatting", sqref=area(FIRST_ROW, 0, LAST_ROW - 1, 0))
    for priority, (word, style) in enumerate(known.items(), 1):
        rule = element(block, "cfRule", type="cellIs", dxfId=style, priority=f"{priority}", operator="equal")
        formula = element(rule, "formula")
        formula.text = f'"{word}"'
        rule.append(formula)
        block.append(rule)
