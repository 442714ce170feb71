"""Which numbered lines are headings, and how far a heading reaches that stands at a paragraph's beginning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.language.names import prefixes_of
from taskbook.prose.structure.order import Placed
from taskbook.prose.text.lines import is_label
from taskbook.prose.text.marks import Make


@dataclass(frozen=True, slots=True)
class Segment:
    """text[start:end]: a line, or the part of it from one mark to the next; `bare` is the depth of a heading without number."""

    start: int
    end: int
    placed: Placed | None
    bare: int | None
    formal: bool
    mark_text: str = ""
    words: int = 0

    @property
    def depth(self) -> int | None:
        return self.placed.depth if self.placed else self.bare


@dataclass(frozen=True, slots=True)
class _Look:
    """A numbered segment as it is judged. `head`: its first sentence, `rest`: what stands behind it; `stop`: how the
    first ends; `deeper`: whether a list of a lower level follows, `text`: whether running text does."""

    segment: Segment
    head: str
    stop: str
    rest: str
    deeper: bool
    text: bool

    @property
    def alone(self) -> bool:
        return not self.rest


_STOP = re.compile(r"[。！？!?]|(?<=[\u4e00-\u9fff])[：:](?=.)")
_BRACKET = re.compile(
    r"[（(〔【\[][^（()）〔〕]*(?:单位|部门|负责|牵头|配合|落实|时限|责任)[^（()）〔〕]*[）)〕】\]]"
)
_WHEN = r"\d{1,2}月(?!活动)|年底|[一二三四]季度|半年|\d日|工作日|\d+(?:\.\d+)?[%％]|不少于|以上|不低于"
_HOW_MUCH = (
    r"\d[余多]?[百千万亿]?(?:个|次|场|家|项|件|条|户|人|名|位|公里|千米|米|亩|公顷|平方|立方|万|亿|元|处|座|株|棵|块|台|套|所|间"
    r"|辆|艘|吨|千瓦|兆瓦|篇|期|支|批|头|份|册|部|栋|幢|盏|枚|对|片|眼|口|只|张|例|起|宗|门|款|班|轮)(?!业|庭|长|区|才|员|质)"
)
_SAYS_WHEN = re.compile(_WHEN)
_DATE = re.compile(f"{_WHEN}|{_HOW_MUCH}")
_DUTY = re.compile(
    r"^(?:各|市|区|县|省|州|旗|由|请|对|要|将|把|在|凡|每|依托|通过|按|根据)[^，。]{0,30}(?:要(?!素|点|闻|求|务|道|领|件|害|客|事)|应(?!急|用|对)|须|负责|牵头|前|的|，)|(?:要(?!素|点|闻|求|务|道|领|件|害|客|事)|应当|必须|须|负责)[^，。]{2,}$|完成$|上报$|报送$|[，,]\s*由[^，。]{2,}(?:负责|牵头|落实|承担|实施|组织|配合)"
)
_STAGE = re.compile(r"(?<=阶段|环节|步骤)[（(][^（()）]*[)）]$")
_STAGE_NAME = re.compile(r"^[^，。；]{2,16}(?:阶段|环节|步骤)(?:[（(][^（()）]*[)）])?$")
_LONGEST = 42
_USUAL = 30
_SHORT = 16
_IS_MADE = re.compile("[，,]|(?:清单|台账|名录|目录|方案|档案|预案)$")  # what is made is a duty of its own
_SENTENCE = re.compile(r"[。；！？]")


def heading_ends(text: str, segments: Sequence[Segment]) -> dict[int, int]:
    """Where each heading ends, by where it begins; numbered segments that are no headings are running text."""
    looks = {
        segment.start: _look(text, segments, at) for at, segment in enumerate(segments) if segment.placed
    }
    groups: dict[tuple[int, Make], list[_Look]] = defaultdict(list)
    for look in looks.values():
        placed = look.segment.placed
        if placed:
            groups[placed.depth, placed.mark.make].append(look)
    only_headings = not any(_says_something(text, segment) for segment in segments if not segment.formal)
    ends = {segment.start: segment.end for segment in segments if segment.bare is not None}
    for group in groups.values():
        ends |= _judged(text, group, only_headings)
    return ends


def _look(text: str, segments: Sequence[Segment], at: int) -> _Look:
    segment = segments[at]
    line = text[segment.words : segment.end].strip()
    stop = _first_stop(line)
    head = line if stop is None else line[: stop.start()]
    rest = "" if stop is None else line[stop.end() :].strip()
    sign = "" if stop is None else stop[0]
    deeper, running = _follows(text, segments, at)
    return _Look(segment, head, sign, rest, deeper, running)


def _first_stop(line: str) -> re.Match[str] | None:
    """The first stop outside brackets; a colon counts where a short head stands before it."""
    for match in _STOP.finditer(line):
        head = line[: match.start()]
        if head.count("（") + head.count("(") > head.count("）") + head.count(")"):
            continue
        if match[0] in "：:" and (
            len(head) > 20 or is_label(line) or re.search(r"[，；]|如下|以下|包括|其中|[是为即]$", head)
        ):
            continue
        return match
    return None


def _follows(text: str, segments: Sequence[Segment], at: int) -> tuple[bool, bool]:
    """Whether deeper numbers follow (lines with labels may stand between), whether running text follows at once."""
    depth = segments[at].depth or 0
    running = False
    for behind, segment in enumerate(segments[at + 1 :]):
        if segment.depth is not None:
            return segment.depth > depth, running
        if segment.formal:
            return False, running
        line = text[segment.start : segment.end].strip()
        if is_label(line):
            continue
        if behind == 0:
            running = True
        else:
            return False, running or not _has_label_between(text, segments[at + 1 : at + 1 + behind])
    return False, running


def _has_label_between(text: str, segments: Sequence[Segment]) -> bool:
    return any(is_label(text[one.start : one.end].strip()) for one in segments)


def _says_something(text: str, segment: Segment) -> bool:
    """Whether a segment is more than a heading: a sentence, somebody responsible, a date."""
    line = text[segment.start : segment.end].strip()
    return len(line) > _LONGEST + 10 or bool(
        _SENTENCE.search(line) or _BRACKET.search(line) or is_label(line) or _DATE.search(line)
    )


def _judged(text: str, group: Sequence[_Look], only_headings: bool) -> dict[int, int]:
    """The headings among the numbered segments of one kind and depth, and where they end."""
    run_in = _heads_run_in(group)
    with_text = sum(one.deeper or one.text for one in group) + sum(bool(one.rest) for one in group if run_in)
    ends: dict[int, int] = {}
    longest = _longest_alone(group)
    for one in group:
        start, end = one.segment.start, one.segment.end
        stuck = _stuck(one, longest)
        if stuck:
            ends[start] = one.segment.words + stuck
        elif one.rest:
            if (run_in or _STAGE_NAME.search(one.head) or _heads_somebody(one)) and _is_titled(one, least=6):
                ends[start] = start + _head_length(text, one)
        elif _is_alone_heading(one, group, with_text, only_headings):
            ends[start] = end
    return ends


def _head_length(text: str, one: _Look) -> int:
    line = text[one.segment.words : one.segment.end]
    lead = len(line) - len(line.lstrip())
    return one.segment.words - one.segment.start + lead + len(one.head) + len(one.stop)


def _heads_run_in(group: Sequence[_Look]) -> bool:
    """Whether segments of one kind begin with a heading of their own: by what most of them look like."""
    eligible = [one for one in group if one.rest]
    titled = [one for one in eligible if _is_titled(one)]
    sentences = sum(not one.rest and bool(one.stop) and not one.deeper and not one.text for one in group)
    if not titled or len(titled) < 0.6 * len(eligible) or len(titled) <= sentences:
        return False
    if any(one.stop in "：:" for one in titled) and sum(one.stop in "：:" for one in titled) < 0.5 * len(
        titled
    ):
        titled = [one for one in titled if one.stop not in "：:"] or titled
    usual = sum(len(one.head) for one in titled) / len(titled)
    return usual <= _USUAL and (len(titled) > 1 or len(titled[0].head) <= 24)


def _heads_somebody(one: _Look) -> bool:
    """Whether a short first sentence that asks nobody stands above one that begins with who acts: 强化监管。县应急局…"""
    short = len(one.head) <= _SHORT and one.stop == "。" and not _IS_MADE.search(one.head)
    return short and bool(one.rest.startswith("各") or prefixes_of(one.rest[:12]))


def _says_when_or_how_much(head: str) -> bool:
    """Whether a head names a day or an amount, but for the days of a stage: 动员部署阶段（3月底前）."""
    return bool(_DATE.search(_STAGE.sub("", head)))


def _is_titled(one: _Look, least: int = 12) -> bool:
    """Whether a segment begins with what reads as a title and goes on with text of its own."""
    if len(one.head) < 2 or len(one.head) > _LONGEST or one.head.count("，") + one.head.count(",") > 2:
        return False
    if (
        re.search(r"[；;]", one.head)
        or _says_when_or_how_much(one.head)
        or _DUTY.search(one.head)
        or _BRACKET.search(one.head)
    ):
        return False
    rest = _BRACKET.sub("", one.rest)
    return len(rest) >= least and not is_label(rest)


_BEGINS = re.compile(
    r"(?:各(?!类|项|种|方面)|(?:全?[市县区州旗镇省])(?:政府|委|直|教育|发展|财政|民政|公安|司法|人力|自然|生态|住房|交通|水|农业|商务|文|卫生|应急|审计|市场|统计|医|税)|为(?:深入|进一步|了|全面|贯彻)"
    r"|坚持以|根据(?:国|省|市|中|《|上级)|按照(?:国|省|市|中|《|上级|“)|(?:19|20)\d{2}年|\d{1,2}月|以习近平|今年)"
)


def _longest_alone(group: Sequence[_Look]) -> int:
    """The length of the longest heading without a stop above a list, where most of the kind are such; else 0."""
    alone = [len(one.head) for one in group if one.alone and not one.stop and one.deeper]
    return max(alone) if alone and 2 * len(alone) >= len(group) - 1 else 0


def _stuck(one: _Look, longest: int) -> int:
    """How long a heading is to which the text below it sticks since its line break was lost: where its siblings are
    headings without a stop, and words follow that begin a sentence; 0 where that is not so."""
    limit = longest + 6
    if not longest or not (one.stop or one.text) or len(one.head) <= limit or _is_titled(one):
        return 0
    match = next((found for found in _BEGINS.finditer(one.head) if found.start() >= 4), None)
    return match.start() if match and match.start() <= limit else 0


def _is_alone_heading(one: _Look, group: Sequence[_Look], with_text: int, only_headings: bool) -> bool:
    """Whether a segment without text behind its first sentence heads what follows."""
    head = one.head
    if one.stop in ("：", ":") or head.endswith(("：", ":")):
        return one.deeper and len(head) <= 16 and "，" not in head
    if one.deeper and len(head) <= 70 and not one.stop:
        return True
    if len(head) > _LONGEST + 8:
        return False
    if one.stop:
        if _says_when_or_how_much(head) or _DUTY.search(head):
            return False
        others = 2 * (with_text - 1) >= len(group) - 1
        return len(head) <= 36 and (one.deeper or (one.text and others))
    placed = one.segment.placed
    if one.text:
        if placed and placed.mark.make <= Make.BRACKETED_HAN and with_text == len(group) > 1:
            return not re.search(rf"{_SAYS_WHEN.pattern}|[；;，,]", _STAGE.sub("", head))
        return not (_says_when_or_how_much(head) or re.search(r"[；;]", head))
    if _BRACKET.search(head) or _says_when_or_how_much(head):
        return False
    if 2 * with_text >= len(group):
        return True
    placed = one.segment.placed
    return only_headings and placed is not None and placed.mark.make <= Make.BRACKETED_HAN
