"""月报 of every month: every cell, every number on the page, and the cells that the charts show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from known_months import KnownCount, KnownMonth, KnownTask, KnownTasks
from known_reports import KnownReport, KnownUnit, apart, percent
from known_words import Reader, all_names
from months_reports import Built
from report_books import book, charts, formulas, table
from taskbook.columns import LookbackField
from taskbook.model import Light, Role
from taskbook.rehearsal.months import Months

ROLES = {Role.LEAD: "牵头", Role.RESPONSIBLE: "责任", Role.SUPPORT: "配合"}
STANDING = {
    "answered": "全部反馈",
    "partly": "部分未填",
    "sent_back": "退回待重报",
    "missing": "未报送",
    "nothing_due": "本期无需反馈",
}
MOST_NAMED, MOST_UNITS, MOST_ROWS, LONGEST_NAME = 6, 15, 12, 12


def share(value: float | None) -> Any:
    return None if value is None else pytest.approx(value)


def one_line(text: str) -> str:
    return " ".join(text.split())


def listed(units: Sequence[str], most: int) -> str:
    return "、".join(units[:most]) + (f"……共{len(units)}家" if len(units) > most else "")


def lit(counts: Mapping[Light, int], known: KnownReport) -> dict[str, int]:
    return {str(light): counts[light] for light in known.lights}


def without_blanks(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A blank cell and an empty text are the same to a reader."""
    return [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]


# ---- the tables ----


def task_cells(known: KnownReport, task: KnownTask) -> dict[str, Any]:
    own = known.rows[task.id]
    parties = {
        role: [answer.unit for answer in task.answers if answer.role is role]
        for role in (Role.LEAD, Role.RESPONSIBLE)
    }
    printed = {Role.LEAD: own.lead, Role.RESPONSIBLE: own.responsible}
    told = {
        role: printed[role] if printed[role] and len(units) > MOST_NAMED else listed(units, 30)
        for role, units in parties.items()
    }
    return {
        "任务编号": task.id,
        "序号": own.number,
        "一级指标": one_line(own.section),
        "二级指标": one_line(own.topic),
        "工作任务": own.content,
        "牵头单位": told[Role.LEAD],
        "责任单位": told[Role.RESPONSIBLE],
        "完成时限": own.deadline,
        "进展状态": str(task.state),
        "完成率": share(task.completed) if task.deciding else None,
        "亮灯": str(task.light),
        "亮灯依据": task.reason,
        **({"比上期": compared(task)} if known.before else {}),
        "看板": "查看",
    }


def compared(task: KnownTask) -> str:
    repeated = sum(one.repeated for one in task.answers)
    silent = sum(one.silent for one in task.answers)
    words = ["新办结"] if task.newly_done else []
    words += ["新逾期"] if task.newly_overdue else []
    words += [f"{repeated}家内容与上次相同"] if repeated else []
    words += [f"{silent}家连续两期未反馈"] if silent else []
    return "；".join(words)


def test_tasks(reported: Built) -> None:
    known = reported.known
    must = [task_cells(known, task) for task in known.tasks]
    assert without_blanks(table(reported.file("monthly"), "任务")) == without_blanks(must)


def test_what_is_left_over(reported: Built) -> None:
    known = reported.known
    must = []
    for task in known.left_over:
        extra = dict(known.rows[task.id].extra)
        origin = {str(one): extra[one] for one in (LookbackField.YEAR, LookbackField.TASK_ID)}
        must.append(task_cells(known, task) | origin)
    assert without_blanks(table(reported.file("monthly"), "回头看")) == without_blanks(must)


def test_every_task_leads_to_its_place_on_the_page(reported: Built) -> None:
    """The link is to the page of this month, and the page has that place."""
    page = reported.file("board")
    html = page.read_text(encoding="utf-8")
    for name, tasks in (("任务", reported.known.tasks), ("回头看", reported.known.left_over)):
        sheet = formulas(reported.file("monthly"))[name]
        links = [cell.hyperlink for row in sheet.iter_rows(min_row=4) for cell in row if cell.hyperlink]
        assert [(link.target or "").partition("#")[0] for link in links] == [page.name] * len(tasks)
        places = [link.location or (link.target or "").partition("#")[2] for link in links]
        assert places == [task.id for task in tasks]
        assert all(f'"{place}"' in html for place in places)


def unit_cells(known: KnownReport, unit: KnownUnit) -> dict[str, Any]:
    count = unit.counts
    short = unit.name if len(unit.name) <= LONGEST_NAME else unit.name[: LONGEST_NAME - 1] + "…"
    return {
        "单位": unit.name,
        "类别": unit.category,
        **counted(known, count, unit.periods[-1].returned),
        "报送情况": STANDING[unit.standing],
        "图中名称": short,
    }


