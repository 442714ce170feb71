"""Offices inside a school, a hospital, a company, and posts out in the field, as who acts."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.language.parties import read_cell
from taskbook.prose.parties.subjects import subject_of

NOTHING = Directory()


@pytest.mark.parametrize(
    "name",
    "教务处 总务处 德育处 保卫科 检验科 输血科 药学部 护理部 财务股 安全监督股 校工会 集团安全环保部 科技信息部 人力资源部 年级组 车务段 水文站 气象台 血站 卫生室 消防站 泵站管理所 12345热线中心".split(),
)
def test_an_office_told_by_its_form_acts_but_never_surely(name: str) -> None:
    text = f"{name}要每月检查一次。"
    found = subject_of(text, 0, len(text), NOTHING)
    assert found is not None
    assert (found.parties.responsible, found.sure) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        "食堂落实陪餐制度。",
        "安全部署工作。",
        "技术部分实现突破。",
        "综合组织开展活动。",
        "后勤处理垃圾。",
        "信息科技创新要加强。",
        "多处设置标识。",
        "优秀班组组织交流。",
        "分科室开展培训。",
    ],
)
def test_what_only_ends_alike_is_nobody(text: str) -> None:
    assert subject_of(text, 0, len(text), NOTHING) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各备课组每周集体备课一次。", "各备课组"),
        ("各年级组要落实晨检。", "各年级组"),
        ("市气象台提前24小时发布预警。", "市气象台"),
        ("护理部、药学部要每月检查。", "护理部、药学部"),
    ],
)
def test_several_of_them(text: str, expected: str) -> None:
    found = subject_of(text, 0, len(text), NOTHING)
    assert found is not None
    assert found.parties.responsible == expected


@pytest.mark.parametrize("cell", ["财务股、人事股", "护理部、检验科", "车务段、工务段"])
def test_cells_name_them(cell: str) -> None:
    reading = read_cell(cell, NOTHING)
    assert [one.text for one in reading.mentions] == cell.split("、")
    assert not reading.doubts
