"""Phrases that stand for several units: 各乡镇, 各市、县（市、区）人民政府, 市直有关部门, 其他部门, 等相关部门."""

from __future__ import annotations

import re

from taskbook.language.directory import Directory


def _any(words: str) -> str:
    """A pattern for any of the words (each may be a pattern itself), longest first."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_PLACES = _any(
    "自治区 直辖市 计划单列市 省 设区的?市 县级市 地级以上市 地区 地 地市 市地 市州 自治州 自治县 自治旗 [县市区旗州盟]{1,4} 特区 林区 新区 师市 师 "
    "团场 团场?镇 乡镇 镇街 街镇 乡 镇 街道 街 苏木乡?镇? 园区 开发区 功能区 管委会 村 社区 村居"
)
_BODIES = _any(
    "[委办厅局处室科部](?:、[委办厅局处室科部])+ 部委办局 委办局 部门 单位 机关 机构 科室 处室 股室 办所 站所 窗口 局 委 办 "
    "乡镇 镇街 街镇 乡 镇 街道(?:办事处)? 县区 区县 县市区 园区 开发区 管委会 村 社区 村居 政府 "
    "企业 公司 银行 中小学校? 中学 小学 学校 院校 高校 医院 团体 组织 党派 责任主体 主体 行业 领域 成员"
)
_SEAT = _any("人民政府 政府 办事处 行政公署 行署 党委 党工委")  # a 管委会 in a list is a unit
_END = rf"(?:$|[、,;:。()\n]|{_any('牵头 负责 配合 参与 等 和 及 与 按 分别 共同')})"
_EDGE = rf"(?={_SEAT}?{_END})"
_OFFICE = _any(
    "人民政府 政府 办事处 街道办 管委会 管理委员会 行政公署 行署 党委政府 党委 党工委 党\\(工\\)委"
)
_OFFICE = rf"(?:{_OFFICE}(?:\({_OFFICE}\))?(?:[、和]{_OFFICE}(?:\({_OFFICE}\))?(?={_END}))?)?"
_OWNER = (
    r"(?:(?:国务院|自治区|行署|全?[省市区县州盟旗镇乡]|本级|沿[江河湖海黄淮线]{1,2}|[\u4e00-\u9fff]{2,4}[市区县州旗])?"
    r"(?:委、?[市区县省州]?政府|委|人民政府|政府|直属|直|级|属|本级|辖)?)"
)
_EVERY = _any("各级 各有关 各相关 各 全体 所有 全部 其他 其它 其余 有关 相关")
_INSIDE = r"[^、,;:。\n()]"

_ALSO = _any(
    "政府 人民政府 [镇乡](?:人民)?政府 党委 办 功能区管委会 中学 小学 初中 高中 医院 卫生院 事业单位 企事业单位 银行 保险公司 保险机构 金融机构 科研院所 站所 二级机构"
)
_ALSO = rf"(?:[、和及与]{_ALSO}(?={_END}))*"
"""What goes on after 各…、 and is nobody by itself: 各小学、初中; 各镇、办; not 幼儿园, which stands for all of them."""

_OF_PLACES = re.compile(
    rf"{_OWNER}{_EVERY}级?{_PLACES}(?:[、和及与]{_PLACES}{_EDGE})*"
    rf"(?:\([省市县区州旗盟乡镇街道园开发单位、,管委会苏木团场社农村居特林新高功能地自治直辖]{{1,16}}\)[县市区旗]?(?:、{_PLACES}{_EDGE})*)?{_OFFICE}(?:、[县市区旗州盟]{{1,3}}人民政府(?={_END}))*{_ALSO}"
)
_OF_BODIES = re.compile(
    rf"{_OWNER}{_EVERY}(?:(?<=级)各)?(?:(?!各){_INSIDE}){{0,12}}?{_BODIES}+(?:\([^()\n]{{1,12}}\))?(?:和(?:有关|相关)?{_BODIES}|、(?:有关|相关)?单位(?={_END}))?{_ALSO}"
)
_SOME = re.compile(
    rf"(?:有关|相关){_PLACES}(?:\([^()\n]{{1,12}}\))?(?:[、和及与](?:有关|相关)?(?:部门|单位)(?={_END}))+"
)
_COUNTED = re.compile(
    rf"\d+[个家]{_INSIDE}{{0,14}}{_BODIES}+"
    rf"|(?:十[一二三四五六七八九]?|[两二三四五六七八九])个?(?:县市区|县区|市区|乡镇|街道|镇街|[县区市旗州]){_EDGE}"
)
_LEVEL = r"(?:中央|国家|自治区|兵团|[中省市区县州旗盟师镇乡])"
_OF_LEVEL = re.compile(
    rf"{_LEVEL}(?:[、和及]?{_LEVEL}|\({_LEVEL}\))*(?:直属?|属|管|级|驻{_INSIDE}{{0,6}}?)(?:各|有关|相关|其他)*{_INSIDE}{{0,10}}?"
    rf"(?:部门|单位|机关|机构|企业|国企|公司|学校|院校|高校|医院|团体|组织|部队)+(?={_END})"
)
"""省直单位, 区(中)直企业, 中央、省驻市单位, 市属公立医院; not 市直机关工委, which is one unit."""

_OF_A_KIND = re.compile(
    r"(?:(?![局委办]?[及和与]|局|委员会)[^、,;:。()\n]){0,20}"
    + _any(
        "成员单位 牵头单位 责任单位 直属机构 直属单位 直属部门 直部门 直单位 直机关 级部门 级单位 职能部门 主管部门 执法部门 执法单位 "
        "人民团体 民主党派 驻[省市区县州]?各?(?:有关|相关)?(?:单位|机构|企业|部队)"
    )
    + rf"(?:\([^()\n]{{1,12}}\))?(?={_END})"
)
_BARE = re.compile(
    _any("乡镇 街道(?:办事处)? 镇街 县区 区县 县\\(区\\) 县\\(市、区\\) 乡镇\\(街道\\)")
    + _EDGE
    + rf"|(?:部门|单位|园区)(?={_END})"
)
_MANY = _any(
    "部门 单位 委办局 局委办 镇街 乡镇 街道 地方 企业 公司 机构 县区 区县 部委 厅局 成员 学校 院校 医院 团体 组织 主体 方面 村 社区 "
    "(?:有关|相关|各|试点|重点)[县市区乡镇旗州]{1,3}"
)
_TAIL = re.compile(
    rf"等(?:\d+[个家][县市区乡镇旗州村]?)?(?:[^、,;:。\n()和及与]{{0,20}}?{_MANY})*(?:\([^()\n]{{1,8}}\){_OFFICE})?(?:[和及与](?:单位|部门|机构))?$"
)


def open_tail(run: str) -> int | None:
    """Where an open tail (等, 等相关部门, 等5家单位) begins in a squeezed text, or None; 高等, 平等 are words."""
    for match in _TAIL.finditer(run):
        if not match.start() or run[match.start() - 1] not in "高平中同初优":
            return match.start()
    return None


_COLLECTIVE = re.compile(
    r"全体|所有|其他|其它|其余|其(?=下属|所属|子公司|成员)|全[省市区县州旗盟镇乡](?=..)|.*各(?!界)|.*(?:单位|部门|(?<![教政])科室|(?<!教务)处室|股室)$"
    r"|(?:[省市区县州旗盟乡镇]属|辖区内?)?(?:中小学校?|幼儿园|高等院校|高校|院校|学校|医疗机构|国有企业|企业)$"
    r"|(?:试点|示范|重点|沿线|沿[黄江海河])[县市区乡镇村旗州街道社]+$|规模以上.*企业$|(?:群团|社会)组织$|人民团体$"
    r"|(?:第三方|中介|评估|检测|社会).*机构$|.*(?:金融机构|科研院所|科研机构|市场主体)$|驻.+(?:高校|院校|部队|企业|机构)$"
)


def is_collective(text: str) -> bool:
    """Whether a text that no pattern placed still speaks of many: 各…, 起草单位, 全区经济运行各专班, 中小学校."""
    return bool(_COLLECTIVE.match(text))


def names_places(word: str) -> bool:
    """Whether a squeezed phrase speaks of places (各乡镇, 县区) rather than of bodies."""
    return bool(_OF_PLACES.fullmatch(word) or _BARE.fullmatch(word))


def group_at(text: str, start: int, directory: Directory, end: int | None = None) -> int:
    """The end of the group phrase that begins at `start` of a folded text without blanks, or `start` if none does.

    `end`: where the text is taken to end.
    """
    end = len(text) if end is None else end
    ends = [start + len(word) for word in directory.words if text.startswith(word, start, end)]
    for pattern in (_OF_PLACES, _OF_BODIES, _SOME, _COUNTED, _OF_LEVEL, _OF_A_KIND, _BARE):
        match = pattern.match(text, start, end)
        if match and match.end() > start:
            ends.append(match.end())
    return max(ends, default=start)
