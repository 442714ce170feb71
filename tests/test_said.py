"""A task's history: what was said, by whom under which name, when, and in which file and row it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import replies_of, send_in
from status_values import AUGUST, SEPTEMBER, record, reply
from taskbook.period import Period
from taskbook.returns.archive import load_replies, load_returns
from taskbook.rollup.rounds import load_round
from taskbook.rollup.said import Said, said_in, task_history

JULY = Period(2026, 7)
NAMES = {"区民政局": "区民社局"}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    send_in(
        tmp_path, JULY, ("区民政局", "T001 推进中 七月 T002 推进中 别的"), ("区财政局", "T001 未启动 还没")
    )
    send_in(
        tmp_path,
        SEPTEMBER,
        ("区财政局", "T001 推进中 初稿 T002 推进中 留下的"),
        ("区民社局", "T001 已完成 九月"),
        ("区财政局", "T001 推进中 改过"),
    )
    return tmp_path


def told(history: list[Said]) -> list[tuple]:
    return [
        (
            str(one.period),
            one.reply.unit,
            one.unit,
            one.reply.progress,
            one.counts,
            one.reply.source.file,
            one.reply.source.row,
        )
        for one in history
    ]


def test_every_answer_with_its_place(archive: Path) -> None:
    history = task_history(archive, SEPTEMBER, ["T001", "T009"], NAMES)
    assert told(history["T001"]) == [
        ("2026-07", "区民政局", "区民社局", "七月", True, "0001_区民政局.xlsx", 11),
        ("2026-07", "区财政局", "区财政局", "还没", True, "0002_区财政局.xlsx", 11),
        ("2026-09", "区财政局", "区财政局", "初稿", False, "0001_区财政局.xlsx", 11),
        ("2026-09", "区民社局", "区民社局", "九月", True, "0002_区民社局.xlsx", 11),
        ("2026-09", "区财政局", "区财政局", "改过", True, "0003_区财政局.xlsx", 11),
    ]
    assert history["T009"] == []
    assert history.keys() == {"T001", "T009"}


def test_a_row_left_blank_later_keeps_its_answer(archive: Path) -> None:
    (_, kept) = task_history(archive, SEPTEMBER)["T002"]
    assert (kept.reply.progress, kept.counts, kept.record.sequence) == ("留下的", True, 1)


def test_what_counts_is_what_is_merged(archive: Path) -> None:
    for period in (JULY, AUGUST, SEPTEMBER):
        merged = {
            key: said.progress for key, said in load_round(archive, period, names=NAMES).replies.items()
        }
        said = said_in(period, load_returns(archive, period), NAMES)
        assert {(one.reply.task_id, one.unit): one.reply.progress for one in said if one.counts} == merged
        plain = load_round(archive, period).replies
        assert plain == {
            (r.task_id, r.unit): r for _, answers in load_replies(archive, period) for r in answers
        }


def test_a_round_holds_its_returns(archive: Path) -> None:
    returns = load_round(archive, SEPTEMBER, names=NAMES).returns
    assert list(returns) == list(load_returns(archive, SEPTEMBER))
    assert [one.outcome.value for one, _ in returns] == ["superseded", "accepted", "accepted"]
    only = [answers for _, answers in load_returns(archive, SEPTEMBER, {"T002"})]
    assert [[one.task_id for one in answers] for answers in only] == [["T002"], [], []]


def test_a_later_period_is_not_told(archive: Path) -> None:
    assert [str(one.period) for one in task_history(archive, AUGUST)["T001"]] == ["2026-07", "2026-07"]


@pytest.mark.parametrize(
    ("received", "written", "day"),
    [
        ("2026-09-20T08:00:00", None, "2026-09-20"),
        ("2026-09-20T08:00:00", "2026-09-09", "2026-09-09"),
        ("2026-09-20T08:00:00", "2026-09-01", "2026-09-01"),
        ("2026-09-20T08:00:00", "2026-08-31", "2026-09-20"),
        ("2026-09-20T08:00:00", "2026-09-21", "2026-09-20"),
        ("2026-10-02T08:00:00", "2026-09-30", "2026-09-30"),
    ],
)
def test_the_day_it_was_said(received: str, written: str | None, day: str) -> None:
    said = reply("T001", "甲", reported_on=date.fromisoformat(written) if written else None)
    one = Said(SEPTEMBER, "甲", replace(record(1, "甲"), received=received), said, True)
    assert one.day == date.fromisoformat(day)


def test_replies_of_is_what_it_says() -> None:
    assert [
        (one.task_id, one.state, one.progress) for one in replies_of("甲", "T001 推进中 一_二 T002 已完成 -")
    ] == [
        ("T001", "推进中", "一 二"),
        ("T002", "已完成", ""),
    ]
