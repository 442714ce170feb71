"""Clauses that name somebody and what they do, in words that are no role words: A督导, B先行试点, C做好资金保障."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskbook.language.directory import Directory
from taskbook.language.roles import role_suffix
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.strength import are_names

_LONGEST_DUTY = 16
_LEADS, _ANSWERS, _SUPPORTS = "牵头", "负责", "配合"

_HOW = r"(?:共同|联合|分别|分头|各自|统一|具体|主要|密切|积极|全力|认真|切实|先行|率先|同步|按职责|按照职责|做好|抓好|并|全程|日常|跟踪|定期|组织)*"
_DUTIES = (
    (re.compile(rf"{_HOW}(?:统筹|总牵头|牵头抓总)+(?:协调|推进|抓总|负责|调度|实施)*"), _LEADS, True),
    (re.compile(rf"{_HOW}(?:实施|承担|执行|办理|落实|承办|推进|组织实施|落地|完成)+"), _ANSWERS, True),
    (re.compile(rf"{_HOW}(?:试点|试行|整改|自查|建设|运营|管护|管理|施工|开展)+(?:负责)?"), _ANSWERS, False),
    (
        re.compile(
            rf"{_HOW}(?:督导|督办|督查|督促|指导|监管|监督|协调|调度|检查|考核|验收|把关|审核|跟踪|联络)+(?:检查|落实|推进|指导|工作|执法)*"
        ),
        _SUPPORTS,
        False,
    ),
    (
        re.compile(rf"(?:{_HOW}|提供|强化|加强)(?:[\u4e00-\u9fff]{{0,6}})(?:保障|支持|服务)+(?:工作)?"),
        _SUPPORTS,
        False,
    ),
)
"""What somebody does, whom it makes them, and whether the words leave no other reading."""

_WITH = re.compile(
    r"(?:由)?(?P<first>.*、.*?)会同(?P<others>[^会]+?)(?P<duty>共同|联合|牵头|负责|具体|组织|实施|落实|办理|推进|抓好)*$"
)
_TOGETHER = re.compile(r"(?:并)?会同(?P<others>.+)")
_SIGNS = "，,；;。\n 　"


def with_roles(clauses: Sequence[str], directory: Directory) -> tuple[list[str], bool]:
    """The clauses with a role word for what each says somebody does; whether all roles are sure.

    A clause that says something else, or nothing but names, is given back as it stands.
    """
    found = [_with_role(clause, directory) for clause in clauses]
    named = any(
        role != "" or are_names(clause.strip(_SIGNS), directory)
        for clause, (_, role, _) in zip(clauses, found, strict=True)
        if clause.strip(_SIGNS)
    )
    if not named:
        return list(clauses), True
    found = [
        one if one[1] else _acting(clause, directory) for clause, one in zip(clauses, found, strict=True)
    ]
    return [words for words, _, _ in found], all(sure for _, _, sure in found)


def _with_role(clause: str, directory: Directory) -> tuple[str, str, bool]:
    """A clause with a role word, which one ('' for none) and whether it is sure."""
    words, sign = _apart(clause)
    plain = plain_of(words)
    if not words or directory.knows(words):
        return clause, "", True
    if match := _WITH.fullmatch(plain):
        first, others = words[match.start("first") : match.end("first")], words[slice(*match.span("others"))]
        if are_names(first, directory) and are_names(others, directory):
            role = _LEADS if "牵头" in (match["duty"] or "") else _ANSWERS
            return f"{first}{role}，{others}{_SUPPORTS}{sign}", role, True
    if match := _TOGETHER.fullmatch(plain):
        others, _, _ = _with_role(words[match.start("others") :], directory)
        others = others.removesuffix(_ANSWERS)
        if are_names(others, directory):
            return f"{others.removesuffix(_SUPPORTS)}{_SUPPORTS}{sign}", _SUPPORTS, True
    for cut in range(len(words) - 1, 1, -1):
        duty = _duty(plain[cut:])
        if duty and _are_bare_names(words[:cut], directory):
            return f"{words[:cut]}{duty[0]}{sign}", *duty
    return clause, "", True


_A_ROLE_FIRST = re.compile("牵头|负责|配合|协助|参与")
"""Role words that need nobody here: 负责资金保障."""


def _duty(plain: str) -> tuple[str, bool] | None:
    if _A_ROLE_FIRST.match(plain):
        return None
    for pattern, role, sure in _DUTIES:
        if len(plain) <= _LONGEST_DUTY and pattern.fullmatch(plain):
            return role, sure
    return None


def _acting(clause: str, directory: Directory) -> tuple[str, str, bool]:
    """Beside others that are read: somebody who does something (市财政局拨付经费) answers, with a doubt."""
    words, sign = _apart(clause)
    plain = plain_of(words)
    if not are_names(words, directory):
        for cut in range(len(words) - 2, 1, -1):
            rest = plain[cut:]
            acts = is_predicate(rest) and not _A_ROLE_FIRST.match(rest)
            if len(rest) <= _LONGEST_DUTY and acts and _are_bare_names(words[:cut], directory):
                return f"{words[:cut]}{_ANSWERS}{sign}", _ANSWERS, False
    return clause, "", True


def _are_bare_names(words: str, directory: Directory) -> bool:
    return role_suffix(words) is None and are_names(words, directory)


def _apart(clause: str) -> tuple[str, str]:
    """A clause without the signs around it, and those behind it."""
    words = clause.rstrip(_SIGNS)
    return words.lstrip(_SIGNS), clause[len(words) :]
