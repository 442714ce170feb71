"""The buttons on a master that is open: the same results as the command line, and the person's view of it untouched.

Nothing in the code under test is replaced: xlwings runs on an engine of `engines/`, in memory and over a live
LibreOffice.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from engines.com import ComError
from engines.com import refused as refused_by_excel
from office_round import SEPTEMBER, TODAY, covered, moved, office, said, texts, without_end
from openpyxl.comments import Comment
from taskbook import excel, wording
from taskbook.buttons import jobs
from taskbook.check import check_master
from taskbook.collect import collect_replies
from taskbook.columns import HEADINGS, STATUS_FIELDS, Field, FindingField, Sheet, column_letters
from taskbook.findings import Stop
from taskbook.grid import read_grids
from taskbook.live import escape
from taskbook.live.grids import read_grid
from taskbook.live.master import LiveMaster
from taskbook.master import read_master
from taskbook.merge import merge_master

ROOT = Path(__file__).parents[1]
OURS = (Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS, Sheet.FINDINGS)


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with 37 books back, nothing collected; tests copy it."""
    return office(tmp_path_factory.mktemp("office") / "办公室")


@pytest.fixture
def master(september: Path, tmp_path: Path) -> Path:
    return moved(september, tmp_path / "办公室")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, and a day in September."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("USERPROFILE", str(place))
    do = jobs.press
    monkeypatch.setattr(jobs, "press", lambda button, desk, period="": do(button, desk, period, TODAY))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return place


def opened(app, path: Path):
    book = app.books.open(str(path))
    book.set_mock_caller()
    return book


def screen(book, *sheets: Sheet) -> dict[str, list[list[str]]]:
    """What open sheets say, cell for cell; compared with what a file says, whose merged areas are the same."""
    merged = {grid.name: covered(grid) for grid in read_grids(Path(book.fullname))}
    return {str(name): texts(read_grid(book.sheets[name]), merged.get(name, ())) for name in sheets or OURS}


def last_alert(app) -> str:
    return app.impl.alerts[-1][0]


def press(app, button: str, period: str = "") -> str:
    """Press, and what the closing dialog said ('' where there was none)."""
    before = len(app.impl.alerts)
    excel.press(button, period.encode("utf-16-be").hex())
    return "\n".join(alert[0] for alert in app.impl.alerts[before:])


# ---- the same as the command line ----


def test_check_finds_and_writes_what_the_command_does(any_app, september, tmp_path):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(any_app, on_screen)
    text = press(any_app, "check")
    result = check_master(on_disk)
    assert screen(book) == said(on_disk, *OURS)
    assert f"{len(result.plan.tasks)}项任务" in text
    assert on_screen.read_bytes() == september.read_bytes()  # not saved: that is the person's


def test_one_button_gives_what_collecting_and_merging_give(any_app, september, tmp_path):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(any_app, on_screen)
    text = press(any_app, "round")
    collect_replies(on_disk, SEPTEMBER, today=TODAY)
    status = merge_master(on_disk, SEPTEMBER, today=TODAY).out
    assert screen(book) == said(on_disk, *OURS)
    made = on_screen.parent / "汇总" / status.name
    assert said(made) == said(status)
    assert status.name in [one.name for one in any_app.books]  # open in front of the person
    assert str(made) in text
    again = press(any_app, "report")
    assert wording.UNCHANGED in again
    assert screen(book) == said(on_disk, *OURS)


def test_split_makes_the_same_books_from_what_is_on_the_screen(any_app, sample_master, tmp_path):
    book = opened(any_app, sample_master)
    sheet = book.sheets[Sheet.TASKS]
    grid = read_grid(sheet)
    row = next(number for number, cells in enumerate(grid.rows) if "T001" in cells)
    column = next(number for number, cell in enumerate(grid.rows[2]) if cell == HEADINGS[Field.CONTENT])
    sheet.range((row + 1, column + 1)).value = "屏幕上刚改的、还没有保存的任务。"
    press(any_app, "split", "2026年10月")
    (unit,) = _units_of(sample_master, "T001")
    (file,) = (sample_master.parent / "下发" / "2026-10").glob(f"{unit}_*.xlsx")
    assert any("刚改的" in str(cell) for grid in read_grids(file) for row in grid.rows for cell in row)


def _units_of(master: Path, task_id: str) -> list[str]:
    plan = read_master(master)
    task = next(task for task in plan.tasks if task.id == task_id)
    return [unit.name for unit in plan.units if unit.name in f"{task.lead}{task.responsible}"][:1]


def test_edits_that_are_not_saved_count_and_are_in_the_copy(any_app, master):
    book = opened(any_app, master)
    settings = book.sheets[Sheet.SETTINGS]
    grid = read_grid(settings)
    row = next(number for number, cells in enumerate(grid.rows) if cells[0] == "印发日期")
    settings.range((row + 1, 2)).value = "'2026年12月1日"
    text = press(any_app, "check")
    codes = [row[3] for row in screen(book, Sheet.FINDINGS)[Sheet.FINDINGS] if len(row) > 3]
    assert "DEADLINE_BEFORE_ISSUE" in codes
    (copy,) = (master.parent / "备份").iterdir()
    assert str(copy) in text
    assert read_master(copy).settings.issued_on.isoformat() == "2026-12-01"
    assert said(copy, Sheet.FINDINGS) == said(master, Sheet.FINDINGS)  # as it was before