def counted(known: KnownReport, count: KnownCount, returned: int) -> dict[str, Any]:
    new = {
        "新办结": count.newly_done,
        "新逾期": count.newly_overdue,
        "与上次相同": count.repeated,
        "连续未反馈": count.silent,
    }
    return {
        "承担任务": count.assigned,
        "已完成": count.done,
        "在办": count.assigned - count.done - count.overdue,
        "逾期": count.overdue,
        "办结率": share(count.done_rate),
        "应反馈": count.due,
        "已反馈": count.answered,
        "反馈率": share(count.answer_rate),
        "按时反馈": count.on_time,
        "按时反馈率": share(count.on_time_rate),
        "退回": returned,
        **lit(count.lights, known),
        **(new if known.before else {}),
    }


def unit_rows(known: KnownReport) -> list[dict[str, Any]]:
    units = sorted(known.units, key=lambda unit: -unit.counts.assigned)
    returned = sum(unit.periods[-1].returned for unit in units)
    total = {"单位": "合计", **counted(known, known.now.answers, returned)}
    return without_blanks([*(unit_cells(known, unit) for unit in units), total])


def test_units_and_their_sums(reported: Built) -> None:
    assert without_blanks(table(reported.file("monthly"), "单位")) == unit_rows(reported.known)


@pytest.mark.office
def test_units_and_their_sums_counted_anew(reported: Built, recalculated: Mapping[Path, Path]) -> None:
    """LibreOffice, which was not told what the formulas come to, comes to the same."""
    path = recalculated[reported.file("monthly")]
    assert without_blanks(table(path, "单位")) == unit_rows(reported.known)


def topic_cells(known: KnownReport, level: str, name: str, count: KnownTasks) -> dict[str, Any]:
    new = {"新办结": count.newly_done, "新逾期": count.newly_overdue}
    return {
        "层级": level,
        "名称": one_line(name),
        "任务数": count.tasks,
        "已办结": count.done,
        "办结率": share(count.done_share),
        "平均完成率": share(count.completed),
        **lit(count.lights, known),
        "临期": count.near,
        "逾期": count.overdue,
        **(new if known.before else {}),
    }


def topic_rows(known: KnownReport) -> list[dict[str, Any]]:
    now = known.now
    rows = [topic_cells(known, "全部", "全部任务", now.whole)]
    rows += [topic_cells(known, "一级指标", name, count) for name, count in now.task_sections.items()]
    rows += [topic_cells(known, "二级指标", name, count) for name, count in now.task_topics.items()]
    return rows


def test_sections_and_topics(reported: Built) -> None:
    rows = table(reported.file("monthly"), "重点任务")
    assert [{name: value for name, value in row.items() if name != "图中名称"} for row in rows] == topic_rows(
        reported.known
    )


def period_cells(known: KnownReport, month: KnownMonth, label: str, new: bool) -> dict[str, Any]:
    whole, count = month.whole, month.answers
    return {
        "反馈期次": label,
        "数据截至": month.as_of.isoformat(),
        "任务数": whole.tasks,
        "已办结": whole.done,
        "办结率": share(whole.done_share),
        "序时进度": share(month.elapsed),
        "平均完成率": share(whole.completed),
        **lit(whole.lights, known),
        "逾期": whole.overdue,
        **({"新办结": whole.newly_done, "新逾期": whole.newly_overdue} if new else {}),
        "应反馈单位": month.units_due,
        "全部反馈": month.units_answered,
        "部分反馈": month.units_partly,
        "未反馈": month.units_missing,
        "按时单位": month.units_on_time,
        "应反馈项次": count.due,
        "已反馈项次": count.answered,
        "反馈率": share(count.answer_rate),
        "按时反馈率": share(count.on_time_rate),
    }


def test_the_course_of_the_year(reported: Built) -> None:
    known, path = reported.known, reported.file("monthly")
    must = [period_cells(known, month, month.period, month is not known.months[0]) for month in known.months]
    assert without_blanks(table(path, "趋势")) == without_blanks(must)
    headings, *rows = book(path)["趋势"].iter_rows(min_row=3, values_only=True)
    below = without_blanks(dict(zip(headings, row, strict=True)) for row in rows[len(must) + 2 :])
    days = [period_cells(known, one.month, one.day.isoformat(), new=False) for one in known.days]
    days += [{"反馈期次": day.isoformat(), "说明": "还没有到"} for day in known.coming]
    assert below == without_blanks(days)


