"""Rules for many tasks that stand inside the closing of one: its own parties stay, the others get what the rule says."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import Draft
from taskbook.prose.drafting import draft_of


def drafted(text: str) -> Draft:
    lines = ["云岫市2026年商贸工作要点", "一、促进消费", *text.split("\n")]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    return draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1))


def rows(text: str) -> list[tuple[str, ...]]:
    """(content, 牵头, 责任, 配合) of every row."""
    tasks = (row.task for row in drafted(text).tasks)
    return [(one.content, one.lead, one.responsible, one.support) for one in tasks]


FAIR, COUPON = "举办展会4场。", "发放消费券。"


@pytest.mark.parametrize(
    ("closing", "own", "next_one"),
    [
        (
            "（牵头单位：市商务局；责任单位：各区政府。以下任务均需各区政府落实，不再一一列出）",
            ("市商务局", "各区政府", ""),
            ("市财政局", "市审计局、各区政府", ""),
        ),
        (
            "（市商务局牵头，市公安局参与，县（市、区）政府负责落实。以下均需县（市、区）政府落实，不再列出）",
            ("市商务局", "县（市、区）政府", "市公安局"),
            ("市财政局", "市审计局、县（市、区）政府", ""),
        ),
        (
            "〔市商务局牵头。以下各项工作均需各县区落实，不再列出。〕",
            ("市商务局", "各县区", ""),
            ("市财政局", "市审计局、各县区", ""),
        ),
        (
            "（市商务局、市公安局、市文旅局等负责，列第一位者为牵头单位，下同）",
            ("市商务局", "市公安局、市文旅局等", ""),
            ("市财政局", "市审计局", ""),
        ),
        (
            "（责任单位：市商务局、市公安局；排在首位的为牵头单位，其余为配合单位，下同）",
            ("市商务局", "", "市公安局"),
            ("市财政局", "", "市审计局"),
        ),
        (
            "（责任单位：市商务局、市公安局，列第一位的为牵头单位）",
            ("市商务局", "市公安局", ""),
            ("", "市财政局、市审计局", ""),
        ),
        (
            "（市商务局、市公安局，列第一位的为牵头单位，其他单位配合）",
            ("市商务局", "", "市公安局"),
            ("", "市财政局、市审计局", ""),
        ),
    ],
)
@pytest.mark.parametrize("lines", ["1.{}{}\n2.{}{}", "{}{}{}{}"])
def test_a_rule_inside_a_bracket(closing, own, next_one, lines):
    second = "（责任单位：市财政局、市审计局）"
    if "牵头。" in closing or "均需" in closing:
        second = "（市财政局牵头，市审计局负责）"
    text = lines.format(FAIR, closing, COUPON, second)
    assert rows(text) == [(FAIR, *own), (COUPON, *next_one)]


def test_a_rule_behind_the_names_of_a_labelled_line():
    text = (
        f"1.{FAIR}\n责任单位：市商务局、市公安局（第一责任单位为牵头单位，下同）\n时限要求：持续推进\n"
        f"2.{COUPON}\n责任单位：市财政局、各街道\n时限要求：6月底前"
    )
    assert rows(text) == [(FAIR, "市商务局", "市公安局", ""), (COUPON, "市财政局", "各街道", "")]
    assert [row.task.deadline for row in drafted(text).tasks] == ["持续推进", "6月底前"]


def test_a_note_about_each_task_at_the_end_is_for_all_and_no_task():
    text = f"1.{FAIR}（市商务局、市公安局）\n2.{COUPON}（市财政局、市审计局）\n（注：每项任务第一责任单位为牵头单位，下同。）"
    assert rows(text) == [(FAIR, "市商务局", "市公安局", ""), (COUPON, "市财政局", "市审计局", "")]
