"""The language of responsibility cells: who is named, in which role, with every character accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.findings import Code
from taskbook.language.directory import Directory, How
from taskbook.language.parties import read_cell
from taskbook.model import Group, PartyKind, Unit

NOTHING = Directory()


def registry() -> Directory:
    names = "区委组织部 区委宣传部 区政府办公室 区发展和改革局 区教育局 区民社局 区财政局 区住建和交通局 区旅游和文体广电局 区水务局"
    units = [Unit(name, "部门") for name in names.split()]
    units += [
        Unit("区市场监管分局", "部门", ("区市场监督管理分局",)),
        Unit("区审批服务局", "部门", ("政务服务中心",)),
        Unit("区人力资源社会保障局", "部门", ("区人力资源和社会保障局",)),
        Unit("区工业和信息化局", "部门"),
        Unit("区行政审批局", "部门", ("区审批服务中心",)),
        Unit("东河镇", "乡镇"),
        Unit("西山乡", "乡镇"),
    ]
    return Directory(
        units,
        [Group("各乡镇", "类别=乡镇"), Group("各部门（单位）", "类别=部门")],
        "示例市云台区2026年工作要点",
    )


def said(cell: str, directory: Directory = NOTHING) -> str:
    """`名称#:role` for each mention: # marks a group, ? a unit the registry does not know."""
    words = []
    for mention in read_cell(cell, directory).mentions:
        group = "#" if mention.kind is PartyKind.GROUP else ""
        role = f":{mention.role}" if mention.role else ""
        unknown = mention.how in (How.UNKNOWN, How.AMBIGUOUS) and directory.units and not group
        words.append(f"{mention.name}{group}{role}{'?' if unknown else ''}")
    return " ".join(words)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("区教育局", "区教育局"),
        ("区教育局、财政局、医保局", "区教育局 区财政局 区医保局"),
        ("区人社局、区财政局", "区人社局 区财政局"),
        ("县农业农村局、县乡村振兴局、水务局", "县农业农村局 县乡村振兴局 县水务局"),
        ("各县（区），市教育局、财政局", "各县（区）# 市教育局 市财政局"),
        ("省委网信办，省保密局、密码管理局", "省委网信办 省保密局 省密码管理局"),
        ("工业和信息化局", "工业和信息化局"),
        (
            "区司法局、发改局、市场监管分局及各行政执法单位",
            "区司法局 区发改局 区市场监管分局 各行政执法单位#",
        ),
        ("各县（区），市审批局牵头，其他部门配合", "各县（区）# 市审批局:lead 其他部门#:support"),
        ("市司法局牵头，各相关部门配合。", "市司法局:lead 各相关部门#:support"),
        ("市教育局牵头，市财政局按职责分工负责", "市教育局:lead 市财政局:responsible"),
        ("市教育局、市财政局分别牵头", "市教育局:lead 市财政局:lead"),
        ("市教育局负责，市财政局等参与", "市教育局 市财政局:support 等#:support"),
        ("市发展改革委、统计局等相关部门", "市发展改革委 市统计局 等相关部门#"),
        ("区审批局（区大厅服务中心）", "区审批局"),
        ("区委组织部\n各乡镇，区民社局、乡村振兴局", "区委组织部 各乡镇# 区民社局 区乡村振兴局"),
        ("县水务局\n县住建局", "县水务局 县住建局"),
        ("20个二级指标牵头单位", "20个二级指标牵头单位#"),
        ("区财政局，各预决算单位", "区财政局 各预决算单位#"),
        ("各市、县（市、区）人民政府，省直有关部门", "各市、县（市、区）人民政府# 省直有关部门#"),
        ("各乡镇、各街道", "各乡镇# 各街道#"),
        ("各镇和各街道", "各镇# 各街道#"),
        ("各乡镇、街道，区直各部门", "各乡镇、街道# 区直各部门#"),
        ("区政府办公室、民社局，各乡镇", "区政府办公室 区民社局 各乡镇#"),
        ("市发展改革委和商务局", "市发展改革委 市商务局"),
        ("区文旅局会同区公安局、消防救援大队", "区文旅局:lead 区公安局:support 区消防救援大队:support"),
        (
            "牵头单位：市教育局；责任单位：市财政局、人社局",
            "市教育局:lead 市财政局:responsible 市人社局:responsible",
        ),
        ("市教育局（牵头）、市财政局", "市教育局:lead 市财政局"),
        ("区教育局 区财政局", "区教育局 区财政局"),
        ("区住建和\n交通局", "区住建和交通局"),
        ("区 教 育 局", "区教育局"),
        ("市教育局牵头市财政局配合", "市教育局:lead 市财政局:support"),
        ("区教育局区财政局区司法局", "区教育局 区财政局 区司法局"),
        ("市科技局、河东工业园区管委会", "市科技局 河东工业园区管委会"),
        ("市委组织部、宣传部、教育局", "市委组织部 市委宣传部 市教育局"),
        ("县委办、政府办、县发改局", "县委办 县政府办 县发改局"),
        ("1.区教育局 2.区财政局", "区教育局 区财政局"),
        ("区残联、团区委、妇联", "区残联 团区委 区妇联"),
        ("各镇（街道）、各部门", "各镇（街道）# 各部门#"),
        ("市公安局、各县（市、区）公安局", "市公安局 各县（市、区）公安局#"),
        ("甲市乙区教育局、财政局", "甲市乙区教育局 甲市乙区财政局"),
        (
            "市监督局牵头；市司法局、各相关部门，各区人民政府配合",
            "市监督局:lead 市司法局:support 各相关部门#:support 各区人民政府#:support",
        ),
        ("市直机关工委、市委办", "市直机关工委 市委办"),
        ("区（中）直企业，市属公立医院", "区（中）直企业# 市属公立医院#"),
        ("中央、省驻市单位", "中央、省驻市单位#"),
        ("各市、特区、区人民政府", "各市、特区、区人民政府#"),
        ("各市（特区、区）人民政府", "各市（特区、区）人民政府#"),
        ("各旗县市区、市政府各部门", "各旗县市区# 市政府各部门#"),
        ("各县市党委、政府", "各县市党委、政府#"),
        ("各中小学校、幼儿园", "各中小学校# 幼儿园#"),
        ("各镇、办，园区管委会", "各镇、办# 园区管委会"),
        ("有关乡镇（街道）、部门", "有关乡镇（街道）、部门#"),
        ("三县、甲集团及其子公司", "三县# 甲集团 其子公司#"),
        ("全区经济运行各专班", "全区经济运行各专班#"),
        ("县财政局及各乡镇（街道）", "县财政局 各乡镇（街道）#"),
        ("市民政局、慈善总会等市双拥领导小组成员单位", "市民政局 市慈善总会 等市双拥领导小组成员单位#"),
        ("市水务局，东河镇等有关乡（镇）", "市水务局 东河镇 等有关乡（镇）#"),
        ("县卫健局、市监局", "县卫健局 县市监局"),
        ("市税务局主责，市财政局协办", "市税务局:lead 市财政局:support"),
        ("各中小学、幼儿园", "各中小学# 幼儿园#"),
        ("县市场监督\n管理局、县应急指挥调度\n中心", "县市场监督管理局 县应急指挥调度中心"),
        ("上村\n下村\n中心小学", "上村 下村 中心小学"),
        ("一、市教育局 二、市财政局", "市教育局 市财政局"),
        ("市人力资源和社会\n保障局、市财\n政局", "市人力资源和社会保障局 市财政局"),
        ("①市教育局；②市财政局", "市教育局 市财政局"),
        ("市教育局*、市财政局★", "市教育局 市财政局"),
        ("市教育局总牵头，市财政局、民政局分头牵头", "市教育局:lead 市财政局:lead 市民政局:lead"),
        ("以市教育局为主，市财政局配合", "市教育局:lead 市财政局:support"),
        ("各街道办事处、镇政府", "各街道办事处、镇政府#"),
        ("甲山县、乙水县等5个县", "甲山县 乙水县 等5个县#"),
        ("试点县区、规模以上工业企业、驻市金融机构", "试点县区# 规模以上工业企业# 驻市金融机构#"),
        (
            "各镇（街道）人民政府（办事处），自治区各委、办、厅、局",
            "各镇（街道）人民政府（办事处）# 自治区各委、办、厅、局#",
        ),
        ("各乡（镇）党委、政府，县属各部委办局", "各乡（镇）党委、政府# 县属各部委办局#"),
        ("各盟行政公署、市人民政府，行署各局、委", "各盟行政公署、市人民政府# 行署各局、委#"),
        ("市直有关部门、单位，各大企业、事业单位", "市直有关部门、单位# 各大企业、事业单位#"),
        ("各地（市）行署（人民政府），区直各办、局", "各地（市）行署（人民政府）# 区直各办、局#"),
        ("县教育局（牵头，县财政局配合）、县民政局", "县教育局:lead 县财政局:support 县民政局"),
        ("县教育局（相关部门配合）", "县教育局 相关部门#:support"),
        ("县教育局牵头，县财政局、民政局责任单位", "县教育局:lead 县财政局:responsible 县民政局:responsible"),
        ("县教育局负总责，县财政局抓落实", "县教育局:lead 县财政局:responsible"),
        ("县教育局督促指导，各乡镇具体落实", "县教育局 各乡镇#"),
        ("主：县教育局；协：县财政局", "县教育局:lead 县财政局:support"),
        ("县就业指导中心、各责任单位", "县就业指导中心 各责任单位#"),
        ("县一中、实验小学、县医共体，各中学、小学", "县一中 县实验小学 县医共体 各中学、小学#"),
        ("区12345热线中心、区5G专班", "区12345热线中心 区5G专班"),
        ("乡中心小学、卫生院，第三方机构", "乡中心小学 乡卫生院 第三方机构#"),
        ("县一医院等医疗机构", "县一医院 等医疗机构#"),
        ("省能源局等省有关部门和各设区市政府", "省能源局 等省有关部门# 各设区市政府#"),
        ("市人大办、政协办、科协办", "市人大办 市政协办 市科协办"),
        ("和庄镇、及城镇及第二中学", "和庄镇 及城镇 第二中学"),
        ("市教育局［牵头］、市财政局", "市教育局:lead 市财政局"),
        ("各镇街各部门，区教育局", "各镇街# 各部门# 区教育局"),
        ("各级各部门、沿江各县（区）", "各级各部门# 沿江各县（区）#"),
        ("市教育局牵头，各镇（街）具体实施", "市教育局:lead 各镇（街）#:responsible"),
        ("各小学、初中", "各小学、初中#"),
        ("各团镇、开发区管委会", "各团镇# 开发区管委会"),
        ("地区应急局、行署办公室、财政局", "地区应急局 行署办公室 地区财政局"),
        ("州河（湖）长制办公室、水务局", "州河（湖）长制办公室 州水务局"),
        ("区委（区政府）督查室", "区委（区政府）督查室"),
        ("县住建局统筹，城乡统筹办配合", "县住建局:lead 县城乡统筹办:support"),
        ("无", ""),
        ("—", ""),
        ("", ""),
    ],
)
def test_without_a_registry_names_carry_their_prefix(cell, meaning):
    assert said(cell) == meaning


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("区教育局、区人社局", "区教育局 区人力资源社会保障局"),
        ("区委组织部、宣传部、民社局", "区委组织部 区委宣传部 区民社局"),
        ("旅游和文体广电局、住建和交通局", "区旅游和文体广电局 区住建和交通局"),
        ("区旅游文体广电局", "区旅游和文体广电局"),
        ("区市场监督管理分局", "区市场监管分局"),
        ("区教育局、市场监管分局", "区教育局 区市场监管分局"),
        ("云台区教育局", "区教育局"),
        ("海州区教育局", "海州区教育局?"),
        ("人社局、财政局", "区人力资源社会保障局 区财政局"),
        ("区工信局", "区工业和信息化局"),
        ("区信息局", "区信息局?"),
        ("市教育局、财政局", "市教育局? 市财政局?"),
        ("区审批服务局（政务服务中心）", "区审批服务局"),
        ("区政务大厅（区审批服务局）", "区审批服务局"),
        ("区教育局区财政局", "区教育局 区财政局"),
        ("各乡镇、各部门（单位）", "各乡镇# 各部门（单位）#"),
        ("东河镇人民政府、西山乡", "东河镇 西山乡"),
        ("区工业和信息化局和财政局", "区工业和信息化局 区财政局"),
        ("区卫健委", "区卫健委?"),
        ("云台审批服务局", "区审批服务局"),
        ("区发展改革局、工信局", "区发展和改革局 区工业和信息化局"),
        ("区政府办、宣传部", "区政府办公室 区委宣传部"),
    ],
)
def test_with_a_registry_names_resolve_or_stay_unknown(cell, meaning):
    assert said(cell, registry()) == meaning


