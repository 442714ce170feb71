"""Enumerations inside running text: which only say more of the words before them, and what stands inside one of their items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from taskbook.language.directory import Directory
from taskbook.language.milestones import find_milestones
from taskbook.language.targets import find_targets
from taskbook.language.text import squeeze
from taskbook.prose.duties.background import Duty, duty_of, explained, is_concrete
from taskbook.prose.duties.sentences import Part, Sentence
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.subjects import subject_at

_A_NAME = 6
"""Items with so few characters name things: 入口关, 会商机制."""
_MODEST = 14
"""Items with so few say how something is done: 及时开展绩效评价."""
_ANY_YEAR = 2026
_COUNTED = re.compile(
    r"(?:做到|坚持|落实|落细|把好|严把|守好|突出|注重|把握|抓住|抓好|实现|实行|执行|达到|健全|完善|建立|推行|强化|处理好|解决好?|遵循)[^,;。]{0,8}?[“\"]?[一二两三四五六七八九十\d]+(?!项(?:工作|任务|工程)|件)[^,;。]{1,8}[”\"]?[^,;。]{0,6}:$"
)
_NAMES_WHAT = re.compile(
    r"(?:重点|主要|着重|特别|集中)(?:关注|检查|审查|核查|排查|了解|说明|看|查|内容|对象|情形|指标|方向|突出|围绕)|包括|包含|涵盖|分为|分[\d两二三四五六七八九]+[类种级档步]|如下|具体为|分别[是为]|方面|方式|内容|情形|情况|标准|条件|原则|材料|渠道|机制|制度|要求"
)
_NO_DUTY_OF_ITS_OWN = re.compile(r"^.{0,12}(?:任务|工作|措施|事项|职责|分工)(?:是|为|包括|有|如下)?:$")


def whole_lists(text: str, sentences: Sequence[Sentence], directory: Directory) -> list[Sentence]:
    """The sentences, with lists that only say more of the words before their colon taken as one with these words."""
    found = list(sentences)
    at = 0
    while at < len(found):
        run = _run_from(text, found, at)
        if run and _elaborates(text, run, directory):
            last = next(
                index
                for index in range(at, len(found))
                if found[index].start < run[-1].end <= found[index].end
            )
            found[at : last + 1] = [_whole(found[at : last + 1], run)]
        at += 1
    return found


def inside_items(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Where parts without a mark begin that stand between two items of one enumeration: 三是整治A。拆除B；四是…."""
    parts = [part for sentence in sentences for part in sentence.parts]
    numbered = [at for at, part in enumerate(parts) if part.number is not None]
    return frozenset(
        parts[at].start
        for one, other in pairwise(numbered)
        if parts[other].number == (parts[one].number or 0) + 1
        for at in range(one + 1, other)
    )


def own_duty(words: str) -> bool:
    """Whether words before a colon ask for something besides what they announce: 成立专班，每月调度，重点抓好：."""
    clauses = re.split(r"[,;]", squeeze(words))[:-1]
    return any(len(clause) >= _A_NAME and is_predicate(clause) and is_concrete(clause) for clause in clauses)


def _run_from(text: str, sentences: Sequence[Sentence], at: int) -> list[Part]:
    """The part that ends with a colon in a sentence, and the items 1, 2, 3 … behind it, over line and sentence ends."""
    parts = sentences[at].parts
    lead = next(
        (
            index
            for index, part in enumerate(parts)
            if part.number is None and text[part.start : part.end].rstrip().endswith(("：", ":"))
        ),
        None,
    )
    if lead is None:
        return []
    run = [parts[lead]]
    for part in [*parts[lead + 1 :], *(part for one in sentences[at + 1 :] for part in one.parts)]:
        if part.number != len(run):
            break
        run.append(part)
    return run if len(run) > 2 else []


def _elaborates(text: str, run: Sequence[Part], directory: Directory) -> bool:
    lead = squeeze(text[run[0].words : run[0].end]).replace("：", ":")
    acts = any(is_predicate(clause) for clause in re.split(r"[,;]", lead))
    if _NO_DUTY_OF_ITS_OWN.match(lead) or (explained(lead) is not None and not acts):
        return False
    if any(subject_at(text, part.words, part.end, directory) for part in run[1:]):
        return False
    items = [squeeze(text[part.words : part.end]).strip("。;,") for part in run[1:]]
    if any(find_targets(one) or find_milestones(one, _ANY_YEAR) for one in items):
        return False
    longest = max(map(len, items))
    if longest <= _A_NAME or all(duty_of(one) is not Duty.SURE for one in items):
        return True
    announced = lead.rsplit(",", 1)[-1]
    return longest <= _MODEST and bool(_COUNTED.search(announced) or _NAMES_WHAT.search(announced))


def _whole(sentences: Sequence[Sentence], run: Sequence[Part]) -> Sentence:
    """These sentences as one, in which the run is one part."""
    parts = [part for sentence in sentences for part in sentence.parts]
    whole = replace(run[0], end=run[-1].end)
    kept = [part for part in parts if part not in run]
    return Sentence(
        sentences[0].start,
        sentences[-1].end,
        tuple(sorted([*kept, whole], key=lambda part: part.start)),
    )
