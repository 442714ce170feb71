"""Which words of a task go to 完成时限, and that `read_deadline` understands them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.language.deadlines import read_deadline
from taskbook.model import DeadlineKind
from taskbook.prose.due import due_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年6月底前完成目录编制。", "2026年6月底前"),
        ("6月底前完成目录编制。", "6月底前"),
        ("分别于6月10日、9月10日、12月10日前报送进展。", "分别于6月10日、9月10日、12月10日前"),
        ("于2026年9月30日前，将清单报区政府办公室。", "2026年9月30日前"),
        ("每季度开展一次自查。", "每季度"),
        ("每半年报送清理报表。", "每半年"),
        ("每月25日前报送台账。", "每月25日前"),
        ("每年1月31日前公布年度报告。", "每年1月31日前"),
        ("全年持续推进。", "全年持续推进"),
        ("加强解读，长期坚持。", "长期坚持"),
        ("做好舆情回应，常态化推进。", "常态化推进"),
        ("6月底前制定方案，12月底前完成建设。", "6月底前、12月底前"),
        ("三季度前完成整改，年底前验收。", "三季度前、年底前"),
        ("9月份集中开展开放活动。", "9月份"),
        ("到2026年底，覆盖率达到95%。", "2026年底"),
        ("力争年底前建成。", "年底前"),
        ("上半年完成招标。", "上半年"),
        ("2026年第三季度完成验收。", "2026年第三季度"),
        ("截至6月底前完成整改。", "6月底前"),
        ("每季度调度一次，11月底前总结。", "11月底前"),
        ("6月底前完成，6月底前报送。", "6月底前"),
        ("2026 年 6 月底前完成。", "2026年6月底前"),
        ("2027年3月底前公布报告。", "2027年3月底前"),
        ("常态化开展政策解读。", ""),
        ("解读材料在文件公布后3个工作日内上网。", "在文件公布后3个工作日内"),
        ("收到申请后20个工作日内答复。", "收到申请后20个工作日内"),
        ("行政许可信息自作出决定之日起7个工作日内公示。", "自作出决定之日起7个工作日内"),
        ("收到申请后20个工作日内答复，6月底前总结。", "6月底前"),
        ("加快除险加固，汛期前完成主体工程。", "汛期前"),
        ("区城管局年内建成指挥平台。", "年内"),
        ("年内开展活动不少于2次。", ""),
        ("9月份开设专业课程。", "9月份"),
        ("上半年、下半年各不少于2场。", "上半年、下半年"),
        ("保证每天体育活动时间不低于2小时。", ""),
        ("每人每月补助200元。", ""),
        ("截至2025年底，全区共有12个专区。", ""),
        ("自2026年1月起施行。", ""),
        ("落实2026年3月会议精神。", ""),
        ("根据2026年5月印发的通知调整。", ""),
        ("2025年12月31日前报送上年度报告。", ""),
        ("持续做好信息公开。", ""),
        ("长期以来重视不够。", ""),
        ("落实2026年工作要点。", ""),
        ("全年开展活动不少于2次。", ""),
        ("示政办发〔2026〕3号", ""),
        ("2026年2月30日前完成。", ""),
        ("", ""),
    ],
)
def test_by_when_in_a_tasks_words(text: str, expected: str) -> None:
    due = due_in(text, 2026)
    assert due.text == expected
    assert not due.text or read_deadline(due.text, 2026).kind is not DeadlineKind.UNKNOWN


@pytest.mark.parametrize(
    ("text", "several", "sure"),
    [
        ("6月底前完成。", False, True),
        ("分别于6月10日、9月10日前报送。", True, True),
        ("6月底前制定方案，12月底前完成建设。", True, False),
    ],
)
def test_several_dates_are_told(text: str, several: bool, sure: bool) -> None:
    due = due_in(text, 2026)
    assert (due.several, due.sure) == (several, sure)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "2026年 6月 底前 10日 、 ， 。 分别于 每季度 年底前 长期 坚持 完成 报送 3个工作日内 截至 起 上半年 〔 〕 2月30日".split(
                " "
            )
        ),
        max_size=15,
    )
)
def test_what_is_given_is_understood(pieces: list[str]) -> None:
    due = due_in("".join(pieces), 2026)
    assert not due.text or read_deadline(due.text, 2026).kind is not DeadlineKind.UNKNOWN
