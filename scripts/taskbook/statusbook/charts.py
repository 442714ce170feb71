"""The charts of the overview, drawn by Excel itself from a small table beside the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from taskbook import wording
from taskbook.columns import Sheet
from taskbook.model import Light, State
from taskbook.ooxml.rows import cell_text
from taskbook.rollup.figures import Figures, busiest_units, lights_by_section
from taskbook.rollup.status import Status
from taskbook.statusbook.styles import GREY, INK, LIGHT_SOLIDS, LINE, font

CHART_ROWS = 31
"""Rows of the page that the charts cover."""

_ROW_POINTS = 15.0
_STATE_ORDER = (State.DONE, State.IN_PROGRESS, State.NOT_STARTED, State.BEHIND, State.NONE)
_STATE_SOLIDS: Mapping[State, str] = {
    State.DONE: LIGHT_SOLIDS[Light.GREEN],
    State.IN_PROGRESS: LIGHT_SOLIDS[Light.BLUE],
    State.NOT_STARTED: "#A5A5A5",
    State.BEHIND: LIGHT_SOLIDS[Light.YELLOW],
    State.NONE: LIGHT_SOLIDS[Light.RED],
}
MOST_SECTIONS, MOST_UNITS, LONGEST_NAME = 10, 10, 12

_PLACED = {"x_offset": 3, "y_offset": 5, "object_position": 1}
_Block = Sequence[Sequence[str | int]]


def add_charts(
    workbook: Any, sheet: Any, status: Status, figures: Figures, row: int, first_free_column: int
) -> None:
    """Four charts from `row` down, two beside each other."""
    for line in range(row, row + CHART_ROWS):
        sheet.set_row(line, _ROW_POINTS)
    column = first_free_column
    note = workbook.add_format(font(wording.FONT_NOTE, 9) | {"font_color": GREY})
    sheet.write_string(0, column, wording.CHART_NUMBERS, note)
    lights = [[wording.LIGHT_LABELS[light], figures.lights.get(light, 0)] for light in status.lights]
    states = [[state, figures.states.get(state, 0)] for state in _STATE_ORDER]
    sections = _stacked(
        lights_by_section(status.this_year, MOST_SECTIONS, wording.OTHER_SECTIONS), status.lights
    )
    busiest = [(unit.unit.name, unit.lights) for unit in busiest_units(status.units, MOST_UNITS)]
    units = _stacked(busiest, status.lights)
    places = []
    top = 1
    for block in (lights, states, sections, units):
        _write_block(sheet, top, column, block, note)
        places.append((top, top + len(block) - 1))
        top += len(block) + 1
    low, high = {"width": 384, "height": 240}, {"width": 384, "height": 352}
    second = row + 13
    sheet.insert_chart(row, 0, _doughnut(workbook, column, places[0], low, status.lights), _PLACED)
    sheet.insert_chart(row, 6, _columns(workbook, column, places[1], low), _PLACED)
    in_sections = _bars(workbook, wording.CHART_SECTIONS, column, places[2], high, status.lights)
    sheet.insert_chart(second, 0, in_sections, _PLACED)
    busy = wording.chart_units(len(busiest))
    sheet.insert_chart(second, 6, _bars(workbook, busy, column, places[3], high, status.lights), _PLACED)


def _stacked(counted: Sequence[tuple[str, Mapping[Light, int]]], shown: Sequence[Light]) -> _Block:
    rows = [[_short(name), *(lights.get(light, 0) for light in shown)] for name, lights in counted]
    return [["", *(wording.LIGHT_LABELS[light] for light in shown)], *rows]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _write_block(sheet: Any, top: int, left: int, block: _Block, look: Any) -> None:
    for row, values in enumerate(block, top):
        for column, value in enumerate(values, left):
            if isinstance(value, str):
                sheet.write_string(row, column, cell_text(value), look)
            else:
                sheet.write_number(row, column, value, look)


def _doughnut(
    workbook: Any, column: int, place: tuple[int, int], size: Mapping[str, int], lights: Sequence[Light]
) -> Any:
    chart = workbook.add_chart({"type": "doughnut"})
    first, last = place
    chart.add_series(
        {
            "categories": [Sheet.OVERVIEW, first, column, last, column],
            "values": [Sheet.OVERVIEW, first, column + 1, last, column + 1],
            "points": [
                {"fill": {"color": LIGHT_SOLIDS[light]}, "border": {"color": "#FFFFFF"}} for light in lights
            ],
            "data_labels": {
                "value": True,
                "font": {"bold": True, "size": 11, "color": "#FFFFFF"},
                "num_format": "0;;",
            },
        }
    )
    chart.set_hole_size(52)
    return _finish(chart, wording.CHART_LIGHTS, size, legend="right")


def _columns(workbook: Any, column: int, place: tuple[int, int], size: Mapping[str, int]) -> Any:
    chart = workbook.add_chart({"type": "column"})
    first, last = place
    chart.add_series(
        {
            "categories": [Sheet.OVERVIEW, first, column, last, column],
            "values": [Sheet.OVERVIEW, first, column + 1, last, column + 1],
            "points": [{"fill": {"color": _STATE_SOLIDS[state]}} for state in _STATE_ORDER],
            "data_labels": {"value": True, "font": {"size": 10, "color": INK}},
            "gap": 60,
        }
    )
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_x_axis({"num_font": {"size": 10}, "line": {"color": LINE}})
    return _finish(chart, wording.CHART_STATES, size, legend="none")


def _bars(
    workbook: Any,
    title: str,
    column: int,
    place: tuple[int, int],
    size: Mapping[str, int],
    lights: Sequence[Light],
) -> Any:
    """Stacked by light, a bar per name, the first on top."""
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    first, last = place
    for offset, light in enumerate(lights, 1):
        chart.add_series(
            {
                "name": [Sheet.OVERVIEW, first, column + offset],
                "categories": [Sheet.OVERVIEW, first + 1, column, last, column],
                "values": [Sheet.OVERVIEW, first + 1, column + offset, last, column + offset],
                "fill": {"color": LIGHT_SOLIDS[light]},
                "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 9, "color": "#FFFFFF"}},
                "gap": 45,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"color": LINE}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    return _finish(chart, title, size, legend="bottom")


def _finish(chart: Any, title: str, size: Mapping[str, int], legend: str) -> Any:
    chart.set_title({"name": title, "name_font": {"size": 13, "bold": False, "color": INK}, "overlay": False})
    chart.set_legend({"none": True} if legend == "none" else {"position": legend, "font": {"size": 10}})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    chart.set_size(dict(size))
    return chart