def test_new_rows_get_their_ids_and_cured_findings_go(any_app, master):
    book = opened(any_app, master)
    sheet = book.sheets[Sheet.TASKS]
    grid = read_grid(sheet)
    places = {cell: number for number, cell in enumerate(grid.rows[2])}
    row = len(grid.rows) + 1
    for field, text in (
        (Field.CONTENT, "新写的一项任务。"),
        (Field.LEAD, "区某某局"),
        (Field.DEADLINE, "年底前"),
    ):
        sheet.range((row, places[HEADINGS[field]] + 1)).value = text
    press(any_app, "check")
    task_id = sheet.range((row, places[HEADINGS[Field.TASK_ID]] + 1)).value
    last = max(task.id for task in read_master(master).tasks)
    assert task_id == f"T{int(last[1:]) + 1:03d}"
    assert any("区某某局" in cell for line in screen(book, Sheet.FINDINGS)[Sheet.FINDINGS] for cell in line)
    sheet.range((row, places[HEADINGS[Field.LEAD]] + 1)).value = "区司法局"
    press(any_app, "check")
    assert not any(
        "区某某局" in cell for line in screen(book, Sheet.FINDINGS)[Sheet.FINDINGS] for cell in line
    )
    assert sheet.range((row, places[HEADINGS[Field.TASK_ID]] + 1)).value == task_id


def test_a_link_leads_from_each_place_to_the_cell(any_app, master):
    book = opened(any_app, master)
    press(any_app, "check")
    sheet = book.sheets[Sheet.FINDINGS]
    grid = read_grid(sheet)
    head = next(number for number, cells in enumerate(grid.rows) if FindingField.CELL in cells)
    where, column = grid.rows[head].index(FindingField.SHEET), grid.rows[head].index(FindingField.CELL)
    linked = 0
    for number in range(head + 1, len(grid.rows)):
        target, address = grid.text(number, where), grid.text(number, column)
        if target in set(OURS) and address:
            link = sheet.range((number + 1, column + 1)).api.Hyperlinks(1)
            assert link.SubAddress == f"'{target}'!{address}"
            linked += 1
    assert linked > 10


# ---- the person's view of it ----


def test_filters_notes_other_sheets_and_the_selection_are_as_they_were(any_app, september, tmp_path):
    master = moved(september, tmp_path / "a")
    workbook = openpyxl.load_workbook(master)
    sheet = workbook[Sheet.TASKS]
    sheet["E7"].comment = Comment("这一项领导批示过", "办公室")
    sheet.row_dimensions[9].hidden = True
    own = workbook.create_sheet("我的草稿")
    own["B2"], own["B3"] = "=1+1", "不要动"
    workbook.save(master)
    book = opened(any_app, master)
    tasks = book.sheets[Sheet.TASKS]
    tasks.activate()
    tasks.range("G12:H14").select()
    before = tasks.range("E7").note.text, screen(book, "我的草稿"), tasks.range("C4").column_width
    any_app.impl.answers[:] = ["no", "ok"]
    press(any_app, "check")
    assert book.sheets.active.name == Sheet.TASKS
    assert any_app.selection.address == "$G$12:$H$14"
    press(any_app, "round")
    assert (tasks.range("E7").note.text, screen(book, "我的草稿"), tasks.range("C4").column_width) == before
    assert tasks.range("A9").row_height == 0
    assert book.sheets["我的草稿"].range("B2").formula == "=1+1"
    assert [one.name for one in book.sheets][-1] == "我的草稿"
    assert book.sheets.active.name == Sheet.TASKS
    assert any_app.calculation == "automatic"
    assert any_app.screen_updating is True
    assert any_app.status_bar is False


def test_each_sheet_is_read_in_one_go_and_written_in_blocks(openpyxl_app, master):
    opened(openpyxl_app, master)
    calls = openpyxl_app.impl.calls
    calls.clear()
    press(openpyxl_app, "check")
    read = [call for call in calls if call.kind == "read"]
    assert sorted(call.sheet for call in read) == sorted(OURS)
    written = [call for call in calls if call.kind == "write"]
    assert len(written) <= 4
    assert max(call.cells for call in written) > 100
    calls.clear()
    press(openpyxl_app, "round")
    (status,) = (call for call in calls if call.kind == "write" and call.sheet == Sheet.TASKS)
    assert status.cells == len(read_master(master).tasks) * len(STATUS_FIELDS)
    assert all(call.kind != "write" or call.sheet == Sheet.TASKS for call in calls)


