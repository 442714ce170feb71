"""Evidence links and the monthly report: opened where the office wants it, told beside the answers, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import books_of, replies_of
from status_values import record, settings
from taskbook import wording
from taskbook.book_columns import ReportSheet
from taskbook.findings import Code
from taskbook.grid import read_grids
from taskbook.issued import record_issued
from taskbook.master import folder, read_master, write_master
from taskbook.model import Plan, Task, Unit
from taskbook.period import Period
from taskbook.report import ReportResult, build_report
from taskbook.returns.archive import ledger_of, line_of, pack_replies
from taskbook.returns.ledger import append_lines
from web_server import Site, website

SEPTEMBER = Period(2026, 9)
TODAY = date(2026, 9, 28)
SEEN = '<html><head><meta name="PubDate" content="{}"></head><body>清单</body></html>'


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as served:
        served.page("/good", SEEN.format("2026-09-12 10:00"))
        served.page("/old", SEEN.format("2025-03-01 10:00"))
        yield served


def office(place: Path, site: Site, **changed: object) -> Path:
    """Three tasks of one unit, done: evidence that is there, that is gone, that is older than the period."""
    tasks = tuple(
        Task(f"T00{n}", str(n), "", "信息公开", f"公布第{n}项清单。", "区教育局", deadline="年底前")
        for n in (1, 2, 3)
    )
    plan = Plan(settings(evidence_domains="127.0.0.1", **changed), tasks, (Unit("区教育局", "部门"),))
    place.mkdir(exist_ok=True)
    master = place / "总表.xlsx"
    write_master(plan, master)
    plan_id = read_master(master).settings.plan_id
    archive = folder(master, plan.settings.folder_archive)
    books = books_of({"区教育局": "T001 T002 T003"}).values()
    record_issued(archive, SEPTEMBER, [replace(book, plan=plan_id) for book in books])
    said = replies_of("区教育局", "T001 已完成 已公布 T002 已完成 已公布 T003 已完成 已公布")
    urls = (site.url("/good"), site.url("/gone"), site.url("/old"))
    said = [replace(reply, evidence=url) for reply, url in zip(said, urls, strict=True)]
    append_lines(ledger_of(archive, SEPTEMBER), [line_of(record(1, "区教育局", rows=3), pack_replies(said))])
    return master


def told(result: ReportResult) -> dict[str, set[Code]]:
    codes: dict[str, set[Code]] = {}
    for remark in result.facts.status.remarks:
        codes.setdefault(remark.task_id, set()).add(remark.finding.code)
    return codes


def test_nothing_is_opened_unless_the_office_wants_it(tmp_path: Path, site: Site) -> None:
    result = build_report(office(tmp_path, site), SEPTEMBER, today=TODAY)
    assert site.asked == []
    assert told(result) == {}
    assert not list(tmp_path.rglob(wording.LINKS_FILE))


@pytest.mark.parametrize("by_setting", [True, False])
def test_what_is_behind_a_link_stands_beside_the_answer_in_every_output(
    tmp_path: Path, site: Site, by_setting: bool
) -> None:
    chosen = {"check_links": wording.YES} if by_setting else {}
    master = office(tmp_path, site, **chosen)
    before = master.read_bytes()
    result = build_report(master, SEPTEMBER, links=not by_setting, today=TODAY)
    assert told(result) == {"T002": {Code.LINK_BROKEN}, "T003": {Code.LINK_DATE_OUTSIDE}}
    messages = [remark.finding.message for remark in result.facts.status.remarks]
    assert all(message in [finding.message for finding in result.findings] for message in messages)
    (sheet,) = (grid for grid in read_grids(result.files["monthly"]) if grid.name == ReportSheet.REMARKS)
    cells = {
        sheet.text(row, column) for row in range(len(sheet.rows)) for column in range(len(sheet.rows[row]))
    }
    page = result.files["board"].read_text(encoding="utf-8")
    assert site.url("/gone") in page
    for message in messages:
        assert message in cells
    assert all(task.state == "已完成" for task in result.facts.tasks)  # nothing is corrected
    (unit,) = result.facts.units
    assert (unit.periods[-1].reported_done, unit.periods[-1].faulty) == (3, 0)
    assert master.read_bytes() == before


def test_pages_seen_lately_are_not_asked_again(tmp_path: Path, site: Site) -> None:
    master = office(tmp_path, site)
    first = build_report(master, SEPTEMBER, links=True, today=TODAY)
    asked = len(site.asked)
    again = build_report(master, SEPTEMBER, links=True, today=TODAY)
    assert len(site.asked) == asked
    assert told(again) == told(first)


def test_what_was_put_out_since_the_last_time_anybody_was_asked_is_of_this_period(
    tmp_path: Path, site: Site
) -> None:
    """An office that asks every quarter, and one that asks for the first time."""
    site.page("/old", SEEN.format("2026-07-05 10:00"))
    first = office(tmp_path / "first", site, issued_on=date(2026, 7, 1))
    assert told(build_report(first, SEPTEMBER, links=True, today=TODAY)) == {"T002": {Code.LINK_BROKEN}}
    quarter = office(tmp_path / "quarter", site)
    archive = folder(quarter, "归档")
    books = books_of({"区教育局": "T001 T002 T003"}).values()
    plan_id = read_master(quarter).settings.plan_id
    record_issued(archive, Period(2026, 6), [replace(book, plan=plan_id) for book in books])
    assert told(build_report(quarter, SEPTEMBER, links=True, today=TODAY)) == {"T002": {Code.LINK_BROKEN}}
    site.page("/old", SEEN.format("2026-06-20 10:00"))
    (archive / wording.LINKS_FILE).unlink()
    late = told(build_report(quarter, SEPTEMBER, links=True, today=TODAY))
    assert late["T003"] == {Code.LINK_DATE_OUTSIDE}
