"""AutoFilters as xlwings drives them on Windows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from engines.stores import Condition

if TYPE_CHECKING:
    from engines.desktop.ranges import Range

_PREFIXES = {
    "equal_to": "=",
    "not_equal_to": "<>",
    "greater_than": ">",
    "less_than": "<",
    "greater_than_or_equal": ">=",
    "less_than_or_equal": "<=",
}


def _operand(value: Any) -> str:
    if isinstance(value, dict):
        moment = datetime.fromisoformat(value["value"])
        text = f"{moment.year}/{moment.month}/{moment.day}"
        return text if value["type"] == "date" else f"{text} {moment:%H:%M:%S}"
    return str(value).replace("~", "~~").replace("*", "~*").replace("?", "~?")


class AutoFilter(base_classes.AutoFilter):
    """The filter of a range; a sheet has one at most."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    def _known(self) -> bool:
        return self.cells.store.filter_area() == self.cells.area

    @property
    def criteria(self) -> list[dict[str, Any]]:
        self.cells.call("other", "filter_criteria")
        conditions = self.cells.store.filters() if self._known() else {}
        fields = range(1, self.cells.area.columns + 1)
        return [
            base_classes.autofilter_criteria_snapshot(
                field, found.kind, found.criteria1, found.criteria2, found.join
            )
            if (found := conditions.get(field)) is not None
            else base_classes.empty_autofilter_criteria(field)
            for field in fields
        ]

    def _apply(self, field: int, condition: Condition | None) -> None:
        self.cells.call("other", "filter")
        if self.cells.store.filter_area() is not None and not self._known():
            raise ValueError("This worksheet already has an AutoFilter on a different range")
        self.cells.store.set_filter(self.cells.area, field, condition)
        self.cells.changed()

    def apply_values(self, field: int, values: list[str]) -> None:
        self._apply(field, Condition("values", [f"={value}" for value in values]))

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        if value1 is None:
            self._apply(field, Condition("comparison", _PREFIXES[operator]))
        elif operator == "between":
            both = f">={_operand(value1)}", f"<={_operand(value2)}"
            self._apply(field, Condition("comparison", *both, "and"))
        elif operator == "not_between":
            both = f"<{_operand(value1)}", f">{_operand(value2)}"
            self._apply(field, Condition("comparison", *both, "or"))
        else:
            self._apply(field, Condition("comparison", _PREFIXES[operator] + _operand(value1)))

    def apply_top_items(self, field: int, count: int) -> None:
        self._apply(field, Condition("top_items", str(count)))

    def apply_bottom_items(self, field: int, count: int) -> None:
        self._apply(field, Condition("bottom_items", str(count)))

    def apply_top_percent(self, field: int, percent: float) -> None:
        self._apply(field, Condition("top_percent", str(percent)))

    def apply_bottom_percent(self, field: int, percent: float) -> None:
        self._apply(field, Condition("bottom_percent", str(percent)))

    def clear(self, field: int | None) -> None:
        """Shows the rows again; the arrows stay."""
        if not self._known():
            return
        fields = [field] if field is not None else list(self.cells.store.filters())
        for one in fields:
            self._apply(one, None)
