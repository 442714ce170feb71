"""Saving so that formulas keep the results that are known: openpyxl writes formulas without results."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree

from engines.areas import Area
from engines.number_formats import ERRORS, serial

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def save(wb: openpyxl.Workbook, path: str, results: dict[str, dict[tuple[int, int], Any]]) -> None:
    """Writes the workbook; `results` are the values of formulas by sheet and (row, column)."""
    written = io.BytesIO()
    wb.save(written)
    if any(results.values()):
        written = _with_results(
            written,
            {
                f"xl/worksheets/sheet{number}.xml": results.get(ws.title, {})
                for number, ws in enumerate(wb.worksheets, 1)
            },
        )
    written.seek(0)
    with Path(path).open("wb") as file:
        shutil.copyfileobj(written, file)


def _with_results(package: io.BytesIO, results: dict[str, dict[tuple[int, int], Any]]) -> io.BytesIO:
    changed = io.BytesIO()
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if results.get(part.filename):
                content = _sheet_with_results(content, results[part.filename])
            target.writestr(part, content)
    return changed


def _sheet_with_results(content: bytes, results: dict[tuple[int, int], Any]) -> bytes:
    known = {Area(*place).address(False, False): value for place, value in results.items()}
    root = etree.fromstring(content)
    for cell in root.iter(_MAIN + "c"):
        value = known.get(cell.get("r"))
        if value is None or cell.find(_MAIN + "f") is None:
            continue
        kind, text = _written(value)
        result = cell.find(_MAIN + "v")
        if result is None:
            result = etree.SubElement(cell, _MAIN + "v")
        result.text = text
        cell.set("t", kind)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _written(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, date | time | timedelta):
        return "n", repr(serial(value))
    if isinstance(value, int | float):
        return "n", repr(value)
    return ("e" if value in ERRORS else "str"), str(value)
