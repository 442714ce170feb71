"""Blocks of labels above tasks in a draft: items are cut where one stands, and the rows below it take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from taskbook.codes import Code
from taskbook.language.directory import Directory
from taskbook.prose.draft import Kind, Left, Outline
from taskbook.prose.duties.cuts import Cut
from taskbook.prose.duties.labels_above import Above, aboves_in, behind, block_at, is_name, names_records
from taskbook.prose.parties.closing import closings_in
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.naming import PartyTexts
from taskbook.prose.rows.parties import field_of, shown, take_closing
from taskbook.prose.rows.rows import Item, Row, Stretch

# ---- items without them ----


def apart(
    items: Iterable[Item | int], outline: Outline, directory: Directory
) -> Iterator[Item | int | Above]:
    """The items, each cut where a block above a task stands in it; what such a block alone speaks for is one task."""
    aboves = aboves_in(outline, directory)
    for item in items:
        if isinstance(item, int):
            yield item
            continue
        if records := names_records(outline.clean.text, item.words, item.end):
            yield from _recorded(item, records)
            continue
        if _is_named_first(outline.clean.text, item, directory):
            yield replace(item, whole=True)
            continue
        rest = item
        for one in aboves:
            if not rest.start <= one.start < rest.end:
                continue
            keeps = one.start <= rest.words
            if not keeps:
                yield _whole(replace(rest, end=one.start, closes=False), aboves)
            yield one
            mark, number = (rest.mark, rest.number) if keeps else ("", None)
            rest = replace(rest, start=one.end, words=one.end, mark=mark, number=number, opening=False)
        if rest.start < rest.end:
            yield _whole(rest, aboves)


def _recorded(item: Item, starts: Sequence[int]) -> Iterator[Item]:
    """An item cut where its records begin, each of them one task."""
    if starts[0] > item.words:
        yield replace(item, end=starts[0], closes=False)
    for start, end in zip(starts, [*starts[1:], item.end], strict=True):
        if start <= item.words:
            yield replace(item, end=end, whole=True)
        else:
            yield replace(
                item, start=start, words=start, end=end, mark="", number=None, opening=False, whole=True
            )


def _is_named_first(text: str, item: Item, directory: Directory) -> bool:
    """Whether an item is its name, who shall do it, and words that say more: one task."""
    line = text.find("\n", item.words, item.end)
    if not item.mark or line < 0 or not is_name(text[item.words : line]):
        return False
    plain = plain_of(text)
    block = block_at(text, plain, line, item.end, "", directory)
    if block is None:
        return False
    rest = behind(text, block.end, item.end)
    return rest < item.end and not closings_in(text, rest, item.end, directory)


def _whole(item: Item, aboves: Sequence[Above]) -> Item:
    if any(one.single and one.sure and one.end <= item.start and item.end <= one.until for one in aboves):
        return replace(item, whole=True)
    return item


def as_one(cuts: Sequence[Cut]) -> list[Cut]:
    """The cuts of an item that is one task: its obligations and what stands between them as one."""
    tasks = [at for at, cut in enumerate(cuts) if cut.left is None]
    if not tasks:  # whoever is named above it is asked for something
        tasks = [at for at, cut in enumerate(cuts) if cut.left is not Left.RULE]
        cuts = [replace(cut, left=None, sure=False) if at in tasks else cut for at, cut in enumerate(cuts)]
    if len(tasks) < 2:
        return list(cuts)
    first, last = tasks[0], tasks[-1]
    within = cuts[first : last + 1]
    one = replace(
        cuts[first],
        end=cuts[last].end,
        closings=tuple(closing for cut in within for closing in cut.closings),
        sentences=sum(cut.sentences for cut in within),
    )
    return [*cuts[:first], one, *cuts[last + 1 :]]


# ---- who takes them ----


def take_above(
    rows: Sequence[Row], aboves: Sequence[tuple[Above, Stretch]], text: str, directory: Directory
) -> None:
    """Give each block to the rows below it; it is part of the row where there is but one."""
    for one, stretch in aboves:
        below = [row for row in rows if one.end <= row.start < one.until]
        taking = [row for row in below if one.sure or not row.parties]
        for row in taking:
            _take(row, one, len(below) == 1, text, directory)
        if one.sure and len(below) == 1:
            row = below[0]
            stretch.kind, stretch.why, stretch.row = Kind.TASK, "", row
            row.start = min(row.start, one.start)


def _take(row: Row, above: Above, alone: bool, text: str, directory: Directory) -> None:
    closing = above.closing
    if row.own:
        row.doubt(None, Code.DRAFT_PARTIES_JOINED)
    elif closing.parties:
        row.doubts = [one for one in row.doubts if one.field is not field_of(row.parties) or not row.parties]
        row.parties, row.own = PartyTexts(), True
    take_closing(row, closing, text, directory)
    if not alone:
        words = shown(text[closing.start : closing.end])
        row.doubt(field_of(row.parties), Code.DRAFT_PARTY_OF_SECTION, text=words)
