"""By when: cells of 完成时限 as they occur in real tables, and the dates that prose names."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.language.deadlines import find_milestones, read_deadline
from taskbook.model import DeadlineKind

YEAR = 2026


def read(cell: str, year: int = YEAR) -> str:
    """A cell's meaning as the tables below write it: `date 11-30 2027-01-31 +` (+: goes on besides)."""
    deadline = read_deadline(cell, year)
    assert deadline.text == cell
    dates = [day.isoformat().removeprefix(f"{year}-") for day in deadline.dates]
    return " ".join([deadline.kind, *dates, *(["+"] if deadline.ongoing else [])])


def check(table: str) -> None:
    """Every line `cell => meaning`; a line break inside a cell is written \\n."""
    rows = [line.split(" => ") for line in table.strip().splitlines() if line.strip()]
    expected = {cell.strip(): meaning.strip() for cell, meaning in rows}
    assert {cell: read(cell.replace("\\n", "\n")) for cell in expected} == expected


def test_one_date() -> None:
    check(
        """
        2023年11月底 => date 2023-11-30
        2022年10月底前 => date 2022-10-31
        5月底前（汛期到来之前） => date 05-31
        2026年12月31日前 => date 12-31
        2026年11月 => date 11-30
        2026 年 11 月 底 => date 11-30
        2026 年１２月３１日 => date 12-31
        2026年\\n11月底前 => date 11-30
        11\\n月底前 => date 11-30
        11月30日前 => date 11-30
        12月底前 => date 12-31
        11月份 => date 11-30
        11月底以前完成 => date 11-30
        11月30号 => date 11-30
        06月30日 => date 06-30
        6月30日止 => date 06-30
        2026年6月30日（含）前 => date 06-30
        2月底 => date 02-28
        十一月底前 => date 11-30
        十二月三十一日前 => date 12-31
        二〇二六年十一月三十日前 => date 11-30
        二零二六年十月底前 => date 10-31
        元月底 => date 01-31
        ⼗⼆⽉底 => date 12-31
        ㋋底前 => date 12-31
        23年底前 => date 2023-12-31
        26年11月 => date 11-30
        11月上旬 => date 11-10
        11月中旬前 => date 11-20
        11月下旬 => date 11-30
        11月末 => date 11-30
        11月初 => date 11-10
        11月中 => date 11-15
        12月的25日前 => date 12-25
        10月前 => date 10-31
        2028年2月29日 => date 2028-02-29
        """
    )


def test_numbers_with_dots_dashes_and_slashes() -> None:
    check(
        """
        2026.11.30 => date 11-30
        2026．11．30前 => date 11-30
        2026-11-30 => date 11-30
        2026/11/30前 => date 11-30
        20261130 => date 11-30
        26.11.30 => date 11-30
        2026.11 => date 11-30
        2026.12. => date 12-31
        2026-11 => date 11-30
        202611 => date 11-30
        2026年11.30 => date 11-30
        11.30前 => date 11-30
        6.30和12.31 => date 06-30 12-31
        6.30\\n12.31 => date 06-30 12-31
        11-30 => date 11-30
        6/30 => date 06-30
        2026-11-30 00:00 => date 11-30
        2026-11-30 00:00:00 => date 11-30
        46356 => date 11-30
        46356.0 => date 11-30
        """
    )


def test_a_number_that_may_have_lost_its_zero_is_not_guessed() -> None:
    """A cell typed as the number 6.30 arrives as 6.3, one typed as 2026.10 as 2026.1."""
    check(
        """
        6.3 => unknown
        12.2 => unknown
        2026.1 => unknown
        6.3前 => date 06-03
        12.5 => date 12-05
        """
    )


