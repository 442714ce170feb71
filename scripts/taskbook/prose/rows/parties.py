"""Who and by when for each row of a draft: from its closing, its subject, a heading above it; then the rules for many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskbook.codes import Code
from taskbook.columns import Field
from taskbook.language.directory import Directory
from taskbook.language.parties import read_cell
from taskbook.model import PartyKind, Role
from taskbook.prose.duties.cuts import Cut
from taskbook.prose.parties.due import due_in
from taskbook.prose.parties.naming import (
    Closing,
    Default,
    PartyTexts,
    Rule,
    Scope,
    Subject,
    merged,
    party_texts,
)
from taskbook.prose.rows.rows import Row, Stated

_MOST_SHOWN = 40


def shown(text: str) -> str:
    """A text as a sentence of a finding quotes it."""
    plain = "".join(text.split()).strip("。；;，, ")
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[: _MOST_SHOWN - 1]}…"


def take_own(row: Row, cut: Cut, text: str, directory: Directory) -> None:
    """What a row's own text says: its closings first, else the subject of its sentence."""
    for closing in cut.closings:
        take_closing(row, closing, text, directory)
    if cut.joined:
        row.doubt(None, Code.DRAFT_PARTIES_JOINED)
    row.own = bool(row.parties)
    subject = cut.subject or cut.carried
    acts = bool(row.parties.lead or row.parties.responsible)
    if subject is None or (row.own and acts and not cut.split):
        return
    row.parties = subject.parties if cut.split else merged(subject.parties, row.parties, directory)
    _doubt_subject(row, subject, cut, text)


def _doubt_subject(row: Row, subject: Subject, cut: Cut, text: str) -> None:
    words = shown(text[subject.start : subject.end])
    code = Code.DRAFT_PARTY_FROM_SUBJECT if cut.subject else Code.DRAFT_PARTY_CARRIED
    row.doubt(field_of(subject.parties), code, text=words)
    if not subject.sure:
        row.doubt(field_of(subject.parties), Code.DRAFT_PARTY_UNSURE, text=words)


def take_closing(row: Row, closing: Closing, text: str, directory: Directory) -> None:
    """Add what a closing says to a row."""
    if closing.parties:
        row.parties = merged(row.parties, closing.parties, directory) if row.parties else closing.parties
        if not closing.sure:
            words = shown(text[closing.start : closing.end])
            row.doubt(field_of(closing.parties), Code.DRAFT_PARTY_UNSURE, text=words)
    row.deadline = "；".join(dict.fromkeys(one for one in (row.deadline, closing.deadline) if one))
    row.measure = "；".join(dict.fromkeys(one for one in (row.measure, closing.measure) if one))


def field_of(parties: PartyTexts) -> Field:
    """The column where a row's parties begin."""
    if parties.lead:
        return Field.LEAD
    return Field.SUPPORT if parties.support and not parties.responsible else Field.RESPONSIBLE


def take_due(row: Row, year: int) -> None:
    """A deadline from the row's own words, where no closing names one."""
    if row.deadline:
        return
    due = due_in(row.content, year)
    if not due.text:
        return
    row.deadline = due.text
    row.doubt(Field.DEADLINE, Code.DRAFT_DEADLINE_FROM_TEXT, text=shown(due.text))
    if not due.sure:
        row.doubt(Field.DEADLINE, Code.DRAFT_DEADLINE_UNSURE, text=shown(due.text))


# ---- rules for many ----


def apply_rules(rows: Sequence[Row], stated: Sequence[Stated], directory: Directory) -> dict[int, int]:
    """Carry out the rules of a plan; how many rows each (by its index) was used for."""
    used: dict[int, int] = {}
    for kind in _ORDER:
        for index, one in sorted(enumerate(stated), key=lambda pair: _breadth(pair[1])):
            if one.rule.kind is kind:
                used[index] = sum(_apply(row, one, directory) for row in rows_of(one, rows))
    return used


def _breadth(stated: Stated) -> int:
    """What is said of few tasks goes before what is said of many."""
    if stated.rule.numbers:
        return 0
    return 2 if stated.rule.scope is Scope.DOCUMENT else 1


_ORDER = (Rule.PARTY_FOR_ALL, Rule.FIRST_LEADS, Rule.RESPONSIBLE_LEADS, Rule.ADDS_PARTY, Rule.DEADLINE)
"""Whoever is added for all leads nothing, so that comes behind the rules about who leads."""


