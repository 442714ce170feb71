"""What tasks say: said once, undamaged."""

from __future__ import annotations

import random
import time

import pytest
from taskbook.columns import Field
from taskbook.findings import Code
from taskbook.model import Plan, Settings, Task
from taskbook.rules import ReadPlan
from taskbook.rules.content import tasks_are_not_nearly_repeated, tasks_are_not_repeated


def test_tasks_are_not_repeated(findings_doc):
    """
    | 工作任务                             | =>                |
    | 及时公开义务教育招生政策和划片范围。 |                   |
    | 及时公开保障性住房相关政策。         |                   |
    | 及时公开义务教育，招生政策⏎和划片范围 | DUPLICATE_TASK A4 |
    | 及时公开义务教育招生政策和划片范围。 | DUPLICATE_TASK A5 |
    |                                      |                   |
    |                                      |                   |
    """
    found, expected = findings_doc
    assert found == expected


def test_tasks_are_not_repeated__short_words_under_different_topics_are_different_tasks(findings_doc):
    """
    | 二级指标   | 工作任务     | =>                |
    | 中心小学   | 完成主体工程 |                   |
    | 人民医院   | 完成主体工程 |                   |
    | 人民医院   | 完成主体工程 | DUPLICATE_TASK B4 |
    """
    found, expected = findings_doc
    assert found == expected


def test_tasks_are_not_nearly_repeated(findings_doc):
    """
    | 工作任务                                               | =>              |
    | 及时公开义务教育招生政策、公办学校划片范围等信息。     |                 |
    | 做好老旧小区改造等工程项目公示，并加强宣传解释。       |                 |
    | 及时公开义务教育招生政策、民办学校划片范围等信息。     | SIMILAR_TASK A4 |
    | 及时公开义务教育招生政策、公办学校划片范围等信息       |                 |
    | 加强组织领导                                           |                 |
    | 加强组织领导力                                         |                 |
    """
    found, expected = findings_doc
    assert found == expected


def test_the_nearest_earlier_task_is_named():
    contents = ["甲" * 40 + "乙" * 4, "甲" * 40 + "乙" * 2 + "丙" * 2, "甲" * 40 + "乙" * 3 + "丙"]
    sheet = plan_with(contents)
    (second, third) = list(tasks_are_not_nearly_repeated(sheet))
    assert (second.code, second.where.address, third.where.address) == (Code.SIMILAR_TASK, "E3", "E4")
    assert second.message == "与T001（第2行）的工作任务有95%相同，请核对是否重复"
    assert "T001（第2行）" in third.message  # as near as T002, and earlier
    assert "97%" in third.message


def test_two_thousand_tasks_are_compared_in_a_second():
    choice = random.Random(5).choices
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 500)]
    contents = ["".join(choice(characters, k=40 + index % 80)) for index in range(2000)]
    contents[1999] = contents[3] + "了"
    started = time.perf_counter()
    found = list(tasks_are_not_nearly_repeated(plan_with(contents)))
    assert [one.where.address for one in found] == ["E2001"]
    assert time.perf_counter() - started < 3  # a second on the machine it was measured on; CI machines vary


def plan_with(contents: list[str]) -> ReadPlan:
    tasks = tuple(
        Task(id=f"T{row - 1:03d}", content=text, row=row) for row, text in enumerate(contents, start=2)
    )
    return ReadPlan(Plan(Settings(), tasks, columns={Field.CONTENT: "E"}), ())


def test_an_exact_copy_is_not_called_similar():
    sheet = plan_with(["及时公开义务教育招生政策和划片范围。"] * 3)
    assert list(tasks_are_not_nearly_repeated(sheet)) == []
    assert len(list(tasks_are_not_repeated(sheet))) == 2


def test_characters_are_honest(findings_doc):
    """
    | 二级指标   | 工作任务                                   | 量化指标     | =>                  |
    | 财政公开   | 公开部门预算、决算及相关报1表。            |              | STRAY_CHARACTER B2  |
    | 财政公开   | 公开3个年度的决算，每年不少于1次。         | 第1季度      |                     |
    | 基层公l开  | 推行AB岗制度，办好12345热线。              |              | STRAY_CHARACTER A4  |
    | 基层公l开  | 公开A级景区、4S店和e网通信息。             | 满意率达9成  |                     |
    | 数据开放   | 推进数据共享J交换。                        | 公开数3量    | STRAY_CHARACTER B6, STRAY_CHARACTER C6 |
    """
    found, expected = findings_doc
    assert found == expected


def test_brackets_are_paired(findings_doc):
    """
    | 工作任务                           | 责任单位     | 完成时限 | =>                |
    | 做好村（居）务公开。               | 各县（区)    | 年底     |                   |
    | 落实《条例》要求，做好“双公示。    | 各县（区     | 年底）   | BROKEN_BRACKET A3, BROKEN_BRACKET B3, BROKEN_BRACKET C3 |
    | 1）建台账；2）报进展（见附件 1）。 | 区财政局     | 年底     |                   |
    """
    found, expected = findings_doc
    assert found == expected


@pytest.mark.parametrize("field", ["section", "topic"])
def test_a_merged_cell_is_doubted_once(field):
    from taskbook.rules.content import brackets_are_paired

    tasks = tuple(
        Task(id=f"T{row}", content=f"第{row}件事", row=row, **{field: "（一）基层公开（试点"})
        for row in (2, 3, 4)
    )
    columns = {Field.SECTION: "A", Field.TOPIC: "B", Field.CONTENT: "C"}
    found = list(brackets_are_paired(ReadPlan(Plan(Settings(), tasks, columns=columns), ())))
    assert [one.where.address for one in found] == [f"{columns[Field(field)]}2"]


def test_what_is_left_over_is_not_planned_anew(findings_doc):
    """
    | 序号 | 工作任务                 |
    | 1    | 及时公开财政预算和决算信息 |
    | 2    | 公开招生政策和划片范围。   |

    | 序号 | 工作任务                   | 原年度 | =>                     |
    | 8    | 及时公开财政预算和决算信息。 | 2025   | LOOKBACK_REPEATED B2   |
    | 9    | 及时公开政府采购信息和合同   | 2025   |                        |
    """
    found, expected = findings_doc
    assert found == expected


def test_tasks_are_not_repeated__this_year_s_and_what_is_left_over_apart(findings_doc):
    """
    | 序号 | 工作任务                   |
    | 1    | 及时公开财政预算和决算信息 |

    | 序号 | 工作任务                   | 原年度 | =>                 |
    | 1    | 及时公开财政预算和决算信息 | 2025   |                    |
    | 2    | 及时公开财政预算和决算信息 | 2024   | DUPLICATE_TASK B3  |
    """
    found, expected = findings_doc
    assert found == expected


def test_tasks_are_not_nearly_repeated__this_year_s_and_what_is_left_over_apart(findings_doc):
    """
    | 序号 | 工作任务                                 |
    | 1    | 及时公开义务教育招生政策和划片范围等信息 |

    | 序号 | 工作任务                                 | 原年度 | =>               |
    | 1    | 及时公开义务教育招生政策及划片范围等信息 | 2025   |                  |
    | 2    | 及时公开义务教育招生政策、划片范围等信息 | 2024   | SIMILAR_TASK B3  |
    """
    found, expected = findings_doc
    assert found == expected