def test_parts_of_the_year() -> None:
    check(
        """
        一季度 => date 03-31
        第三季度末 => date 09-30
        三季度末 => date 09-30
        1季度 => date 03-31
        二季度末前 => date 06-30
        2026年第四季度 => date 12-31
        Q3 => date 09-30
        二、三季度 => date 06-30 09-30
        前三季度 => date 09-30
        上半年 => date 06-30
        下半年 => date 12-31
        上、下半年各1次 => date 06-30 12-31
        上半年：6月25日前；下半年：12月25日前 => date 06-25 12-25
        上半年6月30日前，下半年12月31日前 => date 06-30 12-31
        6月25日前（上半年）、12月25日前（下半年） => date 06-25 12-25
        年底前 => date 12-31
        年末 => date 12-31
        年内 => date 12-31
        年中 => date 06-30
        今年年底前 => date 12-31
        2026年年底前 => date 12-31
        本年度内 => date 12-31
        2026年 => date 12-31
        2026年前 => date 12-31
        二〇二六年 => date 12-31
        次年1月底 => date 2027-01-31
        明年1月底前 => date 2027-01-31
        下一年度1月底 => date 2027-01-31
        次年一季度 => date 2027-03-31
        """
    )


def test_lists_carry_year_month_and_day() -> None:
    check(
        """
        分别于6月10日、9月10日、12月10日前 => date 06-10 09-10 12-10
        6月、12月底前 => date 06-30 12-31
        6月\\n12月 => date 06-30 12-31
        6月底 12月底 => date 06-30 12-31
        6月30日前、12月31日前 => date 06-30 12-31
        2026年6月30日前;12月31日前 => date 06-30 12-31
        5月10日、20日 => date 05-10 05-20
        5月10、20日 => date 05-10 05-20
        3、6、9、12月25日前 => date 03-25 06-25 09-25 12-25
        3月、6月、9月及12月底前 => date 03-31 06-30 09-30 12-31
        5月、8月、11月上旬 => date 05-10 08-10 11-10
        4、7、10月和次年1月10日前 => date 04-10 07-10 10-10 2027-01-10
        2026年6月、12月 => date 06-30 12-31
        2025、2026年底 => date 2025-12-31 12-31
        2027年6月底前，12月底前 => date 2027-06-30 2027-12-31
        12月底前、6月底前、12月底前 => date 06-30 12-31
        """
    )


def test_of_a_range_the_end_counts() -> None:
    check(
        """
        3月—11月 => date 11-30
        2026年1月至6月 => date 06-30
        2026年3-11月 => date 11-30
        4—6月底 => date 06-30
        1-6月 => date 06-30
        4月1日至30日 => date 04-30
        4月上旬至6月下旬 => date 06-30
        2026.3-2026.11 => date 11-30
        2026.3-11 => date 11-30
        2026.03.01-2026.11.30 => date 11-30
        11.30-12.15 => date 12-15
        11月—次年3月 => date 2027-03-31
        2025年11月至2026年3月 => date 03-31
        2024—2026年 => date 12-31
        2024年-2026年 => date 12-31
        从4月到11月 => date 11-30
        即日起至12月底 => date 12-31
        自印发之日起至12月31日 => date 12-31
        3月起至11月 => date 11-30
        10月-3月 => unknown
        """
    )


