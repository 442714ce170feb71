"""看板 of every month: what it shows without scripts, and what filters and histories show in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import board_page
import pytest
from browser import browser as browser  # the fixture
from browser import complaints, show
from known_months import KnownAnswer, KnownMonth, KnownTask, KnownTasks
from known_reports import KnownReport, KnownUnit, apart, percent
from known_words import Reader, all_names, plain
from months_reports import SEPTEMBER, Built
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait
from taskbook.grid import read_grids
from taskbook.model import Reading, Role, State
from taskbook.rehearsal.months import Months, names_after

ROLES = {Role.LEAD: "牵头", Role.RESPONSIBLE: "责任", Role.SUPPORT: "配合"}
STANDING = {
    "answered": "全部反馈",
    "partly": "部分未填",
    "sent_back": "退回待重报",
    "missing": "未报送",
    "nothing_due": "本期无需反馈",
}
IN_TIME = {True: "按时", False: "迟报", None: "—"}
TAGS = (("overdue", "逾期"), ("near", "临期"), ("newly_done", "本期办结"), ("newly_overdue", "本期新逾期"))
MOST_NAMED = 40


@pytest.fixture
def page(reported: Built) -> Any:
    return read(reported.file("board"))


@lru_cache(maxsize=8)
def read(path: Path) -> Any:
    return board_page.read(path)


def one_line(text: str) -> str:
    return " ".join(text.split())


def lit(counts: Mapping[Any, int], known: KnownReport) -> list[str]:
    """The gravest first."""
    return [str(counts[light]) for light in reversed(known.lights)]


def listed(units: Sequence[str], most: int) -> str:
    return "、".join(units[:most]) + (f"……共{len(units)}家" if len(units) > most else "")


# ---- the top ----


def change(now: int, before: int | None) -> dict[str, str]:
    if before is None:
        return {}
    word = "多" if now > before else "少"
    return {"card-change": f"比上期{word}{abs(now - before)}" if now != before else "数量与上期持平"}


def must_cards(known: KnownReport) -> dict[str, dict[str, str]]:
    now, before = known.now, known.before
    whole, was = now.whole, before.whole if before else None
    count, then = now.answers, before.answers if before else None

    def card(value: object, unit: str, foot: str, changed: Mapping[str, str]) -> dict[str, str]:
        return {"card-value": f"{value}{unit}", "card-foot": foot, **changed}

    distance = apart(now.elapsed, whole.done_share)
    found = {
        "本年事项": card(whole.tasks, "项", "不含回头看", change(whole.tasks, was and was.tasks)),
        "已办结": card(
            whole.done, "项", f"占全部事项的{percent(whole.done_share)}", change(whole.done, was and was.done)
        ),
        "办结占比": card(
            percent(whole.done_share),
            "",
            f"序时进度{percent(now.elapsed)}",
            {"card-change": f"落后序时进度{distance}个百分点"},
        ),
        "逾期未办结": card(
            whole.overdue, "项", f"另有{whole.near}项临期", change(whole.overdue, was and was.overdue)
        ),
        "应反馈": card(
            count.due,
            "项次",
            f"涉及{now.units_due}家，按时报送{now.units_on_time}家",
            change(count.due, then and then.due),
        ),
        "已反馈": card(
            count.answered,
            "项次",
            f"反馈率{percent(count.answer_rate)}",
            change(count.answered, then and then.answered),
        ),
        "按时反馈": card(
            count.on_time,
            "项次",
            f"按时率{percent(count.on_time_rate)}",
            change(count.on_time, then and then.on_time),
        ),
        "还欠反馈": card(
            count.due - count.answered,
            "项次",
            f"全部反馈{now.units_answered}家，部分{now.units_partly}家，未反馈{now.units_missing}家",
            change(count.due - count.answered, then and then.due - then.answered),
        ),
    }
    for light in known.lights:
        found[f"{light}灯"] = card(
            whole.lights[light], "项", "", change(whole.lights[light], was and was.lights[light])
        )
    return found


def test_the_numbers_at_the_top(reported: Built, page: Any) -> None:
    told = board_page.cards(page)
    for label, card in told.items():
        if label.endswith("灯"):
            card["card-foot"] = ""  # what the light means
    assert told == must_cards(reported.known)


def test_the_sentence(reported: Built, page: Any, months: Months) -> None:
    known, now = reported.known, reported.known.now
    reader = Reader(all_names(months))
    day = f"{now.as_of.year} {now.as_of.month} {now.as_of.day}"
    must = (
        f"{now.whole.tasks} {day} {now.whole.done} {percent(now.whole.done_share)} {percent(now.elapsed)} "
        f"{apart(now.elapsed, now.whole.done_share)} {' '.join(lit(now.whole.lights, known))}"
    )
    (lead,) = page.xpath("//p[@class='lead']")
    assert reader.seen(board_page.text(lead)) == reader.seen(must)


def test_what_is_new(reported: Built, page: Any) -> None:
    known = reported.known
    sections = page.xpath("//section[@id='b-changed']")
    assert len(sections) == (1 if known.before else 0)
    for section in sections:
        titles = [board_page.text(one) for one in section.xpath("./h3")]
        done, late = known.new("newly_done"), known.new("newly_overdue")
        assert titles == [f"新办结（{len(done)}项）", f"新逾期（{len(late)}项）"]
        items = [board_page.text(item) for item in section.xpath(".//li")]
        for item, task_id in zip(items, [*done, *late], strict=True):
            task = known.now.tasks[task_id]
            assert item.startswith(f"{task_id} {one_line(known.rows[task_id].content)[:20]}")
            assert plain(item).endswith(plain(listed([one.unit for one in task.deciding], 5)))


# ---- the tables behind the charts, and the charts ----


def counted(count: KnownTasks, known: KnownReport) -> list[str]:
    return [
        str(count.tasks),
        str(count.done),
        percent(count.done_share),
        str(count.overdue),
        *lit(count.lights, known),
    ]


def period_row(month: KnownMonth, known: KnownReport) -> list[str]:
    whole, count = month.whole, month.answers
    return [
        month.period,
        str(whole.tasks),
        str(whole.done),
        percent(whole.done_share),
        percent(month.elapsed),
        str(whole.overdue),
        *lit(whole.lights, known),
        str(count.due),
        str(count.answered),
        percent(count.answer_rate),
        str(count.on_time),
        percent(count.on_time_rate),
    ]


def table(page: Any, label: str) -> list[list[str]]:
    """The rows below the headings; none where there is no such table."""
    found = page.xpath(f"//*[@aria-label='{label}']//table")
    return board_page.rows(found[0])[1:] if found else []


def test_tables_behind_the_charts(reported: Built, page: Any) -> None:
    known, now = reported.known, reported.known.now
    for label, counts in (("二级指标", now.task_topics), ("一级指标", now.task_sections)):
        assert table(page, f"各{label}的数字") == [
            [one_line(name), *counted(count, known)] for name, count in counts.items()
        ]
    must = [period_row(month, known) for month in known.months]
    assert table(page, "各期的数字") == (must if known.before else [])


def test_dates_that_the_plan_names(reported: Built, page: Any) -> None:
    known = reported.known
    assert table(page, "计划指定的反馈日期") == [
        [
            f"{one.day.year}年{one.day.month}月{one.day.day}日",
            str(one.month.whole.tasks),
            str(one.month.answers.due),
            str(one.month.answers.answered),
            percent(one.month.answers.answer_rate),
            str(one.late),
        ]
        for one in known.days
    ]
    (section,) = page.xpath("//section[@id='b-days']")
    coming = [f"{day.year}年{day.month}月{day.day}日" for day in known.coming]
    assert f"后面还有：{'、'.join(coming)}。" in board_page.text(section)


def bars(page: Any, title: str) -> dict[str, tuple[str, str]]:
    """Name → what its bar is said to show, and the words behind it."""
    (figure,) = page.xpath(f"//figure[figcaption/h3[contains(., '{title}')]]")
    return {
        board_page.text(bar.xpath("./*[@class='bar-name']")[0]): (
            bar.xpath("./svg/@aria-label")[0],
            board_page.text(bar.xpath("./*[@class='bar-value']")[0]),
        )
        for bar in figure.xpath(".//div[@class='bar']")
    }


def test_bars_are_as_long_as_their_numbers(reported: Built, page: Any) -> None:
    known, now = reported.known, reported.known.now
    for title, counts in (("各二级指标的亮灯", now.task_topics), ("各一级指标的亮灯", now.task_sections)):
        assert bars(page, title) == {
            one_line(name): (
                "，".join(
                    f"{light}灯{count.lights[light]}项"
                    for light in reversed(known.lights)
                    if count.lights[light]
                ),
                f"{count.tasks}项",
            )
            for name, count in counts.items()
        }
    told = bars(page, "各单位办结占比")
    units = {unit.name: unit.counts for unit in known.units}
    least = sorted(count.done_rate for count in units.values())[: len(told)]
    assert sorted(units[name].done_rate for name in told) == least
    for name, (label, words) in told.items():
        count = units[name]
        assert plain(words) == f"{count.done}/{count.assigned}{percent(count.done_rate)}"
        assert plain(label) == f"办结{plain(words)}"
    widths = page.xpath("//rect[@class='fill']/@width")
    assert [float(one.rstrip("%")) for one in widths] == [
        pytest.approx(100 * units[name].done_rate, abs=0.006) for name in told
    ]


def test_charts_of_the_course_of_the_year_tell_their_numbers(reported: Built, page: Any) -> None:
    known = reported.known
    labels = page.xpath("//svg[contains(@class,'plot')]/@aria-label")
    if not known.before:
        assert labels == []
        return
    done = "，".join(f"{month.as_of.month}月{percent(month.whole.done_share)}" for month in known.months)
    lights = "，".join(
        f"{month.as_of.month}月"
        + "".join(
            f"{light}灯{month.whole.lights[light]}项" for light in known.lights if month.whole.lights[light]
        )
        for month in known.months
    )
    assert labels == [f"各期办结占比：{done}", f"各期亮灯：{lights}"]


# ---- tasks and units ----


def task_line(known: KnownReport, task: KnownTask) -> list[str]:
    own = known.rows[task.id]
    tags = [
        word for name, word in TAGS if getattr(task, name) and (known.before or not name.startswith("newly"))
    ]
    topic, content = one_line(own.topic), one_line(own.content)
    return [
        task.id,
        f"{task.light}灯",
        f"{topic}{content}{''.join(tags)}",
        listed([one.unit for one in task.deciding], 3) or "—",
        one_line(own.deadline) or "—",
        str(task.state),
        percent(task.completed) if task.deciding else "—",
    ]


def test_every_task(reported: Built, page: Any) -> None:
    known = reported.known
    for label, tasks in (("任务清单", known.tasks), ("回头看任务", known.left_over)):
        (found,) = page.xpath(f"//table[@aria-label='{label}']")
        lines = [
            [plain(board_page.text(cell)) for cell in row.xpath("./th|./td")]
            for row in found.xpath(".//tr[@class='line']")
        ]
        assert lines == [[plain(cell) for cell in task_line(known, task)] for task in tasks]


def about(known: KnownReport, task: KnownTask, reading: Reading) -> dict[str, str]:
    own = known.rows[task.id]
    asked = [one for one in task.answers if one.due]
    waiting = [one.unit for one in asked if not one.answered]
    owed = f"；还欠：{listed(waiting, MOST_NAMED)}" if waiting else ""
    extra = dict(own.extra) if own.lookback else {}
    found = {
        "工作任务": own.content,
        "一级指标": own.section,
        "二级指标": own.topic,
        "序号": own.number,
        **{
            f"{word}单位": listed([one.unit for one in task.answers if one.role is role], MOST_NAMED)
            for role, word in ROLES.items()
        },
        "量化指标": own.measure,
        "目标值": "、".join(one.text for one in reading.targets),
        "完成日期": "、".join(f"{day.year}年{day.month}月{day.day}日" for day in reading.deadline.dates),
        "本期反馈": f"应反馈{len(asked)}家，已反馈{len(asked) - len(waiting)}家{owed}"
        if asked
        else "本期不要求反馈",
        "亮灯原因": f"{task.light}灯{task.reason}",
        **{str(name): extra.get(name, "") for name in ("原年度", "原任务编号", "上年进展")},
    }
    return {label: plain(words) for label, words in found.items() if words}


def test_what_is_told_of_every_task(reported: Built, page: Any) -> None:
    known = reported.known
    readings = {one.task.id: one for one in known.played.readings}
    for task in known.now.tasks.values():
        (body,) = page.xpath(f"//tbody[@id='{task.id}']")
        told = {
            board_page.text(one.xpath("./dt")[0]): plain(board_page.text(one.xpath("./dd")[0]))
            for one in body.xpath(".//dl/div")
        }
        latest = told.pop("最近反馈", "")
        for word in ("牵头领导", "备注"):
            told.pop(word, None)
        assert told == about(known, task, readings[task.id])
        assert latest in latest_words(known, task)


def latest_words(known: KnownReport, task: KnownTask) -> set[str]:
    """What was last said about a task: by any unit, of the last month in which anybody said anything."""
    for month in reversed(known.months):
        said = {unit: reply for (one, unit), reply in month.replies.items() if one == task.id}
        if said:
            return {
                plain(f"{unit}（{month.period}期）：{reply.progress.strip() or reply.state}")
                for unit, reply in said.items()
            }
    return {""}


def unit_line(known: KnownReport, unit: KnownUnit) -> list[str]:
    count = unit.counts
    return [
        unit.name,
        unit.category,
        str(count.assigned),
        str(count.due),
        str(count.answered),
        str(count.due - count.answered),
        percent(count.answer_rate),
        STANDING[unit.standing],
        IN_TIME[unit.on_time],
        str(count.done),
        percent(count.done_rate),
        str(count.overdue),
        *lit(count.lights, known),
    ]


def test_every_unit(reported: Built, page: Any) -> None:
    (found,) = page.xpath("//table[@id='b-unit-table']")
    assert board_page.rows(found)[1:] == [unit_line(reported.known, unit) for unit in reported.known.units]


# ---- in a browser ----

FILTERED = """
var form = document.getElementById('b-filters');
return arguments[0].map(function (wanted) {
  ['u', 'c', 't', 'l', 's', 'k', 'q'].forEach(function (key) {
    document.getElementById('b-' + key).value = wanted[key] || '';
  });
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  var shown = [...document.querySelectorAll('tbody.task')].filter(function (body) { return !body.hidden; });
  return [shown.map(function (body) { return body.id; }), document.getElementById('b-hits').textContent];
});
"""

HISTORIES = """
var found = {};
document.querySelectorAll('tbody.task').forEach(function (body) { body.querySelector('details').open = true; });
document.querySelectorAll('details.gone').forEach(function (details) { details.open = true; });
var done = arguments[0];
setTimeout(function () {
  document.querySelectorAll('tbody.task, details.gone').forEach(function (place) {
    var id = place.id || place.querySelector('summary').textContent;
    found[id] = [...place.querySelectorAll('.past tbody tr')].map(function (row) {
      return [...row.cells].map(function (cell) {
        return [...cell.childNodes].filter(function (node) {
          return !(node.className === 'remark');
        }).map(function (node) { return node.textContent; }).join(' ');
      });
    });
  });
  done(found);
}, 300);
"""


@pytest.fixture
def shown(browser: Chrome, reported: Built) -> Iterator[Chrome]:
    show(browser, reported.file("board"))
    WebDriverWait(browser, 20, 0.05).until(
        lambda one: one.execute_script("return document.documentElement.getAttribute('data-ready') === 'all'")
    )
    yield browser
    told = [
        one for one in complaints(browser) if "Throttling navigation" not in one
    ]  # of so many filters in a row
    assert told == []


def passes(known: KnownReport, task: KnownTask, wanted: Mapping[str, str]) -> bool:
    """Whether a task is let through; with a unit, by that unit's own part."""
    part: KnownTask | KnownAnswer = task
    if "u" in wanted:
        mine = [one for one in task.answers if one.unit == wanted["u"]]
        if not mine:
            return False
        part = mine[0]
    owing = [part] if isinstance(part, KnownAnswer) else task.answers
    flags = {
        "o": part.overdue,
        "n": task.near,
        "d": part.newly_done and known.before is not None,
        "v": part.newly_overdue and known.before is not None,
        "w": any(one.due and not one.answered for one in owing),
    }
    own = known.rows[task.id]
    return (
        wanted.get("c", one_line(own.section)) == one_line(own.section)
        and wanted.get("t", one_line(own.topic)) == one_line(own.topic)
        and wanted.get("l", str(part.light)) == str(part.light)
        and wanted.get("s", str(part.state)) == str(part.state)
        and (not wanted.get("k") or flags[wanted["k"]])
    )


