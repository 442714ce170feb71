"""Import from end to end: document → master on the disk, and what the command line says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from plan_documents import PLAN, make_docx
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.grid import read_grids
from taskbook.importing import import_plan
from taskbook.master import read_master

SCRIPT = Path(__file__).parents[1] / "scripts" / "import_plan.py"
REGISTRY = "单位名称,类别,别名,邮箱\n区教育局,部门,,a@shili.example\n区财政局,部门,,b@shili.example\n区民政局,部门,,\n"
GROUPS = "文件,群组词,含义\n示例区,各部门,类别=部门\n外区,各乡镇,类别=乡镇\n"


@pytest.fixture
def source(tmp_path) -> Path:
    head = ("示例区人民政府办公室文件", "示例区2026年政务公开任务分工", PLAN, "注：列第一位的为牵头单位。")
    return make_docx(tmp_path / "plan.docx", *head)


@pytest.fixture
def registry(tmp_path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_text(REGISTRY, encoding="gbk")
    return path


@pytest.fixture
def groups(tmp_path) -> Path:
    path = tmp_path / "群组.csv"
    path.write_text(GROUPS, encoding="utf-8-sig")
    return path


def test_the_master_holds_what_the_document_said(tmp_path, source, registry, groups):
    out = tmp_path / "总表.xlsx"
    result = import_plan(source, out, registry, groups)
    plan = read_master(out)
    assert [(task.id, task.number, task.topic, task.content) for task in plan.tasks] == [
        ("T001", "1", "公开重点信息", "及时公开规划信息。"),
        ("T002", "2", "公开重点信息", "及时公开预算信息。"),
    ]
    assert (plan.settings.plan_name, plan.settings.year) == ("示例区2026年政务公开任务分工", 2026)
    assert plan.settings.office == "示例区人民政府办公室"
    assert plan.settings.last_task_number == 2
    assert [unit.name for unit in plan.units] == ["区教育局", "区财政局", "区民政局"]
    assert [group.word for group in plan.groups] == ["各部门"]
    assert result.plan.tasks == plan.tasks
    assert [[one.unit for one in reading.assignments] for reading in result.readings] == [
        ["区教育局"],
        ["区财政局", "区民政局"],
    ]


def test_all_findings_are_in_the_master(tmp_path, source, registry):
    out = tmp_path / "总表.xlsx"
    result = import_plan(source, out, registry)
    grid = next(grid for grid in read_grids(out) if grid.name == Sheet.FINDINGS)
    written = "\n".join(grid.text(row, column) for row in range(len(grid.rows)) for column in range(6))
    assert {Code.HEAD_READ, Code.TEXT_UNPLACED, Code.UNIT_WITHOUT_EMAIL} <= {
        one.code for one in result.findings
    }
    for finding in result.findings:
        assert finding.message in written
    assert [path.name for path in tmp_path.iterdir() if "taskbook" in path.name or path.name == "备份"] == []


def test_a_place_in_the_document_is_no_place_in_the_master(tmp_path, source):
    result = import_plan(source, tmp_path / "总表.xlsx")
    sheets = {one.where.sheet for one in result.findings if one.where.file}
    assert sheets
    assert not sheets & set(Sheet)


def test_without_a_registry_one_is_proposed(tmp_path, source):
    result = import_plan(source, tmp_path / "总表.xlsx")
    assert [unit.name for unit in result.plan.units] == ["区财政局", "区教育局", "区民政局"]
    assert Code.REGISTRY_PROPOSED in [one.code for one in result.findings]
    assert Code.UNKNOWN_UNIT not in [one.code for one in result.findings]


def test_the_year_can_be_given(tmp_path):
    plain = make_docx(tmp_path / "plan.docx", "任务分工表", PLAN.replace("2026年", ""))
    assert Code.YEAR_UNKNOWN in [one.code for one in import_plan(plain, tmp_path / "a.xlsx").findings]
    given = import_plan(plain, tmp_path / "b.xlsx", year=2024)
    assert given.plan.settings.year == 2024
    assert given.readings[0].deadline.dates[0].year == 2024
    assert Code.YEAR_UNKNOWN not in [one.code for one in given.findings]


def test_an_existing_file_is_never_overwritten(tmp_path, source):
    out = tmp_path / "总表.xlsx"
    out.write_text("几个月的工作", encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(source, out)
    assert stopped.value.stop is Stop.TARGET_EXISTS
    assert out.read_text(encoding="utf-8") == "几个月的工作"


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path, source, monkeypatch):
    out = tmp_path / "总表.xlsx"
    write = os.link

    def late(*arguments: object) -> None:
        out.write_text("别人的", encoding="utf-8")
        write(*arguments)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(source, out)
    assert stopped.value.stop is Stop.TARGET_EXISTS
    assert out.read_text(encoding="utf-8") == "别人的"


def test_where_there_are_no_hard_links_it_is_moved(tmp_path, source, monkeypatch):
    def refused(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", refused)
    out = tmp_path / "总表.xlsx"
    import_plan(source, out)
    assert len(read_master(out).tasks) == 2


@pytest.mark.parametrize(
    ("out", "stop"),
    [("总表.xls", Stop.OUT_NOT_XLSX), ("总表", Stop.OUT_NOT_XLSX), ("没有/总表.xlsx", Stop.FOLDER_MISSING)],
)
def test_a_target_that_cannot_be(tmp_path, source, out, stop):
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(source, tmp_path / out)
    assert stopped.value.stop is stop


@pytest.mark.parametrize("broken", ["source", "registry", "groups"])
def test_what_cannot_be_read_leaves_no_master(tmp_path, source, registry, groups, broken):
    given = {"source": source, "registry": registry, "groups": groups}
    given[broken] = tmp_path / "missing.csv"
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(given["source"], tmp_path / "总表.xlsx", given["registry"], given["groups"])
    assert stopped.value.stop is Stop.FILE_MISSING
    assert not (tmp_path / "总表.xlsx").exists()


def test_a_target_that_cannot_be_written_is_named_in_the_sentence(tmp_path, source, monkeypatch):
    from taskbook import new_master

    def full(plan: object, path: Path) -> None:
        raise CannotGoOn(Stop.DISK_FULL, path=path)

    monkeypatch.setattr(new_master, "write_master", full)
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(source, tmp_path / "总表.xlsx")
    assert f"“{tmp_path / '总表.xlsx'}”" in str(stopped.value)
    assert list(tmp_path.glob(".taskbook*")) == []


# ---- the command ----


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_the_command_writes_json_and_says_what_it_did(tmp_path, source, registry, groups):
    out = tmp_path / "总表.xlsx"
    done = run(source, "--out", out, "--units", registry, "--groups", groups, "--json", "-")
    shape = json.loads(done.stdout)
    assert shape["plan"] == {
        "name": "示例区2026年政务公开任务分工",
        "year": 2026,
        "office": "示例区人民政府办公室",
        "issued_on": None,
    }
    assert (shape["master"], shape["tasks"], shape["units"], shape["groups"]) == (str(out), 2, 3, 1)
    assert [row["id"] for row in shape["rows"]] == ["T001", "T002"]
    assert {"code", "severity", "sheet", "cell", "message"} <= set(shape["findings"][0])
    assert done.returncode == 0
    assert "2项任务，3个单位" in done.stderr


def test_the_command_says_in_one_sentence_why_it_could_not(tmp_path, source):
    (tmp_path / "总表.xlsx").write_bytes(b"")
    for arguments in (
        (tmp_path / "missing.docx", "--out", tmp_path / "a.xlsx"),
        (source, "--out", tmp_path / "总表.xlsx"),
        (source, "--out", tmp_path / "a.xlsx", "--year", "二〇二六"),
        (source,),
    ):
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert len(done.stderr.strip().split("\n")) == 1
        assert "Traceback" not in done.stderr


@pytest.mark.seeds
@pytest.mark.parametrize(
    ("name", "registry", "count"),
    [
        ("沙坡头区2023任务分工.docx", "沙坡头区.csv", 40),
        ("中卫市2022要点及任务分工.docx", "中卫市.csv", 44),
        ("浔阳区2023工作责任分解表.docx", "浔阳区.csv", 33),
    ],
)
def test_the_real_plans_become_masters(seeds, tmp_path, name, registry, count):
    out = tmp_path / "总表.xlsx"
    folder = seeds / "registries"
    result = import_plan(seeds / "seeds" / name, out, folder / registry, folder / "群组.csv")
    plan = read_master(out)
    assert len(plan.tasks) == count
    assert plan.tasks == result.plan.tasks
    assert Code.UNKNOWN_UNIT not in {one.code for one in result.findings}
