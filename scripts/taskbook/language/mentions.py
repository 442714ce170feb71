"""Whether an answer says anything about what a clause of its task asks for: the date, or words of its own."""

from __future__ import annotations

import re
from datetime import date

from taskbook.language.compact import compact

_CLAUSE_MARK = re.compile(r"[，,；;。！？\n]")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SAYS_LITTLE = frozenset(
    "完成 工作 情况 开展 进行 推进 相关 各项 任务 落实 要求 及时 做好 组织 分别 月底 底前 日前 月前 年底 季度 之前 以前 全面 全部 实现 进展 "
    "本年 年度 我区 我局 单位 部门 有关 我市 我县 每月 每季 力争 基本".split()
)


def clause_at(text: str, start: int, end: int, most: int = 30) -> str:
    """The clause around text[start:end], from there on where it is longer than `most` characters."""
    before = _CLAUSE_MARK.split(text[:start])[-1].lstrip()
    after = _CLAUSE_MARK.split(text[end:])[0].rstrip()
    whole = before + text[start:end] + after
    if len(whole) <= most:
        return whole
    rest = text[start:end] + after
    return rest if len(rest) <= most else text[start:end] + after[: max(0, most - (end - start))] + "…"


def words_of_clause(text: str, start: int, end: int) -> frozenset[str]:
    """Pairs of characters that tell what the clause around text[start:end] is about; none that any answer has."""
    before = _CLAUSE_MARK.split(text[:start])[-1]
    after = _CLAUSE_MARK.split(text[end:])[0]
    pairs = {
        run[place : place + 2]
        for part in (before, after)
        for run in _HAN.findall(part)
        for place in range(len(run) - 1)
    }
    return frozenset(pairs - _SAYS_LITTLE)


def is_mentioned(said: str, words: frozenset[str], day: date) -> bool:
    """Whether an answer speaks of the clause or names its month (with a clause that has no words of its own: whether
    it says anything)."""
    plain = compact(said).text
    if not words:
        return any(map(str.isalnum, plain))
    return (
        any(word in plain for word in words)
        or re.search(rf"(?<!\d)0?{day.month}(?:月|[./-]{day.day}\b)", plain) is not None
    )