def test_every_filter_lets_through_what_it_must(reported: Built, shown: Chrome) -> None:
    """Each value of each, each two of them, and every unit with each."""
    known = reported.known
    values = {
        "c": [one_line(name) for name in known.now.task_sections],
        "t": [one_line(name) for name in known.now.task_topics],
        "l": [str(light) for light in known.lights],
        "s": [str(state) for state in State if any(one.state is state for one in known.answers)],
        "k": ["o", "n", "w", *(["d", "v"] if known.before else [])],
    }
    singles = [{key: value} for key, all_values in values.items() for value in all_values]
    doubles = [one | other for one, other in product(singles, singles) if next(iter(one)) < next(iter(other))]
    units = [{"u": unit.name} for unit in known.units]
    own = [one | other for one, other in product(units, singles) if "c" not in other and "t" not in other]
    wanted = [{}, *singles, *doubles, *units, *own]
    for one, (ids, hits) in zip(wanted, shown.execute_script(FILTERED, wanted), strict=True):
        tasks = [task.id for task in known.tasks if passes(known, task, one)]
        old = [task.id for task in known.left_over if passes(known, task, one)]
        assert ids == [*tasks, *old], one
        all_of = [len(known.tasks), len(known.left_over)]
        told = [str(number) for count, all_ in zip((len(tasks), len(old)), all_of, strict=True)
                for number in ((count,) if count == all_ else (count, all_))]  # fmt: skip
        assert re.findall(r"\d+", hits) == told, one


