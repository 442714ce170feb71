"""From stretches of the clean text to spans of the body: each of its characters in one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from taskbook.prose.draft import Clean, Kind, Removed, Span, Trace
from taskbook.prose.rows.rows import Row, Stretch

_IN_THE_WAY = (Trace.PAGE_NUMBER, Trace.RUNNING_HEAD, Trace.ADVERTISEMENT)


def spans_of(clean: Clean, stretches: Sequence[Stretch], order: Mapping[int, int]) -> tuple[Span, ...]:
    """The spans in order. `order`: the index of a row by its `id`."""
    spans: list[Span] = []
    for span in _in_order(clean, stretches, order):
        last = spans[-1] if spans else None
        if (
            last
            and (last.kind, last.why, last.task) == (span.kind, span.why, span.task)
            and last.end == span.start
        ):
            spans[-1] = Span(last.start, span.end, span.kind, span.why, span.task)
        else:
            spans.append(span)
    return tuple(spans)


def _in_order(clean: Clean, stretches: Sequence[Stretch], order: Mapping[int, int]) -> Iterator[Span]:
    removed = list(clean.removed)
    at = 0
    for stretch in stretches:
        task = order[id(stretch.row)] if stretch.row is not None else None
        begin, stop = clean.offsets[stretch.start], clean.offsets[stretch.end - 1] + 1
        position = begin
        while at < len(removed) and removed[at].start < stop:
            one = removed[at]
            if position < one.start:
                yield Span(position, one.start, stretch.kind, stretch.why, task)
            yield _of_removed(one)
            position = max(position, one.end)
            at += 1
        if position < stop:
            yield Span(position, stop, stretch.kind, stretch.why, task)
    yield from map(_of_removed, removed[at:])


def _of_removed(one: Removed) -> Span:
    return Span(one.start, one.end, Kind.REMOVED, one.trace.value)


def traces_inside(clean: Clean, row: Row) -> list[Removed]:
    """What was cut out between the words of a row."""
    begin, stop = clean.offsets[row.start], clean.offsets[row.end - 1]
    first = bisect_left(clean.removed, begin, key=lambda one: one.start)
    found = []
    for one in clean.removed[first:]:
        if one.start >= stop:
            break
        if one.trace in _IN_THE_WAY:
            found.append(one)
    return found