def test_what_may_stand_around_a_date() -> None:
    check(
        """
        2026年11月底前。 => date 11-30
        “2026年11月底前” => date 11-30
        完成时限：2026年11月底前 => date 11-30
        不迟于11月30日 => date 11-30
        截止2026年11月30日 => date 11-30
        到2026年底 => date 12-31
        务必于11月30日前完成 => date 11-30
        11月30日17:00前 => date 11-30
        11月30日24时前 => date 11-30
        11月30日（周一）前 => date 11-30
        11月30日下午下班前 => date 11-30
        6月底左右 => date 06-30
        9月（政府开放月） => date 09-30
        5月底前动工 => date 05-31
        9月投入使用 => date 09-30
        3月底前制定方案，6月底前完成初稿，12月底前验收 => date 03-31 06-30 12-31
        2026年6月底前完成50%，12月底前完成100% => date 06-30 12-31
        7月10日前报送半年总结，12月10日前报送全年总结 => date 07-10 12-10
        11月15日前报区政务公开办 => date 11-15
        1.6月底前完成方案制定；2.12月底前完成建设 => date 06-30 12-31
        1、6月底前启动\\n2、12月底前完成 => date 06-30 12-31
        （1）6月底前启动；（2）12月底前完成 => date 06-30 12-31
        ①6月底前；②12月底前 => date 06-30 12-31
        第一次：6月底前；第二次：12月底前 => date 06-30 12-31
        根据省统一部署，12月底前完成 => date 12-31
        6月15日前报送上半年总结，12月15日前报送全年总结 => date 06-15 12-15
        2026年12月31日前完成2026年度任务 => date 12-31
        2026年11月底前（部分任务6月底前） => date 06-30 11-30
        2026年6月启动，同年12月完成 => date 06-30 12-31
        年内开工建设 => date 12-31
        12月31日前化解到位 => date 12-31
        11月底前搬迁入驻，累计完成80%以上 => date 11-30
        11月底前，各部门互查；12月底前，区级抽查 => date 11-30 12-31
        12月底前动态清零 => date 12-31
        东河镇6月底，西山乡10月底 => date 06-30 10-31
        11月底，其中试点镇6月底 => date 06-30 11-30
        调研：3月底；起草：6月底 => date 03-31 06-30
        时序进度：6月底50%，12月底100% => date 06-30 12-31
        """
    )


def test_recurring() -> None:
    check(
        """
        每月25日前 => recurring
        每月底 => recurring
        每月月底前 => recurring
        每月5日、20日前 => recurring
        每月次月10日前 => recurring
        每月1-5日 => recurring
        每周一、三、五 => recurring
        月调度、季通报 => recurring
        次月5日前 => recurring
        每月最后一个工作日前 => recurring
        每月评比 => recurring
        每周一上午 => recurring
        每季度第一周例会 => recurring
        每季度 => recurring
        每个季度 => recurring
        每季度末月20日前 => recurring
        每季度首月10日前 => recurring
        每季度最后一个月25日前 => recurring
        每季度结束后10日内 => recurring
        季后15日内 => recurring
        季度末 => recurring
        各季度末 => recurring
        每半年 => recurring
        每半年至少一次 => recurring
        半年一次 => recurring
        一季度一次 => recurring
        半年更新一次 => recurring
        月调度一次 => recurring
        按月 => recurring
        按季度 => recurring
        按月调度，按季通报 => recurring
        逐月 => recurring
        每周 => recurring
        每周五下班前 => recurring
        每两个月一次 => recurring
        每日17:00前 => recurring
        1次/月 => recurring
        每年 => recurring
        每年至少2次 => recurring
        每年6月底、12月底前 => recurring 06-30 12-31
        每年底前 => recurring 12-31
        每年1月31日前 => recurring 01-31
        每年第一季度 => recurring 03-31
        2026年至2028年每年12月底前 => recurring 12-31
        每半年一次（6月底、12月底前） => recurring 06-30 12-31
        每季度（3月、6月、9月、12月底前） => recurring 03-31 06-30 09-30 12-31
        2026年每季度末 => recurring
        3月起每月25日前 => recurring
        2026年1-12月，每月25日前 => recurring
        全年持续推进，每季度报送一次 => recurring +
        """
    )


def test_ongoing() -> None:
    check(
        """
        全年 => ongoing +
        2026全年 => ongoing +
        全年12个月 => ongoing +
        常抓不懈 => ongoing +
        即时整改、长期坚持 => ongoing +
        持续加力 => ongoing +
        2026年全年 => ongoing +
        全年持续推进 => ongoing +
        贯穿全年 => ongoing +
        全年任务 => ongoing +
        长期 => ongoing +
        长期工作 => ongoing +
        长期坚持 => ongoing +
        常态化开展 => ongoing +
        常态化、长效化 => ongoing +
        常年公开 => ongoing +
        经常性工作 => ongoing +
        持续推进 => ongoing +
        2026年持续推进 => ongoing +
        3月起持续推进 => ongoing +
        实时更新 => ongoing +
        随时 => ongoing +
        及时公开 => ongoing +
        及时发布，动态调整 => ongoing +
        立行立改，长期坚持 => ongoing +
        根据工作需要持续推进 => ongoing +
        """
    )


