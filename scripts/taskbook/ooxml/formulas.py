"""What depends on a formula cell that is overwritten: the calculation chain, and formulas shared with it."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from taskbook.columns import column_letters
from taskbook.ooxml.cells import positioned_cells
from taskbook.ooxml.package import CONTENT_TYPES, Package, parse, relations_name, serialise
from taskbook.ooxml.sheet_tree import area


def leave_chain(package: Package, sheet_part: str, addresses: Collection[str]) -> None:
    """Take cells of a sheet out of calcChain.xml; an emptied chain leaves the file altogether."""
    workbook = package.workbook()
    chain = package.of_kind(workbook, "calcChain")
    if not addresses or chain is None:
        return
    number = package.sheet_numbers().get(sheet_part, "")
    root = parse(package.parts[chain])
    current = ""
    for link in list(root):
        # `i` (whose sheet) is left out where it is that of the cell before.
        current = link.get("i", current)
        link.set("i", current)
        if current == number and link.get("r") in addresses:
            root.remove(link)
    if len(root):
        package.parts[chain] = serialise(root)
    else:
        drop_part(package, workbook, chain)


def drop_part(package: Package, owner: str, part: str) -> None:
    """Remove a part with its relationship and its content type."""
    identifier = next(key for key, (_, target) in package.targets(owner).items() if target == part)
    del package.parts[part]
    relations = package.find(relations_name(owner))
    for entry, attribute, value in ((relations, "Id", identifier), (CONTENT_TYPES, "PartName", f"/{part}")):
        root = parse(package.parts[entry])
        for item in list(root):
            if isinstance(item.tag, str) and item.get(attribute, "").casefold() == value.casefold():
                root.remove(item)
        package.parts[entry] = serialise(root)


def hand_on_shared(root: etree._Element, leaving: etree._Element, column: int, row: int) -> None:
    """When the cell that holds a shared formula is overwritten, the next cell that shares it holds it from then on."""
    formula = leaving.find("{*}f")
    if formula is None or formula.get("t") != "shared" or not formula.text:
        return
    sharing = [
        (number, place, found)
        for number, place, cell in positioned_cells(root)
        if cell is not leaving
        and (found := cell.find("{*}f")) is not None
        and found.get("t") == "shared"
        and found.get("si") == formula.get("si")
    ]
    if not sharing:
        return
    from openpyxl.formula.translate import Translator

    first_row, first_column, heir = sharing[0]
    origin, target = f"{column_letters(column)}{row + 1}", f"{column_letters(first_column)}{first_row + 1}"
    heir.text = Translator(f"={formula.text}", origin=origin).translate_formula(target)[1:]
    rows, columns = [spot[0] for spot in sharing], [spot[1] for spot in sharing]
    heir.set("ref", area(min(rows), min(columns), max(rows), max(columns)))


def is_formula(cell: etree._Element | None) -> bool:
    return cell is not None and cell.find("{*}f") is not None


def address_of(row: int, column: int) -> str:
    """(0, 0) → 'A1'."""
    return f"{column_letters(column)}{row + 1}"
