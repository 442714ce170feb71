"""Group phrases (各乡镇, 市直有关部门, 其他部门) and who is meant by them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from taskbook.findings import Code
from taskbook.language.directory import Directory
from taskbook.language.text import squeeze
from taskbook.model import Group

_PLACES = r"(?:乡镇|镇街|街镇|乡|镇|街道|苏木|县区|区县|县市区?|市县区?|市州|州市|设区市|地市|盟市|旗县区?|旗区|自治县|自治州|县|区|市|州|盟|旗|师市|师|团场|园区|开发区|功能区|管委会|村|社区|村居)"
_OFFICE = r"(?:人民政府|政府|办事处|街道办|管委会|管理委员会|党委政府|党委)?"
_WHO = r"(?:乡镇|镇街|街镇|镇|乡|街道(?:办事处)?|县区|区县|县市区|园区|开发区|管委会|部门|单位|委办局|部委办局|机关|机构|企业|公司|学校|院校|高校|医院|政府|团体|组织|党派|村|社区|村居|局|委|办|窗口|站所|责任主体|主体|行业|领域|成员)"
_OWNER = r"(?:(?:自治区|全?[省市区县州盟旗]|本级|[\u4e00-\u9fff]{2,4}[市区县州旗])?(?:委、?(?:市|区|县|省|州)?政府|委|人民政府|政府|直|级|属|直属|本级|辖)?)"
_EDGE = r"(?=$|[、,;:。()\n]|人民政府|政府|办事处|管委会|管理委员会|党委|牵头|负责|配合|参与|等|和|及|与|按|分别|共同)"
_NOT_SEPARATOR = r"[^、,;:。\n()]"

_PLURAL_PLACES = re.compile(
    rf"(?:{_OWNER}(?:各|其他|其它|所有|全部|有关|相关))(?:级)?{_PLACES}(?:(?:、|和|及|与)(?:各)?{_PLACES}{_EDGE})*"
    rf"(?:\((?:[省市县区州旗盟乡镇街道园开发单位、,管委会苏木场]{{1,16}})\))?{_OFFICE}"
)
_PLURAL_WHO = re.compile(
    rf"{_OWNER}(?:各级|各有关|各相关|各|全体|所有|全部|其他|其它|其余|有关|相关){_NOT_SEPARATOR}{{0,12}}?{_WHO}+(?:\([^()\n]{{1,12}}\))?(?:和(?:有关|相关)?{_WHO})?"
)
_COUNTED = re.compile(rf"\d+[个家]{_NOT_SEPARATOR}{{0,14}}{_WHO}+")
_NAMED = re.compile(
    r"(?:(?![局委办]?[及和与]|局|委员会)[^、,;:。()\n]){0,20}(?:成员单位|牵头单位|责任单位|直属机构|直属单位|直属部门|直部门|直单位|直机关|驻[省市区县州]?单位|级部门|级单位|职能部门|主管部门|执法部门|执法单位|人民团体|民主党派|驻[省市区县州]?各?(?:有关|相关)?(?:单位|机构|企业|部队))(?:\([^()\n]{1,12}\))?"
)
_BARE = re.compile(
    r"(?:乡镇|街道(?:办事处)?|镇街|县区|区县|县\(区\)|县\(市、区\)|乡镇\(街道\)|部门|单位|园区)" + _EDGE
)

_TAIL = re.compile(
    r"等(?:\d+[个家])?(?:市直|区直|县直|省直|各|相关|有关|责任|成员|职能|主管|行业|其他|配合)*(?:部门|单位|委办局|局委办|镇街|乡镇|街道|地方|企业|机构|县区|区县|部委|厅局)*(?:和单位|和部门)?$"
)


def open_tail(run: str) -> int | None:
    """Where an open tail (等, 等相关部门, 等5家单位) begins in a squeezed text, or None; 高等, 平等 are words."""
    match = _TAIL.search(run)
    if not match or (match.start() and run[match.start() - 1] in "高平中同初优") or match.start() == 0:
        return match.start() if match and match.start() == 0 else None
    return match.start()


def group_at(text: str, start: int, directory: Directory) -> int:
    """The end of the group phrase that begins at `start` of a folded text without blanks, or `start` if none does."""
    ends = [start + len(word) for word in directory.words if text.startswith(word, start)]
    for pattern in (_PLURAL_PLACES, _PLURAL_WHO, _COUNTED, _NAMED, _BARE):
        match = pattern.match(text, start)
        if match and match.end() > start:
            ends.append(match.end())
    return max(ends, default=start)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Who a group phrase stands for, and the doubt about it, if any (`details` complete the finding's sentence)."""

    members: tuple[str, ...] = ()
    doubt: Code | None = None
    details: dict[str, object] = field(default_factory=dict)


_CATEGORY = re.compile(r"类别=([^,;。()]+?)(?=展开|并提示|$|[,;。()])")
_UNSURE = ("待确认", "待定", "待明确")


def expand(word: str, directory: Directory, named: Collection[str]) -> Expansion:
    """The members of a squeezed group phrase; `named` are the units the row names itself (for 其他…)."""
    group = directory.words.get(word)
    if group is not None:
        return _defined(group, word, directory, named, depth=0)
    return _by_category(word, directory, named)


