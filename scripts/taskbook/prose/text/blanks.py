"""Blanks that typesetting and conversion leave between Chinese characters, told from those that part words."""

from __future__ import annotations

import re

from taskbook.language.names import looks_like_unit
from taskbook.prose.draft import Trace
from taskbook.prose.text.traces import Cut

BLANKS = " \t\u3000\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff\v\f\r"
_RUN = re.compile(f"[{BLANKS}]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_EDGE = re.compile(r"[，。、；：！？,;:!?（）()〔〕【】《》“”‘’\n]")
_LIST_LABEL = re.compile(
    r"(?:主题词|关键词|责任人|领导|组长|成员|人员|联系人|负责人|委员|主任|联络员)[^\n。]{0,3}[:：]?[^\n。：:]{0,60}$"
)
_LABEL_NEXT = re.compile(
    r"(?:牵头|责任|配合|协办|主办|承办|完成|落实|参与|联系|分管|主责|时间|工作)[\u4e00-\u9fff]{0,6}[:：]|(?:备注|时限|附件)[:：]"
)
_ANY_LABEL = re.compile(r"(?!(?:单位|部门|领导|科室|人|时限|时间|期限|情况)[:：])[\u4e00-\u9fff]{2,8}[:：]")
_LABEL_BEFORE = re.compile(r"(?:单位|部门|科室|领导|责任人|时限|时间)[:：][^\n]*$")
"""Labels one behind the other in a line: 责任单位：区水务局 资金来源：财政拨款."""
_NUMBERED = re.compile(r"(?:^|[\n。])[一二三四五六七八九十\d]{1,3}$")
_UNIT_OF_A_DATE = re.compile(r"年(?![度轮])|月(?!度)|日(?!常)")
_DENSE = 0.02
"""Blanks a Chinese character from which on they are left by conversion, whatever stands beside them."""


def blanks(text: str) -> list[Cut]:
    """The blanks that mean nothing: beside punctuation, at lines' ends, between characters of one word."""
    found = list(_RUN.finditer(text))
    between = [one for one in found if _is_between_han(text, one)]
    dense = len(between) > _DENSE * max(1, len(_HAN.findall(text))) and len(between) > 3
    return [Cut(one.start(), one.end(), Trace.BLANK) for one in found if not _parts(text, one, dense)]


def _is_between_han(text: str, run: re.Match[str]) -> bool:
    before, after = _beside(text, run)
    return bool(_HAN.match(before) and _HAN.match(after))


def _beside(text: str, run: re.Match[str]) -> tuple[str, str]:
    return text[run.start() - 1 : run.start()] if run.start() else "", text[run.end() : run.end() + 1]


def _parts(text: str, run: re.Match[str], dense: bool) -> bool:
    """Whether a blank parts two words on purpose."""
    before, after = _beside(text, run)
    if not before or not after or _EDGE.match(before) or _EDGE.match(after):
        return False
    if _LATIN.match(before) and _LATIN.match(after):
        return True
    if _NUMBERED.search(text[max(0, run.start() - 4) : run.start()]) and _HAN.match(after):
        return not _UNIT_OF_A_DATE.match(text, run.end())
    if not (_HAN.match(before) and _HAN.match(after)):
        return False
    left = _EDGE.split(text[max(0, run.start() - 40) : run.start()])[-1]
    right = _EDGE.split(text[run.end() : run.end() + 40])[0]
    if _LIST_LABEL.search(text[max(0, run.start() - 80) : run.start()]) or _LABEL_NEXT.match(text, run.end()):
        return True
    if _ANY_LABEL.match(text, run.end()) and _LABEL_BEFORE.search(
        text[max(0, run.start() - 120) : run.start()]
    ):
        return True
    first, last = _RUN.split(left)[-1], _RUN.split(right)[0]
    if looks_like_unit(first) and looks_like_unit(last) and len(first) > 2 and len(last) > 2:
        return True
    return not dense and _is_slogan(text, run, left, right)


def _is_slogan(text: str, run: re.Match[str], left: str, right: str) -> bool:
    """Words of equal length beside each other: “同心协力 共建家园”."""
    words = [*_RUN.split(left), *_RUN.split(right)]
    return len({len(word) for word in words}) == 1 and 3 <= len(words[0]) <= 12
