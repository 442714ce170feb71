"""What the inside of a closing says: who in which role, who leads by name, by when, how it is measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from taskbook.language.cell import Mention, Part
from taskbook.language.deadlines import read_deadline
from taskbook.language.directory import Directory, How
from taskbook.language.parties import read_cell
from taskbook.model import DeadlineKind, Role
from taskbook.prose.parties.labels import PARTIES, Label, Value, What, plain_of, values_of
from taskbook.prose.parties.naming import PartyTexts, party_texts
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.role_clauses import with_roles
from taskbook.prose.parties.rule_words import OTHERS_SUPPORT
from taskbook.prose.parties.strength import Strength, are_names, is_read, strength_of

_ROLES = {What.LEAD: Role.LEAD, What.RESPONSIBLE: Role.RESPONSIBLE, What.SUPPORT: Role.SUPPORT}
_ANY_LEAP_YEAR = 2024  # whether words are a deadline at all does not hang on the year


@dataclass(slots=True)
class Said:
    """What was found, in the order it stands in."""

    parties: list[tuple[Role, str]] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    sure: bool = True
    strength: Strength = Strength.NONE  # of the surest name
    roles: bool = False  # a role word stands with the names
    labelled: bool = False
    first_leads: bool = False  # …，列第一位的为牵头单位
    others_support: bool = False  # …，其余为配合单位
    partly: bool = False  # not all its names are known
    unread: list[tuple[Role, str]] = field(default_factory=list)  # values nobody understands

    def texts(self, directory: Directory) -> PartyTexts:
        leaders = "、".join(dict.fromkeys(self.leaders))
        read = party_texts(self.parties, directory, leaders, self.first_leads, self.others_support)
        for role, words in self.unread:
            read = replace(read, **{role.value: "；".join(filter(None, (getattr(read, role.value), words)))})
        return read

    @property
    def deadline(self) -> str:
        return "；".join(dict.fromkeys(self.deadlines))

    @property
    def measure(self) -> str:
        return "；".join(dict.fromkeys(self.measures))

    def take(self, read: Said) -> None:
        """Add what one stretch without labels says."""
        self.parties += read.parties
        self.first_leads |= read.first_leads
        self.others_support |= read.others_support
        self.deadlines += read.deadlines
        self.strength = max(self.strength, read.strength)
        self.roles |= read.roles

    def __bool__(self) -> bool:
        return bool(self.parties or self.unread or self.leaders or self.deadlines or self.measures)


def said_by_labels(text: str, labels: list[Label], end: int, directory: Directory) -> Said:
    """What the values of labels say; a value nobody understands is kept and makes it unsure."""
    said = Said(labelled=True)
    for value in values_of(plain_of(text), labels, end):
        _take_value(text, value, directory, said)
    return said


def _take_value(text: str, value: Value, directory: Directory, said: Said) -> None:
    words = text[value.start : value.end]
    what = value.label.what
    if not words:
        return
    if what is What.LEADER or value.label.names_contact:
        words, behind = people_and_parties(words, directory)
        if behind and (read := plainly_said(behind, directory)):
            said.take(read)
    if what is What.LEADER and words and read_cell(words, directory).mentions and are_names(words, directory):
        what = What.RESPONSIBLE
    if not words:
        return
    said.sure &= value.label.sure or what is What.OTHER
    if what is What.DEADLINE:
        said.deadlines.append(words)
    elif what is What.MEASURE:
        said.measures.append(words)
    elif what is What.LEADER:
        said.leaders.append(words)
    elif what in PARTIES:
        read = plainly_said(words, directory, _ROLES[what])
        if read is None:
            said.unread.append((_ROLES[what], words))
            said.sure = False
            return
        said.take(read)


_BETWEEN_PEOPLE = re.compile(r"[;,、 \u3000]+|\n")


def people_and_parties(words: str, directory: Directory) -> tuple[str, str]:
    """张平；区财政局、各乡镇 → 张平, 区财政局、各乡镇: people first, then whoever else shall act."""
    plain = plain_of(words)
    if are_names(re.split(_BETWEEN_PEOPLE, plain, maxsplit=1)[0], directory):
        return words, ""  # 区财政局 张平: whose they are
    for sign in _BETWEEN_PEOPLE.finditer(plain):
        behind = words[sign.end() :].strip()
        if behind and _are_parties(behind, directory):
            return words[: sign.start()].strip(), behind
    return words, ""


_OFFICE_OF_SOMEBODY = re.compile(r"(?:长|书记|主任|经理|主席|委员|主官|负责人)(?:$|[、,;(])")


def _are_parties(words: str, directory: Directory) -> bool:
    if _OFFICE_OF_SOMEBODY.search(plain_of(words)):
        return False
    reading = read_cell(words, directory)
    strengths = [strength_of(one, directory) for one in reading.mentions]
    return is_read(reading) and bool(strengths) and min(strengths) is Strength.STRONG


def plainly_said(
    text: str, directory: Directory, role: Role = Role.RESPONSIBLE, objects: bool = True
) -> Said | None:
    """What a stretch without labels says, if all of it is names, roles and times; else None.

    With `objects` a role word may have one (区财政局负责经费保障), and a time what is to be done by then; without,
    that is a duty of its own (由区教育局牵头，6月底前完成幼儿园改造).
    """
    said = Said()
    rule = _FIRST_LEADS_BESIDE.search(plain_of(text))
    if rule:
        text = text[: rule.start()] + text[rule.end() :]
    is_when = says_when if objects else says_only_when
    names = _without_times(
        text, said.deadlines, lambda words: is_when(words) and not _names_behind(words, directory)
    )
    said.first_leads = bool(rule) or any(_FIRST_LEADS.search(plain_of(clause)) for clause in names)
    names = [clause for clause in names if not _FIRST_LEADS.search(plain_of(clause))]
    if said.first_leads:
        others = [clause for clause in names if OTHERS_SUPPORT.match(plain_of(clause))]
        said.others_support = bool(others or (rule and OTHERS_SUPPORT.search(rule[0])))
        names = [clause for clause in names if clause not in others]
    roles_sure = True
    if objects:
        names, roles_sure = with_roles(names, directory)
        names = [_without_object(clause, directory) for clause in names]
    words = "".join(names).rstrip("，,；;。.、 ")
    if not words.strip():
        return said if said.deadlines else None
    reading = read_cell(words, directory)
    if not is_read(reading):
        return None
    strengths = [strength_of(one, directory) for one in reading.mentions]
    if reading.mentions and min(strengths) is Strength.NONE:
        return None
    if not objects and any(_does_something(one) for one in reading.mentions):
        return None
    said.roles = any(token.part is Part.ROLE for token in reading.tokens)
    said.strength = max(strengths, default=Strength.NONE)
    said.sure = roles_sure and min(strengths, default=Strength.STRONG) is Strength.STRONG
    if reading.mentions:
        said.parties.append((role, words))
    return said


def _names_behind(words: str, directory: Directory) -> bool:
    """Whether behind a time somebody is named: 6月底前，区人社局、区总工会."""
    return any(are_names(words[sign.end() :], directory) for sign in re.finditer("[，,]", words))


def _does_something(mention: Mention) -> bool:
    """Whether what reads as a name is something to be done: 建设学校."""
    return mention.how is How.UNKNOWN and not mention.tail and is_predicate(mention.text)


def _without_times(text: str, deadlines: list[str], is_when: Callable[[str], bool]) -> list[str]:
    """The clauses of a text that say who; when is taken down in `deadlines`."""
    names: list[str] = []
    behind_a_time = ""  # the sign behind the time just read, if it was a clause of its own
    for clause, sign in _clauses(text):
        when = _time_of(clause, is_when)
        more = behind_a_time and deadlines[-1] + behind_a_time + clause.strip()
        behind_a_time = ""
        if when == clause.strip():
            deadlines.append(_shortened(when))
            behind_a_time = sign if sign in ("，", ",") else ""
        elif when:
            deadlines.append(_shortened(when))
            names.append(clause[: clause.rindex(when)].rstrip("于在 ") + sign)
        elif more and is_when(more):
            deadlines[-1] = more  # 持续推进，并取得阶段性成果
        else:
            names.append(clause + sign)
    return names


_FIRST_LEADS = re.compile(
    r"^\s*(?:列|排|排名|排序|排列|位列)?(?:在|于)?(?:第一|首)(?:位|个|名|家)?的?(?:责任)?(?:单位|部门)?(?:为|是|系|即为|作为|负责)?牵头(?:责任)?(?:单位|部门)?\W*$"
)
_FIRST_LEADS_BESIDE = re.compile(r"\([^()]*(?:第一|首)(?:位|个|名|家)[^()]{0,10}牵头[^()]*\)")
_WITH_OBJECT = re.compile(
    r"(?P<role>牵头|负责|配合|协助|参与)(?!单位|部门)(?P<object>[^,;。()]{2,16}?)(?P<sign>[,;。]?)$"
)


def _without_object(clause: str, directory: Directory) -> str:
    """各乡镇配合做好征地拆迁 → 各乡镇配合: what somebody shall do is no part of who."""
    match = _WITH_OBJECT.search(plain_of(clause))
    if not match:
        return clause
    who = clause[: match.end("role")] + clause[match.start("sign") :]
    return who if are_names(who, directory) and not are_names(clause, directory) else clause


_CLAUSE = re.compile(r"(?P<words>(?:\([^()]*\)|[^,;。\n])+)(?P<sign>[,;。\n]?)")


def _clauses(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a stretch and what ends each; brackets hold together."""
    plain = plain_of(text)
    for match in _CLAUSE.finditer(plain):
        yield text[match.start("words") : match.end("words")], text[match.start("sign") : match.end("sign")]


