"""回头看 in the round of a month: sent, answered, merged like the rest, and counted apart everywhere."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from left_over import FINANCE, JUSTICE, MAY, PLAN, TODAY, Office
from taskbook import wording
from taskbook.check import check_master
from taskbook.columns import HEADINGS, Field, LookbackField, ReplyField, Sheet, StatusField
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import read_grids
from taskbook.master import read_master, write_findings, write_master, write_status
from taskbook.merge import as_json, merge_master, summary
from taskbook.model import Light, State
from taskbook.period import Period
from taskbook.rehearsal.filling import open_book
from taskbook.rollup.figures import figures_of
from taskbook.rollup.history import stages
from taskbook.rollup.named_dates import several_dates
from taskbook.rollup.tables import counts, tables_of, task_totals, totals
from taskbook.split import split_master


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def rows_of(book: Path, sheet: str) -> list[dict[str, str]]:
    grid = next(grid for grid in read_grids(book) if grid.name == sheet)
    names = [grid.text(2, column) for column in range(len(grid.rows[2]))]
    rows = [[grid.text(row, column) for column in range(len(names))] for row in range(3, len(grid.rows))]
    return [dict(zip(names, row, strict=True)) for row in rows if any(row)]


def test_books_hold_them_after_this_year_s_and_say_so(office: Office) -> None:
    office.month()
    assert office.sent[FINANCE].task_ids == ("T001", "T002", "T003", "T004", "T005")
    book = open_book(office.sent[FINANCE].file)
    topics = [
        str(book.sheet.cell(book.rows[task_id], book.columns[ReplyField.TOPIC]).value or "").split("\n")[0]
        for task_id in office.sent[FINANCE].task_ids
    ]
    assert topics[:3] == ["决策", "大厅", "回头看（2025年未完成）"]


def test_progress_goes_back_onto_both_sheets(office: Office) -> None:
    result = office.month()
    assert result.backup is not None
    shown = [HEADINGS[field] for field in (Field.STATUS, Field.LIGHT, Field.LATEST, Field.UPDATED)]
    said = {
        row[HEADINGS[Field.TASK_ID]]: [row[heading] for heading in shown]
        for sheet in (Sheet.TASKS, Sheet.LOOKBACK)
        for row in rows_of(office.master, sheet)
    }
    assert said == {
        "T001": ["推进中", "绿", "区司法局（2026-05期）：2026-05办理T001", "2026-05"],
        "T002": ["未反馈", "红", "", "2026-05"],
        "T003": ["已完成", "绿", "区司法局（2026-05期）：2026-05办理T003", "2026-05"],
        "T004": [
            "推进中",
            "黄",
            "区财政局（2026-05期）：2026-05办理T004",
            "2026-05",
        ],  # half of a year that is over
        "T005": ["推进中", "红", "区财政局（2026-05期）：2026-05办理T005", "2026-05"],
        "T006": ["推进中", "绿", "区司法局（2026-05期）：2026-05办理T006", "2026-05"],
    }
    assert merge_master(office.master, MAY, today=TODAY).backup is None


def test_only_our_cells_of_the_sheet_change(office: Office) -> None:
    workbook = openpyxl.load_workbook(office.master)
    sheet = workbook[Sheet.LOOKBACK]
    sheet["Z1"] = "我的备注"
    sheet["E4"].comment = openpyxl.comments.Comment("请先办", "联络员01")
    sheet.delete_cols([cell.value for cell in sheet[3]].index(HEADINGS[Field.UPDATED]) + 1)
    workbook.save(office.master)
    office.month()
    after = openpyxl.load_workbook(office.master)[Sheet.LOOKBACK]
    assert after["Y1"].value == "我的备注"
    assert after["E4"].comment.text == "请先办"
    headings = [cell.value for cell in after[3]]
    assert HEADINGS[Field.UPDATED] in headings  # written again, after the last
    assert after.cell(4, headings.index(HEADINGS[Field.UPDATED]) + 1).value == "2026-05"


def test_tasks_are_counted_apart_and_units_with_everything(office: Office) -> None:
    status = office.month().status
    figures = figures_of(status)
    assert (figures.tasks, figures.lookback, figures.lookback_done) == (2, 4, 1)
    assert figures.states == {State.IN_PROGRESS: 1, State.NONE: 1}
    assert figures.lights == {Light.GREEN: 1, Light.RED: 1}
    assert (figures.overdue, figures.answers_due, figures.answers) == (1, 8, 6)
    assert {unit.unit.name: (unit.tasks, unit.due, unit.answered, unit.overdue) for unit in status.units} == {
        JUSTICE: (3, 3, 3, 0),
        FINANCE: (5, 5, 3, 2),
    }
    assert [task.id for task in status.this_year] == ["T001", "T002"]
    assert [task.id for task in status.lookback] == ["T003", "T004", "T005", "T006"]


def test_what_is_said_on_the_screen_and_as_data(office: Office) -> None:
    result = office.month()
    assert summary(result)[0] == (
        "2026-05期：任务2项，推进中1项，未反馈1项；另有回头看（上年未完成）4项，已完成1项，未完成3项"
    )
    shape = json.loads(json.dumps(as_json(result), ensure_ascii=False))
    assert [(task["id"], task["lookback"]) for task in shape["tasks"]] == [
        ("T001", False),
        ("T002", False),
        ("T003", True),
        ("T004", True),
        ("T005", True),
        ("T006", True),
    ]


def test_the_status_book_has_a_sheet_of_its_own_for_them(office: Office) -> None:
    out = office.month().out
    tasks, left = rows_of(out, Sheet.TASK_STATUS), rows_of(out, Sheet.LOOKBACK)
    assert [row[HEADINGS[Field.TASK_ID]] for row in tasks] == ["T001", "T002"]
    assert [row[HEADINGS[Field.TASK_ID]] for row in left] == ["T003", "T004", "T005", "T006"]
    assert (left[0][HEADINGS[Field.LEAD]], left[0][HEADINGS[Field.SUPPORT]]) == (JUSTICE, FINANCE)
    assert (left[0][LookbackField.YEAR], left[0][LookbackField.TASK_ID]) == ("2025", "T053")
    overview = next(grid for grid in read_grids(out) if grid.name == Sheet.OVERVIEW)
    texts = [str(value) for row in overview.rows for value in row if value]
    assert "回头看（上年未完成）4项，已完成1项，未完成3项" in texts
    assert wording.red_tasks(1) in texts  # T005 is red as well, and told below
    assert texts.index("T002") < texts.index("T005")
    assert not any(text == "T003" for text in texts)  # it is done
    assert any(text.startswith("2026年度") for text in texts)
    links = links_of(out, Sheet.LOOKBACK)
    replies = [row[HEADINGS[Field.TASK_ID]] for row in rows_of(out, Sheet.REPLIES)]
    assert [replies[int(row) - 4] for row in links] == ["T003", "T004", "T005", "T006"]
    assert [replies[int(row) - 4] for row in links_of(out, Sheet.TASK_STATUS)] == ["T001", "T002"]


def links_of(book: Path, sheet: Sheet) -> list[str]:
    """The rows of 反馈明细 that a sheet's links lead to, from top to bottom."""
    cells = (
        cell for row in openpyxl.load_workbook(book)[sheet].iter_rows() for cell in row if cell.hyperlink
    )
    return [re.search(r"!A(\d+)$", cell.hyperlink.location)[1] for cell in cells]


