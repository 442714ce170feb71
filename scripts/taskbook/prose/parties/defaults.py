"""What a plan says once for many of its tasks: 以下均需各县区落实，不再列出; 列第一位的为牵头单位; …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taskbook.language.directory import Directory
from taskbook.language.roles import role_of
from taskbook.model import Role
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.name_lists import names_at
from taskbook.prose.parties.naming import Default, PartyTexts, Rule, party_texts
from taskbook.prose.parties.rule_words import (
    AFTER_ROLE,
    ALL,
    DEADLINES,
    FIRST_LEADS,
    FOR_ALL,
    LABELLED,
    NOT_REPEATED,
    OTHERS_SUPPORT,
    OUT_OF_SCOPE,
    RESPONSIBLE_LEADS,
    WORK,
    scope_of,
)
from taskbook.prose.parties.said import plainly_said, says_when
from taskbook.prose.parties.strength import Strength

_LONGEST = 300
"""Characters of a sentence that can be a rule."""


def default_in(text: str, start: int, end: int, directory: Directory) -> Default | None:
    """The first rule for many tasks that text[start:end] states, if it does; look on from its end. Never raises."""
    plain = plain_of(text)
    for begin, stop in _sentences(plain, start, end):
        for read in (_about_leads, _about_time, _about_parties):
            if found := read(text, plain, begin, stop, directory):
                return found
    return None


def _sentences(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^。;\n]+[。;]?", plain[start:end]):
        begin = start + match.start() + len(match[0]) - len(match[0].lstrip())
        if plain[begin : start + match.end()].strip("。; ") and len(match[0]) <= _LONGEST:
            yield begin, start + match.end()


def _about_leads(text: str, plain: str, start: int, end: int, directory: Directory) -> Default | None:
    words = plain[start:end]
    for pattern, other, rule in (
        (FIRST_LEADS, RESPONSIBLE_LEADS, Rule.FIRST_LEADS),
        (RESPONSIBLE_LEADS, FIRST_LEADS, Rule.RESPONSIBLE_LEADS),
    ):
        match, second = pattern.search(words), other.search(words)
        if match and not (second and second.start() < match.start() and second.end() < match.end()):
            follows = second is not None and second.start() >= match.end()
            stop = _part_end(plain, start + match.end(), end, ",;。\n" if follows else ";。\n")
            others = rule is Rule.FIRST_LEADS and bool(OTHERS_SUPPORT.search(words, match.end()))
            return Default(rule, start, stop, scope=scope_of(words), others_support=others)
    return None


def _part_end(plain: str, at: int, end: int, signs: str) -> int:
    """Behind the first of the signs from `at` on (or just before it)."""
    sign = re.compile(f"[{signs}]").search(plain, max(at - 1, 0), end)
    return sign.end() if sign else end


def _about_time(text: str, plain: str, start: int, end: int, directory: Directory) -> Default | None:
    words = plain[start:end]
    for pattern in DEADLINES:
        for match in pattern.finditer(words):
            said = text[start + match.start("when") : start + match.end("when")].strip()
            said = re.sub(r"^(?:需|须|应|要|于|在|按照?|截至|截止到?|为)+", "", said)
            if says_when(said):
                stop = _part_end(plain, start + match.end(), end, ";。\\n")
                return Default(Rule.DEADLINE, start, stop, PartyTexts(), said, scope_of(words))
    return None


def _about_parties(text: str, plain: str, start: int, end: int, directory: Directory) -> Default | None:
    words = plain[start:end]
    if labelled := LABELLED.search(words):
        at = start + labelled.end() if not labelled["rest"] else start + labelled.start("rest")
        stop = _value_end(plain, at, end)
        role = {"牵头": Role.LEAD, "配合": Role.SUPPORT}.get(
            labelled["label"] or labelled["label2"], Role.RESPONSIBLE
        )
        value = OUT_OF_SCOPE.sub("", plain[at:stop])
        written = text[at : at + len(value)] if plain[at:stop].startswith(value) else value
        said = plainly_said(written.strip(" 。;；"), directory, role)
        if said and said.parties and said.strength is Strength.STRONG:
            return _of_parties(party_texts(said.parties, directory), start, end, words, Rule.PARTY_FOR_ALL)
    silent = bool(NOT_REPEATED.search(words))
    if not silent and not FOR_ALL.search(words):
        return None
    return _by_clause(text, plain, start, end, directory, silent)


def _value_end(plain: str, at: int, end: int) -> int:
    stop = re.compile(r"[。\n]").search(plain, at, end)
    return stop.start() if stop else end


_BEFORE_NAMES = re.compile(
    rf"(?:{ALL}|{WORK})?,?(?:的?(?:责任单位|配合单位|牵头单位))?(?:均|都|皆|也|还|同时|全部|统一|一律)*(?:需要?|须|应|要|由|请|涉及|包括|含)*(?:均|都)?"
)


def _by_clause(
    text: str, plain: str, start: int, end: int, directory: Directory, silent: bool
) -> Default | None:
    """以下均需各县区落实: everything the sentence says before the names is about all tasks."""
    lead_in = re.compile(r"(?:注|说明|备注)?[:.、\d ]*").match(plain, start, end)
    begin = lead_in.end() if lead_in else start
    starts = [begin, *(start + sign.end() for sign in re.finditer(r"[,:]", plain[start:end]))]
    for clause in starts:
        before = _BEFORE_NAMES.match(plain, clause, end)
        for at in dict.fromkeys((before.end() if before else clause, clause)):
            only_touched = silent and bool(_TOUCHES.search(plain[start:at]))
            names = names_at(plain, at, end, directory, to_comma=only_touched)
            if names is None:
                if silent and (read := _whole_clause(text, plain, at, (start, end), directory)):
                    return read
                continue
            role = (_NOBODYS if only_touched else AFTER_ROLE).match(plain, names.end, end)
            general = silent or bool(FOR_ALL.search(plain[start:at]))
            if not role or not general or not _ends_there(plain, role.end(), end):
                return None
            return _from_names(text, plain, (start, end), (names.start, names.end), role, directory, silent)
    return None


def _whole_clause(
    text: str, plain: str, at: int, span: tuple[int, int], directory: Directory
) -> Default | None:
    """县（市、区）政府落实，不再列出: a clause that is nothing but names and a role word."""
    clause = re.compile(rf"(?P<names>(?:\([^()]*\)|[^,。;\n()]){{2,60}}?){AFTER_ROLE.pattern}(?=[,。;\n]|$)")
    match = clause.match(plain, at, span[1])
    if match is None:
        return None
    role = role_of(match["role"]) or Role.RESPONSIBLE
    said = plainly_said(text[match.start("names") : match.end("names")].strip(), directory, role, False)
    if said is None or said.roles or not said.parties or said.strength is not Strength.STRONG:
        return None
    texts = party_texts(said.parties, directory)
    return _of_parties(texts, *span, plain[span[0] : span[1]], Rule.ADDS_PARTY)


_TOUCHES = re.compile(r"(?:涉及|包括|包含|含)$")
_NOBODYS = re.compile(r"(?P<role>)")


def _ends_there(plain: str, at: int, end: int) -> bool:
    """Whether nothing is said to be done: 均由各镇街落实。, not 各镇街负责宣传."""
    return bool(
        re.match(r"(?:落实|抓好|到位|推进|责任|相关|工作|实施|好|配合|相应)*(?:[,;。\n(]|$)", plain[at:end])
    )


def _from_names(
    text: str,
    plain: str,
    span: tuple[int, int],
    names: tuple[int, int],
    role: re.Match[str],
    directory: Directory,
    silent: bool,
) -> Default | None:
    said = [(role_of(role["role"]) or Role.RESPONSIBLE, text[names[0] : names[1]])]
    stop = NOT_REPEATED.search(plain, names[0], span[1])
    stop_at = stop.start() if stop else _value_end(plain, names[0], span[1])
    whole = plainly_said(text[names[0] : stop_at].strip("。；;，, "), directory)
    if whole and whole.roles and whole.parties:
        said = whole.parties
    texts = party_texts(said, directory)
    adds = (
        silent
        or not (texts.lead or texts.responsible)
        or re.search(r"均需|均须|均应|均要|都要|都需|也|还", plain[span[0] : role.end()])
    )
    rule = Rule.ADDS_PARTY if adds else Rule.PARTY_FOR_ALL
    return _of_parties(texts, *span, plain[span[0] : span[1]], rule)


def _of_parties(texts: PartyTexts, start: int, end: int, words: str, rule: Rule) -> Default | None:
    return Default(rule, start, end, texts, "", scope_of(words)) if texts else None
