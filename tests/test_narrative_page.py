"""docs/叙述式要点.md says what the review book has, what drafts and comparisons say, and quotes a comparison as it comes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from taskbook import wording
from taskbook.check import check_master
from taskbook.codes_page import codes_by_section
from taskbook.columns import HEADINGS, Field, ReviewField, Sheet, SourceTextField
from taskbook.findings import Code
from taskbook.importing import import_plan
from taskbook.intake.opening import _PAGES
from taskbook.language.directory import Directory
from taskbook.master import read_master
from taskbook.master.write import write_master
from taskbook.model import Unit
from taskbook.printing import findings_lines
from taskbook.prose.draft import Confidence, Left, Trace
from taskbook.prose.parties.defaults import default_in
from taskbook.prose.parties.naming import PartyTexts, Rule, Scope
from taskbook.prose.rows.rows import Row
from taskbook.prose.rows.sureness import confidence_of
from taskbook.rehearsal.from_prose import decided, drafted, narrative
from taskbook.review.decisions import Decision, decision_of

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "叙述式要点.md"
DAY = date(2026, 4, 9)


@cache
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def section(heading: str) -> str:
    (found,) = (part for part in page().split("\n## ") if part.startswith(heading))
    return found


def cells(text: str) -> list[list[str]]:
    """The rows of the tables in a text."""
    rows = re.findall(r"^\| (.+) \|$", text, re.MULTILINE)
    return [[cell.strip() for cell in row.split(" | ")] for row in rows]


def first_cells(text: str) -> list[str]:
    return [row[0] for row in cells(text)]


def cause_of(sentence: str) -> str:
    """What is wrong, with dots for what changes."""
    plain = re.sub(r"\{[^}]*\}", "…", sentence)
    return re.split(r"。|，请|；|\n", plain)[0].rstrip("：")


# ---- the review book ----


def test_every_column_of_the_review_book_is_explained():
    told = "、".join(first_cells(section("三、")))
    own = [field.value for field in ReviewField]
    seen = [HEADINGS[field] for field in Field if field not in _WRITTEN_BACK and field is not Field.LEADER]
    assert [heading for heading in own + seen if heading not in told] == []


_WRITTEN_BACK = {Field.TASK_ID, Field.STATUS, Field.RATE, Field.LIGHT, Field.LATEST, Field.UPDATED}


def test_every_sheet_of_the_review_book_is_explained(tmp_path):
    import openpyxl

    book, _ = drafted(tmp_path, DAY)
    sheets = [sheet.title for sheet in openpyxl.load_workbook(book) if sheet.sheet_state == "visible"]
    told = "、".join(first_cells(section("三、"))).split("、")
    assert Sheet.REVIEW in sheets
    assert [sheet for sheet in sheets if sheet not in told] == []


def test_every_confidence_is_explained_as_it_is_given():
    rows = {row[0]: row for row in cells(section("三、"))}
    assert [one for one in Confidence if one not in rows] == []
    assert Decision.ADOPT in rows[Confidence.HIGH][2]
    assert "空着" in rows[Confidence.LOW][2]
    nobody, subject = Row(0, 0, ()), Row(0, 0, (), parties=PartyTexts(responsible="区大数据局"))
    nobody.doubt(Field.RESPONSIBLE, Code.DRAFT_NO_PARTY, hint="")
    subject.doubt(Field.RESPONSIBLE, Code.DRAFT_PARTY_FROM_SUBJECT, text="区大数据局")
    nowhere, known = Directory(), Directory((Unit("区大数据局"),))
    sure = [confidence_of(nobody, known), confidence_of(subject, nowhere), confidence_of(subject, known)]
    assert sure == [Confidence.LOW, Confidence.MIDDLE, Confidence.HIGH]
    assert "没有写由谁负责" in rows[Confidence.LOW][1]
    assert "取自句子的主语" in rows[Confidence.MIDDLE][1]


def test_every_decision_is_explained_and_what_people_may_write_instead_is_understood():
    told = section("四、")
    assert [decision for decision in Decision if decision not in first_cells(told)] == []
    (line,) = (line for line in told.splitlines() if "不用下拉框" in line)
    instead = re.findall("“([^”]+)”", line)
    assert [decision_of(words) for words in instead] == [
        Decision.ADOPT,
        Decision.DROP,
        Decision.MERGE,
        Decision.SPLIT,
    ]


def test_the_sheet_with_the_text_is_explained_with_all_reasons():
    told = section("七、")
    assert [kind for kind in wording.SOURCE_TEXT_KINDS.values() if kind not in first_cells(told)] == []
    assert [why for why in (*Left, *Trace) if why not in told] == []
    assert f"“{SourceTextField.KIND}”" in told
    assert f"“{SourceTextField.WHY}”" in told


def test_the_kinds_of_files_are_those_that_are_read():
    named = " ".join(first_cells(section("一、")))
    readable = set(re.findall(r"\.\w+", wording.PICK_FILTER))
    tables = {".xlsx", ".xls", ".ods", ".csv"}
    assert readable - tables - set(re.findall(r"\.\w+", named)) == set()
    assert {".html", ".htm", ".mhtml"} <= set(_PAGES)


def test_the_rules_for_many_tasks_on_the_page_are_understood():
    """In the order of the table: parties for all, the first leads, the responsible lead, a deadline for all."""
    rows = cells(section("六、"))[1:]
    directory = Directory()
    rules = [default_in(text, 0, len(text), directory) for text, _ in rows]
    assert [found and found.kind for found in rules] == [
        Rule.ADDS_PARTY,
        Rule.FIRST_LEADS,
        Rule.RESPONSIBLE_LEADS,
        Rule.DEADLINE,
    ]
    assert [found.scope for found in rules if found][0::3] == [Scope.BELOW, Scope.ABOVE]


# ---- what is said ----


@pytest.mark.parametrize(("room", "heading"), [("prose", "五、"), ("review", "八、"), ("coverage", "九、")])
def test_everything_that_is_said_is_found_by_its_words(room, heading):
    (codes,) = (codes for name, codes in codes_by_section() if name == room)
    told = section(heading)
    assert len(codes) > 8
    missing = {code.name: cause for code in codes if (cause := cause_of(code.sentence)) not in told}
    assert missing == {}


def test_the_comparison_on_the_page_is_what_the_program_says(tmp_path):
    """The sample's table with a unit and a task missing, a date changed and a task of somebody's own."""
    book, _ = drafted(tmp_path, DAY)
    whole, table = tmp_path / "whole.xlsx", tmp_path / "table.xlsx"
    import_plan(decided(book, tmp_path / "decided.xlsx"), whole, today=DAY)
    plan = read_master(whole)
    tasks = [
        replace(
            task,
            responsible=task.responsible.replace("、示例高新区管委会", ""),
            deadline=task.deadline.replace("10月底前", "11月底前"),
        )
        for task in plan.tasks
        if "第三方评估" not in task.content
    ]
    assert len(tasks) == len(plan.tasks) - 1
    write_master(replace(plan, tasks=tuple(tasks)), table)
    result = check_master(table, write=False, against=narrative())
    assert result.coverage is not None
    summed, listed = re.findall(
        r"```\n(.*?)```", section("九、")[section("九、").index("屏幕上") :], re.DOTALL
    )
    assert summed.strip() == result.coverage.summary()
    order = [one for one in result.findings if one in result.coverage.findings]
    shown = [line.strip() for line in findings_lines(order)[1:]]
    assert listed.splitlines() == shown
