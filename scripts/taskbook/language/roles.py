"""Role words of responsibility cells: 牵头, 配合, 按职责分工负责, 责任单位：… and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from taskbook.model import Role

_LEADS = r"牵头|主办|主责|负总责|主抓|抓总|统筹(?=负责|协调|推进|抓|牵头|$|[,;。])|为主"
_SUPPORTS = r"配合|协助|协同|(?<![政经科文侨残作记])协办|协作|参与|参加|支持"  # 政协办, 科协办 are offices
_MANNER = r"(?:共同|联合|分别|分头|统一|具体|主要|密切|积极|全力|各自|一起|予以|负责|总|做好|抓好|结合实际|按要求|认真|切实|贯彻)*"
_DUTY = (
    r"(?:(?:按照|按|依照|根据|依据|结合)(?:各自|其|本单位|部门)?(?:工作)?(?:职责|职能|分工|权限)+(?:职责|职能|分工|权限|范围|内|要求)*"
    r"(?:分别|共同|各自|抓好|做好|具体|组织|协同|认真|切实)*(?:负责|落实|配合|推进|实施|工作)*)"
)
_ACT = r"(?:负责|组织|实施|落实|推进|推动|办理|协调|抓总|工作|完成|开展)*"
_PHRASE = rf"(?:{_MANNER}(?:(?:{_LEADS}){_ACT}|(?:协同)?(?:{_SUPPORTS}){_ACT}|承办|分工负责|各负其责|负责{_ACT}|(?:组织实施|具体实施|分别实施|共同实施|推进落实|贯彻落实|抓好落实|落实)|{_DUTY})|为(?:牵头|责任|配合|主责)(?:责任)?(?:单位|部门))"
_ALSO_SAID = r"(?:抓落实|(?:督促|指导|汇总|调度|把关)+(?:落实|推进|检查)*|(?<=[局委部厅院])(?:牵头|责任|配合|主责)(?:责任)?(?:单位|部门))"
"""Said after a name only: inside one (就业指导中心, 各责任单位) it is part of the name."""
_SUFFIX = re.compile(rf"(?:{_PHRASE}|{_ALSO_SAID})$")
_SURE_SUFFIX = re.compile(rf"{_PHRASE}$")
_WHOLE = re.compile(
    rf"{_PHRASE}|(?:牵头|责任|配合|主责|主办|协办|承办|协同)(?:责任)?(?:单位|部门)|排名第一.*|(?:列)?第一位.*|排名不分先后"
)
_INSIDE = re.compile(rf"{_PHRASE}")
_LEADING = re.compile(
    r"(?:以及|并由|并|由|请|其中|以(?=.{2,30}为)|分别由|会同|及(?!.(?:镇|乡|街道|村|社区)(?:$|[及和与]))|和(?=各))(?=[\u4e00-\u9fff]{2})"
)
_LABEL = re.compile(
    r"(?P<what>牵头|主办|主责|主要责任|第一责任|责任|承办|落实|实施|配合|协办|协同|协助|协作|参与|参加|主要协作|主要参与|主(?=:)|协(?=:))"
    r"(?:责任|配合|协作|牵头)?(?P<who>单位|部门|科室|处室|主体|领导|人|科|处)?(?:和责任人|及责任人)?(?:为)?:"
)


def role_of(phrase: str) -> Role | None:
    """LEAD or SUPPORT where a phrase says so; None where it only says 'responsible' and the column decides."""
    if re.search(_LEADS, phrase):
        return Role.LEAD
    return Role.SUPPORT if re.search(_SUPPORTS, phrase) else None


def role_suffix(text: str) -> int | None:
    """Where a role phrase that ends the text begins; None if the text ends otherwise."""
    match = _SUFFIX.search(text)
    return match.start() if match else None


def ends_in_role(text: str) -> bool:
    """Whether a text ends in a role phrase for sure: 市场监督⏎管理局 is broken inside its name."""
    return bool(_SURE_SUFFIX.search(text))


def is_role_phrase(text: str) -> bool:
    """Whether a bracket's whole content is a role word: （牵头）, （配合单位）, （按职责分工负责）."""
    return bool(_WHOLE.fullmatch(text))


def role_within(text: str, is_name: Callable[[str], bool]) -> int | None:
    """The end of a role phrase in the middle of a text, after something that is a name."""
    for match in _INSIDE.finditer(text):
        if match.start() > 0 and match.end() < len(text) and is_name(text[: match.start()]):
            return match.end()
    return None


def leading_filler(text: str) -> int:
    """How many characters of 由, 请, 并由… stand before the first name (0: none)."""
    match = _LEADING.match(text)
    return match.end() if match else 0


@dataclass(frozen=True, slots=True)
class Label:
    """`责任单位：` and the like: where it ends, the role of what follows (None: the column's)."""

    end: int
    role: Role | None


_LABEL_ROLES = {"主": Role.LEAD, "协": Role.SUPPORT, "牵头": Role.LEAD, "主办": Role.LEAD, "主责": Role.LEAD}


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that begins at `start`, if one does."""
    match = _LABEL.match(text, start, end)
    if not match:
        return None
    what = match["what"]
    role = _LABEL_ROLES.get(what) or role_of(what) or Role.RESPONSIBLE
    return Label(match.end(), role)
