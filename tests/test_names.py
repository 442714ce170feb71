"""How names are built: prefixes that are carried, spellings that mean the same, honest abbreviations."""

from __future__ import annotations

import pytest
from taskbook.language.names import (
    canonical,
    is_abbreviation,
    looks_like_unit,
    prefixes_of,
    with_carried_prefix,
)


@pytest.mark.parametrize(
    ("name", "prefixes"),
    [
        ("区教育局", ("区",)),
        ("区委组织部", ("区委", "区")),
        ("市政府办公室", ("市政府", "市")),
        ("甲中市教育局", ("甲中市", "市")),
        ("甲市乙山区商务委", ("甲市乙山区", "区")),
        ("自治区财政厅", ("自治区",)),
        ("市市场监督管理局", ("市",)),
        ("市政务服务局", ("市",)),
        ("市城市管理局", ("市",)),
        ("市中区教育局", ("市中区", "区")),
        ("镇党政办", ("镇",)),
        ("镇海区教育局", ("镇海区", "区")),
        ("甲地区财政局", ("甲地区", "地区")),
        ("住房和城乡建设局", ()),
        ("乡村振兴局", ()),
        ("镇街事务中心", ()),
        ("市场监管分局", ()),
        ("市政园林局", ()),
        ("区域合作办", ()),
        ("发改局", ()),
        ("开发区管委会", ()),
        ("河东工业园区管委会", ()),
        ("东河镇", ()),
        ("甲宁县", ()),
        ("国家税务总局甲市税务局", ()),
        ("团区委", ()),
    ],
)
def test_what_a_name_hands_on(name, prefixes):
    assert prefixes_of(name) == prefixes


@pytest.mark.parametrize(
    ("name", "carried", "meant"),
    [
        ("财政局", ("区",), "区财政局"),
        ("宣传部", ("区委", "区"), "区委宣传部"),
        ("民社局", ("区委", "区"), "区民社局"),
        ("研究室", ("区政府", "区"), "区政府研究室"),
        ("司法局", ("区政府", "区"), "区司法局"),
        ("市场监管局", ("区",), "区市场监管局"),
        ("县财政局", ("市",), "县财政局"),
        ("河东工业园区管委会", ("市",), "河东工业园区管委会"),
        ("团市委", ("市",), "团市委"),
        ("财政局", (), "财政局"),
    ],
)
def test_a_prefix_is_carried_only_where_it_belongs(name, carried, meant):
    assert with_carried_prefix(name, carried) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区政府办", "区政府办公室"),
        ("市卫生健康委", "市卫生健康委员会"),
        ("市人力资源和社会保障局", "市人力资源社会保障局"),
        ("市市场监管局", "市市场监督管理局"),
        ("东河镇", "东河镇人民政府"),
        ("南门街道", "南门街道办事处"),
        ("园区管委会", "园区管理委员会"),
    ],
)
def test_spellings_that_mean_the_same(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("short", "full", "holds"),
    [
        ("人社局", "市人力资源社会保障局", True),
        ("市监局", "市市场监督管理局", True),
        ("区发改委", "区发展和改革委员会", True),
        ("审批局", "区行政审批局", True),
        ("发展改革", "市发展改革委", True),
        ("市信息局", "市工业和信息化局", False),
        ("社保局", "市人力资源社会保障局", False),
        ("市教育局", "区教育局", False),
        ("区发改局", "区发展和改革委员会", False),
        ("局", "区教育局", False),
    ],
)
def test_an_abbreviation_keeps_order_prefix_and_ending(short, full, holds):
    assert is_abbreviation(canonical(short), canonical(full)) is holds


@pytest.mark.parametrize(
    "text", ["区教育局", "县融媒体中心", "防汛指挥部", "城投公司", "东河镇", "区残联", "重点项目专班"]
)
def test_bodies_are_known_by_their_ending(text):
    assert looks_like_unit(text)


@pytest.mark.parametrize("text", ["抓好落实", "2026年", "局", "不少于2次。", "张某"])
def test_other_text_is_no_body(text):
    assert not looks_like_unit(text)
