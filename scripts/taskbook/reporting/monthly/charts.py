"""The charts of the monthly page, drawn by Excel itself from the cells of the tables: who doubts a bar finds its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from taskbook import wording
from taskbook.book_columns import ReportField, ReportSheet, StatusField
from taskbook.model import Light
from taskbook.reporting.monthly.count_tables import Span
from taskbook.reporting.monthly.listing import HEADING_ROW, SHARE_FORMAT, Row
from taskbook.statusbook.styles import BRAND, INK, LIGHT_COLOURS, LIGHT_INKS, LINE

_BAR_ROOM = 225
"""Pixels that the longest bar has, about."""

_LABEL, _DIGIT = 16, 6
"""Pixels of a label with a light's word, and of each digit."""

_NAMES_DOWN = {
    "reverse": True,
    "crossing": "max",
    "num_font": {"size": 9},
    "line": {"color": LINE},
    "interval_unit": 1,
}
"""The axis of a bar chart's names: the first on top, the numbers' axis below all the same."""

_SMALL = {"size": 9, "color": INK}
_PALE_OPEN = "#DCE6F1"
_DONE_LATE_OPEN = (
    (StatusField.DONE, wording.MONTHLY_CHART_DONE_SERIES, {"fill": {"color": BRAND}}, "#FFFFFF"),
    (
        StatusField.OVERDUE,
        wording.MONTHLY_CHART_LATE_SERIES,
        {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#E0443E", "bg_color": "#FFFFFF"}},
        INK,
    ),
    (ReportField.OPEN, wording.MONTHLY_CHART_OPEN_SERIES, {"fill": {"color": _PALE_OPEN}}, INK),
)
"""Told apart in black and white as well: dark, striped, pale."""


def unit_chart(workbook: Any, span: Span, size: tuple[int, int]) -> Any:
    """What the busiest units have done, have overdue and have open, each bar 100 %."""
    chart = workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for field, name, look, ink in _DONE_LATE_OPEN:
        chart.add_series(
            _cells(span, field)
            | look
            | {
                "name": name,
                "border": {"color": BRAND, "width": 0.5},
                "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 9, "color": ink}},
                "gap": 35,
            }
        )
    chart.set_y_axis(_NAMES_DOWN)
    chart.set_x_axis(
        {
            "num_format": "0%",
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
            "max": 1,
            "major_unit": 0.25,
        }
    )
    return _finish(chart, wording.monthly_chart_of_units(span.count, span.all_rows), size)


def light_chart(
    workbook: Any, span: Span, rows: Sequence[Row], lights: Sequence[Light], size: tuple[int, int]
) -> Any:
    """How many tasks of each section or topic show which light, the gravest first; `rows`: those of the span."""
    gravest_first = list(reversed(lights))
    counts = [[int(str(row[span.columns[light]])) for light in gravest_first] for row in rows]
    shown = labels_shown(counts)
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for place, light in enumerate(gravest_first):
        chart.add_series(
            _cells(span, light)
            | {
                "name": [span.sheet, HEADING_ROW, span.columns[light]],
                "fill": {"color": LIGHT_COLOURS[light]},
                "border": {"color": LIGHT_INKS[light], "width": 0.75},
                "data_labels": {
                    "value": True,
                    "series_name": True,
                    "separator": " ",
                    "font": {"size": 8, "color": INK},
                    "custom": [None if line[place] else {"delete": True} for line in shown],
                },
                "gap": 35,
            }
        )
    chart.set_y_axis(_NAMES_DOWN)
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    title = wording.monthly_chart_of_lights(span.level, span.count, span.all_rows)
    return _finish(chart, title, size)


def labels_shown(bars: Sequence[Sequence[int]]) -> list[list[bool]]:
    """Of bars whose parts stand one behind the other: which parts have room for their label, the first before the next."""
    longest = max((sum(bar) for bar in bars), default=0) or 1
    shown = []
    for bar in bars:
        begin, taken, line = 0.0, -float(_LABEL), []
        for count in bar:
            length = count * _BAR_ROOM / longest
            half = (_LABEL + _DIGIT * len(str(count))) / 2
            middle = begin + length / 2
            fits = count > 0 and middle - half >= taken
            line.append(fits)
            taken = middle + half if fits else taken
            begin += length
        shown.append(line)
    return shown


_TREND: Sequence[tuple[str, Mapping[str, object], Mapping[str, object]]] = (
    (
        StatusField.DONE_RATE,
        {"color": BRAND, "width": 2.25},
        {"type": "circle", "size": 6, "fill": {"color": BRAND}, "border": {"color": BRAND}},
    ),
    (
        ReportField.ELAPSED,
        {"color": "#7F7F7F", "width": 1.75, "dash_type": "dash"},
        {"type": "short_dash", "size": 8, "fill": {"color": "#7F7F7F"}, "border": {"color": "#7F7F7F"}},
    ),
    (
        StatusField.ANSWER_RATE,
        {"color": "#C55A11", "width": 1.75, "dash_type": "round_dot"},
        {"type": "diamond", "size": 7, "fill": {"color": "#FFFFFF"}, "border": {"color": "#C55A11"}},
    ),
)
"""Told apart by their dashes and marks as well as by colour."""


def trend_chart(workbook: Any, span: Span, newest: Sequence[float | None], size: tuple[int, int]) -> Any:
    """Share done, 序时进度 and share answered by period; columns where there is one period only. `newest`: the three
    shares of the last period, to which their labels stand."""
    first_only = span.count == 1
    chart = workbook.add_chart({"type": "column" if first_only else "line"})
    for place, (field, line, marker) in enumerate(_TREND):
        series = _cells(span, field)
        series["name"] = [span.sheet, HEADING_ROW, span.columns[field]]
        labels = {"value": True, "num_format": SHARE_FORMAT, "font": {"size": 9, "color": INK}}
        if first_only:
            series |= {"fill": {"color": line["color"]}, "data_labels": labels, "gap": 80, "overlap": -20}
        else:
            others: list[dict[str, bool] | None] = [{"delete": True}] * (span.count - 1)
            side = {"position": label_side(place, newest)}
            series |= {
                "line": line,
                "marker": marker,
                "data_labels": labels | side | {"custom": [*others, None]},
            }
        chart.add_series(series)
    chart.set_y_axis(
        {
            "min": 0,
            "max": 1.12,  # room for the labels of what is whole
            "major_unit": 0.25,
            "num_format": "0%",
            "num_font": {"size": 9},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
        }
    )
    chart.set_x_axis({"num_font": {"size": 9}, "line": {"color": LINE}, "text_axis": True})
    chart.show_blanks_as("gap")
    title = wording.MONTHLY_CHART_FIRST_PERIOD if first_only else wording.MONTHLY_CHART_TREND
    return _finish(chart, title, size)


def label_side(place: int, newest: Sequence[float | None]) -> str:
    """Where a line's last number stands so that three of them seldom meet each other or the axis."""
    shares = [share or 0.0 for share in newest]
    order = sorted(range(len(shares)), key=lambda one: (shares[one], one))
    side = ("below", "right", "above")[order.index(place)]
    return "above" if side == "below" and shares[place] < _NEAR_AXIS else side


_NEAR_AXIS = 0.15

_ROLE_LOOKS = (
    {"fill": {"color": "#D9D9D9"}},
    {"fill": {"color": "#9BC2E6"}},
    {"fill": {"color": BRAND}},
)


def role_chart(
    workbook: Any, headings: int, first: int, last: int, columns: Sequence[int], size: tuple[int, int]
) -> Any:
    """Answers due, given, given in time by role, from the small table on the page itself: its rows (0-based), the
    columns of the names and of the three numbers."""
    names, *numbers = columns
    chart = workbook.add_chart({"type": "column"})
    for column, look in zip(numbers, _ROLE_LOOKS, strict=True):
        chart.add_series(
            {
                "name": [ReportSheet.PAGE, headings, column],
                "categories": [ReportSheet.PAGE, first, names, last, names],
                "values": [ReportSheet.PAGE, first, column, last, column],
                "border": {"color": BRAND, "width": 0.5},
                "data_labels": {"value": True, "font": _SMALL},
                "gap": 60,
                "overlap": -5,
            }
            | look
        )
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_x_axis({"num_font": {"size": 10}, "line": {"color": LINE}})
    return _finish(chart, wording.MONTHLY_CHART_ROLES, size)


def _cells(span: Span, values: str) -> dict[str, Any]:
    name, value = span.columns[span.names], span.columns[values]
    return {
        "categories": [span.sheet, span.first, name, span.last, name],
        "values": [span.sheet, span.first, value, span.last, value],
    }


def _finish(chart: Any, title: str, size: tuple[int, int]) -> Any:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": False, "color": INK}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    chart.set_size({"width": size[0], "height": size[1]})
    chart.show_hidden_data()
    return chart
