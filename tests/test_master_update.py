"""The user's workbook is sacred: only our cells change, every other part is carried over byte for byte."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from masters import PLAN
from rich_master import (
    add_riches,
    as_table,
    in_utf16,
    master_with,
    parts_of,
    protected,
    strict,
    with_prefix,
    with_sheets_reordered,
    without_addresses,
    without_columns,
)
from taskbook import master
from taskbook.columns import HEADINGS, STATUS_FIELDS, Field, Sheet
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.grid import Grid, read_grids
from taskbook.ooxml.cells import positioned_cells
from taskbook.ooxml.package import Package, parse, read_package, serialise

pytestmark = pytest.mark.filterwarnings(
    "ignore:.* extension is not supported"
)  # openpyxl, about what we carry over

FINDINGS = [
    found(Code.NUMBER_EMPTY, Cell(Sheet.TASKS, "B5")),
    found(Code.UNIT_WITHOUT_EMAIL, Cell(Sheet.UNITS, "E5"), unit="区财政局"),
    found(Code.NOBODY_RESPONSIBLE, Cell(Sheet.TASKS, "F6")),
    found(Code.LEAD_INFERRED, Cell(Sheet.TASKS, "G4"), unit="区司法局"),
]
STATUS = {
    "T001": {
        Field.STATUS: "推进中",
        Field.RATE: 0.5,
        Field.LIGHT: "绿",
        Field.LATEST: '=HYPERLINK("http://x")',
        Field.UPDATED: "2026-09",
    },
    "T003": {
        Field.STATUS: "未反馈",
        Field.RATE: 0.0,
        Field.LIGHT: "红",
        Field.LATEST: "",
        Field.UPDATED: "2026-09",
    },
}
OURS = {"AK", "AL", "AM", "AN", "AO"}


def grid(path: Path, sheet: str) -> Grid:
    return next(grid for grid in read_grids(path) if grid.name == sheet)


def findings_in(path: Path) -> list[tuple[str, ...]]:
    """Severity, sheet, cell, code of each row of 校验结果."""
    rows = grid(path, Sheet.FINDINGS).rows
    start = next(number for number, row in enumerate(rows) if "级别" in row) + 1
    return [tuple(str(value) for value in row[:4]) for row in rows[start:] if any(row)]


EXPECTED = [
    ("错误", "责任分解表", "F6", "NOBODY_RESPONSIBLE"),
    ("警告", "责任分解表", "B5", "NUMBER_EMPTY"),
    ("警告", "单位", "E5", "UNIT_WITHOUT_EMAIL"),
    ("提示", "责任分解表", "G4", "LEAD_INFERRED"),
]


def status_in(path: Path) -> dict[str, list[object]]:
    rows = grid(path, Sheet.TASKS).rows
    headings = next(row for row in rows if "任务编号" in row)
    places = [headings.index(HEADINGS[field]) for field in STATUS_FIELDS]
    key = headings.index("任务编号")
    return {str(row[key]): [row[place] for place in places] for row in rows if str(row[key]).startswith("T0")}


def canonical_without(content: bytes, ours: Callable[[int, int], bool]) -> bytes:
    """A sheet's canonical XML less our cells and what measures them."""
    root = parse(content)
    for row, column, cell in list(positioned_cells(root)):
        if ours(row, column):
            cell.getparent().remove(cell)
    for dimension in root.findall("{*}dimension"):
        root.remove(dimension)
    for row in root.iter("{*}row"):
        row.attrib.pop("spans", None)
    return etree.tostring(root, method="c14n")


