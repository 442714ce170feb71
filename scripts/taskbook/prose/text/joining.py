"""Line breaks that only end a line, told from those that end a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskbook.prose.text.lines import (
    ENDS_IN_LABEL,
    FORMAL,
    GOES_ON_RIGHT,
    LABEL,
    LONGEST_HEADING,
    PLAIN_WORDS,
    TAIL_BRACKET,
    Given,
    Habits,
    Read,
    habits_of,
    joined_lines,
    read_line,
)
from taskbook.prose.text.marks import Make, mark_at
from taskbook.prose.text.traces import Line

_BRACKETS = re.compile(r"[（(〔【《“）)〕】》”]")
_CLOSED = {"（": "）)", "(": "）)", "〔": "〕", "【": "】", "《": "》", "“": "”"}
_TITLE_ENDS = re.compile(
    r"(?:通知|方案|要点|意见|计划|分工|措施|办法|任务|清单)[》〉]*(?:[（(].{1,16}[）)])?$"
)


def hard_breaks(lines: Sequence[Line], given: Sequence[Given]) -> list[int]:
    """The offsets of the line breaks behind which the sentence goes on."""
    read = [read_line(line.text, one) for line, one in zip(lines, given, strict=True)]
    habits = habits_of(read)
    joined: list[int] = []
    counted: dict[Make, int] = {}
    for at in range(1, len(read)):
        before, after = read[at - 1], read[at + 1] if at + 1 < len(read) else None
        if before.mark:
            counted[before.mark.make] = before.mark.number
        mark = read[at].mark
        turn = counted.get(mark.make, 0) + 1 if mark else 0
        if _goes_on(before, read[at], after, habits, turn):
            joined.append(lines[at - 1].end)
            read[at] = joined_lines(before, read[at])
    return joined


def _goes_on(left: Read, right: Read, after: Read | None, habits: Habits, turn: int) -> bool:
    """Whether the sentence at a line's end goes on in the next line."""
    if left.given.level is not None or right.given.level is not None or _is_next_item(left, right):
        return False
    if _is_torn(left, right):
        return True
    if right.given.begins is False and not left.stopped:
        return True
    if _begins_anew(left, right, habits, turn):
        return False
    if right.given.begins is False:
        return True
    if habits.telling and right.given.begins is True:
        return bool(left.sentence_inside and not left.stopped and right.given.page)
    if left.stopped:
        return (
            bool(habits.full)
            and not right.given.begins
            and _is_full(left, habits)
            and not _is_whole(left, right)
            and not _is_lone_heading(right, after, habits)
        )
    if ENDS_IN_LABEL.search(left.text):
        return True
    if habits.full and _is_full(left, habits):
        return not _is_full_heading(left, right, after, habits)
    return _is_cut_paragraph(left, right, habits)


def _is_next_item(left: Read, right: Read) -> bool:
    """Whether the next line has the next number of the list that this one is of, whatever ends this one."""
    if not left.mark or not right.mark or left.is_mark or right.mark.damaged:
        return False
    if right.mark.make is not left.mark.make:
        return False
    return right.mark.stem == left.mark.stem and right.mark.number == left.mark.number + 1


def _is_torn(left: Read, right: Read) -> bool:
    """Whether punctuation shows that a sentence goes on, whatever begins the next line."""
    if re.search(r"[（(〔]\s*[一二三四五六七八九十\d]{0,3}$", left.text) and not right.mark:
        return True
    if left.mark and left.is_mark:
        return right.mark is None or right.mark.make > left.mark.make
    opened = _left_open(left.text)
    if opened and re.match(rf"[^{opened}\n]{{0,120}}[{_CLOSED[opened]}]", right.text):
        return not (right.mark and right.mark.make in (Make.HAN, Make.CHAPTER, Make.PART))
    if GOES_ON_RIGHT.match(right.text) or left.text.endswith("第"):
        return True
    if re.search(r"[，,、（(〔《“]$", left.text):
        return right.mark is None or (
            right.mark.make >= Make.DIGITS and not LABEL.match(right.text, right.mark.end)
        )
    return False


def _left_open(text: str) -> str:
    """The last bracket or quotation mark that is opened near the end and not closed; '' for none."""
    tail = re.split(r"[。！？]", text[-160:])[-1]
    found = list(_BRACKETS.finditer(tail))
    if not found or found[-1][0] not in _CLOSED:
        return ""
    last = found[-1]
    return "" if any(closer in tail[last.start() :] for closer in _CLOSED[last[0]]) else last[0]


def _begins_anew(left: Read, right: Read, habits: Habits, turn: int) -> bool:
    """Whether the next line begins something of its own, by what it begins with; `turn`: the number whose turn it is."""
    if FORMAL.match(right.text):
        return True
    if right.mark:
        return left.stopped or not _is_full(left, habits) or right.mark.number in (1, turn)
    if LABEL.match(right.text):
        bracketed = right.text[0] in "（(〔【["
        return not (bracketed and habits.full and _is_full(left, habits))
    return bool(left.size < 60 and FORMAL.match(left.text))


def _is_full(line: Read, habits: Habits) -> bool:
    slack = max(2, habits.full // 10) + (2 if line.given.begins else 0)
    return bool(habits.full) and line.length >= habits.full - slack


def _is_whole(left: Read, right: Read) -> bool:
    """Whether a full line that ends in a stop ends its paragraph all the same."""
    return left.text.endswith(("：", ":")) or bool(TAIL_BRACKET.search(left.text))


def _is_lone_heading(line: Read, after: Read | None, habits: Habits) -> bool:
    """Whether a line is short, without a mark or a stop, above text: the last words of a paragraph have a stop."""
    if after is None or line.stopped or _is_full(line, habits) or 2 * line.size > LONGEST_HEADING:
        return False
    return bool(PLAIN_WORDS.fullmatch(line.text)) and _is_full(after, habits)


def _is_full_heading(left: Read, right: Read, after: Read | None, habits: Habits) -> bool:
    """Whether a full line without a stop is a heading that just fits, with its text below it."""
    if not left.mark or left.sentence_inside or left.mark.make not in habits.alone:
        return False
    if left.size > habits.full + 3:
        return left.size - right.length < habits.full + 3 and _is_full(right, habits)
    if not _is_full(right, habits):
        return bool(right.stopped and re.search(r"[。；]", right.text)) and len(right.text) > 10
    return True


def _is_cut_paragraph(left: Read, right: Read, habits: Habits) -> bool:
    """Whether a line that is no full line and ends without a stop was cut by a page or a picture."""
    tail = re.split(r"[。！？；]", left.text)[-1]
    stray = mark_at(tail)
    if left.sentence_inside and stray is not None and stray.make <= Make.BRACKETED_HAN:
        return stray.end == len(tail.rstrip()) or (stray.make in habits.run_in and _ends_soon(right))
    if left.sentence_inside:
        return True
    if left.mark:
        if left.size > LONGEST_HEADING:
            return True
        if left.mark.make in habits.run_in and left.mark.make not in habits.alone:
            return _ends_soon(right) or left.given.page
        return left.given.page and right.given.page and left.mark.make not in habits.alone
    if _TITLE_ENDS.search(left.text) or (re.search(r"[\d。]$", left.text) and left.size < 24):
        return False
    if right.given.page and left.size > 24:
        return True
    return left.size > LONGEST_HEADING or (len(right.text) <= 6 and right.text.endswith("。"))


def _ends_soon(line: Read) -> bool:
    """Whether a line begins with the rest of a heading: a stop within few characters and more behind it."""
    return bool(re.match(r"[^，。；]{1,24}[。：:].", line.text))
