"""What tasks promise against what units answered: which remarks stand beside which answers, and which do not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from taskbook.codes_page import codes_by_section
from taskbook.columns import ReplyField, Sheet
from taskbook.findings import Cell, Code, Remark, Severity, found
from taskbook.language.deadlines import find_milestones, read_deadline
from taskbook.language.targets import find_targets
from taskbook.model import Assignment, Reading, Reply, Role, Settings, Source, State, Task
from taskbook.period import Period
from taskbook.promises.evidence import faulty_evidence
from taskbook.promises.remarks import not_told_yet, remarks_on
from taskbook.promises.workdays import add_working_days, is_working_day, working_days

SEPTEMBER, AS_OF = Period(2026, 9), date(2026, 9, 30)
ISSUED = date(2026, 3, 10)
SITE = "https://www.slq.example"
SCHOOLS, TAXES = "区教育局", "区税务局"


def reading(
    content: str, measure: str = "", deadline: str = "2026年12月31日前", task_id: str = "T001", **more: object
) -> Reading:
    """A task as it is read from its cells; `parts` are its units with their roles."""
    parts = more.pop("parts", {SCHOOLS: Role.LEAD})
    task = Task(task_id, content=content, measure=measure, deadline=deadline, **more)
    return Reading(
        task,
        read_deadline(deadline, 2026),
        assignments=tuple(Assignment(task_id, unit, role) for unit, role in parts.items()),
        targets=find_targets(content) + find_targets(measure),
        milestones=find_milestones(content, 2026),
    )


def answer(
    state: str = "推进中", progress: str = "", unit: str = SCHOOLS, task: str = "T001", **more: object
) -> Reply:
    return Reply(task, unit, State(state), progress, source=Source("0001_表.xlsx", "任务反馈", 9), **more)


def remarks(
    readings: Reading | Iterable[Reading],
    replies: Reply | Iterable[Reply],
    as_of: date = AS_OF,
    **settings: object,
) -> list[Remark]:
    readings = (readings,) if isinstance(readings, Reading) else tuple(readings)
    replies = (replies,) if isinstance(replies, Reply) else tuple(replies)
    given = {(one.task_id, one.unit): one for one in replies}
    set_so = Settings(**{"year": 2026, "issued_on": ISSUED, **settings})
    return list(remarks_on(readings, given, set_so, Period(as_of.year, as_of.month), as_of))


def codes(*given: object, **settings: object) -> list[str]:
    return [one.finding.code.name for one in remarks(*given, **settings)]


def messages(*given: object, **settings: object) -> list[str]:
    return [one.finding.message for one in remarks(*given, **settings)]


# ---- numbers ----


@pytest.mark.parametrize(
    ("content", "state", "value", "progress", "expected"),
    [
        ("举办招聘会不少于24场", "已完成", "3", "办了", ["VALUE_UNDER_TARGET"]),
        ("举办招聘会不少于24场", "已完成", "已举办3场", "办了", ["VALUE_UNDER_TARGET"]),
        ("举办招聘会不少于24场", "已完成", "24/24", "办了", []),
        ("举办招聘会不少于24场", "推进中", "3", "办了", []),
        ("举办招聘会不少于24场", "已完成", "", "办了", ["VALUE_MISSING"]),
        ("举办招聘会不少于24场", "已完成", "", "已办26场", []),
        ("举办招聘会不少于24场", "推进中", "", "在办", []),
        ("公开征求意见，期限不少于30日", "已完成", "", "已公开", []),
        ("公开征求意见，期限不少于30日", "已完成", "20日", "已公开", ["VALUE_UNDER_TARGET"]),
        ("培训不少于2次", "已完成", "100%", "办了", ["VALUE_OF_OTHER_MEASURE"]),
        ("审批不超过5个工作日", "已完成", "7个工作日", "办了", ["VALUE_OVER_LIMIT"]),
        ("培训不少于2次，满意度不低于90%", "已完成", "2次，85%", "办了", ["VALUE_UNDER_TARGET"]),
        ("加强宣传", "已完成", "", "办了", []),
    ],
)
def test_numbers(content, state, value, progress, expected):
    assert codes(reading(content), answer(state, progress, value=value)) == expected


def test_a_number_under_its_promise_is_told_in_the_words_of_collection():
    (one,) = remarks(reading("培训不少于2次", "不少于2次"), answer("已完成", "办了", value="一次"))
    letter = "ABCDEFGHIJKLMNOPQRS"[list(ReplyField).index(ReplyField.VALUE)]
    assert one.finding == found(
        Code.VALUE_UNDER_TARGET,
        Cell(Sheet.REPLY, f"{letter}9", "0001_表.xlsx"),
        value="一次",
        target="不少于2次",
    )
    assert (one.task_id, one.unit) == ("T001", SCHOOLS)


def test_who_only_supports_promises_no_number_and_no_date():
    task = reading("8月15日前完成学校公示，培训不少于2次", parts={SCHOOLS: Role.LEAD, TAXES: Role.SUPPORT})
    said = [answer("已完成", "办了", value="1"), answer("推进中", "在办", unit=TAXES)]
    assert codes(task, said) == ["VALUE_UNDER_TARGET"]
    assert codes(task, answer("未启动", unit=TAXES)) == []


def test_an_answer_to_a_task_that_is_not_its_units_is_passed_over():
    assert codes(reading("培训不少于2次"), answer("已完成", "办了", unit=TAXES, value="1")) == []


# ---- dates ----


@pytest.mark.parametrize(
    ("content", "state", "progress", "expected"),
    [
        ("公布招生计划，8月15日前完成学校公示。", "推进中", "正在办理其他事项", ["MILESTONE_PASSED"]),
        ("公布招生计划，8月15日前完成学校公示。", "推进中", "学校正在核对名单", []),
        ("公布招生计划，8月15日前完成学校公示。", "推进中", "8月12日已挂网", []),
        ("公布招生计划，8月15日前完成学校公示。", "未启动", "", ["MILESTONE_PASSED"]),
        ("公布招生计划，8月15日前完成学校公示。", "已完成", "办结", []),
        ("公布招生计划，9月30日前完成学校公示。", "推进中", "在办", []),  # the day itself still counts
        ("公布招生计划，3月1日前完成学校公示。", "推进中", "在办", []),  # before the plan was issued
        ("分别于7月30日、11月30日前报送进展", "推进中", "开展宣讲3场", []),
        ("分别于7月30日、11月30日前报送进展", "未启动", "", ["MILESTONE_PASSED"]),
        ("答复口径每月更新一次", "未启动", "等上级文件", ["OCCURRENCE_MISSED"]),
        ("答复口径每月更新一次", "推进中", "更新12条", []),
        ("答复口径每月更新一次", "推进中", "", ["OCCURRENCE_MISSED"]),
        ("答复口径每月更新一次", "进展滞后", "系统没有打通", []),
        ("传染病流行季节按周发布防治提示", "未启动", "", ["OCCURRENCE_MISSED"]),
        ("每学期更新不少于2次", "未启动", "", []),
    ],
)
def test_dates(content, state, progress, expected):
    assert codes(reading(content), answer(state, progress)) == expected


def test_a_date_is_told_with_its_clause_and_the_days_since():
    said = messages(reading("公布计划和结果，8月15日前完成学校公示，接受监督"), answer("推进中", "在办"))
    assert said == ["任务写明“8月15日前完成学校公示”，已过46天，反馈没有办结，也没有说到这件事，请核对"]


def test_what_the_deadline_tells_is_not_told_again():
    overdue = reading("评估报告于8月底前公开", deadline="2026年8月31日前")
    assert codes(overdue, answer("推进中", "在办")) == []
    earlier = reading("评估报告于8月底前公开", deadline="2026年7月31日前")
    assert codes(earlier, answer("推进中", "在办")) == []
    later = reading("评估报告于8月底前公开", deadline="2026年10月31日前")
    assert codes(later, answer("推进中", "在办")) == ["MILESTONE_PASSED"]


def test_dates_of_the_deadline_itself_and_rhythms_of_it():
    dated = reading("开展宣讲", deadline="分别于6月10日、9月10日、12月10日前")
    assert codes(dated, answer("未启动")) == ["MILESTONE_PASSED"]
    assert codes(dated, answer("推进中", "宣讲3场")) == []
    monthly = reading("更新答复库，口径每月更新一次", deadline="每月25日前")
    assert messages(monthly, answer("未启动")) == [
        "任务写明“每月25日前”，最近一次应在2026-09-25前，反馈中看不出已经做了，请核对"
    ]


def test_dates_of_an_earlier_year_are_not_read_as_this_years():
    left_over = reading("8月15日前完成学校公示", deadline="2025年8月底前", sheet=Sheet.LOOKBACK)
    assert codes(left_over, answer("推进中", "在办")) == []


# ---- how long ----

DECISIONS = "行政处罚信息自作出决定之日起7个工作日内上网公示"
NOTICE = "征收公告不少于10个工作日"


@pytest.mark.parametrize(
    ("content", "progress", "expected"),
    [
        (DECISIONS, "9月1日作出决定，9月10日公示", []),  # 7 working days
        (DECISIONS, "9月1日作出决定，9月11日公示", ["LIMIT_EXCEEDED"]),
        (DECISIONS, "9月24日作出决定，9月30日公示", []),
        (DECISIONS, "9月1日作出决定", []),
        (NOTICE, "公告期9月1日至9月14日", []),  # 10 of them
        (NOTICE, "公告期9月1日至9月11日", ["NOTICE_TOO_SHORT"]),
        ("批复后20日内公开", "9月1日批复，9月21日公开", []),
        ("批复后20日内公开", "9月1日批复，9月22日公开", ["LIMIT_EXCEEDED"]),
        ("水质不达标的24小时内告知用户", "9月1日发现，9月2日告知", []),
        ("水质不达标的24小时内告知用户", "9月1日发现，9月3日告知", ["LIMIT_EXCEEDED"]),
        ("期限不少于30日", "8月1日至8月30日公开征求意见", []),
        ("期限不少于30日", "8月1日至8月29日公开征求意见", ["NOTICE_TOO_SHORT"]),
    ],
)
def test_how_long_it_took(content, progress, expected):
    assert codes(reading(content), answer("推进中", progress)) == expected


def test_holidays_and_days_worked_instead_of_them_count_as_the_state_council_says():
    """1 to 7 October 2026 are free, 10 October (a Saturday) is worked."""
    (one,) = messages(
        reading(DECISIONS), answer("推进中", "9月28日作出决定，10月14日公示"), as_of=date(2026, 10, 31)
    )
    assert one == "任务要求7个工作日内，反馈写的2026-09-28到2026-10-14是8个工作日，超过了要求，请核对"


def test_the_day_in_the_address_of_the_page_ends_what_the_answer_began():
    said = answer("推进中", "9月1日作出决定", evidence=f"{SITE}/202609/t20260915_1.html")
    assert codes(reading(DECISIONS), said) == ["LIMIT_EXCEEDED"]
    two = answer("推进中", "9月1日作出决定", evidence=f"{said.evidence} {SITE}/202609/t20260902_2.html")
    assert codes(reading(DECISIONS), two) == []


def test_of_a_year_that_is_not_published_nothing_is_guessed():
    late = answer("推进中", "2090年1月4日作出决定，2090年1月20日公示")
    assert messages(reading(DECISIONS), late) == [
        "任务要求7个工作日内（2090-01-04到2090-01-20），2090年工作日历未公布，请自行核对"
    ]
    soon = answer("推进中", "2090年1月4日作出决定，2090年1月8日公示")
    assert codes(reading(DECISIONS), soon) == []  # kept, whatever the calendar will say


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-09-30", "2026-10-10", 3),  # 8, 9 and the Saturday that is worked
        ("2026-09-01", "2026-09-01", 0),
        ("2026-09-04", "2026-09-06", 0),
        ("2026-09-10", "2026-09-01", 0),
        ("2026-12-30", "2026-12-31", 1),
        ("2003-12-30", "2004-01-05", None),
        ("2090-01-04", "2090-01-05", None),
    ],
)
def test_working_days(start, end, count):
    assert working_days(date.fromisoformat(start), date.fromisoformat(end)) == count


def test_working_days_added_are_working_days_counted():
    start = date(2026, 9, 28)
    for count in range(1, 20):
        end = add_working_days(start, count)
        assert end
        assert is_working_day(end)
        assert working_days(start, end) == count
    assert add_working_days(start, 0) == start
    assert add_working_days(date(2090, 1, 1), 1) is None


# ---- evidence ----

ONLINE = reading("公开目录", "查看网站发布信息")


@pytest.mark.parametrize(
    ("evidence", "state", "expected"),
    [
        (f"{SITE}/a.html", "已完成", []),
        ("", "已完成", ["EVIDENCE_MISSING"]),
        ("见附件", "已完成", ["EVIDENCE_MISSING"]),
        ("示政办发〔2026〕5号", "已完成", ["EVIDENCE_MISSING"]),
        ("", "推进中", []),
        ("http:/slq.example/a", "已完成", ["LINK_MALFORMED"]),
        ("https://www.slq.example/ a.html", "推进中", ["LINK_MALFORMED"]),
        (f"{SITE}/a.html https://oa/b", "已完成", ["LINK_MALFORMED"]),
    ],
)
def test_evidence(evidence, state, expected):
    assert codes(ONLINE, answer(state, "已公开", evidence=evidence)) == expected


def test_who_is_not_asked_to_show_a_website_may_name_a_paper():
    assert codes(reading("开展评估", "形成报告"), answer("已完成", "办结", evidence="见附件")) == []


def test_evidence_stands_on_the_offices_sites():
    said = [answer(evidence="http://WWW.slq.example:8080/a", progress="办")]
    assert codes(ONLINE, said, evidence_domains="slq.example；gov.example") == []
    assert codes(ONLINE, said, evidence_domains="https://www.slq.example/") == []
    assert messages(ONLINE, said, evidence_domains="other.example、oa.slq.example") == [
        "佐证链接“http://WWW.slq.example:8080/a”不在“设置”表的佐证网址范围（other.example、oa.slq.example）内，请核对"
    ]
    assert codes(ONLINE, answer(progress="办", evidence="见附件"), evidence_domains="other.example") == []


def test_one_address_for_two_tasks_is_told_beside_both():
    tasks = [reading("公开甲", task_id="T001"), reading("公开乙", task_id="T002", parts={TAXES: Role.LEAD})]
    said = [
        answer("推进中", "办", evidence=f"{SITE}/a/"),
        answer("推进中", "办", unit=TAXES, task="T002", evidence="http://www.slq.example/a#top"),
    ]
    told = remarks(tasks, said)
    assert [(one.task_id, one.finding.message) for one in told] == [
        ("T001", f"佐证链接“{SITE}/a/”与任务T002（区税务局）的相同，请核对是不是填错了"),
        ("T002", "佐证链接“http://www.slq.example/a#top”与任务T001（区教育局）的相同，请核对是不是填错了"),
    ]


def test_one_address_of_two_units_for_one_task_is_said_mildly():
    task = reading("公开甲", parts={SCHOOLS: Role.LEAD, TAXES: Role.RESPONSIBLE})
    said = [answer("推进中", "办", unit=unit, evidence=f"{SITE}/a") for unit in (SCHOOLS, TAXES)]
    told = remarks(task, said)
    assert [one.finding.code for one in told] == [Code.LINK_OF_OTHER_UNIT] * 2
    assert TAXES in told[0].finding.message
    assert SCHOOLS in told[1].finding.message


def test_of_many_with_the_same_address_the_first_are_named():
    tasks = [reading("公开", task_id=f"T{number:03d}") for number in range(1, 9)]
    told = messages(tasks, [answer("推进中", "办", task=one.task.id, evidence=SITE) for one in tasks])
    assert len(told) == 8
    assert "任务T002（区教育局）、任务T003（区教育局）、任务T004（区教育局）等7处" in told[0]
    assert "任务T001（区教育局）、任务T002（区教育局）、任务T003（区教育局）等7处" in told[7]


def test_an_address_written_twice_in_one_answer_is_no_sharing():
    assert codes(ONLINE, answer("推进中", "办", evidence=f"{SITE}/a\n{SITE}/a/")) == []


def test_whose_page_another_unit_gives_is_not_marked_down():
    tasks = [
        reading("公开", task_id="T001"),
        reading("公开", task_id="T002"),
        reading("公开", task_id="T003"),
    ]
    said = [
        answer("已完成", "办", task="T001", evidence=f"{SITE}/a"),
        answer("已完成", "办", task="T002", unit=TAXES, evidence=f"{SITE}/a"),
        answer("已完成", "办", task="T003", evidence=f"{SITE}/b"),
    ]
    assert faulty_evidence(said, Settings(), tasks) == frozenset()
    own = answer("已完成", "办", task="T003", evidence=f"{SITE}/a")
    twice = {("T001", SCHOOLS), ("T003", SCHOOLS)}
    assert faulty_evidence([*said[:2], own], Settings(), tasks) == twice


def test_of_supporting_units_no_website_is_asked():
    task = reading(
        "公开", measure="查看网站发布信息", parts={SCHOOLS: Role.LEAD, TAXES: Role.SUPPORT}, task_id="T001"
    )
    said = [answer("已完成", "办", task="T001", unit=unit) for unit in (SCHOOLS, TAXES)]
    assert faulty_evidence(said, Settings(), [task]) == {("T001", SCHOOLS)}
    assert [(one.unit, one.finding.code) for one in remarks(task, said)] == [(SCHOOLS, Code.EVIDENCE_MISSING)]


def test_faulty_evidence_is_of_answers_that_say_they_are_done():
    tasks = [ONLINE, *(reading("公开", task_id=f"T00{number}") for number in (2, 3, 4, 5, 6))]
    said = [
        answer("已完成", "办", task="T001", evidence="见附件"),
        answer("已完成", "办", task="T002", evidence="见附件"),
        answer("已完成", "办", task="T003", evidence="https://oa/a"),
        answer("推进中", "办", task="T003", unit=TAXES, evidence="https://oa/a"),
        answer("已完成", "办", task="T004", evidence="https://other.example/a"),
        answer("已完成", "办", task="T005", evidence=f"{SITE}/a"),
        answer("推进中", "办", task="T006", evidence=f"{SITE}/a"),
        answer("已完成", "办", task="T006", unit=TAXES, evidence=f"{SITE}/b"),
    ]
    settings = Settings(evidence_domains="slq.example")
    expected = {("T001", SCHOOLS), ("T003", SCHOOLS), ("T004", SCHOOLS), ("T005", SCHOOLS)}
    assert faulty_evidence(said, settings, tasks) == expected
    assert faulty_evidence(said, Settings(), tasks) == expected - {("T004", SCHOOLS)}
    assert faulty_evidence([], settings) == frozenset()


# ---- all together ----


def test_none_sends_a_return_back_and_each_is_explained():
    (own,) = (codes for heading, codes in codes_by_section() if heading == "promises")
    assert {Code.VALUE_OVER_LIMIT, Code.MILESTONE_PASSED, Code.LINK_BROKEN, Code.LINKS_LEFT} <= set(own)
    assert all(code.severity is not Severity.ERROR for code in own)
    page = (Path(__file__).parents[1] / "docs" / "出错怎么办.md").read_text(encoding="utf-8")
    said = {code.name: re.split("。|，请|：", re.sub(r"\{[^}]*\}", "…", code.sentence))[0] for code in own}
    assert {name: words for name, words in said.items() if words not in page} == {}


def test_remarks_stand_in_the_plans_order_leads_first():
    tasks = [
        reading("培训不少于2次", task_id="T002", parts={TAXES: Role.RESPONSIBLE, SCHOOLS: Role.LEAD}),
        reading("培训不少于2次", task_id="T001"),
        reading("培训不少于9次", task_id="T001"),  # a row copied with its id
    ]
    said = [
        answer("已完成", "办了", value="1"),
        answer("已完成", "办了", value="1", unit=TAXES, task="T002"),
        answer("已完成", "办了", value="1", task="T002"),
    ]
    told = [(one.task_id, one.unit) for one in remarks(tasks, said)]
    assert told == [("T002", SCHOOLS), ("T002", TAXES), ("T001", SCHOOLS)]


def test_what_was_told_when_the_file_came_in_is_not_listed_again():
    told = remarks(reading("培训不少于2次"), answer("已完成", "办了", value="1"))
    (finding,) = (one.finding for one in told)
    moved = found(
        Code.VALUE_UNDER_TARGET, Cell("任务反馈", "E9", "交来的.xlsx"), value="1", target="不少于2次"
    )
    assert not_told_yet(told, [("0001_表.xlsx", moved)]) == ()
    assert not_told_yet(told, [("0002_别的.xlsx", moved)]) == (finding,)
    other_row = found(Code.VALUE_UNDER_TARGET, Cell("任务反馈", "E10"), value="1", target="不少于2次")
    assert not_told_yet(told, [("0001_表.xlsx", other_row)]) == (finding,)