def test_a_bracket_with_another_registry_unit_is_a_doubt():
    reading = read_cell("区教育局（区财政局）", registry())
    assert [doubt.code for doubt in reading.doubts] == [Code.UNREAD_TEXT]
    assert [mention.name for mention in reading.mentions] == ["区教育局"]


def test_a_bracket_that_names_a_group_is_a_doubt():
    assert [doubt.code for doubt in read_cell("区教育局（各学校）", NOTHING).doubts] == [Code.UNREAD_TEXT]


def test_two_units_under_one_abbreviation_are_never_chosen_between():
    directory = Directory([Unit("区农业农村局"), Unit("区农业水利局")])
    (mention,) = read_cell("区农业局", directory).mentions
    assert mention.how is How.AMBIGUOUS
    assert mention.candidates == ("区农业农村局", "区农业水利局")


@pytest.mark.parametrize("directory", [NOTHING, registry()])
def test_a_person_is_no_unit(directory):
    reading = read_cell("区教育局 张某某", directory)
    assert [mention.name for mention in reading.mentions] == ["区教育局"]
    assert [doubt.code for doubt in reading.doubts] == [Code.UNREAD_TEXT]


@pytest.mark.parametrize(("cell", "doubt"), [("区教育局……", "……"), ("区教育局：张某", "张某")])
def test_what_follows_a_name_is_a_doubt_and_the_unit_is_named(cell, doubt):
    reading = read_cell(cell, registry())
    assert [mention.name for mention in reading.mentions] == ["区教育局"]
    assert [one.details["text"] for one in reading.doubts] == [doubt]


