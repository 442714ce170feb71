"""What papers say, word for word: the usual month, and the months in which something is missing, none, all or many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import issue, send_in
from report_facts import PLAN, TODAY, facts_of_first_month, facts_of_three_months
from status_values import record, settings
from taskbook import wording
from taskbook.columns import Sheet
from taskbook.model import Light, Plan, State, Task, Unit
from taskbook.period import Period
from taskbook.reporting.facts import Facts
from taskbook.reporting.gather import gather
from taskbook.reporting.papers import answering, sentences
from taskbook.reporting.papers.names import Names
from taskbook.returns.archive import ledger_of, line_of
from taskbook.returns.ledger import append_lines

AUGUST, SEPTEMBER = Period(2026, 8), Period(2026, 9)


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return facts_of_three_months(tmp_path)


def names(facts: Facts) -> Names:
    return Names(facts.status.tasks)


def with_tasks(facts: Facts, **changed: object) -> Facts:
    """The facts with other counts of this period's tasks."""
    this = replace(facts.this, tasks=replace(facts.this.tasks, **changed))
    return replace(facts, trend=(*facts.trend[:-1], this))


def one_task_office(folder: Path, units: int, answered: int, words: str = "推进中 正在办理") -> Facts:
    """September of an office whose one task is every unit's, and so many of them answered; nothing was before."""
    registry = tuple(Unit(f"第{number:03d}单位", "部门") for number in range(1, units + 1))
    task = Task(
        "T001",
        "1",
        "一",
        "甲",
        "公布清单。",
        responsible="、".join(one.name for one in registry),
        deadline="年底前",
    )
    books = {one.name: "责任 T001" for one in registry}
    issue(folder, SEPTEMBER, books)
    send_in(
        folder,
        SEPTEMBER,
        *[(one.name, f"T001 {words}") for one in registry[:answered]],
        days=" ".join(["3"] * answered),
    )
    return gather(Plan(settings(plan_id=""), (task,), registry), folder, SEPTEMBER, today=TODAY)


# ---- the usual month ----


def test_the_plan_as_a_whole(facts):
    assert sentences.overall(facts) == [
        "共有事项8件，截至9月28日，已办结2件，占比25%；正在办理6件，占比75%，其中推进中4件、进展滞后1件、本期未反馈1件。"
        "未办结事项中，已逾期1件、10天内到期1件。",
        "序时进度为75%，办结率比序时进度低50个百分点；全部事项的平均完成率为25%。",
        "事项整体亮灯情况：绿灯4件、蓝灯1件、黄灯1件、红灯2件（各灯的标准见附件的注）。",
    ]


def test_what_changed_is_named(facts):
    assert sentences.changes(facts, names(facts)) == [
        "与8月相比，新办结1件：序号7/T008“清理‘僵尸’账号”；新增逾期1件：序号2“集中公布减税降费政策和解读”；办结率提高12.5个百分点。"
    ]


def test_who_answered_and_who_did_not(facts):
    assert answering.answers(facts, names(facts)) == [
        "本期应反馈单位6家、13项次，截至9月28日，全部反馈4家、部分反馈1家、未反馈1家；已反馈10项次，反馈率76.9%。"
        "已反馈的单位中，4家在9月25日的截止日前报送，1家迟报。",
        "未反馈1家：河口镇（序号5）。",
        "反馈不全1家：区财政局（序号1、回头看序号12）。",
        "迟报1家：区司法局。",
        "连续两期没有反馈1家：河口镇（序号5）。",
        "有事项连续两期没有反馈的1家：区财政局（序号1）。",
    ]


def test_what_has_to_be_pushed_stands_once_the_gravest_first(facts):
    assert [(group.title, group.lines) for group in sentences.groups(facts, names(facts))] == [
        (
            "逾期事项1件",
            ("序号2“集中公布减税降费政策和解读”，逾期：应于8月31日前完成，已超28天（区财政局）。",),
        ),
        ("其他红灯事项1件", ("序号5“整理本级政策文件库”，连续2期未反馈（2026-08、2026-09）（河口镇）。",)),
        ("黄灯事项1件", ("序号4“编制重大行政决策目录并公布”，单位自报进展滞后（区司法局）。",)),
        (
            "临期事项1件（10天内到期）",
            ("序号3“公布社会救助标准和办理指南”，临期：应于9月30日前完成，还有2天（区民社局）。",),
        ),
    ]


