"""Runs of labels and their values: 牵头单位：… 责任单位：… 完成时限：…, in one line or over several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from taskbook.language.directory import Directory
from taskbook.language.parties import read_cell
from taskbook.prose.parties.labels import (
    Label,
    What,
    label_of_any_kind_at,
    labels_in,
    values_of,
)
from taskbook.prose.parties.naming import Closing, Form
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.said import Said, said_by_labels
from taskbook.prose.parties.strength import are_names


def run_end(text: str, plain: str, start: int, end: int, directory: Directory) -> int:
    """Where a run of labels ends: the line's end, or further where the next line goes on with it."""
    stop = start
    names_below = False  # a label stands alone in its line, with a name a line below it
    while True:
        line = plain.find("\n", stop, end)
        line = end if line < 0 else line
        if (words := _words_behind(plain, stop, line)) is not None:
            return words
        following = line
        while following < end and plain[following] in " \n":
            following += 1
        if following >= end:
            return line
        unfinished = plain[start:line].rstrip().endswith(("、", ",", ":", "和", "及"))
        label = label_of_any_kind_at(plain, following, end)
        listed = unfinished and plain[start:line].rstrip().endswith(":")
        names_below = names_below or listed
        if not unfinished and (label is None or not _is_beside(plain, label, end)):
            below = _line_at(text, following, end)
            if not (
                names_below and below and read_cell(below, directory).mentions and are_names(below, directory)
            ):
                return line
        names_below = names_below and label is None
        stop = following


def _words_behind(plain: str, start: int, line: int) -> int | None:
    """Where a value ends at its full stop amid a line: 牵头单位：区住建局。改造道路5条。"""
    label = label_of_any_kind_at(plain, start, line)
    if label is None or label.what is What.MEASURE or _is_content(plain, label):
        return None
    for stop in re.compile("。").finditer(plain, start, line):
        at = stop.end()
        while at < line and plain[at] == " ":
            at += 1
        if at < line and label_of_any_kind_at(plain, at, line) is None:
            return stop.start()
    return None


def _line_at(text: str, start: int, end: int) -> str:
    line = text.find("\n", start, end)
    return text[start : end if line < 0 else line].strip()


def of_labels(text: str, plain: str, start: int, end: int, directory: Directory) -> Closing | None:
    labels = list(labels_in(plain, start, end))
    if not labels or labels[0].start != start:
        return None
    stop = next((one.start for one in labels[1:] if _is_content(plain, one)), end)
    labels = [label for label in labels if label.start < stop]
    stop = _last_value_end(plain, labels[-1], stop)
    said = said_by_labels(text, labels, stop, directory)
    if not said:
        return None
    beside = [one for one in values_of(plain, labels, stop) if one.label.what is What.OTHER]
    kept = tuple((one.label.start, one.end) for one in beside if not _CONTACT.match(plain, one.label.start))
    return replace(closing_of(start, stop, said, directory, Form.LABEL), kept=kept)


_CONTENT = re.compile(r"[^:]{0,6}(?:任务|措施|内容|事项|名称|序号|要求|做法|举措)[^:]{0,2}:?")
_CONTACT = re.compile(r"联系人|联系电话|电话|联络员|手机|联系方式|办公电话")
_HOW_IT_STANDS = re.compile(r"[^:]{0,6}(?:情况|进展|进度|状态) *:[^\n。]{0,60}(?:[\n。]|$)")
_NAMES_A_THING = re.compile(
    r"(?:地点|地址|来源|单位|规模|资金|投资|周期|性质|年限|类型|依据|方式|情况|人|人员)$"
)
_LONGEST_BESIDE = 40


def _is_content(plain: str, label: Label) -> bool:
    """Whether a label's value is the task itself, not something beside it: 工作措施：, but not 资金来源：."""
    return label.what is What.OTHER and bool(_CONTENT.match(plain, label.start, label.end))


def _is_beside(plain: str, label: Label, end: int) -> bool:
    """Whether a line between labels or behind them says something else of the same task."""
    if label.what is not What.OTHER or _HOW_IT_STANDS.match(plain, label.start, end):
        return True
    line = plain.find("\n", label.end, end)
    line = end if line < 0 else line
    word = plain[label.start : label.end].rstrip(": ")
    asks = is_predicate(plain[label.end : label.end + 24]) or (
        is_predicate(word) and not _NAMES_A_THING.search(word)
    )
    said = line - label.start <= _LONGEST_BESIDE and "。" not in plain[label.end : line].rstrip("。 ")
    return said and not asks and not _is_content(plain, label)


def _last_value_end(plain: str, label: Label, end: int) -> int:
    """Where the last value ends: at its full stop, if other text follows in the line."""
    if label.what is What.MEASURE:
        return end
    stop = plain.find("。", label.end, end)
    return stop if stop >= 0 and plain[stop:end].strip("。 \n") else end


def run_in(text: str, plain: str, start: int, end: int, directory: Directory) -> Iterator[Closing]:
    """Labels at the end of a sentence or behind it, without a bracket."""
    position = start
    while position < end:
        label = next(
            (one for one in labels_in(plain, position, end) if one.what not in (What.OTHER, What.MEASURE)),
            None,
        )
        if label is None:
            return
        stop = _sentence_run_end(plain, label.start, end)
        if not _begins(plain, label.start, start):
            position = label.end
        elif one := of_labels(text, plain, label.start, stop, directory):
            yield one
            position = max(one.end, label.end)
        else:
            position = max(stop, label.end)


def _begins(plain: str, at: int, start: int) -> bool:
    return at == start or plain[at - 1] in "\n。;, )!.—–-※●■◆▲★•·*○□"


def _sentence_run_end(plain: str, start: int, end: int) -> int:
    """Where labels inside a line end: at the full stop that no other label follows."""
    stop = start
    while match := re.compile(r"[。\n]").search(plain, stop, end):
        following = match.end()
        while following < end and plain[following] in " \n":
            following += 1
        label = label_of_any_kind_at(plain, following, end)
        if label is None or (match[0] == "\n" and not _is_beside(plain, label, end)):
            return match.start()
        stop = following
    return end


def closing_of(start: int, end: int, said: Said, directory: Directory, form: Form) -> Closing:
    return Closing(start, end, said.texts(directory), said.deadline, said.measure, said.sure, form)
