"""Plans as they are written, read by the drafter, held against their tables: real sentences, real brackets, a real plan."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from coverage_pairs import (
    Pair,
    change_dates,
    delete_rows,
    delete_sentences,
    drop_clauses,
    found_of,
    matches,
    own_tasks,
    pair_of,
    reword,
    sample_tasks,
    swap_units,
)
from taskbook.check import check_master
from taskbook.coverage.compare import compare
from taskbook.coverage.telling import findings_of
from taskbook.findings import CannotGoOn, Stop
from taskbook.importing import import_plan
from taskbook.intake.text import read_text
from taskbook.language.reading import read_plan
from taskbook.model import Task
from taskbook.prose.drafting import draft_of
from taskbook.sample.source import FOLDER

LEAST = 0.95
CHANGES = (
    (drop_clauses, 2),
    (swap_units, 2),
    (change_dates, 2),
    (reword, 5),
    (delete_sentences, 2),
    (delete_rows, 2),
)
LABELS = (
    ("牵头单位", "lead"),
    ("责任单位", "responsible"),
    ("配合单位", "support"),
    ("完成时限", "deadline"),
)


def in_brackets(task: Task) -> str:
    """（牵头单位：…；责任单位：…；完成时限：…）"""
    said = [
        f"{label}：{getattr(task, name)}"
        for label, name in LABELS
        if getattr(task, name) not in ("", "无", "—")
    ]
    return task.content.rstrip("。") + "。（" + "；".join(said).replace("\n", "，") + "）"


def on_lines(task: Task) -> str:
    """A line for each label below the sentence."""
    said = [
        f"{label}：{getattr(task, name)}"
        for label, name in LABELS
        if getattr(task, name) not in ("", "无", "—")
    ]
    return "\n\n".join([task.content, *(line.replace("\n", "，") for line in said)])


def as_text(pair: Pair, written) -> str:
    head = [pair.plan.settings.plan_name, "为做好今年的工作，制定本要点。", "一、重点任务"]
    return "\n\n".join([*head, *(f"{at}．{written(task)}" for at, task in enumerate(pair.asked, 1))])


def found_in(pair: Pair, written) -> set[tuple[str, str]]:
    plan = replace(pair.plan, tasks=tuple(pair.tasks))
    blocks = read_text(as_text(pair, written))
    draft = draft_of(blocks, "要点.txt", "要点", plan.units, plan.groups, 2026, date(2026, 3, 1))
    return found_of(findings_of(compare(plan, read_plan(plan)[0], draft), "要点.txt"))


@pytest.mark.parametrize("written", [in_brackets, on_lines])
@pytest.mark.parametrize("make", [sample_tasks, own_tasks], ids=["sample", "own"])
def test_a_written_plan_and_its_own_table_agree(make, written):
    assert found_in(pair_of(*make()), written) == set()


@pytest.mark.parametrize("make", [sample_tasks, own_tasks], ids=["sample", "own"])
def test_what_was_changed_is_found_in_a_written_plan(make):
    hit, missed, false = Counter(), Counter(), Counter()
    for seed in range(5):
        pair, chance = pair_of(*make()), random.Random(seed)
        for change, count in CHANGES:
            change(pair, chance, count)
        found = found_in(pair, in_brackets)
        for one in pair.expected:
            (hit if any(matches(one, other) for other in found) else missed)[one[0]] += 1
        false.update(one[0] for one in found if not any(matches(other, one) for other in pair.expected))
    assert len(hit) == 5
    assert all(hit[code] >= LEAST * (hit[code] + missed[code]) for code in hit | missed), missed
    assert all(hit[code] >= LEAST * (hit[code] + false[code]) for code in hit | false), false


def test_units_and_dates_inside_the_sentence():
    """The subject acts; the date is in the sentence, and the row has neither in its content."""
    tasks, plan = own_tasks()
    inside = [task for task in tasks if task.lead and not task.responsible and "月" in task.deadline]
    asked = [
        replace(
            task,
            content=f"{task.lead}{task.deadline.removeprefix('2026年')}{task.content}",
            lead="",
            deadline="",
        )
        for task in inside
    ]
    pair = Pair(asked, list(inside), plan)
    assert len(inside) == 2
    assert found_in(pair, lambda task: task.content) == set()
    pair.tasks[0] = replace(inside[0], lead="区审计局")
    pair.tasks[1] = replace(inside[1], deadline="2026年12月底前")
    assert {(code, place) for code, place in found_in(pair, lambda task: task.content)} == {
        ("PARTY_NOT_IN_TABLE", inside[0].id),
        ("DATE_DIFFERS", inside[1].id),
    }


@pytest.mark.parametrize(
    ("text", "content", "deadline", "said"),
    [
        (
            "区财政局公开部门决算和说明，2026年11月底前完成。（责任单位：区财政局；完成时限：2026年11月底前）",
            "区财政局公开部门决算和说明，2026年11月底前完成。",
            "2026年10月底前",
            "2026年11月底前",
        ),
        (
            "选择两个镇开展村务公开试点，9月底前总结推广。（责任单位：区财政局）",
            "选择两个镇开展村务公开试点，9月底前总结推广。",
            "12月底前",
            "9月底前",
        ),
        (
            "6月底前选定两个镇，9月底前总结推广。（责任单位：区财政局）",
            "6月底前选定两个镇，9月底前总结推广。",
            "9月底前",
            "",
        ),
        (
            "3月底前制定实施方案，组织各镇开展村务公开试点。（责任单位：区财政局）",
            "3月底前制定实施方案，组织各镇开展村务公开试点。",
            "12月底前",
            "",
        ),
    ],
)
def test_a_date_of_the_text_that_the_row_still_says_elsewhere(text, content, deadline, said):
    plan = own_tasks()[1]
    task = Task("T001", "1", content=content, responsible="区财政局", deadline=deadline, row=4)
    plan = replace(plan, tasks=(task,), settings=replace(plan.settings, year=2026))
    blocks = read_text("示例区2026年工作要点\n\n一、重点任务\n\n（一）" + text)
    draft = draft_of(blocks, "要点.txt", "要点", plan.units, plan.groups, 2026, date(2026, 3, 1))
    found = findings_of(compare(plan, read_plan(plan)[0], draft), "要点.txt")
    told = [one.message for one in found if one.code.name == "DATE_DIFFERS"]
    assert len(told) == bool(said)
    assert all(f"写的是“{said}”，这一行的完成时限是“{deadline}”" in message for message in told)


def test_a_text_in_traditional_characters_is_compared_with_a_simplified_table():
    from opencc import OpenCC

    tasks, plan = own_tasks()
    plan = replace(plan, tasks=tuple(tasks))
    text = OpenCC("s2t").convert(as_text(pair_of(tasks, plan), in_brackets))
    draft = draft_of(read_text(text), "要點.txt", "要點", plan.units, plan.groups, 2026, date(2026, 3, 1))
    assert found_of(findings_of(compare(plan, read_plan(plan)[0], draft), "要點.txt")) == set()


@pytest.mark.parametrize(
    ("name", "stop"),
    [
        ("示例区2026年优化营商环境工作要点.docx", Stop.TEXT_OF_OTHER_PLAN),
        ("示例区2026年工作要点任务分解表.docx", Stop.NO_PROSE_TO_COMPARE),
    ],
)
def test_the_samples_texts_are_not_this_plans(name, stop):
    with pytest.raises(CannotGoOn) as refused:
        check_master(FOLDER / "示例区2026年责任分解表.xlsx", write=False, against=FOLDER / name)
    assert refused.value.stop is stop


# ---- a real plan with both ----


@pytest.fixture(scope="module")
def real(seeds, tmp_path_factory):
    """The real plan that has prose and table, and what is found when one is held against the other."""
    source = seeds / "seeds" / "中卫市2022要点及任务分工.docx"
    folder = seeds / "registries"
    out = tmp_path_factory.mktemp("real") / "总表.xlsx"
    import_plan(source, out, folder / "中卫市.csv", folder / "群组.csv")
    return check_master(out, write=False, against=source)


def places(result, *codes: str) -> list[tuple[str, str]]:
    return [(one.code.name, one.where.address) for one in result.findings if one.code.name in codes]


@pytest.mark.seeds
def test_the_sentences_of_the_real_plan_that_no_task_takes(real):
    assert places(real, "TEXT_NOT_COVERED") == [
        ("TEXT_NOT_COVERED", f"第{at}段") for at in (20, 25, 27, 28, 29, 38)
    ]
    partly = {at for _, at in places(real, "TEXT_PARTLY_COVERED")}
    assert partly == {f"第{at}段" for at in (20, 22, 23, 24, 25, 28, 32, 33, 38)}
    assert places(real, "TASK_WITHOUT_TEXT", "TASK_ADDS_TEXT") == []


@pytest.mark.seeds
def test_the_parties_and_dates_of_the_real_plan(real):
    """One unit of a long list is missing in row 17; the dates agree; one group is added to nearly every row."""
    assert places(real, "PARTY_NOT_IN_TABLE", "LEAD_DIFFERS", "PARTY_NOT_IN_MOST_ROWS") == [
        ("PARTY_NOT_IN_TABLE", "G17")
    ]
    [message] = [one.message for one in real.findings if one.code.name == "PARTY_NOT_IN_TABLE"]
    assert "市统计局" in message
    assert places(real, "DATE_DIFFERS", "NUMBER_DIFFERS") == []
    assert places(real, "PARTY_IN_MOST_ROWS", "DEADLINES_ONLY_IN_TABLE", "TEXT_REASONS_LEFT_OUT") == [
        ("DEADLINES_ONLY_IN_TABLE", ""),
        ("PARTY_IN_MOST_ROWS", ""),
        ("TEXT_REASONS_LEFT_OUT", ""),
    ]
    added = places(real, "PARTY_ONLY_IN_TABLE")
    assert [int(at[1:]) for _, at in added] == [4, 5, 11, 12, 15, 16, 46]


@pytest.mark.seeds
def test_every_row_of_the_real_plan_comes_from_its_paragraph(real):
    result = real.coverage.comparison
    first = [origin.paragraphs[0] for origin in result.origins]
    assert first == sorted(first)
    assert (first[0], first[-1]) == (12, 38)
    assert not result.without_text