def test_a_rule_with_an_orange_light_has_a_group_for_it(tmp_path):
    facts = facts_of_three_months(tmp_path, light_rule="剩余时间")
    titles = [group.title for group in sentences.groups(facts, names(facts))]
    assert titles == ["逾期事项1件", "橙灯事项1件", "黄灯事项2件"]
    assert "绿灯4件、黄灯2件、橙灯1件、红灯1件" in sentences.overall(facts)[2]


def test_dates_that_the_plan_names_are_told_once_they_have_come(facts):
    assert answering.named_days(facts) == [
        "9月10日的节点：涉及事项1件、单位2家，应反馈2项次，均按时反馈。",
        "下一个节点是12月10日，请有关单位提前准备。",
    ]


def test_what_earlier_years_left_is_told_apart(facts):
    assert sentences.lookback(facts, names(facts)) == [
        "以前年度没有办结、转入今年继续办理的事项1件，截至9月28日，均未办结。这些事项单独统计，不在前述事项件数之内。",
        "回头看序号12“公布养老机构名录”（2025年），逾期：应于6月30日前完成，已超90天（区财政局）。",
    ]
    assert "回头看" not in "".join(
        line for group in sentences.groups(facts, names(facts)) for line in group.lines
    )


# ---- months in which something is missing ----


def test_in_a_first_period_nothing_is_compared(tmp_path):
    facts = facts_of_first_month(tmp_path)
    assert sentences.changes(facts, names(facts)) == []
    assert (
        sentences.overall(facts)[0]
        == "共有事项8件，截至6月26日，已办结1件，占比12.5%；正在办理7件，占比87.5%，均为推进中。"
    )
    assert answering.answers(facts, names(facts)) == [
        "本期应反馈单位6家、14项次，截至6月26日，均已反馈；已反馈14项次，反馈率100%。已反馈的单位中，5家在6月25日的截止日前报送，1家迟报。",
        "迟报1家：东街街道。",
    ]


def test_when_nobody_answered_it_is_said_plainly(tmp_path):
    facts = facts_of_first_month(tmp_path, answered=False)
    assert sentences.overall(facts)[0] == (
        "共有事项8件，截至6月26日，尚无办结事项；正在办理8件，占比100%，本期均未反馈。未办结事项中，10天内到期1件。"
    )
    counts, missing = answering.answers(facts, names(facts))
    assert counts == "本期应反馈单位6家、14项次，截至6月26日，均未反馈。"
    assert missing == (
        "未反馈6家：区教育局（序号1、2、7/T007）、区民社局（序号3、7/T008）、区财政局（序号1、2、6、回头看序号12）、"
        "区司法局（序号4、7/T007）、东街街道（序号3、5）、河口镇（序号5）。"
    )
    assert answering.named_days(facts)[0] == (
        "6月10日的节点：涉及事项1件、单位2家，应反馈2项次，截至当日反馈0项次，至今未反馈2项次。"
    )


def test_all_done(facts):
    done = with_tasks(
        facts, done=8, overdue=0, near=0, completed=1.0, lights={Light.GREEN: 8}, states={State.DONE: 8}
    )
    assert sentences.overall(done) == [
        "共有事项8件，截至9月28日，已全部办结。",
        "序时进度为75%，办结率比序时进度高25个百分点。",
        "事项整体亮灯情况：绿灯8件（各灯的标准见附件的注）。",
    ]


def test_a_plan_without_tasks_of_this_year_says_nothing_of_them(tmp_path):
    old = tuple(task for task in PLAN.tasks if task.lookback)
    issue(tmp_path, SEPTEMBER, {"区财政局": "T009"})
    facts = gather(replace(PLAN, tasks=old), tmp_path, SEPTEMBER, today=TODAY)
    assert sentences.overall(facts) == []
    assert sentences.groups(facts, names(facts)) == []
    assert len(sentences.lookback(facts, names(facts))) == 2


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ((), "截至9月25日尚未收到反馈，各单位尚在填报期内。"),
        (("区教育局",), "截至9月25日已有1家反馈，其余1家尚在填报期内；已反馈1项次。"),
        (("区教育局", "区财政局"), "截至9月25日已有1家反馈、1家部分反馈；已反馈2项次。"),
        (("区财政局",), "截至9月25日已有1家部分反馈，其余1家尚在填报期内；已反馈1项次。"),
    ],
)
def test_up_to_the_day_it_is_due_nobody_is_blamed(tmp_path, sent, told):
    """On that day too; and nobody is named as missing, partly missing, late or silent twice."""
    said = {"区教育局": "T001 推进中 正在办理", "区财政局": "T002 推进中 正在办理"}
    for period in (AUGUST, SEPTEMBER):
        issue(tmp_path, period, {"区教育局": "T001", "区财政局": "T002 T006"})
    send_in(tmp_path, SEPTEMBER, *[(unit, said[unit]) for unit in sent])
    facts = gather(PLAN, tmp_path, SEPTEMBER, today=date(2026, 9, 25))
    assert answering.answers(facts, names(facts)) == [
        "本期应反馈单位2家、3项次，截止日是9月25日，" + told,
    ]
    if not sent:
        assert "本期均尚未反馈" in sentences.overall(facts)[0]
    after = gather(PLAN, tmp_path, SEPTEMBER, today=date(2026, 9, 26))
    assert any("未反馈" in text or "反馈不全" in text for text in answering.answers(after, names(after)))


