"""Sentences that begin with who leads and go on with what shall be done: tasks, not closings of the one before."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.prose.drafting import draft_of


def rows(text: str) -> list[tuple[str, ...]]:
    """(content, 牵头, 责任, 配合, 时限) of every row of a plan that holds these lines below a heading."""
    lines = ["云岫市2026年民生实事工作要点", "一、办好实事", *text.split("\n")]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    tasks = (row.task for row in draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1)).tasks)
    return [(one.content, one.lead, one.responsible, one.support, one.deadline) for one in tasks]


FIRST = ("市商务局举办展会4场。", "", "市商务局", "", "")


@pytest.mark.parametrize(
    ("sentence", "lead", "responsible", "support", "deadline"),
    [
        ("由市教育局牵头，市财政局配合，6月底前完成幼儿园改造。", "市教育局", "", "市财政局", "6月底前"),
        ("市教育局牵头，新建幼儿园3所。", "市教育局", "", "", ""),
        ("市教育局牵头，建成乡村学校三所。", "市教育局", "", "", ""),
        ("由市教育局、市财政局负责，6月底前完成校舍加固。", "", "市教育局、市财政局", "", "6月底前"),
        ("市教育局牵头制定方案，市财政局配合，6月底前报市政府。", "市教育局", "", "市财政局", "6月底前"),
        ("市教育局牵头制定方案，市财政局、市审计局参与。", "市教育局", "", "市财政局、市审计局", ""),
        ("由市教育局牵头，每年开展2次校园食品安全检查。", "市教育局", "", "", "每年"),
    ],
)
def test_a_sentence_with_its_own_verb_and_object_is_a_task(sentence, lead, responsible, support, deadline):
    assert rows(FIRST[0] + sentence) == [FIRST, (sentence, lead, responsible, support, deadline)]


@pytest.mark.parametrize(
    ("clause", "deadline"),
    [
        ("由市教育局牵头，市财政局配合，6月底前完成", "6月底前"),
        ("市教育局牵头，市财政局配合，于2026年6月底前全部完成", "2026年6月底前"),
        ("由市教育局牵头，市财政局配合，持续推进，并取得阶段性成果", "持续推进，并取得阶段性成果"),
        ("市教育局牵头，市财政局配合，长期坚持", "长期坚持"),
    ],
)
def test_who_and_a_mere_time_close_the_sentence_before(clause, deadline):
    assert rows(f"新建幼儿园3所。{clause}。") == [("新建幼儿园3所。", "市教育局", "", "市财政局", deadline)]


def test_a_clause_behind_a_verb_is_no_list_of_names():
    assert rows("建设学校，由市教育局负责，6月底前完成主体工程验收。") == [
        ("建设学校，由市教育局负责，6月底前完成主体工程验收。", "", "市教育局", "", "6月底前")
    ]
