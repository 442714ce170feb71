"""The buttons on a master that is open: the same results as the command line, and the person's view of it untouched.

Nothing in the code under test is replaced: xlwings runs on an engine of `engines/`, in memory and over a live
LibreOffice.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import openpyxl
from engines.com import ComError
from live_office import OURS, opened, press, refused, screen
from office_round import SEPTEMBER, TODAY, moved, said, without_end
from openpyxl.comments import Comment
from taskbook import wording
from taskbook.check import check_master
from taskbook.collect import collect_replies
from taskbook.columns import HEADINGS, STATUS_FIELDS, Field, FindingField, Sheet, column_letters
from taskbook.findings import Stop
from taskbook.grid import read_grids
from taskbook.live.grids import read_grid
from taskbook.live.master import LiveMaster
from taskbook.master import read_master
from taskbook.master.cells import NEW_COLUMN_WIDTH
from taskbook.master.layout import lookup_targets
from taskbook.merge import merge_master

ROOT = Path(__file__).parents[2]


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
    status, updated = places[HEADINGS[Field.STATUS]], places[HEADINGS[Field.UPDATED]]
    assert sheet.range((5, updated)).value == "2026-09"  # a text, not the first of September
    light = places[HEADINGS[Field.LIGHT]]
    colour = sheet.range((6, light)).value
    sheet.range((6, light)).formula = f'="{colour}"'
    book.impl.store.sheets()[0].cached[(6, light)] = colour
    for row in (5, 7):
        sheet.range((row, updated)).value = "'2026-08"
        sheet.range((row, light)).value = "无"
    openpyxl_app.impl.calls.clear()
    press(openpyxl_app, "report")
    assert [sheet.range((row, updated)).value for row in (5, 7)] == ["2026-09"] * 2
    assert sheet.range((6, light)).formula == f'="{colour}"'
    written = [call.address for call in openpyxl_app.impl.calls if call.kind == "write"]
    first, last, alone = (column_letters(column - 1) for column in (status, light, updated))
    assert sorted(written) == [f"{first}5:{last}7", f"{alone}5:{alone}7"]  # not the words between them


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


def test_merged_status_cells_settle(openpyxl_app, master):
    workbook = openpyxl.load_workbook(master)
    workbook[Sheet.TASKS].merge_cells("M5:M6")
    workbook.save(master)
    opened(openpyxl_app, master)
    press(openpyxl_app, "round")
    assert wording.UNCHANGED in press(openpyxl_app, "report")


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
    document = ROOT / "workbook" / wording.SAMPLE_ANNEX
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


def test_rows_are_compared_without_their_blank_ends():
    assert without_end(["a", "", ""]) == ["a"]


class FakeSheet:
    """A sheet of which one read gives these values, as they come through COM."""

    name = "表"
    api = None

    def __init__(self, values: list[list[object]]) -> None:
        self.values = values
        self.used_range = SimpleNamespace(last_cell=SimpleNamespace(row=len(values), column=len(values[0])))

    def range(self, *_: object) -> SimpleNamespace:
        read = SimpleNamespace(value=self.values)
        return SimpleNamespace(options=lambda **_: read, merge_cells=False)


def test_what_com_gives_reads_like_the_file():
    moment = datetime(1899, 12, 30, 9, 30)
    sheet = FakeSheet([[None, Decimal("12.5"), moment, -2146826246, -2146826243, -2146826000, 3.0, True]])
    (row,) = read_grid(sheet).rows
    assert row == ["", 12.5, time(9, 30), "#N/A", "#SPILL!", "#ERROR!", 3.0, True]
    assert type(row[1]) is float


def test_the_names_the_marks_look_up_are_mended(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    first, second, _ = lookup_targets()
    book.names[first].delete()
    book.names[second].refers_to = "=#REF!$B:$B"
    press(openpyxl_app, "check")
    assert {name: book.names[name].refers_to for name in lookup_targets()} == {
        name: f"={target}" for name, target in lookup_targets().items()
    }


def test_a_sheet_made_anew_stays_behind_the_one_in_front(openpyxl_app, master):
    workbook = openpyxl.load_workbook(master)
    del workbook[Sheet.FINDINGS]
    workbook.save(master)
    book = opened(openpyxl_app, master)
    book.sheets[Sheet.UNITS].activate()
    openpyxl_app.impl.answers[:] = ["no"]
    press(openpyxl_app, "check")
    assert book.sheets.active.name == Sheet.UNITS


def test_findings_look_as_they_did(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    place = book.sheets[Sheet.FINDINGS].range("C4")
    before = (place.font.name, place.font.size)
    openpyxl_app.impl.calls.clear()
    press(openpyxl_app, "check")
    assert {"autofit", "autofill fill_formats"} <= {call.what for call in openpyxl_app.impl.calls}
    for cell in (place, book.sheets[Sheet.FINDINGS].range("C9")):
        assert (cell.font.name, cell.font.size) == before


def test_a_share_is_a_number_only_where_it_shows_as_one(openpyxl_app, september, tmp_path):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    for path in (on_screen, on_disk):
        workbook = openpyxl.load_workbook(path)
        sheet = workbook[Sheet.TASKS]
        column = next(cell.column for cell in sheet[3] if cell.value == HEADINGS[Field.RATE])
        for row in range(4, sheet.max_row + 1, 2):
            sheet.cell(row, column).number_format = "General"
        workbook.save(path)
    book = opened(openpyxl_app, on_screen)
    press(openpyxl_app, "round")
    collect_replies(on_disk, SEPTEMBER, today=TODAY)
    merge_master(on_disk, SEPTEMBER, today=TODAY)
    assert screen(book, Sheet.TASKS) == said(on_disk, Sheet.TASKS)


def test_headings_made_anew_get_a_width(openpyxl_app, september, tmp_path):
    master = moved(september, tmp_path / "a")
    workbook = openpyxl.load_workbook(master)
    workbook[Sheet.TASKS].delete_cols(15)
    workbook.save(master)
    book = opened(openpyxl_app, master)
    press(openpyxl_app, "round")
    heading = book.sheets[Sheet.TASKS].range("O3")
    assert heading.value == HEADINGS[Field.UPDATED]
    assert heading.column_width == NEW_COLUMN_WIDTH