def test_a_date_and_then_on() -> None:
    check(
        """
        2025年底前，并长期坚持 => date 2025-12-31 +
        12月31日前完成年度任务，并长期坚持 => date 12-31 +
        持续推进，11月底前取得阶段性成效 => date 11-30 +
        全年推进，年底前完成 => date 12-31 +
        2026年11月底前（长期坚持） => date 11-30 +
        12月底前，每季度报送进展 => date 12-31 +
        每月25日前报送，12月底前完成 => date 12-31 +
        11月底前完成，以后每年更新 => date 11-30 +
        12月底前完成全年目标任务 => date 12-31
        12月底前完成并及时公开 => date 12-31
        """
    )


def test_tied_to_an_event() -> None:
    check(
        """
        根据政策时限及时推进 => event
        文件公布后3个工作日内 => event
        按上级要求时限 => event
        视工作进度 => event
        会后10日内 => event
        会前3天 => event
        信息形成之日起20个工作日内 => event
        自信息形成或者变更之日起20个工作日内予以公开 => event
        20个工作日 => event
        1个月内 => event
        项目批复后1个月内 => event
        政策出台后及时公开 => event
        按照省、市统一部署 => event
        按时序进度推进 => event
        按照国办发〔2021〕12号文件要求 => event
        按《2026年政务公开工作要点》要求 => event
        视情况而定 => event
        结合实际 => event
        与政策文件同步 => event
        汛期前 => event
        以上级通知时间为准 => event
        待定 => event
        政策文件发布3个工作日内 => event
        信息形成之日起20个工作日内；法律法规另有规定的，从其规定 => event
        与政策文件同步组织、同步审签 => event
        在规定时限内完成 => event
        方案印发后1个月内完成，长期坚持 => event +
        """
    )


NOT_A_DEADLINE = """
||无|—|/|——|N/A|同上|见备注|待补|查看网站发布信息|100%|2次|3
|2月30日|2026年13月|4月31日|11月00日|2月29日|2026-02-30|每年2月30日|五季度
|6月30日后|6月底之后完成|不早于6月30日|6月或7月|6月底前不得完成|除6月外|12月底前（特殊情况除外）
|2022年底11月前|上半年11月底前|2030年前|3月起|自2026年4月起|3月内|月底前|年初|2026年度考核前
|9月开学前|6月第二个星期六前|半年、年终各一次|查看6月网站信息|11月底前特殊情况顺延|推迟到11月底
|春节前|国庆节前|“十四五”期间|三年|立即整改|按期完成|已完成|20日|第二年
"""


@pytest.mark.parametrize("cell", NOT_A_DEADLINE.strip().split("|"))
def test_what_is_not_wholly_understood_is_unknown(cell: str) -> None:
    assert read(cell) == "unknown"


def test_without_a_plan_year_only_whole_dates_are_read() -> None:
    assert read("2026年11月底前", 0) == "date 2026-11-30"
    assert read("11月底前", 0) == "unknown"
    assert read("每月25日前", 0) == "recurring"


def test_only_a_date_can_be_overdue() -> None:
    assert read_deadline("6月、12月底前", YEAR).last == date(2026, 12, 31)
    assert read_deadline("每年12月底前", YEAR).last is None


@pytest.mark.seeds
def test_every_deadline_of_the_real_plans(seeds) -> None:
    expected = {
        "2022年10月底": "date 10-31",
        "2022年10月底前": "date 10-31",
        "2022年5月底": "date 05-31",
        "2022年9月底": "date 09-30",
        "2023年9月底": "date 09-30",
        "2023年11月底": "date 11-30",
        "根据政策时限及时推进": "event",
        "全年持续推进": "ongoing +",
        "长期工作": "ongoing +",
    }
    cells = 0
    for source in sorted((seeds / "seeds").glob("*.docx")):
        year = int(re.search(r"20\d\d", source.name)[0])
        for row in [row for table in Document(str(source)).tables for row in table.rows[1:]]:
            cell = row.cells[-1].text.strip()
            if cell and not cell.startswith("完成"):
                assert read(cell, year) == expected[cell]
                cells += 1
    assert cells == 117


