"""The engines that stand for Excel give Excel's answers: looks, merged cells, filters, notes, links, protection."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from engines import com
from engines.books import rich
from engines.com import ComError
from engines.stores import Condition, Link


@pytest.fixture
def sheet(any_app: Any, tmp_path: Path) -> Any:
    """The first sheet of a rich book (`engines.books.rich`)."""
    return any_app.books.open(rich(tmp_path / "甲.xlsx")).sheets[0]


def refused(error: pytest.ExceptionInfo[ComError]) -> bool:
    """Whether it is Excel's run-time error 1004."""
    return error.value.hresult == com.EXCEPTION_OCCURRED and error.value.excepinfo[5] == com.APPLICATION_ERROR


def test_formats_are_read_and_none_where_cells_differ(sheet: Any) -> None:
    font = sheet["A1:D1"].font
    assert (font.name, font.size, font.bold, font.italic, font.color) == (
        "宋体",
        14.0,
        True,
        False,
        (255, 0, 0),
    )
    assert sheet["D10"].color == (255, 255, 0)
    assert sheet["D9"].color is None
    assert sheet["D9:D10"].color == (0, 0, 0)
    assert sheet["D10"].wrap_text is True
    assert sheet["D9:D10"].wrap_text is None
    assert sheet["D10"].horizontal_alignment == "center"
    assert sheet["D9"].horizontal_alignment == "general"
    assert sheet["D9"].vertical_alignment == "bottom"
    assert sheet["C2:C6"].number_format == "yyyy/m/d"
    assert sheet["B2:C6"].number_format is None
    mixed = sheet["A1:A2"].font
    assert (mixed.name, mixed.size, mixed.bold) == (None, None, None)
    with pytest.raises(TypeError):
        _ = mixed.color


def test_formats_are_changed(sheet: Any) -> None:
    cells = sheet["A2:B3"]
    cells.color = "#00FF00"
    cells.font.bold = True
    cells.font.name, cells.font.size = "黑体", 9
    cells.font.color = (0, 0, 255)
    cells.wrap_text = True
    cells.horizontal_alignment, cells.vertical_alignment = "right", "top"
    cells.number_format = "0.00"
    assert (cells.color, cells.wrap_text, cells.number_format) == ((0, 255, 0), True, "0.00")
    assert (cells.horizontal_alignment, cells.vertical_alignment) == ("right", "top")
    font = cells.font
    assert (font.name, font.size, font.bold, font.color) == ("黑体", 9.0, True, (0, 0, 255))
    cells.color = None
    assert cells.color is None
    assert cells.value == [["甲", 10.0], ["乙", 20.0]]
    with pytest.raises(ComError) as error:
        cells.number_format = ""
    assert refused(error)


def test_whole_columns_have_a_format_for_cells_to_come(sheet: Any) -> None:
    sheet["L:M"].number_format = "@"
    sheet["L500:M500"].value = ["001", "=1+1"]
    assert sheet["L500:M500"].value == ["001", "=1+1"]
    assert sheet["K500"].number_format == "General"


def test_heights_and_widths(sheet: Any) -> None:
    assert sheet["A9"].row_height == 45.0
    assert sheet["A8:A9"].row_height is None
    assert sheet["A3"].row_height == 0.0
    assert sheet["F1"].column_width == pytest.approx(30, abs=0.5)
    assert sheet["G1"].column_width == 0.0
    assert sheet["E1:F1"].column_width is None
    sheet["A20:A21"].row_height = 30
    sheet["B1:C1"].column_width = 20
    assert sheet["A20:A21"].row_height == 30.0
    assert sheet["B1:C1"].column_width == pytest.approx(20, abs=0.2)
    assert (sheet["A3"].rows.hidden, sheet["A2:A3"].rows.hidden, sheet["G1"].columns.hidden) == (
        True,
        None,
        True,
    )
    for wrong in (-1, 410):
        with pytest.raises(ComError):
            sheet["A1"].row_height = wrong


def test_rows_grow_with_their_text(sheet: Any) -> None:
    sheet["A30"].wrap_text = True
    before = sheet["A30"].row_height
    sheet["A30"].value = "一\n二\n三\n四"
    sheet["A30"].rows.autofit()
    assert sheet["A30"].row_height > 3 * before
    sheet["A30"].value = None
    sheet["A30"].rows.autofit()
    assert sheet["A30"].row_height == before


def test_merged_cells(sheet: Any) -> None:
    assert sheet["A10"].merge_area.address == "$A$10:$B$11"
    assert sheet["B11"].merge_area.address == "$A$10:$B$11"
    assert sheet["D10"].merge_area.address == "$D$10"
    answers = [sheet[address].merge_cells for address in ("B11", "A10:B11", "D10:D12", "A9:B11")]
    assert answers == [True, True, False, None]
    with pytest.raises(ComError) as error:
        sheet["A10"].clear_contents()
    assert refused(error)
    assert sheet["A10"].value == "合并"
    sheet["A10"].value = None  # that Excel takes
    assert sheet["A10"].value is None
    sheet["A10:B11"].unmerge()
    assert sheet["A10:B11"].merge_cells is False
    sheet["B20:C21"].value = [[None, "二"], ["三", "四"]]
    sheet["B20:C21"].merge()
    assert sheet["B20"].merge_area.address == "$B$20:$C$21"
    assert sheet["B20:C21"].value == [["二", None], [None, None]]
    sheet["E20:F21"].merge(across=True)
    assert sheet["F21"].merge_area.address == "$E$21:$F$21"