_MAY_BE_TIME = re.compile(
    r"(?:(?:力争|计划|确保|原则上|最迟|务必|分别)?[于在]?)?(?:20\d\d|[今明本]年|年[底内末]|\d{1,2}(?:[、,和]\d{1,2})*月|[一二三四五六七八九十]{1,3}月|[一二三四]季度|[上下]半年|每[年月季周半日]|全年|长期|持续|常态|立即|适时|按)"
)
_JUST_DONE = re.compile(r"(?<=[前底末内日月])(?:全部|基本|全面)?(?:完成|落实到位|办结|落实)$")


def _time_of(clause: str, is_when: Callable[[str], bool]) -> str:
    """The end of a clause that says by when (持续推进 too), '' if it says no time."""
    clause = clause.strip()
    for spot in _MAY_BE_TIME.finditer(plain_of(clause)):
        when = clause[spot.start() :]
        if is_when(when):
            return when
    return ""


def says_when(words: str) -> bool:
    """Whether words can stand in 完成时限: a date, a frequency, all the time."""
    kind = read_deadline(words, _ANY_LEAP_YEAR).kind
    return kind not in (DeadlineKind.UNKNOWN, DeadlineKind.EVENT)


_NOTHING_BUT_WHEN = re.compile(
    r"(?:\d+|[一二三四五六七八九十两]+|第|年度?|[季月]度?|[季半]年|[日天号周次旬]|个|[上中下]|[底末前内初止]|[之以](?=[前内])|[今明本当]年|每|季度|工作日|截至|于|在|至|到|"
    r"力争|争取|计划|预计|确保|原则上|最迟|务必|分别|均|都|须|应|要|需|将|必须|逐[年月季]|及时|立即|适时|同步|全年|长期|持续|常态化?|经常性?|不断|坚持|贯穿|始终|并|和|及|、|,|[\s-]|"
    r"全部|全面|基本|正式|如期|按期|按时|限时|高质量|有序|深入|分批|分步|逐步|稳步|推进|推动|推进中|实施|执行|开展|抓好|落实|办结|完成|到位|见效|完工|建成|竣工|投用|投入使用|整改|销号|清零|结束|更新|"
    r"取得|明显|阶段性|实质性|成果|成效|实效|进展|(?<=完成)(?:各项|全部|全年|年度|目标)*(?:任务|工作|目标))+"
)
"""A time with verbs that have no object: 6月底前完成, 持续推进，取得阶段性成效."""


def says_only_when(words: str) -> bool:
    """Whether words say a time and nothing that is to be done by then."""
    return bool(_NOTHING_BUT_WHEN.fullmatch(plain_of(words))) and says_when(words)


def _shortened(when: str) -> str:
    return _JUST_DONE.sub("", when).removeprefix("于")
