"""How long something may take or must last, the days answers name for it, and when something recurring was last due."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.language.limits import LimitUnit, beginning_in, find_limits, spans_in
from taskbook.language.occurrences import last_due

AS_OF = date(2026, 9, 30)
DECISIONS = "行政处罚信息自作出决定之日起7个工作日内上网公示"
NOTICE = "征收公告不少于10个工作日"


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DECISIONS, [(7, "WORKING_DAYS", False)]),
        (NOTICE, [(10, "WORKING_DAYS", True)]),
        ("公开征求意见，期限不少于30日", [(30, "DAYS", True)]),
        ("企业诉求十五个工作日内答复", [(15, "WORKING_DAYS", False)]),
        ("更新不及时的栏目限5个工作日整改", [(5, "WORKING_DAYS", False)]),
        ("水质不达标的24小时内告知用户", [(24, "HOURS", False)]),
        ("批复后20日内公开，最长不超过1日", [(20, "DAYS", False), (1, "DAYS", False)]),
        ("变动提前3日告知", []),
        ("招标计划提前不少于30日公布", []),
        ("每月25日前", []),
        ("坚持24小时读网", []),
    ],
)
def test_rules(text, expected):
    found = [(one.number, one.unit.name, one.at_least) for one in find_limits(text)]
    assert found == expected
    assert all(unit in LimitUnit.__members__ for _, unit, _ in found)


@pytest.mark.parametrize(
    ("rule", "said", "spans"),
    [
        (DECISIONS, "9月1日作出决定，9月14日公示", [("09-01", "09-14")]),
        (DECISIONS, "决定日期：2026-09-01，上网日期：2026年9月14日", [("09-01", "09-14")]),
        (DECISIONS, "9月14日公示（9月1日作出决定）", [("09-01", "09-14")]),
        (
            DECISIONS,
            "9月1日作出，9月3日公示；9月4日作出，9月20日公示",
            [("09-01", "09-03"), ("09-04", "09-20")],
        ),
        (DECISIONS, "2025年12月30日作出决定，1月8日公示", [("2025-12-30", "01-08")]),
        (DECISIONS, "12月30日作出决定，1月8日公示", [("2025-12-30", "01-08")]),
        (DECISIONS, "9月1日开会，9月14日公示", []),
        (DECISIONS, "9月1日作出决定", []),
        (DECISIONS, "9月14日作出决定，9月1日公示", []),
        (DECISIONS, "9月1日、9月3日作出决定，9月14日公示", [("09-03", "09-14")]),
        (DECISIONS, "13月40日作出决定，9月14日公示", []),
        ("文件公布后3个工作日内上网", "9月1日公布，9月10日上网", [("09-01", "09-10")]),
        (NOTICE, "公告期9月1日至9月10日", [("09-01", "09-10")]),
        (NOTICE, "9月1日至10日公告", [("09-01", "09-10")]),
        (NOTICE, "9月1日—9月10日", [("09-01", "09-10")]),
        (NOTICE, "公告期9月28日至10月12日", [("09-28", "10-12")]),
        (NOTICE, "9月1日至9月10日开展培训", []),
    ],
)
def test_days_in_answers(rule, said, spans):
    (limit,) = find_limits(rule)
    assert spans_in(said, limit, AS_OF) == [(day(first), day(second)) for first, second in spans]


def test_a_lone_beginning():
    (limit,) = find_limits(DECISIONS)
    assert beginning_in("9月1日作出决定", limit, AS_OF) == date(2026, 9, 1)
    assert beginning_in("9月1日作出决定，9月4日公示", limit, AS_OF) is None
    assert beginning_in("9月1日、2日各开会一次", limit, AS_OF) is None


@pytest.mark.parametrize(
    ("text", "as_of", "expected"),
    [
        ("每月25日前", "09-26", "09-25"),
        ("每月25日前", "09-25", "08-25"),
        ("按月", "09-30", "08-31"),
        ("每月", "01-05", "2025-12-31"),
        ("每季度", "09-30", "06-30"),
        ("每季度", "10-01", "09-30"),
        ("按季度", "02-01", "2025-12-31"),
        ("每季度末月25日前", "09-30", "09-25"),
        ("每季度首月10日前", "09-30", "07-10"),
        ("每半年", "07-01", "06-30"),
        ("每月底", "02-28", "01-31"),
        ("每月31日前", "03-01", "02-28"),
        ("按周", "09-30", "09-27"),
        ("每两个月", "09-30", "08-31"),
        ("每学期", "09-30", None),
        ("每季度结束后5日内", "09-30", None),
        ("每年", "09-30", None),
        ("定期", "09-30", None),
    ],
)
def test_when_it_was_last_due(text, as_of, expected):
    assert last_due(text, day(as_of)) == (day(expected) if expected else None)
