"""What is attached to cells in LibreOffice: notes, links, conditional formats, validation, drawings."""

from __future__ import annotations

from typing import Any

from com.sun.star.table import CellAddress

from engines.areas import Area
from engines.libreoffice_engine.calc.shape import area_of
from engines.stores import Link, Note

FORMATTED = 512
"""Cells whose text holds formatting or fields, so perhaps a link (com.sun.star.sheet.CellFlags)."""


class Attached:
    """The part of `stores.SheetStore` about notes, links and what else stands on the sheet."""

    # Notes

    def _annotations(self) -> list[Any]:
        notes = self.sheet.Annotations
        return [notes.getByIndex(number) for number in range(notes.Count)]

    def note(self, cell: Area) -> Note | None:
        for one in self._annotations():
            if (one.Position.Row + 1, one.Position.Column + 1) == cell[:2]:
                return Note(one.String, one.Author)
        return None

    def set_note(self, cell: Area, note: Note | None) -> None:
        for number, one in enumerate(self._annotations()):
            if (one.Position.Row + 1, one.Position.Column + 1) == cell[:2]:
                self.sheet.Annotations.removeByIndex(number)
        if note is not None:
            place = CellAddress(self.book.place_of(self), cell.column - 1, cell.row - 1)
            self.sheet.Annotations.insertNew(place, note.text)

    def notes(self) -> dict[str, str]:
        return {
            Area(one.Position.Row + 1, one.Position.Column + 1).address(False, False): one.String
            for one in self._annotations()
        }

    def notes_in(self, area: Area) -> dict[Area, Note]:
        """The notes of an area."""
        found = {
            Area(one.Position.Row + 1, one.Position.Column + 1): Note(one.String, one.Author)
            for one in self._annotations()
        }
        return {cell: note for cell, note in found.items() if area.contains(cell)}

    # Links: LibreOffice keeps them as fields in a cell's text, Excel with the cell

    def _links(self) -> dict[tuple[int, int], Link]:
        if self.links_kept is None:
            self.links_kept = {}
            for address in self.sheet.queryContentCells(FORMATTED).RangeAddresses:
                for row in range(address.StartRow + 1, address.EndRow + 2):
                    for column in range(address.StartColumn + 1, address.EndColumn + 2):
                        fields = self.cell(row, column).TextFields
                        if fields.Count:
                            self.links_kept[row, column] = _link(fields.getByIndex(0).URL)
        return self.links_kept

    def links_in(self, area: Area) -> dict[tuple[int, int], Link]:
        """The links of an area by (row, column)."""
        return {place: link for place, link in self._links().items() if area.contains(Area(*place))}

    def put_links_back(self, links: dict[tuple[int, int], Link]) -> None:
        """After cells have got other contents: a link stays with its cell."""
        for (row, column), link in links.items():
            self._place_link(row, column, link)

    def _place_link(self, row: int, column: int, link: Link) -> None:
        cell = self.cell(row, column)
        text = cell.getString()
        if text and cell.Type.value == "TEXT":
            field = self.book.document.createInstance("com.sun.star.text.TextField.URL")
            sheet, _, place = link.place.rpartition("!")
            field.URL = link.address or f"#{sheet}.{place}"
            field.Representation = text
            cell.setString("")
            cell.insertTextContent(cell.createTextCursor(), field, False)

    def link(self, cell: Area) -> Link | None:
        return self._links().get((cell.row, cell.column))

    def set_link(self, cell: Area, link: Link) -> None:
        self._links()[cell.row, cell.column] = link
        self._place_link(cell.row, cell.column, link)

    def clear_links(self, area: Area) -> None:
        for row, column in self.links_in(area):
            del self._links()[row, column]
            cell = self.cell(row, column)
            if cell.TextFields.Count:
                cell.setString(cell.getString())

    # What else stands on the sheet

    def drawings(self) -> dict[str, int]:
        shapes = self.sheet.DrawPage
        kinds = [shapes.getByIndex(number).ShapeType for number in range(shapes.Count)]
        return {
            "charts": self.sheet.Charts.Count,
            "pictures": sum(kind.endswith("GraphicObjectShape") for kind in kinds),
        }

    def conditional_formats(self) -> list[str]:
        found = self.sheet.ConditionalFormats.getConditionalFormats()
        return sorted(
            " ".join(_written(_areas(one.Range.RangeAddresses)))
            for one in found
            for _ in range(one.getCount())
        )

    def validations(self) -> list[str]:
        """LibreOffice keeps rules with the cells' formats: neighbours under the same rule are one range again."""
        groups = self.sheet.getUniqueCellFormatRanges()
        rules: dict[tuple[Any, ...], list[Area]] = {}
        for number in range(groups.Count):
            group = groups.getByIndex(number)
            rule = group.Validation
            if rule.Type.value != "ANY":
                key = (
                    rule.Type.value,
                    rule.getFormula1(),
                    rule.getFormula2(),
                    rule.ErrorMessage,
                    rule.InputMessage,
                )
                rules.setdefault(key, []).extend(_areas(group.RangeAddresses))
        return sorted(one for areas in rules.values() for one in _written(_joined(areas)))

    def without_validation(self, area: Area) -> None:
        """Takes the validation rules off an area."""
        from com.sun.star.sheet.ValidationType import ANY

        found = self.range(area)
        rule = found.Validation
        if rule.Type.value != "ANY":
            rule.Type = ANY
            found.Validation = rule


def _areas(addresses: Any) -> list[Area]:
    return [area_of(address) for address in addresses]


def _written(areas: list[Area]) -> list[str]:
    return [area.address(False, False) for area in areas]


def _joined(areas: list[Area]) -> list[Area]:
    """Areas of the same columns, one below the other, as one."""
    joined: list[Area] = []
    for area in sorted(areas, key=lambda one: (one.column, one.columns, one.row)):
        last = joined[-1] if joined else None
        if last and (last.column, last.columns, last.last_row + 1) == (area.column, area.columns, area.row):
            joined[-1] = last._replace(rows=last.rows + area.rows)
        else:
            joined.append(area)
    return joined


def _link(url: str) -> Link:
    if not url.startswith("#"):
        return Link(url)
    sheet, _, place = url[1:].rpartition(".")
    return Link(place=f"{sheet}!{place}")