def test_where_nothing_changes_nothing_is_written_and_undo_stays(openpyxl_app, master):
    opened(openpyxl_app, master)
    press(openpyxl_app, "check")
    copies = list((master.parent / "备份").iterdir())
    openpyxl_app.impl.calls.clear()
    assert wording.UNCHANGED in press(openpyxl_app, "check")
    assert [call for call in openpyxl_app.impl.calls if call.kind == "write"] == []
    assert list((master.parent / "备份").iterdir()) == copies


def test_what_says_the_right_thing_already_is_left_as_it_is(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    press(openpyxl_app, "round")
    sheet = book.sheets[Sheet.TASKS]
    grid = read_grid(sheet)
    places = {cell: number + 1 for number, cell in enumerate(grid.rows[2])}
    updated, latest = places[HEADINGS[Field.UPDATED]], places[HEADINGS[Field.LATEST]]
    assert sheet.range((5, updated)).value == "2026-09"  # a text, not the first of September
    light = places[HEADINGS[Field.LIGHT]]
    colour = sheet.range((6, light)).value
    sheet.range((6, light)).formula = f'="{colour}"'
    book.impl.store.sheets()[0].cached[(6, light)] = colour
    for row in (5, 7):
        sheet.range((row, updated)).value = "'2026-08"
    openpyxl_app.impl.calls.clear()
    press(openpyxl_app, "report")
    assert [sheet.range((row, updated)).value for row in (5, 7)] == ["2026-09"] * 2
    assert sheet.range((6, light)).formula == f'="{colour}"'
    written = [call.address for call in openpyxl_app.impl.calls if call.kind == "write"]
    assert len(written) <= 2
    assert not any(column_letters(latest - 1) + "5" in address for address in written)


def test_a_filter_on_the_tasks_spoils_nothing_and_stays(any_app, september, tmp_path):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(any_app, on_screen)
    sheet = book.sheets[Sheet.TASKS]
    head = next(number for number, row in enumerate(read_grid(sheet).rows) if "任务编号" in row)
    area = sheet.range((head + 1, 1), (len(read_grid(sheet).rows), 15))
    area.autofilter.apply_values(2, ["3", "4", "20", "21"])
    hidden, filters = sheet.impl.hidden_rows(), sheet.impl.filters()
    assert len(hidden) > 30
    press(any_app, "round")
    collect_replies(on_disk, SEPTEMBER, today=TODAY)
    merge_master(on_disk, SEPTEMBER, today=TODAY)
    assert screen(book) == said(on_disk, *OURS)
    assert (sheet.impl.hidden_rows(), sheet.impl.filters()) == (hidden, filters)


def test_a_filter_on_the_findings_spoils_nothing(any_app, september, tmp_path):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(any_app, on_screen)
    press(any_app, "check")
    sheet = book.sheets[Sheet.FINDINGS]
    sheet.range(sheet.api.AutoFilter.Range.Address).autofilter.apply_values(1, ["提示"])
    assert sheet.impl.hidden_rows()
    book.sheets[Sheet.TASKS].range("B5").value = None  # one finding more
    press(any_app, "check")
    workbook = openpyxl.load_workbook(on_disk)
    workbook[Sheet.TASKS]["B5"].value = None
    workbook.save(on_disk)
    check_master(on_disk)
    assert screen(book, Sheet.FINDINGS) == said(on_disk, Sheet.FINDINGS)


def test_a_merged_topic_changed_on_the_screen_holds_for_every_row_it_covers(any_app, master):
    book = opened(any_app, master)
    sheet = book.sheets[Sheet.TASKS]
    (top, left, bottom, _), *_ = (
        merge for merge in read_grid(sheet).merges if merge[1] == 3 and merge[2] > merge[0]
    )
    sheet.range((top + 1, left + 1)).value = "（一）改了名称的专题"
    plan = LiveMaster(book, master).plan()
    topics = [task.topic for task in plan.tasks if top + 1 <= task.row <= bottom + 1]
    assert topics == ["（一）改了名称的专题"] * (bottom - top + 1)


def test_the_merged_areas_found_are_those_of_the_file(any_app, master):
    workbook = openpyxl.load_workbook(master)
    sheet = workbook[Sheet.TASKS]
    sheet.merge_cells("F20:F22")
    sheet.merge_cells("H25:I25")
    sheet.merge_cells("N30:O31")
    workbook.save(master)
    book = opened(any_app, master)
    (grid,) = (grid for grid in read_grids(master) if grid.name == Sheet.TASKS)
    assert sorted(read_grid(book.sheets[Sheet.TASKS]).merges) == sorted(grid.merges)


def test_a_large_master_is_not_asked_cell_by_cell(openpyxl_app, master):
    workbook = openpyxl.load_workbook(master)
    sheet = workbook[Sheet.TASKS]
    first, last = 4, sheet.max_row
    for row in range(last + 1, 804):
        for column in range(5, 12):
            sheet.cell(row, column, sheet.cell(first + row % (last - first), column).value)
    for row in range(4, 804, 2):
        sheet.cell(row, 12).number_format = "0.00%"
    workbook.save(master)
    opened(openpyxl_app, master)
    openpyxl_app.impl.calls.clear()
    press(openpyxl_app, "check")
    asked = [
        call
        for call in openpyxl_app.impl.calls
        if call.what in ("merge_cells", "merge_area", "number_format")
    ]
    assert len(asked) < 400


def test_covered_cells_take_no_ids_and_say_so(openpyxl_app, master):
    workbook = openpyxl.load_workbook(master)
    sheet = workbook[Sheet.TASKS]
    last = sheet.max_row
    sheet.cell(last + 1, 5, "新写的一项任务。")
    sheet.merge_cells(start_row=last, end_row=last + 1, start_column=1, end_column=1)
    workbook.save(master)
    opened(openpyxl_app, master)
    text = press(openpyxl_app, "check")
    assert Stop.CELL_COVERED.value.format(sheet=Sheet.TASKS, heading="任务编号", row=last + 1) in text
    assert not (master.parent / "备份").exists()


def test_fewer_findings_leave_nothing_of_the_old_ones(any_app, master):
    book = opened(any_app, master)
    press(any_app, "check")
    before = screen(book, Sheet.FINDINGS)[Sheet.FINDINGS]
    grid = read_grid(book.sheets[Sheet.TASKS])
    for address in [row[2] for row in before if row[:2] == ["错误", Sheet.TASKS]]:
        book.sheets[Sheet.TASKS].range(address).value = "区司法局"
    press(any_app, "check")
    after = screen(book, Sheet.FINDINGS)[Sheet.FINDINGS]
    assert len(after) < len(before)
    links = book.sheets[Sheet.FINDINGS].range((len(after) + 1, 3), (len(before), 3))
    assert all(cell.api.Hyperlinks.Count == 0 for cell in links)
    assert grid.rows != read_grid(book.sheets[Sheet.TASKS]).rows


def test_what_the_import_found_stays_until_a_person_deletes_it(openpyxl_app, tmp_path):
    document = next((ROOT / "workbook").glob("*.docx"))
    source = tmp_path / document.name
    source.write_bytes(document.read_bytes())
    openpyxl_app.books.add().set_mock_caller()
    openpyxl_app.impl.chosen_files[:] = [str(source)]
    press(openpyxl_app, "import")
    (book,) = openpyxl_app.books
    book.set_mock_caller()
    before = screen(book, Sheet.FINDINGS)[Sheet.FINDINGS]
    about = [row for row in before if len(row) > 1 and row[1].startswith("原文件")]
    assert about
    sheet = book.sheets[Sheet.TASKS]
    sheet.range("B5").value = None
    press(openpyxl_app, "check")
    after = screen(book, Sheet.FINDINGS)[Sheet.FINDINGS]
    assert after != before
    assert [row for row in after if len(row) > 1 and row[1].startswith("原文件")] == about


def test_errors_in_cells_are_found_and_words_that_look_like_them_are_not(any_app, master):
    book = opened(any_app, master)
    sheet = book.sheets[Sheet.TASKS]
    sheet.range("H5").formula = "=NA()"
    sheet.range("H6").value = "#VIP客户"
    errors = LiveMaster(book, master).unread()
    if not errors:  # an engine that does not calculate
        openpyxl_app_only(any_app)
        return
    assert [(finding.code.name, finding.where.address) for finding in errors] == [("ERROR_CELL", "H5")]


def openpyxl_app_only(app) -> None:
    assert type(app.impl.session).__module__.startswith("engines.openpyxl_engine")


def test_manual_calculation_stays_manual_and_nothing_flickers_meanwhile(openpyxl_app, master):
    opened(openpyxl_app, master)
    openpyxl_app.calculation = "manual"
    press(openpyxl_app, "check")
    assert openpyxl_app.calculation == "manual"
    openpyxl_app.calculation = "automatic"
    seen = []
    openpyxl_app.impl.fail_with(
        ComError(-2147418111),
        when=lambda call: call.kind == "write" and seen.append(dict(openpyxl_app.impl.settings)),
    )
    press(openpyxl_app, "round")
    assert [(one["calculation"], one["screen_updating"]) for one in seen] == [("manual", False)]
    assert openpyxl_app.calculation == "automatic"
    assert openpyxl_app.screen_updating is True


def test_settings_of_excel_are_put_back_though_it_is_busy_for_a_moment(openpyxl_app, master, monkeypatch):
    monkeypatch.setattr("taskbook.live.quiet.SECONDS_BETWEEN", 0)
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(
        ComError(-2147418111),
        after=2,
        times=3,
        when=lambda call: call.what in ("screen_updating", "calculation"),
    )
    press(openpyxl_app, "check")
    openpyxl_app.impl.heal()
    assert openpyxl_app.calculation == "automatic"
    assert openpyxl_app.screen_updating is True


def test_rows_moved_while_collecting_get_their_own_answers(openpyxl_app, september, tmp_path, monkeypatch):
    ours, theirs = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(openpyxl_app, ours)
    sheet = book.sheets[Sheet.TASKS]

    def moving(*arguments, **more):
        result = collect_replies(*arguments, **more)
        area = sheet.range("A5:O6")
        first, second = sheet.range("E5:O5").value, sheet.range("E6:O6").value
        ids = sheet.range("A5").value, sheet.range("A6").value
        sheet.range("E5:O5").value, sheet.range("E6:O6").value = second, first
        sheet.range("A5").value, sheet.range("A6").value = ids[1], ids[0]
        assert area.shape == (2, 15)
        return result

    monkeypatch.setattr("taskbook.collect.collect_replies", moving)
    press(openpyxl_app, "round")
    collect_replies(theirs, SEPTEMBER, today=TODAY)
    merge_master(theirs, SEPTEMBER, today=TODAY)
    expected = {row[0]: row[10:] for row in said(theirs, Sheet.TASKS)[Sheet.TASKS] if row[:1] != [""]}
    found = {row[0]: row[10:] for row in screen(book, Sheet.TASKS)[Sheet.TASKS] if row[:1] != [""]}
    assert found == expected


@pytest.mark.parametrize("what", ["autofit", "add_hyperlink", "font", "size", "clear_hyperlinks", "names"])
def test_looks_excel_refuses_are_done_without(openpyxl_app, september, tmp_path, what):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(openpyxl_app, on_screen)
    openpyxl_app.impl.fail_with(refused_by_excel("这里不行"), when=lambda call: call.what == what)
    assert "42项任务" in press(openpyxl_app, "check")
    openpyxl_app.impl.heal()
    check_master(on_disk)
    assert screen(book) == said(on_disk, *OURS)


def test_what_excel_refuses_is_told_in_its_own_words_and_the_status_book_opens(openpyxl_app, master):
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(
        refused_by_excel("不能更改数组的某一部分。"), when=lambda call: call.kind == "write"
    )
    text = press(openpyxl_app, "round")
    assert "不能更改数组的某一部分" in text
    assert wording.NOT_WRITTEN in text
    assert wording.UNCHANGED not in text
    assert "状态汇总_2026-09.xlsx" in [book.name for book in openpyxl_app.books]


def test_half_a_write_is_said_with_the_way_back(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(-2147418111), after=1, when=lambda call: call.kind == "write")
    text = press(openpyxl_app, "check")
    (copy,) = (master.parent / "备份").iterdir()
    assert Stop.HALF_WRITTEN.value.format(reason=Stop.EXCEL_BUSY.value, path=copy) in text
    openpyxl_app.impl.heal()
    press(openpyxl_app, "check")
    assert wording.UNCHANGED in press(openpyxl_app, "check")
    assert book.sheets.active.name


def test_a_book_of_the_same_name_from_elsewhere_does_not_spoil_the_end(openpyxl_app, master, tmp_path):
    opened(openpyxl_app, master)
    other = tmp_path / "别处" / "状态汇总_2026-09.xlsx"
    other.parent.mkdir()
    openpyxl.Workbook().save(other)
    openpyxl_app.books.open(str(other))
    text = press(openpyxl_app, "round")
    made = master.parent / "汇总" / "状态汇总_2026-09.xlsx"
    assert wording.OPEN_IT_YOURSELF.format(path=made) in text
    assert "还没有保存" in text


def test_the_status_book_is_known_through_a_link_too(openpyxl_app, master, tmp_path):
    link = tmp_path / "映射盘"
    link.symlink_to(master.parent, target_is_directory=True)
    opened(openpyxl_app, link / master.name)
    press(openpyxl_app, "round")
    press(openpyxl_app, "report")
    assert [book.name for book in openpyxl_app.books].count("状态汇总_2026-09.xlsx") == 1


def test_a_dialog_that_fails_at_the_end_does_not_undo_the_news(openpyxl_app, master, capsys, home):
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(-2147418111), when=lambda call: call.what == "alert")
    excel.press("check")
    told = capsys.readouterr().err
    assert "42项任务" in told
    assert Stop.EXCEL_BUSY.value not in told
    assert "42项任务" in (home / ".taskbook" / "last_report.txt").read_text(encoding="utf-8-sig")


