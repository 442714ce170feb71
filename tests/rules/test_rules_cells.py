"""Cells that must say something, and somebody who must answer."""

from __future__ import annotations


def test_required_cells_are_filled(findings_doc):
    """
    | 工作任务     | 责任单位 | 完成时限     | =>                     |
    | 公开预算信息 | 区财政局 | 2026年6月底  |                        |
    |              | 区财政局 | 2026年7月底  | REQUIRED_CELL_EMPTY A3 |
    | 公开决算信息 | 区财政局 |              | REQUIRED_CELL_EMPTY C4 |
    """
    found, expected = findings_doc
    assert found == expected


def test_required_cells_are_filled__a_column_without_any_entry_is_said_once(findings_doc):
    """
    | 工作任务     | 责任单位 | 完成时限 | =>              |
    | 公开预算信息 | 区财政局 |          | COLUMN_EMPTY C2 |
    | 公开决算信息 | 区财政局 |          |                 |
    | 公开收费目录 | 区财政局 |          |                 |
    """
    found, expected = findings_doc
    assert found == expected


def test_what_counts_stands_in_one_column(findings_doc):
    """
    | 工作任务     | 责任单位 | 责任部门 | 资金来源 | =>              |
    | 公开收费目录 | 区司法局 |          | 自筹     |                 |
    | 公开预算信息 | 区财政局 | 区教育局 | 自筹     | COLUMN_TWICE B3 |
    | 公开决算信息 | 区财政局 | 区司法局 | 自筹     |                 |
    """
    found, expected = findings_doc
    assert found == expected


def test_somebody_is_responsible(findings_doc):
    """
    | 工作任务     | 牵头单位 | 责任单位 | 配合单位 | =>                    |
    | 公开预算信息 | 区财政局 |          |          |                       |
    | 公开决算信息 |          |          |          | NOBODY_RESPONSIBLE C3 |
    | 公开招生政策 | 无       | —        |          | NOBODY_RESPONSIBLE C4 |
    | 开展政策宣讲 |          |          | 区司法局 | NOBODY_RESPONSIBLE C5 |
    | 公开收费目录 |          | 区财政局 |          |                       |

    | 单位名称 |
    | 区财政局 |
    | 区司法局 |
    """
    found, expected = findings_doc
    assert found == expected


def test_somebody_is_responsible__unknown_names_answer_for_nothing(findings_doc):
    """
    | 工作任务     | 责任单位   | =>                    |
    | 公开预算信息 | 区不存在局 | NOBODY_RESPONSIBLE B2 |

    | 单位名称 |
    | 区财政局 |
    """
    found, expected = findings_doc
    assert found == expected


def test_somebody_is_responsible__in_a_plan_with_leads_only(findings_doc):
    """
    | 工作任务     | 牵头单位 | 责任单位 | =>                    |
    | 公开预算信息 | 区财政局 |          |                       |
    | 公开决算信息 |          |          | NOBODY_RESPONSIBLE B3 |

    | 单位名称 |
    | 区财政局 |
    """
    found, expected = findings_doc
    assert found == expected


def test_the_year_is_known(findings_doc):
    """
    年度: 0
    | 工作任务     | 责任单位 | =>           |
    | 公开预算信息 | 区财政局 | YEAR_UNKNOWN |
    """
    found, expected = findings_doc
    assert found == expected


def test_required_cells_are_filled__on_each_sheet_by_itself(findings_doc):
    """
    | 工作任务 | 完成时限     |
    | 甲       | 长期工作     |

    | 工作任务 | 完成时限 | 原年度 | =>              |
    | 乙       |          | 2025   | COLUMN_EMPTY B2 |
    | 丙       |          | 2025   |                 |
    | 丁       |          | 2025   |                 |
    """
    found, expected = findings_doc
    assert found == expected