# What is read of every text, and of every text well formed


@settings(deadline=None)
@given(st.text(), st.integers())
def test_reading_never_raises(text: str, year: int) -> None:
    deadline = read_deadline(text, year)
    assert deadline.text == text
    assert list(deadline.dates) == sorted(set(deadline.dates))
    assert deadline.kind is not DeadlineKind.DATE or deadline.dates
    assert deadline.kind in (DeadlineKind.DATE, DeadlineKind.RECURRING) or not deadline.dates


pieces = st.sampled_from(
    "每 年 月 日 季度 底 末 前 后 上半 下半 分别于 、 ， 至 - . / 1 6 12 25 30 31 2026 十 二 持续推进 长期 完成 报送 起 内 个工作日 按 根据 要求 "
    "次年 旬 中 （ ） \n 　 ① 次 第 半".split(" ")
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=14).map("".join), st.integers(0, 9999))
def test_reading_never_raises_on_words_of_time(text: str, year: int) -> None:
    assert read_deadline(text, year).text == text
    for milestone in find_milestones(text, year):
        assert text[milestone.start : milestone.start + len(milestone.text)] == milestone.text
        assert all(day.year >= year for day in milestone.dates)


days = st.dates(date(2001, 1, 1), date(2098, 12, 31))
forms = st.sampled_from(
    [
        "{0}年{1}月{2}日前",
        "{0}.{1}.{2}",
        "{0}-{1:02}-{2:02}",
        "{0}/{1}/{2}",
        "{0} 年 {1} 月 {2} 日",
        "务必于{0}年{1:02}月{2:02}日前完成",
        "{0}{1:02}{2:02}",
    ]
)


@settings(deadline=None)
@given(days, forms)
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    deadline = read_deadline(form.format(day.year, day.month, day.day), YEAR)
    assert (deadline.kind, deadline.dates) == (DeadlineKind.DATE, (day,))


@settings(deadline=None)
@given(days)
def test_a_spreadsheet_serial_is_read_back(day: date) -> None:
    assert read_deadline(str((day - date(1899, 12, 30)).days), YEAR).dates == (day,)


@settings(deadline=None)
@given(
    st.sets(
        days.map(lambda day: day.replace(year=YEAR) if day.day < 29 else date(YEAR, day.month, 28)),
        min_size=1,
        max_size=6,
    )
)
def test_a_list_of_days_is_read_back(wanted: set[date]) -> None:
    ordered = sorted(wanted)
    text = "分别于" + "、".join(f"{day.month}月{day.day}日" for day in ordered) + "前报送"
    assert read_deadline(text, YEAR).dates == tuple(ordered)


@settings(deadline=None)
@given(st.integers(2001, 2098), st.integers(1, 12), st.sampled_from(["", "底", "底前", "末", "份", "下旬前"]))
def test_a_month_means_its_last_day(year: int, month: int, end: str) -> None:
    (day,) = read_deadline(f"{month}月{end}", year).dates
    assert (day.year, day.month) == (year, month)
    assert (day + timedelta(days=1)).day == 1


# Dates in prose


def milestones(text: str, year: int = YEAR) -> list[tuple[str, str]]:
    found = find_milestones(text, year)
    assert all(text[one.start : one.start + len(one.text)] == one.text for one in found)
    return [(one.text, " ".join([one.kind, *map(str, one.dates)])) for one in found]


