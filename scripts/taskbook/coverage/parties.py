"""Where the parties of text and table differ: who is missing in the table, who stands only there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from taskbook import wording
from taskbook.columns import Field
from taskbook.coverage.naming import Named, has_party, has_unit, is_open, lead_of
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Part
from taskbook.language.spellings import phrase_form
from taskbook.language.text import squeeze
from taskbook.model import Party, PartyKind, Plan, Role, Task
from taskbook.prose.draft import Body
from taskbook.rules.sheet import task_cell

NEARLY_ALL_ROWS = 2 / 3
"""What so many rows name besides the text is said once."""
_FEWEST_ROWS = 5


Common = Mapping[str, tuple[str, set[int]]]
"""Parties that nearly all rows name: what makes two of them the same → name and rows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a draft task of the text asks of whom: where it stands, its parties, the rows that take it, the likest first."""

    paragraph: int
    named: Named
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The table's rows: task and parties of each, by the row's number; `text` is what they are held against."""

    plan: Plan
    tasks: Sequence[Task]
    named: Sequence[Named]
    file: str
    text: Body


def compare_parties(asked: Sequence[Asked], table: Rows) -> Iterator[Finding]:
    """Whom the text names and the row does not; who leads; once a row, who stands only in the table."""
    common = _common(table)
    told = [one for one in asked if one.named and one.rows]
    yield from _not_in_table([lost for one in told for lost in _missing(one, table, common)], told, table)
    for one in told:
        yield from _other_lead(one, table)
    yield from _only_in_table(asked, table, common)


# ---- in the text, not in the table ----


@dataclass(frozen=True, slots=True)
class _Lost:
    """Whom the text names for a row and the row does not."""

    one: Asked
    row: int
    parties: list[Party]


def _not_in_table(lost: Sequence[_Lost], told: Sequence[Asked], table: Rows) -> Iterator[Finding]:
    """One finding a row; whom most rows lack of which the text says so (a rule for all tasks), once."""
    named = Counter(words for one in told for words in {_words(party) for party in one.named.parties})
    rows: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for one in lost:
        for party in one.parties:
            rows.setdefault(_words(party), []).append(one.row)
            names.setdefault(_words(party), party.name)
    many = {
        words for words, at in rows.items() if len(at) >= max(_FEWEST_ROWS, NEARLY_ALL_ROWS * named[words])
    }
    for words in sorted(many):
        tasks = wording.tasks_listed([table.tasks[row].id for row in sorted(set(rows[words]))])
        where = Cell(wording.source_sheet(Part.BODY), "", table.file)
        count = len(rows[words])
        yield found(Code.PARTY_NOT_IN_MOST_ROWS, where, names=names[words], count=count, tasks=tasks)
    for one in lost:
        rest = [party for party in one.parties if _words(party) not in many]
        if rest:
            yield _not_assigned(one.one, one.row, rest, table)


def _missing(one: Asked, table: Rows, common: Common) -> Iterator[_Lost]:
    """Whom no row of the text's has, at the row with a stranger; whom only one of several has not, there."""
    together = [table.named[row] for row in one.rows]
    lost = [party for party in one.named.parties if not _assigned(party, together)]
    rest = [party for party in one.named.parties if party not in lost and not is_open(party)]
    strange = [row for row in one.rows if _has_strangers(table.named[row], one.named, common)]
    missing: dict[int, list[Party]] = {(strange or one.rows)[0]: lost} if lost else {}
    for row in one.rows if len(one.rows) > 1 else ():  # several rows may share the parties among them
        named = table.named[row]
        away = [party for party in rest if not _touches(party, named)]
        if named and away and (away == rest or row in strange):
            missing[row] = [*missing.get(row, ()), *away]
    for row, parties in missing.items():
        yield _Lost(one, row, parties)


def _has_strangers(row: Named, text: Named, common: Common) -> bool:
    """Whether a row names a unit that the text does not, nor nearly every row."""
    return any(
        party.kind is PartyKind.UNIT and _words(party) not in common and not has_party(text, party)
        for party in row.parties
    )


def _assigned(party: Party, rows: Sequence[Named]) -> bool:
    if party.kind is PartyKind.UNIT:
        return any(has_unit(named, party.name) for named in rows)
    if any(has_party(named, party) for named in rows):
        return True
    if is_open(party):  # nobody in particular
        return True
    return all(any(has_unit(named, member) for named in rows) for member in party.members)


