"""The rules for many tasks that a stretch of text states, each with the words that state it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from taskbook.language.directory import Directory
from taskbook.prose.duties.sentences import sentences_in
from taskbook.prose.parties.asides import asides_in
from taskbook.prose.parties.defaults import default_in
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.naming import Default, Rule
from taskbook.prose.parties.rule_clauses import rules_by_clause

_MAY_STATE = re.compile(
    r"牵头|责任单位|责任部门|配合单位|任务|工作|事项|措施|项目|内容|要求|指标|时限|期限|时间|不再|以上|以下|上述|下列|各项|第 *\d+|除[^。;]{1,20}外"
)

_ABOUT_MANY = re.compile(
    r"(?<![\d次个家名场项人%米元亩件处套所座篇条期岁辆亿万])(?:以[上下]|其[余他]|上述|下列|下述|前述|各项|所有|全部|每项|均|都|皆|一律|统一)|不再|未|没有|本(?:方案|要点|清单|表|分工|计划|部分|章|节|条)|附件"
)
"""Without one of these nothing is said of many: 不少于20场以上（A牵头） is one task's closing."""
_OF_LEADS = (Rule.FIRST_LEADS, Rule.RESPONSIBLE_LEADS)


def rules_in(text: str, directory: Directory) -> list[Default]:
    """Every rule that the text states, in order; what one sentence says of who and of when stands in the same place."""
    found: list[Default] = []
    for sentence in sentences_in(text):
        words = text[sentence.start : sentence.end]
        if not _MAY_STATE.search(words):
            continue
        inside = [
            replace(rule, start=aside.start, end=aside.end)
            for aside in asides_in(plain_of(text), sentence.start, sentence.end)
            for rule in _of_aside(text, aside.begin, aside.stop, directory)
        ]
        parts = [
            rule
            for part in sentence.parts
            for rule in _of_part(text, _behind_bracket(text, part.start, part.end), part.end, directory)
        ]
        begin = _behind_bracket(text, sentence.start, sentence.end)
        by_clause = rules_by_clause(text, begin, sentence.end, directory)
        found += inside or by_clause or parts or _rules(text, begin, sentence.end, directory)
    return found


def _behind_bracket(text: str, start: int, end: int) -> int:
    """Where a sentence begins behind the bracket that closes the one before it."""
    match = re.compile(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*").match(plain_of(text), start, end)
    return match.end() if match and match.end() < end else start


def _of_part(text: str, start: int, end: int, directory: Directory) -> list[Default]:
    return rules_by_clause(text, start, end, directory) or _rules(text, start, end, directory)


def _of_aside(text: str, start: int, end: int, directory: Directory) -> list[Default]:
    return rules_by_clause(text, start, end, directory) or _rules(text, start, end, directory)[:1]


def _rules(text: str, start: int, end: int, directory: Directory) -> list[Default]:
    return list(_one_by_one(text, start, end, directory))


def _one_by_one(text: str, start: int, end: int, directory: Directory) -> Iterator[Default]:
    """Rules one behind the other."""
    at = start
    while at < end:
        rule = default_in(text[at:end], 0, end - at, directory)
        if rule is None or rule.end <= 0:
            return
        words = text[at + rule.start : at + rule.end]
        if rule.kind not in _OF_LEADS and not _ABOUT_MANY.search(words):
            return
        yield replace(rule, start=at + rule.start, end=at + rule.end)
        at += rule.end
