"""完成时限: understood, possible, in accord with the text."""

from __future__ import annotations


def test_deadlines_are_understood(findings_doc):
    """
    | 工作任务 | 完成时限     | =>                  |
    | 甲       | 2026年6月底  |                     |
    | 乙       | 越快越好     | DEADLINE_UNKNOWN B3 |
    | 丙       |              |                     |
    | 丁       | 全年持续推进 |                     |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_are_dates_not_events(findings_doc):
    """
    | 工作任务 | 完成时限                | =>                        |
    | 甲       | 根据政策时限及时推进    | DEADLINE_TIED_TO_EVENT B2 |
    | 乙       | 文件公布后3个工作日内   | DEADLINE_TIED_TO_EVENT B3 |
    | 丙       | 2026年6月底             |                           |
    | 丁       | 每季度                  |                           |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_are_within_the_year(findings_doc):
    """
    年度: 2026
    | 工作任务 | 完成时限               | =>                       |
    | 甲       | 2026年12月31日前       |                          |
    | 乙       | 2025年11月底前         | DEADLINE_OUTSIDE_YEAR B3 |
    | 丙       | 2027年3月底前          | DEADLINE_OUTSIDE_YEAR B4 |
    | 丁       | 11月底                 |                          |
    | 戊       | 每季度                 |                          |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_are_after_the_issue_date(findings_doc):
    """
    印发日期: 2026-03-10
    | 工作任务 | 完成时限                         | =>                       |
    | 甲       | 2026年2月底前                    | DEADLINE_BEFORE_ISSUE B2 |
    | 乙       | 2026年3月10日前                  |                          |
    | 丙       | 分别于3月1日、6月1日、9月1日前   | DEADLINE_BEFORE_ISSUE B4 |
    | 丁       | 全年持续推进                     |                          |
    | 戊       | 每月5日前                        |                          |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_are_after_the_issue_date__when_that_is_unknown(findings_doc):
    """
    | 工作任务 | 完成时限      | => |
    | 甲       | 2026年1月1日前 |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_leave_time(findings_doc):
    """
    印发日期: 2026-05-21
    | 工作任务 | 完成时限       | =>                   |
    | 甲       | 2026年5月底    | DEADLINE_TOO_SOON B2 |
    | 乙       | 2026年5月21日前 | DEADLINE_TOO_SOON B3 |
    | 丙       | 2026年6月1日前 |                      |
    | 丁       | 2026年4月底前  |                      |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_agree_with_the_text(findings_doc):
    """
    | 工作任务                                           | 完成时限       | =>                           |
    | 梳理台账，12月10日前报送进展情况。                 | 2026年11月底前 | DEADLINE_CONTRADICTS_TEXT B2 |
    | 梳理台账，分别于7月30日、11月30日前报送清理结果。  | 2026年11月底   |                              |
    | 梳理台账，12月10日前报送进展情况。                 | 全年持续推进   |                              |
    | 梳理台账，12月10日前报送进展情况。                 | 2026年6月底前，并长期坚持 |                   |
    | 每季度报送进展情况。                               | 2026年6月底前  |                              |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_agree_with_the_text__a_month_or_quarter_is_a_stretch(findings_doc):
    """
    | 工作任务                   | 量化指标         | 完成时限       | =>                           |
    | 9月份集中开展开放日活动。  |                  | 2026年9月20日  |                              |
    | 9月底前开展开放日活动。    |                  | 2026年9月20日  | DEADLINE_CONTRADICTS_TEXT C3 |
    | 三季度开展开放日活动。     |                  | 2026年8月底    |                              |
    | 下半年开展开放日活动。     |                  | 2026年8月底    |                              |
    | 四季度开展开放日活动。     |                  | 2026年8月底    | DEADLINE_CONTRADICTS_TEXT C6 |
    | 开展开放日活动。           | 10月15日前报总结 | 2026年9月底    | DEADLINE_CONTRADICTS_TEXT C7 |
    """
    found, expected = findings_doc
    assert found == expected


def test_ongoing_tasks_have_a_milestone(findings_doc):
    """
    | 工作任务                          | 完成时限       | =>                           |
    | 加强日常巡查。                    | 全年持续推进   | ONGOING_WITHOUT_MILESTONE B2 |
    | 每季度开展一次巡查。              | 全年持续推进   |                              |
    | 9月10日前报送进展情况。           | 长期工作       |                              |
    | 加强日常巡查。                    | 2026年6月底前，并长期坚持 |                   |
    | 加强日常巡查。                    | 每月           |                              |
    """
    found, expected = findings_doc
    assert found == expected


def test_ongoing_tasks_have_a_milestone__in_the_measure_as_well(findings_doc):
    """
    | 工作任务       | 量化指标        | 完成时限     | =>                           |
    | 加强日常巡查。 | 每季度不少于1次 | 全年持续推进 |                              |
    | 加强日常巡查。 | 查看巡查记录    | 全年持续推进 | ONGOING_WITHOUT_MILESTONE C3 |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_are_within_the_year__what_an_earlier_year_left_is_not(findings_doc):
    """
    年度: 2026

    | 工作任务 | 完成时限       | =>                       |
    | 甲       | 2025年11月底前 | DEADLINE_OUTSIDE_YEAR B2 |

    | 工作任务 | 完成时限       | 原年度 | => |
    | 乙       | 2025年11月底前 | 2025   |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_are_after_the_issue_date__what_an_earlier_year_left_is_not(findings_doc):
    """
    印发日期: 2026-03-10

    | 工作任务 | 完成时限       | 原年度 | => |
    | 乙       | 2025年11月底前 | 2025   |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_agree_with_the_text__dates_of_an_earlier_year(findings_doc):
    """
    年度: 2026

    | 工作任务               | 完成时限       | 原年度 | => |
    | 12月10日前报送进展情况 | 2025年11月底前 | 2025   |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_deadlines_are_understood__on_the_other_sheet(findings_doc):
    """
    | 工作任务 | 完成时限       | 原年度 | =>                  |
    | 乙       | 2025年11月底前 | 2025   |                     |
    | 丙       | 尽快           | 2025   | DEADLINE_UNKNOWN B3 |
    """
    found, expected = findings_doc
    assert found == expected