def _touches(party: Party, named: Named) -> bool:
    return has_party(named, party) or any(has_unit(named, member) for member in party.members)


def _not_assigned(one: Asked, row: int, parties: Sequence[Party], table: Rows) -> Finding:
    return found(
        Code.PARTY_NOT_IN_TABLE,
        _cell(table, row, parties[0].role),
        task_id=table.tasks[row].id,
        paragraph=table.text.place_of(one.paragraph),
        names=_listed(party.name for party in parties),
    )


def _other_lead(one: Asked, table: Rows) -> Iterator[Finding]:
    """Who leads by the text's words, is in the row, and another one leads there."""
    wanted = lead_of(one.named)
    for row in one.rows:
        named = table.named[row]
        leads = {
            name
            for party in named.parties
            if party.role is Role.LEAD
            for name in (party.members or (party.name,))
        }
        lost = [
            name
            for name in sorted(wanted)
            if has_unit(named, name) and not any(name == lead for lead in leads)
        ]
        if lost and leads and not leads & wanted:
            yield found(
                Code.LEAD_DIFFERS,
                _cell(table, row, Role.LEAD),
                task_id=table.tasks[row].id,
                paragraph=table.text.place_of(one.paragraph),
                names=_listed(lost),
                units=_listed(sorted(leads)),
            )


# ---- in the table, not in the text ----


def _only_in_table(asked: Sequence[Asked], table: Rows, common: Common) -> Iterator[Finding]:
    texts = _texts_of_rows(asked)
    for words, (name, rows) in common.items():
        extra = sum(
            row in rows and not any(_names(one.named, words, name) for one in ones)
            for row, ones in texts.items()
        )
        if extra:
            yield found(
                Code.PARTY_IN_MOST_ROWS,
                Cell(wording.source_sheet(Part.BODY), "", table.file),
                names=name,
                count=len(rows),
                extra=extra,
            )
    for row, ones in sorted(texts.items()):
        if any(one.named.open for one in ones):
            continue
        more = [
            party
            for party in table.named[row].parties
            if _words(party) not in common
            and (party.members or party.kind is PartyKind.UNIT)
            and not any(has_party(one.named, party) for one in ones)
        ]
        if more:
            yield found(
                Code.PARTY_ONLY_IN_TABLE,
                _cell(table, row, more[0].role),
                task_id=table.tasks[row].id,
                paragraph=table.text.place_of(ones[0].paragraph),
                names=_listed(party.name for party in more),
            )


def _texts_of_rows(asked: Sequence[Asked]) -> Mapping[int, list[Asked]]:
    """Row → what the text asks there of anybody."""
    texts: dict[int, list[Asked]] = {}
    for one in asked:
        for row in one.rows if one.named else ():
            texts.setdefault(row, []).append(one)
    return texts


def _common(table: Rows) -> Common:
    """The parties that nearly all rows name."""
    counted: Counter[str] = Counter()
    names: dict[str, tuple[str, set[int]]] = {}
    for row, named in enumerate(table.named):
        for party in named.parties:
            counted[_words(party)] += 1
            names.setdefault(_words(party), (party.name, set()))[1].add(row)
    least = max(_FEWEST_ROWS, NEARLY_ALL_ROWS * len(table.named))
    return {words: names[words] for words, count in counted.items() if count >= least}


def _names(named: Named, words: str, name: str) -> bool:
    return words in named.groups or name in named.units


def _words(party: Party) -> str:
    return phrase_form(squeeze(party.name)) if party.kind is PartyKind.GROUP else party.name


_FIELDS = {Role.LEAD: Field.LEAD, Role.RESPONSIBLE: Field.RESPONSIBLE, Role.SUPPORT: Field.SUPPORT}


def _cell(table: Rows, row: int, role: Role) -> object:
    """Where the party should stand: its role's column, if the row has anything there, else the one that is filled."""
    task = table.tasks[row]
    order = (_FIELDS[role], Field.RESPONSIBLE, Field.LEAD, Field.SUPPORT)
    field = next((field for field in order if getattr(task, field.value).strip()), Field.RESPONSIBLE)
    return task_cell(table.plan, task, field)


def _listed(names: Iterable[str]) -> str:
    return wording.listed(dict.fromkeys(names))
