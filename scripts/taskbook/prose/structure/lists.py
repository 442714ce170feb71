"""Numbers that only list the parts of one item: 开展下列活动：①讲座；②展览。 is one duty, not a heading and two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taskbook.prose.structure.order import Placed
from taskbook.prose.text.marks import Make

_OPENS = re.compile(
    r"(?:下列|以下|如下|包括|包含|涵盖|做到|关注|聚焦|严查|严禁|即|分别[是为]|“[^”\n]{1,12}”|[几一二三四五六七八九十]个?(?:方面|环节|重点|关口|类|项|种))[^，。；：:\n]{0,14}[：:]\s*$"
)
"""Words of a sentence that its list completes; 工作目标： heads one."""
_SAYS_MORE = re.compile(
    r"\d{1,2}月|年底|季度|半年|每[年月周日天]|\d{1,2}日前|不少于|不低于|\d+(?:\.\d+)?[%％]|\d+[余多]?[万亿]?[个次场家项件条户人名亩处座株台套公里]|[，,].{8}|牵头|负责"
)
_CLOSED = re.compile(r"[（(〔【\[][^（()）\n]{2,}[）)〕】\]]\s*$")
_SHORT = 24
"""So many characters a part has at most that says nothing by itself."""


def parts_of_items(text: str, placed: Sequence[Placed]) -> set[int]:
    """Where the marks stand that only part the words of an item, by what stands before and behind them."""
    found: set[int] = set()
    for first, last in _runs(placed):
        run = placed[first:last]
        lead = text[max(0, run[0].mark.start - 60) : run[0].mark.start]
        if not _OPENS.search(lead):
            continue
        after = placed[last].mark.start if last < len(placed) else len(text)
        ends = [*(one.mark.start for one in run[1:]), after]
        parts = [text[one.mark.end : end] for one, end in zip(run, ends, strict=True)]
        parts[-1] = _last_part(parts[-1], "\n" in "".join([lead[-2:], *parts[:-1]]))
        if _only_names(parts) or _is_closed_once(parts):
            found |= {one.mark.start for one in run}
    return found


def _runs(placed: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """The stretches of marks of one kind, the lowest there are, that count from 1 with nothing between."""
    at = 0
    while at < len(placed):
        first, at = placed[at], at + 1
        if first.mark.number != 1 or first.mark.make < Make.DIGITS:
            continue
        begin = at - 1
        while at < len(placed) and _follows(placed[at - 1], placed[at]):
            at += 1
        if at - begin > 1 and (at == len(placed) or placed[at].depth <= first.depth):
            yield begin, at


def _follows(one: Placed, other: Placed) -> bool:
    return (
        other.mark.make is one.mark.make
        and other.depth == one.depth
        and other.mark.number == one.mark.number + 1
    )


def _last_part(part: str, listed: bool) -> str:
    """The last of the parts, with the bracket that stands behind it, if it is in a line of its own too."""
    line, _, behind = part.lstrip().partition("\n")
    below = behind.partition("\n")[0]
    return line + below if listed and _CLOSED.fullmatch(below) else line


def _only_names(parts: Sequence[str]) -> bool:
    bare = [*parts[:-1], _CLOSED.sub("", parts[-1])]
    return all(len(one.strip()) <= _SHORT and not _SAYS_MORE.search(one) for one in bare)


def _is_closed_once(parts: Sequence[str]) -> bool:
    """Whether the parts stand on one line and a bracket behind the last says of all who does them."""
    one_line = not any("\n" in part for part in parts)
    return (
        one_line
        and bool(_CLOSED.search(parts[-1]))
        and not any(_CLOSED.search(one) for one in _stripped(parts))
    )


def _stripped(parts: Sequence[str]) -> list[str]:
    return [one.rstrip(" 。；;") for one in parts[:-1]]