def changed_parts(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def sheet_part(path: Path, sheet: str) -> str:
    return read_package(path).sheets()[sheet]


# ---- what changes, and what does not ----


def test_findings_change_only_their_sheet(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", add_riches)
    before = parts_of(path)
    copy = master.write_findings(path, FINDINGS)
    assert changed_parts(before, parts_of(path)) == {sheet_part(path, Sheet.FINDINGS)}
    assert list(parts_of(path)) == list(before)
    assert findings_in(path) == EXPECTED
    assert copy is not None
    assert copy.parent == tmp_path / "备份"
    assert parts_of(copy) == before


def test_new_ids_and_the_last_number_change_only_their_cells(tmp_path):
    tasks = (*PLAN.tasks, replace(PLAN.tasks[2], id="", content="新任务"))
    path = master_with(replace(PLAN, tasks=tasks), tmp_path / "总表.xlsx", add_riches)
    before = parts_of(path)
    master.write_findings(path, [], {(Sheet.TASKS, 7): "T004"}, 4)
    after = parts_of(path)
    tasks_part, settings_part = sheet_part(path, Sheet.TASKS), sheet_part(path, Sheet.SETTINGS)
    assert changed_parts(before, after) == {tasks_part, settings_part, sheet_part(path, Sheet.FINDINGS)}
    only_ids = canonical_without(before[tasks_part], lambda row, column: (row, column) == (6, 0))
    assert only_ids == canonical_without(after[tasks_part], lambda row, column: (row, column) == (6, 0))
    only_number = canonical_without(before[settings_part], lambda row, column: (row, column) == (11, 1))
    assert only_number == canonical_without(
        after[settings_part], lambda row, column: (row, column) == (11, 1)
    )
    plan = master.read_master(path)
    assert [task.id for task in plan.tasks] == ["T001", "T002", "T003", "T004"]
    assert plan.settings.last_task_number == 4


def test_status_changes_only_the_status_columns(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", add_riches)
    before = parts_of(path)
    master.write_status(path, STATUS)
    after = parts_of(path)
    part = sheet_part(path, Sheet.TASKS)
    assert changed_parts(before, after) == {part}
    assert canonical_without(before[part], ours_is_status) == canonical_without(after[part], ours_is_status)
    assert status_in(path) == {
        "T001": ["推进中", 0.5, "绿", '=HYPERLINK("http://x")', "2026-09"],
        "T002": ["", "", "", "", ""],
        "T003": ["未反馈", 0.0, "红", "", "2026-09"],
    }
    cell = openpyxl.load_workbook(path)[Sheet.TASKS]["N4"]
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "General", True)


def ours_is_status(row: int, column: int) -> bool:
    return row >= 3 and 10 <= column <= 14


def test_writing_the_same_again_writes_nothing(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    master.write_findings(path, FINDINGS, {}, 9)
    master.write_status(path, STATUS)
    written, copies = path.stat(), sorted((tmp_path / "备份").iterdir())
    assert master.write_findings(path, list(reversed(FINDINGS)), {}, 9) is None
    assert master.write_findings(path, FINDINGS, {}, 3) is None
    assert master.write_status(path, STATUS) is None
    assert path.stat() == written
    assert sorted((tmp_path / "备份").iterdir()) == copies


def test_cured_findings_go(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    master.write_findings(path, FINDINGS)
    master.write_findings(path, FINDINGS[:1])
    assert findings_in(path) == EXPECTED[1:2]
    master.write_findings(path, [])
    (row,) = findings_in(path)
    assert row == ("", "", "", "")
    assert "没有发现问题" in grid(path, Sheet.FINDINGS).rows[3]
    sheet = parse(parts_of(path)[sheet_part(path, Sheet.FINDINGS)])
    assert sheet.find("{*}hyperlinks") is None


def test_each_finding_links_to_its_cell(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    elsewhere = found(Code.NUMBER_EMPTY, Cell("不存在的表", "A1"))
    master.write_findings(path, [*FINDINGS, elsewhere, found(Code.YEAR_UNKNOWN, Cell(Sheet.SETTINGS))])
    sheet = openpyxl.load_workbook(path)[Sheet.FINDINGS]
    links = {
        row[2].value: row[2].hyperlink.location for row in sheet.iter_rows(min_row=4) if row[2].hyperlink
    }
    assert links == {
        "F6": "'责任分解表'!F6",
        "B5": "'责任分解表'!B5",
        "E5": "'单位'!E5",
        "G4": "'责任分解表'!G4",
    }


def test_the_note_counts_them(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    master.write_findings(path, FINDINGS)
    assert "本次校验：错误1处，警告2处，提示1处" in grid(path, Sheet.FINDINGS).text(1, 0)


def test_a_filter_someone_left_on_does_not_hide_new_findings(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    master.write_findings(path, FINDINGS)
    package = read_package(path)
    part = package.sheets()[Sheet.FINDINGS]
    text = package.parts[part].decode("utf-8")
    chosen = '<filterColumn colId="0"><filters><filter val="错误"/></filters></filterColumn>'
    text = re.sub(r"(<autoFilter [^>]*)/>", rf"\1>{chosen}</autoFilter>", text)
    package.parts[part] = text.replace('<row r="5"', '<row r="5" hidden="1"').encode("utf-8")
    path.write_bytes(package.to_bytes())
    master.write_findings(path, FINDINGS[:2])
    text = parts_of(path)[part].decode("utf-8")
    assert "filterColumn" not in text
    assert "hidden" not in text
    assert '<autoFilter ref="A3:E10000"' in text


def test_many_findings(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    many = [found(Code.UNREAD_TEXT, Cell(Sheet.TASKS, f"G{row}"), text=f"甲{row}") for row in range(4, 2504)]
    master.write_findings(path, many)
    assert len(findings_in(path)) == 2500
    assert [row[2] for row in findings_in(path)][:3] == ["G4", "G5", "G6"]


ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks ignoredErrors "
    "drawing legacyDrawing tableParts extLst"
).split()


@pytest.mark.parametrize("deleted", [False, True], ids=["sheet there", "sheet made again"])
def test_elements_and_cells_stand_in_the_order_the_format_wants(tmp_path, deleted):
    path = master_with(PLAN, tmp_path / "总表.xlsx", drop_status_columns, add_riches)
    if deleted:
        without_sheet(path, Sheet.FINDINGS)
    master.write_findings(path, FINDINGS)
    master.write_status(path, STATUS)
    for name, part in read_package(path).sheets().items():
        root = parse(parts_of(path)[part])
        ranks = [ORDER.index(etree.QName(item).localname) for item in root]
        assert ranks == sorted(ranks), name
        spots = [(row, column) for row, column, _ in positioned_cells(root)]
        assert spots == sorted(set(spots)), name


# ---- spellings of other programs ----

_SPELLINGS = [
    without_addresses,
    without_columns,
    with_prefix,
    strict,
    with_sheets_reordered,
    protected,
    as_table,
]


@pytest.mark.parametrize("spelling", _SPELLINGS, ids=lambda change: change.__name__)
def test_other_programs_files_are_understood(tmp_path, spelling):
    tasks = (*PLAN.tasks[:2], replace(PLAN.tasks[2], id=""))
    path = master_with(replace(PLAN, tasks=tasks), tmp_path / "总表.xlsx", spelling)
    before = parts_of(path)
    master.write_findings(path, FINDINGS, {(Sheet.TASKS, 6): "T003"}, 7)
    master.write_status(path, STATUS)
    assert findings_in(path) == EXPECTED
    assert status_in(path)["T003"] == ["未反馈", 0.0, "红", "", "2026-09"]
    assert master.read_master(path).settings.last_task_number == 7
    after = parts_of(path)
    sheets = read_package(path).sheets()
    ours = {sheets[sheet] for sheet in (Sheet.TASKS, Sheet.SETTINGS, Sheet.FINDINGS)}
    assert changed_parts(before, after) == ours
    for part, mine in (
        (sheets[Sheet.TASKS], lambda row, column: ours_is_status(row, column) or (row, column) == (5, 0)),
        (sheets[Sheet.SETTINGS], lambda row, column: (row, column) == (11, 1)),
    ):
        assert canonical_without(before[part], mine) == canonical_without(after[part], mine)


def test_a_sheet_no_reader_sees_stops_before_anything_is_written(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", in_utf16)
    before = path.read_bytes()
    with pytest.raises(CannotGoOn):
        master.read_master(path)
    assert path.read_bytes() == before


@pytest.mark.office
def test_a_master_saved_by_libreoffice(tmp_path, convert):
    source = master_with(PLAN, tmp_path / "总表.xlsx", add_riches)
    master.write_findings(source, FINDINGS[:1])
    path = convert(source, "xlsx")
    before = parts_of(path)
    assert {"chart", "drawing", "comments", "vmlDrawing", "media"} <= {
        re.sub(r"\d*\..*", "", name.split("/")[-1]) if "media" not in name else "media" for name in before
    }
    master.write_findings(path, FINDINGS, {}, 9)
    master.write_status(path, STATUS)
    after = parts_of(path)
    sheets = read_package(path).sheets()
    assert changed_parts(before, after) == {sheets[s] for s in (Sheet.TASKS, Sheet.SETTINGS, Sheet.FINDINGS)}
    part = sheets[Sheet.TASKS]
    assert canonical_without(before[part], ours_is_status) == canonical_without(after[part], ours_is_status)
    assert findings_in(path) == EXPECTED
    assert status_in(path)["T001"] == ["推进中", 0.5, "绿", '=HYPERLINK("http://x")', "2026-09"]
    assert [replace(task, row=0) for task in master.read_master(path).tasks] == list(PLAN.tasks)


@pytest.mark.office
def test_what_was_written_opens_and_converts(tmp_path, convert):
    path = master_with(PLAN, tmp_path / "总表.xlsx", add_riches)
    master.write_findings(path, FINDINGS)
    master.write_status(path, STATUS)
    workbook = openpyxl.load_workbook(path)
    assert workbook[Sheet.TASKS]["K4"].value == "推进中"
    again = convert(path, "ods")
    rows = grid(again, Sheet.TASKS).rows
    assert rows[3][10] == "推进中"
    assert len(findings_in(again)) == len(FINDINGS)


@pytest.mark.office
def test_cells_with_findings_are_coloured_by_severity(tmp_path, convert):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    on_groups = found(Code.GROUP_WITHOUT_MEMBERS, Cell(Sheet.GROUPS, "B4"), word="各乡镇")
    master.write_findings(path, [*FINDINGS, on_groups])
    html = convert(path, "html").read_text(encoding="utf-8", errors="replace")
    # Each finding colours two cells: the one it is about, and its severity on 校验结果.
    counts = {colour: cells_coloured(html, colour) for colour in ("#F8CBCB", "#FFF2CC", "#DDEBF7")}
    assert counts == {"#F8CBCB": 4, "#FFF2CC": 4, "#DDEBF7": 2}


def cells_coloured(html: str, colour: str) -> int:
    return len(re.findall(rf'<td[^>]*bgcolor="{colour}"', html, re.IGNORECASE))


# ---- sheets, columns and formulas that people changed ----


def without_sheet(path: Path, sheet: str) -> None:
    """Delete a sheet as Excel does: its part goes, names that meant it become #REF!."""
    package = read_package(path)
    part = package.sheets()[sheet]
    del package.parts[part]
    for name, pattern in (
        ("[Content_Types].xml", rf'<Override PartName="/{part}"[^>]*/>'),
        ("xl/_rels/workbook.xml.rels", rf'<Relationship [^>]*Target="{part.removeprefix("xl/")}"[^>]*/>'),
        ("xl/workbook.xml", rf'<sheet name="{sheet}"[^>]*/>'),
        ("xl/workbook.xml", rf'<definedName name="_xlnm[^>]*>{sheet}![^<]*</definedName>'),
    ):
        text = package.parts[name].decode("utf-8")
        package.parts[name] = re.sub(pattern, "", text).encode("utf-8")
    text = package.parts["xl/workbook.xml"].decode("utf-8")
    package.parts["xl/workbook.xml"] = re.sub(rf"{sheet}!\$(\w):\$\1", "#REF!", text).encode("utf-8")
    path.write_bytes(package.to_bytes())


def test_a_deleted_findings_sheet_is_made_again(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", add_riches)
    without_sheet(path, Sheet.FINDINGS)
    before = parts_of(path)
    assert Sheet.FINDINGS not in read_package(path).sheets()
    master.write_findings(path, FINDINGS)
    assert findings_in(path) == EXPECTED
    assert changed_parts(before, parts_of(path)) == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        sheet_part(path, Sheet.FINDINGS),
    }
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames[-1] == Sheet.FINDINGS
    assert workbook.defined_names["校验_单元格"].attr_text == "校验结果!$C:$C"
    assert workbook.defined_names["本年重点"].attr_text == "责任分解表!$E$4:$E$5"
    assert master.write_findings(path, FINDINGS) is None


@pytest.mark.office
def test_a_findings_sheet_made_again_marks_cells_too(tmp_path, convert):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    without_sheet(path, Sheet.FINDINGS)
    master.write_findings(path, FINDINGS)
    html = convert(path, "html").read_text(encoding="utf-8", errors="replace")
    assert cells_coloured(html, "#F8CBCB") >= 1


def test_a_findings_sheet_emptied_by_hand_gets_its_headings_back(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    package = read_package(path)
    part = package.sheets()[Sheet.FINDINGS]
    text = package.parts[part].decode("utf-8")
    package.parts[part] = re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", text, flags=re.DOTALL).encode(
        "utf-8"
    )
    path.write_bytes(package.to_bytes())
    master.write_findings(path, FINDINGS)
    assert findings_in(path) == EXPECTED


def drop_status_columns(package: Package) -> None:
    """As if someone had deleted the five status columns."""
    part = package.sheets()[Sheet.TASKS]
    root = parse(package.parts[part])
    for row, column, cell in list(positioned_cells(root)):
        if row >= 2 and 10 <= column <= 14:
            cell.getparent().remove(cell)
    package.parts[part] = serialise(root)


def test_missing_status_columns_are_added_after_the_last(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", drop_status_columns)
    before = parts_of(path)
    master.write_status(path, STATUS)
    rows = grid(path, Sheet.TASKS).rows
    assert rows[2][10:15] == ["进展状态", "完成率", "亮灯", "最近反馈", "更新期次"]
    # No style that shows percentages is to be had there, so the share is written as words.
    assert rows[3][10:15] == ["推进中", "50%", "绿", '=HYPERLINK("http://x")', "2026-09"]
    part = sheet_part(path, Sheet.TASKS)
    mine = lambda row, column: row >= 2 and column >= 10  # noqa: E731
    assert canonical_without(before[part], mine) == canonical_without(parts_of(path)[part], mine)


def test_added_columns_get_a_width_where_columns_have_none(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", drop_status_columns, without_columns)
    master.write_status(path, {"T001": {Field.LIGHT: "绿"}, "T002": {Field.LIGHT: "红"}})
    sheet = openpyxl.load_workbook(path)[Sheet.TASKS]
    assert [sheet[f"K{row}"].value for row in (3, 4, 5, 6)] == ["亮灯", "绿", "红", None]
    assert sheet.column_dimensions["K"].width == 14


def test_names_that_were_deleted_come_back(tmp_path):
    def without_names(package: Package) -> None:
        text = package.parts["xl/workbook.xml"].decode("utf-8")
        text = re.sub(r"<definedNames>.*</definedNames>", "", text)
        package.parts["xl/workbook.xml"] = text.encode("utf-8")

    path = master_with(PLAN, tmp_path / "总表.xlsx", without_names)
    master.write_findings(path, FINDINGS)
    names = openpyxl.load_workbook(path).defined_names
    assert {name: item.attr_text for name, item in names.items()} == {
        "校验_工作表": "校验结果!$B:$B",
        "校验_单元格": "校验结果!$C:$C",
        "校验_级别": "校验结果!$A:$A",
    }


def test_findings_columns_that_people_moved_stay_where_they_are(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    master.write_findings(path, FINDINGS[:1])
    package = read_package(path)
    part = package.sheets()[Sheet.FINDINGS]
    root = parse(package.parts[part])
    swap = {"D": "E", "E": "D"}
    for _, _, cell in positioned_cells(root):
        cell.set("r", swap.get(cell.get("r")[0], cell.get("r")[0]) + cell.get("r")[1:])
    for row in root.iter("{*}row"):
        row[:] = sorted(row, key=lambda cell: cell.get("r"))
    package.parts[part] = serialise(root)
    path.write_bytes(package.to_bytes())
    master.write_findings(path, FINDINGS)
    rows = grid(path, Sheet.FINDINGS).rows
    assert rows[2] == ["级别", "工作表", "单元格", "问题与处理办法", "代码"]
    assert [row[4] for row in rows[3:]] == [code for *_, code in EXPECTED]


def shift_right(package: Package, at: int) -> None:
    """A column inserted by the user on the task sheet, with a heading of her own."""
    part = package.sheets()[Sheet.TASKS]
    root = parse(package.parts[part])
    for tag in ("mergeCells", "autoFilter", "conditionalFormatting", "dataValidations", "cols"):
        for item in root.findall(f"{{*}}{tag}"):
            root.remove(item)
    from taskbook.columns import column_letters

    for row, column, cell in list(positioned_cells(root)):
        if column >= at:
            cell.set("r", f"{column_letters(column + 1)}{row + 1}")
    package.parts[part] = serialise(root)


def test_an_inserted_column_moves_everything_but_the_meaning(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", lambda package: shift_right(package, 4))
    assert master.read_master(path).columns[Field.CONTENT] == "F"
    master.write_status(path, STATUS)
    assert status_in(path)["T001"] == ["推进中", 0.5, "绿", '=HYPERLINK("http://x")', "2026-09"]


def with_formulas(package: Package) -> None:
    """Formulas in a status column (one shared downwards), a calculation chain over two sheets."""
    part = package.sheets()[Sheet.TASKS]
    root = parse(package.parts[part])
    formulas = {
        (3, 10): '<f t="shared" ref="K4:K6" si="0">J4&amp;"x"</f><v>a</v>',
        (4, 10): '<f t="shared" si="0"/><v>b</v>',
        (5, 10): '<f t="shared" si="0"/><v>c</v>',
    }
    for row, column, cell in positioned_cells(root):
        if (row, column) in formulas:
            cell.set("t", "str")
            space = etree.QName(root).namespace
            cell.extend(etree.fromstring(f'<c xmlns="{space}">{formulas[row, column]}</c>'))
    package.parts[part] = serialise(root)
    space = etree.QName(root).namespace
    package.parts["xl/calcChain.xml"] = (
        f'<calcChain xmlns="{space}"><c r="K4" i="1"/><c r="K5"/><c r="K6"/><c r="B9" i="4"/></calcChain>'.encode()
    )
    for name, end, xml in (
        (
            "[Content_Types].xml",
            "</Types>",
            '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/>',
        ),
    ):
        text = package.parts[name].decode("utf-8")
        package.parts[name] = text.replace(end, xml + end).encode("utf-8")


def test_overwritten_formulas_leave_the_calculation_chain(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx", with_formulas)
    master.write_status(path, {"T001": {Field.STATUS: "推进中"}})
    chain = parse(parts_of(path)["xl/calcChain.xml"])
    assert [(link.get("r"), link.get("i")) for link in chain] == [("K5", "1"), ("K6", "1"), ("B9", "4")]
    cells = {
        (row, column): cell
        for row, column, cell in positioned_cells(parse(parts_of(path)[sheet_part(path, Sheet.TASKS)]))
    }
    assert cells[3, 10].find("{*}f") is None
    heir = cells[4, 10].find("{*}f")
    assert (heir.text, heir.get("ref"), heir.get("si")) == ('J5&"x"', "K5:K6", "0")
    assert openpyxl.load_workbook(path)[Sheet.TASKS]["K5"].value == '=J5&"x"'


def test_an_emptied_calculation_chain_leaves_the_file(tmp_path):
    def one_sheet_only(package: Package) -> None:
        with_formulas(package)
        package.parts["xl/calcChain.xml"] = package.parts["xl/calcChain.xml"].replace(
            b'<c r="B9" i="4"/>', b""
        )

    path = master_with(PLAN, tmp_path / "总表.xlsx", one_sheet_only)
    master.write_status(path, {task.id: {Field.STATUS: "推进中"} for task in PLAN.tasks})
    after = parts_of(path)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert openpyxl.load_workbook(path)[Sheet.TASKS]["K4"].value == "推进中"


def test_a_setting_row_that_was_deleted_is_added_again(tmp_path):
    def without_last_number(package: Package) -> None:
        part = package.sheets()[Sheet.SETTINGS]
        root = parse(package.parts[part])
        for row in list(root.iter("{*}row")):
            if row.get("r") == "12":
                row.getparent().remove(row)
        package.parts[part] = serialise(root)

    path = master_with(PLAN, tmp_path / "总表.xlsx", without_last_number)
    master.write_findings(path, [], {}, 8)
    assert master.read_master(path).settings.last_task_number == 8


# ---- refused ----


def refused(path: Path, act: Callable[[], object]) -> Stop:
    before = path.read_bytes()
    with pytest.raises(CannotGoOn) as error:
        act()
    assert path.read_bytes() == before
    return error.value.stop


def test_an_id_never_overwrites_another(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    assert (
        refused(path, lambda: master.write_findings(path, [], {(Sheet.TASKS, 4): "T009"}, 9))
        is Stop.MASTER_CHANGED
    )
    assert (
        refused(path, lambda: master.write_findings(path, [], {(Sheet.TASKS, 44): "T009"}, 9))
        is Stop.MASTER_CHANGED
    )
    assert not (tmp_path / "备份").exists()


def test_a_master_open_in_excel_is_left_alone(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    (tmp_path / "~$总表.xlsx").write_bytes(b"x")
    assert refused(path, lambda: master.write_findings(path, FINDINGS)) is Stop.FILE_OPEN
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(["~$总表.xlsx", "总表.xlsx"])


def test_a_read_only_master_is_left_alone(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    path.chmod(0o444)
    assert refused(path, lambda: master.write_status(path, STATUS)) is Stop.FILE_READ_ONLY
    assert not (tmp_path / "备份").exists()


def test_two_runs_at_once(tmp_path):
    from taskbook import files

    path = master_with(PLAN, tmp_path / "总表.xlsx")
    with files.exclusive(path):
        assert refused(path, lambda: master.write_findings(path, FINDINGS)) is Stop.BUSY


def test_messages_of_any_kind_stay_text(tmp_path):
    path = master_with(PLAN, tmp_path / "总表.xlsx")
    texts = ['=cmd|"/c calc"!A1', "a\x00b\ud800c", "<&>\n第二行", "长" * 40_000]
    odd: Iterable[Finding] = [
        Finding(Code.UNREAD_TEXT, Cell(Sheet.TASKS, f"G{row}"), text) for row, text in enumerate(texts, 4)
    ]
    master.write_findings(path, odd)
    messages = [row[4] for row in grid(path, Sheet.FINDINGS).rows[3:]]
    assert messages == ['=cmd|"/c calc"!A1', "abc", "<&>\n第二行", "长" * 32_767]
    assert master.write_findings(path, odd) is None


# ---- killed in the middle ----

_WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from taskbook import master
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Cell, Code, found
findings = [found(Code.NUMBER_EMPTY, Cell(Sheet.TASKS, "B5"))]
try:
    master.write_findings(Path(sys.argv[2]), findings)
except CannotGoOn as stopped:
    print(stopped.stop.name, file=sys.stderr)
    raise SystemExit(2)
"""


@pytest.mark.parametrize("fault", ["error=ENOSPC", "signal=KILL"])
@pytest.mark.parametrize("call", ["write", "fsync", "link", "rename"])
def test_a_fault_at_any_call_leaves_a_whole_master(strace, tmp_path, fault, call):
    script = tmp_path / "writer.py"
    script.write_text(_WRITER, encoding="utf-8")
    source = str(Path(master.__file__).parents[2])
    folder = tmp_path / "计划"
    folder.mkdir()
    path = master_with(PLAN, folder / "总表.xlsx")
    old = path.read_bytes()
    for number in range(1, 20):
        path.write_bytes(old)
        options = [
            "-f",
            "-qq",
            "-o",
            os.devnull,
            "-e",
            f"trace={call}",
            "-e",
            f"inject={call}:{fault}:when={number}",
        ]
        command = [strace, *options, sys.executable, "-B", str(script), source, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        whole = path.read_bytes() == old or findings_in(path) == EXPECTED[1:2]
        assert whole, (number, done.stderr)
        for copy in (folder / "备份").glob("总表_*.xlsx"):
            assert parts_of(copy) == parts_of_bytes(old)
        if done.returncode == 0:
            break
        if fault == "error=ENOSPC":
            assert "DISK_FULL" in done.stderr
    assert number > 1 or call == "link", "no call was hit: the test tested nothing"
    assert findings_in(path) == EXPECTED[1:2]


def parts_of_bytes(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