def change_rows(known: KnownReport) -> list[dict[str, Any]]:
    rows = []
    for kind, word in (("任务新办结", "newly_done"), ("任务新逾期", "newly_overdue")):
        for task in (task for task in known.tasks if getattr(task, word)):
            units = listed([answer.unit for answer in task.deciding], MOST_NAMED)
            content = one_line(known.rows[task.id].content)
            rows.append(dict(zip(CHANGE, (kind, units, 1, task.id, content), strict=True)))
    order = [unit.name for unit in known.units]
    for kind, word in (
        ("单位新完成", "newly_done"),
        ("单位新逾期", "newly_overdue"),
        ("内容与上次相同", "repeated"),
        ("连续两期未反馈", "silent"),
    ):
        found = known.by_unit(word)
        for unit in sorted(found, key=order.index):
            ids = found[unit]
            content = one_line(known.rows[ids[0]].content) if len(ids) == 1 else ""
            rows.append(dict(zip(CHANGE, (kind, unit, len(ids), "、".join(ids), content), strict=True)))
    return rows


CHANGE = ("变化", "单位", "数量", "任务编号", "工作任务")


def test_what_is_new(reported: Built) -> None:
    known, rows = reported.known, table(reported.file("monthly"), "变化")
    if known.before:
        assert without_blanks(rows) == without_blanks(change_rows(known))
        assert {row["变化"] for row in rows} >= {"任务新办结", "内容与上次相同", "连续两期未反馈"} - (
            set() if known.by_unit("silent") else {"连续两期未反馈"}
        )
    else:
        assert [row["变化"] for row in rows] == ["这是第一期，没有上一期可比。"]


def test_remarks_stand_beside_answers_of_the_month(reported: Built) -> None:
    """What is wrong with evidence and numbers is told, all of it (numbers only of who has to reach them); whatever else
    is remarked is about an answer that came."""
    known = reported.known
    rows = table(reported.file("monthly"), "核查提示")
    told: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        key = row["任务编号"], row["单位"]
        assert key in known.now.replies
        kind = next(
            (word for word in ("补填佐证链接", "没有达到目标", "没有填完成值") if word in row["提示"]), ""
        )
        told.setdefault(kind, []).append(key)
    done = {key: reply for key, reply in known.now.replies.items() if reply.state.value == "已完成"}
    faulty = [key for key in done if key[0] in ("T001", "T030") and not done[key].evidence.startswith("http")]
    holding = {(one.task, one.unit) for one in known.answers if one.role is not Role.SUPPORT}
    short = [key for key in done.keys() & holding if done[key].value and _share_of(known, key) < 1]
    assert sorted(told.get("补填佐证链接", [])) == sorted(faulty)
    assert sorted(told.get("没有达到目标", [])) == sorted(short)
    assert faulty


def _share_of(known: KnownReport, key: tuple[str, str]) -> float:
    """Of a number that was promised, how much is written; 1 where the plan promises none or several."""
    reading = next(one for one in known.played.readings if one.task.id == key[0])
    promised = {one.value for one in reading.targets if one.relation in (">=", "=")}
    return float(known.now.replies[key].value) / promised.pop() if len(promised) == 1 else 1.0


# ---- the page ----


def cards(path: Path) -> dict[str, tuple[Any, str]]:
    """Label → the number, and what stands below it."""
    sheet = book(path)["月报"]
    found = {}
    for top in (4, 8, 12):
        for column in range(1, 13, 2):
            label = sheet.cell(top, column).value
            if label:
                found[label] = (sheet.cell(top + 1, column).value, sheet.cell(top + 2, column).value or "")
    return found


def feet(now: int, of: int, before: int | None) -> str:
    parts = [f"占{percent(now / of)}"] if of else []
    return "　".join([*parts, *against(now, before)])


def against(now: int, before: int | None) -> list[str]:
    if before is None:
        return []
    return [f"比上期{now - before:+d}" if now != before else "与上期持平"]


def share_against(now: float, before: float | None, else_: str) -> str:
    if before is None:
        return else_
    moved = apart(now, before)
    return "与上期持平" if moved == "0" else f"比上期{'+' if now > before else '-'}{moved}点"