def test_who_must_send_again_is_told_among_those_who_did_not_answer(tmp_path):
    """The two numbers are one: the paragraph below adds up to the sentence above."""
    issue(tmp_path, SEPTEMBER, {"区教育局": "T001", "区财政局": "T002", "区司法局": "T004"})
    send_in(tmp_path, SEPTEMBER, ("区教育局", "T001 推进中 正在办理"))
    returned = record(2, "区财政局", "returned", received="2026-09-20T10:00:00")
    append_lines(ledger_of(tmp_path, SEPTEMBER), [line_of(returned)])
    facts = gather(PLAN, tmp_path, SEPTEMBER, today=TODAY)
    counts, missing, again = answering.answers(facts, names(facts))
    assert "全部反馈1家、未反馈2家（其中退回待重报1家）；" in counts
    assert missing == "未反馈1家：区司法局（序号4）。"
    assert again == "退回修改后尚未重报1家：区财政局（序号2）。"


@pytest.mark.parametrize(
    ("missing", "sent_back", "told"),
    [(8, 0, ""), (8, 7, "（其中退回待重报7家）"), (3, 3, "（均为退回待重报）")],
)
def test_how_many_of_the_missing_were_sent_back(missing, sent_back, told):
    assert wording.of_them_sent_back(missing, sent_back) == told


@pytest.mark.parametrize(
    ("due", "parts", "told"),
    [
        (17, (17, 0, 0), "应反馈17项次，均按时反馈。"),
        (1, (0, 1, 0), "应反馈1项次，截至当日反馈0项次、之后反馈1项次。"),
        (17, (14, 1, 2), "应反馈17项次，截至当日反馈14项次、之后反馈1项次，至今未反馈2项次。"),
        (2, (0, 0, 2), "应反馈2项次，截至当日反馈0项次，至今未反馈2项次。"),
        (0, (0, 0, 0), "没有需要反馈的单位。"),
    ],
)
def test_a_date_that_the_plan_names_tells_when_answers_came(due, parts, told):
    said = wording.named_day("7月20日", 1, 1, due, parts)
    assert said.startswith("7月20日的节点：涉及事项1件")
    assert said.endswith(told)


def test_who_answered_after_a_named_date_is_not_missing(facts):
    day = replace(facts.days[-1], answers=replace(facts.days[-1].answers, due=3, answered=1, late=2))
    told = answering.named_days(replace(facts, days=(day,)))[0]
    assert told.endswith("应反馈3项次，截至当日反馈1项次、之后反馈2项次。")


def test_months_that_were_not_asked_for_are_told(tmp_path):
    books = {"区教育局": "T001"}
    for period in (Period(2025, 12), Period(2026, 3)):
        issue(tmp_path, period, books)
        send_in(tmp_path, period, ("区教育局", "T001 推进中 正在办理"))
    facts = gather(replace(PLAN, tasks=PLAN.tasks[:1]), tmp_path, Period(2026, 3), today=date(2026, 3, 28))
    assert sentences.changes(facts, names(facts)) == ["归档中没有1月、2月的反馈。"]


def test_a_share_that_fell_is_told(facts):
    before = replace(facts.before, tasks=replace(facts.before.tasks, done=4))
    fallen = replace(facts, trend=(facts.trend[0], before, facts.this))
    assert "办结率下降25个百分点" in sentences.changes(fallen, names(facts))[0]


