"""Periods as the archive holds them, for units that were renamed or became one since."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import issue, send_in
from status_values import AUGUST, SEPTEMBER
from taskbook.model import State
from taskbook.rollup.rounds import earlier_rounds, load_round

ONE_NOW = {"区民政局": "区民社局", "区社会局": "区民社局"}


def test_a_unit_is_read_under_its_name_of_now(tmp_path: Path) -> None:
    issue(tmp_path, SEPTEMBER, {"区民政局": "T001 T002", "区财政局": "T001"})
    send_in(tmp_path, SEPTEMBER, ("区民政局", "T001 推进中 区民政局的话"))
    one = load_round(tmp_path, SEPTEMBER, names={"区民政局": "区民社局"})
    assert one.asked == {"区民社局": {"T001", "T002"}, "区财政局": {"T001"}}
    assert {key: said.progress for key, said in one.replies.items()} == {("T001", "区民社局"): "区民政局的话"}
    assert [each.unit for each in one.records] == ["区民社局"]


def test_what_units_that_became_one_were_asked_is_asked_together(tmp_path: Path) -> None:
    issue(tmp_path, SEPTEMBER, {"区民政局": "T001 T002", "区社会局": "T002 T003"})
    assert load_round(tmp_path, SEPTEMBER, names=ONE_NOW).asked == {"区民社局": {"T001", "T002", "T003"}}
    issue(tmp_path, SEPTEMBER, {"区民政局": "T001"})
    assert load_round(tmp_path, SEPTEMBER, names=ONE_NOW).asked == {"区民社局": {"T001", "T002", "T003"}}
    issue(tmp_path, SEPTEMBER, {"区社会局": "T003"})  # a later book of the one, the other's stands
    assert load_round(tmp_path, SEPTEMBER, names=ONE_NOW).asked == {"区民社局": {"T001", "T003"}}


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("已完成", "推进中", "推进中"),
        ("推进中", "已完成", "推进中"),
        ("进展滞后", "推进中", "进展滞后"),
        ("未启动", "进展滞后", "进展滞后"),
        ("已完成", "未反馈", "已完成"),
        ("未反馈", "推进中", "推进中"),
        ("已完成", "已完成", "已完成"),
    ],
)
def test_of_two_that_became_one_the_less_far_counts(
    tmp_path: Path, first: str, second: str, counts: str
) -> None:
    send_in(
        tmp_path,
        AUGUST,
        ("区民政局", f"T001 {first} 一 T002 推进中 二"),
        ("区社会局", f"T001 {second} 三"),
        ("区财政局", "T001 已完成 四"),
    )
    now = load_round(tmp_path, AUGUST, names=ONE_NOW)
    (before,) = earlier_rounds(tmp_path, SEPTEMBER, ONE_NOW)
    for replies in (list(now.replies.values()), list(before.replies)):
        states = {(one.task_id, one.unit): one.state for one in replies}
        assert len(states) == len(replies)
        assert states == {
            ("T001", "区民社局"): State(counts),
            ("T002", "区民社局"): State.IN_PROGRESS,
            ("T001", "区财政局"): State.DONE,
        }
