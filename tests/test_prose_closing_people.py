"""People and parties in one closing; a last clause that is a sentence of its own."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.prose.drafting import draft_of


def rows(text: str) -> list[tuple[str, ...]]:
    lines = ["云岫县2026年工作方案", "一、重点工作", *text.split("\n")]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    drafted = draft_of(blocks, "方案.docx", "方案", today=date(2026, 3, 1))
    return [
        (one.task.content, one.task.lead, one.task.responsible, one.task.support, one.task.leader)
        for one in drafted.tasks
    ]


@pytest.mark.parametrize(
    ("closing", "responsible", "support", "leader"),
    [
        ("（县林业局，责任人：周某；县科技局）", "县林业局、县科技局", "", "周某"),
        ("（责任人：周某；县林业局、各乡镇）", "县林业局、各乡镇", "", "周某"),
        ("（责任人：周某，县林业局、各乡镇）", "县林业局、各乡镇", "", "周某"),
        ("（责任人：周某、县林业局）", "县林业局", "", "周某"),
        ("（责任单位：县林业局；责任人：周某、吴某，各乡镇长）", "县林业局", "", "周某、吴某，各乡镇长"),
        ("（责任单位：县林业局；责任领导：副县长周某、县林业局局长）", "县林业局", "", "副县长周某、县林业局局长"),
        ("责任单位：县林业局　责任人：周某　各乡镇配合", "县林业局", "各乡镇", "周某"),
        ("责任单位：县林业局　联系人：周某　县城管局、各街道配合", "县林业局", "县城管局、各街道", ""),
        ("责任单位：县林业局　责任人：县林业局 周某", "县林业局", "", "县林业局 周某"),
    ],
)  # fmt: skip
def test_a_persons_value_ends_where_a_unit_begins(closing, responsible, support, leader):
    assert rows(f"1.栽植树木2万株。{closing}") == [("栽植树木2万株。", "", responsible, support, leader)]


def test_a_half_sentence_with_a_subject_of_its_own_closes_nothing_before_it():
    found = rows("县教体局制定方案；县教研室编写教材；各学校组织实施。")
    assert found[0][2] == "县教体局"
    assert all(one[2] != "各学校" or one[0] == "各学校组织实施。" for one in found)


def test_the_same_words_close_what_nobody_else_does():
    assert [one[2] for one in rows("1.改造校舍10处，由各学校组织实施。")] == ["各学校"]
