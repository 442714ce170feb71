"""What each button does: the steps of the command line, one after another, and the words at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from taskbook import wording
from taskbook.buttons.desk import Cancelled, Desk, Report
from taskbook.buttons.periods import period_in_hand, period_to_issue
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Finding, Severity, Stop, has_errors
from taskbook.master import folder
from taskbook.master.access import Master
from taskbook.model import Plan
from taskbook.period import Period
from taskbook.printing import findings_lines

Job = Callable[[Desk, str, date], Report | None]
"""(desk, what stands in the box 期次, today) → the words at the end; None where what is shown says it all."""

MOST_FINDINGS = 6


def press(button: str, desk: Desk, period: str = "", today: date | None = None) -> Report | None:
    """Do what a button does. Raises `CannotGoOn` and `Cancelled`."""
    if button not in JOBS:
        raise CannotGoOn(Stop.BUTTON_UNKNOWN, text=button, names=wording.listed(list(JOBS)))
    return JOBS[button](desk, period, today or date.today())


def import_document(desk: Desk, period: str, today: date) -> Report | None:
    """A plan document → a new master beside it, opened; a registry that lies beside the document is used."""
    source = desk.choose_document()
    if source is None:
        raise Cancelled
    from taskbook.importing import import_plan

    registry = _beside(source, wording.REGISTRY_MARK)
    groups = _beside(source, wording.GROUPS_MARK)
    out = _free(source.with_name(wording.IMPORTED_NAME.format(stem=source.stem) + ".xlsx"))
    told = wording.WITH_REGISTRY.format(name=registry.name) if registry else wording.WITHOUT_REGISTRY
    question = wording.CONFIRM_IMPORT.format(source=source.name, out=out.name, with_registry=told)
    if not desk.confirm(question):
        raise Cancelled
    result = import_plan(source, out, registry, groups, progress=desk.progress, today=today)
    desk.open_file(out)
    return Report(result.summary(), _lines(result.findings), errors=has_errors(result.findings))


def check(desk: Desk, period: str, today: date) -> Report | None:
    """The open master checked as it stands; findings in 校验结果 and in colour in the cells."""
    from taskbook.check import check_master

    desk.progress(wording.PROGRESS_CHECK, 0, 1)
    master = desk.master()
    result = check_master(master)
    desk.progress(wording.PROGRESS_CHECK, 1, 1)
    counts = wording.checked_on_screen(len(result.plan.tasks), len(result.plan.units))
    where, errors = _written(master, result.copy), has_errors(result.findings)
    return Report([counts], _lines(result.findings), where, Sheet.FINDINGS, errors)


def split(desk: Desk, period: str, today: date) -> Report | None:
    """One book for each unit of the period, after asking."""
    from taskbook.split import split_master, summary

    master = desk.master()
    issue = folder(master.path, master.plan().settings.folder_issue)

    def question(chosen: Period) -> str:
        return wording.CONFIRM_SPLIT.format(
            master=master.path.name, period=chosen, folder=issue / str(chosen)
        )

    chosen = _agreed(desk, period_to_issue(period, today), question, today)
    result = split_master(master, chosen, progress=desk.progress, today=today)
    desk.open_folder(result.folder)
    return Report(summary(result), _lines(result.findings), errors=has_errors(result.findings))


def send(desk: Desk, period: str, today: date) -> Report | None:
    """The folder of the period's books, and who can be reached how."""
    master = desk.master()
    plan = master.plan()
    from taskbook.issued import read_issued

    archive = folder(master.path, plan.settings.folder_archive)
    chosen = period_in_hand(period, archive, today)
    issued = read_issued(archive, chosen)
    out = folder(master.path, plan.settings.folder_issue) / str(chosen)
    if not issued:
        raise CannotGoOn(Stop.NOTHING_ISSUED, period=chosen)
    if not out.is_dir():
        raise CannotGoOn(Stop.BOOKS_GONE, path=out, period=chosen)
    addresses = {unit.name: unit.email for unit in plan.units}
    without = [unit for unit in issued if not addresses.get(unit)]
    desk.open_folder(out)
    done = [wording.books_ready(str(chosen), len(issued), out)]
    done.append(wording.addresses_known(len(issued) - len(without)))
    return Report(done, [wording.addresses_missing(without)] if without else [])


