"""What stands beside names in a responsibility cell: numbers, marks, joiners, brackets, what somebody shall do."""

from __future__ import annotations

import re

from taskbook.language.names import looks_like_unit
from taskbook.language.wrapping import STOPS

NOBODY = re.compile(r"[-—–―－_/\\*]*(?:无|暂无|/)?[-—–―－_/\\*]*")
NUMBERING = re.compile(
    r"(?:\d{1,2}[.、)](?!\d)|\(\d{1,2}\)|[①-⒛㈠-㈩❶-❿]|[★☆●○◆◇■□▲△▪•※*#]+)(?=[\u4e00-\u9fff(])"
)
MARKS_AFTER = re.compile(r"(?<=.)[★☆※*▲△]+$")
ELLIPSIS = re.compile(r"(?<=.)…+$")
DOES = re.compile(
    r"(?<=[局委办部厅院会司团心镇乡道])(?:保障|做好|提供|指导|监督|组织|开展|推进|加强|完善|制定|出台|安排|统计|汇总|审核|给予|积极|及时|具体|落实|履行)"
)
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,16}")
JOINER = re.compile(r"以及|会同|联合|并会同|及|和|与|暨|同")
COUNT = re.compile(
    r"(?:[两三四五六七八九十]|\d{1,2})[家个大]?(?:单位|部门|医院|公司|企业|学校|高校|银行|乡镇|镇街|镇|乡|街道|机构|委办局|园区|县区|县|区|运营商|社区|村|中心)(?![\u4e00-\u9fff]*(?:局|委|中心)$)"
)
"""县人民医院、中医院、妇保院|三家医院: how many they are, behind a list of names."""
_OF_A_NAME = re.compile(
    r"和(?:平(?![安台])|兴(?!业|办)|睦|顺(?!丰)|谐|煦|美(?=[社街路村小])|悦|田(?=[县地市]))"
    r"|[和同与及](?![省市区县州旗盟乡镇村各全本该两三四五六七八九十原新其])[\u4e00-\u9fff](?:分局|分院|支行|分行|派出所|司法所|税务所|供电所|财政所|管理所|监管所|"
    r"市监所|营业部|营业所|营业厅|[大中支]队|管理处|管理站|服务站|工作站|分公司|卫生院|街道|社区)"
)
"""和平里中队, 和睦派出所, 同安分局: the joiner is a syllable of a place's name, for what would follow it is none."""
PLACES_AT_END = re.compile(r"等.{0,6}[县市区乡镇旗州街道]$")
UP_TO_STOP = re.compile(rf"[^{re.escape(STOPS)}:]*")


def joins(text: str, at: int) -> bool:
    """Whether the joiner at text[at] stands between names, rather than inside one: 市公安局|和平分局."""
    return not _OF_A_NAME.match(text, at)


def count_at_end(text: str) -> int | None:
    """Where a count of the names before it begins at the end of a name: 妇保院|三家医院."""
    for match in COUNT.finditer(text):
        if match.end() == len(text) and looks_like_unit(text[: match.start()]):
            return match.start()
    return None


def closing(text: str, start: int, end: int) -> int | None:
    """Where the round bracket that opens at `start` closes, before `end`."""
    depth = 0
    for index in range(start, end):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    return None


def all_names(text: str) -> bool:
    """Whether a text is a name or a list of names."""
    return looks_like_unit(text) or all(looks_like_unit(part) for part in re.split("[、,和及]", text))