LONG_NAMES = (
    "县人力资源和社会保障局 县卫生健康委员会 县工业园区管理委员会 县委组织部 县人民政府办公室 县消防救援大队 县残疾人联合会 县机关事务服务中心 "
    "县城市建设投资集团有限公司 市生态环境局云台分局 国家税务总局云台县税务局 东河镇人民政府 南门街道办事处 县公共资源交易中心"
)


@pytest.mark.parametrize("name", LONG_NAMES.split())
def test_a_narrow_column_breaks_a_name_anywhere(name):
    broken = [f"{name[:at]}\n{name[at:]}、县审计局" for at in range(1, len(name))]
    assert {cell: said(cell) for cell in broken} == dict.fromkeys(broken, f"{name} 县审计局")


def test_what_a_unit_shall_do_is_a_doubt_and_the_unit_is_named():
    reading = read_cell("市财政局保障经费", NOTHING)
    assert [mention.name for mention in reading.mentions] == ["市财政局"]
    assert [doubt.details["text"] for doubt in reading.doubts] == ["保障经费"]


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("县水利局牵头，各乡镇配合做好征地", "县水利局:lead 各乡镇#:support"),
        ("县水利局（各乡镇配合做好征地）", "县水利局 各乡镇#:support"),
    ],
)
def test_what_a_group_shall_do_is_a_doubt_and_no_part_of_its_name(cell, meaning):
    assert said(cell) == meaning
    assert [doubt.details["text"] for doubt in read_cell(cell, NOTHING).doubts] == ["做好征地"]


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("县公安局、柳河派出所、交警大队", "县公安局 柳河派出所 县交警大队"),
        ("市交通运输局、上海铁路局、水利局", "市交通运输局 上海铁路局 市水利局"),
        ("各区、县级市", "各区、县级市#"),
        ("市财政局，各区、县级市人民政府", "市财政局 各区、县级市人民政府#"),
    ],
)
def test_names_that_begin_with_a_place_of_their_own(cell, meaning):
    assert said(cell) == meaning


def test_text_that_is_no_name_is_a_doubt():
    assert [doubt.code for doubt in read_cell("2026年抓紧落实到位", NOTHING).doubts] == [Code.UNREAD_TEXT]


_FRAGMENTS = [
    *"区教育局 市 县 省委网信办 各乡镇 各县（区） 其他部门 等相关部门 等 、 ， ； 。 及 和 牵头 配合 按职责分工负责 （ ） ( ) : 责任单位： 财政局 1. ① 无 —".split(),
    "\n",
    " ",
    "\u3000",
    "\t",
    "Ａ",
    "“",
    "\ud800",
    "\x00",
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.text(max_size=3)), max_size=14).map("".join),
    st.booleans(),
)
def test_every_character_of_any_cell_belongs_to_exactly_one_token(cell, known):
    reading = read_cell(cell, registry() if known else NOTHING)
    assert "".join(cell[token.start : token.end] for token in reading.tokens) == cell
    assert all(token.start < token.end for token in reading.tokens)
