"""The 通报 of every month: no number and no name stands in it that the known truth does not account for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from known_months import KnownMonth, KnownTask
from known_reports import KnownReport, KnownUnit, apart, next_due, percent
from known_words import Labels, Reader, all_names, plain
from months_reports import Built
from taskbook.model import Light, State
from taskbook.rehearsal.months import Months

MOST_LINES, MOST_TITLES, MOST_WAITING, MOST_HOLDERS = 10, 3, 30, 5


IN_TIME = {True: "按时", False: "迟报", None: "未报送"}


@pytest.fixture(scope="module")
def reader(months: Months) -> Reader:
    return Reader(all_names(months))


@pytest.fixture
def document(reported: Built) -> Any:
    import docx

    return docx.Document(str(reported.file("notice")))


def body(document: Any) -> list[str]:
    """The paragraphs up to the signature."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    end = next(place for place, text in enumerate(texts) if text.startswith("附件："))
    return [text for text in texts[:end] if text.strip()]


# ---- what must be said ----


def expected(known: KnownReport) -> Iterator[str]:
    """Of every paragraph its numbers and names, in their order; the words between them are not looked at."""
    month = known.now.as_of.month
    yield f"{month}"
    yield ""
    yield f"{month}"
    yield ""
    yield from overall(known)
    yield ""
    yield from answers(known)
    pressing = list(groups(known))
    if pressing:
        yield ""
        yield from pressing
    days = list(named_days(known))
    if days:
        yield ""
        yield from days
    yield ""
    yield from left_over(known)
    yield ""
    yield from asked_for(known)


def day(one: Any) -> str:
    return f"{one.month} {one.day}"


def overall(known: KnownReport) -> Iterator[str]:
    now, whole = known.now, known.now.whole
    states = [
        whole.states[state]
        for state in (State.IN_PROGRESS, State.BEHIND, State.NOT_STARTED, State.NONE)
        if whole.states[state]
    ]
    done = f"{whole.done} {percent(whole.done_share)}" if whole.done else ""
    open_ = whole.tasks - whole.done
    parts = " ".join(map(str, states)) if len(states) > 1 else ""
    late = str(whole.overdue) if whole.overdue else ""
    near = f"10 {whole.near}" if whole.near else ""
    yield (
        f"{whole.tasks} {day(now.as_of)} {done} {open_} {percent(open_ / whole.tasks)} {parts} {late} {near}"
    )
    yield f"{percent(now.elapsed)} {apart(now.elapsed, whole.done_share)} {percent(whole.completed)}"
    yield " ".join(str(whole.lights[light]) for light in known.lights if whole.lights[light])
    if known.before:
        yield changes(known, known.before)


def changes(known: KnownReport, before: KnownMonth) -> str:
    labels = Labels(known)
    told = [f"{before.as_of.month}"]
    if before.whole.tasks != known.now.whole.tasks:
        told.append(f"{before.whole.tasks} {known.now.whole.tasks}")
    for word in ("newly_done", "newly_overdue"):
        ids = known.new(word)
        told.append(f"{len(ids)} {labels.listed(ids, len(ids))}" if ids else "")
    moved = apart(known.now.whole.done_share, before.whole.done_share)
    told.append(moved if known.new("newly_done") and moved != "0" else "")
    return " ".join(told) if any(told[1:]) else ""


def answers(known: KnownReport) -> Iterator[str]:
    now, labels = known.now, Labels(known)
    standings = [one for one in (now.units_answered, now.units_partly, now.units_missing) if one]
    sent_back = sum(unit.standing == "sent_back" for unit in known.units)
    if sent_back and sent_back < now.units_missing:
        standings.append(sent_back)
    late = known.late_units()
    count = now.answers
    yield (
        f"{now.units_due} {count.due} {day(now.as_of)} {' '.join(map(str, standings))} {count.answered} "
        f"{percent(count.answer_rate)} {now.units_on_time} {day(now.due_on)} {len(late)}"
    )
    waiting = {
        standing: {unit.name: unit.waiting for unit in known.units if unit.standing == standing}
        for standing in ("missing", "partly", "sent_back")
    }
    silent = known.by_unit("silent")
    wholly = {unit: ids for unit, ids in silent.items() if not answered_lately(known, unit)}
    partly = {unit: ids for unit, ids in silent.items() if answered_lately(known, unit)}
    for units in [*waiting.values(), dict.fromkeys(late, ()), wholly, partly]:
        if units:
            yield f"{len(units)} {labels.by_unit(units)}"


def answered_lately(known: KnownReport, unit: str) -> bool:
    """Whether anything was answered this month or the month before."""
    return any(month.units[unit].answered for month in known.months[-2:] if unit in month.units)


def groups(known: KnownReport) -> Iterator[str]:
    overdue = [task for task in known.tasks if task.overdue]
    found = [(f"{len(overdue)}", overdue)]
    for light in (Light.RED, Light.ORANGE, Light.YELLOW):
        tasks = [task for task in known.tasks if task.light is light and not task.overdue]
        found.append((f"{len(tasks)}", tasks))
    mild = (Light.BLUE, Light.GREEN)
    near = [task for task in known.tasks if task.near and not task.overdue and task.light in mild]
    found.append((f"{len(near)} 10", near))
    for title, tasks in found:
        if tasks:
            yield title
            yield from lines(known, tasks, 1)