def round_up(desk: Desk, period: str, today: date) -> Report | None:
    """Collect what came back, merge, write the progress into the master, open the status book."""
    from taskbook.returns.archive import ledger_of

    master = desk.master()
    plan = master.plan()
    archive = folder(master.path, plan.settings.folder_archive)
    chosen = period_in_hand(period, archive, today)
    inbox = folder(master.path, plan.settings.folder_inbox)
    if not inbox.is_dir():
        inbox.mkdir(parents=True)
        desk.open_folder(inbox)
        return Report([wording.INBOX_MADE.format(folder=inbox)])
    if not period.strip() and not ledger_of(archive, chosen).exists():  # the wrong one would turn lights red

        def question(chosen: Period) -> str:
            return wording.CONFIRM_FIRST_ROUND.format(period=chosen, folder=inbox, master=master.path.name)

        chosen = _agreed(desk, chosen, question, today)
    from taskbook.collect import collect_replies

    collected = collect_replies(master, chosen, progress=desk.progress, today=today)
    open_still = desk.unsaved_in(inbox)
    attention = [wording.OPEN_RETURNS.format(names=wording.listed_first(open_still))] if open_still else []
    if collected.notes:
        sent_back = wording.SENT_BACK.format(count=len(collected.notes), folder=collected.notes[0].parent)
        attention.append(sent_back)
    if collected.missing:
        names = wording.listed_first(collected.missing)
        attention.append(wording.STILL_MISSING.format(count=len(collected.missing), names=names))
    merged = _merge(desk, plan, chosen, today)
    attention += merged.attention
    return replace(merged, attention=attention, errors=merged.errors or has_errors(collected.findings))


def report(desk: Desk, period: str, today: date) -> Report | None:
    """Merge again what is archived, and open the status book."""
    from taskbook.returns.archive import ledger_of

    plan = desk.master().plan()
    archive = folder(desk.master().path, plan.settings.folder_archive)
    chosen = period_in_hand(period, archive, today)
    if not ledger_of(archive, chosen).is_file():
        raise CannotGoOn(Stop.NOTHING_COLLECTED_YET, period=chosen)
    return _merge(desk, plan, chosen, today)


def _agreed(desk: Desk, chosen: Period, question: Callable[[Period], str], today: date) -> Period:
    """The period the person agrees to: the chosen one, or the one they name instead. `Cancelled`."""
    while True:
        answer = desk.confirm_period(question(chosen))
        if answer is None:
            raise Cancelled
        if not answer.strip():
            return chosen
        chosen = period_to_issue(answer, today)


def _merge(desk: Desk, plan: Plan, chosen: Period, today: date) -> Report:
    from taskbook.merge import default_out, merge_master, summary

    master = desk.master()
    desk.put_away(default_out(master.path, plan, chosen))
    merged = merge_master(master, chosen, progress=desk.progress, today=today)
    if merged.out.exists():
        desk.open_file(merged.out)
    grave = [finding for finding in merged.findings if finding.severity is not Severity.INFO]
    lines = _lines(grave, wording.MORE_IN_STATUS)
    where = [wording.STATUS_BOOK.format(path=merged.out), *_written(master, merged.backup)]
    return Report(summary(merged)[:3], lines, where, errors=has_errors(merged.findings))


def settings(desk: Desk, period: str, today: date) -> Report | None:
    """The sheet 设置."""
    desk.master()
    desk.show_sheet(Sheet.SETTINGS)
    return None


def open_folder(desk: Desk, period: str, today: date) -> Report | None:
    """The folder the master is kept in."""
    desk.open_folder(desk.master().path.parent)
    return None


def help_(desk: Desk, period: str, today: date) -> Report | None:
    """The guide in the master; without a master, the manual."""
    try:
        desk.master()
        desk.show_sheet(Sheet.GUIDE)
    except CannotGoOn:
        desk.open_file(MANUAL)
    return None


JOBS: Mapping[str, Job] = {
    "import": import_document,
    "check": check,
    "split": split,
    "send": send,
    "round": round_up,
    "report": report,
    "settings": settings,
    "folder": open_folder,
    "help": help_,
}
"""Button id → what it does."""

MANUAL = Path(__file__).parents[3] / "docs" / wording.MANUAL_FILE


def _lines(findings: Iterable[Finding], rest: str = wording.SEE_SHEET) -> list[str]:
    found = list(findings)
    return [line.strip() for line in findings_lines(found, MOST_FINDINGS, rest)] if found else []


def _written(master: Master, copy: Path | None) -> Sequence[str]:
    if copy is None:
        return [wording.UNCHANGED]
    return [(wording.NOT_SAVED_YET if master.on_screen else wording.SAVED).format(copy=copy)]


def _beside(source: Path, mark: str) -> Path | None:
    """The one table beside a document whose name holds a word; several are nobody's to choose from."""
    found = [
        path
        for path in source.parent.iterdir()
        if mark in path.stem and path.suffix.lower() in {".csv", ".xlsx", ".xls"} and path != source
    ]
    return found[0] if len(found) == 1 and not found[0].name.startswith(("~$", ".")) else None


def _free(path: Path) -> Path:
    """A name nobody has taken yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
