"""Where the dates of text and table differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from taskbook.coverage.texts import Plain
from taskbook.language.deadlines import find_milestones, read_deadline
from taskbook.language.numerals import whole_number
from taskbook.language.text import squeeze
from taskbook.model import Deadline, DeadlineKind, Reading, Task

_OFTEN = (
    ("半月", "半个月"),
    ("半年",),
    ("季",),
    ("周", "星期"),
    ("学期",),
    ("学年",),
    ("旬",),
    ("月",),
    ("年",),
    ("日", "天"),
)
_FINISHES = re.compile(
    r"[,;。、]|(?:力争|确保|要|应|须|于|在|并|均|分别|基本|全部|全面|务必|争取)*(?:前|底|末)?(?:完成|办结|落实|到位|建成|实现|结束|见效)?(?:任务|工作|目标|建设|整改)?(?:到位)?"
)
_NUMERAL = re.compile(r"\d+|[一二两三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Time:
    """A date, a frequency or a span: how it is written, its dates; `key` is what makes two of them the same.

    `start` is where it stands in the sentence's text, -1 where it is said apart from it (完成时限：…).
    """

    text: str
    kind: DeadlineKind
    dates: tuple[date, ...] = ()
    key: str = ""
    start: int = -1

    @property
    def apart(self) -> bool:
        return self.start < 0


@dataclass(frozen=True, slots=True)
class Times:
    """All times a row names: the dates, the keys of frequencies and spans, what its deadline cell means, its dates."""

    dates: frozenset[date]
    keys: frozenset[str]
    deadline: Deadline
    cell_dates: tuple[date, ...] = ()


def times_in(text: str, year: int) -> tuple[Time, ...]:
    """The times a text promises, in its order."""
    return tuple(
        Time(
            one.text,
            one.kind,
            one.dates,
            "" if one.kind is DeadlineKind.DATE else key_of(one.text),
            one.start,
        )
        for one in find_milestones(text, year)
    )


def time_apart(deadline: str, texts: Sequence[Time], year: int, from_text: bool = False) -> Time | None:
    """A deadline that is said apart from the sentence (完成时限：…), whether the sentence names its date too or not.

    `from_text`: the deadline was taken from the sentence; then it is one only if it says more than `texts`, its times.
    """
    if not deadline.strip():
        return None
    read = read_deadline(deadline, year)
    key = key_of(deadline)
    if from_text and (
        read.kind is DeadlineKind.EVENT
        or (read.kind is DeadlineKind.DATE and set(read.dates) <= {day for one in texts for day in one.dates})
        or (read.kind is DeadlineKind.RECURRING and key in {one.key for one in texts})
    ):
        return None
    return Time(" ".join(deadline.split()), read.kind, read.dates or _days_in(deadline, year), key)


def _days_in(text: str, year: int) -> tuple[date, ...]:
    """The days that are named in a text, also in one that is not understood as a whole."""
    return tuple(sorted({day for one in find_milestones(text, year) for day in one.dates}))


def times_of(reading: Reading, year: int) -> Times:
    """The times a row of the table names, wherever in it."""
    task: Task = reading.task
    texts = (task.content, task.measure, task.remark, task.deadline)
    found = [one for text in texts for one in times_in(text, year)]
    dates = frozenset(day for one in found for day in one.dates) | frozenset(reading.deadline.dates)
    keys = {one.key for one in found if one.key}
    if reading.deadline.kind is DeadlineKind.RECURRING:
        keys.add(key_of(task.deadline))
    cell_dates = reading.deadline.dates or _days_in(task.deadline, year)
    return Times(dates, frozenset(keys), reading.deadline, cell_dates)


def key_of(text: str) -> str:
    """What a frequency or a span says, however it is written: 每季度 and 按季度; 三个工作日内 and 3个工作日内."""
    plain = squeeze(text)
    numbers = _NUMERAL.findall(plain)
    values = "-".join(str(whole_number(one) or one) for one in numbers)
    if "工作日" in plain:
        return f"工作日{values}"
    unit = next((words[0] for words in _OFTEN if any(word in plain for word in words)), plain)
    if not re.search(r"[每按逐分次]", plain):
        return f"{unit}{values}"
    return f"每{unit}{'' if values in ('1', '') else values}"


def holds(row: Times, time: Time) -> bool:
    """Whether a row has a time: said apart it belongs into the deadline cell, else it may stand anywhere."""
    if time.apart:
        return _in_cell(row, time)
    if time.kind is DeadlineKind.DATE:
        return set(time.dates) <= row.dates
    if time.key in row.keys:
        return True
    return any(key.startswith(time.key) for key in row.keys) if not time.key[-1:].isdigit() else False


def _in_cell(row: Times, time: Time) -> bool:
    cell = row.deadline
    if squeeze(time.text) in squeeze(cell.text):
        return True
    if time.kind is DeadlineKind.RECURRING:
        same = cell.kind is DeadlineKind.RECURRING and key_of(cell.text) == time.key
        return same or (time.key in row.keys and cell.kind is not DeadlineKind.DATE)
    if time.dates:
        return set(time.dates) <= set(row.cell_dates)
    if time.kind is DeadlineKind.ONGOING:
        return cell.lasting
    if time.kind is not DeadlineKind.EVENT:
        return True  # words that nobody understands: nothing can be said of them
    if cell.kind is not DeadlineKind.EVENT:
        return cell.kind is DeadlineKind.UNKNOWN and bool(cell.text.strip())
    return _NUMERAL.findall(squeeze(time.text)) == _NUMERAL.findall(squeeze(cell.text))


def contradicts(row: Times, time: Time) -> bool:
    """Whether a row's deadline is on other days than the whole sentence is due, or than it says apart."""
    cell = row.deadline
    dated = time.kind is cell.kind is DeadlineKind.DATE and len(time.dates) == len(cell.dates)
    return dated and not cell.ongoing and time.dates != cell.dates


def governs(time: Time, sentence: str, telling: Sequence[tuple[int, Plain]]) -> bool:
    """Whether a time is the whole sentence's: its clause says nothing else, or is the only one.

    `telling`: where the clauses that tell anything begin, and what of them is compared.
    """
    before = re.split(r"[,，;；。]", sentence[: time.start])[-1]
    after = re.split(r"[,，;；。]", sentence[time.start + len(time.text) :])[0]
    return len(telling) == 1 or bool(_FINISHES.fullmatch(squeeze(before + after)))


def frequency_only(times: Sequence[Time]) -> Iterator[Time]:
    """The times that are no dates."""
    return (one for one in times if one.kind is not DeadlineKind.DATE)
