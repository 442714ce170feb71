"""What reading a plan in prose gives: its text, what became of every character, and the draft of a table.

Offsets are 0-based, half-open; unless said otherwise they count in `Body.text`, the text as it was read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from taskbook.columns import Field
from taskbook.findings import Code, Finding
from taskbook.intake.blocks import Paragraph
from taskbook.model import Plan, Task


class Kind(StrEnum):
    """What became of a stretch of the body: every character is in exactly one."""

    TASK = "task"
    HEADING = "heading"
    BACKGROUND = "background"
    REMOVED = "removed"


class Trace(StrEnum):
    """Why a stretch was removed: what printing, conversion and web pages leave in a text."""

    PAGE_NUMBER = "页码"
    RUNNING_HEAD = "页眉页脚"
    ADVERTISEMENT = "网站文字"
    LINE_BREAK = "硬换行"
    BLANK = "字间空格"


class Left(StrEnum):
    """Why a stretch is background: what kind of text that asks nobody for anything it is."""

    FRONT = "公文头尾"
    AIM = "总体要求"
    EXHORTATION = "号召和要求"
    EXPLANATION = "背景和说明"
    RULE = "对多项任务的统一规定"


class Confidence(StrEnum):
    """How sure a row of the draft is; what lowers it stands in its doubts."""

    HIGH = "高"
    MIDDLE = "中"
    LOW = "低"


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a document: its paragraphs joined by line breaks; `starts[i]` is where paragraph i begins."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    starts: tuple[int, ...]

    def number_at(self, offset: int) -> int:
        """The number of the paragraph (as `Paragraph.number`) that holds a character; a line break ends its paragraph."""
        return self._holding(offset).number

    def place_at(self, offset: int) -> str:
        """How people find the paragraph that holds a character: `第3段`, in a PDF `第3页第5行`."""
        return self._holding(offset).address

    def place_of(self, number: int) -> str:
        """The same for a paragraph by its number."""
        return self.paragraphs[max(0, bisect_right(self.paragraphs, number, key=_number) - 1)].address

    def _holding(self, offset: int) -> Paragraph:
        return self.paragraphs[max(0, bisect_right(self.starts, offset) - 1)]


def _number(paragraph: Paragraph) -> int:
    return paragraph.number


def body_of(paragraphs: Sequence[Paragraph]) -> Body:
    """The body from the paragraphs of a document's part BODY, in order."""
    starts: list[int] = []
    at = 0
    for paragraph in paragraphs:
        starts.append(at)
        at += len(paragraph.text) + 1
    return Body("\n".join(one.text for one in paragraphs), tuple(paragraphs), tuple(starts))


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch that is no part of the plan's text."""

    start: int
    end: int
    trace: Trace


@dataclass(frozen=True, slots=True)
class Clean:
    """The text as it is read: without traces, one line a real paragraph, traditional characters as simplified ones.

    `offsets[i]` is where character i of `text` stands in the body; they ascend. A line break in `text` is one that
    stands in the body and parts paragraphs. What the body holds besides is in `removed`, in order.
    """

    text: str
    offsets: tuple[int, ...]
    removed: tuple[Removed, ...]
    body: Body

    def words(self, start: int, end: int) -> str:
        """The document's own characters behind text[start:end], without what was removed among them."""
        return "".join(self.body.text[at] for at in self.offsets[start:end])


class PieceKind(StrEnum):
    TITLE = "title"  # the plan's name
    FRONT = "front"  # letterhead, number, notice, salutation, signature, list of annexes, copies sent to
    HEADING = "heading"
    PASSAGE = "passage"  # running text


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of `Clean.text` (offsets there): the pieces of an outline cover it wholly, in order.

    `mark` is the number as written (一、 (-) 3. ①), '' for none; `number` what it says, None for none; `level` the depth
    it stands at, 0 the highest; `words` is where the text behind the mark begins. `path` holds the indices of the
    headings above it, the highest first.
    """

    kind: PieceKind
    start: int
    end: int
    mark: str = ""
    number: int | None = None
    level: int = 0
    words: int = 0
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A clean text cut into its pieces."""

    clean: Clean
    pieces: tuple[Piece, ...]

    def title(self, index: int) -> str:
        """What a heading says, without its number and its full stop, in the document's characters."""
        piece = self.pieces[index]
        return self.clean.words(piece.words, piece.end).strip().rstrip("。．.：:；; ")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a row of the draft should be looked at: the field it is about (None: the whole row), a code, its details."""

    field: Field | None
    code: Code
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A row of the draft. `spans` are where it stands in the body; `source` is that text without what was removed."""

    task: Task
    spans: tuple[tuple[int, int], ...]
    source: str
    confidence: Confidence = Confidence.HIGH
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the body and what became of it; `why` says more (a value of Trace, Left, or ''); `task` is an index."""

    start: int
    end: int
    kind: Kind
    why: str = ""
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan in prose as a draft of its table. `spans` cover the body wholly, in order, none of them empty.

    `plan` holds the settings read from the head and the tasks of `tasks`, in the same order, with ids; `findings` are
    about the document as a whole (what belongs to a row is among its doubts).
    """

    body: Body
    spans: tuple[Span, ...]
    tasks: tuple[DraftTask, ...]
    plan: Plan
    findings: tuple[Finding, ...] = ()
