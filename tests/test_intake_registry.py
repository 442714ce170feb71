"""Registries and group lists as offices keep them, and the registry proposed where there is none."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.intake.proposal import category_of, members_of
from taskbook.intake.registry import propose_registry, read_groups, read_registry
from taskbook.model import Group, Plan, Settings, Task, Unit

REGISTRY = """单位名称,类别,别名,联系人,邮箱,停用
区教育局,部门,区教体局；区教育体育局,联络员01,unit01@shili.example,
区民政局,部门,,联络员02,unit02@shili.example,是
甲镇,乡镇,甲镇人民政府、甲镇政府,联络员03,unit03@shili.example,否
"""
UNITS = (
    Unit("区教育局", "部门", ("区教体局", "区教育体育局"), "联络员01", "unit01@shili.example"),
    Unit("区民政局", "部门", (), "联络员02", "unit02@shili.example", stopped=True),
    Unit("甲镇", "乡镇", ("甲镇人民政府", "甲镇政府"), "联络员03", "unit03@shili.example"),
)
GROUPS = """文件,群组词,含义
示例市,各县（区）,类别=县（区）
示例市,各部门,类别=部门
甲区,各乡镇,类别=乡镇
甲区,各部门,类别=部门；类别=企业
乙区,各街道,类别=街道
"""


def write(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "名册.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_registry_in_any_encoding_with_any_separator(tmp_path, encoding, separator):
    path = write(tmp_path, REGISTRY.replace(",", separator), encoding)
    assert read_registry(path) == (UNITS, [])


def test_headings_have_synonyms_and_a_title_above(tmp_path):
    text = "示例区单位名册,,,\n序号,单位,简称,曾用名,电子邮件,联络员\n1,区教育局,教育局,区教委,a@shili.example,联络员01\n"
    (unit,), findings = read_registry(write(tmp_path, text))
    assert unit == Unit("区教育局", "", ("教育局", "区教委"), "联络员01", "a@shili.example")
    assert findings == []


@pytest.mark.parametrize(
    ("word", "stopped"),
    [("是", True), ("1", True), ("√", True), ("停用", True), ("否", False), ("", False), ("0", False)],
)
def test_stopped_units(tmp_path, word, stopped):
    (unit,), _ = read_registry(write(tmp_path, f"单位名称,是否停用\n区教育局,{word}\n"))
    assert unit.stopped is stopped


def test_rows_without_a_name_are_findings(tmp_path):
    units, findings = read_registry(write(tmp_path, REGISTRY + ",部门,,联络员04,\n\n注：以上为成员单位,,\n"))
    assert units == UNITS
    assert [one.code for one in findings] == [Code.REGISTRY_ROW_BROKEN] * 2
    assert "第5行" in findings[0].message
    assert "联络员04" in findings[0].message


def test_a_registry_in_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["说明", "甲"])
    sheet = book.create_sheet("单位")
    for line in REGISTRY.strip().split("\n"):
        sheet.append([cell or None for cell in line.split(",")])
    path = tmp_path / "名册.xlsx"
    book.save(path)
    assert read_registry(path) == (UNITS, [])


@pytest.mark.parametrize(
    ("data", "stop"),
    [
        (b"", Stop.REGISTRY_UNREADABLE),
        (b"\r\n,,\r\n", Stop.REGISTRY_UNREADABLE),
        ("姓名,电话\n联络员01,0\n".encode(), Stop.REGISTRY_UNREADABLE),
        (bytes(range(256)) * 4, Stop.REGISTRY_UNREADABLE),
        (b"PK\x03\x04 broken", Stop.NOT_A_WORKBOOK),
        (None, Stop.FILE_MISSING),
    ],
)
def test_a_registry_that_cannot_be_read(tmp_path, data, stop):
    path = tmp_path / "名册.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CannotGoOn) as stopped:
        read_registry(path)
    assert stopped.value.stop is stop
    assert "名册.csv" in str(stopped.value)


@pytest.mark.parametrize(
    ("plan_name", "registry", "words"),
    [
        ("示例市2026年任务分工", None, ["各县（区）", "各部门"]),
        ("示例市甲区2026年任务分工", None, ["各乡镇", "各部门"]),
        ("2026年任务分工", Path("乙区.csv"), ["各街道"]),
        ("示例市2026年任务分工", Path("甲区.csv"), ["各县（区）", "各部门"]),
    ],
)
def test_the_phrases_of_the_plans_own_place(tmp_path, plan_name, registry, words):
    groups, findings = read_groups(write(tmp_path, GROUPS), plan_name, registry)
    assert [group.word for group in groups] == words
    assert findings == []


def test_an_unknown_place_gets_all_phrases_and_hears_of_those_that_differ(tmp_path):
    groups, findings = read_groups(write(tmp_path, GROUPS), "外地2026年任务分工", None)
    assert [group.word for group in groups] == ["各县（区）", "各部门", "各乡镇", "各街道"]
    assert [(one.code, "各部门" in one.message) for one in findings] == [(Code.GROUPS_NOT_CHOSEN, True)]


def test_groups_without_a_place_belong_to_the_plan(tmp_path):
    groups, _ = read_groups(write(tmp_path, "群组词,成员\n各乡镇,甲镇、乙镇\n", "gbk"), "x", None)
    assert groups == (Group("各乡镇", "甲镇、乙镇"),)


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("区教育局", "部门"),
        ("甲镇", "乡镇"),
        ("乙乡人民政府", "乡镇"),
        ("人民路街道", "街道"),
        ("人民路街道办事处", "街道"),
        ("中宁县", "县（区）"),
        ("甲区人民政府", "县（区）"),
        ("高新技术开发区", "部门"),
        ("开发区管委会", "部门"),
        ("甲区城市建设投资集团有限公司", "企业"),
        ("区政府办公室", "部门"),
    ],
)
def test_the_form_of_a_name_tells_its_category(name, category):
    assert category_of(name) == category


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("各乡镇", "类别=乡镇"),
        ("各乡镇（街道）", "类别=乡镇、街道"),
        ("各镇街", "类别=乡镇、街道"),
        ("各街道办事处", "类别=街道"),
        ("各县（区）", "类别=县（区）"),
        ("各县（市、区）人民政府", "类别=县（区）"),
        ("各部门（单位）", "类别=部门"),
        ("市政府各部门", "类别=部门"),
        ("区直各单位", "类别=部门"),
        ("其他部门", "类别=部门，除本行已列出的单位"),
        ("各相关部门", "待确认（默认按 类别=部门 展开并提示）"),
        ("市政府各相关部门", "待确认（默认按 类别=部门 展开并提示）"),
        ("各行政执法单位", "待确认"),
        ("15个一级指标牵头单位", "待确认"),
        ("各预决算单位", "待确认"),
    ],
)
def test_likely_members_of_a_phrase(word, members):
    assert members_of(word) == members


def test_a_registry_is_proposed_from_the_names_in_the_plan():
    tasks = (
        Task("T001", responsible="各乡镇（街道），区民政局、教育局等相关部门"),
        Task("T002", lead="区教育局", support="甲镇、人民路街道"),
    )
    units, groups = propose_registry(Plan(Settings(year=2026), tasks))
    assert [(unit.name, unit.category) for unit in units] == [
        ("区教育局", "部门"),
        ("区民政局", "部门"),
        ("甲镇", "乡镇"),
        ("人民路街道", "街道"),
    ]
    assert groups == (Group("各乡镇（街道）", "类别=乡镇、街道"),)
