"""The rows of a draft before their parties are known: where each stands, its words, what its own text says of who and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from taskbook.codes import Code
from taskbook.columns import Field
from taskbook.prose.draft import Clean, Doubt, Kind, Left, Outline, Piece, PieceKind
from taskbook.prose.duties.cuts import Cut
from taskbook.prose.parties.naming import Closing, Default, Form, PartyTexts
from taskbook.prose.text.marks import mark_at


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item or a run of passages below one heading: pieces[first:last] of the outline, `words` behind its mark."""

    start: int
    end: int
    words: int
    path: tuple[int, ...]
    mark: str = ""
    number: int | None = None
    opening: bool = False
    closes: bool = False
    whole: bool = False  # it is one task


@dataclass(slots=True)
class Row:
    """A task to be; offsets in `Clean.text`. `own`: its parties stand with it in a closing; `tied`: its parties are settled."""

    start: int
    end: int
    path: tuple[int, ...]
    mark: str = ""
    number: int | None = None
    content: str = ""
    parties: PartyTexts = field(default_factory=PartyTexts)
    own: bool = False
    deadline: str = ""
    measure: str = ""
    before: str = ""
    item: int = -1  # where its item begins
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, about: Field | None, code: Code, **details: object) -> None:
        self.doubts.append(Doubt(about, code, details))


@dataclass(slots=True)
class Stretch:
    """A stretch of the clean text and what becomes of it; `row` is the task it belongs to."""

    start: int
    end: int
    kind: Kind
    why: str = ""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Loose:
    """A closing with no words before it in its item: it speaks for what stands above."""

    stretch: Stretch
    closing: Closing
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule for many tasks, the words that state it, and the headings above it; `whole`: the last of them states it."""

    rule: Default
    start: int
    text: str
    path: tuple[int, ...]
    whole: bool = False


def items_of(outline: Outline) -> Iterator[Item | int]:
    """What the outline holds in order: items, and the index of every piece that is none."""
    run: list[Piece] = []
    begun = any_above = False
    last = max((piece.end for piece in outline.pieces if _is_passage(piece)), default=0)
    numbered = any(one.kind is PieceKind.HEADING or (_is_passage(one) and one.mark) for one in outline.pieces)
    for index, piece in enumerate(outline.pieces):
        goes_on = run and _is_passage(piece) and not piece.mark and piece.path == run[-1].path
        if run and not goes_on:
            yield _item(run, numbered and not any_above, last)
            run = []
        if _is_passage(piece):
            begun = begun or bool(piece.mark)
            any_above = any_above or bool(piece.path) or begun
            run.append(piece)
        else:
            any_above = any_above or piece.kind is PieceKind.HEADING
            yield index
    if run:
        yield _item(run, numbered and not any_above, last)


def _is_passage(piece: Piece) -> bool:
    return piece.kind is PieceKind.PASSAGE


def _item(run: Sequence[Piece], opening: bool, last: int) -> Item:
    """`last` is where the plan's running text ends."""
    first, end = run[0], run[-1].end
    opening = opening and end - first.start <= LONGEST_OPENING
    return Item(first.start, end, first.words, first.path, first.mark, first.number, opening, end == last)


LONGEST_OPENING = 900
"""A longer text before the first heading is no preamble: it holds tasks."""
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z\d]")
_LEAST_CONTENT = 6
"""With fewer words left, a closing clause is what the task says: 其他：各乡镇抓好落实。"""
_BULLET = re.compile(r"^\s*(?:[—–-]{1,2}|[•·●○■□◆◇▪▲★※*])\s*(?=[\u3400-\u9fff“《])")
_NAMED = re.compile(
    r"^(?:(?:工作|主要|重点|具体)?任务(?:内容|名称)?|(?:工作|具体|主要)(?:内容|措施)|(?:项目|任务|事项|工作|活动|课题)名称)[:：]\s*(?=\S)"
)
"""What a record calls the task's own words."""
_ENDS = "。！？!?；;"


def words_without(clean: Clean, start: int, end: int, closings: Sequence[Closing], base: int) -> str:
    """The document's words of a stretch without its closings, on tidy lines. `base` is where the closings count from."""
    parts: list[str] = []
    at = start
    for closing in sorted(closings, key=lambda one: one.start):
        begin, stop = base + closing.start, base + closing.end
        if at <= begin and stop <= end:
            parts.append(clean.words(at, begin))
            parts += [" " + clean.words(base + first, base + last) for first, last in closing.kept]
            at = stop
    parts.append(clean.words(at, end))
    text = ""
    for part in parts:
        text = _joined(text, part)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line).strip(" ，,、；;：:")


def _joined(text: str, part: str) -> str:
    """What stood before a closing and what stands behind it; of two stops one is kept."""
    if not text or _WORD.search(part):
        return text + part
    stop = next((sign for sign in part if sign in _ENDS), "")
    bare = text.rstrip()
    if not stop or bare.endswith(tuple(_ENDS)):
        return bare
    return bare.rstrip("，,、：:") + stop


def says_something(words: str) -> bool:
    return bool(_WORD.search(words))


def row_of(clean: Clean, item: Item, base: int, cut: Cut, text: str) -> Row:
    """The row of an obligation; `text` is the item's, which begins at `base`."""
    row = Row(base + cut.start, base + cut.end, item.path, item.mark, item.number, before=cut.before)
    row.item = item.start
    row.content = words_without(clean, base + cut.words, base + cut.end, cut.closings, base)
    if len(_WORD.findall(row.content)) < _LEAST_CONTENT and says_something(row.content):
        apart = [one for one in cut.closings if one.form is not Form.CLAUSE]
        row.content = words_without(clean, base + cut.words, base + cut.end, apart, base)
    mark = mark_at(row.content) if cut.start == 0 and not item.mark else None
    row.content = row.content[mark.end :].strip() if mark and mark.end < len(row.content) else row.content
    row.content = _BULLET.sub("", row.content) or row.content
    row.content = _NAMED.sub("", row.content) or row.content
    if not cut.sure and not cut.closings:
        row.doubt(None, Code.DRAFT_DUTY_UNSURE)
    if cut.sentences > 1:
        row.doubt(None, Code.DRAFT_SENTENCES_JOINED, count=cut.sentences)
    if cut.split:
        row.doubt(None, Code.DRAFT_SENTENCE_SPLIT)
    return row


BACKGROUND_OF = {
    PieceKind.TITLE: (Kind.HEADING, ""),
    PieceKind.HEADING: (Kind.HEADING, ""),
    PieceKind.FRONT: (Kind.BACKGROUND, Left.FRONT.value),
}
"""What becomes of a piece that holds no running text."""


def number_of(row: Row, running: int, rows: Sequence[Row]) -> str:
    """The printed number where the items are numbered through the whole plan and each is one task, else a running one."""
    printed = [one.number for one in rows]
    through = None not in printed and len(set(printed)) == len(printed)
    return str(row.number if through else running)
