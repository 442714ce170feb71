"""The button 月报: the period merged again, then everything the leader reads about it, in one folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.buttons.desk import Desk, Report
from taskbook.buttons.periods import agreed, period_to_report
from taskbook.buttons.rounding import merged
from taskbook.buttons.words import lines_of
from taskbook.findings import CannotGoOn, Code, Finding, Stop, has_errors
from taskbook.issued import ledger_of as issued_of
from taskbook.master import folder
from taskbook.period import Period

if TYPE_CHECKING:
    from taskbook.reporting.facts import Facts


def make_report(desk: Desk, period: str, today: date | None) -> Report | None:
    """Ask for the period, merge it again, write the report, open its folder."""
    from taskbook.report import build_report, default_folder, summary
    from taskbook.returns.archive import ledger_of

    master = desk.master()
    plan = master.plan()
    archive = folder(master.path, plan.settings.folder_archive)

    def question(chosen: Period) -> str:
        if not issued_of(archive, chosen).is_file() and not ledger_of(archive, chosen).is_file():
            raise CannotGoOn(Stop.NOTHING_ISSUED, period=chosen)
        place = default_folder(master.path, plan, chosen)
        told = wording.CONFIRM_REPORT.format(period=chosen, master=master.path.name, folder=place)
        if ledger_of(archive, chosen).is_file():
            return told
        return wording.NOBODY_ANSWERED_YET.format(period=chosen) + told

    chosen = agreed(desk, period_to_report(period, archive, today or date.today()), question, today)
    written = merged(desk, plan, chosen, today, show=False)
    _put_away(desk, default_folder(master.path, plan, chosen))
    result = build_report(master, chosen, progress=desk.progress, today=today)
    desk.open_folder(result.folder)
    own = result.findings[len(result.facts.findings) :]
    return replace(
        written,
        done=summary(result),
        attention=[
            *lines_of([*own, *_about_links(result.facts)], ""),
            *written.attention,
            *_remarked(result.facts),
        ],
        errors=written.errors or has_errors(own),
    )


def _about_links(facts: Facts) -> list[Finding]:
    """What is to be known of opening the evidence: that nothing or not everything was opened."""
    return [one for one in facts.findings if one.code in (Code.LINKS_NO_NETWORK, Code.LINKS_LEFT)]


def _remarked(facts: Facts) -> list[str]:
    count = len(facts.status.remarks)
    return [wording.REMARKS_IN_REPORT.format(count=count)] if count else []


def _put_away(desk: Desk, report: Path) -> None:
    """Close the books of this report that are open unchanged, so that they can be written anew."""
    for path in sorted(report.glob("*.xlsx")) if report.is_dir() else ():
        desk.put_away(path)
