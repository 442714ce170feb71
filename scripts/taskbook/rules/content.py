"""What the tasks say: said once, and not damaged by a conversion."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from taskbook.columns import Field
from taskbook.findings import Code, Finding, found
from taskbook.language.brackets import find_unpaired
from taskbook.language.strays import find_strays
from taskbook.model import Task
from taskbook.rules.sheet import TEXT_FIELDS, ReadPlan, place_of, task_cell, texts_once

SIMILAR_PERCENT = 90
_LEAST_LENGTH = 12
"""Shorter texts (加强组织领导) are alike without being the same task."""

_STRAY_FIELDS = (Field.SECTION, Field.TOPIC, Field.CONTENT, Field.MEASURE, Field.REMARK)


def tasks_are_not_repeated(sheet: ReadPlan) -> Iterator[Finding]:
    """No two tasks say the same, but for blanks and punctuation.

    Bad:  工作任务 公开预算、决算信息。；另一行 公开预算、决算信息
    Good: 工作任务 公开预算信息；另一行 公开决算信息
    """
    for tasks in sheet.by_sheet:
        for task, other in _said_before(tasks):
            where = task_cell(sheet.plan, task, Field.CONTENT)
            yield found(Code.DUPLICATE_TASK, where, other=place_of(other))


def what_is_left_over_is_not_planned_anew(sheet: ReadPlan) -> Iterator[Finding]:
    """A task that an earlier year left unfinished does not stand in this year's plan as well.

    Bad:  “责任分解表” 公开财政预算信息；“回头看” 公开财政预算信息
    Good: “责任分解表” 公开财政预算信息；“回头看” 公开部门决算信息
    """
    for task, other in _said_before(sheet.tasks):
        if task.lookback and not other.lookback:
            where = task_cell(sheet.plan, task, Field.CONTENT)
            yield found(Code.LOOKBACK_REPEATED, where, other=place_of(other))


def _said_before(tasks: Iterable[Task]) -> Iterator[tuple[Task, Task]]:
    """Each task that says what one above it says, with the first that does."""
    first: dict[object, Task] = {}
    for task in tasks:
        text = _compared(task)
        said = text if len(text) >= _LEAST_LENGTH else (task.section, task.topic, text)
        other = first.setdefault(said, task) if text else task
        if other is not task:
            yield task, other


def tasks_are_not_nearly_repeated(sheet: ReadPlan) -> Iterator[Finding]:
    """No two tasks share nine tenths of their text.

    Bad:  工作任务 及时公开义务教育招生政策和划片范围；另一行 及时公开义务教育招生政策及划片范围
    Good: 工作任务 及时公开义务教育招生政策；另一行 及时公开学前教育收费标准
    """
    for tasks in sheet.by_sheet:
        for task, other, percent in _nearly_said_before(tasks):
            where = task_cell(sheet.plan, task, Field.CONTENT)
            yield found(Code.SIMILAR_TASK, where, other=place_of(other), percent=percent)


def _nearly_said_before(tasks: Sequence[Task]) -> Iterator[tuple[Task, Task, int]]:
    """Each task much like one above it, with the one most like it and the per cent."""
    texts: dict[str, Task] = {}
    for task in tasks:
        text = _compared(task)
        if len(text) >= _LEAST_LENGTH:
            texts.setdefault(text, task)
    position = {id(task): number for number, task in enumerate(tasks)}
    nearest: dict[int, tuple[float, int]] = {}
    for one, other, percent in _similar_pairs(texts):
        earlier, later = sorted((position[id(one)], position[id(other)]))
        nearest[later] = max(nearest.get(later, (0.0, 0)), (percent, -earlier))
    for later, (percent, earlier) in sorted(nearest.items()):
        yield tasks[later], tasks[-earlier], int(percent)


def characters_are_honest(sheet: ReadPlan) -> Iterator[Finding]:
    """No lone digit or letter stands in the middle of Chinese words.

    Bad:  工作任务 公开决算及相关报1表
    Good: 工作任务 公开决算及相关报表，每年不少于1次
    """
    for task, field, text in texts_once(sheet.tasks, _STRAY_FIELDS):
        for stray in find_strays(text):
            where = task_cell(sheet.plan, task, field)
            yield found(Code.STRAY_CHARACTER, where, context=stray.context, character=stray.character)


def brackets_are_paired(sheet: ReadPlan) -> Iterator[Finding]:
    """Every bracket and quotation mark has its partner; full-width and half-width may be mixed.

    Bad:  责任单位 各县（区
    Good: 责任单位 各县（区）
    """
    for task, field, text in texts_once(sheet.tasks, TEXT_FIELDS):
        for unpaired in find_unpaired(text)[:1]:
            where = task_cell(sheet.plan, task, field)
            yield found(Code.BROKEN_BRACKET, where, context=unpaired.context)


def _compared(task: Task) -> str:
    plain = unicodedata.normalize("NFKC", task.content).casefold()
    return "".join(character for character in plain if character.isalnum())


def _similar_pairs(texts: Mapping[str, Task]) -> Iterator[tuple[Task, Task, float]]:
    """Pairs of at least SIMILAR_PERCENT; texts of too different length cannot be, and are not compared."""
    from rapidfuzz import fuzz, process

    ordered = sorted(texts, key=len)
    lengths = [len(text) for text in ordered]
    longest = (200 - SIMILAR_PERCENT) / SIMILAR_PERCENT
    for index, text in enumerate(ordered):
        end = bisect_right(lengths, len(text) * longest)
        hits = process.extract(
            text, ordered[index + 1 : end], scorer=fuzz.ratio, score_cutoff=SIMILAR_PERCENT, limit=None
        )
        for other, percent, _ in hits:
            yield texts[text], texts[other], percent
