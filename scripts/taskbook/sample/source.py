"""The sample's source, a Markdown file with one table a sheet → Plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from taskbook import wording
from taskbook.columns import Field, Sheet, field_of
from taskbook.grid import Grid
from taskbook.master.read import read_groups, read_units
from taskbook.master.settings import read_settings
from taskbook.model import Plan, Task

FOLDER = Path(__file__).parents[3] / "workbook"
SOURCE = FOLDER / wording.SAMPLE_SOURCE

_LINE_BREAK = "⏎"
_CARRIED = (Field.SECTION, Field.TOPIC)  # blank means: as in the row above


@dataclass(frozen=True, slots=True)
class Sample:
    """The plan, and what the Word document has besides: the notice's paragraphs, the headings of the annex table."""

    plan: Plan
    notice: tuple[str, ...]
    headings: tuple[str, ...]


def read_source(source: Path = SOURCE) -> Sample:
    """What the source describes; its tasks are numbered T001 and on in its order."""
    notice, headings, tasks, settings, units, groups = _in_order(source.read_text(encoding="utf-8"))
    found = tuple(_tasks(_table(tasks)))
    plan = Plan(
        settings=replace(
            read_settings(Grid(Sheet.SETTINGS, _table(settings)), source), last_task_number=len(found)
        ),
        tasks=found,
        units=read_units(Grid(Sheet.UNITS, _table(units)), source),
        groups=read_groups(Grid(Sheet.GROUPS, _table(groups)), source),
    )
    return Sample(plan, tuple(line for line in notice if line), tuple(_table(headings)[0]))


def _in_order(text: str) -> Iterator[list[str]]:
    """The lines of the sections 印发通知, 附件表头, 任务, 设置, 单位, 群组."""
    sections = {}
    for section in text.split("\n## ")[1:]:
        name, *lines = section.splitlines()
        sections[name.strip()] = lines
    return (sections[name] for name in wording.SAMPLE_SECTIONS)


def _table(lines: list[str]) -> list[list[str]]:
    return [_cells(line) for line in lines if line.startswith("|") and set(line) - set("|-: ")]


def _cells(line: str) -> list[str]:
    return [
        cell.strip().replace(_LINE_BREAK, "\n") for cell in line[1:].rstrip().removesuffix("|").split("|")
    ]


def _tasks(rows: list[list[str]]) -> Iterator[Task]:
    fields = [field_of(heading) for heading in rows[0]]
    above: dict[Field, str] = {}
    for number, cells in enumerate(rows[1:], 1):
        texts = dict(zip(fields, cells, strict=True))
        for field in _CARRIED:
            texts[field] = texts[field] or above.get(field, "")
        above = {field: texts[field] for field in _CARRIED}
        yield Task(id=f"T{number:03d}", **{field.value: text for field, text in texts.items() if field})
