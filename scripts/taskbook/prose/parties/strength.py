"""How surely a reading of a few words names parties: brackets and sentences hold much that only looks like names."""

from __future__ import annotations

import re
from enum import IntEnum

from taskbook.findings import Code
from taskbook.language.cell import CellReading, Mention
from taskbook.language.collectives import group_at
from taskbook.language.directory import Directory, How
from taskbook.language.names import keeps_own_name, looks_like_unit, prefixes_of
from taskbook.language.parties import read_cell
from taskbook.language.text import squeeze
from taskbook.model import PartyKind


class Strength(IntEnum):
    """How surely words are a party."""

    NONE = 0
    WEAK = 1  # it ends as names do: 学校, 园区
    STRONG = 2


_NO_NAME = re.compile(
    r"[了，。？！“”《》]|[均都也还]需?要?$|^(?:含|包括|不含|除|原|现|即|如|指(?!挥)|见|详见|以下|下称|包含|附|例|注|且|但|或|其中|参照|截至|根据|按照)"
    r"|(?<!第)(?:\d|[一二三四五六七八九十两])+(?:余|多)?[所家个处座台站场条项辆套名人次件]$|简称|的|[要须]$|应$|涉及|除外|不含|例如|通过|进行|加强|关于|没有|可以"
)
_OFFICE = re.compile(
    r"(?:局|委|(?<![上近次通快秒马即容代帮联])办|厅|委员会|办公室|中心|支队|大队|总队|法院|检察院|管委会|指挥部|公司|集团|银行|专班|政府|党校|妇联|残联|团委|工会|科协|文联|侨联|工商联|公安|海关|融媒体|供电所|供电局|武装部|组织部|宣传部|统战部|社会工作部|工作部|(?:教育|公安|财政|民政|司法|工信|信息化|运输|水利|农村|商务|旅游|应急管理|资源|环境|建设|保障|科技|军人)部)$"
)
_OF_A_LEVEL = re.compile(
    r"[省市区县州旗盟](?!场|域|际|容|民(?!政|宗)|内|值|块|间|级|舰|政(?!府|协|务)|区)..."
)
"""市职业学院, 县电信公司: what keeps its name and says by its first character whose it is."""
_OWN_PLACE = re.compile(r"(?:..(?:镇|乡|街道|办事处|苏木|县|市|旗)|.{2,}区)$")
_NO_PLACE = re.compile(
    r"(?:园|社|辖|地|小|景|库|校|灌|片|商|山|牧|矿|自治|城|郊|街|片|居民|服务|老旧小|全|本|各|该)区$|(?:城|乡|村|集|小|建制)镇$|[城故下家]乡$|(?:全|本|各|该|超|夜|楼|股|门|上|城)市$"
)
OFFICE_OF_A_FIELD = re.compile(
    r"(?:各级|[省市区县州]级?)?(?:发展改革|发改|财政|税务|教育|教体|科技|工业和信息化|工信|公安|民政|司法行政|司法|人力资源社会保障|人力资源和社会保障|人社|自然资源|生态环境|住房城乡建设|住房和城乡建设|住建|"
    r"交通运输|交通|水利|水务|农业农村|商务|文化和旅游|文化旅游|文旅|卫生健康|卫健|退役军人事务|退役军人|应急管理|应急|审计|市场监管|市场监督管理|统计|医疗保障|医保|乡村振兴|林业|林草|气象|城市管理|城管|"
    r"政务服务管理|政务服务|行政审批|审批服务|数据管理|大数据|国资|信访|民族宗教|消防救援|消防|粮食|体育|广电|新闻宣传|宣传|组织|网信|编制|机构编制|政务公开)(?:行政主管|行政|主管|管理)?部门"
    r"|(?:政务公开|(?:政府)?信息公开)(?:工作)?(?:主管部门|工作机构|机构|办公室)"
)
"""财政部门 and the like: a body told by its field, which the office must name."""
_EVERY = re.compile(
    r"各|\d+[个家]|全体|所有|全部|其他|其它|其余|有关|相关|全[省市区县]|成员单位|直属|[省市区县]直|[省市区县]级"
)


def strength_of(mention: Mention, directory: Directory) -> Strength:
    """How surely a mention is a party; an open tail is as sure as what it follows."""
    text = mention.text
    if mention.tail or mention.how not in (How.UNKNOWN, How.AMBIGUOUS):
        return Strength.STRONG
    if _NO_NAME.search(text) or len(text) < 2:
        return Strength.NONE
    if OFFICE_OF_A_FIELD.fullmatch(text):
        return Strength.STRONG
    if mention.kind is PartyKind.GROUP:
        return _of_group(text, directory)
    return _of_unit(text, mention.name)


_PLACES_OF_A_LEVEL = re.compile(
    r"各?(?:县|市|区|州|盟|旗|乡|镇|街道|乡镇|市州|省)[(（](?:[市县区州盟旗乡镇]|街道|自治[区州县旗]|直辖市|、){1,16}[)）](?:党委|人民政府|政府|管委会|办事处)?"
)
"""县（市、区）政府: one word for all places of a level."""


def _of_group(text: str, directory: Directory) -> Strength:
    if text in directory.words or _PLACES_OF_A_LEVEL.fullmatch(squeeze(text)):
        return Strength.STRONG
    whole = group_at(text, 0, directory) == len(text)
    if whole and _EVERY.search(text):
        return Strength.STRONG
    if re.match("各级|全[省市区县]", text) and len(text) <= 10:
        return Strength.STRONG
    if text.startswith("各") and (looks_like_unit(text) or text.endswith(("部门", "单位"))):
        return Strength.STRONG
    return Strength.WEAK if whole or len(text) <= 12 else Strength.NONE


def _of_unit(text: str, name: str) -> Strength:
    if not looks_like_unit(text):
        return Strength.NONE
    if _OWN_PLACE.search(text) and not _NO_PLACE.search(text) and keeps_own_name(text):
        return Strength.STRONG
    of_a_level = _OF_A_LEVEL.match(text) and looks_like_unit(text[1:])
    if (_OFFICE.search(text) and len(text) > 2) or prefixes_of(squeeze(name)) or of_a_level:
        return Strength.STRONG
    return Strength.WEAK


def is_read(reading: CellReading) -> bool:
    """Whether every word was understood."""
    return not any(doubt.code is Code.UNREAD_TEXT for doubt in reading.doubts)


def are_names(clause: str, directory: Directory) -> bool:
    """Whether a clause is nothing but names and roles that nothing else can be."""
    reading = read_cell(clause, directory)
    strengths = [strength_of(one, directory) for one in reading.mentions]
    return is_read(reading) and min(strengths, default=Strength.STRONG) is Strength.STRONG
