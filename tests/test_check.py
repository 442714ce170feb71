"""Checking a master: what is found and written, what is cured and gone, what stays as it was, what cannot be checked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from taskbook import cli
from taskbook.check import CheckResult, as_json, check_master, check_plan
from taskbook.columns import HEADINGS, Field, FindingField, Sheet
from taskbook.findings import Code
from taskbook.master import read_master, write_master
from taskbook.model import Group, Plan, Settings, Task, Unit

SCRIPT = Path(__file__).parents[1] / "scripts" / "check_tasks.py"

TASKS = (
    Task(
        "T001",
        "1",
        "主动公开",
        "财政公开",
        "公开部门预算，每年不少于1次。",
        "",
        "区财政局",
        deadline="4月底前",
    ),
    Task(
        "T002",
        "2",
        "主动公开",
        "财政公开",
        "公开部门决算及相关报1表。",
        "区财政局",
        "各乡镇",
        deadline="2026年9月底",
    ),
    Task(
        "T003",
        "2",
        "组织保障",
        "队伍建设",
        "12月10日前报送工作总结。",
        "",
        "区教育局、区某局",
        deadline="2026年11月底前",
    ),
    Task("T004", "4", "组织保障", "队伍建设", "加强日常巡查。", "区教育局", "", deadline="全年持续推进"),
)
UNITS = (
    Unit("区财政局", "部门", ("财政局",), "联络员01", "unit01@county.example"),
    Unit("区教育局", "部门", (), "联络员02", "unit02@county.example"),
    Unit("东山镇", "乡镇", (), "联络员03", "unit03@county.example"),
    Unit("西河镇", "乡镇", (), "联络员04", "unit04.county.example"),
)
PLAN = Plan(
    Settings(
        plan_id="plan01",
        plan_name="示例区2026年政务公开工作要点",
        year=2026,
        office="示例区人民政府办公室",
        issued_on=date(2026, 3, 10),
        last_task_number=4,
    ),
    TASKS,
    UNITS,
    (Group("各乡镇", "类别=乡镇"),),
)
EXPECTED = [
    ("LEAD_INFERRED", "责任分解表", "G4"),
    ("STRAY_CHARACTER", "责任分解表", "E5"),
    ("DUPLICATE_NUMBER", "责任分解表", "B6"),
    ("UNKNOWN_UNIT", "责任分解表", "G6"),
    ("DEADLINE_CONTRADICTS_TEXT", "责任分解表", "J6"),
    ("MISSING_NUMBER", "责任分解表", "B7"),
    ("ONGOING_WITHOUT_MILESTONE", "责任分解表", "J7"),
    ("EMAIL_MALFORMED", "单位", "E7"),
]


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "总表.xlsx"
    write_master(PLAN, path)
    return path


def places(result: CheckResult) -> list[tuple[str, str, str]]:
    return [(one.code.name, one.where.sheet, one.where.address) for one in result.findings]


def edit(path: Path, sheet: str, cell: str, value: object) -> None:
    """As a person would in Excel; what openpyxl drops on the way does not matter here."""
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def written(path: Path) -> list[tuple[str, str, str]]:
    """What stands on the sheet 校验结果: (code, sheet, cell)."""
    rows = [
        list(map(str, row))
        for row in openpyxl.load_workbook(path)[Sheet.FINDINGS].iter_rows(values_only=True)
    ]
    head = next(number for number, row in enumerate(rows) if FindingField.CODE in row)
    at = {name: rows[head].index(name) for name in FindingField}
    return [
        (row[at[FindingField.CODE]], row[at[FindingField.SHEET]], row[at[FindingField.CELL]])
        for row in rows[head + 1 :]
        if row[at[FindingField.CODE]] in Code.__members__
    ]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ---- what is found and written ----


def test_findings_name_their_cells_in_reading_order(master):
    assert places(check_master(master)) == EXPECTED


def test_findings_are_written_into_the_master(master):
    check_master(master)
    assert sorted(written(master)) == sorted(EXPECTED)


def test_checking_again_changes_nothing(master):
    assert check_master(master).copy is not None
    before = digest(master)
    again = check_master(master)
    assert (again.copy, digest(master)) == (None, before)
    assert places(again) == EXPECTED


def test_what_is_cured_is_gone(master):
    check_master(master)
    edit(master, Sheet.TASKS, "G6", "区教育局、区财政局")
    edit(master, Sheet.TASKS, "B6", 3)
    cured = {("UNKNOWN_UNIT", "责任分解表", "G6"), ("DUPLICATE_NUMBER", "责任分解表", "B6")}
    left = [one for one in EXPECTED if one not in cured and one[0] != "MISSING_NUMBER"]
    assert places(check_master(master)) == left
    assert sorted(written(master)) == sorted(left)


def test_looking_only_leaves_the_master_alone(master):
    before = digest(master)
    assert places(check_master(master, write=False)) == EXPECTED
    assert digest(master) == before
    assert [path.name for path in master.parent.iterdir()] == [master.name]


def test_a_dated_copy_of_what_was_there_is_kept(master):
    before = master.read_bytes()
    copy = check_master(master).copy
    assert copy is not None
    assert (copy.parent, copy.read_bytes()) == (master.parent / "备份", before)


# ---- ids ----


def test_new_rows_get_ids_that_were_never_used(master):
    for column, text in {"B": 5, "E": "开展政策宣讲活动。", "F": "区教育局", "J": "2026年8月底前"}.items():
        edit(master, Sheet.TASKS, f"{column}8", text)
    first = check_master(master)
    assert first.plan.tasks[-1].id == "T005"
    assert ("TASK_ID_ASSIGNED", "责任分解表", "A8") in places(first)
    plan = read_master(master)
    assert [task.id for task in plan.tasks] == ["T001", "T002", "T003", "T004", "T005"]
    assert plan.settings.last_task_number == 5
    second = check_master(master)
    assert "TASK_ID_ASSIGNED" not in {code for code, _, _ in places(second)}


def test_the_id_of_a_deleted_task_is_not_given_again(master):
    for column in "ABEFGHIJ":  # 一级指标 and 二级指标 are merged with the rows above
        edit(master, Sheet.TASKS, f"{column}7", None)
    check_master(master)
    for column, text in {"E": "开展政策宣讲活动。", "F": "区教育局", "J": "2026年8月底前"}.items():
        edit(master, Sheet.TASKS, f"{column}7", text)
    assert [task.id for task in check_master(master).plan.tasks] == ["T001", "T002", "T003", "T005"]


def test_looking_only_says_that_an_id_is_missing(master):
    edit(master, Sheet.TASKS, "A5", None)
    assert ("TASK_ID_MISSING", "责任分解表", "A5") in places(check_master(master, write=False))


def test_moved_columns_move_the_findings_cells(master):
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.TASKS]
    heading = next(row for row in range(1, 10) if sheet.cell(row, 2).value == HEADINGS[Field.NUMBER])
    for row in range(heading, sheet.max_row + 1):  # 序号 and 完成时限 change places
        sheet.cell(row, 2).value, sheet.cell(row, 10).value = (
            sheet.cell(row, 10).value,
            sheet.cell(row, 2).value,
        )
    book.save(master)
    assert ("DUPLICATE_NUMBER", "责任分解表", "J6") in places(check_master(master))
    assert ("DEADLINE_CONTRADICTS_TEXT", "责任分解表", "B6") in places(check_master(master))


def test_moved_columns_of_the_registry_move_their_findings_too(master):
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.UNITS]
    for row in sheet.iter_rows(min_row=3):  # 邮箱 (E) and 类别 (B) change places
        row[1].value, row[4].value = row[4].value, row[1].value
    book.save(master)
    assert ("EMAIL_MALFORMED", "单位", "B7") in places(check_master(master))


# ---- the result as data ----


def test_the_json_has_the_contracts_shape():
    data = as_json(
        check_plan(replace(PLAN, tasks=tuple(replace(task, row=row) for row, task in enumerate(TASKS, 4))))
    )
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    first, second, third, fourth = data["tasks"]
    assert {key: first[key] for key in ("id", "number", "section", "topic", "content", "measure")} == {
        "id": "T001",
        "number": "1",
        "section": "主动公开",
        "topic": "财政公开",
        "content": "公开部门预算，每年不少于1次。",
        "measure": "",
    }
    assert first["deadline"] == {"text": "4月底前", "kind": "date", "dates": ["2026-04-30"], "ongoing": False}
    assert first["parties"] == [
        {"name": "区财政局", "kind": "unit", "role": "lead", "inferred": True, "members": ["区财政局"]}
    ]
    assert first["assignments"] == [{"unit": "区财政局", "role": "lead"}]
    (target,) = first["targets"]
    assert (target["relation"], target["value"], target["unit"]) == (">=", 1, "次")
    assert {"name": "各乡镇", "kind": "group", "role": "responsible", "inferred": False} | {
        "members": ["东山镇", "西河镇"]
    } in second["parties"]
    assert [milestone["dates"] for milestone in third["milestones"]] == [["2026-12-10"]]
    assert (fourth["deadline"]["kind"], fourth["deadline"]["ongoing"]) == ("ongoing", True)
    assert set(data["findings"][0]) == {"code", "severity", "sheet", "cell", "message"}


# ---- the whole program ----


def test_the_program_reports_and_exits_with_1_on_errors(master):
    run = subprocess.run([sys.executable, SCRIPT, master, "--json", "-"], capture_output=True, check=False)
    data = json.loads(run.stdout.decode("utf-8"))
    assert run.returncode == 1
    assert [(one["code"], one["sheet"], one["cell"]) for one in data["findings"]] == EXPECTED
    assert "发现错误1处" in run.stderr.decode("utf-8")


def test_the_program_needs_neither_pandas_nor_xlwings_nor_openpyxl(master):
    code = (
        "import runpy, sys\n"
        f"sys.path.insert(0, {str(SCRIPT.parent)!r})\n"
        f"sys.argv = ['check_tasks.py', {str(master)!r}]\n"
        f"try: runpy.run_path({str(SCRIPT)!r}, run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'xlwings', 'openpyxl', 'numpy', 'docx', 'xlsxwriter', 'rich'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout.decode("utf-8").splitlines()[-1] == "[]"


def test_the_program_checks_the_sample_within_a_second(sample_master):
    """Processor time, without what measures the tests: what else the machine does meanwhile does not count."""
    resource = pytest.importorskip("resource", reason="processor time of children is not told on Windows")
    check_master(sample_master)
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, SCRIPT, sample_master], capture_output=True, check=False, env=alone)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    assert min(took) < 1.0, took


# ---- what cannot be checked: one sentence, nothing touched ----


def refused(capsys, path: Path) -> str:
    """The sentence on standard error; the exit code is 2 and nothing stands on standard output."""
    from check_tasks import main

    with pytest.raises(SystemExit) as left:
        main([str(path)])
    printed = capsys.readouterr()
    assert (left.value.code, printed.out) == (cli.COULD_NOT_RUN, "")
    assert printed.err.count("\n") == 1
    return printed.err.strip()


def test_no_such_file(capsys, tmp_path):
    assert (
        refused(capsys, tmp_path / "没有.xlsx") == f"找不到文件“{tmp_path / '没有.xlsx'}”，请检查路径和文件名"
    )


def test_a_folder_is_no_master(capsys, tmp_path):
    assert refused(capsys, tmp_path).startswith(f"找不到文件“{tmp_path}”")


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", b"PK\x03\x04 torn off", b"<html><table></table></html>"]
)
def test_not_a_workbook(capsys, tmp_path, content):
    path = tmp_path / "总表.xlsx"
    path.write_bytes(content)
    assert "打不开" in refused(capsys, path) or "不是电子表格" in refused(capsys, path)
    assert path.read_bytes() == content


def test_a_master_open_in_excel(capsys, master):
    lock = master.with_name(f"~${master.name}")
    lock.write_bytes(b"")
    before = digest(master)
    assert refused(capsys, master).startswith(f"“{master}”正被Excel或WPS打开，请关闭后重试")
    assert digest(master) == before
    lock.unlink()
    assert check_master(master).copy is not None


def test_a_master_open_in_excel_can_be_looked_at(master):
    master.with_name(f"~${master.name}").write_bytes(b"")
    assert places(check_master(master, write=False)) == EXPECTED


def test_a_read_only_master(capsys, master):
    master.chmod(0o444)
    assert "只读" in refused(capsys, master)


@pytest.mark.parametrize("sheet", [Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS])
def test_a_missing_sheet(capsys, master, sheet):
    book = openpyxl.load_workbook(master)
    del book[sheet]
    book.save(master)
    assert f"没有“{sheet}”工作表" in refused(capsys, master)


@pytest.mark.parametrize("heading", ["工作任务", "责任单位", "完成时限", "任务编号"])
def test_a_missing_heading(capsys, master, heading):
    book = openpyxl.load_workbook(master)
    cell = next(
        cell for row in book[Sheet.TASKS].iter_rows(max_row=6) for cell in row if cell.value == heading
    )
    cell.value = "不知所云"
    book.save(master)
    assert f"没有“{heading}”一列的表头" in refused(capsys, master)


def test_an_empty_plan(capsys, master):
    book = openpyxl.load_workbook(master)
    book[Sheet.TASKS].delete_rows(4, 10)
    book.save(master)
    assert "没有任何任务" in refused(capsys, master)


def test_two_runs_at_once(capsys, master):
    from taskbook import files

    with files.exclusive(master):
        assert "另一个任务正在使用" in refused(capsys, master)
    assert check_master(master).copy is not None


# ---- the real plans ----


@pytest.mark.seeds
@pytest.mark.parametrize(
    ("document", "registry", "expected"),
    [
        (
            "中卫市2022要点及任务分工.docx",
            "中卫市.csv",
            {"OPEN_TAIL": 1, "UNDETERMINED_GROUP": 2, "DEADLINE_TIED_TO_EVENT": 1, "LEAD_INFERRED": 1}
            | {
                "FULL_STOP_IN_UNITS": 1,
                "DEADLINE_TOO_SOON": 1,
                "DUPLICATE_NUMBER": 1,
                "ONGOING_WITHOUT_MILESTONE": 12,
            },
        ),
        (
            "沙坡头区2023任务分工.docx",
            "沙坡头区.csv",
            {
                "STRAY_CHARACTER": 1,
                "GROUP_WITHOUT_MEMBERS": 2,
                "LEAD_INFERRED": 4,
                "ONGOING_WITHOUT_MILESTONE": 7,
            },
        ),
        (
            "浔阳区2023工作责任分解表.docx",
            "浔阳区.csv",
            {
                "UNDETERMINED_GROUP": 2,
                "GROUP_WITHOUT_MEMBERS": 2,
                "NOBODY_RESPONSIBLE": 1,
                "UNIT_NAMED_TWICE": 1,
            }
            | {"LEAD_INFERRED": 9, "ONGOING_WITHOUT_MILESTONE": 31},
        ),
    ],
)
def test_what_is_found_in_the_real_plans(seeds, tmp_path, document, registry, expected):
    from taskbook.importing import import_plan

    master = tmp_path / "总表.xlsx"
    registries = seeds / "registries"
    import_plan(seeds / "seeds" / document, master, registries / registry, registries / "群组.csv", None)
    found = [code for code, _, _ in places(check_master(master))]
    assert {code: found.count(code) for code in sorted(set(found))} == dict(sorted(expected.items()))


def test_a_copy_of_the_master_has_the_same_findings(master, tmp_path):
    other = tmp_path / "另存" / "总表（副本）.xlsx"
    other.parent.mkdir()
    shutil.copy2(master, other)
    assert places(check_master(other)) == EXPECTED
