"""回头看 and 考核加减分 in a master that is open: checked, numbered, written back and linked as on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from left_over import JUSTICE, Office
from live_office import opened, press, refused, screen
from office_round import SEPTEMBER, TODAY, said
from taskbook.check import check_master
from taskbook.collect import collect_replies
from taskbook.columns import HEADINGS, Field, PointField, Sheet
from taskbook.findings import Stop
from taskbook.merge import merge_master

OURS = (Sheet.TASKS, Sheet.LOOKBACK, Sheet.UNITS, Sheet.POINTS, Sheet.SETTINGS, Sheet.FINDINGS)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two masters of offices that have their books of September back: a new row on 回头看, points for nobody."""
    (tmp_path / "a").mkdir()
    office = Office(tmp_path / "a")
    workbook = openpyxl.load_workbook(office.master)
    sheet, points = workbook[Sheet.LOOKBACK], workbook[Sheet.POINTS]
    row = sheet.max_row + 1
    headings = [cell.value for cell in sheet[3]]
    for field, text in (
        (Field.CONTENT, "补上的一项。"),
        (Field.LEAD, JUSTICE),
        (Field.DEADLINE, "2025年10月底前"),
    ):
        sheet.cell(row, headings.index(HEADINGS[field]) + 1).value = text
    for field, value in ((PointField.UNIT, "区卫健局"), (PointField.DEDUCTED, 2)):
        points.cell(4, list(PointField).index(field) + 1).value = value
    workbook.save(office.master)
    office.answered(SEPTEMBER, TODAY.replace(day=20))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return office.master, tmp_path / "b" / office.master.name


def test_the_same_as_the_command_line(any_app, two):
    on_screen, on_disk = two
    book = opened(any_app, on_screen)
    press(any_app, "check")
    check_master(on_disk)
    assert screen(book, *OURS) == said(on_disk, *OURS)
    assert "T007" in [row[0] for row in screen(book, Sheet.LOOKBACK)[Sheet.LOOKBACK] if row]
    told = [row[1:4] for row in screen(book, Sheet.FINDINGS)[Sheet.FINDINGS] if len(row) > 3]
    assert [Sheet.POINTS, "A4", "POINTS_UNIT_UNKNOWN"] in told
    press(any_app, "round")
    collect_replies(on_disk, SEPTEMBER, today=TODAY)
    merge_master(on_disk, SEPTEMBER, today=TODAY)
    assert screen(book, *OURS) == said(on_disk, *OURS)
    rows = screen(book, Sheet.LOOKBACK)[Sheet.LOOKBACK]
    state = rows[2].index(HEADINGS[Field.STATUS])
    assert [row[state] for row in rows[3:]] == ["已完成", "推进中", "推进中", "推进中", "未反馈"]


def test_each_sheet_is_written_in_one_block(openpyxl_app, two):
    on_screen, _ = two
    opened(openpyxl_app, on_screen)
    press(openpyxl_app, "check")
    calls = openpyxl_app.impl.calls
    calls.clear()
    press(openpyxl_app, "round")
    written = [call.sheet for call in calls if call.kind == "write"]
    assert sorted(written) == sorted([Sheet.TASKS, Sheet.LOOKBACK])


def test_a_row_moved_while_it_collected_gets_its_own_progress(openpyxl_app, two, monkeypatch):
    on_screen, _ = two
    book = opened(openpyxl_app, on_screen)
    press(openpyxl_app, "check")
    sheet = book.sheets[Sheet.LOOKBACK]
    from taskbook import merge

    begin = merge.status_of

    def moved(*arguments, **more):
        sheet.range("4:4").insert("down")
        return begin(*arguments, **more)

    monkeypatch.setattr(merge, "status_of", moved)
    press(openpyxl_app, "round")
    rows = screen(book, Sheet.LOOKBACK)[Sheet.LOOKBACK]
    state = rows[2].index(HEADINGS[Field.STATUS])
    by_id = {row[0]: row[state] for row in rows[4:] if row}
    assert by_id["T003"] == "已完成"
    assert by_id["T004"] == "推进中"


def test_a_protected_sheet_is_told_before_anything_is_written(openpyxl_app, two):
    on_screen, _ = two
    workbook = openpyxl.load_workbook(on_screen)
    workbook[Sheet.LOOKBACK].protection.sheet = True
    workbook.save(on_screen)
    book = opened(openpyxl_app, on_screen)
    before = screen(book, Sheet.TASKS, Sheet.LOOKBACK)
    assert refused(press(openpyxl_app, "check"), Stop.SHEET_PROTECTED, sheet=Sheet.LOOKBACK)
    assert screen(book, Sheet.TASKS, Sheet.LOOKBACK) == before
