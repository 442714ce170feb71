"""A plan in prose → the draft of its table: every step from the paragraphs as read to rows with their doubts."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from taskbook.codes import Code
from taskbook.findings import CannotGoOn, Finding, Stop
from taskbook.intake.blocks import Block, Paragraph, Part
from taskbook.intake.making import beside, likely_year, of_head, plan_of
from taskbook.intake.title import Head
from taskbook.language.directory import Directory
from taskbook.model import Group, Task, Unit
from taskbook.prose.draft import (
    Clean,
    Draft,
    DraftTask,
    Kind,
    Left,
    Outline,
    PieceKind,
    body_of,
)
from taskbook.prose.duties.background import heading_kind
from taskbook.prose.duties.cuts import Around, Cut
from taskbook.prose.duties.labels_above import Above
from taskbook.prose.duties.merging import common_pairs
from taskbook.prose.duties.obligations import cut_item
from taskbook.prose.duties.rules import rules_in
from taskbook.prose.duties.sentences import sentences_in
from taskbook.prose.parties.naming import Closing, Default, PartyTexts, Scope
from taskbook.prose.rows import findings as told
from taskbook.prose.rows import sections
from taskbook.prose.rows.above import apart, as_one, take_above
from taskbook.prose.rows.head import head_of, lines_of
from taskbook.prose.rows.outline import left_behind, with_true_headings
from taskbook.prose.rows.parties import apply_rules, field_of, shown, take_due, take_own
from taskbook.prose.rows.rows import (
    BACKGROUND_OF,
    Item,
    Loose,
    Row,
    Stated,
    Stretch,
    items_of,
    number_of,
    row_of,
    says_something,
)
from taskbook.prose.rows.spans import spans_of
from taskbook.prose.rows.sureness import confidence_of, doubt_rows
from taskbook.prose.structure.outline import outline_of
from taskbook.prose.text.cleaning import cleaned


def draft_of(
    blocks: Sequence[Block],
    file: str,
    stem: str,
    units: Sequence[Unit] = (),
    groups: Sequence[Group] = (),
    year: int | None = None,
    today: date | None = None,
) -> Draft:
    """The draft of the plan that a document's paragraphs hold; its tables are left aside.

    `file` is named in findings, `stem` is the plan's name where its head has none, `year` overrides the document's.
    `CannotGoOn` when there is no text, nothing but headings, or no task in it.
    """
    body = body_of([one for one in blocks if isinstance(one, Paragraph) and one.part is Part.BODY])
    clean = cleaned(body)
    if not says_something(clean.text):
        raise CannotGoOn(Stop.PROSE_NO_TEXT, path=file)
    outline = with_true_headings(outline_of(clean))
    head = head_of(outline, stem, file)
    directory = Directory(units, groups, f"{head.name} {head.office}")
    work = _Work(outline, directory)
    work.read()
    if not work.rows:
        raise _nothing(outline, file)
    day = today or date.today()
    used, unused = _settle(work, year or likely_year(head, day), bool(year or head.year))
    return _draft(blocks, work, head, (file, year, day), used, unused)


def _nothing(outline: Outline, file: str) -> CannotGoOn:
    """No task: whether there are only headings, or text that asks for nothing."""
    headings = sum(piece.kind is PieceKind.HEADING for piece in outline.pieces)
    passages = [piece for piece in outline.pieces if piece.kind is PieceKind.PASSAGE]
    if headings and not any(says_something(outline.clean.text[one.start : one.end]) for one in passages):
        return CannotGoOn(Stop.PROSE_ONLY_HEADINGS, path=file, count=headings)
    return CannotGoOn(Stop.PROSE_NO_TASKS, path=file, count=len(outline.clean.body.paragraphs))


# ---- cutting ----


@dataclass(frozen=True, slots=True)
class _Leads:
    """Who shall do all that follows a colon, and the words that say so."""

    parties: PartyTexts
    named: str


@dataclass(slots=True)
class _Work:
    """The outline on its way to rows."""

    outline: Outline
    directory: Directory
    stretches: list[Stretch] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    aboves: list[tuple[Above, Stretch]] = field(default_factory=list)
    closings: dict[int, tuple[Closing, ...]] = field(default_factory=dict)

    @property
    def clean(self) -> Clean:
        return self.outline.clean

    def read(self) -> None:
        """Cut every item; what headings and lone closings say is added."""
        self.closings = sections.heading_closings(self.outline, self.directory)
        common = common_pairs(
            self.clean.text[one.start : one.end]
            for piece in self.outline.pieces
            if piece.kind is PieceKind.PASSAGE
            for one in sentences_in(self.clean.text[piece.start : piece.end])
        )
        leads: _Leads | None = None
        for item in apart(items_of(self.outline), self.outline, self.directory):
            if isinstance(item, int):
                self._piece(item)
                leads = None
            elif isinstance(item, Above):
                self.stretches.append(Stretch(item.start, item.end, Kind.BACKGROUND, Left.RULE.value))
                self.aboves.append((item, self.stretches[-1]))
            else:
                leads = self._item(item, common, leads)

    def _piece(self, index: int) -> None:
        piece = self.outline.pieces[index]
        kind, why = BACKGROUND_OF[piece.kind]
        text = self.clean.text[piece.words : piece.end]
        heading = piece.kind is PieceKind.HEADING
        path = (*piece.path, index) if heading else ()
        rules = [] if piece.kind is PieceKind.TITLE else rules_in(text, self.directory)
        for rule in rules:
            said = replace(rule, scope=Scope.SECTION) if heading else rule
            self._state(said, piece.words, path, heading)
        why = Left.RULE.value if rules and not heading else why
        self.stretches.append(Stretch(piece.start, piece.end, kind, why))

    def _state(self, rule: Default, base: int, path: tuple[int, ...], whole: bool = False) -> None:
        words = self.clean.words(base + rule.start, base + rule.end)
        self.stated.append(Stated(rule, base + rule.start, words, path, whole))

    def _around(self, item: Item, common: frozenset[str]) -> Around:
        titles = [sections.title_of(self.outline, index, self.closings) for index in item.path]
        under = next((kind for title in reversed(titles) if (kind := heading_kind(title))), None)
        topic = "".join(titles[-1:])
        return Around(self.directory, topic, under, item.opening, item.closes, bool(item.mark), common)

    def _item(self, item: Item, common: frozenset[str], leads: _Leads | None) -> _Leads | None:
        """The stretches and rows of an item; `leads`: who was named for it before a colon."""
        text = self.clean.text[item.words : item.end]
        cut_up = cut_item(text, self._around(item, common))
        for rule in cut_up.rules:
            self._state(rule, item.words, item.path)
        if not cut_up.cuts:
            self.stretches.append(Stretch(item.start, item.end, Kind.BACKGROUND, Left.EXPLANATION.value))
            return leads
        start = item.start
        for cut in as_one(cut_up.cuts) if item.whole else cut_up.cuts:
            row = self._cut(item, cut, text, start)
            if row is not None and leads is not None and item.mark and not row.parties:
                row.parties = leads.parties
                row.doubt(field_of(leads.parties), Code.DRAFT_PARTY_CARRIED, text=leads.named)
            start = item.words + cut.end
        return self._leading(leads, item, cut_up.cuts[-1], text)

    def _leading(self, leads: _Leads | None, item: Item, last: Cut, text: str) -> _Leads | None:
        """Who is named before a colon that the items below follow."""
        subject = last.subject or last.carried
        if last.opens and subject:
            return _Leads(subject.parties, shown(text[subject.start : subject.end]))
        return leads if item.mark and not last.opens else None

    def _cut(self, item: Item, cut: Cut, text: str, start: int) -> Row | None:
        stretch = Stretch(start, item.words + cut.end, Kind.BACKGROUND, cut.left.value if cut.left else "")
        self.stretches.append(stretch)
        if cut.left is not None:
            return None
        row = row_of(self.clean, item, item.words, cut, text)
        if not says_something(row.content):
            stretch.why = Left.RULE.value
            shifted = [
                replace(one, start=one.start + item.words, end=one.end + item.words) for one in cut.closings
            ]
            self.loose += [Loose(stretch, one, item.path) for one in shifted]
            return None
        row.start = start
        stretch.kind, stretch.row = Kind.TASK, row
        take_own(row, cut, text, self.directory)
        self.rows.append(row)
        return row


# ---- who, by when ----


def _settle(work: _Work, year: int, known: bool) -> tuple[dict[int, int], list[Loose]]:
    """Parties and deadlines of all rows; how often each rule was used, and the closings that no row took."""
    headings = sections.heading_rows(work.outline, work.stretches, work.loose, work.closings, work.directory)
    work.rows = sorted([*work.rows, *headings], key=lambda row: row.start)
    text = work.clean.text
    take_above(work.rows, work.aboves, text, work.directory)
    unused = sections.take_loose(work.rows, work.loose, text, work.directory)
    sections.take_last_closings(work.rows, work.outline)
    sections.take_heading_parties(work.rows, work.outline, work.closings, work.directory)
    for row in work.rows:
        take_due(row, year)
    sections.take_heading_deadlines(work.rows, work.outline, work.closings)
    used = apply_rules(work.rows, work.stated, work.directory)
    doubt_rows(work.rows, work.clean, year, known)
    return used, unused


# ---- the draft ----


def _draft(
    blocks: Sequence[Block],
    work: _Work,
    head: Head,
    given: tuple[str, int | None, date],
    used: dict[int, int],
    unused: Sequence[Loose],
) -> Draft:
    file, year, today = given
    order = {id(row): index for index, row in enumerate(work.rows)}
    in_doubt = left_behind(work.outline.pieces)
    spans = spans_of(work.clean, work.stretches, order)
    tasks = tuple(
        replace(_task(row, work, in_doubt), id=f"T{number:03d}", number=number_of(row, number, work.rows))
        for number, row in enumerate(work.rows, 1)
    )
    plan, year_findings = plan_of(head, tasks, year, today, file)
    findings: list[Finding] = [
        *year_findings,
        *of_head(lines_of(work.outline, file), head, file),
        *told.traces_removed(work.clean, file),
        *told.traditional(work.clean, file),
        *told.numbers_jump(work.outline, file),
        *told.rules_used(work.clean, work.stated, used, unused, file),
        *told.left_out(spans, work.clean.body.text, file),
        *told.looks_like_table(work.clean, file),
        *told.tables_left_out(blocks, file),
        *beside(blocks, file),
    ]
    body = work.clean.body
    places: list[list[tuple[int, int]]] = [[] for _ in tasks]
    for span in spans:
        if span.task is not None:
            places[span.task].append((span.start, span.end))
    drafted = tuple(
        DraftTask(
            task,
            tuple(place),
            "".join(body.text[start:end] for start, end in place).strip(),
            confidence_of(row, work.directory),
            tuple(row.doubts),
        )
        for task, row, place in zip(tasks, work.rows, places, strict=True)
    )
    return Draft(body, spans, drafted, plan, tuple(findings))


def _task(row: Row, work: _Work, in_doubt: Set[int]) -> Task:
    """The task of a row; `in_doubt`: where passages begin whose deepest heading may not be theirs."""
    titles = [sections.title_of(work.outline, index, work.closings) for index in row.path]
    titles = titles[:1] if row.item in in_doubt else titles
    return Task(
        id="",
        section=titles[0] if titles else "",
        topic=titles[-1] if len(titles) > 1 else "",
        content=row.content,
        lead=row.parties.lead,
        responsible=row.parties.responsible,
        support=row.parties.support,
        leader=row.parties.leader,
        measure=row.measure,
        deadline=row.deadline,
    )
