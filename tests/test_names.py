"""How names are built: prefixes that are carried, spellings that mean the same, honest abbreviations."""

from __future__ import annotations

import pytest
from taskbook.language.names import looks_like_unit, prefixes_of, with_carried_prefix
from taskbook.language.spellings import canonical, is_abbreviation, standard_form


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
        ("甲县教育局", ("甲县", "县")),
        ("全县融媒体中心", ()),
        ("新区公共服务局", ("新区",)),
        ("云台新区规划建设局", ("云台新区", "新区")),
        ("开发区经发局", ("开发区",)),
        ("开发区管委会办公室", ()),
        ("师市党委宣传部", ("师市党委", "师市")),
        ("地委组织部", ("地委", "地区")),
        ("行署办公室", ("行署",)),
        ("东河镇农服中心", ("东河镇",)),
        ("东河镇政府", ()),
        ("县乡村产业办", ("县",)),
        ("县城乡统筹办", ("县",)),
        ("县人民医院", ("县",)),
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
        ("上海市教育局", ("上海市", "市")),
        ("武汉甲湖高新区教育局", ("武汉甲湖高新区", "新区")),
        ("县柳河派出所", ("县",)),
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
        ("宣传部", ("县政府", "县"), "县委宣传部"),
        ("组织部", ("市",), "市委组织部"),
        ("组织部", ("师市",), "师市组织部"),
        ("组织部", ("地委", "地区"), "地委组织部"),
        ("东河镇政府", ("县",), "东河镇政府"),
        ("云台中学", ("县",), "云台中学"),
        ("第二中学", ("县",), "县第二中学"),
        ("甲溪医院", ("县",), "甲溪医院"),
        ("云台公安分局", ("市",), "云台公安分局"),
        ("生态环境分局", ("市",), "市生态环境分局"),
        ("云台供电局", ("市",), "云台供电局"),
        ("临江街", ("区",), "临江街"),
        ("中医院", ("县",), "县中医院"),
        ("公安云台分局", ("市",), "公安云台分局"),
        ("上海海关", ("市",), "上海海关"),
        ("郑州铁路局", ("省",), "郑州铁路局"),
        ("自然资源部第二测绘院", ("省",), "自然资源部第二测绘院"),
        ("柳河派出所", ("县",), "柳河派出所"),
        ("东山司法所", ("区",), "东山司法所"),
        ("柳河高速公路交警大队", ("县",), "柳河高速公路交警大队"),
        ("甲乙高速交警支队", ("市",), "甲乙高速交警支队"),
        ("公安交警大队", ("县",), "县公安交警大队"),
        ("高速公路管理处", ("市",), "市高速公路管理处"),
        ("派出所", ("县",), "县派出所"),
        ("市场监管所", ("区",), "区市场监管所"),
        ("国有林场", ("县",), "县国有林场"),
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
        ("乙水县", "乙水县党委政府"),
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
    ("one", "other"),
    [
        ("县应急局", "县应急管理局"),
        ("县退役军人局", "县退役军人事务局"),
        ("区发改局", "区发展和改革局"),
        ("市数据资源局", "市数据资源管理局"),
        ("市市监局", "市市场监督管理局"),
        ("区妇联", "区妇女联合会"),
        ("区团委", "共青团区委员会"),
        ("区法院", "区人民法院"),
        ("云台经开区管委会", "云台经济技术开发区管理委员会"),
    ],
)
def test_full_and_short_words_of_one_body(one, other):
    assert standard_form(canonical(one)) == standard_form(canonical(other))


def test_different_bodies_keep_different_forms():
    names = "区农业农村局 区农机局 区水利局 区水务局 区文旅局 区文广旅局 区规划局 区资规局 区科技局 区科工局"
    assert len({standard_form(canonical(name)) for name in names.split()}) == 10


@pytest.mark.parametrize(
    "text", ["区教育局", "县融媒体中心", "防汛指挥部", "城投公司", "东河镇", "区残联", "重点项目专班"]
)
def test_bodies_are_known_by_their_ending(text):
    assert looks_like_unit(text)


@pytest.mark.parametrize("text", ["抓好落实", "农业农村", "2026年", "局", "不少于2次。", "张某"])
def test_other_text_is_no_body(text):
    assert not looks_like_unit(text)


@pytest.mark.parametrize("text", ["议题准备和督办", "事项交办", "赛事承办", "活动举办"])
def test_what_is_done_is_no_office(text):
    assert not looks_like_unit(text)


@pytest.mark.parametrize("text", ["县政府办", "县委编办", "区金融办", "市创建办"])
def test_offices_are_named_by_their_last_syllable(text):
    assert looks_like_unit(text)


@pytest.mark.parametrize("name", ["民航山口监管局", "铁路山口车务段", "铁路北塘工务段"])
def test_what_the_railways_and_civil_aviation_run_belongs_to_no_county(name):
    assert with_carried_prefix(name, ("市",)) == name
