"""Phrases that stand for several units: 各乡镇, 各市、县（市、区）人民政府, 市直有关部门, 其他部门, 等相关部门."""

from __future__ import annotations

import re

from taskbook.language.directory import Directory


def _any(words: str) -> str:
    """A pattern for any of the words (each may be a pattern itself), longest first."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_PLACES = _any(
    "自治区 直辖市 计划单列市 省 设区市 地市 市州 州市 自治州 自治县 盟市 旗县市 旗县区 旗县 旗区 县市区 市县区 市县 县市 县区 区县 "
    "县 区 市 州 盟 旗 师市 师 团场 乡镇 镇街 街镇 乡 镇 街道 苏木 园区 开发区 功能区 管委会 村 社区 村居"
)
_BODIES = _any(
    "委、办、局 部、委、办、局 部委办局 委办局 部门 单位 机关 机构 科室 处室 股室 办所 站所 窗口 局 委 办 "
    "乡镇 镇街 街镇 乡 镇 街道(?:办事处)? 县区 区县 县市区 园区 开发区 管委会 村 社区 村居 政府 "
    "企业 公司 学校 院校 高校 医院 团体 组织 党派 责任主体 主体 行业 领域 成员"
)
_OFFICE = _any("人民政府 政府 办事处 街道办 管委会 管理委员会 党委政府 党委 党工委 党\\(工\\)委") + "?"
_OWNER = (
    r"(?:(?:国务院|自治区|全?[省市区县州盟旗镇乡]|本级|[\u4e00-\u9fff]{2,4}[市区县州旗])?"
    r"(?:委、?[市区县省州]?政府|委|人民政府|政府|直属|直|级|属|本级|辖)?)"
)
_EVERY = _any("各级 各有关 各相关 各 全体 所有 全部 其他 其它 其余 有关 相关")
_EDGE = rf"(?=$|[、,;:。()\n]|{_any('人民政府 政府 办事处 管委会 管理委员会 党委 牵头 负责 配合 参与 等 和 及 与 按 分别 共同')})"
_INSIDE = r"[^、,;:。\n()]"

_OF_PLACES = re.compile(
    rf"{_OWNER}{_EVERY}级?{_PLACES}(?:[、和及与]{_PLACES}{_EDGE})*"
    rf"(?:\([省市县区州旗盟乡镇街道园开发单位、,管委会苏木场]{{1,16}}\)(?:、{_PLACES}{_EDGE})*)?{_OFFICE}"
)
_OF_BODIES = re.compile(
    rf"{_OWNER}{_EVERY}{_INSIDE}{{0,12}}?{_BODIES}+(?:\([^()\n]{{1,12}}\))?(?:和(?:有关|相关)?{_BODIES})?"
)
_COUNTED = re.compile(rf"\d+[个家]{_INSIDE}{{0,14}}{_BODIES}+")
_OF_A_KIND = re.compile(
    r"(?:(?![局委办]?[及和与]|局|委员会)[^、,;:。()\n]){0,20}"
    + _any(
        "成员单位 牵头单位 责任单位 直属机构 直属单位 直属部门 直部门 直单位 直机关 级部门 级单位 职能部门 主管部门 执法部门 执法单位 "
        "人民团体 民主党派 驻[省市区县州]?各?(?:有关|相关)?(?:单位|机构|企业|部队)"
    )
    + r"(?:\([^()\n]{1,12}\))?"
)
_BARE = re.compile(
    _any("乡镇 街道(?:办事处)? 镇街 县区 区县 县\\(区\\) 县\\(市、区\\) 乡镇\\(街道\\) 部门 单位 园区")
    + _EDGE
)
_TAIL = re.compile(
    r"等(?:\d+[个家])?"
    + _any("市直 区直 县直 省直 各 相关 有关 责任 成员 职能 主管 行业 其他 配合")
    + "*"
    + _any("部门 单位 委办局 局委办 镇街 乡镇 街道 地方 企业 机构 县区 区县 部委 厅局")
    + r"*(?:和单位|和部门)?$"
)


def open_tail(run: str) -> int | None:
    """Where an open tail (等, 等相关部门, 等5家单位) begins in a squeezed text, or None; 高等, 平等 are words."""
    match = _TAIL.search(run)
    if not match or (match.start() and run[match.start() - 1] in "高平中同初优"):
        return None
    return match.start()


def is_collective(text: str) -> bool:
    """Whether a text that no pattern placed still speaks of many: 各…, 起草单位, 公共企事业单位主管部门."""
    return bool(
        re.match(r"各|全体|所有|其他|其它|其余", text) or re.search(r"(?:单位|部门|科室|处室)$", text)
    )


def names_places(word: str) -> bool:
    """Whether a squeezed phrase speaks of places (各乡镇, 县区) rather than of bodies."""
    return bool(_OF_PLACES.fullmatch(word) or _BARE.fullmatch(word))


def group_at(text: str, start: int, directory: Directory) -> int:
    """The end of the group phrase that begins at `start` of a folded text without blanks, or `start` if none does."""
    ends = [start + len(word) for word in directory.words if text.startswith(word, start)]
    for pattern in (_OF_PLACES, _OF_BODIES, _COUNTED, _OF_A_KIND, _BARE):
        match = pattern.match(text, start)
        if match and match.end() > start:
            ends.append(match.end())
    return max(ends, default=start)
