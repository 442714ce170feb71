"""The monthly report of a period: master and archive → facts → 通报, 月报, 看板, 考核, 督办单, texts.

Everything is computed anew from master and archive. The master is only read; into the archive goes nothing but what was
written (`Outputs`) and what was seen behind links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taskbook import files, master, wording
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.garbage import no_garbage_hunt
from taskbook.issued import refuse_other_plan
from taskbook.master.access import Master, opened
from taskbook.model import Plan
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.reporting.facts import Facts
from taskbook.reporting.facts_json import facts_shape
from taskbook.reporting.gather import gather
from taskbook.reporting.links import with_links
from taskbook.reporting.outputs import Outputs
from taskbook.reporting.papers.orders import OrderFile, write_orders
from taskbook.reporting.shares import percent

_Writers = Mapping[str, Callable[[Path], object]]


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What was made: `files` by the names in `wording.REPORT_FILES`, without what could not be written."""

    facts: Facts
    folder: Path
    files: Mapping[str, Path]
    orders: tuple[OrderFile, ...]
    findings: tuple[Finding, ...]


def build_report(
    book: Master | Path,
    period: Period,
    archive: Path | None = None,
    out: Path | None = None,
    links: bool = False,
    progress: Progress = silent,
    today: date | None = None,
) -> ReportResult:
    """Write the report of a period into the folder `out`. `links`: evidence links are opened, whatever 设置 says.

    `archive` and `out` default to what 设置 names. A file that cannot be written is a finding, the others are made all
    the same. Raises `CannotGoOn` for a missing master or archive and a period that was never begun.
    """
    book = opened(book)
    plan = book.plan()
    archive = archive or master.folder(book.path, plan.settings.folder_archive)
    if not archive.is_dir():
        raise CannotGoOn(Stop.FOLDER_MISSING, path=archive, option="--archive")
    refuse_other_plan(archive, period, plan.settings.plan_id)
    _refuse_rows_without_id(book.path, plan)
    out = out or default_folder(book.path, plan, period)
    if out.is_file():
        raise CannotGoOn(Stop.TARGET_EXISTS, path=out)
    with no_garbage_hunt():
        facts = gather(plan, archive, period, progress, today)
        facts = with_links(facts, archive, links, progress, today)
        with files.told_as_sentences(out):
            out.mkdir(parents=True, exist_ok=True)
        with files.exclusive(out):
            outputs = Outputs(out, archive, period)
            made = _write(facts, outputs, progress)
            orders = write_orders(out / wording.ORDERS_FOLDER, facts, outputs, progress)
            outputs.record()
    findings = (*facts.findings, *_about_points(facts), *outputs.findings)
    return ReportResult(facts, out, made, tuple(orders), findings)


def _refuse_rows_without_id(path: Path, plan: Plan) -> None:
    """Rows that nobody could have been sent, or that were copied with another's id, would be told as one: `CannotGoOn`."""
    seen: set[str] = set()
    for task in plan.tasks:
        if not task.id or task.id in seen:
            raise CannotGoOn(Stop.ROW_WITHOUT_ID, path=path, sheet=task.sheet, row=task.row)
        seen.add(task.id)


def _about_points(facts: Facts) -> Iterator[Finding]:
    """Points by hand that counted for nobody, other than those of months to come."""
    from taskbook.reporting.scores.scoring import NotCounted, points_of

    left = [one for one in points_of(facts) if one.why_not not in (None, NotCounted.LATER)]
    if left:
        yield found(Code.REPORT_POINTS_LEFT, Cell(Sheet.POINTS), count=len(left))


def default_folder(master_path: Path, plan: Plan, period: Period) -> Path:
    folder = master.folder(master_path, plan.settings.folder_status)
    return folder / wording.REPORT_FOLDER.format(period=period)


def _write(facts: Facts, outputs: Outputs, progress: Progress) -> dict[str, Path]:
    writers = _writers(facts)
    made: dict[str, Path] = {}
    for done, (kind, write) in enumerate(writers.items()):
        progress(wording.PROGRESS_REPORT, done, len(writers))
        path = outputs.write(wording.REPORT_FILES[kind].format(period=facts.period), write)
        if path is not None:
            made[kind] = path
    progress(wording.PROGRESS_REPORT, len(writers), len(writers))
    return made


def _writers(facts: Facts) -> _Writers:
    """The writer of each file; what they need is loaded here, as some of it is heavy."""
    from taskbook.reporting.board.write import write_board
    from taskbook.reporting.monthly.write import write_monthly
    from taskbook.reporting.papers import texts
    from taskbook.reporting.papers.notice import write_notice
    from taskbook.reporting.scores.scorebook import write_scores

    board = wording.REPORT_FILES["board"].format(period=facts.period)
    return {
        "board": lambda path: write_board(path, facts),
        "monthly": lambda path: write_monthly(path, facts, board),
        "notice": lambda path: write_notice(path, facts),
        "scores": lambda path: write_scores(path, facts),
        "chat": lambda path: _write_text(path, texts.chat_text(facts)),
        "annual": lambda path: _write_text(path, texts.annual_paragraph(facts)),
    }


def _write_text(path: Path, text: str) -> None:
    """As Windows' own editor reads it: with a mark of its encoding, and line ends of two characters."""
    files.write_bytes(path, text.replace("\n", "\r\n").encode("utf-8-sig", "replace"))


def as_json(result: ReportResult) -> dict[str, object]:
    """The result as data: every number that the outputs show, and where they are."""
    from taskbook.reporting.scores.scoring import scores_of

    return {
        **facts_shape(result.facts),
        "scores": [
            {"unit": one.unit, "score": one.score, "grade": one.grade} for one in scores_of(result.facts)
        ],
        "folder": str(result.folder),
        "files": {kind: str(path) for kind, path in result.files.items()},
        "orders": [
            {"unit": one.unit, "kind": str(one.kind), "file": str(one.file), "tasks": list(one.tasks)}
            for one in result.orders
        ],
        "findings": [finding.as_json() for finding in result.findings],
    }


def summary(result: ReportResult) -> list[str]:
    """What the person at the screen is told: the numbers, and where the papers are."""
    facts = result.facts
    this = facts.this
    numbers = wording.report_numbers(
        str(facts.period),
        this.tasks.tasks,
        this.tasks.done,
        percent(this.tasks.done_share),
        this.tasks.overdue,
        percent(this.elapsed),
    )
    units = wording.report_units(this.units_due, this.units_answered, this.units_partly, this.units_missing)
    names = [wording.REPORT_WORDS[kind] for kind in wording.REPORT_FILES if kind in result.files]
    lines = [numbers, units]
    if facts.missing:
        lines.append(wording.months_without([str(month) for month in facts.missing]))
    lines.append(wording.report_at(result.folder, names))
    if result.orders:
        count, owing = len(result.orders), len({one.unit for one in result.orders})
        folder = result.folder / wording.ORDERS_FOLDER
        lines.append(wording.REPORT_ORDERS.format(count=count, units=owing, folder=folder))
    else:
        lines.append(wording.REPORT_NO_ORDERS)
    return lines
