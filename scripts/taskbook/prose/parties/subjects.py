"""Who a sentence says shall act: its grammatical subject, where that is a unit or a group of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from taskbook.language.cell import Mention
from taskbook.language.directory import Directory
from taskbook.language.names import has_place_name
from taskbook.language.parties import read_cell
from taskbook.model import Role
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.name_forms import is_body_by_form, is_group_by_form
from taskbook.prose.parties.name_lists import NameList, names_at, whose_people_at
from taskbook.prose.parties.naming import PartyTexts, Subject, party_texts
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.strength import Strength, is_read, strength_of

_MOST_CLAUSES = 6
_SENTENCE = re.compile(r"[。!?;\n]")
_CLAUSE = re.compile(r"[,:]")
_LEAD_IN = re.compile(
    r"[ “\"]*(?:(?:并|同时|此外|其中|另外|具体|原则上|首先|下一?阶段|下一?步|接下来|目前|当前|近期|今后|今年以来|一是|二是|三是|四是|五是|六是|七是|八是|[0-9]+[.、]|\([一二三四五六七八九十0-9]+\))[,、:]?)*(?P<by>(?:分别|统一|主要)?由|请)?"
)
_INTRODUCES = re.compile(
    r"(?:严格|切实|认真|充分|全面|紧紧|紧密|深入)?(?:按照|按|根据|依据|依照|围绕|聚焦|针对|结合|为|对|对于|在|以|依托|坚持|立足|着眼|自|从|截至|对照|经|随着|通过|除|凡|涉及|关于|鉴于|如|遇|当|待|未经|一旦|若|本着|遵循|紧扣|紧盯|"
    r"落实|贯彻|适应|借助|利用|每[年月季周半日]|20\d\d年|\d{1,2}月|年[底内末]|[上下]半年|[一二三四]季度|[一二三四五六七八九十]+是|其中|同时|此外|另外|力争|最迟)"
)
_INTRODUCED = re.compile(
    r"(?:后|前|时|的|中|基础上|上|起|期间|要求|下|以来|为契机|为重点|为抓手|为牵引|为导向|方面|之内|内)$"
)


def subject_of(text: str, start: int, end: int, directory: Directory) -> Subject | None:
    """The parties that are the subject of the sentence at `start`: at its beginning or that of a later clause.

    Unsure where clauses without a subject come first. Never raises.
    """
    plain = plain_of(text)
    stop = _SENTENCE.search(plain, start, end)
    stop_at = stop.start() if stop and plain[start : stop.start()].strip() else end
    introduced, before = True, None
    for count, at in enumerate(_clause_starts(plain, start, stop_at)):
        if count >= _MOST_CLAUSES:
            break
        clause_end = _CLAUSE.search(plain, at, stop_at)
        clause = plain[at : clause_end.start() if clause_end else stop_at].strip()
        if found := subject_at(text, at, stop_at, directory):
            if clause_end and _is_condition(plain[found.end : max(found.end, clause_end.start())]):
                before = before or found
                continue
            alone = introduced and not (before and _AT_A_TIME.match(plain, before.end))
            return found if alone else replace(found, sure=False)
        introduced = introduced and bool(_INTRODUCES.match(clause) or _INTRODUCED.search(clause))
        if before and not introduced:  # 县住建局审核后，报县政府审批
            return replace(before, sure=before.sure and is_predicate(clause))
    return before and replace(before, sure=False)


def _is_condition(said: str) -> bool:
    """Whether what a clause says of its subject only comes before what is asked for: 完成改造后; not 要在9月底前."""
    return bool(_CONDITION.search(said)) and not _OF_THE_DUTY.match(said)


_AT_A_TIME = re.compile(r"[在于自从]")
_CONDITION = re.compile(r"(?:后|完毕|[^底末旬初日月年\d]前|时|的|的情况下|的基础上|期间)$")
_OF_THE_DUTY = re.compile(
    r"(?:[要应须需将]|应当|必须|可)"
    r"|(?:原则上)?[^,]{0,6}(?:开学|汛期|汛|节|假期|放假|高考|中考|入冬|供暖|采暖|工作日|个月)[^,]{0,2}(?:前|后|时|期间)$"
)
"""What only says when the subject acts: 要…后, 在开学前, 汛期前."""


def subject_at(text: str, start: int, end: int, directory: Directory) -> Subject | None:
    """The subject whose words begin at `start` itself, marks of a list and 由 or 请 before it aside."""
    plain = plain_of(text)
    lead = _LEAD_IN.match(plain, start, end)
    begin = lead.end() if lead else start
    names = names_at(plain, begin, end, directory) or whose_people_at(plain, begin, end, directory)
    if names is None:
        return None
    stop, said, sure = _with_roles(text, plain, names.start, names.end, end, directory)
    if not _all_strong(said, directory):
        return None
    texts = party_texts(said, directory)
    return Subject(begin, stop, texts, sure and names.sure) if texts else None


def heading_parties(text: str, directory: Directory) -> PartyTexts | None:
    """The parties of a heading that is nothing but their names: (一)区财政局, 二、区教育局（5项）."""
    plain = plain_of(text)
    body = _HEADING_MARK.sub("", plain, count=1)
    begin = len(plain) - len(body)
    stop = _HEADING_END.search(plain).start()  # type: ignore[union-attr]
    words = text[begin:stop].strip()
    if not words or len(words) > 200:
        return None
    reading = read_cell(words, directory)
    if not reading.mentions or not is_read(reading):
        return None
    strengths = [strength_of(one, directory) for one in reading.mentions]
    posts = all(is_body_by_form(one.text) for one in reading.mentions) and bool(_POSTS.search(plain[:stop]))
    if min(strengths) is Strength.NONE or (max(strengths) < Strength.STRONG and not posts):
        return None
    if _ROLES_ONLY.fullmatch(plain[begin:stop].strip()):
        return None  # a heading of those who are named below it
    return party_texts([(Role.RESPONSIBLE, words)], directory)


_POSTS = re.compile(r"[队所]$|专班$|(?:社区|村)$")
_ROLES_ONLY = re.compile(r"(?:主要)?(?:成员|责任|牵头|配合|协办|主责)(?:单位|部门)")
_HEADING_MARK = re.compile(
    r"^\s*(?:\([一二三四五六七八九十\d-]+\)|[一二三四五六七八九十]+[、.]|\d+[.、])?\s*"
)
_HEADING_END = re.compile(r"\s*(?:\(?(?:共)?\d+[项条个件](?:任务|工作)?\)?)?[\s:。;]*$")

_TOGETHER = re.compile(
    r"(?P<how>(?:[要应须需]|应当)?(?:积极|主动|并|共同|负责)?(?:会同|联合|协同|配合|协助|商|支持))(?=[\u4e00-\u9fff]{2})"
)
_WITH = re.compile(
    r",?(?:[要应须需]|应当)?(?:积极|主动|并|共同)?(?:会同|联合|协同|协商|商)(?=[\u4e00-\u9fff]{2})"
)
_LONGEST_ROLES = 200
"""Characters of A牵头，B配合，C参与 that are read on."""
_ROLE = re.compile(
    r"(?:按照?(?:各自)?职责(?:分工)?)?(?:共同|分别|具体)?(?P<role>牵头(?:负责|抓总|组织|推进|落实)?|主办|负责(?:牵头)?|配合|协助|协办|参与|支持)(?:落实)?"
)


def _with_roles(
    text: str, plain: str, start: int, stop: int, end: int, directory: Directory
) -> tuple[int, list[tuple[Role, str]], bool]:
    """Who acts in which role: A会同B…, A牵头，B配合，…; where the words that say so end."""
    if together := _TOGETHER.match(plain, stop, end):
        second = names_at(plain, together.end(), end, directory, to_comma=True, behind_a_name=True)
        if second:
            words = text[second.start : second.end]
            return second.end, _pair(together["how"], text[start:stop], words), second.sure
    role = _ROLE.match(plain, stop, end)
    if not role:
        return stop, [(Role.RESPONSIBLE, text[start:stop])], True
    at = role.end()
    if second := _together_with(plain, at, end, directory):
        words = (Role.RESPONSIBLE, text[start:at]), (Role.SUPPORT, text[second.start : second.end])
        return second.end, list(words), second.sure
    while at < end and plain[at] in ",、" and at - start < _LONGEST_ROLES:
        names = names_at(plain, at + 1, end, directory)
        following = names and _ROLE.match(plain, names.end, end)
        if not following or not re.match(r"[,。;]|$", plain[following.end() : end][:1]):
            break
        at = following.end()
    several = at > role.end()
    said = text[start:at] if several else text[start:stop] + role["role"]
    return (at if several else stop), [(Role.RESPONSIBLE, said)], True


def _together_with(plain: str, at: int, end: int, directory: Directory) -> NameList | None:
    """Who is named behind A牵头 to do it with A: ，会同B、C，…"""
    together = _WITH.match(plain, at, end)
    return names_at(plain, together.end(), end, directory, True, True) if together else None


def _pair(how: str, first: str, second: str) -> list[tuple[Role, str]]:
    """A会同B: A leads; A配合B: B does."""
    if how.endswith(("会同", "协同", "商")):
        return [(Role.RESPONSIBLE, f"{first}会同{second}")]
    if how.endswith("联合"):
        return [(Role.RESPONSIBLE, f"{first}、{second}")]
    return [(Role.SUPPORT, first), (Role.LEAD, second)]


def _all_strong(said: list[tuple[Role, str]], directory: Directory) -> bool:
    for _, words in said:
        reading = read_cell(words, directory)
        if not reading.mentions or not is_read(reading):
            return False
        if not any(_is_strong(one, directory) for one in reading.mentions):
            return False
    return True


def _is_strong(one: Mention, directory: Directory) -> bool:
    """Whether a mention is a party, here where it is known to act: 东湾村, 市属国有企业 are, then."""
    if strength_of(one, directory) is Strength.STRONG:
        return True
    return is_body_by_form(one.text) or is_group_by_form(one.text) or has_place_name(one.text)


def _clause_starts(plain: str, start: int, end: int) -> Iterator[int]:
    yield start
    for sign in _CLAUSE.finditer(plain, start, end):
        if sign.end() < end:
            yield sign.end()
