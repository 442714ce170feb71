"""Texts longer than a cell can hold: whole on 原文, and said where a row of 审阅 cannot show them."""

from __future__ import annotations

import openpyxl
import pytest
from review_drafts import Made, heading, job, left, made_of, worked_on, written
from taskbook.codes import Severity
from taskbook.findings import Code
from taskbook.ooxml.rows import LONGEST_TEXT
from taskbook.review.layout import cells_for, length_in_cell
from taskbook.review.places import draft_findings
from taskbook.review.read import read_review
from taskbook.review.rows import rows_of

LONG = "".join(f"项目{number}改造、" for number in range(6000))


def sheet_of(tmp_path, made: Made, name: str) -> list[dict[str, str]]:
    sheet = openpyxl.load_workbook(written(tmp_path, made))[name]
    names = [cell.value for cell in sheet[3]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True)]


@pytest.mark.parametrize("text", [LONG, "𠮷" * 40_000, "甲" * LONGEST_TEXT, "", "甲𠮷" * 30_000])
def test_portions_fit_and_lose_nothing(text):
    portions = cells_for(text)
    assert "".join(portions) == text
    assert all(length_in_cell(one) <= LONGEST_TEXT for one in portions)
    assert (len(portions) > 1) == (length_in_cell(text) > LONGEST_TEXT)


@pytest.mark.parametrize("bit", [job, left])
def test_the_text_is_whole_on_its_sheet(tmp_path, bit):
    assert length_in_cell(LONG) > LONGEST_TEXT
    rows = sheet_of(tmp_path, made_of([heading("一、公开"), bit(LONG), job("公布目录。")]), "原文")
    assert "".join(row["原文"] for row in rows[1:-1]) == LONG
    assert len(rows) == 4
    first, second = ([row[name] for name in list(row)[:-1]] for row in rows[1:-1])
    assert first == second  # order, place, kind, number: only the text goes on


def test_a_row_of_a_task_that_cannot_be_shown_whole_is_named(tmp_path):
    made = made_of([job("公布目录。\n"), job(LONG, responsible="区财政局")])
    (finding,) = [one for one in draft_findings(made.draft, "稿.xlsx") if one.code is Code.REVIEW_TEXT_CUT]
    assert (finding.severity, finding.where.sheet, finding.where.address) == (Severity.ERROR, "审阅", "E5")
    assert f"稿002的“原文”、“工作任务”太长，有{len(LONG)}字，一个单元格最多32767字" in finding.message
    (said,) = sheet_of(tmp_path, made, "校验结果")
    assert (said["工作表"], said["单元格"], said["代码"]) == ("审阅", "E5", "REVIEW_TEXT_CUT")


def test_a_stretch_that_is_no_task_is_several_rows_without_a_sentences_end():
    rows = rows_of(made_of([left("𠮷" * 50_000), job("公布目录。")]).draft)
    assert "".join(row.source for row in rows[:-1]) == "𠮷" * 50_000
    assert all(length_in_cell(row.source) <= LONGEST_TEXT for row in rows)
    assert draft_findings(made_of([left(LONG), job("公布目录。")]).draft) == []


def test_rows_joined_beyond_what_a_cell_holds_are_told(tmp_path):
    half = LONG[:20_000]
    path = written(tmp_path, made_of([job(half + "甲\n"), job(half + "乙\n")]))
    result = read_review(worked_on(path, lambda rows: [rows[0], rows[1] | {"处理": "并入上一条"}]))
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_TEXT_CUT]
    assert finding.where.address == "F5"
    assert len(result.plan.tasks[0].content) > LONGEST_TEXT
