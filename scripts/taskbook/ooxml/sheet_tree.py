"""A sheet's XML tree beyond its cells: column widths, used range, links, filters, and where each belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from taskbook.columns import column_letters
from taskbook.ooxml.cells import cells_of, element, positioned_rows, split_address

# What may stand before and after an element of a worksheet is fixed (ECMA-376, CT_Worksheet).
_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
    "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects "
    "controls webPublishItems tableParts extLst"
).split()
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
_RANGE = re.compile(r"([^:]+)(?::(.+))?")


def child(root: etree._Element, name: str) -> etree._Element | None:
    return next(root.iterchildren(f"{{*}}{name}"), None)


def place(root: etree._Element, new: etree._Element) -> None:
    """Put a new part of the worksheet where the format wants it."""
    rank = _RANK[etree.QName(new).localname]
    for other in root:
        if isinstance(other.tag, str) and _RANK.get(etree.QName(other).localname, len(_ORDER)) > rank:
            other.addprevious(new)
            return
    root.append(new)


def sheet_data(root: etree._Element) -> etree._Element:
    """The element that holds the rows; made if it is missing."""
    data = child(root, "sheetData")
    if data is None:
        data = element(root, "sheetData")
        place(root, data)
    return data


def ensure_row(root: etree._Element, number: int) -> etree._Element:
    """The `<row>` with a 0-based number; made in its place if it is missing."""
    data = sheet_data(root)
    for found, row in positioned_rows(root):
        if found == number:
            return row
        if found > number:
            new = element(data, "row", r=str(number + 1))
            row.addprevious(new)
            return new
    new = element(data, "row", r=str(number + 1))
    data.append(new)
    return new


def corners(reference: str) -> tuple[int, int, int, int] | None:
    """'A3:E9' or 'A3' → (top, left, bottom, right), 0-based."""
    match = _RANGE.fullmatch(reference)
    first = split_address(match[1]) if match else None
    last = split_address(match[2]) if match and match[2] else first
    return (*first, *last) if first and last else None


def area(top: int, left: int, bottom: int, right: int) -> str:
    """The reverse of `corners`."""
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"


def column_styles(root: etree._Element) -> dict[int, int]:
    """Column → style id of its `<col>`, for the columns that matter (the first 200)."""
    return {column: int(col.get("style", "0")) for column, col in _columns(root)}


def column_widths(root: etree._Element) -> dict[int, float]:
    """Column → width in column units, where the sheet gives one."""
    return {column: float(col.get("width")) for column, col in _columns(root) if col.get("width")}


def _columns(root: etree._Element) -> Iterable[tuple[int, etree._Element]]:
    for cols in root.iterchildren("{*}cols"):
        for col in cols.iterchildren("{*}col"):
            for column in range(int(col.get("min")) - 1, min(int(col.get("max")), 200)):
                yield column, col


def give_width(root: etree._Element, column: int, width: float) -> None:
    """A width for a column that has none of its own; others are left as they are."""
    if column in column_widths(root):
        return
    cols = child(root, "cols")
    if cols is None:
        cols = element(root, "cols")
        place(root, cols)
    number = str(column + 1)
    col = element(cols, "col", min=number, max=number, width=f"{width:g}", customWidth="1")
    for other in cols.iterchildren("{*}col"):
        if int(other.get("min")) > column + 1:
            other.addprevious(col)
            return
    cols.append(col)


def widen_used_range(root: etree._Element) -> None:
    """The `dimension` and each row's `spans` take in cells that were added; they never shrink here."""
    bottom = right = 0
    for number, row in positioned_rows(root):
        columns = [column for column, _ in cells_of(row)]
        if columns:
            bottom, right = max(bottom, number), max(right, columns[-1])
            _widen_spans(row, columns[0] + 1, columns[-1] + 1)
    dimension = child(root, "dimension")
    known = corners(dimension.get("ref", "")) if dimension is not None else None
    if dimension is not None and known and (bottom > known[2] or right > known[3]):
        dimension.set("ref", area(known[0], known[1], max(bottom, known[2]), max(right, known[3])))


def _widen_spans(row: etree._Element, first: int, last: int) -> None:
    match = re.fullmatch(r"(\d+):(\d+)", row.get("spans", ""))
    if match and (int(match[1]) > first or int(match[2]) < last):
        row.set("spans", f"{min(int(match[1]), first)}:{max(int(match[2]), last)}")


def drop_below(root: etree._Element, row: int) -> None:
    """Take out rows, merged cells and links below a 0-based row."""
    for number, found in list(positioned_rows(root)):
        if number > row:
            found.getparent().remove(found)
    for holder, item in (("mergeCells", "mergeCell"), ("hyperlinks", "hyperlink")):
        container = child(root, holder)
        if container is None:
            continue
        for found in list(container.iterchildren(f"{{*}}{item}")):
            spot = corners(found.get("ref", ""))
            if spot and spot[2] > row:
                container.remove(found)
        if holder == "mergeCells" and container.get("count"):
            container.set("count", str(len(container)))
        if not len(container):
            root.remove(container)


def add_links(root: etree._Element, links: Iterable[tuple[str, str, str]]) -> None:
    """Links inside the workbook: (address, sheet, address there)."""
    links = list(links)
    container = child(root, "hyperlinks")
    if not links:
        return
    if container is None:
        container = element(root, "hyperlinks")
        place(root, container)
    for address, sheet, target in links:
        location = "'{}'!{}".format(sheet.replace("'", "''"), target)
        container.append(element(container, "hyperlink", ref=address, location=location, display=target))


def clear_filter(root: etree._Element, last_row: int) -> None:
    """A filter keeps its place but hides nothing, and reaches down to a 0-based row."""
    found = child(root, "autoFilter")
    if found is None:
        return
    for inner in list(found):
        found.remove(inner)
    spot = corners(found.get("ref", ""))
    if spot and spot[2] < last_row:
        found.set("ref", area(spot[0], spot[1], last_row, spot[3]))
    order = child(root, "sortState")
    if order is not None:
        root.remove(order)