def lines(known: KnownReport, tasks: list[KnownTask], annex: int) -> Iterator[str]:
    labels = Labels(known)
    shown = tasks if len(tasks) <= MOST_LINES else tasks[: MOST_LINES - 1]
    for task in shown:
        year = known.rows[task.id].first_year or ""
        yield f"{labels.label(task.id)} {year} {task.reason} {holders(task)}"
    if len(shown) < len(tasks):
        yield f"{len(tasks) - len(shown)} {annex}"


def holders(task: KnownTask) -> str:
    """Who holds what is open of a task that is soon due."""
    if not task.near or task.overdue or task.light not in (Light.BLUE, Light.GREEN):
        return ""
    units = [answer.unit for answer in task.deciding if not answer.done]
    more = f"等{len(units)}家" if len(units) > MOST_HOLDERS else ""
    return " ".join(units[:MOST_HOLDERS]) + more


def named_days(known: KnownReport) -> Iterator[str]:
    for one in known.days:
        told = one.month
        count = told.answers
        never = count.due - count.answered - one.late
        came = f"{count.answered} {one.late or ''} {never or ''}" if count.answered < count.due else ""
        yield f"{day(one.day)} {told.whole.tasks} {told.units_due} {count.due} {came}"
    if known.coming:
        yield day(known.coming[0])


def left_over(known: KnownReport) -> Iterator[str]:
    count = known.now.left_over
    done = f"{count.done} {count.tasks - count.done}" if count.done else ""
    yield f"{count.tasks} {day(known.now.as_of)} {done}"
    yield from lines(known, [task for task in known.left_over if not task.done], 3)


def asked_for(known: KnownReport) -> Iterator[str]:
    """What the template says comes next; the date is that of the following month."""
    yield from [""] * any(task.overdue for task in known.now.tasks.values())
    yield from [""] * bool(known.now.units_missing + known.now.units_partly)
    yield day(next_due(known))


def test_every_number_and_name_in_the_text(reported: Built, document: Any, reader: Reader) -> None:
    said = [reader.seen(text) for text in body(document)]
    must = [reader.seen(text) for text in expected(reported.known)]
    for number, (one, other) in enumerate(zip(said, must, strict=False)):
        assert one == other, body(document)[number]
    assert len(said) == len(must)


def test_titles_are_those_of_the_items(reported: Built, document: Any) -> None:
    """What stands between quotation marks beside a number is how that item's text begins."""
    import re

    labels, known = Labels(reported.known), reported.known
    texts = {labels.label(task.id): known.rows[task.id].content for task in known.tasks}
    old = {labels.label(task.id): known.rows[task.id].content for task in known.left_over}
    found = [
        pair for text in body(document) for pair in re.findall(r"(回头看)?序号([^“”、；：]+)“([^”]*)”", text)
    ]
    assert len(found) > 5
    marks = str.maketrans({"“": "‘", "”": "’"})
    for is_old, label, title in found:
        content = plain((old if is_old else texts)[label].translate(marks))
        assert content.startswith(plain(title.removesuffix("…"))), label


def test_the_signature(reported: Built, document: Any) -> None:
    as_of = reported.known.now.as_of
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert f"{as_of.year}年{as_of.month}月{as_of.day}日" in texts
    assert reported.known.plan.settings.office in texts


# ---- the annexes ----


def rows(table: Any) -> list[list[str]]:
    return [[plain(cell.text) for cell in row.cells] for row in table.rows]


def task_row(known: KnownReport, task: KnownTask) -> list[str]:
    own = known.rows[task.id]
    return [
        Labels(known).label(task.id),
        own.content,
        own.lead or "—",
        own.responsible or "—",
        own.deadline or "—",
        str(task.state),
        percent(task.completed),
        f"{task.light}灯",
        task.reason,
    ]


def unit_row(known: KnownReport, unit: KnownUnit) -> list[str]:
    count = unit.counts
    waiting = Labels(known).listed(unit.waiting, MOST_WAITING)
    return [
        unit.name,
        str(count.due),
        str(count.answered),
        percent(count.answer_rate),
        IN_TIME[unit.on_time] if count.due else "—",
        str(count.assigned),
        str(count.done),
        str(count.overdue),
        waiting,
    ]


def test_the_annex_of_tasks(reported: Built, document: Any) -> None:
    known = reported.known
    heading, *found = rows(document.tables[0])
    assert heading[0] == "序号"
    assert found == [[plain(text) for text in task_row(known, task)] for task in known.tasks]


def test_the_annex_of_units(reported: Built, document: Any) -> None:
    known = reported.known
    _, *found = rows(document.tables[1])
    found = [[*row[:-1], row[-1].replace("回头看", "").replace("序号", "")] for row in found]
    assert found == [unit_row(known, unit) for unit in known.units]


def test_the_annex_of_what_is_left_over(reported: Built, document: Any) -> None:
    known = reported.known
    _, *found = rows(document.tables[2])
    expected = []
    for task in known.left_over:
        number, content, lead, responsible, deadline, state, _, light, reason = task_row(known, task)
        expected.append(["2025", number, content, lead, responsible, deadline, state, light, reason])
    assert found == [[plain(text) for text in row] for row in expected]


def test_the_sums_in_the_annex_are_those_in_the_text(reported: Built, document: Any) -> None:
    """A reader who adds up a column gets the number of the first page."""
    now = reported.known.now
    _, *units = rows(document.tables[1])
    sums = [sum(int(row[column]) for row in units) for column in (1, 2, 5, 6, 7)]
    count = now.answers
    assert sums == [count.due, count.answered, count.assigned, count.done, count.overdue]