def test_formats_are_filled_down(sheet: Any) -> None:
    sheet["A2:C2"].color = (1, 2, 3)
    with pytest.raises(ComError) as error:
        sheet["A2:C2"].autofill(sheet["A3:C5"], "fill_formats")
    assert refused(error)
    sheet["A2:C2"].autofill(sheet["A2:C5"], "fill_formats")
    assert sheet["A2:C5"].color == (1, 2, 3)
    assert sheet["C2:C5"].number_format == "yyyy/m/d"
    assert sheet["A2:A5"].value == ["甲", "乙", "丙", "甲"]


def test_links(sheet: Any) -> None:
    assert sheet["D2"].hyperlink == "https://example.com/"
    assert sheet["D4"].hyperlink == ""
    assert (sheet["D4"].value, sheet["D4"].impl.link[:2]) == ("里", ("", "'别 处'!A1"))
    with pytest.raises(Exception, match="hyperlink"):
        _ = sheet["A2"].hyperlink
    sheet["D3"].add_hyperlink("#'别 处'!B2", "去看", "到那里去")
    assert sheet["D3"].value == "去看"
    assert sheet["D3"].impl.link == Link("", "'别 处'!B2", "到那里去")
    assert sheet["D3"].api.Hyperlinks(1).SubAddress == "'别 处'!B2"
    assert sheet["D1:D6"].api.Hyperlinks.Count == 3
    sheet.api.ShowAllData()  # into a filtered range a block does not go as it stands
    sheet["D2:D4"].value = [["新"], ["的"], ["字"]]
    assert sheet["D1:D6"].api.Hyperlinks.Count == 3  # a link belongs to the cell
    sheet["D2:D3"].api.ClearHyperlinks()
    assert sheet["D1:D6"].api.Hyperlinks.Count == 1
    assert sheet["D2:D4"].value == ["新", "的", "字"]


def test_notes(sheet: Any) -> None:
    assert sheet["A2"].note.text == "要核实"
    assert sheet["A3"].note is None
    assert sheet.impl.note_texts() == {"A2": "要核实"}
    sheet["A3"].add_note("新的")
    sheet["A2"].note.text = "改了"
    assert [(note.text, note.location.address) for note in sheet.notes] == [
        ("改了", "$A$2"),
        ("新的", "$A$3"),
    ]
    sheet["A2:A3"].clear_contents()
    assert sheet.impl.note_texts() == {"A2": "改了", "A3": "新的"}
    sheet["A3"].note.delete()
    sheet["A2"].clear()
    assert sheet.impl.note_texts() == {}


def test_filters_are_read(sheet: Any) -> None:
    assert (sheet.api.AutoFilterMode, sheet.api.FilterMode) == (True, True)
    assert sheet.api.AutoFilter.Range.Address == "$A$1:$D$6"
    assert sheet.impl.filters() == {1: Condition("values", ["=丙", "=甲"])}
    criteria = sheet["A1:D6"].autofilter.criteria
    assert [one.type for one in criteria] == ["values", "none", "none", "none"]
    assert criteria[0].values == ["丙", "甲"]


def test_all_rows_are_shown_again(sheet: Any) -> None:
    sheet.api.ShowAllData()
    assert (sheet.api.AutoFilterMode, sheet.api.FilterMode, sheet.impl.hidden_rows()) == (True, False, set())
    with pytest.raises(ComError) as error:
        sheet.api.ShowAllData()
    assert refused(error)
    sheet.api.AutoFilterMode = False
    assert sheet.api.AutoFilterMode is False


def test_filters_are_applied(sheet: Any) -> None:
    filtered = sheet["A1:D6"].autofilter
    filtered.apply_values(1, ["乙"])
    assert sheet.impl.hidden_rows() == {2, 4, 5}
    filtered.apply_comparison(2, "greater_than", 20)
    assert sheet.impl.hidden_rows() == {2, 3, 4, 5}
    assert [one.type for one in filtered.criteria] == ["comparison", "comparison", "none", "none"]
    filtered.clear(1)
    assert sheet.impl.hidden_rows() == {2, 3}
    filtered.apply_comparison(2, "between", 20, 40)
    assert sheet.impl.hidden_rows() == {2, 6}
    filtered.clear()
    assert (sheet.impl.hidden_rows(), sheet.api.AutoFilterMode, sheet.api.FilterMode) == (set(), True, False)
    with pytest.raises(ValueError, match="different range"):
        sheet["A1:C6"].autofilter.apply_values(1, ["甲"])


