"""A test's docstring is its input and its expectation: tables as they would stand in the sheets of a master.

A table with 工作任务 or 责任单位 is the sheet 责任分解表, with 原年度 as well 回头看, one with 单位名称 the sheet 单位, with
扣分 as well 考核加减分, one with 群组词 the sheet 群组.
Row 1 of each is its heading, columns are A, B, C … in the table's order. What is expected of a row stands under `=>`,
as `CODE CELL`, several with a comma; a line break inside a cell is written `⏎`. Lines such as `年度: 2026` and
`印发日期: 2026-03-10` are settings.

The rule is the one the test is named after: `test_numbers_are_unique__in_each_section` runs `numbers_are_unique`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from taskbook.columns import (
    HEADINGS,
    Field,
    GroupField,
    LookbackField,
    PointField,
    Sheet,
    UnitField,
    column_letters,
)
from taskbook.grid import Grid
from taskbook.language.reading import read_plan
from taskbook.master.points import read_points
from taskbook.model import Group, Plan, Settings, Task, Unit
from taskbook.rules import RULES, ReadPlan, Rule, in_reading_order

EXPECTED = "=>"
FIELDS = {heading: field for field, heading in HEADINGS.items()}
Table = list[dict[str, str]]


@pytest.fixture
def findings_doc(request: pytest.FixtureRequest) -> tuple[list[str], list[str]]:
    """What the rule finds in the docstring's plan and what the docstring expects, both as `CODE CELL`, in order."""
    tables, settings = parse(inspect.getdoc(request.function) or "")
    plan = plan_of(tables, settings)
    readings, _ = read_plan(plan)
    rule = rule_named(request.function.__name__)
    found = [
        f"{one.code.name} {one.where.address}".strip()
        for one in in_reading_order(rule(ReadPlan(plan, readings)))
    ]
    cells = [row[EXPECTED] for sheet in SHEETS for row in tables.get(sheet, []) if row.get(EXPECTED)]
    expected = [part.strip() for cell in cells for part in cell.split(",")]
    return found, expected


def rule_named(test: str) -> Rule:
    wanted = test.removeprefix("test_").split("__")[0]
    return next(rule for rule in RULES if rule.__name__ == wanted)


SHEETS = (Sheet.TASKS, Sheet.LOOKBACK, Sheet.UNITS, Sheet.GROUPS, Sheet.POINTS)


def parse(text: str) -> tuple[dict[Sheet, Table], dict[str, str]]:
    tables: dict[Sheet, Table] = {}
    settings: dict[str, str] = {}
    headings: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("|"):
            cells = [cell.strip().replace("⏎", "\n") for cell in line.strip("|").split("|")]
            if headings:
                tables[sheet_of(headings)].append(dict(zip(headings, cells, strict=True)))
            else:
                headings = cells
                tables[sheet_of(headings)] = []
            continue
        headings = []
        if setting := re.fullmatch(r"(\S+): (.+)", line):
            settings[setting[1]] = setting[2]
    return tables, settings


def sheet_of(headings: Sequence[str]) -> Sheet:
    if {PointField.DEDUCTED, PointField.EXTRA} & set(headings):
        return Sheet.POINTS
    if UnitField.NAME in headings:
        return Sheet.UNITS
    if LookbackField.YEAR in headings:
        return Sheet.LOOKBACK
    return Sheet.GROUPS if GroupField.WORD in headings else Sheet.TASKS


def plan_of(tables: Mapping[Sheet, Table], settings: Mapping[str, str]) -> Plan:
    issued = settings.get("印发日期")
    rows = tables.get(Sheet.TASKS, [])
    left_over = tables.get(Sheet.LOOKBACK, [])
    side = [heading for sheet in (Sheet.UNITS, Sheet.GROUPS) for heading in (tables.get(sheet) or [{}])[0]]
    units = tuple(unit_of(row, number) for number, row in enumerate(tables.get(Sheet.UNITS, []), start=2))
    year = int(settings.get("年度", 2026))
    points, point_columns = read_points(grid_of(tables.get(Sheet.POINTS, [])), units, year)
    return Plan(
        settings=Settings(
            plan_name="示例区2026年工作要点",
            year=year,
            issued_on=date.fromisoformat(issued) if issued else None,
        ),
        tasks=(
            *(task_of(row, number) for number, row in enumerate(rows, start=2)),
            *(
                replace(task_of(row, number, "R"), sheet=Sheet.LOOKBACK)
                for number, row in enumerate(left_over, 2)
            ),
        ),
        units=units,
        groups=tuple(
            Group(row[GroupField.WORD], row.get(GroupField.MEMBERS, ""), number)
            for number, row in enumerate(tables.get(Sheet.GROUPS, []), start=2)
        ),
        columns=letters_of(rows),
        lookback_columns=letters_of(left_over),
        points=points,
        point_columns={field: column_letters(index) for field, index in point_columns.items()},
        side_columns={
            field: column_letters(list((tables.get(sheet) or [{}])[0]).index(field))
            for sheet, fields in ((Sheet.UNITS, UnitField), (Sheet.GROUPS, GroupField))
            for field in fields
            if field in side
        },
    )


def letters_of(rows: Table) -> dict[Field, str]:
    headings = [heading for heading in (rows[0] if rows else {}) if heading != EXPECTED]
    return {FIELDS[name]: column_letters(index) for index, name in enumerate(headings) if name in FIELDS}


def grid_of(rows: Table) -> Grid | None:
    if not rows:
        return None
    headings = [heading for heading in rows[0] if heading != EXPECTED]
    return Grid(Sheet.POINTS, [list(headings), *([row[name] for name in headings] for row in rows)])


def task_of(row: Mapping[str, str], number: int, letter: str = "T") -> Task:
    texts = {FIELDS[heading]: text for heading, text in row.items() if heading in FIELDS}
    extra = tuple((heading, text) for heading, text in row.items() if heading not in (*FIELDS, EXPECTED))
    task_id = texts.pop(Field.TASK_ID, f"{letter}{number - 1:03d}")
    return Task(id=task_id, row=number, extra=extra, **{field.value: text for field, text in texts.items()})


def unit_of(row: Mapping[str, str], number: int) -> Unit:
    return Unit(
        name=row[UnitField.NAME],
        category=row.get(UnitField.CATEGORY, "部门"),
        aliases=tuple(filter(None, row.get(UnitField.ALIASES, "").split("；"))),
        email=row.get(UnitField.EMAIL, "unit@county.example"),
        stopped=row.get(UnitField.STOPPED, "") == "是",
        row=number,
    )