def _numbered(stated: Stated, rows: Sequence[Row]) -> list[Row]:
    """The rows of items with these numbers; none where several items of a number may be meant."""
    first, last = stated.rule.numbers or (0, 0)
    meant = [row for row in rows if row.number is not None and first <= row.number <= last]
    if _is_each_once(meant):
        return meant
    for depth in range(len(stated.path), 0, -1):
        near = [row for row in meant if row.path[:depth] == stated.path[:depth]]
        if near and _is_each_once(near):
            return near
    return []


def _is_each_once(rows: Sequence[Row]) -> bool:
    return len({(row.number, row.path, row.mark) for row in rows}) == len({row.number for row in rows})


_OF_EACH = re.compile("每项|各项(?:任务|工作)|所有|全部|以上|上述")


def rows_of(stated: Stated, rows: Sequence[Row]) -> list[Row]:
    """The rows that a rule is about, by its scope and where it stands."""
    scope = stated.rule.scope
    if stated.rule.numbers:
        return _numbered(stated, rows)
    if scope is Scope.BELOW or ("下同" in stated.text and not _OF_EACH.search(stated.text)):
        return [row for row in rows if row.end > stated.start]
    if scope is Scope.DOCUMENT:
        return list(rows)
    if scope is Scope.SECTION and stated.path and stated.whole:
        return [row for row in rows if row.path[: len(stated.path)] == stated.path]
    near = [row for row in rows if scope is Scope.SECTION or row.end <= stated.start]
    for depth in range(len(stated.path), 0, -1):
        within = [row for row in near if row.path[:depth] == stated.path[:depth]]
        if len(within) > 1 or (within and depth == 1 and len(near) > len(within) and len(stated.path) > 1):
            return within
    alone = [row for row in near if row.path[:1] == stated.path[:1]]
    return alone if alone and scope is Scope.SECTION else near


def _apply(row: Row, stated: Stated, directory: Directory) -> bool:
    rule = stated.rule
    if rule.kind is Rule.DEADLINE:
        if row.deadline:
            return False
        row.deadline = rule.deadline
        row.doubt(Field.DEADLINE, Code.DRAFT_DEADLINE_BY_DEFAULT, text=shown(stated.text))
        return True
    parties = _changed(row, rule, directory)
    if parties == row.parties:
        return False
    row.doubt(_first_changed(row.parties, parties), Code.DRAFT_PARTY_BY_DEFAULT, text=shown(stated.text))
    row.parties = parties
    return True


def _changed(row: Row, rule: Default, directory: Directory) -> PartyTexts:
    parties, kind, given = row.parties, rule.kind, rule.parties
    if kind is Rule.ADDS_PARTY:
        if not parties or _has_all(parties, given):
            return parties or given
        return merged(parties, given, directory)
    if kind is Rule.PARTY_FOR_ALL:
        return parties or given
    joined = any(doubt.code is Code.DRAFT_PARTIES_JOINED for doubt in row.doubts)
    if not row.own or joined or parties.lead or not parties.responsible:
        return parties
    if kind is Rule.RESPONSIBLE_LEADS:
        return PartyTexts(parties.responsible, "", parties.support, parties.leader)
    return first_leads(parties, directory, rule.others_support)


def _has_all(parties: PartyTexts, given: PartyTexts) -> bool:
    """Whether whoever is given stands in the same columns already, in the same words."""
    columns = ((parties.lead, given.lead), (parties.responsible, given.responsible))
    pairs = (*columns, (parties.support, given.support))
    return all(set(_NAMES.split(new)) <= {*_NAMES.split(own), ""} for own, new in pairs)


_NAMES = re.compile("[、，,；;]")


def first_leads(parties: PartyTexts, directory: Directory, others_support: bool = False) -> PartyTexts:
    """The first of a list leads, the others stay or support; unchanged where the first is a group."""
    cell = parties.responsible
    mentions = read_cell(cell, directory).mentions
    if not mentions or mentions[0].kind is not PartyKind.UNIT:
        return parties
    behind = mentions[1].start if len(mentions) > 1 else len(cell)
    said = [(Role.LEAD, cell[mentions[0].start : behind].strip("、，,；; "))]
    said += [(Role.SUPPORT if others_support else Role.RESPONSIBLE, cell[behind:])] if cell[behind:] else []
    said += [(Role.SUPPORT, parties.support)] if parties.support else []
    return party_texts(said, directory, parties.leader)


def _first_changed(old: PartyTexts, new: PartyTexts) -> Field:
    pairs = ((Field.LEAD, old.lead, new.lead), (Field.RESPONSIBLE, old.responsible, new.responsible))
    return next((one for one, before, after in pairs if before != after), Field.SUPPORT)