def test_a_share_that_moved_without_anything_newly_done_is_left_out(facts):
    """A task was withdrawn: that is told, and not as progress."""
    before = replace(facts.before, tasks=replace(facts.before.tasks, tasks=9))
    fewer = replace(with_tasks(facts, newly_done=0, newly_overdue=0), changed=facts.changed)
    fewer = replace(fewer, trend=(facts.trend[0], before, fewer.this))
    assert sentences.changes(fewer, names(facts)) == ["与8月相比，事项由9件调整为8件。"]


def test_a_period_after_the_plans_year_names_the_year(facts):
    later = replace(facts, status=replace(facts.status, as_of=date(2027, 1, 31)))
    assert "截至2027年1月31日" in sentences.overall(later)[0]


# ---- one and many ----


def test_one_unit(tmp_path):
    facts = one_task_office(tmp_path, 1, 1)
    assert answering.answers(facts, names(facts)) == [
        "本期应反馈单位1家、1项次，截至9月28日，均已反馈；已反馈1项次，反馈率100%。已反馈的单位均在9月25日的截止日前报送。"
    ]


def test_of_a_hundred_units_the_first_are_named_and_all_are_counted(tmp_path):
    facts = one_task_office(tmp_path, 120, 20)
    missing = answering.answers(facts, names(facts))[1]
    assert missing.startswith("未反馈100家：第021单位（序号1）、第022单位（序号1）、")
    assert missing.endswith("、第040单位（序号1）等100家。")
    assert missing.count("单位（") == 20


def test_of_many_items_the_first_have_a_line_and_the_rest_are_counted(tmp_path):
    tasks = tuple(
        Task(f"T{number:03d}", str(number), "一", "甲", f"办理第{number}件。", "区教育局", deadline="8月底前")
        for number in range(1, 31)
    )
    issue(tmp_path, AUGUST, {"区教育局": " ".join(task.id for task in tasks)})
    issue(tmp_path, SEPTEMBER, {"区教育局": " ".join(task.id for task in tasks)})
    facts = gather(Plan(settings(plan_id=""), tasks, (Unit("区教育局"),)), tmp_path, SEPTEMBER, today=TODAY)
    (group,) = sentences.groups(facts, names(facts))
    assert group.title == "逾期事项30件"
    assert len(group.lines) == 10
    assert group.lines[8].startswith("序号9“办理第9件”，逾期")
    assert group.lines[9] == "其余21件见附件1。"
    (changed,) = sentences.changes(facts, names(facts))
    assert changed == "与8月相比，新增逾期30件：序号1、2、3、4、5、6、7、8等30项。"


# ---- how items are named ----


@pytest.fixture
def naming(tmp_path: Path) -> Callable[..., tuple[Names, list]]:
    def made(*rows: tuple[str, str, str, bool]) -> tuple[Names, list]:
        """(id, number, text, whether it is of an earlier year)"""
        tasks = tuple(
            Task(
                task_id,
                number,
                content=content,
                lead="区教育局",
                sheet=Sheet.LOOKBACK if old else Sheet.TASKS,
            )
            for task_id, number, content, old in rows
        )
        issue(tmp_path, SEPTEMBER, {"区教育局": " ".join(task.id for task in tasks)})
        facts = gather(
            Plan(settings(plan_id=""), tasks, (Unit("区教育局"),)), tmp_path, SEPTEMBER, today=TODAY
        )
        return Names(facts.status.tasks), list(facts.status.tasks)

    return made


def test_blank_and_double_numbers_are_told_apart_by_the_id(naming):
    own, tasks = naming(
        ("T001", "33", "甲", False),
        ("T002", "33", "乙", False),
        ("T003", "", "丙", False),
        ("T004", "33", "丁", True),
    )
    assert [own.label(task) for task in tasks] == ["序号33/T001", "序号33/T002", "T003", "回头看序号33"]
    assert own.numbers(["T004", "T003", "T002", "T001"]) == "T003、序号33/T002、33/T001、回头看序号33"
    assert own.numbers(["T001", "T002", "T003"], 2) == "序号33/T001、33/T002等3项"
    assert own.numbers(["T999"]) == ""


def test_a_long_text_is_cut_and_its_quotes_are_single(naming):
    own, (long, quoted) = naming(
        ("T001", "1", "梳理涉企政策，编制清单并在门户网站专栏发布，组织政策宣讲活动不少于2次。", False),
        ("T002", "2", "推进“一件事”\n改革；", False),
    )
    assert own.item(long) == "序号1“梳理涉企政策，编制清单并在门户网站专栏发布，组织政策宣讲活…”"
    assert own.item(quoted) == "序号2“推进‘一件事’ 改革”"
