"""A first registry for an office that has none: the names found in the plan, with what their form says they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from taskbook.language.text import squeeze
from taskbook.model import Group, PartyKind, Plan, Unit

_CATEGORIES: tuple[tuple[str, str], ...] = (
    ("企业", r"公司$|集团$|银行$|厂$"),
    ("街道", r"街道(?:办事处|办|党工委)?$"),
    ("乡镇", r"(?:[镇乡]|苏木)(?:人民政府|政府|党委)?$"),
    (
        "县（区）",
        r"^(?!.*(?:开发区|园区|示范区|实验区|新城区|景区|功能区|管理区)$)\S{1,8}[县区市旗](?:人民政府|政府)?$",
    ),
)
"""Category by the form of a name; 部门 for all others."""

_DEPARTMENT = "部门"
_ORDER = (_DEPARTMENT, "县（区）", "乡镇", "街道", "企业")
_UNDECIDED = "待确认"


def propose_registry(plan: Plan) -> tuple[tuple[Unit, ...], tuple[Group, ...]]:
    """The units named in the plan's cells, sorted by category and sound, and the group phrases with likely members.

    Names are read without a registry, so a name written without its place carries the place of the names before it.
    """
    from taskbook.language.reading import read_plan

    readings, _ = read_plan(plan)
    parties = [party for reading in readings for party in reading.parties]
    names = dict.fromkeys(party.name for party in parties if party.kind is PartyKind.UNIT)
    words = dict.fromkeys(party.name for party in parties if party.kind is PartyKind.GROUP)
    units = sorted((Unit(_as_printed(name), category_of(name)) for name in names), key=_sound)
    groups = tuple(Group(_as_printed(word), members_of(word)) for word in words if not is_tail(word))
    return tuple(units), groups


def _as_printed(name: str) -> str:
    """Names are read with half-width brackets; a master shows them as plans print them."""
    return name.replace("(", "（").replace(")", "）")


def _sound(unit: Unit) -> tuple[int, list[str]]:
    from pypinyin import lazy_pinyin

    return _ORDER.index(unit.category), lazy_pinyin(unit.name)


def category_of(name: str) -> str:
    """What a unit is by the form of its name: 某某镇 → 乡镇, 某某县 → 县（区）, 某某局 → 部门."""
    bare = squeeze(name)
    return next((category for category, form in _CATEGORIES if re.search(form, bare)), _DEPARTMENT)


def is_tail(word: str) -> bool:
    """等, 等相关部门: no phrase of its own but the open end of a list."""
    return squeeze(word).startswith("等")


_MEMBERS: Mapping[str, str] = {
    "乡镇": r"[乡镇]",
    "街道": r"街",
    "县（区）": r"[县区市旗](?!直|级|属|政府|委|本级)",
}


def members_of(word: str) -> str:
    """Likely members of a phrase, in the words of the sheet 群组: 各乡镇 → 类别=乡镇; 待确认 where only the office knows."""
    bare = squeeze(word)
    if re.search(r"相关|有关", bare):
        return (
            f"{_UNDECIDED}（默认按 类别={_DEPARTMENT} 展开并提示）" if _is_departments(bare) else _UNDECIDED
        )
    if re.match(r"其他|其它|其余", bare):
        return f"类别={_DEPARTMENT}，除本行已列出的单位" if _is_departments(bare) else _UNDECIDED
    if _is_departments(bare):
        return f"类别={_DEPARTMENT}"
    places = re.fullmatch(
        r"(?:各|所有|全部|全[省市区县])+((?:乡|镇|街道?|县|区|市|旗|苏木|[()、和]|办事处|人民|政府)+)", bare
    )
    if places:
        named = [
            one for one, form in _MEMBERS.items() if re.search(form, re.sub(r"人民|政府", "", places[1]))
        ]
        return f"类别={'、'.join(named)}" if named else _UNDECIDED
    return _UNDECIDED


def _is_departments(bare: str) -> bool:
    """各部门（单位）, 市政府各部门, 区直各单位; not 各行政执法单位, whose members only the office knows."""
    return bool(
        re.fullmatch(
            r"(?:[\u4e00-\u9fff]{0,4}(?:委、?)?(?:政府|直属?|级|本级|委)?)?(?:各|所有|全部|其他|其它|其余|相关|有关)+(?:级|直)?"
            r"(?:部门|单位|委办局|机关|和|、|\((?:部门|单位)\))+",
            bare,
        )
    )
