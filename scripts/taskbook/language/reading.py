"""From what a row says to what it means: parties with roles and members, assignments, dates, numbers, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from taskbook.columns import Field
from taskbook.findings import Cell, Code, Finding, found
from taskbook.language.cell import CellReading, Mention
from taskbook.language.deadlines import find_milestones, read_deadline
from taskbook.language.directory import Directory, How
from taskbook.language.groups import expand
from taskbook.language.parties import read_cell
from taskbook.language.targets import find_targets
from taskbook.model import ROLE_ORDER, ROLE_WORDS, Assignment, Party, PartyKind, Plan, Reading, Role, Task

_COLUMN_ROLES = (
    (Field.LEAD, Role.LEAD),
    (Field.RESPONSIBLE, Role.RESPONSIBLE),
    (Field.SUPPORT, Role.SUPPORT),
)


def read_plan(plan: Plan) -> tuple[tuple[Reading, ...], list[Finding]]:
    """Every task's reading, in the plan's order, and the findings of its responsibility cells, each with its cell."""
    directory = Directory(plan.units, plan.groups, f"{plan.settings.plan_name} {plan.settings.office}")
    readings, findings = [], []
    for task in plan.tasks:
        reading, doubts = read_task(task, directory, plan.settings.year)
        readings.append(reading)
        findings += [doubt.finding(plan, task) for doubt in doubts]
    return tuple(readings), findings


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """A doubt and the field it is in."""

    field: Field
    code: Code
    details: dict[str, object]

    def finding(self, plan: Plan, task: Task) -> Finding:
        column = plan.columns_of(task).get(self.field, "")
        return found(self.code, Cell(task.sheet, f"{column}{task.row}" if column else ""), **self.details)


def read_task(task: Task, directory: Directory, year: int) -> tuple[Reading, list[RowDoubt]]:
    """One row's meaning and its doubts, in column order.

    A year left out of a deadline is the plan's; one left out of what is to be done is the year the task comes from.
    """
    row = _Row(directory)
    for field, role in _COLUMN_ROLES:
        row.read(field, getattr(task, field.value), role)
    parties = row.parties()
    deadline = read_deadline(task.deadline, year)
    reading = Reading(
        task=task,
        deadline=deadline,
        parties=parties,
        assignments=_assignments(task.id, parties, directory),
        targets=find_targets(task.content) + find_targets(task.measure),
        milestones=find_milestones(task.content, task.first_year if task.lookback else year),
    )
    return reading, row.doubts


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention with the field it stands in and the role it has there."""

    field: Field
    mention: Mention
    role: Role


class _Row:
    """The mentions of one row, cell by cell; parties come out once all cells are read."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.placed: list[_Placed] = []
        self.doubts: list[RowDoubt] = []
        self.prefixes: tuple[str, ...] = ()

    def read(self, field: Field, text: str, role: Role) -> None:
        cell = read_cell(text, self.directory, self.prefixes)
        self.prefixes = cell.prefixes or self.prefixes
        self.placed += [_Placed(field, mention, mention.role or role) for mention in cell.mentions]
        self.doubts += [doubt for _, doubt in sorted(self._doubts_of(field, cell), key=lambda pair: pair[0])]

    def _doubts_of(self, field: Field, cell: CellReading) -> Iterator[tuple[int, RowDoubt]]:
        for doubt in cell.doubts:
            yield doubt.start, RowDoubt(field, doubt.code, doubt.details)
        for mention in cell.mentions:
            if mention.tail:
                yield mention.start, RowDoubt(field, Code.OPEN_TAIL, {"text": mention.text})
            elif mention.kind is PartyKind.UNIT and (doubt := self._doubt_of_unit(mention)):
                yield mention.start, RowDoubt(field, *doubt)

    def _doubt_of_unit(self, mention: Mention) -> tuple[Code, dict[str, object]] | None:
        if not self.directory.units:
            return None
        if mention.how is How.ABBREVIATION:
            return Code.UNIT_ABBREVIATED, {"name": mention.text, "unit": mention.name}
        if mention.how is How.AMBIGUOUS:
            return Code.AMBIGUOUS_UNIT, {"name": mention.text, "candidates": "、".join(mention.candidates)}
        if mention.how is How.UNKNOWN:
            near = self.directory.suggestions(mention.name)
            hint = f"（相近的有：{'、'.join(near)}）" if near else ""
            return Code.UNKNOWN_UNIT, {"name": mention.name, "suggestions": hint}
        return None

    def parties(self) -> tuple[Party, ...]:
        """Parties in the row's order, each unit and group once with its heaviest role; a lone unit leads."""
        named = {p.mention.name for p in self.placed if p.mention.kind is PartyKind.UNIT}
        parties: dict[tuple[PartyKind, str], Party] = {}
        for placed in self.placed:
            party = self._party(placed, named)
            key = (party.kind, party.name)
            earlier = parties.get(key)
            if earlier is None:
                parties[key] = party
                continue
            heavier = min(earlier.role, party.role, key=ROLE_ORDER.__getitem__)
            parties[key] = replace(earlier, role=heavier)
            details = {"name": party.name, "role": ROLE_WORDS[heavier]}
            self.doubts.append(RowDoubt(placed.field, Code.UNIT_NAMED_TWICE, details))
        return self._with_inferred_lead(list(parties.values()))

    def _party(self, placed: _Placed, named: set[str]) -> Party:
        mention = placed.mention
        if mention.kind is PartyKind.UNIT:
            known = mention.how not in (How.UNKNOWN, How.AMBIGUOUS) or not self.directory.units
            return Party(mention.name, PartyKind.UNIT, placed.role, members=(mention.name,) if known else ())
        if mention.members:
            return Party(mention.name, PartyKind.GROUP, placed.role, members=mention.members)
        if mention.tail and mention.text not in self.directory.words:
            return Party(mention.name, PartyKind.GROUP, placed.role)
        expansion = expand(mention.text, self.directory, named)
        first = all(doubt.details.get("word") != mention.name for doubt in self.doubts)
        if expansion.doubt and first and not mention.tail:
            details = expansion.details | {"word": mention.name}
            self.doubts.append(RowDoubt(placed.field, expansion.doubt, details))
        return Party(mention.name, PartyKind.GROUP, placed.role, members=expansion.members)

    def _with_inferred_lead(self, parties: list[Party]) -> tuple[Party, ...]:
        responsible = [i for i, party in enumerate(parties) if party.role is Role.RESPONSIBLE]
        leads = any(party.role is Role.LEAD for party in parties)
        if leads or len(responsible) != 1 or parties[responsible[0]].kind is not PartyKind.UNIT:
            return tuple(parties)
        index = responsible[0]
        parties[index] = replace(parties[index], role=Role.LEAD, inferred=True)
        self.doubts.append(RowDoubt(Field.RESPONSIBLE, Code.LEAD_INFERRED, {"unit": parties[index].name}))
        return tuple(parties)


def _assignments(task_id: str, parties: Sequence[Party], directory: Directory) -> tuple[Assignment, ...]:
    """Who must answer, each unit once with its heaviest role; stopped units are left out."""
    stopped = {unit.name for unit in directory.units if unit.stopped}
    roles: dict[str, Role] = {}
    for party in parties:
        for unit in party.members:
            if unit not in stopped:
                roles[unit] = min(roles.get(unit, party.role), party.role, key=ROLE_ORDER.__getitem__)
    ordered = sorted(roles, key=lambda unit: ROLE_ORDER[roles[unit]])
    return tuple(Assignment(task_id, unit, roles[unit]) for unit in ordered)
