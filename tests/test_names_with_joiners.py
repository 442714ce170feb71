"""Names that hold a syllable which elsewhere joins two names: 和平分局, 同安派出所."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.language.parties import read_cell
from taskbook.model import Unit
from taskbook.prose.parties.subjects import subject_of

NOTHING = Directory()


def names(cell: str, directory: Directory = NOTHING) -> str:
    return " ".join(one.text for one in read_cell(cell, directory).mentions)


@pytest.mark.parametrize(
    "name",
    "区城管局和平里中队 市公安局和平分局 县农商行和兴支行 县公安局和睦派出所 县邮政管理局和顺营业部 区城管局和谐路中队 市水利局和城分局 市公安局同安分局".split(),
)
def test_a_name_is_not_cut_at_a_syllable_of_its_place(name: str) -> None:
    assert names(name) == name
    found = subject_of(f"{name}要每周巡查一次。", 0, len(name) + 9, NOTHING)
    assert found is not None
    assert found.parties.responsible == name


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市教育局和市财政局", "市教育局 市财政局"),
        ("市教育局和财政局", "市教育局 财政局"),
        ("市委政法委和平安办", "市委政法委 平安办"),
        ("市公安局和平分局和城管局", "市公安局和平分局 城管局"),
        ("县公安局和交警大队", "县公安局 交警大队"),
        ("市民政局、永和镇、人和街道", "市民政局 永和镇 人和街道"),
        ("县住建局和各街道", "县住建局 各街道"),
    ],
)
def test_names_are_still_cut_between_them(cell: str, expected: str) -> None:
    assert names(cell) == expected


def test_the_registry_decides() -> None:
    registry = Directory([Unit("市公安局", "部门"), Unit("平里管理所", "单位")])
    assert names("市公安局和平里管理所", registry) == "市公安局 平里管理所"
