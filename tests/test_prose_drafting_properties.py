"""What holds for every text: each character is in one span, what a task shows is the document's, nothing raises."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st
from taskbook.findings import CannotGoOn, found
from taskbook.intake.blocks import Paragraph
from taskbook.language.directory import Directory
from taskbook.prose.draft import Draft, Kind
from taskbook.prose.drafting import draft_of
from taskbook.prose.duties.cuts import Around
from taskbook.prose.duties.obligations import cut_item
from taskbook.prose.duties.sentences import clauses_in, sentences_in

TODAY = date(2026, 3, 1)
PIECES = (
    "一、 二、 （一） （二） (-) 1. 2. 1．① ② 一是 二是 第一， 第二， —— 附件： 2、 -3- 第4页"
    " 区财政局 各镇街 各部门（单位） 市教育局、财政局 责任单位： 牵头单位： 完成时限： （责任单位：区水利局） 〔牵头：区教育局〕 （区农业农村局牵头，各乡镇配合）"
    " 要 负责 做好 推进 制定 台账 10月底前 每季度 不少于3次 以下均需各镇街落实，不再列出 列第一位的为牵头单位 以上任务责任单位：区政府办"
    ' 近年来 为加强管理，制定本方案 提高认识 确保落到实处 以习近平新时代中国特色社会主义思想为指导 加强宣传 其中 同时， 對學校 “ ” （ ） 《 》 " 。 。 ， ， ； ： ！ 、 \n \n　 x 3'
).split(" ")
TEXTS = st.lists(st.sampled_from(PIECES), min_size=0, max_size=40).map("".join)
ANY = st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=120)


def drafted(text: str) -> Draft | None:
    lines = [line for line in text.split("\n") if line.strip()]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    try:
        return draft_of(blocks, "计划.txt", "计划", today=TODAY)
    except CannotGoOn:
        return None


@settings(max_examples=250, deadline=None)
@given(st.one_of(TEXTS, ANY))
@example("（责任单位：区水利局）")
@example("一、推进\n（责任单位：区水利局）\n二、加强\n责任单位：区财政局")
@example("1.做好台账；\n2.推进宣传。\n责任单位：区财政局")
def test_every_character_is_in_one_span_and_tasks_stand_where_they_say(text):
    draft = drafted(text)
    if draft is None:
        return
    at = 0
    for span in draft.spans:
        assert (span.start, span.end > span.start) == (at, True)
        assert (span.task is not None) == (span.kind is Kind.TASK)
        at = span.end
    assert at == len(draft.body.text)
    for index, task in enumerate(draft.tasks):
        mine = [(span.start, span.end) for span in draft.spans if span.task == index]
        assert list(task.spans) == mine
        assert task.source == "".join(draft.body.text[start:end] for start, end in mine).strip()
        assert task.task.content
        assert not set("".join(task.task.content.split())) - set(task.source)
        assert all(found(doubt.code, **doubt.details).message for doubt in task.doubts)
    assert [task.task for task in draft.tasks] == list(draft.plan.tasks)
    assert [task.id for task in draft.plan.tasks] == [f"T{n:03d}" for n in range(1, len(draft.tasks) + 1)]


@settings(max_examples=250, deadline=None)
@given(st.one_of(TEXTS, ANY))
def test_sentences_parts_and_cuts_tile_their_text(text):
    at = 0
    for sentence in sentences_in(text):
        assert sentence.start == at == sentence.parts[0].start
        for part in sentence.parts:
            assert (part.start, part.end > part.start) == (at, True)
            assert part.start <= part.words <= part.end
            at = part.end
        assert at == sentence.end
    assert at == len(text)
    starts = clauses_in(text, 0, len(text))
    assert starts == sorted(set(starts))
    cuts = cut_item(text, Around(Directory())).cuts
    assert [cut.start for cut in cuts] == [0, *(cut.end for cut in cuts[:-1])][: len(cuts)]
    assert (cuts[-1].end if cuts else 0) == len(text)
