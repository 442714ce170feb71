"""Rules for many tasks read clause by clause: 第7至第10项由区司法局统筹，责任单位为各执法部门，时限均为9月底前."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from taskbook.language.directory import Directory
from taskbook.language.roles import role_of
from taskbook.model import Role
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.naming import Default, PartyTexts, Rule, Scope, party_texts
from taskbook.prose.parties.rule_words import NOT_REPEATED, WORK, scope_of
from taskbook.prose.parties.said import plainly_said, says_when
from taskbook.prose.parties.strength import Strength

_LONGEST = 300
_NUMBER = r"第?(?:\((?P<{0}a>\d{{1,3}})\)|(?P<{0}b>\d{{1,3}}))"
_ITEM = r"(?:项|条|点|个)?"
_RANGE = (
    rf"(?:以下|以上|上述|下列|前述|本表|表中|附件中?|其中|对|的)*(?=第|\d+[至到~—–-])"
    rf"{_NUMBER.format('f')}{_ITEM}(?:(?:至|到|~|[—–-]{{1,2}}|、|和)+{_NUMBER.format('l')})?(?:项|条)(?!以上|以下|目)"
)
_MANY = rf"(?:(?:以下|以上|上述|下列|下述|前述|本(?:部分|章|节|条))(?:的)?(?:所有|全部|各项|各|\d+[项条])*(?:{WORK}|各项|\d+[项条])|(?:所有|全部|各项|每项)(?:{WORK})|(?:以下|以上|下列)(?=均|都|由))"
_ABOUT = re.compile(rf"(?:{_RANGE}|{_MANY})(?:的?{WORK})?(?:中|里)?的?[,:]?")
_CLAUSE = re.compile(r"(?:\([^()]*\)|[^,;。\n()])+")
_ALL = r"(?:均|都|皆|也|一律|统一|全部)*"
_WHEN = (
    re.compile(
        rf"(?:(?:完成|办结|落实|整改|工作)?(?:时限|时间|期限)(?:要求)?){_ALL}(?:为|是|定为|截至|:)*(?P<when>.{{2,24}}?)(?:完成)?$"
    ),
    re.compile(
        rf"{_ALL}(?:应|须|需|要|原则上|力争|确保|务必)*{_ALL}(?:于|在|按)?(?P<when>.{{2,24}}?)(?:全部|全面|基本|如期|按期)*(?:完成|办结|落实到位|见效)$"
    ),
)
_LABEL = re.compile(
    rf"(?:的)?(?P<what>牵头|主责|责任|配合|协办)(?:责任)?(?:单位|部门){_ALL}(?:为|是|包括|含|:)+(?P<names>.+)$"
)
_BY = re.compile(
    rf"(?:的)?{_ALL}(?:应|须|需|要)?由?(?P<names>.{{2,80}}?){_ALL}(?:应|须|需|要)?(?:共同|具体|分别|按职责分工?|按照职责分工?)*"
    r"(?P<role>为(?:牵头|责任|配合|协办|参与)(?:责任)?(?:单位|部门)|(?:统筹|牵头|负责|组织)(?:统筹|牵头|负责|组织|协调|实施|落实|推进|抓总)*|具体实施|实施|抓好落实|落实|配合(?:落实)?|协助|参与|承担|执行)(?:好|到位)?$"
)
_ROLES = {"牵头": Role.LEAD, "主责": Role.LEAD, "配合": Role.SUPPORT, "协办": Role.SUPPORT}


@dataclass(slots=True)
class _Read:
    """What the clauses of one rule give."""

    parties: list[tuple[Role, str]] = field(default_factory=list)
    deadline: str = ""
    silent: bool = False
    besides: bool = False  # 均为责任单位: beside whom a task names itself


def rules_by_clause(text: str, start: int, end: int, directory: Directory) -> list[Default]:
    """The rules of a sentence that begins with the tasks it is about and whose every clause says who or by when."""
    if end - start > _LONGEST:
        return []
    plain = plain_of(text)
    lead_in = re.compile(r"\s*(?:(?:注|说明|备注)?[:.、\d ]*:)?\s*").match(plain, start, end)
    begin = lead_in.end() if lead_in else start
    abouts = [match for match in _ABOUT.finditer(plain, begin, end) if _begins(plain, match.start(), begin)]
    if not abouts or abouts[0].start() != begin:
        return []
    found: list[Default] = []
    for match, stop in zip(abouts, [*(one.start() for one in abouts[1:]), end], strict=True):
        read = _read(text, plain, match.end(), stop, directory)
        if read is None:
            return []
        found += _defaults(read, match, (match.start(), stop), directory)
    return found


def _begins(plain: str, at: int, start: int) -> bool:
    return at == start or plain[at - 1] in ",;。 "


def _read(text: str, plain: str, start: int, end: int, directory: Directory) -> _Read | None:
    """What the clauses say; None as soon as one says something else."""
    read = _Read()
    for clause in _CLAUSE.finditer(plain, start, end):
        words = clause[0].strip()
        if not words:
            continue
        if NOT_REPEATED.search(words):
            read.silent = True
        elif when := _when(words):
            read.deadline = when
        elif not _who(text, plain, clause, directory, read):
            return None
    return read if read.parties or read.deadline else None


def _when(words: str) -> str:
    for pattern in _WHEN:
        if (match := pattern.match(words)) and says_when(match["when"]):
            return match["when"]
    return ""


def _who(text: str, plain: str, clause: re.Match[str], directory: Directory, read: _Read) -> bool:
    match = _LABEL.match(plain, clause.start(), clause.end())
    role = _ROLES.get(match["what"], Role.RESPONSIBLE) if match else Role.RESPONSIBLE
    if match is None:
        match = _BY.match(plain, clause.start(), clause.end())
        if match is None:
            return False
        role = role_of(match["role"]) or Role.RESPONSIBLE
        read.besides |= match["role"].startswith("为") and bool(re.search("均|都|皆|也", match[0]))
    else:
        read.besides |= bool(re.search("(?:均|都|皆|也)(?:含|包括)", match[0]))
    said = plainly_said(text[match.start("names") : match.end("names")].strip(), directory, role, False)
    if said is None or not said.parties or said.deadlines or said.strength is not Strength.STRONG:
        return False
    read.parties += said.parties
    return True


def _defaults(
    read: _Read, about: re.Match[str], span: tuple[int, int], directory: Directory
) -> Iterator[Default]:
    numbers = _numbers(about)
    scope = Scope.DOCUMENT if numbers else scope_of(about[0])
    texts = party_texts(read.parties, directory) if read.parties else PartyTexts()
    if texts:
        helps = not (texts.lead or texts.responsible)
        rule = Rule.ADDS_PARTY if read.silent or read.besides or helps else Rule.PARTY_FOR_ALL
        yield Default(rule, *span, texts, "", scope, numbers)
    if read.deadline:
        yield Default(Rule.DEADLINE, *span, PartyTexts(), read.deadline, scope, numbers)


def _numbers(about: re.Match[str]) -> tuple[int, int] | None:
    first = about["fa"] or about["fb"]
    last = about["la"] or about["lb"] or first
    return (int(first), int(last)) if first and int(first) <= int(last) else None
