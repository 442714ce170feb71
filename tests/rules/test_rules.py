"""Of all rules together: each has a table, findings stand in reading order, nothing is said twice."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.check import check_plan
from taskbook.columns import HEADINGS, Field, Sheet, column_letters
from taskbook.findings import Cell, Code, found
from taskbook.model import Plan, Settings, Task, Unit
from taskbook.rules import RULES, in_reading_order


def test_every_rule_has_a_table():
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_rules_*.py")
    )
    tested = set(re.findall(r"def test_(\w+?)(?:__\w+)?\(findings_doc\)", text))
    assert {rule.__name__ for rule in RULES} - tested == set()


def test_every_rule_shows_a_good_and_a_bad_example():
    for rule in RULES:
        assert re.search(r"(?m)^(Bad|Said): .+$", re.sub(r"(?m)^ +", "", rule.__doc__ or "")), rule.__name__
        assert re.search(r"(?m)^Good: .+$", re.sub(r"(?m)^ +", "", rule.__doc__ or "")), rule.__name__


def test_findings_stand_in_reading_order_and_once():
    places = [
        Cell("单位", "A2"),
        Cell("责任分解表", "AA4"),
        Cell("责任分解表", "B10"),
        Cell("责任分解表", "B9"),
        Cell("责任分解表", "Z4"),
        Cell("责任分解表", "B9"),
        Cell("设置", ""),
    ]
    findings = in_reading_order(found(Code.NUMBER_EMPTY, place) for place in places)
    assert [(one.where.sheet, one.where.address) for one in findings] == [
        ("责任分解表", "Z4"),
        ("责任分解表", "AA4"),
        ("责任分解表", "B9"),
        ("责任分解表", "B10"),
        ("单位", "A2"),
        ("设置", ""),
    ]


CELLS = st.text(alphabet="各乡镇区教育局牵头、，。（）()等1230月底前年度不少于次①一二三A＋“” \n", max_size=14)
FIELDS = (
    "id",
    "number",
    "section",
    "topic",
    "content",
    "lead",
    "responsible",
    "support",
    "measure",
    "deadline",
)
UNITS = (
    Unit("区教育局", "部门"),
    Unit("东山镇", "乡镇", email="坏"),
    Unit("区财政局", "部门", ("教育局",), stopped=True),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=len(FIELDS), max_size=len(FIELDS)), min_size=1, max_size=6),
    st.booleans(),
)
def test_whatever_stands_in_a_plan_is_checked_and_every_finding_has_its_cell(rows, with_registry):
    tasks = tuple(
        Task(row=row, **dict(zip(FIELDS, map(str.strip, texts), strict=True)))
        for row, texts in enumerate(rows, 4)
    )
    columns = {field: column_letters(index) for index, field in enumerate(HEADINGS)}
    plan = Plan(Settings(year=2026), tasks, UNITS if with_registry else (), columns=columns)
    result = check_plan(plan)
    assert [reading.task for reading in result.readings] == list(tasks)
    for finding in result.findings:
        if finding.where.sheet == Sheet.TASKS:
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", finding.where.address).groups()
            assert letters in columns.values()
            assert 4 <= int(row) < 4 + len(tasks)
    assert in_reading_order(result.findings) == result.findings
    by_cell = {(one.code, one.where.address) for one in result.findings}
    for task in tasks:
        empty = (Code.REQUIRED_CELL_EMPTY, f"{columns[Field.CONTENT]}{task.row}") in by_cell
        all_empty = Code.COLUMN_EMPTY in {code for code, _ in by_cell}
        assert empty == (not task.content) or all_empty
