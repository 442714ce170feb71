"""What each button does: the steps of the command line, one after another, and the words at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from taskbook import files, wording
from taskbook.buttons.desk import Desk, Report
from taskbook.buttons.mailing import remind, send
from taskbook.buttons.monthly import make_report
from taskbook.buttons.new_plan import import_document
from taskbook.buttons.periods import agreed, period_to_issue
from taskbook.buttons.rounding import collect_and_merge
from taskbook.buttons.words import lines_of, written
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Stop, has_errors
from taskbook.master import folder
from taskbook.period import Period

Job = Callable[[Desk, str, date | None], Report | None]
"""(desk, what stands in the box 期次, today where it is not the day it is) → the words at the end; None where what is
shown says it all."""


def press(button: str, desk: Desk, period: str = "", today: date | None = None) -> Report | None:
    """Do what a button does. Raises `CannotGoOn` and `Cancelled`."""
    if button not in JOBS:
        raise CannotGoOn(Stop.BUTTON_UNKNOWN, text=button, names=wording.listed(list(JOBS)))
    return JOBS[button](desk, period, today)


def check(desk: Desk, period: str, today: date | None) -> Report | None:
    """The open master checked as it stands; findings in 校验结果 and in colour in the cells."""
    from taskbook.check import check_master

    master = desk.master()
    desk.progress(wording.PROGRESS_CHECK, 0, 1)
    result = check_master(master)
    desk.progress(wording.PROGRESS_CHECK, 1, 1)
    lines = [wording.checked_on_screen(*result.counts)]
    lines += [wording.kept_findings(result.kept)] if result.kept else []
    where, errors = written(master, result.copy), has_errors(result.findings)
    return Report(lines, lines_of(result.findings), where, Sheet.FINDINGS, errors)


def split(desk: Desk, period: str, today: date | None) -> Report | None:
    """One book for each unit of the period, after asking."""
    from taskbook.issued import refuse_other_plan
    from taskbook.split import split_master, summary

    master = desk.master()
    settings = master.plan().settings
    issue = folder(master.path, settings.folder_issue)

    def question(chosen: Period) -> str:
        told = wording.CONFIRM_SPLIT.format(
            master=master.path.name, period=chosen, folder=issue / str(chosen)
        )
        outside = settings.year and chosen.year != settings.year
        return told + (wording.OTHER_YEAR.format(period=chosen, year=settings.year) if outside else "")

    chosen = agreed(desk, period_to_issue(period, today or date.today()), question, today)
    refuse_other_plan(folder(master.path, settings.folder_archive), chosen, settings.plan_id)
    result = split_master(master, chosen, progress=desk.progress, today=today)
    desk.open_folder(result.folder)
    seen_by_others = not master.on_screen and files.is_open(master.path)
    attention = [wording.AS_SAVED.format(master=master.path.name)] if seen_by_others else []
    attention += lines_of(result.findings)
    return Report(summary(result), attention, errors=has_errors(result.findings))


def settings(desk: Desk, period: str, today: date | None) -> Report | None:
    """The sheet 设置."""
    desk.master()
    desk.show_sheet(Sheet.SETTINGS)
    return None


def login(desk: Desk, period: str, today: date | None) -> Report | None:
    """The password of the master's mail servers, into the system's keyring."""
    desk.master()
    return desk.log_in()


def open_folder(desk: Desk, period: str, today: date | None) -> Report | None:
    """The folder the master is kept in."""
    desk.open_folder(desk.master().path.parent)
    return None


def help_(desk: Desk, period: str, today: date | None) -> Report | None:
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
    "remind": remind,
    "round": collect_and_merge,
    "report": make_report,
    "settings": settings,
    "login": login,
    "folder": open_folder,
    "help": help_,
}
"""Button id → what it does."""

MANUAL = Path(__file__).parents[3] / "docs" / wording.MANUAL_FILE
