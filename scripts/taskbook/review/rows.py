"""A draft as the rows of the review book: tasks, headings and what was left out, in the order of the document."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from taskbook import wording
from taskbook.columns import plain_heading
from taskbook.model import Task
from taskbook.ooxml.rows import LONGEST_TEXT
from taskbook.prose.draft import Draft, DraftTask, Kind, Left, Span
from taskbook.prose.text.marks import Make, mark_at

LONGEST_STRETCH = 320
"""Characters of a row that is no task; a longer stretch is cut at a sentence's end, so that a row can show it."""

_SENTENCE_END = re.compile(wording.REVIEW_SENTENCE_END)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of the sheet 审阅. `number` (稿号) counts from 1; `start` and `end` are offsets in the body.

    `draft` is the draft task, None for a heading and for background; there `task` is what adopting the row makes.
    """

    number: int
    kind: Kind
    start: int
    end: int
    source: str
    task: Task
    why: str = ""
    draft: DraftTask | None = None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text that is no task, before it has a number."""

    kind: Kind
    why: str
    start: int
    end: int
    text: str


def rows_of(draft: Draft) -> list[ReviewRow]:
    """The rows in order: the draft's tasks in theirs, and each other stretch before the first task behind it."""
    stretches = list(_stretches(draft))
    running = _numbers_run(draft.tasks)
    rows: list[ReviewRow] = []
    at = 0
    for task in draft.tasks:
        start, end = _extent(task, rows)
        while at < len(stretches) and stretches[at].start < start:
            rows.append(_row_of(len(rows) + 1, stretches[at]))
            at += 1
        shown = replace(task.task, number="") if running else task.task
        rows.append(ReviewRow(len(rows) + 1, Kind.TASK, start, end, task.source, shown, draft=task))
    for stretch in stretches[at:]:
        rows.append(_row_of(len(rows) + 1, stretch))
    return _placed(rows, draft.plan.settings.plan_name)


def _numbers_run(tasks: Sequence[DraftTask]) -> bool:
    """Whether the tasks are merely counted, 1, 2, 3, and the document prints no such numbers: they are counted anew
    when it is decided which rows are tasks."""
    counted = all(one.task.number == str(place) for place, one in enumerate(tasks, 1))
    return counted and not all(_printed(one) for one in tasks)


def _printed(one: DraftTask) -> bool:
    mark = re.match(wording.REVIEW_PRINTED_NUMBER, one.source)
    return mark is not None and mark[1] == one.task.number


def _extent(task: DraftTask, rows: Sequence[ReviewRow]) -> tuple[int, int]:
    if not task.spans:
        return (rows[-1].start, rows[-1].start) if rows else (0, 0)
    return min(start for start, _ in task.spans), max(end for _, end in task.spans)


def rows_of_spans(draft: Draft, rows: Sequence[ReviewRow]) -> list[list[int]]:
    """For each span of the draft the numbers of the rows that hold it; none for what was removed and for blanks."""
    tasks = [row.number for row in rows if row.draft is not None]
    others = [row for row in rows if row.draft is None]
    ends = [row.end for row in others]
    found: list[list[int]] = []
    for span in draft.spans:
        numbers: list[int] = []
        if span.kind is Kind.TASK and span.task is not None:
            numbers = [tasks[span.task]]
        elif span.kind in (Kind.HEADING, Kind.BACKGROUND):
            first = bisect_right(ends, span.start)
            holding = takewhile(lambda row, end=span.end: row.start < end, others[first:])
            numbers = [row.number for row in holding]
        found.append(numbers)
    return found


def digits_of(rows: Sequence[ReviewRow]) -> int:
    """Digits of a 稿号, so that sorting them as text keeps their order."""
    return max(3, len(str(len(rows))))


