"""AutoFilters in LibreOffice: criteria in Excel's words."""

from __future__ import annotations

from typing import Any

from com.sun.star.sheet import TableFilterField2
from com.sun.star.sheet.FilterConnection import AND, OR

from engines.areas import Area
from engines.libreoffice_engine.calc.shape import area_of
from engines.number_formats import shown_number
from engines.stores import Condition
from engines.typed import parsed

_SIGNS = {"=": 2, "<>": 3, ">": 4, ">=": 5, "<": 6, "<=": 7}
_RANKED = {"top_items": 8, "top_percent": 9, "bottom_items": 10, "bottom_percent": 11}
_EMPTY, _NOT_EMPTY, _EQUAL = 0, 1, 2


class Filters:
    """The part of `stores.SheetStore` about the AutoFilter."""

    def _database(self) -> Any:
        """The sheet's filtered range in LibreOffice, None without an AutoFilter."""
        ranges = self.book.document.getPropertyValue("UnnamedDatabaseRanges")
        place = self.book.place_of(self)
        found = ranges.getByTable(place) if ranges.hasByTable(place) else None
        return found if found is not None and found.AutoFilter else None

    def filter_area(self) -> Area | None:
        found = self._database()
        return area_of(found.DataArea) if found is not None else None

    def filters(self) -> dict[int, Condition]:
        found = self._database()
        fields: dict[int, list[Any]] = {}
        for field in found.getFilterDescriptor().getFilterFields3() if found is not None else ():
            fields.setdefault(field.Field + 1, []).append(field)
        return {column: _condition(tests) for column, tests in fields.items()}

    def set_filter(self, area: Area, field: int, condition: Condition | None) -> None:
        if self._database() is None:
            ranges = self.book.document.getPropertyValue("UnnamedDatabaseRanges")
            ranges.setByTable(self.address(area))
            ranges.getByTable(self.book.place_of(self)).AutoFilter = True
        kept = self.filters()
        kept.pop(field, None)
        if condition is not None:
            kept[field] = condition
        self._apply(area, [test for column, one in sorted(kept.items()) for test in _fields(column, one)])

    def _apply(self, area: Area, fields: list[TableFilterField2]) -> None:
        found = self.range(area)
        descriptor = found.createFilterDescriptor(True)
        descriptor.ContainsHeader = True
        descriptor.setFilterFields2(tuple(fields))
        found.filter(descriptor)

    def show_all(self) -> None:
        area = self.filter_area()
        if area is not None:
            self._apply(area, [])

    def remove_filter(self) -> None:
        self.show_all()
        found = self._database()
        if found is not None:
            found.AutoFilter = False


def _operand(value: Any) -> str:
    return shown_number(value.NumericValue) if value.IsNumeric else value.StringValue


def _tests(field: Any) -> list[str]:
    if field.Operator in (_EMPTY, _NOT_EMPTY):
        return ["=" if field.Operator == _EMPTY else "<>"]
    sign = next((text for text, number in _SIGNS.items() if number == field.Operator), "=")
    return [sign + _operand(value) for value in field.Values]


def _condition(fields: list[Any]) -> Condition:
    first = fields[0]
    for kind, number in _RANKED.items():
        if first.Operator == number:
            return Condition(kind, _operand(first.Values[0]))
    tests = [test for field in fields for test in _tests(field)]
    if len(tests) == 1:
        return Condition("comparison", tests[0])
    if all(test.startswith("=") for test in tests):
        return Condition("values", tests)
    if len(tests) == 2:
        return Condition("comparison", tests[0], tests[1], "or" if fields[1].Connection == OR else "and")
    return Condition("unknown")


def _field(column: int, operator: int, operand: str, connection: Any) -> TableFilterField2:
    field = TableFilterField2()
    field.Field, field.Operator, field.Connection = column - 1, operator, connection
    known = parsed(operand)
    if known is not None and isinstance(known.value, float):
        field.IsNumeric, field.NumericValue = True, known.value
    else:
        field.IsNumeric, field.StringValue = False, operand
    return field


def _fields(column: int, condition: Condition) -> list[TableFilterField2]:
    if condition.kind in _RANKED:
        return [_field(column, _RANKED[condition.kind], condition.criteria1, AND)]
    values = condition.kind == "values"
    tests = condition.criteria1 if values else [condition.criteria1, condition.criteria2]
    fields = []
    for test in tests:
        if test is None:
            continue
        sign = next(one for one in (">=", "<=", "<>", ">", "<", "=") if test.startswith(one))
        operand = test[len(sign) :]
        operator = _SIGNS[sign] if operand else _EMPTY if sign == "=" else _NOT_EMPTY
        either = values or condition.join == "or"
        fields.append(_field(column, operator, operand, OR if fields and either else AND))
    return fields
