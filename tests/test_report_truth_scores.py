"""考核 of every month: counts, shares, points, grades and ranks, as written and as LibreOffice counts them anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from known_reports import KnownReport, KnownUnit
from months_reports import Built
from months_source import POINTS
from report_books import book, refer, table

INDICATORS = ("按时反馈", "按时办结", "佐证质量")


def share(part: tuple[int, int]) -> Any:
    return pytest.approx(part[0] / part[1]) if part[1] else "—"


def cells(unit: KnownUnit) -> dict[str, Any]:
    one = unit.score
    left_out = [
        name
        for name, (_, whole) in zip(INDICATORS, (one.answered, one.finished, one.evidence), strict=True)
        if not whole
    ]
    none = one.score is None
    return {
        "名次": "—" if none else one.rank,
        "单位": unit.name,
        "类别": unit.category,
        "得分": "—" if none else pytest.approx(one.score),
        "等次": one.grade or "—",
        "应反馈": one.answered[1],
        "按时反馈": one.answered[0],
        "按时反馈率": share(one.answered),
        "应办结": one.finished[1],
        "按时办结": one.finished[0],
        "按时办结率": share(one.finished),
        "报已完成": one.evidence[1],
        "佐证有问题": one.evidence[1] - one.evidence[0],
        "佐证质量": share(one.evidence),
        "可计权重": one.weight,
        "基础分": "—" if none else pytest.approx(float(one.base)),
        "退回次数": one.returned,
        "退回扣分": one.returned,
        "加分": pytest.approx(float(one.extra)),
        "扣分": pytest.approx(float(one.deducted)),
        "说明": left_out,
    }


def must(known: KnownReport) -> dict[str, dict[str, Any]]:
    return {unit.name: cells(unit) for unit in known.units}


def told(path: Path) -> dict[str, dict[str, Any]]:
    rows = table(path, "考核")
    for row in rows:
        row.pop("单位序号")
        row["说明"] = [name for name in INDICATORS if f"没有{name}" in (row["说明"] or "")]
    return {row["单位"]: row for row in rows}


def test_every_score_and_what_it_is_made_of(reported: Built) -> None:
    assert told(reported.file("scores")) == must(reported.known)


@pytest.mark.office
def test_every_score_counted_anew(reported: Built, recalculated: Mapping[Path, Path]) -> None:
    """LibreOffice, which was not told what the formulas come to, comes to the same."""
    assert told(recalculated[reported.file("scores")]) == must(reported.known)


def test_the_best_stand_first(reported: Built) -> None:
    ranks = [row["名次"] for row in table(reported.file("scores"), "考核")]
    known = [rank for rank in ranks if rank != "—"]
    assert known == sorted(known)
    assert ranks == [*known, *["—"] * (len(ranks) - len(known))]
    assert len(set(known)) < len(known), "equals share a rank somewhere"


def test_the_counts_of_every_unit_and_month(reported: Built) -> None:
    known = reported.known
    rows = []
    for number, unit in enumerate(known.units, 1):
        for part in unit.periods:
            last = part.label == known.period
            rows.append(
                {
                    "单位序号": number,
                    "单位": unit.name,
                    "期次": part.label,
                    "应反馈": part.due,
                    "已反馈": part.answered,
                    "按时反馈": part.on_time,
                    "退回次数": part.returned,
                    "报已完成": part.reported_done,
                    "佐证有问题": part.faulty,
                    "应办结": unit.score.finished[1] if last else None,
                    "按时办结": unit.score.finished[0] if last else None,
                }
            )
    assert table(reported.file("scores"), "考核数据") == rows


def test_the_points_by_hand_and_what_became_of_them(reported: Built) -> None:
    known = reported.known
    rows = table(reported.file("scores"), "加减分")
    numbers = {unit.name: number for number, unit in enumerate(known.units, 1)}
    assert [
        (
            row["单位序号"],
            row["单位"],
            row["期次"],
            row["加分"] or 0,
            row["扣分"] or 0,
            row["理由"],
            row["是否计入"],
        )
        for row in rows
    ] == [
        (
            numbers.get(unit),
            unit,
            period or "全年",
            one.extra,
            one.deducted,
            one.reason,
            "是" if counts else "否",
        )
        for one, (unit, period, counts) in zip(POINTS, known.points, strict=True)
    ]
    assert [bool(row["说明"]) for row in rows] == [row["是否计入"] == "否" for row in rows]
    assert {"是", "否"} == {row["是否计入"] for row in rows}


def test_the_weights_are_those_of_the_plan(reported: Built) -> None:
    """Each cell has a name, to which the formulas refer."""
    path = reported.file("scores")
    names = {name: refer(path, one.attr_text)[0] for name, one in book(path).defined_names.items()}
    settings = reported.known.plan.settings
    assert names == {
        "权重_按时反馈": settings.score_answered,
        "权重_按时办结": settings.score_done,
        "权重_佐证质量": settings.score_evidence,
        "每次退回扣分": settings.score_returned,
        "优秀线": 90,
        "良好线": 80,
        "合格线": 60,
        "得分上限": 100,
    }
    rules = "".join(str(row[0]) for row in book(path)["计分办法"].iter_rows(min_row=13, values_only=True))
    for told_so in (
        "按时反馈（40分）",
        "按时办结（40分）",
        "佐证质量（20分）",
        "一次扣1分",
        "不高于100分",
        "90分以上",
    ):
        assert told_so in rules