def test_a_plan_without_them_has_no_such_sheet(tmp_path: Path) -> None:
    office = Office(tmp_path)
    write_master(replace(PLAN, tasks=PLAN.tasks[:2]), office.master)
    split_master(office.master, MAY, today=TODAY)
    result = merge_master(office.master, MAY, today=TODAY)
    assert Sheet.LOOKBACK not in [grid.name for grid in read_grids(result.out)]
    assert "回头看" not in "".join(summary(result))


def test_tables_tell_them_apart(office: Office) -> None:
    office.month(Period(2026, 4), date(2026, 4, 20))
    office.month()
    plan = read_master(office.master)
    tables = tables_of(stages(plan, office.folder / "归档", MAY, today=TODAY), plan)
    now = tables.tasks[tables.tasks["period"] == "2026-05"]
    assert dict(zip(now["task"], now["lookback"], strict=True)) == {
        "T001": False,
        "T002": False,
        "T003": True,
        "T004": True,
        "T005": True,
        "T006": True,
    }
    assert set(tables.answers[tables.answers["lookback"]]["task"]) == {"T003", "T004", "T005", "T006"}
    last = tables.periods.iloc[-1]
    assert (last["tasks"], last["done"], last["overdue"], last["lookback_tasks"], last["lookback_done"]) == (
        2,
        0,
        1,
        4,
        1,
    )
    assert (last["done_share"], last["completed"]) == (0.0, 0.0)
    assert last["behind"] == pytest.approx(5 / 12)
    assert last["answers_assigned"] == 8
    this_year = tables.tasks[~tables.tasks["lookback"]]
    assert list(task_totals(this_year)["tasks"]) == [2, 2]
    assert counts(this_year, "light").iloc[-1][["绿", "红"]].tolist() == [1, 1]
    by_unit = totals(tables.answers, "unit")
    assert list(by_unit[by_unit["period"] == "2026-05"]["assigned"]) == [3, 5]


