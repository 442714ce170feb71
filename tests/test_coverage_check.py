"""check_tasks.py --against: what it writes, keeps, renews and says; what it cannot compare."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from taskbook.check import as_json, check_master
from taskbook.columns import Field, FindingField, Sheet
from taskbook.coverage.against import still_open
from taskbook.findings import CannotGoOn, Cell, Code, Stop, found
from taskbook.master import write_master
from taskbook.model import Group, Plan, Settings, Task, Unit

SCRIPT = Path(__file__).parents[1] / "scripts" / "check_tasks.py"
UNITS = tuple(
    Unit(name, "部门", (), "联络员", f"unit{at:02d}@shiliqu.example")
    for at, name in enumerate(("区财政局", "区教育局", "区司法局", "区民政局"), 1)
)
TASKS = (
    Task(
        "T001",
        "1",
        "一、公开",
        "预决算",
        "公开部门预算和决算，说明机关运行经费增减原因。",
        "",
        "区财政局",
        deadline="2026年9月底前",
    ),
    Task(
        "T002",
        "2",
        "一、公开",
        "教育",
        "公布义务教育学校招生方案和划片范围。",
        "",
        "区民政局",
        deadline="2026年8月底前",
    ),
    Task(
        "T003",
        "3",
        "一、公开",
        "法治",
        "清理现行规范性文件，公布继续有效和废止的目录。",
        "",
        "区司法局",
        deadline="2026年11月底前",
    ),
    Task(
        "T004",
        "4",
        "一、公开",
        "救助",
        "公布低保和临时救助的标准、对象和资金。",
        "",
        "区民政局",
        deadline="2026年6月底前",
    ),
)
PLAN = Plan(
    Settings("p", "示例区2026年工作要点", 2026, "示例区人民政府办公室", last_task_number=4),
    TASKS,
    UNITS,
    (Group("各部门", "类别=部门"),),
)
TEXT = """示例区2026年工作要点

一、深化公开

（一）公开部门预算和决算，说明机关运行经费增减原因。（责任单位：区财政局；完成时限：2026年9月底前）

（二）公布义务教育学校招生方案和划片范围，招生结果在学校门口张贴7天。（责任单位：区教育局；完成时限：2026年8月底前）

（三）清理现行规范性文件，公布继续有效和废止的目录。（责任单位：区司法局；完成时限：2026年10月底前）

（四）建立政策咨询答复库，常见问题每月更新一次。（责任单位：区司法局；完成时限：全年持续推进）
"""
EXPECTED = {
    ("TEXT_NOT_COVERED", "原文件：正文", "第6段"),
    ("TEXT_PARTLY_COVERED", "原文件：正文", "第4段"),
    ("TASK_WITHOUT_TEXT", Sheet.TASKS, "E7"),
    ("PARTY_NOT_IN_TABLE", Sheet.TASKS, "G5"),
    ("DATE_DIFFERS", Sheet.TASKS, "J6"),
}


@pytest.fixture
def master(tmp_path) -> Path:
    path = tmp_path / "总表.xlsx"
    write_master(PLAN, path)
    return path


@pytest.fixture
def text(tmp_path) -> Path:
    path = tmp_path / "示例区2026年工作要点.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def warnings(findings) -> set[tuple[str, str, str]]:
    compared = (one for one in findings if one.code.name.startswith(("TEXT_", "TASK_", "PARTY_", "DATE_")))
    return {
        (one.code.name, one.where.sheet, one.where.address) for one in compared if one.severity == "warning"
    }


def said(master: Path) -> list[dict[str, str]]:
    """The rows of 校验结果."""
    rows = list(openpyxl.load_workbook(master)[Sheet.FINDINGS].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if FindingField.CODE in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if any(row)]


def said_of_text(master: Path) -> set[tuple[str, str, str]]:
    names = {code for code, _, _ in EXPECTED}
    return {
        (row[FindingField.CODE], row[FindingField.SHEET], row[FindingField.CELL])
        for row in said(master)
        if row[FindingField.CODE] in names
    }


def test_what_differs_is_written_into_the_sheet(master, text):
    result = check_master(master, against=text)
    assert warnings(result.findings) == EXPECTED
    assert said_of_text(master) == EXPECTED


def test_the_screen_says_in_one_line_what_was_compared(master, text):
    lines = check_master(master, against=text).summary()
    [line] = [line for line in lines if text.name in line]
    assert "正文4句任务要求中1句没有任务承接、1句只承接了一部分" in line
    assert "4项任务中1项在正文里没有出处" in line


def test_a_plain_check_keeps_what_the_comparison_found_and_says_so(master, text):
    check_master(master, against=text)
    result = check_master(master)
    assert said_of_text(master) == EXPECTED
    assert warnings(result.findings) == EXPECTED
    assert result.coverage is None
    [line] = [line for line in result.summary() if "上次和原文对照" in line]
    assert str(result.kept) in line


def test_what_was_found_moves_with_its_task(master, text):
    check_master(master, against=text)
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.TASKS]
    for column in range(1, sheet.max_column + 1):
        first, second = sheet.cell(5, column), sheet.cell(6, column)
        if not isinstance(second, MergedCell):
            first.value, second.value = second.value, first.value
    book.save(master)
    check_master(master)
    moved = {("PARTY_NOT_IN_TABLE", Sheet.TASKS, "G6"), ("DATE_DIFFERS", Sheet.TASKS, "J5")}
    assert moved <= said_of_text(master)


def test_ids_of_any_form_keep_what_was_found(tmp_path, text):
    """An office's own numbers: with hyphens, one the beginning of another."""
    path = tmp_path / "总表.xlsx"
    named = dict(zip((one.id for one in TASKS), ("ZW-2022-01", "ZW-2022-01-2", "甲.3", "ZW 4"), strict=True))
    write_master(replace(PLAN, tasks=tuple(replace(one, id=named[one.id]) for one in TASKS)), path)
    first = check_master(path, against=text)
    assert warnings(first.findings) == EXPECTED
    assert warnings(check_master(path).findings) == EXPECTED
    assert said_of_text(path) == EXPECTED


