"""回头看: what last year left unfinished becomes tasks of this year's plan, on a sheet of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from taskbook import wording
from taskbook.columns import HEADINGS, PARTY_FIELDS, Field, LookbackField, Sheet
from taskbook.findings import CannotGoOn, Code, Finding, Stop, found
from taskbook.intake.last_year import LastTask, LastYear, Units, read_last_year
from taskbook.language.deadlines import read_deadline
from taskbook.language.directory import Directory
from taskbook.language.reading import read_task
from taskbook.model import Deadline, DeadlineKind, Plan, Role, Task
from taskbook.returns.renaming import names_now

_ROLE_FIELDS: Mapping[Role, Field] = {
    Role.LEAD: Field.LEAD,
    Role.RESPONSIBLE: Field.RESPONSIBLE,
    Role.SUPPORT: Field.SUPPORT,
}


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over: out of which book and year, the book's tasks in order, how many were done and left."""

    file: str
    year: int
    last: tuple[LastTask, ...]
    done: int
    findings: tuple[Finding, ...]


def carry_over(plan: Plan, path: Path) -> tuple[Plan, Carried]:
    """The plan with last year's unfinished tasks after its own, under new ids, their units by name.

    `settled` gives them the words of their cells back, once the units are known. Raises `CannotGoOn` as
    `read_last_year`, and for a book of the plan's own year or a later one.
    """
    last = read_last_year(path)
    this = plan.settings.year
    if this and last.year >= this:
        raise CannotGoOn(Stop.SAME_YEARS_BOOK, path=path, year=last.year)
    year = last.year or (this - 1 if this else 0)
    findings = list(last.findings)
    if not last.year and last.tasks:
        findings.append(found(Code.LOOKBACK_YEAR_UNKNOWN, file=path.name, year=year or ""))
    findings += _doubts(last, year)
    number = plan.settings.last_task_number
    tasks = tuple(_task(one, year, number + place) for place, one in enumerate(last.tasks, 1))
    settings = replace(plan.settings, last_task_number=number + len(tasks))
    carried = Carried(path.name, year, last.tasks, last.done, tuple(findings))
    return replace(plan, settings=settings, tasks=(*plan.tasks, *tasks)), carried


def settled(plan: Plan, carried: Carried) -> tuple[Plan, list[Finding]]:
    """The carried tasks with their units as they are called now, in the words of their cells where these still mean
    the same units (各乡镇), else by name."""
    directory = Directory(plan.units, plan.groups, f"{plan.settings.plan_name} {plan.settings.office}")
    names = names_now(plan.units)
    own = [task for task in plan.tasks if not task.lookback]
    tasks = []
    findings: list[Finding] = []
    for task, last in zip(plan.tasks[len(own) :], carried.last, strict=True):
        if last.units is None:
            tasks.append(task)
            continue
        renamed = {unit: names[unit] for units in last.units.values() for unit in units if unit in names}
        findings += [
            found(Code.LOOKBACK_UNIT_RENAMED, last.where, name=old, unit=new) for old, new in renamed.items()
        ]
        worded = replace(
            task, lead=last.task.lead, responsible=last.task.responsible, support=last.task.support
        )
        same = not renamed and _units_in(worded, directory, plan.settings.year) == _heaviest(last.units)
        tasks.append(worded if same else _with_units(task, last.units, renamed))
    return replace(plan, tasks=(*own, *tasks)), findings


def _units_in(task: Task, directory: Directory, year: int) -> dict[str, Role]:
    return {one.unit: one.role for one in read_task(task, directory, year)[0].assignments}


def _heaviest(units: Units) -> dict[str, Role]:
    """Unit → role; one named in several roles has the first, which is the heaviest."""
    roles: dict[str, Role] = {}
    for role in Role:
        for unit in units.get(role, ()):
            roles.setdefault(unit, role)
    return roles


def _with_units(task: Task, units: Units, renamed: Mapping[str, str] = {}) -> Task:
    """Every unit by name in the column of its role."""
    texts = {field.value: "" for field in PARTY_FIELDS}
    for role, field in _ROLE_FIELDS.items():
        own = dict.fromkeys(renamed.get(unit, unit) for unit in units.get(role, ()))
        texts[field.value] = wording.BETWEEN_UNITS.join(own)
    return replace(task, **texts)


def _task(last: LastTask, year: int, number: int) -> Task:
    first = str(last.first_year or year or "")
    told = wording.state_before(last.state, last.latest)
    extra = ((LookbackField.YEAR, first), (LookbackField.TASK_ID, last.first_id), (LookbackField.LAST, told))
    task = replace(
        last.task,
        id=f"T{number:03d}",
        deadline=written_out(last.task.deadline, year),
        extra=tuple((str(heading), text) for heading, text in extra),
        row=0,
        sheet=Sheet.LOOKBACK,
    )
    return task if last.units is None else _with_units(task, last.units)


def written_out(text: str, year: int) -> str:
    """A deadline that means the same in every year: 6月底前 of 2025 → 2025年6月底前. What has no date stays as it is."""
    meant = read_deadline(text, year)
    if not year or meant.kind is not DeadlineKind.DATE or _same(read_deadline(text, year + 1), meant):
        return text
    forms = (wording.with_year(year, text), wording.dates_written_out(meant.dates, meant.ongoing))
    return next((form for form in forms if _same(read_deadline(form, year + 1), meant)), forms[-1])


def _same(one: Deadline, other: Deadline) -> bool:
    return (one.kind, one.dates, one.ongoing) == (other.kind, other.dates, other.ongoing)


def _doubts(last: LastYear, year: int) -> Iterator[Finding]:
    """What a person has to look at: tasks that were never to end, and units that the book does not list."""
    for one in last.tasks:
        deadline = read_deadline(one.task.deadline, year)
        if deadline.kind in (DeadlineKind.ONGOING, DeadlineKind.RECURRING):
            yield found(Code.LOOKBACK_LONG_TERM, one.where, text=_line(deadline.text))
        if one.units is None:
            for field in _cut(one.task):
                yield found(Code.LOOKBACK_PARTIES_CUT, one.where, heading=HEADINGS[field])


def _cut(task: Task) -> Iterable[Field]:
    return (field for field in PARTY_FIELDS if wording.CUT_LIST in getattr(task, field.value))


def _line(text: str) -> str:
    return " ".join(text.split())
