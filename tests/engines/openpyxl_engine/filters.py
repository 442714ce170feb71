"""AutoFilters over openpyxl: criteria as Excel names them, rows hidden accordingly."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn, Top10
from openpyxl.worksheet.filters import Filters as ListedValues
from openpyxl.worksheet.worksheet import Worksheet

from engines.areas import Area, parse
from engines.number_formats import serial, shown_number
from engines.stores import Condition
from engines.typed import parsed

_SIGNS = {
    "equal": "=",
    "notEqual": "<>",
    "greaterThan": ">",
    "lessThan": "<",
    "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=",
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_KINDS = ("top_items", "bottom_items", "top_percent", "bottom_percent")


def split(criterion: str) -> tuple[str, str]:
    """'>=5' → ('>=', '5'); no sign means '='."""
    found = re.match(r"(>=|<=|<>|>|<|=)(.*)", criterion, re.DOTALL)
    return (found[1], found[2]) if found else ("=", criterion)


def shown(value: object) -> str:
    """A value as a filter's list shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day}"
    return shown_number(float(value)) if isinstance(value, float) else str(value)


def accepts(criterion: str, value: object) -> bool:
    """Whether a cell's value meets one criterion (`=text` with * and ?, `<>`, `>=5`)."""
    sign, operand = split(criterion)
    if sign in ("=", "<>"):
        pattern = re.sub(r"~(.)|(\*)|(\?)|(.)", _wildcard, operand, flags=re.DOTALL)
        same = re.fullmatch(pattern, shown(value), re.IGNORECASE | re.DOTALL) is not None
        return same == (sign == "=")
    known = parsed(operand)
    wanted = known.value if known is not None else operand.casefold()
    if isinstance(value, datetime):
        value = serial(value)
    if isinstance(wanted, float):
        return isinstance(value, float) and _COMPARE[sign](value, wanted)
    return isinstance(value, str) and _COMPARE[sign](value.casefold(), wanted)


def _wildcard(found: re.Match[str]) -> str:
    if found[2]:
        return ".*"
    return "." if found[3] else re.escape(found[1] or found[4])


def _chosen(condition: Condition, values: list[Any]) -> list[bool]:
    """Which of a column's values a condition lets through."""
    if condition.kind == "values":
        wanted = {split(one)[1].casefold() for one in condition.criteria1}
        return [shown(value).casefold() in wanted for value in values]
    if condition.kind in _KINDS:
        ranked = sorted(
            (value for value in values if isinstance(value, float)), reverse="top" in condition.kind
        )
        count = float(condition.criteria1)
        if "percent" in condition.kind:
            count = len(ranked) * count / 100
        kept = ranked[: max(1, int(count))]
        return [value in kept for value in values]
    tests = [one for one in (condition.criteria1, condition.criteria2) if one is not None]
    together = any if condition.join == "or" else all
    return [together(accepts(test, value) for test in tests) for value in values]


class Filters:
    """The part of `stores.SheetStore` about the AutoFilter."""

    ws: Worksheet

    def filter_area(self) -> Area | None:
        return parse(self.ws.auto_filter.ref) if self.ws.auto_filter.ref else None

    def filters(self) -> dict[int, Condition]:
        return {column.colId + 1: _condition(column) for column in self.ws.auto_filter.filterColumn}

    def set_filter(self, area: Area, field: int, condition: Condition | None) -> None:
        auto = self.ws.auto_filter
        auto.ref = area.address(False, False)
        auto.filterColumn = [column for column in auto.filterColumn if column.colId != field - 1]
        if condition is not None:
            auto.filterColumn = [*auto.filterColumn, _column(field, condition)]
        self._apply()

    def _apply(self) -> None:
        area = self.filter_area()
        if area is None or area.rows < 2:
            return
        data = Area(area.row + 1, area.column, area.rows - 1, area.columns)
        values = self.values(data)
        shown_rows = [True] * data.rows
        for field, condition in self.filters().items():
            chosen = _chosen(condition, [row[field - 1] for row in values])
            shown_rows = [one and two for one, two in zip(shown_rows, chosen, strict=True)]
        for row, keep in enumerate(shown_rows, data.row):
            self.ws.row_dimensions[row].hidden = not keep

    def show_all(self) -> None:
        self.ws.auto_filter.filterColumn = []
        self._apply()

    def remove_filter(self) -> None:
        self.show_all()
        self.ws.auto_filter.ref = None


def _condition(column: FilterColumn) -> Condition:
    if column.filters is not None:
        values = [f"={value}" for value in column.filters.filter] + ["="] * bool(column.filters.blank)
        return Condition("comparison", values[0]) if len(values) == 1 else Condition("values", values)
    if column.customFilters is not None:
        tests = [_SIGNS[one.operator] + (one.val or "").strip() for one in column.customFilters.customFilter]
        join = ("and" if column.customFilters._and else "or") if len(tests) > 1 else None
        return Condition("comparison", tests[0], tests[1] if len(tests) > 1 else None, join)
    if column.top10 is not None:
        end = "top" if column.top10.top in (None, True) else "bottom"
        return Condition(f"{end}_{'percent' if column.top10.percent else 'items'}", str(column.top10.val))
    return Condition("unknown")


def _column(field: int, condition: Condition) -> FilterColumn:
    column = FilterColumn(colId=field - 1)
    if condition.kind == "values":
        values = [split(one)[1] for one in condition.criteria1]
        column.filters = ListedValues(filter=[one for one in values if one], blank="" in values or None)
    elif condition.kind in _KINDS:
        percent, top = "percent" in condition.kind, "top" in condition.kind
        column.top10 = Top10(top=top, percent=percent, val=float(condition.criteria1))
    else:
        tests = [split(one) for one in (condition.criteria1, condition.criteria2) if one is not None]
        names = {sign: name for name, sign in _SIGNS.items()}
        column.customFilters = CustomFilters(
            _and=condition.join == "and",
            customFilter=[CustomFilter(operator=names[sign], val=operand) for sign, operand in tests],
        )
    return column
