"""序号: unique, without gaps, in order; and what is none of that but legitimate."""

from __future__ import annotations

import pytest
from taskbook import wording
from taskbook.language.serials import serial_number


def test_numbers_are_unique(findings_doc):
    """
    | 序号 | 工作任务     | 责任单位 | 完成时限   | =>                   |
    | 33   | 适老化改造   | 市政府办 | 2022年10月底 |                      |
    | 33   | 政务新媒体备案 | 各县（区） | 全年持续推进 | DUPLICATE_NUMBER A3  |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_unique__however_they_are_written(findings_doc):
    """
    | 工作任务 | 序号   | =>                  |
    | 甲       | 1      |                     |
    | 乙       | 2.0    |                     |
    | 丙       | ０２   | DUPLICATE_NUMBER B4 |
    | 丁       | ③      |                     |
    | 戊       | （三） | DUPLICATE_NUMBER B6 |
    | 己       | 3、    | DUPLICATE_NUMBER B7 |
    | 庚       | 4-1    |                     |
    | 辛       | 4-2    |                     |
    | 壬       | ４－１ | DUPLICATE_NUMBER B10 |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_unique__counting_anew_in_each_section(findings_doc):
    """
    | 序号 | 一级指标 | 工作任务 | => |
    | 1    | 主动公开 | 甲       |    |
    | 2    | 主动公开 | 乙       |    |
    | 1    | 政策解读 | 丙       |    |
    | 2    | 政策解读 | 丁       |    |
    | 2    | 政策解读 | 戊       | DUPLICATE_NUMBER A6 |
    | 1    | 组织保障 | 己       |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_unique__one_slip_is_no_counting_anew(findings_doc):
    """
    | 序号 | 一级指标 | 工作任务 | =>                  |
    | 1    | 主动公开 | 甲       |                     |
    | 2    | 主动公开 | 乙       |                     |
    | 1    | 政策解读 | 丙       | DUPLICATE_NUMBER A4 |
    | 4    | 组织保障 | 丁       |                     |
    | 5    | 监督考核 | 戊       |                     |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_unique__one_number_for_a_topic_of_several_rows(findings_doc):
    """
    | 序号 | 二级指标 | 工作任务 | => |
    | 1    | 学校建设 | 完成选址 |    |
    | 1    | 学校建设 | 开工建设 |    |
    | 2    | 医院建设 | 完成选址 |    |
    | 2    | 医院建设 | 开工建设 |    |
    | 3    | 道路建设 | 开工建设 |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_filled(findings_doc):
    """
    | 序号 | 工作任务 | =>              |
    | 1    | 甲       |                 |
    |      | 乙       | NUMBER_EMPTY A3 |
    | 3    | 丙       |                 |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_filled__a_plan_without_numbers(findings_doc):
    """
    | 序号 | 工作任务 | => |
    |      | 甲       |    |
    |      | 乙       |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_filled__only_the_first_row_of_a_topic_is_numbered(findings_doc):
    """
    | 序号 | 二级指标 | 工作任务 | => |
    | 1    | 学校建设 | 完成选址 |    |
    |      | 学校建设 | 开工建设 |    |
    | 2    | 医院建设 | 完成选址 |    |
    |      | 医院建设 | 开工建设 |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_have_no_gaps(findings_doc):
    """
    | 序号 | 工作任务 | =>                |
    | 1    | 甲       |                   |
    | 2    | 乙       |                   |
    | 4    | 丙       | MISSING_NUMBER A4 |
    | 5    | 丁       |                   |
    | 9    | 戊       | MISSING_NUMBER A6 |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_have_no_gaps__at_the_top(findings_doc):
    """
    | 序号 | 工作任务 | =>                |
    | 3    | 甲       | MISSING_NUMBER A2 |
    | 4    | 乙       |                   |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_have_no_gaps__what_stands_elsewhere_is_not_missing(findings_doc):
    """
    | 序号 | 工作任务 | => |
    | 1    | 甲       |    |
    | 3    | 乙       |    |
    | 2    | 丙       |    |
    | 4    | 丁       |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_have_no_gaps__a_misprint_stands_for_one_number_not_for_many(findings_doc):
    """
    | 序号 | 工作任务 | =>                |
    | 1    | 甲       |                   |
    | 2    | 乙       |                   |
    | 30   | 丙       |                   |
    | 4    | 丁       | MISSING_NUMBER A5 |
    | 4    | 戊       |                   |
    | 6    | 己       | MISSING_NUMBER A7 |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_in_order(findings_doc):
    """
    | 序号 | 工作任务 | =>                     |
    | 1    | 甲       |                        |
    | 3    | 乙       |                        |
    | 2    | 丙       | OUT_OF_ORDER_NUMBER A4 |
    | 4    | 丁       |                        |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_in_order__a_misprint_is_found_itself_not_what_follows_it(findings_doc):
    """
    | 序号 | 工作任务 | =>                     |
    | 1    | 甲       |                        |
    | 2    | 乙       |                        |
    | 30   | 丙       | OUT_OF_ORDER_NUMBER A4 |
    | 4    | 丁       |                        |
    | 5    | 戊       |                        |
    """
    found, expected = findings_doc
    assert found == expected


def test_numbers_are_in_order__a_duplicate_is_said_once(findings_doc):
    """
    | 序号 | 工作任务 | => |
    | 1    | 甲       |    |
    | 2    | 乙       |    |
    | 3    | 丙       |    |
    | 1    | 丁       |    |
    | 5    | 戊       |    |
    """
    found, expected = findings_doc
    assert found == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("01", 1),
        ("1.0", 1),
        ("１２", 12),
        ("12.", 12),
        ("12、", 12),
        ("(3)", 3),
        ("（3）", 3),
        ("⑳", 20),
        ("⑴", 1),
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百零二", 102),
        ("第3项", 3),
        ("第三项", 3),
        ("1-1", None),
        ("1.2", None),
        ("A3", None),
        ("百十", None),
        ("十十", None),
        ("", None),
        ("附", None),
    ],
)
def test_serial_number(text, number):
    assert serial_number(text) == number


def test_missing_numbers_are_told_as_ranges():
    assert wording.number_ranges([4]) == "4"
    assert wording.number_ranges([4, 6, 7, 8, 10]) == "4、6至8、10"


def test_numbers_have_no_gaps__numbers_of_an_earlier_year_s_document(findings_doc):
    """
    | 序号 | 工作任务 |
    | 1    | 甲       |
    | 2    | 乙       |

    | 序号 | 工作任务 | 原年度 | => |
    | 7    | 丙       | 2025   |    |
    | 31   | 丁       | 2024   |    |
    """
    found, expected = findings_doc
    assert found == expected