def test_finding_ends(sheet: Any) -> None:
    """Ctrl and an arrow key pass over hidden rows."""
    assert sheet["A1"].end("down").address == "$A$5"  # row 6 is filtered out
    sheet.api.ShowAllData()
    assert sheet["A1"].end("down").address == "$A$6"
    assert sheet["A6"].end("down").address == "$A$10"
    assert sheet["D1"].end("left").address == "$A$1"
    assert sheet["A1"].end("right").address == "$D$1"
    assert sheet["A1048576"].end("up").address == "$A$10"
    assert sheet["Z1"].end("down").address == "$Z$1048576"
    assert sheet["A1"].expand().address == "$A$1:$D$6"
    assert sheet["A1"].expand("down").address == "$A$1:$A$6"
    assert sheet["B2"].current_region.address == "$A$1:$D$6"
    assert sheet["A1"].offset(1, 2).address == "$C$2"
    assert sheet["B2"].resize(2, 3).address == "$B$2:$D$3"
    assert (sheet["A:B"].address, sheet["2:3"].shape, sheet["A1:B2"].count) == ("$A:$B", (2, 16384), 4)
    with pytest.raises(ComError):
        sheet["A1"].offset(-1, 0)


def test_rows_put_in_and_taken_out_take_everything_along(sheet: Any) -> None:
    book = sheet.book
    sheet["2:3"].insert("down")
    assert sheet["A1:A5"].value == ["名称", None, None, "甲", "乙"]
    assert sheet["A12"].merge_area.address == "$A$12:$B$13"
    assert sheet.impl.note_texts() == {"A4": "要核实"}
    assert sheet["D4"].hyperlink == "https://example.com/"
    assert sheet.impl.hidden_rows() == {5, 8}
    assert sheet["A11"].row_height == 45.0
    assert book.names["名单区"].refers_to == "=名单!$A$1:$D$8"
    assert sheet.api.AutoFilter.Range.Address == "$A$1:$D$8"
    assert sheet["A2:D2"].font.bold is True  # looks like the row above
    sheet["2:3"].delete()
    assert sheet["A1:A3"].value == ["名称", "甲", "乙"]
    assert sheet["A10"].merge_area.address == "$A$10:$B$11"
    assert book.names["名单区"].refers_to == "=名单!$A$1:$D$6"
    sheet["C2:C3"].insert("down")
    assert sheet["C1:C4"].value == ["日期", None, None, datetime(2026, 9, 1)]
    assert sheet["B2:B3"].value == [10.0, 20.0]
    sheet["C2:C3"].delete("up")
    assert sheet["C1:C2"].value == ["日期", datetime(2026, 9, 1)]
    with pytest.raises(ComError) as error:
        sheet["B2:B3"].insert("down")  # half of the merged cells below would move
    assert refused(error)


def test_a_protected_sheet_refuses(sheet: Any) -> None:
    other = sheet.book.sheets["别 处"]
    assert (sheet.api.ProtectContents, other.api.ProtectContents) == (False, True)
    for change in (
        lambda: setattr(other["A1"], "value", "改"),
        lambda: setattr(other["A1:B1"], "value", ["改", "改"]),
        lambda: other["A1"].clear_contents(),
        lambda: setattr(other["B1"], "color", (1, 2, 3)),
        lambda: other["A5:B6"].merge(),
        lambda: other["3:4"].insert("down"),
    ):
        with pytest.raises(ComError) as error:
            change()
        assert refused(error)
    assert other["A1:B1"].value == ["锁", "开"]
    other["B1"].value = "可以"
    assert other["B1"].value == "可以"
    assert (other["A1"].api.Locked, other["B1"].api.Locked, other["A1:B1"].api.Locked) == (True, False, None)
    other.api.Unprotect()
    other["A1"].value = "改"
    assert other["A1"].value == "改"


def test_what_else_stands_on_a_sheet_stays(any_app: Any, tmp_path: Path) -> None:
    """After writing, and in the file that is saved."""
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    drawings = book.sheets[0].impl.drawings()
    assert drawings["charts"] == 1
    for turn in range(2):
        sheet = book.sheets[0]
        if not turn:
            sheet["A2:B6"].value = [["新", 1]] * 5
            book.sheets.add("更多", after=book.sheets[-1])["A1"].value = "写"
        assert sheet.impl.drawings() == drawings  # pictures: openpyxl keeps them with Pillow only
        assert sheet.impl.conditional_formats() == ["B2:B6"]
        assert sheet.impl.validations() == ["D2:D6"]
        assert sheet.impl.note_texts() == {"A2": "要核实"}
        assert sheet.impl.hidden_rows() == {3, 6}
        assert sheet.impl.filters() == {1: Condition("values", ["=丙", "=甲"])}
        assert sheet["F1"].column_width == pytest.approx(30, abs=0.5)
        assert sheet["D2"].hyperlink == "https://example.com/"
        assert book.names["名单区"].refers_to == "=名单!$A$1:$D$6"
        if not turn:
            book.save(tmp_path / "乙.xlsx")
            book.close()
            book = any_app.books.open(tmp_path / "乙.xlsx")
