"""A draft against what is true: how much of it is right (precision) and how much of what is true it has (recall)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskbook.language.directory import Directory
from taskbook.language.reading import read_task
from taskbook.language.text import squeeze
from taskbook.model import Deadline, DeadlineKind, Role
from taskbook.prose.draft import Draft, DraftTask

from bench.drafts_counts import WHERE, Measured, brief
from bench.drafts_gold import Day, Finder, GoldPlan, GoldTask, Pair, Place, alone_leads, plain_title
from bench.drafts_structure import background, headings

SLACK = 2
"""Letters by which a boundary may differ: a list mark taken in or left out (1. 十二 一是)."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A task of the draft as far as it is measured."""

    place: Place
    parties: tuple[Pair, ...]
    days: frozenset[Day]
    where: str
    section: str
    topic: str
    words: str


def measure(plan: GoldPlan, draft: Draft, directory: Directory) -> Measured:
    """The draft of a plan against the truth. A task drafted is held against the true one it shares most letters with,
    and says the same of every other one it holds most of; a true one is held against the drafted one it shares most
    with: a task cut in two does not also have wrong parties."""
    text = draft.body.text
    places, closings = _stand(plan.tasks, Finder(text))
    beside = closings | _letters_of(plan.removed, text)
    drafted = [_drafted(one, draft, directory, beside) for one in draft.tasks]
    result = Measured(plan.name, len(drafted), len(plan.tasks), _uncovered(draft))
    _boundaries(result, plan.tasks, places, drafted, text)
    said_of = [_held(one.place, places) for one in drafted]
    asked_of = [_nearest(place, [one.place for one in drafted]) for place in places]
    for one, held in zip(drafted, said_of, strict=True):
        for task in [plan.tasks[at] for at in held] or [None]:
            _say(result, one, task)
    for task, at in zip(plan.tasks, asked_of, strict=True):
        _ask(result, task, drafted[at] if at is not None else None)
    paths = [(drafted[at].section, drafted[at].topic) if at is not None else None for at in asked_of]
    headings(result, plan, draft, places, paths)
    background(result, plan, draft)
    return result


def _stand(tasks: Sequence[GoldTask], finder: Finder) -> tuple[list[Place], set[int]]:
    """Where the tasks stand, and the letters of their closings, which stand behind them or before."""
    places: list[Place] = []
    closings = set[int]()
    for task in tasks:
        places.append(finder.next(task.text))
        if places[-1].letters and task.closing:
            before = finder.before(task.closing, places[-1])
            closings |= (before if before.letters else finder.next(task.closing)).letters
    return places, closings


def _letters_of(texts: Iterable[str], text: str) -> set[int]:
    finder = Finder(text)
    return {at for one in texts for at in finder.next([one]).letters}


def _drafted(one: DraftTask, draft: Draft, directory: Directory, beside: set[int]) -> Drafted:
    text = draft.body.text
    letters = {at for start, end in one.spans for at in range(start, end) if text[at].isalnum()}
    reading, _ = read_task(one.task, directory, draft.plan.settings.year)
    pairs = [(squeeze(party.name), party.role) for party in reading.parties]
    return Drafted(
        place=Place(frozenset(letters - beside)),
        parties=tuple(pair for pair in pairs if not pair[0].startswith("等")),
        days=_days_of(reading.deadline),
        where=_where(one),
        section=plain_title(one.task.section),
        topic=plain_title(one.task.topic),
        words=one.task.content,
    )


def _days_of(deadline: Deadline) -> frozenset[Day]:
    if deadline.kind is DeadlineKind.DATE:
        return frozenset(("date", day.isoformat()) for day in deadline.dates)
    return frozenset([(deadline.kind.value, "")] if deadline.text.strip() else [])


def _where(one: DraftTask) -> str:
    """Where the draft has a party from, by its doubts; what it is sure of comes from brackets."""
    codes = [doubt.code.name for doubt in one.doubts]
    for word, where in (("SUBJECT", "subject"), ("DEFAULT", "default"), ("HEADING", "heading")):
        if any(word in code for code in codes):
            return where
    return "bracket"


