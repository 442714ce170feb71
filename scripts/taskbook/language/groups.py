"""Who is meant by a group phrase: what the sheet 群组 says, else the registry category its own noun names."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from taskbook.findings import Code
from taskbook.language.collectives import names_places
from taskbook.language.directory import Directory
from taskbook.language.spellings import phrase_form
from taskbook.language.text import fold
from taskbook.model import Group


@dataclass(frozen=True, slots=True)
class Expansion:
    """Who a group phrase stands for, and the doubt about it, if any (`details` complete the finding's sentence)."""

    members: tuple[str, ...] = ()
    doubt: Code | None = None
    details: dict[str, object] = field(default_factory=dict)


_CATEGORY = re.compile(r"类别=((?:(?!展开|并提示)[^,;。()]|\([^()]{1,6}\))+)")
_INSTRUCTION = re.compile(r"待确认|待定|待明确|默认|暂?按|展开|并提示|只取列出的?单位?")
_PARTS = re.compile(r"(?:\([^()]*\)|[^、,;。()])+")
_DEEPEST = 5  # groups in groups
_UNSURE = ("待确认", "待定", "待明确")


def expand(word: str, directory: Directory, named: Collection[str]) -> Expansion:
    """The members of a squeezed group phrase; `named` are the units the row names itself (for 其他…)."""
    group = directory.words.get(word) or directory.phrases.get(phrase_form(word))
    if group is not None:
        return _defined(group, word, directory, named)
    return _by_category(word, directory, named)


def unread_members(group: Group, directory: Directory) -> list[str]:
    """The names in a group's 成员 that are no unit, category or group of the registry: each deserves a finding."""
    _, unread = _Members(directory, ()).of(group)
    return unread


def categories_in(group: Group) -> set[str]:
    """The categories a group's 成员 asks for (类别=乡镇、街道), known or not."""
    asked = _CATEGORY.findall(_spec(group.members).partition("除")[0])
    return {part for categories in asked for part in re.split(r"[、/和]", categories) if part}


def _defined(group: Group, word: str, directory: Directory, named: Collection[str]) -> Expansion:
    members, _ = _Members(directory, named).of(group)
    unsure = any(mark in group.members for mark in _UNSURE)
    if not members:
        if "只取列出" in group.members:
            treatment = "只分派给已列出的单位"
            return Expansion((), Code.UNDETERMINED_GROUP, {"word": word, "treatment": treatment})
        return Expansion((), Code.GROUP_WITHOUT_MEMBERS, {"word": word})
    if unsure:
        treatment = f"暂按{len(members)}家展开"
        return Expansion(members, Code.UNDETERMINED_GROUP, {"word": word, "treatment": treatment})
    return Expansion(members)


def _spec(text: str) -> str:
    """A 成员 text on one line: full-width forms folded, blanks and line breaks between names as 、."""
    plain = re.sub(r"\s*([=、,;()])\s*", r"\1", fold(text).strip())
    return re.sub(r"\s+", "、", plain)


class _Members:
    """Who a 成员 text names: 类别=乡镇、街道 | A、B | 各乡镇、A | 全部单位; then 除… (本行已列出的单位, or names)."""

    def __init__(self, directory: Directory, named: Collection[str]) -> None:
        self.directory = directory
        self.named = named

    def of(self, group: Group, depth: int = 0) -> tuple[tuple[str, ...], list[str]]:
        body, _, exception = _spec(group.members).partition("除")
        members: list[str] = []
        unread: list[str] = []
        for category in _CATEGORY.findall(body):
            names = [part for part in re.split(r"[、/和]", category) if part]
            unread += [name for name in names if name not in self.directory.categories]
            members += self.directory.active(names)
        rest = _INSTRUCTION.sub("、", _CATEGORY.sub("、", body))
        for name in self._names(rest):
            found = self._named(name, depth)
            members += found
            unread += [] if found else [name]
        excluded = self._excluded(exception)
        kept = [member for member in dict.fromkeys(members) if member not in excluded]
        return tuple(kept), unread

    def _names(self, text: str) -> list[str]:
        """The names of a list; a bracket is part of one (各乡镇(街道)) or holds more of them."""
        names: list[str] = []
        for part in _PARTS.findall(text):
            whole = self.directory.knows(part) or names_places(part)
            names += [part] if whole else re.split(r"[、,;。()]", part)
        return [name for name in names if name]

    def _excluded(self, exception: str) -> set[str]:
        if not exception:
            return set()
        listed = set(self.named) if re.search(r"本行|已列|列出|上述|上列", exception) else set()
        names = re.split(r"[、,;。()和及]", exception.removesuffix("外").removesuffix("以"))
        return listed | {self.directory.resolve(name).unit for name in names if name}

    def _named(self, name: str, depth: int) -> list[str]:
        if name in ("全部单位", "所有单位", "全部"):
            return self.directory.active()
        resolution = self.directory.resolve(name)
        if resolution:
            return [resolution.unit]
        group = self.directory.words.get(name) or self.directory.phrases.get(phrase_form(name))
        if group is not None and depth < _DEEPEST:
            return list(self.of(group, depth + 1)[0])
        return self.directory.active(_categories_of(name, self.directory)) if group is None else []


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


_PLAIN_BODIES = re.compile(
    r"(?:国务院|自治区|全?[省市区县州盟旗镇乡]|本级|[\u4e00-\u9fff]{2,4}[市区县州旗])?(?:委|人民政府|政府|直属|直|级|属|本级|辖)*"
    r"(?:各级|各有关|各相关|各|全体|所有|全部|其他|其它|其余)*(?:有关|相关|市直|区直|县直|省直|直属|级|组成)*"
    r"(?:部门|单位|委办局|委、办、局|机关|和|、)+(?:\(单位\)|\(部门\))?"
)


def _categories_of(word: str, directory: Directory) -> list[str]:
    """The registry categories a phrase's noun names: 各镇(街道) → 乡镇, 街道; 各预算单位 → none, only the office knows."""
    if _PLAIN_BODIES.fullmatch(word):
        bodies = [category for category in directory.categories if _BODIES.fullmatch(category)]
        return [one for one in bodies if "政府" not in word or not re.search("党|群|人大|政协", one)]
    if not names_places(word):
        plain = re.sub(r"^(?:各|所有|全部|其他|其它)", "", word)
        return [category for category in directory.categories if category == plain]
    kinds = re.sub(r"人民政府|政府|办事处|行政公署|行署|党委|党工委|相关|有关|其他|各", "", word)
    kinds = re.sub(r"(?<=[县区市旗州盟)(])管委会", "", kinds)  # 各县区(管委会): of a place
    return [category for category in directory.categories if _same_kind(category, kinds)]


_BODIES = re.compile(
    r"(?:[省市区县州旗盟师]+(?:直|级)?|政府|党委|党群|机关|职能|工作|组成|综合)*(?:部门|委办局|部委办局)(?:\(?单位\)?)?|(?:[省市区县州旗盟]直)?单位"
)
"""Categories that 各部门 means: 部门, 市直部门, 政府部门, 党群部门; not 垂管部门, 乡镇."""
_PARKS = re.compile(r"园区|开发区|功能区|高新区|经开区|管委会|管理委员会")


def _same_kind(category: str, kinds: str) -> bool:
    if _PARKS.search(category):
        return bool(_PARKS.search(kinds))
    kinds = _PARKS.sub("", kinds)
    if "街" in kinds and "街" in category:
        return True
    if re.search(r"[乡镇]", kinds) and re.search(r"[乡镇]", category):
        return True
    places = re.sub(r"[乡镇]|街道|街|社区", "", kinds)
    return bool(
        re.search(r"[县区市州旗盟]", places) and re.fullmatch(r"[县区市州旗盟()、设自治地]+", category)
    )
