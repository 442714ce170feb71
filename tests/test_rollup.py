"""Answers → states, lights, units. Tables name what each unit said; 配合 decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from status_values import (
    AS_OF,
    AUGUST,
    ONGOING,
    SEPTEMBER,
    TWICE,
    asked_all,
    past_round,
    reading,
    record,
    reply,
    round_of,
    settings,
    units,
)
from taskbook.model import Deadline, DeadlineKind, Light, Plan, State, Target
from taskbook.period import Period
from taskbook.rollup.memory import remember
from taskbook.rollup.status import NO_PAST, Answer, Round, Standing, TaskStatus
from taskbook.rollup.tasks import stray_answers, task_statuses
from taskbook.rollup.units import unit_statuses

JULY = Period(2026, 7)


def judge(one, current: Round, *earlier: Round, as_of: date = AS_OF) -> TaskStatus:
    past = remember(map(past_round, earlier), current, [one]) if earlier else NO_PAST
    return next(task_statuses([one], settings(), current, past, as_of=as_of))


def answers(text: str) -> list:
    """`甲 已完成 乙 推进中` → replies to T001."""
    words = text.split()
    return [reply("T001", unit, state) for unit, state in zip(words[::2], words[1::2], strict=True)]


def answer_of(task: TaskStatus, unit: str) -> Answer:
    return next(answer for answer in task.answers if answer.unit == unit)


@pytest.mark.parametrize(
    ("parties", "said", "state", "rate"),
    [
        ("牵头 甲", "甲 已完成", "已完成", 1),
        ("牵头 甲", "甲 推进中", "推进中", 0),
        ("牵头 甲", "甲 未启动", "未启动", 0),
        ("牵头 甲", "甲 进展滞后", "进展滞后", 0),
        ("牵头 甲", "", "未反馈", 0),
        ("牵头 甲 乙", "甲 已完成", "推进中", 0.5),
        ("牵头 甲 乙", "甲 已完成 乙 已完成", "已完成", 1),
        ("牵头 甲 乙", "甲 已完成 乙 进展滞后", "进展滞后", 0.5),
        ("牵头 甲 乙", "甲 未启动", "未启动", 0),
        ("牵头 甲 乙", "甲 未启动 乙 已完成", "推进中", 0.5),
        ("牵头 甲 责任 乙", "甲 已完成 乙 进展滞后", "已完成", 1),
        ("牵头 甲 责任 乙", "乙 已完成", "未反馈", 0),
        ("责任 甲 乙", "甲 已完成", "推进中", 0.5),
        ("责任 甲 乙", "甲 已完成 乙 已完成", "已完成", 1),
        ("牵头 甲 配合 乙", "甲 已完成", "已完成", 1),
        ("牵头 甲 配合 乙", "甲 推进中 乙 进展滞后", "推进中", 0),
        ("配合 甲", "甲 已完成", "未反馈", 0),
    ],
)
def test_state_and_rate_of_a_task(parties: str, said: str, state: str, rate: float) -> None:
    task = judge(reading("T001", parties), round_of(answers(said)))
    assert (task.state, task.rate) == (state, rate)


@pytest.mark.parametrize(
    ("parties", "due", "said", "light", "reason"),
    [
        ("牵头 甲 乙", "2026-08-31", "甲 已完成 乙 推进中", "红", "逾期：应于8月31日前完成，已超30天（乙）"),
        ("牵头 甲 配合 乙", "2026-08-31", "甲 已完成", "绿", "已完成"),
        ("牵头 甲 乙", "2026-11-30", "甲 推进中 乙 进展滞后", "黄", "单位自报进展滞后（乙）"),
        ("牵头 甲 配合 乙", "2026-11-30", "甲 推进中 乙 进展滞后", "绿", "按时推进：应于11月30日前完成"),
        ("牵头 甲", "2026-10-08", "甲 推进中", "蓝", "临期：应于10月8日前完成，还有8天"),
        ("牵头 甲", "全年持续推进", "", "绿", "长期任务，按期反馈即可；本期未反馈"),
        (
            "责任 甲 乙 丙 丁 戊 己",
            "2026-08-31",
            "",
            "红",
            "逾期：应于8月31日前完成，已超30天（甲、乙、丙、丁、戊等6家）",
        ),
    ],
)
def test_light_of_a_task_says_whom_to_call(
    parties: str, due: str, said: str, light: str, reason: str
) -> None:
    task = judge(reading("T001", parties, due), round_of(answers(said)))
    assert (task.light, task.reason) == (light, reason)


@pytest.mark.parametrize(
    ("rule", "parties", "due", "said", "light", "reason"),
    [
        (
            "宿迁",
            "牵头 甲 乙 丙",
            "2026-08-31",
            "甲 已完成 2 乙 已完成 1 丙 已完成 2",
            "黄",
            "已完成，但完成值没有达到目标：完成50%（1/2次）（乙）",
        ),
        (
            "宿迁",
            "牵头 甲 乙",
            "2026-11-30",
            "甲 已完成 1 乙 推进中 2",
            "黄",
            "已完成，但完成值没有达到目标：完成50%（1/2次）（甲）",
        ),
        (
            "宿迁",
            "牵头 甲 乙",
            "2026-08-31",
            "甲 已完成 1 乙 推进中 2",
            "红",
            "逾期：应于8月31日前完成，已超30天（乙）",
        ),
        ("默认", "牵头 甲 乙", "2026-08-31", "甲 已完成 1 乙 已完成 1", "绿", "已完成"),
        ("宿迁", "牵头 甲 配合 乙", "2026-08-31", "甲 已完成 2 乙 已完成 1", "绿", "已完成"),
        (
            "银川",
            "牵头 甲 乙",
            "2026-11-30",
            "甲 推进中 2 乙 推进中 0",
            "红",
            "落后序时进度75.0个百分点：完成0%（0/2次），序时进度75.0%（乙）",
        ),
        (
            "银川",
            "牵头 甲 乙",
            "2026-11-30",
            "甲 推进中 2 乙 推进中 1",
            "黄",
            "落后序时进度25.0个百分点：完成50%（1/2次），序时进度75.0%（乙）",
        ),
        (
            "剩余时间",
            "牵头 甲 乙",
            "2026-10-10",
            "甲 已完成 2 乙 推进中 1",
            "橙",
            "剩余时间3.5%：应于10月10日前完成，还有10天（乙）",
        ),
        (
            "剩余时间",
            "牵头 甲 配合 乙",
            "2027-06-30",
            "甲 推进中 0",
            "绿",
            "按时推进：应于2027年6月30日前完成",
        ),
    ],
)
def test_light_of_a_task_under_other_rules(
    rule: str, parties: str, due: str, said: str, light: str, reason: str
) -> None:
    """`said`: unit, state and 完成值 of a task that promises two times; nothing is known of its day of issue."""
    words = iter(said.split())
    replies = [
        reply("T001", unit, state, value=value)
        for unit, state, value in zip(words, words, words, strict=True)
    ]
    one = reading("T001", parties, due, targets=(TWICE,))
    task = next(task_statuses([one], settings(light_rule=rule), round_of(replies), as_of=AS_OF))
    assert (task.light, task.reason) == (light, reason)


def test_time_given_runs_from_the_day_of_issue() -> None:
    one = reading("T001", "牵头 甲", "2026-10-30")
    issued = settings(light_rule="剩余时间", issued_on=date(2026, 7, 22))
    later = settings(light_rule="剩余时间", issued_on=date(2026, 7, 23))
    lights = [next(task_statuses([one], each, round_of(), as_of=AS_OF)).light for each in (issued, later)]
    assert lights == [Light.YELLOW, Light.GREEN]


@pytest.mark.parametrize(
    ("rule", "light"), [("默认", "红"), ("宿迁", "黄"), ("银川", "黄"), ("剩余时间", "黄")]
)
def test_silent_twice_under_every_rule(rule: str, light: str) -> None:
    one = reading("T001", "牵头 甲 乙", "2027-11-30")
    books = asked_all([one])
    current = round_of(asked=books)
    past = remember([past_round(round_of(asked=books, period=AUGUST))], current, [one])
    task = next(task_statuses([one], settings(light_rule=rule), current, past, as_of=AS_OF))
    assert (task.light, task.reason) == (light, "连续2期未反馈（2026-08、2026-09）（甲、乙）")


def test_supporting_units_are_asked_but_never_late() -> None:
    one = reading("T001", "牵头 甲 责任 乙 配合 丙", "2026-08-31")
    task = judge(one, round_of(asked=asked_all([one])))
    assert [(a.unit, a.asked, a.overdue) for a in task.answers] == [
        ("甲", True, True),
        ("乙", True, True),
        ("丙", True, False),
    ]
    assert answer_of(task, "丙").reason == "配合单位，不判逾期；本期未反馈"


class TestSchedule:
    """黄 for a measured delay only where a promised number and a reached one are known."""

    @pytest.mark.parametrize(
        ("targets", "value", "light"),
        [
            ([TWICE], "1", Light.YELLOW),
            ([TWICE], "2", Light.GREEN),
            ([TWICE], "一次", Light.GREEN),
            ([TWICE], "", Light.GREEN),
            ([], "1", Light.GREEN),
            ([Target("不少于30日", ">=", 30, "日")], "10", Light.GREEN),
            ([TWICE, Target("100%", ">=", 100, "%")], "1", Light.GREEN),
        ],
    )
    def test_behind_schedule(self, targets: list[Target], value: str, light: Light) -> None:
        one = reading("T001", "牵头 甲", targets=tuple(targets))
        task = judge(one, round_of([reply("T001", "甲", value=value)]))
        assert task.light is light

    def test_the_reason_names_share_and_unit(self) -> None:
        one = reading("T001", "牵头 甲 乙", targets=(TWICE,))
        task = judge(one, round_of([reply("T001", "甲", value="2"), reply("T001", "乙", value="1")]))
        assert task.reason == "落后序时进度：完成50%（1/2次），序时进度75.0%（乙）"
        assert task.rate == pytest.approx(0.75)

    def test_a_known_share_counts_in_the_rate(self) -> None:
        one = reading("T001", "牵头 甲", targets=(TWICE,))
        assert judge(one, round_of([reply("T001", "甲", value="1")])).rate == 0.5

    def test_a_supporting_unit_is_not_measured(self) -> None:
        one = reading("T001", "牵头 甲 配合 乙", targets=(TWICE,))
        task = judge(one, round_of([reply("T001", "乙", value="0")]))
        assert answer_of(task, "乙").light is Light.GREEN


class TestEarlierPeriods:
    one = reading("T001", "牵头 甲")
    books = asked_all([one])

    def test_done_earlier_stays_done_and_is_not_asked_again(self) -> None:
        august = round_of([reply("T001", "甲", "已完成", "八月办结")], self.books, period=AUGUST)
        task = judge(self.one, round_of(asked=self.books), august)
        answer = answer_of(task, "甲")
        assert (task.state, task.light, task.reason) == (State.DONE, Light.GREEN, "已完成（2026-08期报完成）")
        assert (answer.asked, answer.answered, answer.done_in) == (False, False, AUGUST)
        assert answer.reply is not None
        assert answer.reply.progress == "八月办结"

    def test_an_ongoing_task_is_asked_every_period(self) -> None:
        one = replace(self.one, deadline=ONGOING)
        august = round_of([reply("T001", "甲", "已完成")], self.books, period=AUGUST)
        task = judge(one, round_of(asked=self.books), august)
        assert (task.state, answer_of(task, "甲").asked) == (State.NONE, True)

    def test_a_later_answer_takes_done_back(self) -> None:
        july = round_of([reply("T001", "甲", "已完成")], self.books, period=JULY)
        august = round_of([reply("T001", "甲", "推进中")], self.books, period=AUGUST)
        assert judge(self.one, round_of(asked=self.books), july, august).state is State.NONE

    def test_two_issued_periods_without_an_answer_are_red(self) -> None:
        august = round_of(asked=self.books, period=AUGUST)
        task = judge(self.one, round_of(asked=self.books), august)
        assert (task.light, task.reason) == (Light.RED, "连续2期未反馈（2026-08、2026-09）（甲）")

    def test_one_silent_period_is_not_red(self) -> None:
        august = round_of([reply("T001", "甲")], self.books, period=AUGUST)
        assert judge(self.one, round_of(asked=self.books), august).light is Light.GREEN

    def test_a_period_that_was_not_issued_is_passed_over(self) -> None:
        july = round_of(asked=self.books, period=JULY)
        august = round_of(period=AUGUST)
        assert judge(self.one, round_of(asked=self.books), july, august).reason.startswith(
            "连续2期未反馈（2026-07"
        )

    def test_a_task_is_red_only_when_all_who_decide_are_silent(self) -> None:
        one = reading("T001", "牵头 甲 乙")
        books = asked_all([one])
        august = round_of(asked=books, period=AUGUST)
        task = judge(one, round_of([reply("T001", "甲")], books), august)
        assert (task.light, answer_of(task, "乙").light) == (Light.GREEN, Light.RED)

    def test_whoever_was_not_asked_before_is_not_silent(self) -> None:
        august = round_of(asked={"丙": "T009"}, period=AUGUST)
        assert judge(self.one, round_of(asked=self.books), august).light is Light.GREEN

    def test_latest_is_what_was_said_last(self) -> None:
        july = round_of([reply("T001", "甲", progress="七月的话")], self.books, period=JULY)
        task = judge(self.one, round_of(asked=self.books), july)
        assert task.latest is not None
        assert (task.latest[0], task.latest[1].progress) == (JULY, "七月的话")


def test_of_one_earlier_period_the_lead_speaks() -> None:
    one = reading("T001", "牵头 乙 责任 甲")
    august = round_of(
        [reply("T001", "甲", progress="责任单位的话"), reply("T001", "乙", progress="牵头单位的话")],
        period=AUGUST,
    )
    latest = judge(one, round_of(), august).latest
    assert latest is not None
    assert latest[1].progress == "牵头单位的话"


def test_the_past_keeps_only_what_this_period_needs() -> None:
    one = reading("T001", "牵头 甲 乙 丙")
    books = asked_all([one])
    august = round_of([reply("T001", "甲", "已完成"), reply("T001", "乙", "已完成")], books, period=AUGUST)
    past = remember([past_round(august)], round_of([reply("T001", "甲")]), [one])
    assert set(past.done) == {("T001", "乙")}
    assert past.unanswered == {("T001", "丙")}
    assert list(past.said) == ["T001"]


def test_text_without_a_state_is_no_answer_but_not_silence() -> None:
    one = reading("T001", "牵头 甲")
    books = asked_all([one])
    task = judge(
        one, round_of([reply("T001", "甲", "未反馈", "写了")], books), round_of(asked=books, period=AUGUST)
    )
    answer = answer_of(task, "甲")
    assert (answer.asked, answer.answered, answer.silent) == (True, False, False)
    assert answer.reason.endswith("填了内容但没有选进展状态")
    assert task.light is Light.GREEN


def test_what_was_not_issued_is_not_asked() -> None:
    one = reading("T001", "牵头 甲 责任 乙")
    task = judge(one, round_of(asked={"甲": "T001"}))
    assert [(a.unit, a.asked) for a in task.answers] == [("甲", True), ("乙", False)]
    assert answer_of(task, "乙").reason.endswith("本期没有下发给该单位")


def test_answers_to_withdrawn_tasks_are_kept() -> None:
    one = reading("T001", "牵头 甲")
    current = round_of([reply("T001", "甲"), reply("T009", "甲", progress="撤销的任务"), reply("T001", "乙")])
    strays = list(stray_answers([one], current))
    assert [(stray.task_id, stray.unit) for stray in strays] == [("T001", "乙"), ("T009", "甲")]
    assert all(stray.role is None for stray in strays)


class TestUnits:
    readings = (
        reading("T001", "牵头 区教育局 责任 区财政局", "2026-08-31"),
        reading("T002", "牵头 区财政局 配合 区教育局"),
        reading("T003", "牵头 区民政局", "2026-08-31"),
    )
    plan = Plan(settings(), units=units(37))
    books = asked_all(readings)

    def stand(self, current: Round, *earlier: Round) -> dict:
        past = remember(map(past_round, earlier), current, self.readings)
        tasks = tuple(task_statuses(self.readings, settings(), current, past, as_of=AS_OF))
        return {one.unit.name: one for one in unit_statuses(self.plan, tasks, current)}

    def test_counts(self) -> None:
        said = [reply("T001", "区教育局", "已完成"), reply("T002", "区教育局"), reply("T001", "区财政局")]
        current = round_of(said, self.books, [record(1, "区教育局"), record(2, "区财政局", on_time=False)])
        stand = self.stand(current)
        table = {
            name: (
                one.tasks,
                one.due,
                one.answered,
                one.done,
                one.overdue,
                one.on_time,
                one.standing,
                one.rank,
            )
            for name, one in stand.items()
        }
        assert table == {
            "区教育局": (2, 2, 2, 1, 0, True, Standing.ANSWERED, 1),
            "区财政局": (2, 2, 1, 0, 1, False, Standing.PARTLY, 2),
            "区民政局": (1, 1, 0, 0, 1, None, Standing.MISSING, 3),
        }
        assert stand["区财政局"].waiting == ("T002",)

    def test_a_superseded_return_in_time_counts_as_in_time(self) -> None:
        records = [record(1, "区教育局", "superseded"), record(2, "区教育局", on_time=False)]
        said = [reply("T001", "区教育局"), reply("T002", "区教育局")]
        assert self.stand(round_of(said, self.books, records))["区教育局"].on_time is True

    def test_a_returned_file_is_remembered_until_a_good_one_comes(self) -> None:
        back = record(1, "区民政局", "returned", on_time=False)
        assert self.stand(round_of((), self.books, [back]))["区民政局"].standing is Standing.SENT_BACK
        good = round_of([reply("T003", "区民政局")], self.books, [back, record(2, "区民政局")])
        one = self.stand(good)["区民政局"]
        assert (one.standing, one.sent_back) == (Standing.ANSWERED, None)

    def test_nothing_is_due_from_who_is_done(self) -> None:
        august = round_of([reply("T003", "区民政局", "已完成")], self.books, period=AUGUST)
        one = self.stand(round_of((), self.books), august)["区民政局"]
        assert (one.due, one.done, one.rank, one.standing) == (0, 1, 0, Standing.NOTHING_DUE)
        assert one.waiting == ()

    def test_equals_share_a_rank(self) -> None:
        assert {one.rank for one in self.stand(round_of((), {})).values()} == {1}

    def test_units_stand_in_the_registry_s_order(self) -> None:
        assert list(self.stand(round_of())) == ["区教育局", "区民政局", "区财政局"]


STATES = st.sampled_from([state.value for state in State if state is not State.NONE])


@given(st.dictionaries(st.sampled_from("甲乙丙丁"), STATES), st.permutations("甲乙丙丁"))
def test_the_order_of_answers_does_not_matter(said: dict[str, str], order: list[str]) -> None:
    one = reading("T001", "牵头 甲 乙 责任 丙 配合 丁")
    straight = round_of([reply("T001", unit, state) for unit, state in said.items()])
    shuffled = round_of([reply("T001", unit, said[unit]) for unit in order if unit in said])
    assert judge(one, straight) == judge(one, shuffled)


@given(st.dictionaries(st.sampled_from("甲乙丙丁"), STATES))
def test_counts_agree_with_each_other(said: dict[str, str]) -> None:
    one = reading("T001", "牵头 甲 乙 责任 丙 配合 丁", "2026-08-31")
    current = round_of([reply("T001", unit, state) for unit, state in said.items()], asked_all([one]))
    task = judge(one, current)
    standing = unit_statuses(Plan(settings()), [task], current)
    assert sum(unit.answered for unit in standing) == len(said)
    assert all(unit.answered + len(unit.waiting) == unit.due for unit in standing)
    assert (task.state is State.DONE) == (task.rate == 1)
    assert task.overdue == (task.state is not State.DONE)
    assert current.period == SEPTEMBER


AND_THEN_ON = Deadline("2026年6月底前，并长期坚持", DeadlineKind.DATE, (date(2026, 6, 30),), ongoing=True)


@pytest.mark.parametrize("later", [None, "推进中", "进展滞后"])
def test_a_date_once_kept_is_kept_though_the_task_goes_on(later: str | None) -> None:
    one = reading("T001", "牵头 区教育局", deadline=AND_THEN_ON)
    june = round_of([reply("T001", "区教育局", "已完成")], asked_all([one]), period=Period(2026, 6))
    july = round_of([reply("T001", "区教育局", "推进中")], asked_all([one]), period=JULY)
    now = round_of([reply("T001", "区教育局", later)] if later else [], asked_all([one]))
    status = judge(one, now, june, july)
    (answer,) = status.answers
    assert not status.overdue
    assert not answer.overdue
    assert answer.asked  # it goes on, and an answer is due
    assert "逾期" not in status.reason + answer.reason
    assert answer.light is (Light.YELLOW if later == "进展滞后" else Light.GREEN)


def test_a_date_that_one_of_two_leads_kept_is_overdue_for_the_other() -> None:
    one = reading("T001", "牵头 区教育局 区财政局", deadline=AND_THEN_ON)
    june = round_of([reply("T001", "区教育局", "已完成")], asked_all([one]), period=Period(2026, 6))
    now = round_of(
        [reply("T001", "区教育局", "推进中"), reply("T001", "区财政局", "推进中")], asked_all([one])
    )
    status = judge(one, now, june)
    assert status.overdue
    assert {answer.unit: answer.overdue for answer in status.answers} == {
        "区教育局": False,
        "区财政局": True,
    }
    assert status.reason.endswith("（区财政局）")
