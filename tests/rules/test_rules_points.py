"""考核加减分: who, how many, for which period, why."""

from __future__ import annotations


def test_points_have_their_columns(findings_doc):
    """
    | 单位名称 | 类别 |
    | 区教育局 | 部门 |

    | 单位名称 | 期次 | 加分 | 理由 | => |
    | 区教育局 |      | 1    | 表扬 | POINTS_HEADING_MISSING A1 |
    """
    found, expected = findings_doc
    assert found == expected


def test_points_have_their_columns__a_master_without_the_sheet(findings_doc):
    """
    | 单位名称 | 类别 | => |
    | 区教育局 | 部门 |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_points_are_for_a_unit(findings_doc):
    """
    | 单位名称   | 类别 | 别名     |
    | 区教育局   | 部门 | 区教体局 |
    | 区文旅局   | 部门 |          |

    | 单位名称 | 期次 | 加分 | 扣分 | 理由 | =>                     |
    | 区教育局 |      | 1    |      | 表扬 |                        |
    | 区教体局 |      | 1    |      | 旧名 |                        |
    | 教育局   |      | 1    |      | 简称 | POINTS_UNIT_UNKNOWN A4 |
    |          |      |      | 2    | 不知谁 | POINTS_UNIT_UNKNOWN A5 |
    """
    found, expected = findings_doc
    assert found == expected


def test_points_are_numbers(findings_doc):
    """
    | 单位名称 | 类别 |
    | 区教育局 | 部门 |

    | 单位名称 | 期次 | 加分 | 扣分 | 理由 | =>                   |
    | 区教育局 |      | 1.5  |      | 甲   |                      |
    | 区教育局 |      |      | ２分 | 乙   |                      |
    | 区教育局 |      |      | 两分 | 丙   | POINTS_NOT_NUMBER D4 |
    | 区教育局 |      | +1   | -2   | 丁   | POINTS_NOT_NUMBER C5, POINTS_NOT_NUMBER D5 |
    | 区教育局 |      |      |      | 戊   | POINTS_EMPTY C6      |
    | 区教育局 |      | 0    |      | 己   | POINTS_EMPTY C7      |
    """
    found, expected = findings_doc
    assert found == expected


def test_points_are_of_a_period(findings_doc):
    """
    年度: 2026

    | 单位名称 | 类别 |
    | 区教育局 | 部门 |

    | 单位名称 | 期次      | 加分 | 扣分 | 理由 | =>                     |
    | 区教育局 |           | 1    |      | 全年 |                        |
    | 区教育局 | 2026-09   | 1    |      | 当期 |                        |
    | 区教育局 | 2026年9月 | 1    |      | 当期 |                        |
    | 区教育局 | 9月       | 1    |      | 当期 |                        |
    | 区教育局 | 三季度    | 1    |      | 哪期 | POINTS_PERIOD_WRONG B6 |
    | 区教育局 | 2025-09   | 1    |      | 上年 | PERIOD_OUTSIDE_YEAR B7 |
    """
    found, expected = findings_doc
    assert found == expected


def test_points_have_a_reason(findings_doc):
    """
    | 单位名称 | 类别 |
    | 区教育局 | 部门 |

    | 单位名称 | 期次 | 加分 | 扣分 | 理由 | =>                       |
    | 区教育局 |      | 1    |      | 表扬 |                          |
    | 区教育局 |      |      | 2    |      | POINTS_WITHOUT_REASON E3 |
    | 区教育局 |      |      | 两分 |      | POINTS_WITHOUT_REASON E4 |
    """
    found, expected = findings_doc
    assert found == expected
