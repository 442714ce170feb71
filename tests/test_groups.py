"""Who is meant by a group phrase: the 群组 sheet's own words first, then the category its noun names, else nobody."""

from __future__ import annotations

import pytest
from taskbook.findings import Code
from taskbook.language.directory import Directory
from taskbook.language.groups import expand, unread_members
from taskbook.language.text import squeeze
from taskbook.model import Group, Unit

UNITS = [
    Unit("区教育局", "部门"),
    Unit("区财政局", "部门", ("区金融办",)),
    Unit("区民政局", "部门"),
    Unit("区档案局", "部门", stopped=True),
    Unit("东河镇", "乡镇"),
    Unit("西山乡", "乡镇"),
    Unit("南门街道", "街道"),
    Unit("甲县", "县（区）"),
]
DEPARTMENTS = "区教育局 区财政局 区民政局"


def members_of(phrase: str, spec: str | None = None, named: tuple[str, ...] = ()) -> tuple[str, Code | None]:
    groups = [] if spec is None else [Group(phrase, spec), Group("各镇街", "类别=乡镇、街道")]
    expansion = expand(squeeze(phrase), Directory(UNITS, groups), named)
    return " ".join(expansion.members), expansion.doubt


@pytest.mark.parametrize(
    ("spec", "members", "doubt"),
    [
        ("类别=乡镇", "东河镇 西山乡", None),
        ("类别＝乡镇；类别=街道", "东河镇 西山乡 南门街道", None),
        ("类别=乡镇、街道", "东河镇 西山乡 南门街道", None),
        ("类别=部门，除本行已列出的单位", "区财政局 区民政局", None),
        ("类别=部门，除区财政局外", "区教育局 区民政局", None),
        ("区教育局、区金融办\n西山乡", "区教育局 区财政局 西山乡", None),
        ("各镇街、区教育局", "东河镇 西山乡 南门街道 区教育局", None),
        ("类别=县（区）", "甲县", None),
        ("类别=县（区），东河镇", "甲县 东河镇", None),
        ("全部单位", f"{DEPARTMENTS} 东河镇 西山乡 南门街道 甲县", None),
        ("待确认", "", Code.GROUP_WITHOUT_MEMBERS),
        ("", "", Code.GROUP_WITHOUT_MEMBERS),
        ("类别=园区", "", Code.GROUP_WITHOUT_MEMBERS),
        ("待确认（默认按 类别=部门 展开并提示）", DEPARTMENTS, Code.UNDETERMINED_GROUP),
        ("区财政局、各乡（镇）、区教育局", "区财政局 东河镇 西山乡 区教育局", None),
        ("各镇（街道）、区财政局", "东河镇 西山乡 南门街道 区财政局", None),
        ("待确认（只取列出的单位并提示）", "", Code.UNDETERMINED_GROUP),
    ],
)
def test_the_sheet_of_groups_says_who(spec, members, doubt):
    assert members_of("各有关方面", spec, named=("区教育局",)) == (members, doubt)


@pytest.mark.parametrize(
    ("phrase", "members", "doubt"),
    [
        ("各乡镇", "东河镇 西山乡", Code.GROUP_BY_CATEGORY),
        ("各镇（街道）", "东河镇 西山乡 南门街道", Code.GROUP_BY_CATEGORY),
        ("各乡（镇）人民政府", "东河镇 西山乡", Code.GROUP_BY_CATEGORY),
        ("各街道办事处", "南门街道", Code.GROUP_BY_CATEGORY),
        ("各县（市、区）", "甲县", Code.GROUP_BY_CATEGORY),
        ("各部门（单位）", DEPARTMENTS, Code.GROUP_BY_CATEGORY),
        ("区政府各部门", DEPARTMENTS, Code.GROUP_BY_CATEGORY),
        ("区直各部门", DEPARTMENTS, Code.GROUP_BY_CATEGORY),
        ("其他部门", "区财政局 区民政局", None),
        ("各相关部门", DEPARTMENTS, Code.UNDETERMINED_GROUP),
        ("区直有关单位", DEPARTMENTS, Code.UNDETERMINED_GROUP),
        ("各预算单位", "", Code.GROUP_WITHOUT_MEMBERS),
        ("12个二级指标牵头单位", "", Code.GROUP_WITHOUT_MEMBERS),
        ("各行政执法单位", "", Code.GROUP_WITHOUT_MEMBERS),
        ("各园区", "", Code.GROUP_WITHOUT_MEMBERS),
    ],
)
def test_without_an_entry_the_noun_names_the_category_or_nobody(phrase, members, doubt):
    assert members_of(phrase, named=("区教育局",)) == (members, doubt)


@pytest.mark.parametrize("phrase", ["各县（区）", "各县（区）人民政府", "各县、区人民政府"])
def test_a_phrase_is_known_however_it_is_written(phrase):
    directory = Directory(UNITS, [Group("各县区", "甲县、东河镇")])
    assert expand(squeeze(phrase), directory, ()).members == ("甲县", "东河镇")


@pytest.mark.parametrize(
    ("phrase", "categories"),
    [
        ("各部门", "党群部门 政府部门 部门"),
        ("区政府各部门", "政府部门 部门"),
        ("区直有关部门、单位", "党群部门 政府部门 部门"),
        ("各镇（街道）人民政府（办事处）", "镇街"),
        ("各县区、开发区", "县区 园区"),
        ("各县区人民政府（管委会）", "县区"),
        ("各管委会", "园区"),
    ],
)
def test_registries_name_their_categories_in_other_words(phrase, categories):
    kinds = "党群部门 政府部门 部门 垂管部门 镇街 县区 园区 企业".split()
    directory = Directory([Unit(kind, kind) for kind in kinds])
    assert " ".join(expand(squeeze(phrase), directory, ()).members) == categories


def test_a_member_nobody_knows_is_told():
    group = Group("各有关方面", "区教育局、区民族局、类别=园区（默认按 类别=部门 展开并提示）")
    assert unread_members(group, Directory(UNITS)) == ["园区", "区民族局"]


def test_groups_that_name_each_other_come_to_an_end():
    directory = Directory(UNITS, [Group("各甲", "各乙"), Group("各乙", "各甲、区教育局")])
    assert expand("各甲", directory, ()).members == ("区教育局",)
