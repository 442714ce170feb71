"""What asks nobody for anything: aims, exhortations, explanations; and how surely a sentence asks for something."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from taskbook.language.milestones import find_milestones
from taskbook.language.targets import find_targets
from taskbook.language.text import squeeze
from taskbook.prose.draft import Left
from taskbook.prose.duties import background_words as words
from taskbook.prose.parties.predicates import is_predicate

_ANY_YEAR = 2026  # whether a sentence names a time at all does not hang on the year


class Duty(IntEnum):
    """How surely a sentence asks somebody for something."""

    NONE = 0
    UNSURE = 1
    SURE = 2


_MUST = re.compile(
    r"(?<![主重需首])要(?![点求素件闻领塞务强害])|应(?:当|该)?(?=[\u4e00-\u9fff])(?![急用对付变有])|须(?!知)|必须|需(?:要)?(?![求])|不得|严禁|禁止|务必|务于|一律|均(?=[应须要需]|不)|予以|负责(?!人|同志|制)|牵头|不再|不准|原则上"
)
_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要)(?!否)|第[一二三四五六七八九十]+[,、:]|\(?\d{1,2}[.、)]|[①-⑳]|——|[-•·●■◆▪*]+)"
)
_ADVERBIAL = re.compile(
    r"^(?:在|以|按|按照|根据|依据|围绕|聚焦|针对|结合|通过|依托|利用|对|对于|于|从|自|为|随着|坚持|紧扣|立足|着眼|到|每|凡|除|涉及|将|把|向|由|并|同时|此外|其中|另外|充分|年底|\d|[一二三四]季度|[上下]半年)"
)


_BANKERS_MARK = re.compile(r"^[壹贰叁肆伍陆柒捌玖拾]{1,3}[、.:,]")


def heading_kind(title: str) -> Left | None:
    """What stands below a heading by its words: AIM (总体要求), EXHORTATION (保障措施), None for tasks."""
    plain = _BANKERS_MARK.sub("", squeeze(title).strip("。.:;"))
    if words.AIM_HEADING.fullmatch(plain):
        return Left.AIM
    return Left.EXHORTATION if words.EXHORTING_HEADING.fullmatch(plain) else None


@lru_cache(maxsize=8192)
def duty_of(text: str) -> Duty:
    """How surely a sentence is a duty by its own words alone: verbs first, 要/应/须, numbers and dates it promises."""
    plain = _MARK.sub("", squeeze(text), count=1)
    if not re.search(r"[\u4e00-\u9fffA-Za-z\d]", plain):
        return Duty.NONE
    clauses = [clause for clause in re.split(r"[,:;。!?]", plain) if clause]
    if (
        any(map(_acts, clauses))
        or _MUST.search(plain)
        or words.PROMISES.search(plain)
        or words.WITH_OTHERS.search(plain)
    ):
        return Duty.SURE
    if find_targets(plain) or find_milestones(plain, _ANY_YEAR):
        return Duty.SURE
    return Duty.UNSURE


def _acts(clause: str) -> bool:
    """Whether a clause begins with what is to be done."""
    bare = clause.lstrip("“\"'《")
    if len(bare) >= 3 and is_predicate(bare):
        return True
    return any(is_predicate(bare[body.end() :]) for body in _BODY.finditer(bare[:_MOST_OF_A_NAME]))


_BODY = re.compile(
    r"机构|部门|单位|主体|企业|公司|学校|中小学|医院|卫生院|中心|窗口|乡镇|街道|镇街|社区|行政村|专班|大队|中队|小组|办公室|[局委办站所]"
)
_MOST_OF_A_NAME = 24
"""In so many characters who acts is named: 县医保经办机构推行…."""


def states(text: str) -> bool:
    """Whether a sentence says what is (…是全社会的共同责任), whatever its first clause begins with."""
    return bool(words.STATES.search(squeeze(text)))


def is_concrete(text: str) -> bool:
    """Whether a sentence asks for something that can be checked: a date, a number, a paper, a meeting."""
    plain = squeeze(text)
    return bool(words.CONCRETE.search(plain) or find_targets(plain) or find_milestones(plain, _ANY_YEAR))


@lru_cache(maxsize=8192)
def explained(text: str) -> Left | None:
    """What a sentence is that by its form is no duty wherever it stands: AIM or EXPLANATION or EXHORTATION; else None."""
    plain = _MARK.sub("", squeeze(text), count=1)
    if (
        words.ABOUT_ITSELF.search(plain)
        or words.ANNOUNCES_A_LIST.search(plain)
        or words.ANNOUNCES.search(plain)
    ):
        return Left.EXPLANATION
    if words.CALLS.search(plain) and not is_concrete(plain):
        return Left.EXHORTATION
    if sentence_of_people(text):
        return Left.EXPLANATION
    if told := _said_of_it(plain.rstrip("。!?;")):
        return told
    if (
        _is_past(plain)
        or words.WAS.search(plain)
        or words.REASON.search(plain)
        or words.OF_OTHERS.search(plain)
    ):
        return Left.EXPLANATION
    if (
        words.IS.search(plain)
        and not words.POINTS_OUT.search(plain)
        and not _MUST.search(plain.split(",")[0])
    ):
        return Left.EXPLANATION
    if words.AIM.search(plain) and not _works_on_it(plain) and not is_concrete(_behind_aim(plain)):
        return Left.AIM
    return None


def _is_past(plain: str) -> bool:
    """Whether a sentence only tells what was done: 2月，巡察组开展了巡察; nothing in it is still to come."""
    done = [match.end() for match in words.DONE.finditer(plain)]
    if not done or words.TO_COME.search(plain):
        return False
    return bool(words.PAST_TIME.match(plain)) or "," not in plain[done[-1] :].rstrip(",")


def sentence_of_people(text: str) -> bool:
    """Whether a line only says who sits in a group, or who answers as a person."""
    line = re.sub(r"[ \t\u3000]+", " ", text.strip()).rstrip("。;； ")
    return bool(words.PEOPLE.search(line) or words.PEOPLE.search(squeeze(line)))


def _said_of_it(plain: str) -> Left | None:
    """Mottoes, how hard the matter is, how it stands."""
    if words.GOES_WELL.search(plain):
        return Left.EXPLANATION
    if _is_measured(plain):
        return None
    if words.MOTTO.search(plain):
        return Left.EXHORTATION
    return Left.EXPLANATION if words.HARD.search(plain) else None


def _is_measured(plain: str) -> bool:
    return bool(find_targets(plain) or find_milestones(plain, _ANY_YEAR))


def threatens(text: str) -> bool:
    """Whether a sentence only says what befalls those who fail."""
    return bool(words.SANCTION.search(squeeze(text).rstrip("。!;")))


def _works_on_it(plain: str) -> bool:
    """Whether a sentence begins with an action of its own, the aim its object: 推进…思想进教材, 巩固…主题教育成效."""
    return is_predicate(plain) and not words.FOLLOWS.match(plain) and bool(words.WORKED_ON.search(plain))


def _behind_aim(plain: str) -> str:
    """What a sentence says behind the last clause of its aim."""
    end = max((match.end() for match in words.AIM.finditer(plain)), default=0)
    return plain[plain.find(",", end) + 1 :] if "," in plain[end:] else ""


@lru_cache(maxsize=8192)
def exhorts(text: str, at_least: float = 1.0) -> bool:
    """Whether so great a share of a sentence's clauses only exhorts and nothing in it can be checked."""
    plain = _MARK.sub("", squeeze(text), count=1)
    clauses = [clause for clause in re.split(r"[,;。!?]", plain) if clause]
    if not clauses or is_concrete(plain):
        return False
    clauses = [_without_subject(clause) for clause in clauses]
    if len(clauses) > 1 and words.SPIRIT_FIRST.fullmatch(clauses[0]):
        return all(words.SPIRIT_RESULT.fullmatch(one) or _only_exhorts(one) for one in clauses[1:])
    return sum(_only_exhorts(one) for one in clauses if one) >= at_least * len(clauses)


def _only_exhorts(clause: str) -> bool:
    return bool(words.EXHORTING_CLAUSE.fullmatch(clause))


_EVERYBODY = re.compile(
    r"^(?:(?:全[省市区县镇]|[省市区县]直|[省市区县]级)?(?:各级?|有关|相关|全体|全[省市区县镇乡](?=上下)|广大|每[一名位个])[^,;要应须]{1,30}?(?=要|应|须|务必|必须|进一步|切实|高度|充分|认真|加强|强化|密切|主动|提高|按照|对照|各))+"
)


def _without_subject(clause: str) -> str:
    return _EVERYBODY.sub("", clause, count=1)
