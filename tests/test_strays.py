"""Lone characters and brackets: what a bad conversion left, and the many honest ones that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook.language.brackets import find_unpaired
from taskbook.language.strays import find_strays


@pytest.mark.parametrize(
    "text",
    """发行B股和H股的企业 统一发放T恤衫 支持4S店以旧换新 创建A级景区 配备X光机 每月不少于5个工作日 全年开展2次培训 推行AB岗制度
    完成IPv6改造 推行3+N模式 办好12345热线 第1季度报送 建设N个站点 按照1号文件要求 推广e网通平台 开发手机APP 三北6期工程
    推进“1网通办” 打造1刻钟便民生活圈 实现0距离服务 做到6稳6保 构建2纵3横路网 做好1对1帮扶 每家至少1名联络员 建设1中心3基地
    新建5G基站 附件3格式 见表1要求 采用方案2实施 推行1件事办理 4好农村路建设 拓宽C线匝道 U盘管理 推广K歌大赛 接种9价疫苗
    完善B超设备 二O二六年 使用Z世代话语 推行1窗受理 1枚印章管审批 3类人群 5大行动 7天无理由 建成8所幼儿园 达到4星级
    不低于3万人 i志愿平台 掌上e办事 Y形路口 面向C端用户 提升到2级标准 8小时外监督 推行3亮行动 抓好5查5看 4个意识 3网融合
    建立1企1策台账 修建9公里 建立1本账 5社联动 3区3州 办好10件实事 每季度1报 每周1调度 逐村1册 １户１策 落实3公经费管理
    新增Ｂ类道路 每2年一次 前3名 以2026年为期 （1）建台账""".split(),
)
def test_honest_characters_are_left_alone(text):
    assert list(find_strays(text)) == []


@pytest.mark.parametrize(
    ("text", "character", "start"),
    [
        ("公开决算及相关报1表。", "1", 8),
        ("公开决算及相关报１表。", "１", 8),
        ("加强政l务公开", "l", 3),
        ("推进信息J公开", "J", 4),
        ("依法编 3 制目录", "3", 4),
        ("实现一网通查的至IJ处", "至IJ", 7),
    ],
)
def test_what_a_conversion_left_is_found(text, character, start):
    (stray,) = find_strays(text)
    assert (stray.character, stray.start) == (character, start)
    assert character in stray.context


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("（1）甲；（2）乙", []),
        ("1）甲；2）乙", []),
        ("（包括：1）甲；2）乙）", []),
        ("（见附件 1）", []),
        ("一）总体要求；二）组织保障", []),
        ("a)甲 b)乙", []),
        ("(甲）和（乙)", []),
        ("“‘甲’”", []),
        ("“甲（乙”丙）", []),
        ("Let’s go", []),
        ('"甲"和"乙"', []),
        ("各县（区", [2]),
        ("甲）乙", [1]),
        ("“甲”乙”", [4]),
        ("《甲〉", [0, 2]),
        ("【甲]", [0, 2]),
        ('"甲"乙"', [4]),
        ("卫政办发〔2022]49号", [4, 9]),
    ],
)
def test_unpaired_marks(text, alone):
    assert [one.start for one in find_unpaired(text)] == alone


@given(st.text(alphabet='甲乙政务公开1AJ（）()“”《》【】"’，、。 \n'))
def test_any_text_can_be_read_and_places_are_true(text):
    for stray in find_strays(text):
        assert text[stray.start :].startswith(stray.character)
    for unpaired in find_unpaired(text):
        assert text[unpaired.start] == unpaired.mark


@given(st.text(alphabet="甲乙“”（）"))
def test_a_text_in_brackets_has_as_many_unpaired_marks_as_without(text):
    assert len(find_unpaired(f"《{text}》")) == len(find_unpaired(text))