def test_numbers_of_a_unit_lead_to_as_many_tasks(reported: Built, page: Any, shown: Chrome) -> None:
    """A number in the table of units is a link; behind it are that many tasks."""
    links = [
        (int(cell.text_content()), dict(parse_qsl(cell.get("href").removeprefix("#"))))
        for cell in page.xpath("//table[@id='b-unit-table']//td//a")
    ]
    assert len(links) > 100
    found = shown.execute_script(FILTERED, [wanted for _, wanted in links])
    assert [len(ids) for ids, _ in found] == [count for count, _ in links]


def lines_of(known: KnownReport, task_id: str, played: Months) -> list[list[str]]:
    """A task's history as it must be shown, without where the words stand: the last month first."""
    events = [event for one in played.months for event in one.events if str(one.period) <= known.period]
    names = names_after(events)
    turns: dict[str, int] = {}
    for month in reversed(known.months):
        if task_id in month.tasks:
            for one in month.tasks[task_id].answers:
                turns.setdefault(one.unit, len(turns))
    found = []
    for month in reversed(known.months):
        answers = month.tasks[task_id].answers if task_id in month.tasks else ()
        for one in sorted(answers, key=lambda answer: turns[answer.unit]):
            said = one_line(one.reply.progress) if one.reply else ""
            then = called_then(one, month, names)
            found.append(
                [
                    month.period,
                    one.unit + (f" 当时称{then}" if then else ""),
                    ROLES[one.role],
                    str(one.state),
                    f"{one.light}灯",
                    (said or "—") if one.reply else "",
                ]
            )
    return found


