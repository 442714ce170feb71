"""Spellings of names that mean the same: 办公室 and 办, full and short words, honest abbreviations. No registry here."""

from __future__ import annotations

import re
from functools import lru_cache

from taskbook.language.names import prefixes_of

_STANDARD = tuple(
    (re.compile(full), short)
    for full, short in (
        ("发展改革", "发改"),
        ("(?:工业信息化|工业信息)", "工信"),
        ("经济信息化", "经信"),
        ("教育体育", "教体"),
        ("教育科技", "教科"),
        ("科学技术", "科技"),
        ("人力资源社会保障|人力社会保障", "人社"),
        ("自然资源规划|规划自然资源", "资规"),
        ("住房(?:保障)?城乡建设", "住建"),
        ("交通运输", "交通"),
        ("卫生健康", "卫健"),
        ("退役军人事务", "退役军人"),
        ("应急管理", "应急"),
        ("市场监管", "市监"),
        ("医疗保障", "医保"),
        ("城市管理", "城管"),
        ("林业草原", "林草"),
        ("民族宗教(?:事务)?", "民宗"),
        ("机关事务管理", "机关事务"),
        ("政务服务管理", "政务服务"),
        ("数据资源管理", "数据资源"),
        ("国有资产监督?管(?:理委|委会|委)", "国资委"),
        ("行政审批服务", "审批服务"),
        ("文化广播?电视?旅游", "文广旅"),
        ("文化旅游", "文旅"),
        ("总工会$", "工会"),
        ("妇女联合会$", "妇联"),
        ("残疾人联合会$", "残联"),
        ("科学技术协会$", "科协"),
        ("工商业联合会$", "工商联"),
        ("文学艺术界联合会$", "文联"),
        ("社会科学界联合会$", "社科联"),
        ("归国华侨联合会$", "侨联"),
        ("供销合作(?:社联合)?社$|供销联社$", "供销社"),
        ("人民(?=法院$|检察院$)", ""),
        (r"^(?:共青团([省市区县州旗盟])委|([省市区县州旗盟])团委)$", r"团\1\2委"),
        ("经济(?:技术)?开发区", "经开区"),
        ("高新技术(?:产业)?(?:开发)?区", "高新区"),
    )
)
"""What every office calls these bodies, in full and in short."""


@lru_cache(maxsize=16384)
def standard_form(name: str) -> str:
    """A canonical name with the usual short words: 应急管理局 and 应急局 are one body, whichever the registry writes."""
    for full, short in _STANDARD:
        name = full.sub(short, name)
    return name


_SAME = (
    (re.compile(r"管理委员会$"), "管委会"),
    (re.compile(r"人民政府"), "政府"),
    (re.compile(r"(?<=[镇乡街道县区市州旗盟])(?<=..)(?:党委)?政府$"), ""),
    (re.compile(r"街道(?:办事处|办)$"), "街道"),
    (re.compile(r"政府办公室$|政府办公厅$"), "政府办"),
    (re.compile(r"办公[室厅]$"), "办"),
    (re.compile(r"(?<!管)委员会(?=$|办$)"), "委"),
    (re.compile(r"监督管理"), "监管"),
    (re.compile(r"(?<=.)[和与](?=.)"), ""),
    (re.compile(r"[()·.\-“”\"]"), ""),
)


@lru_cache(maxsize=16384)
def canonical(name: str) -> str:
    """One spelling for forms that mean the same: 办公室/办, 委员会/委, 监督管理/监管, 和 left out, 镇人民政府/镇."""
    for pattern, plain in _SAME:
        name = pattern.sub(plain, name)
    return name


@lru_cache(maxsize=16384)
def core_and_ending(name: str) -> tuple[str, str, str]:
    """(prefix, core, ending) of a canonical name: 区人力资源社会保障局 → 区, 人力资源社会保障, 局."""
    prefixes = prefixes_of(name)
    prefix = (
        prefixes[-2] if len(prefixes) > 1 and prefixes[0][-1] in "委府" else (prefixes[0] if prefixes else "")
    )
    rest = name[len(prefix) :]
    match = re.search(r"(?:管委会|中心|分局|支队|大队|总队|公司|集团|街道|[局委办部厅院会社处室])$", rest)
    ending = match[0] if match and match.start() > 0 else ""
    return prefix, rest[: len(rest) - len(ending)] if ending else rest, ending


def is_abbreviation(short: str, full: str) -> bool:
    """Whether a canonical name is an in-order abbreviation of another: 人社局 of 人力资源社会保障局.

    Same prefix (or none written), same ending; the short core's characters stand in order in the full core and
    begin with its first character, or the short core is the full core's end (审批局 of 行政审批局).
    """
    prefix, core, ending = core_and_ending(short)
    full_prefix, full_core, full_ending = core_and_ending(full)
    if not full_core or (ending and ending != full_ending):
        return False
    if not ending:
        return len(core) >= 2 and core == full_core and full_prefix.endswith(prefix)
    readings = [core] if full_prefix.endswith(prefix) else []
    readings += (
        [prefix + core] if prefix else []
    )  # 市监局: its 市 is not a level but the beginning of 市场监管
    return any(_shortens(reading, full_core) for reading in readings)


def _shortens(core: str, full_core: str) -> bool:
    if not 2 <= len(core) <= len(full_core):
        return False
    if full_core.endswith(core):
        return True
    characters = iter(full_core)
    return core[0] == full_core[0] and all(character in characters for character in core)


def phrase_form(word: str) -> str:
    """One spelling for group phrases that mean the same: 各镇(街道) and 各镇街道, 各县区 and 各县(区)人民政府."""
    return canonical(re.sub(r"[()、]", "", word))