def test_half_a_character_in_a_cell_does_not_end_a_press(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    book.sheets[Sheet.TASKS].range("G5").value = "区\ud83d局"
    assert "42项任务" in press(openpyxl_app, "check")


def test_a_hidden_sheet_shows_when_the_person_goes_there(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    book.sheets[Sheet.SETTINGS].visible = False
    press(openpyxl_app, "settings")
    assert book.sheets.active.name == Sheet.SETTINGS


def test_missing_status_columns_and_a_deleted_findings_sheet_are_made_again(
    openpyxl_app, september, tmp_path
):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    for path in (on_screen, on_disk):
        workbook = openpyxl.load_workbook(path)
        del workbook[Sheet.FINDINGS]
        sheet = workbook[Sheet.TASKS]
        first = next(cell.column for cell in sheet[3] if cell.value == HEADINGS[Field.LIGHT])
        for row in range(3, sheet.max_row + 1):
            for column in range(first, first + 3):
                sheet.cell(row, column).value = None
        workbook.save(path)
    book = opened(openpyxl_app, on_screen)
    press(openpyxl_app, "check")
    press(openpyxl_app, "round")
    check_master(on_disk)
    collect_replies(on_disk, SEPTEMBER, today=TODAY)
    merge_master(on_disk, SEPTEMBER, today=TODAY)
    assert screen(book) == said(on_disk, *OURS)
    assert book.sheets[-1].name == Sheet.FINDINGS


# ---- progress, cancelling, what was said ----


def test_the_bar_tells_at_once_and_at_every_step_and_is_given_back(openpyxl_app, master):
    opened(openpyxl_app, master)
    press(openpyxl_app, "round")
    told = openpyxl_app.impl.status_history
    assert told[0] == wording.STARTING.format(name="一键汇总")
    assert any("37/37" in str(text) for text in told)
    assert told[-1] is False


class Counting:
    """Excel's WorksheetFunction, as far as it is asked."""

    @staticmethod
    def CountA(area) -> int:
        top, left, bottom, right = (area.impl.row, area.impl.column, *area.impl.shape)
        return sum(
            cell.value is not None
            for (row, column), cell in area.impl.store.ws._cells.items()
            if top <= row < top + bottom and left <= column < left + right
        )


def test_formats_drawn_down_to_the_last_row_do_not_matter(openpyxl_app, september, tmp_path):
    master, plain = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    workbook = openpyxl.load_workbook(master)
    sheet = workbook[Sheet.TASKS]
    sheet.cell(1_000_000, 14).number_format = "0.00"
    sheet.row_dimensions[45].hidden = True  # the last task: what is hidden counts
    workbook.save(master)
    book = opened(openpyxl_app, master)
    assert refused(press(openpyxl_app, "check"), Stop.NOT_A_WORKBOOK, path=master, reason=too_large())
    openpyxl_app.api.WorksheetFunction = Counting
    assert "42项任务" in press(openpyxl_app, "check")
    check_master(plain)
    assert screen(book, Sheet.FINDINGS) == said(plain, Sheet.FINDINGS)
    assert max(call.cells for call in openpyxl_app.impl.calls if call.kind == "read") < 2_000


def too_large() -> str:
    return wording.sheet_too_large(Sheet.TASKS)


def test_a_copy_excel_will_not_make_is_made_from_the_disk(openpyxl_app, master):
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(-2146827284), when=lambda call: call.what == "save_copy")
    press(openpyxl_app, "check")
    (copy,) = (master.parent / "备份").iterdir()
    assert copy.read_bytes() == master.read_bytes()


def test_esc_stops_a_press_cleanly_and_the_next_one_goes_on(openpyxl_app, september, tmp_path, monkeypatch):
    ours, theirs = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(openpyxl_app, ours)
    before = screen(book)
    asked = iter([False] * 6)
    monkeypatch.setattr(escape.EscapeKey, "pressed", lambda self: next(asked, True))
    text = press(openpyxl_app, "round")
    assert wording.CANCELLED in text
    assert openpyxl_app.status_bar is False
    assert screen(book) == before
    assert not list(ours.parent.rglob(".taskbook-incoming"))
    monkeypatch.setattr(escape.EscapeKey, "pressed", lambda self: False)
    press(openpyxl_app, "round")
    collect_replies(theirs, SEPTEMBER, today=TODAY)
    merge_master(theirs, SEPTEMBER, today=TODAY)
    assert screen(book) == said(theirs, *OURS)


def test_refusing_a_question_does_nothing(openpyxl_app, master):
    opened(openpyxl_app, master)
    before = sorted(master.parent.rglob("*"))
    openpyxl_app.impl.answers[:] = ["cancel", "ok"]
    assert wording.DECLINED in press(openpyxl_app, "split", "2026-10")
    assert sorted(master.parent.rglob("*")) == before


def test_what_was_said_is_kept_as_utf_8_and_the_bridge_is_told(openpyxl_app, master, home):
    opened(openpyxl_app, master)
    text = press(openpyxl_app, "check")
    kept = (home / ".taskbook" / "last_report.txt").read_text(encoding="utf-8-sig")
    assert kept.strip() in text
    assert (home / ".taskbook" / "last_run.txt").read_text(encoding="ascii") == "done"


def test_import_opens_the_new_master_and_drops_the_blank_workbook(openpyxl_app, tmp_path):
    document = next((ROOT / "workbook").glob("*.docx"))
    source = tmp_path / document.name
    source.write_bytes(document.read_bytes())
    openpyxl_app.books.add().set_mock_caller()
    openpyxl_app.impl.chosen_files[:] = [str(source)]
    text = press(openpyxl_app, "import")
    (book,) = openpyxl_app.books
    assert book.name == f"{source.stem}_总表.xlsx"
    assert "42项任务" in text
    assert wording.DECLINED in press(openpyxl_app, "import")  # the dialog was closed


def test_small_buttons_go_where_they_say(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    assert press(openpyxl_app, "settings") == ""
    assert book.sheets.active.name == Sheet.SETTINGS
    press(openpyxl_app, "help")
    assert book.sheets.active.name == Sheet.GUIDE
    assert press(openpyxl_app, "folder") == ""


def test_help_without_a_master_says_where_the_manual_is(openpyxl_app):
    openpyxl_app.books.add().set_mock_caller()  # as the add-in makes one where none is open
    assert wording.OPEN_IT_YOURSELF.format(path=jobs.MANUAL) in press(openpyxl_app, "help")
    assert len(openpyxl_app.books) == 0


def test_check_takes_the_person_to_the_findings_when_they_want(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    openpyxl_app.impl.answers[:] = ["yes"]
    press(openpyxl_app, "check")
    assert book.sheets.active.name == Sheet.FINDINGS


# ---- bad surroundings ----


def refused(dialog: str, stop: Stop, **details: object) -> bool:
    """Whether a dialog says this sentence; details it does not name are any."""
    fixed = stop.value.split("{")[0] if not details else stop.value.format(**details)
    return fixed in dialog


def test_no_workbook_open_is_said(openpyxl_app, capsys):
    excel.press("check")
    assert (
        Stop.NO_WORKBOOK_OPEN.value
        in "".join(alert[0] for alert in openpyxl_app.impl.alerts) + capsys.readouterr().err
    )


def test_a_workbook_that_is_no_master_is_named(openpyxl_app, master, tmp_path):
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    opened(openpyxl_app, other)
    assert refused(press(openpyxl_app, "check"), Stop.NO_MASTER_OPEN, path="别的.xlsx")
    unit_book = next((master.parent / "下发").rglob("*.xlsx"))
    opened(openpyxl_app, unit_book)
    assert refused(press(openpyxl_app, "check"), Stop.NO_MASTER_OPEN, path=unit_book.name)


def test_from_another_window_the_one_open_master_is_meant_after_asking(openpyxl_app, master, tmp_path):
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    openpyxl_app.books.open(str(master))
    opened(openpyxl_app, other)
    text = press(openpyxl_app, "check")
    assert wording.OTHER_BOOK.format(active="别的.xlsx", master=master.name, name="校验") in text
    assert "42项任务" in text
    openpyxl_app.impl.answers[:] = ["cancel", "ok"]
    assert wording.DECLINED in press(openpyxl_app, "check")


def test_two_masters_and_neither_in_front_are_both_named(openpyxl_app, master, tmp_path):
    second = Path(tmp_path / "第二本.xlsx")
    second.write_bytes(master.read_bytes())
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    openpyxl_app.books.open(str(master))
    openpyxl_app.books.open(str(second))
    opened(openpyxl_app, other)
    text = press(openpyxl_app, "check")
    assert refused(text, Stop.SEVERAL_MASTERS_OPEN)
    assert "第二本.xlsx" in text
    assert master.name in text
    openpyxl_app.books["第二本.xlsx"].set_mock_caller()  # in front: this one is meant
    assert "42项任务" in press(openpyxl_app, "check")


def test_a_master_that_was_never_saved_has_no_folders(openpyxl_app, master):
    source = openpyxl_app.books.open(str(master))
    blank = openpyxl_app.books.add()
    for name in OURS:
        blank.sheets.add(name, after=blank.sheets[-1])
        blank.sheets[name].range("A1").value = source.sheets[name].used_range.value
    source.close()
    blank.set_mock_caller()
    assert refused(press(openpyxl_app, "check"), Stop.NEVER_SAVED, path=blank.name)


def test_a_master_in_the_cloud_is_told_to_come_down(openpyxl_app, master, monkeypatch):
    book = opened(openpyxl_app, master)
    kind = type(book.impl)
    address = "https://d.docs.live.net/1234/文档/总表.xlsx"
    monkeypatch.setattr(kind, "fullname", property(lambda self: address))
    assert refused(press(openpyxl_app, "check"), Stop.IN_THE_CLOUD, path=book.name)

    def unknown(self: object) -> str:
        raise RuntimeError("Couldn't find your local OneDrive file, see: xlwings.org/error")

    monkeypatch.setattr(kind, "fullname", property(unknown))
    assert refused(press(openpyxl_app, "check"), Stop.IN_THE_CLOUD, path=book.name)


def test_a_read_only_master_is_refused_before_any_work(openpyxl_app, master):
    book = openpyxl_app.books.open(str(master), read_only=True)
    book.set_mock_caller()
    assert refused(press(openpyxl_app, "check"), Stop.FILE_READ_ONLY)
    assert not (master.parent / "备份").exists()


@pytest.mark.parametrize("sheet", [Sheet.TASKS, Sheet.FINDINGS])
def test_a_protected_sheet_is_named_before_anything_is_written(openpyxl_app, master, sheet):
    workbook = openpyxl.load_workbook(master)
    workbook[sheet].protection.sheet = True
    row = workbook[Sheet.TASKS].max_row + 1
    workbook[Sheet.TASKS].cell(row, 5, "新写的一项任务。")  # it will need an id
    workbook.save(master)
    book = opened(openpyxl_app, master)
    before = screen(book)
    assert refused(press(openpyxl_app, "check"), Stop.SHEET_PROTECTED, sheet=sheet)
    assert screen(book) == before
    assert not (master.parent / "备份").exists()


def test_a_protected_master_still_gets_its_status_book(openpyxl_app, master):
    workbook = openpyxl.load_workbook(master)
    workbook[Sheet.TASKS].protection.sheet = True
    workbook.save(master)
    opened(openpyxl_app, master)
    text = press(openpyxl_app, "round")
    assert "有保护" in text
    assert (master.parent / "汇总" / "状态汇总_2026-09.xlsx").is_file()


BUSY = (-2147418111, -2146777998)
GONE = (-2147023174, -2147417848)


@pytest.mark.parametrize("number", BUSY)
@pytest.mark.parametrize("when", ["at once", "reading", "writing"])
def test_a_busy_excel_is_told_as_such(openpyxl_app, master, number, when, capsys):
    book = opened(openpyxl_app, master)
    before = screen(book)
    openpyxl_app.impl.fail_with(ComError(number), times=None, when=at(when))
    excel.press("check")
    openpyxl_app.impl.heal()
    assert Stop.EXCEL_BUSY.value in spoken(openpyxl_app, capsys)
    assert screen(book) == before
    assert openpyxl_app.calculation == "automatic"


@pytest.mark.parametrize("number", GONE)
@pytest.mark.parametrize("button", ["check", "round"])
def test_excel_closed_in_the_middle_loses_nothing_on_the_disk(
    openpyxl_app, master, number, button, capsys, home
):
    before = master.read_bytes()
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(number), when=at("writing"))
    openpyxl_app.impl.fail_with(ComError(number), when=lambda call: call.what in ("alert",))
    excel.press(button)
    said_last = (home / ".taskbook" / "last_report.txt").read_text(encoding="utf-8-sig")
    assert Stop.EXCEL_CLOSED.value in said_last + capsys.readouterr().err
    assert master.read_bytes() == before
    assert not list(master.parent.rglob(".taskbook-*.xlsx"))


def at(when: str) -> Callable[[object], bool]:
    return {
        "at once": lambda call: call.what == "sheets",
        "reading": lambda call: call.kind == "read" and call.what == "value",
        "writing": lambda call: call.kind == "write",
    }[when]


def spoken(app, capsys) -> str:
    return "".join(alert[0] for alert in app.impl.alerts) + capsys.readouterr().err


def test_what_nobody_foresaw_is_logged_and_told_without_a_traceback(
    openpyxl_app, master, monkeypatch, tmp_path
):
    opened(openpyxl_app, master)

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "press", breaks)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    text = press(openpyxl_app, "check")
    assert "ZeroDivisionError" in text
    assert "Traceback" not in text
    assert "Traceback" in (tmp_path / wording.ERROR_LOG).read_text(encoding="utf-8")


def test_returned_books_that_are_open_with_changes_are_pointed_out(openpyxl_app, master):
    opened(openpyxl_app, master)
    returned = openpyxl_app.books.open(str(master.parent / "收件" / "05.xlsx"))
    returned.sheets.add("草稿")
    openpyxl_app.books.open(str(master.parent / "收件" / "06.xlsx"))
    openpyxl_app.books[master.name].activate()
    text = press(openpyxl_app, "round")
    assert wording.OPEN_RETURNS.format(names="05.xlsx") in text


def test_an_open_status_book_is_closed_and_written_anew_unless_somebody_changed_it(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    press(openpyxl_app, "round")
    name = "状态汇总_2026-09.xlsx"
    assert name in [one.name for one in openpyxl_app.books]
    book.activate()
    press(openpyxl_app, "report")
    assert [one.name for one in openpyxl_app.books].count(name) == 1
    openpyxl_app.books[name].sheets.add("我的批注")
    press(openpyxl_app, "report")
    assert "我的批注" in [
        sheet.name for sheet in openpyxl_app.books[name].sheets
    ]  # not closed over their head


def test_a_period_typed_wrongly_is_refused_with_its_own_words(openpyxl_app, master):
    opened(openpyxl_app, master)
    assert refused(press(openpyxl_app, "split", "下个月"), Stop.NOT_A_PERIOD, text="下个月")


# ---- light on its feet ----


@pytest.mark.parametrize("button", ["check", "split"])
def test_pandas_is_not_loaded_on_the_way(master, button, home):
    code = f"""
import sys
from taskbook import excel
excel._xlwings()
from engines import openpyxl_engine
app = openpyxl_engine.start()
app.books.open({str(master)!r}).set_mock_caller()
excel.press({button!r}, {"2026-10".encode("utf-16-be").hex()!r})
print("pandas" in sys.modules)
print(app.impl.alerts[-1][0])
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "tests")])}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=120, env=environment
    )
    assert done.stdout.splitlines()[0] == "False", done.stdout + done.stderr


def test_pandas_can_be_loaded_afterwards():
    code = "from taskbook import excel; excel._xlwings(); import pandas; print(pandas.DataFrame([1]).shape)"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=120, env=environment
    )
    assert done.stdout.strip() == "(1, 1)", done.stderr


def test_rows_are_compared_without_their_blank_ends():
    assert without_end(["a", "", ""]) == ["a"]