def called_then(answer: KnownAnswer, month: KnownMonth, names: Mapping[str, str]) -> str:
    """The name the unit wrote under, where it has another now."""
    if answer.reply is None or answer.reply.unit == answer.unit:
        return ""
    assert names[answer.reply.unit] == answer.unit
    return answer.reply.unit


def test_every_line_of_every_history(reported: Built, shown: Chrome, months: Months) -> None:
    known = reported.known
    told = shown.execute_async_script(HISTORIES)
    ever = {task_id for month in known.months for task_id in month.tasks}
    assert set(told) == ever
    for task_id, lines in told.items():
        must, shown_lines = lines_of(known, task_id, months), [line[:6] for line in lines]
        if task_id not in known.now.tasks:  # no row of the plan tells in which order the units stood
            must, shown_lines = sorted(must), sorted(shown_lines)
        assert shown_lines == must, task_id
        for line in lines:
            assert (line[6] == "—") == (line[5] == ""), "who said something said it somewhere"


def test_the_words_stand_where_the_page_says(
    reports: Mapping[tuple[str, str], Built], browser: Chrome, months: Months
) -> None:
    """In that file of the archive, in that row, stands the task with these words."""
    built = reports[SEPTEMBER, "默认"]
    show(browser, built.file("board"))
    WebDriverWait(browser, 20, 0.05).until(
        lambda one: one.execute_script("return document.documentElement.getAttribute('data-ready') === 'all'")
    )
    told = browser.execute_async_script(HISTORIES)
    sources = {
        (line[0], line[6].rpartition(" 第")[0]): []
        for lines in told.values()
        for line in lines
        if line[6] != "—"
    }
    for task_id, lines in told.items():
        for period, _, _, state, _, words, source in lines:
            if source != "—":
                file, _, row = source.rpartition(" 第")
                sources[period, file].append((task_id, state, words, int(row.removesuffix("行"))))
    assert len(sources) > 100
    for (period, file), answers in sources.items():
        grids = read_grids(months.archive / period / "原件" / file)
        for task_id, state, words, row in answers:
            rows = [{plain(cell) for cell in grid.rows[row - 1]} for grid in grids if row <= len(grid.rows)]
            wanted = {task_id, state} | ({plain(words)} if words != "—" else set())
            assert any(wanted <= cells for cells in rows), (period, file, row, wanted)