@pytest.mark.parametrize(
    ("text", "found", "meaning"),
    [
        ("名单和电话将于8月底前向社会公布", "8月底前", "date 2026-08-31"),
        ("2026年10月底前，各部门完成清理", "2026年10月底前", "date 2026-10-31"),
        ("2026 年 11 月 底前完成", "2026 年 11 月 底前", "date 2026-11-30"),
        ("结果分别于7月30日、11月30日前报送", "7月30日、11月30日前", "date 2026-07-30 2026-11-30"),
        ("6月、12月底前各报送一次", "6月、12月底前", "date 2026-06-30 2026-12-31"),
        ("于9月份集中开展开放活动", "9月份", "date 2026-09-30"),
        ("9月中小学开学", "9月", "date 2026-09-30"),
        ("3月至11月组织开展", "3月至11月", "date 2026-11-30"),
        ("1.8月底前完成", "8月底前", "date 2026-08-31"),
        ("十月底前完成", "十月底前", "date 2026-10-31"),
        ("次年1月31日前公布年度报告", "次年1月31日前", "date 2027-01-31"),
        ("上半年完成清理", "上半年", "date 2026-06-30"),
        ("三季度末前整改到位", "三季度末前", "date 2026-09-30"),
        ("年底前全部完成", "年底前", "date 2026-12-31"),
        ("到2026年底基本建成", "2026年底", "date 2026-12-31"),
        ("分管负责同志每季度听取一次", "每季度", "recurring"),
        ("每半年报送清理报表", "每半年", "recurring"),
        ("按季度公开办理情况", "按季度", "recurring"),
        ("每月25日前报送", "每月25日前", "recurring"),
        ("每季度末月20日前报送", "每季度末月20日前", "recurring"),
        ("每年至少研究2次", "每年", "recurring"),
        ("每年9月份为开放月", "每年9月份", "recurring 2026-09-30"),
        ("出台后10个工作日内公开", "10个工作日内", "event"),
        ("三日内答复", "三日内", "event"),
        ("截止8月底前完成", "8月底前", "date 2026-08-31"),
    ],
)
def test_prose_names_a_milestone(text: str, found: str, meaning: str) -> None:
    assert milestones(text) == [(found, meaning)]


NO_MILESTONE = """
（某政办发〔2026〕28号）|2026年政务公开工作要点|纳入2026年度报告|2025年度报告|《2026年上半年工作总结》
|近三年来|30年|2021—2025年规划|上一年度工作要点|“十四五”规划|三年行动|3年内
|12345热线|24小时读网|全国第五届运动会|15日内容|部分月份|每个单位|按照要求|按周期
|2025年底前已完成|2025年12月制定的方案|自2026年5月1日起施行|截至6月底|6月底之后|2026年3月印发的办法
|年内开展活动不少于1次|上半年经济运行情况|一季度经济数据|12月份数据|2月30日前|月底前报送
"""


@pytest.mark.parametrize("text", NO_MILESTONE.strip().split("|"))
def test_prose_without_a_milestone(text: str) -> None:
    assert milestones(text) == []


def test_several_milestones_stand_in_the_order_of_the_text() -> None:
    text = "6月底前完成初稿，9月底前印发，每月更新，收件后5个工作日内办结"
    assert [one.start for one in find_milestones(text, YEAR)] == [0, 9, 16, 24]
    assert [found for found, _ in milestones(text)] == ["6月底前", "9月底前", "每月", "5个工作日内"]


def test_prose_without_a_plan_year() -> None:
    assert milestones("8月底前、2026年9月底前", 0) == []
    assert milestones("2026年9月底前，每月", 0) == [
        ("2026年9月底前", "date 2026-09-30"),
        ("每月", "recurring"),
    ]


@settings(deadline=None)
@given(st.text(), st.integers())
def test_finding_milestones_never_raises(text: str, year: int) -> None:
    for one in find_milestones(text, year):
        assert text[one.start : one.start + len(one.text)] == one.text


@pytest.mark.parametrize("text", ["上年度12月", "去年12月底前", "上一年 12月31日"])
def test_another_year_s_month_is_not_the_plan_s(text):
    assert read_deadline(text, 2026).kind is DeadlineKind.UNKNOWN


def test_a_year_in_two_digits_is_near():
    assert read_deadline("26年底前", 2026).dates == (date(2026, 12, 31),)
    assert read_deadline("99年底前", 2026).dates == (date(1999, 12, 31),)
