"""Who and by when in a place of its own: brackets at the end of sentences, labelled lines, last clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from taskbook.language.directory import Directory
from taskbook.language.names import looks_like_unit, prefixes_of
from taskbook.prose.parties.label_runs import closing_of, of_labels, run_end, run_in
from taskbook.prose.parties.labels import (
    What,
    label_at,
    labels_in,
    plain_of,
)
from taskbook.prose.parties.naming import Closing, Form
from taskbook.prose.parties.partly_said import partly_said
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.said import Said, plainly_said, said_by_labels
from taskbook.prose.parties.strength import Strength, are_names

_LONGEST = 600
"""Characters in a bracket that are read at all."""


def closings_in(text: str, start: int, end: int, directory: Directory) -> tuple[Closing, ...]:
    """Every closing in text[start:end], in order, none overlapping another.

    Brackets anywhere; labels and clauses that say who (由A牵头，B配合) at the end of a sentence. Never raises.
    """
    plain = plain_of(text)
    found: list[Closing] = []
    position = start
    for opening, closing in _brackets(plain, start, end):
        if opening >= position and (
            one := _of_bracket(text, plain, opening, closing, (start, end), directory)
        ):
            found.append(one)
            position = one.end
    taken = [(one.start, one.end) for one in found]
    for one in (
        *run_in(text, plain, start, end, directory),
        *_last_clauses(text, plain, start, end, directory),
    ):
        if all(one.end <= begin or one.start >= stop for begin, stop in taken):
            found.append(one)
            taken.append((one.start, one.end))
    return tuple(sorted(found, key=lambda one: one.start))


def labelled_at(text: str, start: int, end: int, directory: Directory) -> Closing | None:
    """The run of labels and values that begins at `start` (blanks before it aside), over one or several lines."""
    plain = plain_of(text)
    position = start
    while position < end and plain[position] in " \n":
        position += 1
    mark = _LIST_MARK.match(plain, position, end)
    begin = position
    position = mark.end() if mark else position
    first = label_at(plain, position, end)
    if first is None or first.what is What.OTHER:
        return None
    stop = run_end(text, plain, position, end, directory)
    closing = of_labels(text, plain, position, stop, directory)
    if closing and mark and not mark["number"]:
        return replace(closing, start=begin)
    return closing


_LIST_MARK = re.compile(
    r"(?:(?P<number>\d{1,2}[.、]|\([\d一二三四五六七八九十]{1,3}\)|[①-⑳])|[—–※●■◆▲★•·*○□-]+)\s*"
)


# brackets -----------------------------------------------------------------------------------------------------


def _brackets(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where brackets open and close, in order; one left open closes with the line's last, or the sentence."""
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", plain[start:end]):
        waiting: list[int] = []
        last = 0
        for sign in re.finditer(r"[()]", line[0]):
            if sign[0] == "(":
                waiting.append(sign.start())
            elif waiting:
                found.append((start + line.start() + waiting.pop(), start + line.start() + sign.end()))
                last = sign.end()
        for opening in waiting:
            label = label_at(plain, start + line.start() + opening + 1, end)
            if opening == waiting[-1] or (label and label.firm):
                close = _left_open(line[0], opening, last)
                found.append((start + line.start() + opening, start + line.start() + close))
    return sorted(pair for pair in found if pair[1] - pair[0] <= _LONGEST)


def _left_open(line: str, opening: int, last: int) -> int:
    """Where a bracket that nothing closes ends: with the last one of its line, unless a list goes on behind that."""
    if last > opening and not re.match(r" *[、,和及与]", line[last:]):
        return last
    stop = line.find("。", max(opening, last))
    return len(line) if stop < 0 else stop


def _broken_off(plain: str, start: int, end: int) -> int:
    """Where the last whole name ends in a bracket that breaks off amid one: 省财政厅，县(市、区"""
    depth = 0
    for at in range(end - 1, start - 1, -1):
        depth += (plain[at] == ")") - (plain[at] == "(")
        if depth < 0:
            sign = max(plain.rfind(one, start, at) for one in "、,;")
            return sign if sign > start else end
    return end


def _of_bracket(
    text: str, plain: str, opening: int, close: int, within: tuple[int, int], directory: Directory
) -> Closing | None:
    if plain[opening + 1 : opening + 2] in "()":
        return None  # the inner one may be
    inside_end = close - 1 if plain[close - 1] == ")" else close
    boxed = label_at(plain, opening, within[1])
    if boxed and boxed.firm:
        return None  # 【责任单位】A: a label
    whole = _broken_off(plain, opening + 1, inside_end)
    said = _inside(text, plain, opening + 1, whole, directory)
    if said and whole < inside_end:
        said.sure = False
    if not said or not _is_closing(said, plain, opening, close, within, directory):
        return None
    return closing_of(opening, close, said, directory, Form.BRACKET)


