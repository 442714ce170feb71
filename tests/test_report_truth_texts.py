"""The lines for the chat group and the paragraph for the annual report: every number and name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from known_reports import KnownReport, next_due, percent
from known_words import Labels, Reader, all_names
from months_reports import Built
from taskbook.rehearsal.months import Months
from test_report_truth_orders import is_behind

MOST_UNITS, MOST_NAMES, MOST_NUMBERS = 5, 8, 2
"""What a line for a phone has room for."""


@pytest.fixture(scope="module")
def reader(months: Months) -> Reader:
    return Reader(all_names(months))


def text(reported: Built, kind: str) -> str:
    return reported.file(kind).read_text(encoding="utf-8-sig")


def behind(known: KnownReport) -> Mapping[str, list[str]]:
    """Units that hold something overdue or red, those with most first."""
    found: dict[str, list[str]] = {}
    for answer in known.answers:
        if is_behind(answer) and not known.now.tasks[answer.task].done:
            found.setdefault(answer.unit, []).append(answer.task)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def test_the_lines_for_the_chat_group(reported: Built, reader: Reader) -> None:
    known = reported.known
    now, whole, as_of = known.now, known.now.whole, known.now.as_of
    units, due = behind(known), next_due(known)
    waiting = [unit.name for unit in known.units if unit.waiting]
    more = f"等{len(waiting)}家" if len(waiting) > MOST_NAMES else ""
    must = [
        f"{as_of.month} {whole.tasks} {as_of.month} {as_of.day} {whole.done} {percent(whole.done_share)} "
        f"{whole.overdue} {percent(now.elapsed)}",
        f"{len(units)} {Labels(known).by_unit(units, MOST_UNITS, MOST_NUMBERS)}",
        f"{len(waiting)} {'、'.join(waiting[:MOST_NAMES])}{more} {due.month} {due.day}",
    ]
    lines = text(reported, "chat").splitlines()
    assert [reader.seen(line) for line in lines] == [reader.seen(line) for line in must]
    assert len(lines) == 3


def test_the_paragraph_for_the_annual_report(reported: Built, reader: Reader) -> None:
    known = reported.known
    now, whole, as_of = known.now, known.now.whole, known.now.as_of
    sections = [f"{count.tasks} {count.done or ''}" for count in now.task_sections.values()]
    due = sum(month.answers.due for month in known.months)
    answered = sum(month.answers.answered for month in known.months)
    left = now.left_over
    must = (
        f"{as_of.year} {as_of.month} {as_of.day} {whole.tasks} {whole.done} {percent(whole.done_share)} "
        f"{percent(now.elapsed)} {whole.tasks - whole.done} {whole.overdue} {' '.join(sections)} "
        f"{len(known.units)} {len(known.months)} {due} {answered} {percent(answered / due)} "
        f"{left.tasks} {left.done or ''}"
    )
    (line,) = text(reported, "annual").splitlines()
    assert reader.seen(line) == reader.seen(must)
    names = [" ".join(name.split()).partition("、")[2] for name in now.task_sections]
    places = [line.index(name) for name in names]
    assert places == sorted(places)