@pytest.mark.parametrize(("at", "later"), [(3, {"E7": "F7", "G5": "H5", "J6": "K6"}), (9, {"J6": "K6"})])
def test_what_was_found_moves_with_its_column(master, text, at, later):
    check_master(master, against=text)
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.TASKS]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_cols(at)
    sheet.cell(3, at, "经办")
    book.save(master)
    moved = {(code, place, later.get(cell, cell)) for code, place, cell in EXPECTED}
    assert warnings(check_master(master).findings) == moved
    assert said_of_text(master) == moved


def test_a_party_only_in_the_table_is_pointed_at_where_it_stands_now():
    task = replace(TASKS[0], lead="区财政局", responsible="区教育局", support="区司法局", row=4)
    columns = {Field.CONTENT: "F", Field.LEAD: "G", Field.RESPONSIBLE: "H", Field.SUPPORT: "I"}
    plan = replace(PLAN, tasks=(task,), columns=columns)
    details = {"task_id": "T001", "paragraph": "第3段"}
    before = [
        found(Code.PARTY_ONLY_IN_TABLE, Cell(Sheet.TASKS, "G4"), names="区教育局", **details),
        found(Code.LEAD_DIFFERS, Cell(Sheet.TASKS, "F4"), names="区民政局", units="区财政局", **details),
        found(Code.PARTY_NOT_IN_TABLE, Cell(Sheet.TASKS, "F4"), names="区民政局", **details),
    ]
    assert [one.where.address for one in still_open(before, plan)] == ["H4", "G4", "H4"]


def test_the_next_comparison_replaces_the_last_one(master, text):
    check_master(master, against=text)
    mended = TEXT.replace("，招生结果在学校门口张贴7天", "").replace(
        "责任单位：区教育局", "责任单位：区民政局"
    )
    text.write_text(mended, encoding="utf-8")
    result = check_master(master, against=text)
    left = {one for one in EXPECTED if one[0] not in ("TEXT_PARTLY_COVERED", "PARTY_NOT_IN_TABLE")}
    assert warnings(result.findings) == left
    assert said_of_text(master) == left
    assert not any("上次和原文对照" in line for line in result.summary())


