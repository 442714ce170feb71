"""Of all rules together: each has a table, findings stand in reading order, nothing is said twice."""

from __future__ import annotations

import re
from pathlib import Path

from taskbook.findings import Cell, Code, found
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