def _uncovered(draft: Draft) -> int:
    held = [0] * len(draft.body.text)
    for span in draft.spans:
        for at in range(span.start, span.end):
            held[at] += 1
    return sum(1 for count in held if count != 1)


def _nearest(place: Place, others: Sequence[Place]) -> int | None:
    shared = [len(place.letters & other.letters) for other in others]
    best = max(range(len(shared)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] else None


def _held(place: Place, tasks: Sequence[Place]) -> list[int]:
    """The true tasks of which a drafted one holds most, or else the one it shares most letters with."""
    held = [at for at, one in enumerate(tasks) if 2 * len(one.letters & place.letters) > len(one.letters)]
    nearest = _nearest(place, tasks)
    return held or ([] if nearest is None else [nearest])


def _boundaries(
    result: Measured,
    tasks: Sequence[GoldTask],
    places: Sequence[Place],
    drafted: Sequence[Drafted],
    text: str,
) -> None:
    rank, letters = {}, 0
    for at, character in enumerate(text):
        rank[at] = letters
        letters += character.isalnum()
    true = [rank[place.begin] for place in places if place.letters]
    said = [rank[one.place.begin] for one in drafted if one.place.letters]
    begins, spans = result.counts["begins"], result.counts["spans"]
    for task, place in zip(tasks, places, strict=True):
        found = bool(place.letters) and any(abs(rank[place.begin] - one) <= SLACK for one in said)
        begins.ask(found)
        whole = any(len(place.letters ^ one.place.letters) <= SLACK for one in drafted) and bool(
            place.letters
        )
        spans.ask(whole)
        if not whole:
            result.differences.append(("boundaries", f"应有：{brief(''.join(task.text))}"))
    for one in drafted:
        begins.say(bool(one.place.letters) and any(abs(rank[one.place.begin] - at) <= SLACK for at in true))
        whole = any(place.letters and len(place.letters ^ one.place.letters) <= SLACK for place in places)
        spans.say(whole)
        if not whole:
            result.differences.append(("boundaries", f"草稿：{brief(one.words)}"))


def _say(result: Measured, one: Drafted, task: GoldTask | None) -> None:
    pairs = _measured(one.parties, task)
    wanted = set(_measured(task.parties, task)) if task else set()
    for pair in pairs:
        result.counts[_class(pair, task, one.where)].say(pair in wanted)
        if pair not in wanted:
            result.differences.append(("parties", f"多出 {_told(pair)}：{brief(one.words)}"))
    if task is None or task.deadline is not None:
        days = task.deadline or frozenset() if task else frozenset()
        for day in one.days:
            result.counts["deadlines"].say(day in days)
            if day not in days:
                result.differences.append(("deadlines", f"多出 {' '.join(day)}：{brief(one.words)}"))


def _ask(result: Measured, task: GoldTask, one: Drafted | None) -> None:
    said = set(_measured(one.parties, task)) if one else set()
    for pair in _measured(task.parties, task):
        result.counts[_class(pair, task, task.where)].ask(pair in said)
        if pair not in said:
            result.differences.append(("parties", f"缺少 {_told(pair)}：{brief(''.join(task.text))}"))
    for day in task.deadline or ():
        result.counts["deadlines"].ask(bool(one and day in one.days))
        if not one or day not in one.days:
            result.differences.append(("deadlines", f"缺少 {' '.join(day)}：{brief(''.join(task.text))}"))


def _measured(pairs: Sequence[Pair], task: GoldTask | None) -> tuple[Pair, ...]:
    optional = task.optional if task else frozenset()
    return alone_leads([pair for pair in pairs if pair[0] not in optional])


def _class(pair: Pair, task: GoldTask | None, where: str) -> str:
    if task and pair[0] in task.by_default:
        return "default"
    return task.where if task and task.where in WHERE else where


def _told(pair: Pair) -> str:
    return f"{pair[0]}（{ {Role.LEAD: '牵头', Role.RESPONSIBLE: '责任', Role.SUPPORT: '配合'}[pair[1]] }）"