def _inside(text: str, plain: str, start: int, end: int, directory: Directory) -> Said | None:
    """What a bracket's content says, None if it is something else."""
    labels = list(labels_in(plain, start, end))
    if not labels:
        words = text[start:end].strip()
        return plainly_said(words, directory) or partly_said(words, directory)
    said = said_by_labels(text, labels, end, directory)
    before = text[start : labels[0].start].strip(" ，,；;。")
    if before:
        read = plainly_said(before, directory) or partly_said(before, directory)
        if read is None:
            return None
        said.sure &= not read.partly
        said.unread[:0] = read.unread
        said.parties[:0] = read.parties
        said.deadlines[:0] = read.deadlines
    return said


_FOLLOWS = re.compile(r" *(?:$|[\n。!;(])")


def _is_closing(
    said: Said, plain: str, opening: int, close: int, within: tuple[int, int], directory: Directory
) -> bool:
    """Whether names in a bracket are who shall do it, not an explanation of the words before."""
    if said.labelled:
        return True
    before = plain[within[0] : opening].rstrip()
    last = bool(_FOLLOWS.match(plain[close : within[1]])) or not before or before[-1] in "。;!)\n"
    last = last or (before.endswith(",") and said.sure)  # 支持企业上云，(区数据局)对用云企业给予补贴
    if not said.parties:
        return last and bool(re.search(r"[前底末]|每|长期|持续|常态|全年", said.deadline))
    if said.partly:
        return bool(_FOLLOWS.match(plain[close : within[1]])) and said.strength is Strength.STRONG
    if said.roles:
        return said.strength > Strength.NONE
    if said.strength is Strength.WEAK and last and _OFFICES.fullmatch(plain[opening + 1 : close].rstrip(")")):
        return True
    if said.strength < Strength.STRONG or _names_again(before, plain[opening + 1 : close - 1], directory):
        return False
    return last or (plain[close : close + 1] in ",、" and bool(said.sure))


_OFFICES = re.compile(r"[\u4e00-\u9fff]{1,8}[处科室股部组](?:[、,;][\u4e00-\u9fff]{1,8}[处科室股部组])+")
"""A list of offices inside one body: 检验科、输血科."""
_NAME_BEFORE = 20


def _names_again(before: str, inside: str, directory: Directory) -> bool:
    """Whether a bracket with one name stands right behind a name: 市审批局（市政务服务中心）."""
    if re.search("[、,;。]", inside):
        return False
    tail = re.split(r"[,;。、:\n()《》“” ]", before[-_NAME_BEFORE:])[-1]
    for begin in range(len(tail) - 2):
        name = tail[begin:]
        if directory.knows(name) or (
            name[0] in "省市区县州盟旗团" and looks_like_unit(name) and prefixes_of(name)
        ):
            return True
    return False


# last clauses -------------------------------------------------------------------------------------------------

_LONGEST_CLAUSES = 200
_BY = re.compile(r"(?:(?:此项|该项|本项|这项|上述|以上|各项)?(?:工作|任务|措施)?(?:具体)?(?:分别)?由)")


def _last_clauses(text: str, plain: str, start: int, end: int, directory: Directory) -> Iterator[Closing]:
    """`…，由A牵头，B配合。`: the clauses from one that begins with 由 to the sentence's end say who and nothing else."""
    for sentence in re.finditer(r"[^。;!\n]+", plain[start:end]):
        begin, stop = start + sentence.start(), start + sentence.end()
        for clause in re.finditer(r"(?:^|(?<=[,:]))[^,:]+", plain[begin:stop]):
            at = begin + clause.start()
            if stop - at > _LONGEST_CLAUSES or _in_bracket(plain, begin, at, stop):
                continue
            by = _BY.match(plain, at, stop)
            said = plainly_said(text[by.end() if by else at : stop].strip(), directory, objects=False)
            if said and said.parties and said.roles and said.strength is Strength.STRONG:
                if not by and _acts_of_itself(plain, begin, at, stop, directory):
                    break
                one = closing_of(at, stop, said, directory, Form.CLAUSE)
                if clause.start() == 0 or one.parties.lead or one.parties.responsible:
                    yield one  # 区教育局牵头制定方案，区财政局配合: the sentence's subject leads
                break


def _in_bracket(plain: str, begin: int, at: int, stop: int) -> bool:
    """Whether a clause begins inside a bracket, or ends in one: nothing is cut out of the middle of it."""
    before = plain[plain.rfind("\n", 0, begin) + 1 : at]
    return before.count("(") > before.count(")") or plain.count("(", at, stop) != plain.count(")", at, stop)


_ACTS = re.compile(r"(?:组织|具体|抓好|贯彻|推进)*(?:实施|落实|执行|推进)$")
_LONGEST_ACTOR = 30


def _acts_of_itself(plain: str, begin: int, at: int, stop: int, directory: Directory) -> bool:
    """Whether 各学校组织实施 is a sentence of its own, as another body acts before it: 区教体局制定方案；各学校组织实施."""
    if not _ACTS.search(plain, at, stop) or "牵头" in plain[at:stop]:
        return False
    half = max(plain.rfind(sign, 0, at) for sign in "。!\n") + 1
    return any(_has_actor(clause.strip(), directory) for clause in re.split("[,;]", plain[half:at]))


def _has_actor(clause: str, directory: Directory) -> bool:
    return any(
        is_predicate(clause[cut:]) and are_names(clause[:cut], directory)
        for cut in range(2, min(len(clause), _LONGEST_ACTOR))
    )
