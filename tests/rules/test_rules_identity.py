"""任务编号: one to a task, never used again."""

from __future__ import annotations

from dataclasses import replace

from taskbook.columns import Sheet
from taskbook.model import Settings, Task
from taskbook.rules import new_ids


def test_tasks_have_ids(findings_doc):
    """
    | 任务编号 | 工作任务 | =>                 |
    | T001     | 甲       |                    |
    |          | 乙       | TASK_ID_MISSING A3 |
    """
    found, expected = findings_doc
    assert found == expected


def test_ids_are_unique(findings_doc):
    """
    | 任务编号 | 工作任务 | =>                   |
    | T001     | 甲       |                      |
    | T002     | 乙       |                      |
    | t００1   | 丙       | DUPLICATE_TASK_ID A4 |
    | T1       | 己       | DUPLICATE_TASK_ID A5 |
    |          | 丁       |                      |
    |          | 戊       |                      |
    """
    found, expected = findings_doc
    assert found == expected


TASKS = Sheet.TASKS


def rows(*ids: str) -> list[Task]:
    return [Task(id=task_id, row=row) for row, task_id in enumerate(ids, start=4)]


def test_new_ids_go_on_from_the_highest_ever_given():
    assert new_ids(rows("T001", "", "T003", ""), Settings(last_task_number=40)) == (
        {(TASKS, 5): "T041", (TASKS, 7): "T042"},
        42,
    )
    assert new_ids(rows("T001", "", "T055"), Settings(last_task_number=40)) == ({(TASKS, 5): "T056"}, 56)


def test_new_ids_where_nobody_counted():
    assert new_ids(rows("", ""), Settings()) == ({(TASKS, 4): "T001", (TASKS, 5): "T002"}, 2)
    assert new_ids(rows("甲-1", ""), Settings()) == ({(TASKS, 5): "T001"}, 1)


def test_nothing_new_keeps_the_count():
    assert new_ids(rows("T001"), Settings(last_task_number=9)) == ({}, 9)


def test_ids_are_unique__on_both_sheets(findings_doc):
    """
    | 任务编号 | 工作任务 |
    | T001     | 甲       |

    | 任务编号 | 工作任务 | 原年度 | =>                   |
    | T001     | 乙       | 2025   | DUPLICATE_TASK_ID A2 |
    """
    found, expected = findings_doc
    assert found == expected


def test_new_ids_tell_the_sheets_apart():
    tasks = [*rows("T001", ""), *(replace(task, sheet=Sheet.LOOKBACK) for task in rows("T009", ""))]
    expected = {(TASKS, 5): "T010", (Sheet.LOOKBACK, 5): "T011"}
    assert new_ids(tasks, Settings()) == (expected, 11)