def must_cards(known: KnownReport) -> dict[str, tuple[Any, str]]:
    now, before = known.now, known.before
    whole, was = now.whole, before.whole if before else None
    tasks = whole.tasks

    def counted_card(value: int, of: int, then: int | None) -> tuple[int, str]:
        return value, feet(value, of, then)

    done_apart = apart(now.elapsed, whole.done_share)
    found: dict[str, tuple[Any, str]] = {
        "任务总数": (tasks, f"另有回头看{now.left_over.tasks}项"),
        "已办结": counted_card(whole.done, tasks, was and was.done),
        "正在办理": counted_card(tasks - whole.done, tasks, was and was.tasks - was.done),
        "逾期": counted_card(whole.overdue, tasks, was and was.overdue),
        "平均完成率": (
            share(whole.completed),
            share_against(whole.completed, was and was.completed, "各任务完成率的平均"),
        ),
        "序时进度": (share(now.elapsed), f"办结占比落后{done_apart}点"),
    }
    for light in known.lights:
        found[f"{light}灯"] = counted_card(whole.lights[light], tasks, was and was.lights[light])
    count, then = now.answers, before.answers if before else None
    for label, rate, part in (
        ("反馈率", "answer_rate", "answered"),
        ("按时反馈率", "on_time_rate", "on_time"),
    ):
        first = f"{count.due}项次报了{getattr(count, part)}"
        found[label] = (
            share(getattr(count, rate)),
            share_against(getattr(count, rate), then and getattr(then, rate), first),
        )
    due = now.units_due
    found["应反馈单位"] = (due, "　".join(["家", *against(due, before and before.units_due)]))
    for label, name in (
        ("全部反馈", "answered"),
        ("部分反馈", "partly"),
        ("未反馈", "missing"),
        ("按时报送", "on_time"),
    ):
        word = f"units_{name}"
        found[label] = counted_card(getattr(now, word), due, before and getattr(before, word))
    return found


def test_the_big_numbers(reported: Built) -> None:
    told = cards(reported.file("monthly"))
    remarks = told.pop("核查提示")
    assert told == must_cards(reported.known)
    assert remarks[0] == len(table(reported.file("monthly"), "核查提示"))


def test_roles(reported: Built) -> None:
    sheet = book(reported.file("monthly"))["月报"]
    top = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "角色")
    rows = [[sheet.cell(row, column).value for column in range(1, 12, 2)] for row in range(top + 1, top + 4)]
    assert rows == [
        [ROLES[role], one.due, one.answered, one.on_time, share(one.answer_rate), share(one.on_time_rate)]
        for role, one in ((role, known_role) for role, known_role in reported.known.now.roles.items())
    ]


def test_no_sentence_of_the_page_tells_a_number_that_nobody_knows(reported: Built, months: Months) -> None:
    known, sheet = reported.known, book(reported.file("monthly"))["月报"]
    texts = [
        str(value) for row in sheet.iter_rows(values_only=True) for value in row if isinstance(value, str)
    ]
    start = next(place for place, text in enumerate(texts) if text == "按时反馈率" and place > 30)
    sentences = [text for text in texts[start + 1 :] if text not in ROLES.values()]
    reader = Reader(all_names(months))
    now, done, late = known.now, known.new("newly_done"), known.new("newly_overdue")
    must = []
    if known.before:
        must.append(f"{len(done) or ''} {' '.join(done)} {len(late) or ''} {' '.join(late)}")
        must += [f"{now.answers.repeated or ''} {now.answers.silent or ''}"]
    left = now.left_over
    must.append(f"{left.tasks} {left.done} {left.tasks - left.done}")
    must += [f"{day.year} {day.month} {day.day}" for day in known.coming[:1]]
    told = [reader.seen(text) for text in sentences[:-2]]
    assert told == [reader.seen(text) for text in must]
    assert sentences[-2].startswith("亮灯：")
    if known.rule == "默认":
        assert reader.seen(sentences[-2]) == [f"{now.elapsed * 100:.1f}%", "10"]


# ---- the charts ----


def test_the_charts_show_these_cells(reported: Built) -> None:
    known = reported.known
    by_unit, by_light, trend, roles = charts(reported.file("monthly"))
    busiest = sorted(known.units, key=lambda unit: -unit.counts.assigned)[:MOST_UNITS]
    names = [unit_cells(known, unit)["图中名称"] for unit in busiest]
    assert {one.name: one.points for one in by_unit.series} == {
        "已完成": {name: unit.counts.done for name, unit in zip(names, busiest, strict=True)},
        "逾期": {name: unit.counts.overdue for name, unit in zip(names, busiest, strict=True)},
        "在办（未逾期）": {
            name: unit.counts.assigned - unit.counts.done - unit.counts.overdue
            for name, unit in zip(names, busiest, strict=True)
        },
    }
    topics = {one_line(name): count for name, count in known.now.task_topics.items()}
    assert len(topics) <= MOST_ROWS
    assert {one.name: one.points for one in by_light.series} == {
        str(light): {name: count.lights[light] for name, count in topics.items()} for light in known.lights
    }
    assert {one.name: one.points for one in trend.series} == {
        "办结率": {month.period: share(month.whole.done_share) for month in known.months},
        "序时进度": {month.period: share(month.elapsed) for month in known.months},
        "反馈率": {month.period: share(month.answers.answer_rate) for month in known.months},
    }
    assert trend.kind == ("lineChart" if known.before else "barChart")
    words = {"应反馈": "due", "已反馈": "answered", "按时反馈": "on_time"}
    assert {one.name: one.points for one in roles.series} == {
        name: {ROLES[role]: getattr(count, word) for role, count in known.now.roles.items()}
        for name, word in words.items()
    }