def test_one_that_is_tracked_no_more_stays_apart_in_the_months_it_was(office: Office) -> None:
    office.month(Period(2026, 4), date(2026, 4, 20))
    workbook = openpyxl.load_workbook(office.master)
    sheet = workbook[Sheet.LOOKBACK]
    (row,) = (cells[0].row for cells in sheet.iter_rows(max_col=1) if cells[0].value == "T006")
    sheet.delete_rows(row)
    workbook.save(office.master)
    split_master(office.master, MAY, today=TODAY)
    merge_master(office.master, MAY, today=TODAY)
    plan = read_master(office.master)
    periods = tables_of(stages(plan, office.folder / "归档", MAY, today=TODAY), plan).periods
    assert list(zip(periods["tasks"], periods["lookback_tasks"], strict=True)) == [(2, 4), (2, 3)]


def test_dates_of_an_earlier_year_are_no_reporting_dates_of_this_one(office: Office) -> None:
    readings = check_master(office.master, write=False).readings
    assert readings[4].deadline.dates == (date(2025, 6, 10), date(2025, 12, 10))
    assert several_dates(readings) == {}


def test_a_row_that_moved_to_the_other_sheet_meanwhile_is_not_written_to(office: Office) -> None:
    plan = read_master(office.master)
    ids = {(Sheet.LOOKBACK, plan.tasks[-1].row + 1): "T007"}
    with pytest.raises(CannotGoOn) as stopped:
        write_findings(office.master, [], ids, 7)
    assert stopped.value.stop is Stop.MASTER_CHANGED


def test_the_other_parts_of_the_file_stay_as_they_are(office: Office) -> None:
    check_master(office.master)
    before = parts(office.master)
    write_status(office.master, {"T005": {Field.STATUS: "推进中"}})
    changed = {name for name, data in parts(office.master).items() if before[name] != data}
    assert len(changed) == 1  # the sheet 回头看 alone
    sheet = openpyxl.load_workbook(office.master)[Sheet.LOOKBACK]
    states = [cell.value for cell in column_of(sheet, HEADINGS[Field.STATUS])]
    assert [state for state in states if state] == ["推进中"]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def column_of(sheet, heading: str) -> Iterable:
    column = [cell.value for cell in sheet[3]].index(heading) + 1
    return [row[0] for row in sheet.iter_rows(min_row=4, min_col=column, max_col=column)]


def test_replies_mark_them(office: Office) -> None:
    rows = rows_of(office.month().out, Sheet.REPLIES)
    marked = {row[HEADINGS[Field.TASK_ID]] for row in rows if row[HEADINGS[Field.TOPIC]].startswith("回头看")}
    assert marked == {"T003", "T004", "T005", "T006"}
    assert {row[StatusField.UNIT] for row in rows} == {JUSTICE, FINANCE}
