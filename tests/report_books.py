"""Reading the workbooks of a report: a sheet as rows under its headings, a chart as the cells it shows."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import range_boundaries

HEADING_ROW = 3
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


@lru_cache(maxsize=32)
def book(path: Path) -> Any:
    """With what its formulas come to."""
    return openpyxl.load_workbook(path, data_only=True)


@lru_cache(maxsize=32)
def formulas(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows below the headings, up to the first that is blank."""
    headings, *rows = book(path)[sheet].iter_rows(min_row=HEADING_ROW, values_only=True)
    found = []
    for row in rows:
        if all(value in (None, "") for value in row):
            break
        found.append(
            {str(name): value for name, value in zip(headings, row, strict=True) if name is not None}
        )
    return found


@dataclass(frozen=True)
class Series:
    """A row of bars, or a line: its name, and name → number of each bar or point."""

    name: str
    points: dict[str, Any]


@dataclass(frozen=True)
class Chart:
    title: str
    kind: str
    series: tuple[Series, ...]


def charts(path: Path) -> list[Chart]:
    """All charts of a workbook, with what stands now in the cells they refer to."""
    found = []
    with zipfile.ZipFile(path) as package:
        names = sorted(name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name))
        for name in names:
            root = ElementTree.fromstring(package.read(name))
            plot = root.find(f".//{_CHART}plotArea")
            kind = next(one.tag.removeprefix(_CHART) for one in plot if one.tag.endswith("Chart"))
            title = "".join(one.text or "" for one in root.find(f".//{_CHART}title").iter(_TEXT))
            series = tuple(_series(path, one) for one in root.iter(f"{_CHART}ser"))
            found.append(Chart(title, kind, series))
    return found


def _series(path: Path, node: Any) -> Series:
    def cells(tag: str) -> list[Any]:
        found = node.find(f"{_CHART}{tag}")
        formula = None if found is None else found.find(f".//{_CHART}f")
        if formula is None:
            return [] if found is None else ["".join(one.text or "" for one in found.iter(f"{_CHART}v"))]
        return refer(path, formula.text)

    names = cells("tx")
    return Series(str(names[0]), dict(zip(map(str, cells("cat")), cells("val"), strict=True)))


def refer(path: Path, reference: str) -> list[Any]:
    """What stands in cells such as `单位!$A$4:$A$18`."""
    sheet, _, area = reference.replace("'", "").rpartition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    rows = book(path)[sheet].iter_rows(top, bottom, left, right, values_only=True)
    return [value for row in rows for value in row]