def digest_of(draft: Draft) -> str:
    """Which text a review book was made of: the same text, the same digest, on every machine."""
    return hashlib.sha256(draft.body.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


# ---- stretches that are no task ----


def _stretches(draft: Draft) -> Iterator[_Stretch]:
    """Neighbouring spans of one kind as far as a real line break; letterhead and signature as one; long ones cut."""
    run: list[Span] = []
    for span in draft.spans:
        if span.kind is Kind.REMOVED:
            continue
        if run and not _goes_on(draft.body.text, run[-1], span):
            yield from _cut(draft.body.text, run)
            run = []
        if span.kind in (Kind.HEADING, Kind.BACKGROUND):
            run.append(span)
    if run:
        yield from _cut(draft.body.text, run)


def _goes_on(text: str, last: Span, span: Span) -> bool:
    if (last.kind, last.why) != (span.kind, span.why) or span.kind is Kind.TASK:
        return False
    if span.kind is Kind.HEADING and span.start == last.end:
        return False  # two headings in one line; parted by a trace, it is one
    return span.why == Left.FRONT or not text[last.start : last.end].rstrip(" \u3000\t").endswith("\n")


def _cut(text: str, run: Sequence[Span]) -> Iterator[_Stretch]:
    """The text of a run without what was removed inside it: a stretch for each paragraph (letterhead and signature are
    one), and several for one that is longer than `LONGEST_STRETCH`, as far as its sentences allow."""
    letters = [(at, text[at]) for span in run for at in range(span.start, span.end)]
    joined = "".join(letter for _, letter in letters)
    breaks = [] if run[0].why == Left.FRONT else [match.end() for match in re.finditer("\n", joined)]
    begin = 0
    for end in [*breaks, len(joined)]:
        for first, last in _portions(joined[begin:end]):
            part = joined[begin + first : begin + last]
            if part.strip():
                left = begin + first + len(part) - len(part.lstrip())
                right = begin + first + len(part.rstrip()) - 1
                places = letters[left][0], letters[right][0] + 1
                yield _Stretch(run[0].kind, run[0].why, *places, part.strip())
        begin = end


def _portions(text: str) -> Iterator[tuple[int, int]]:
    """A text cut at the ends of sentences into portions of at most `LONGEST_STRETCH`; a longer sentence stays whole,
    as far as a cell can hold it."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    begin = 0
    while begin < len(text):
        end = len(text)
        if end - begin > LONGEST_STRETCH:
            fitting = [one for one in ends if begin < one <= begin + LONGEST_STRETCH]
            later = [one for one in ends if one > begin + LONGEST_STRETCH]
            end = min((fitting[-1:] or later[:1] or [end])[0], begin + LONGEST_TEXT // 2)
        yield begin, end
        begin = end


def _row_of(number: int, stretch: _Stretch) -> ReviewRow:
    task = Task("", content=stretch.text)
    return ReviewRow(number, stretch.kind, stretch.start, stretch.end, stretch.text, task, stretch.why)


def _placed(rows: Sequence[ReviewRow], plan_name: str) -> list[ReviewRow]:
    """Rows that are no task with section and topic, in case one is adopted.

    They are those of the task before, or of the task behind where a heading stands between; where no task shares a
    heading with the row, the headings above it are, without their numbers, as a task has them (the plan's own name is
    none).
    """
    behind: list[ReviewRow | None] = [None] * len(rows)
    later: ReviewRow | None = None
    for at in range(len(rows) - 1, -1, -1):
        behind[at] = later
        later = rows[at] if rows[at].draft or rows[at].kind is Kind.HEADING else later
    placed: list[ReviewRow] = []
    before: Task | None = None
    above: list[_Above] = []
    between = False
    for row, following in zip(rows, behind, strict=True):
        if row.draft is not None:
            before, between = row.task, False
            placed.append(row)
            continue
        task = following.task if following and following.draft else None
        if row.kind is Kind.HEADING:
            between = plain_heading(row.source) != plain_heading(plan_name)
            above = _with(above, row.source) if between else []
            section, topic = (task.section, task.topic) if task else _named(above[:-1])
            section, topic = ("" if _says(row.source, text) else text for text in (section, topic))
        else:
            like = task if between else before
            section, topic = (like.section, like.topic) if like else _named(above)
        placed.append(replace(row, task=replace(row.task, section=section, topic=topic)))
    return placed


@dataclass(frozen=True, slots=True)
class _Above:
    """A heading over a row: how its number is made (None: it has none), and its words without it."""

    make: Make | None
    title: str


def _with(above: Sequence[_Above], source: str) -> list[_Above]:
    """The headings in force below one more: it ends those of its own make and below; one without a number, all."""
    mark = mark_at(source)
    title = source[mark.end if mark else 0 :].strip().rstrip(wording.REVIEW_HEADING_END)
    make = mark.make if mark else None
    kept = [one for one in above if make is not None and one.make is not None and one.make < make]
    return [*kept, _Above(make, title or source)]


def _named(above: Sequence[_Above]) -> tuple[str, str]:
    """Section and topic that headings give."""
    return (above[0].title, above[-1].title if len(above) > 1 else "") if above else ("", "")


def _says(heading: str, text: str) -> bool:
    """Whether a heading is the one that a task names, with its number or without."""
    return bool(text) and plain_heading(heading).endswith(plain_heading(text))
