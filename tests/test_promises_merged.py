"""Remarks on their way: from books that came back into the status book, the list of problems and the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from taskbook.collect import collect_replies
from taskbook.columns import FindingField, ReplyField, Sheet, StatusField
from taskbook.grid import Grid, read_grids
from taskbook.master import write_master
from taskbook.merge import MergeResult, as_json, merge_master
from taskbook.model import Plan, Settings, Task, Unit
from taskbook.period import Period
from taskbook.rehearsal.filling import open_book, write
from taskbook.split import split_master

SEPTEMBER, OCTOBER = Period(2026, 9), Period(2026, 10)
SCHOOLS, TAXES = "区教育局", "区税务局"
LINK = "https://www.slq.example/202609/t20260910_1.html"
PLAN = Plan(
    Settings("JH-1", "示例区2026年工作要点", 2026, "区政府办公室", date(2026, 3, 10), last_task_number=3),
    (
        Task("T001", "1", "一、公开", "教育", "公布招生计划，8月15日前完成学校公示，培训不少于2次。", SCHOOLS, "", TAXES,
             measure="查看网站发布信息", deadline="2026年11月底前"),
        Task("T002", "2", "一、公开", "税务", "公开减税政策，接通率不低于90%。", TAXES, deadline="2026年11月底前"),
        Task("T003", "3", "一、公开", "服务", "回访群众。", SCHOOLS, deadline="全年持续推进"),
    ),
    (Unit(SCHOOLS, "部门"), Unit(TAXES, "部门")),
)  # fmt: skip


@pytest.fixture
def merged(tmp_path: Path) -> MergeResult:
    """September, both answered."""
    master = tmp_path / "总表.xlsx"
    write_master(PLAN, master)
    (tmp_path / "收件").mkdir()
    sent = split_master(master, SEPTEMBER, None, (), False, today=date(2026, 9, 1))
    books = {book.unit: book.file for book in sent.books}
    said = {
        SCHOOLS: {
            "T001": ("已完成", "办结", "1", "见附件"),
            "T003": ("推进中", "已回访12户", "", LINK),
        },
        TAXES: {
            "T001": ("推进中", "在办", "", ""),
            "T002": ("已完成", "办结", "接通率85%", f"{LINK}#top"),
        },
    }
    for unit, answers in said.items():
        book = open_book(books[unit])
        for task_id, texts in answers.items():
            fields = (ReplyField.STATE, ReplyField.PROGRESS, ReplyField.VALUE, ReplyField.EVIDENCE)
            for field, text in zip(fields, texts, strict=True):
                write(book, book.rows[task_id], field, text)
        book.workbook.save(tmp_path / "收件" / f"{unit}.xlsx")
    collect_replies(master, SEPTEMBER, today=date(2026, 9, 20))
    return merge_master(master, SEPTEMBER, today=date(2026, 9, 30))


EXPECTED = {
    ("T001", SCHOOLS): ["VALUE_UNDER_TARGET", "EVIDENCE_MISSING"],
    ("T002", TAXES): ["VALUE_UNDER_TARGET", "LINK_OF_OTHER_TASK"],
    ("T003", SCHOOLS): ["LINK_OF_OTHER_TASK"],
}


def sheet(book: Path, name: str) -> Iterator[dict[str, str]]:
    grid: Grid = next(grid for grid in read_grids(book) if grid.name == name)
    names = [grid.text(2, column) for column in range(len(grid.rows[2]))]
    for row in range(3, len(grid.rows)):
        yield {heading: grid.text(row, column) for column, heading in enumerate(names)}


def test_remarks_stand_beside_the_answers_in_the_status_book(merged):
    told = {
        (row[ReplyField.TASK_ID], row[StatusField.UNIT]): row[StatusField.REMARKS].splitlines()
        for row in sheet(merged.out, Sheet.REPLIES)
    }
    assert {key: len(lines) for key, lines in told.items() if lines} == {
        key: len(codes) for key, codes in EXPECTED.items()
    }
    assert told["T001", SCHOOLS][0] == "完成值1没有达到目标（不少于2次），却填了“已完成”，请核对"
    headings = list(next(sheet(merged.out, Sheet.REPLIES)))
    assert headings.index(StatusField.REMARKS) == headings.index(ReplyField.NEXT_STEP) + 1


def test_the_json_has_them_with_each_reply(merged):
    told = {
        (task["id"], reply["unit"]): [one["code"] for one in reply["remarks"]]
        for task in as_json(merged)["tasks"]
        for reply in task["replies"]
    }
    assert {key: codes for key, codes in told.items() if codes} == EXPECTED
    assert told["T001", TAXES] == []


def test_what_collecting_told_is_listed_once(merged):
    """That 1 is under 2 was told when the file came in; that 85% is under 90%, written in words, was not."""
    listed = Counter(row[FindingField.CODE] for row in sheet(merged.out, Sheet.ISSUES))
    assert listed["VALUE_UNDER_TARGET"] == 2
    own = [(one.code.name, one.where.sheet) for one in merged.findings if one.where.file]
    assert Counter(code for code, _ in own) == {
        "VALUE_UNDER_TARGET": 1,
        "EVIDENCE_MISSING": 1,
        "LINK_OF_OTHER_TASK": 2,
    }
    assert {name for _, name in own} == {Sheet.REPLY}


def test_the_problem_is_found_in_the_cell_it_names(merged):
    originals = merged.out.parents[1] / "归档" / "2026-09" / "原件"
    for remark in merged.status.remarks:
        where = remark.finding.where
        grid = next(grid for grid in read_grids(originals / where.file) if grid.name == where.sheet)
        row, column = int(where.address[1:]) - 1, "ABCDEFGHIJKLMNOPQRS".index(where.address[0])
        texts = [grid.text(row, place) for place in range(len(grid.rows[row]))]
        assert remark.task_id in texts
        assert grid.text(row, column) in {"1", "接通率85%", "见附件", LINK, f"{LINK}#top"}


def test_what_was_done_before_is_not_remarked_on_again(merged):
    """In October nobody has answered yet: 区税务局's answer of September stands, its remark stays in September's book."""
    master = merged.out.parents[1] / "总表.xlsx"
    split_master(master, OCTOBER, None, (), False, today=date(2026, 10, 1))
    later = merge_master(master, OCTOBER, today=date(2026, 10, 20))
    assert later.status.remarks == ()
    assert {row[StatusField.REMARKS] for row in sheet(later.out, Sheet.REPLIES)} == {""}


def test_merging_twice_tells_the_same(merged):
    master = merged.out.parents[1] / "总表.xlsx"
    again = merge_master(master, SEPTEMBER, today=date(2026, 9, 30))
    assert replace(again.status, plan=merged.status.plan).remarks == merged.status.remarks
