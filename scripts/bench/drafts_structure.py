"""The structure of a draft against the true one: headings, each task's section and topic, and what is no task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taskbook.prose.draft import Draft, Kind

from bench.drafts_counts import Measured, brief
from bench.drafts_gold import Finder, GoldPlan, Place

MOST = 0.8
"""The share of the letters of a heading or of background that settles what became of it."""


def headings(
    result: Measured,
    plan: GoldPlan,
    draft: Draft,
    places: Sequence[Place],
    paths: Sequence[tuple[str, str] | None],
) -> None:
    """Counts the headings, and of each true task whether its section and topic are those of the draft (`paths`)."""
    text = draft.body.text
    finder = Finder(text)
    stand = [finder.next(heading.pieces) for heading in plan.headings]
    true = frozenset(at for place in stand for at in place.letters)
    first = min(true, default=0)
    said = [span for span in draft.spans if span.kind is Kind.HEADING]
    covered = {at for span in said for at in range(span.start, span.end)}
    count = result.counts["headings"]
    for heading, place in zip(plan.headings, stand, strict=True):
        found = _mostly(place.letters, covered)
        count.ask(found)
        if not found:
            result.differences.append(("headings", f"应是标题：{heading.text}"))
    for span in said:
        letters = {at for at in range(span.start, span.end) if text[at].isalnum()}
        if letters and min(letters) >= first:  # the plan's name above the first heading is neither
            right = _mostly(letters, true)
            count.say(right)
            if not right:
                result.differences.append(("headings", f"不是标题：{brief(text[span.start : span.end])}"))
    for place, said_path in zip(places, paths, strict=True):
        path = _path(plan, stand, place)
        right = said_path == path
        result.counts["titles"].ask(right)
        if not right and said_path:
            result.differences.append(("titles", f"{path} 读作 {said_path}"))


def _path(plan: GoldPlan, stand: Sequence[Place], place: Place) -> tuple[str, str]:
    """Section and topic of what stands at a place: the highest heading above it and the deepest below that."""
    above: dict[int, str] = {}
    for heading, at in zip(plan.headings, stand, strict=True):
        if at.letters and at.begin < place.begin:
            above = {level: title for level, title in above.items() if level < heading.level}
            above[heading.level] = heading.title
    levels = sorted(above)
    return (above[levels[0]] if levels else "", above[levels[-1]] if len(levels) > 1 else "")


def background(result: Measured, plan: GoldPlan, draft: Draft) -> None:
    """Counts of what asks nobody for anything, and of what printing and web pages left, how much is in no task."""
    tasks = {at for span in draft.spans if span.kind is Kind.TASK for at in range(span.start, span.end)}
    for texts in (plan.background, plan.removed):
        finder = Finder(draft.body.text)
        for text in texts:
            left = not _mostly(finder.next([text]).letters, tasks)
            result.counts["background"].ask(left)
            if not left:
                result.differences.append(("background", f"不是任务：{brief(text)}"))


def _mostly(letters: Iterable[int], among: Iterable[int]) -> bool:
    letters, among = set(letters), set(among)
    return bool(letters) and len(letters & among) >= MOST * len(letters)