def test_a_row_that_people_delete_does_not_come_back(master, text):
    check_master(master, against=text)
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.FINDINGS]
    gone = next(
        row[0].row for row in sheet.iter_rows() if any(cell.value == "TEXT_NOT_COVERED" for cell in row)
    )
    sheet.delete_rows(gone)
    book.save(master)
    check_master(master)
    assert said_of_text(master) == {one for one in EXPECTED if one[0] != "TEXT_NOT_COVERED"}


def test_an_open_master_keeps_it_too(master, text, openpyxl_app):
    from taskbook.live.master import LiveMaster

    check_master(master, against=text)
    book = openpyxl_app.books.open(master)
    result = check_master(LiveMaster(book, master))
    assert warnings(result.findings) == EXPECTED
    book.save()
    assert said_of_text(master) == EXPECTED


def test_nothing_is_written_where_only_looked(master, text):
    before = master.read_bytes()
    assert warnings(check_master(master, write=False, against=text).findings) == EXPECTED
    assert master.read_bytes() == before


def test_the_result_as_data(master, text):
    shape = as_json(check_master(master, write=False, against=text))["coverage"]
    assert json.loads(json.dumps(shape, ensure_ascii=False)) == shape
    assert shape["counts"] == {
        "sentences": 4,
        "yes": 2,
        "partly": 1,
        "no": 1,
        "tasks": 4,
        "tasks_without_text": 1,
    }
    second = shape["sentences"][1]
    assert (second["paragraph"], second["tasks"], second["covered"]) == (4, ["T002"], "partly")
    assert second["missing"] == ["招生结果在学校门口张贴7天"]
    assert [one["paragraphs"] for one in shape["tasks"]] == [[3], [4], [5], []]
    assert "coverage" not in as_json(check_master(master, write=False))


def test_a_table_beside_the_text_is_not_compared(master, tmp_path):
    import docx

    document = docx.Document()
    for line in TEXT.split("\n\n"):
        document.add_paragraph(line.strip())
    table = document.add_table(rows=5, cols=3)
    cells = [
        ("工作任务", "责任单位", "完成时限"),
        *((one.content, one.responsible, one.deadline) for one in TASKS),
    ]
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
    path = tmp_path / "要点.docx"
    document.save(str(path))
    assert warnings(check_master(master, write=False, against=path).findings) == EXPECTED


def test_a_document_with_nothing_but_a_table_is_refused(master, tmp_path):
    import docx

    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells),
        ("工作任务", "责任单位", TASKS[0].content, "区财政局"),
        strict=True,
    ):
        cell.text = words
    path = tmp_path / "附件.docx"
    document.save(str(path))
    with pytest.raises(CannotGoOn) as refused:
        check_master(master, against=path)
    assert refused.value.stop is Stop.NO_PROSE_TO_COMPARE


def test_the_text_of_another_plan_is_refused_and_nothing_written(master, tmp_path):
    path = tmp_path / "别的要点.txt"
    path.write_text(
        "一、防汛\n\n（一）检查水库大坝和河道堤防，汛前备足沙袋和水泵。（责任单位：区水务局）\n\n"
        "（二）组织山洪灾害避险演练，转移路线标识到村到户。（责任单位：区应急管理局）\n",
        encoding="utf-8",
    )
    before = master.read_bytes()
    with pytest.raises(CannotGoOn) as refused:
        check_master(master, against=path)
    assert refused.value.stop is Stop.TEXT_OF_OTHER_PLAN
    assert master.read_bytes() == before


def test_tasks_without_ids_get_them_before_they_are_named(tmp_path, text):
    path = tmp_path / "总表.xlsx"
    fresh = tuple(replace(one, id="") for one in TASKS)
    write_master(replace(PLAN, tasks=fresh, settings=replace(PLAN.settings, last_task_number=0)), path)
    found = [one for one in check_master(path, against=text).findings if one.code is Code.TASK_WITHOUT_TEXT]
    assert [one.message.split("：")[0] for one in found] == ["T004"]


def test_from_the_command_line(master, text, tmp_path):
    out = tmp_path / "结果.json"
    command = [sys.executable, str(SCRIPT), str(master), "--against", str(text), "--json", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "没有任何任务承接" in done.stdout
    assert json.loads(out.read_text(encoding="utf-8"))["coverage"]["file"] == text.name
    missing = subprocess.run(
        [*command[:4], str(tmp_path / "没有.docx")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (missing.returncode, "找不到文件" in missing.stderr) == (2, True)