def _defined(group: Group, word: str, directory: Directory, named: Collection[str], depth: int) -> Expansion:
    spec = squeeze(group.members)
    members = list(dict.fromkeys(_members(spec, directory, named, depth)))
    unsure = any(mark in spec for mark in _UNSURE)
    if not members:
        if "只取列出" in spec:
            return Expansion((), Code.UNDETERMINED_GROUP, {"word": word, "treatment": "只分派给已列出的单位"})
        return Expansion((), Code.GROUP_WITHOUT_MEMBERS, {"word": word})
    if unsure:
        treatment = f"暂按{len(members)}家展开"
        return Expansion(tuple(members), Code.UNDETERMINED_GROUP, {"word": word, "treatment": treatment})
    return Expansion(tuple(members))


def _members(spec: str, directory: Directory, named: Collection[str], depth: int) -> list[str]:
    """A squeezed 成员 text: 类别=乡镇、街道 | A、B | 各乡镇、A | 全部单位; then 除…(本行已列出的单位 or names)."""
    body, _, exception = spec.partition("除")
    members: list[str] = []
    for category in _CATEGORY.findall(body):
        members += directory.active(part for part in re.split(r"[、/和]", category) if part)
    rest = _CATEGORY.sub("", body).replace("待确认", "")
    for name in re.split(r"[、,;()\n]", rest):
        members += _named_members(name, directory, named, depth)
    if not exception:
        return members
    excluded = set(named) if re.search(r"本行|已列|列出|上述|上列", exception) else set()
    excluded |= {directory.resolve(part).unit for part in re.split(r"[、,;()和及外]", exception) if part}
    return [member for member in members if member not in excluded]


def _named_members(name: str, directory: Directory, named: Collection[str], depth: int) -> list[str]:
    if not name:
        return []
    if name in ("全部单位", "所有单位", "全部"):
        return directory.active()
    resolution = directory.resolve(name)
    if resolution:
        return [resolution.unit]
    if name in directory.words and depth < 5:
        return list(_defined(directory.words[name], name, directory, named, depth + 1).members)
    return []


_PLACE_KINDS = ("乡", "镇", "街", "县", "区", "市", "州", "旗", "盟", "师", "村", "苏木")


def _by_category(word: str, directory: Directory, named: Collection[str]) -> Expansion:
    """A phrase the sheet 群组 does not define: its own noun names the category, or nobody can tell."""
    wanted = _categories_of(word, directory)
    members = directory.active(wanted) if wanted else []
    if word.startswith(("其他", "其它", "其余")) or "其他" in word:
        members = [member for member in members if member not in named]
    if not members:
        return Expansion((), Code.GROUP_WITHOUT_MEMBERS, {"word": word})
    if re.search(r"相关|有关", word):
        treatment = f"暂按类别={'、'.join(wanted)}展开为{len(members)}家"
        return Expansion(tuple(members), Code.UNDETERMINED_GROUP, {"word": word, "treatment": treatment})
    if word.startswith(("其他", "其它", "其余")):
        return Expansion(tuple(members))
    details = {"word": word, "category": "、".join(wanted), "count": len(members)}
    return Expansion(tuple(members), Code.GROUP_BY_CATEGORY, details)


_PLAIN_WHO = re.compile(
    rf"^{_OWNER}(?:各级|各有关|各相关|各|全体|所有|全部|其他|其它|其余)*(?:有关|相关|市直|区直|县直|直属|级)*(?P<who>(?:部门|单位|委办局|机关|职能部门|主管部门|和|、)+)(?:\(单位\)|\(部门\))?$"
)


def _categories_of(word: str, directory: Directory) -> list[str]:
    """The registry categories a phrase's noun names: 各镇(街道) → 乡镇, 街道; 各预算单位 → none, only the office knows."""
    if _PLAIN_WHO.match(word):
        return [
            category
            for category in directory.categories
            if category in ("部门", "单位", "市直部门", "区直部门", "县直部门")
        ]
    if not (_PLURAL_PLACES.fullmatch(word) or _BARE.fullmatch(word)):
        plain = re.sub(r"^(?:各|所有|全部|其他|其它)", "", word)
        return [category for category in directory.categories if category == plain]
    kinds = re.sub(r"人民政府|政府|办事处|管委会|管理委员会|相关|有关|其他|各", "", word)
    return [category for category in directory.categories if _same_kind(category, kinds)]


def _same_kind(category: str, kinds: str) -> bool:
    if "园区" in kinds or "开发区" in kinds or "功能区" in kinds:
        kinds = kinds.replace("园区", "").replace("开发区", "").replace("功能区", "")
        if "园" in category or "开发区" in category or "功能区" in category:
            return True
    if re.search(r"街", kinds) and "街" in category:
        return True
    if re.search(r"[乡镇]", kinds) and re.search(r"[乡镇]", category):
        return True
    places = re.sub(r"[乡镇]|街道|街|社区", "", kinds)
    return bool(re.search(r"[县区市州旗盟]", places)) and bool(
        re.fullmatch(r"[县区市州旗盟()、设自治地]+", category)
    )
