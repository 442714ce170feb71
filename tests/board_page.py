"""The page 看板 for its tests: made of known facts, read as HTML, its history decoded without the page's own script."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from archives import issue
from lxml import html
from status_values import record, settings
from taskbook.columns import LookbackField, Sheet
from taskbook.filenames import safe_name
from taskbook.findings import Code, Remark, found
from taskbook.model import Plan, Reply, Source, State, Task, Unit
from taskbook.period import Period
from taskbook.reporting.board.write import write_board
from taskbook.reporting.facts import Facts
from taskbook.reporting.gather import gather
from taskbook.reporting.histories import Line
from taskbook.returns.archive import ledger_of, line_of, pack_replies
from taskbook.returns.ledger import append_lines
from taskbook.rollup.status import Answer, TaskStatus

HOSTILE = (
    "</script><script>document.title='x'</script>",
    "<!--<script>",
    "<img src=x onerror=document.title='x'>",
    "\" onmouseover=\"document.title='x'",
    "'><svg onload=document.title=1>",
    "上\u2028下\u2029止",
    "头\u202e倒过来\u202c尾\u200f",
    "空\x00\x07\x1b字",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "&lt;b&gt;&amp;",
    "]]>\\u003c/script\\",
    "שלום عربي 中文",
    "长" * 3000,
    "A" * 3000,
    "=1+1",
)


def with_remark(facts: Facts) -> Facts:
    """With a remark on what 区财政局 said about T002 in the period."""
    finding = found(Code.VALUE_UNDER_TARGET, value="1", target="不少于2次")
    status = replace(facts.status, remarks=(Remark("T002", "区财政局", finding),))
    return replace(facts, status=status)


def page_of(facts: Facts, path: Path) -> Path:
    write_board(path, facts)
    return path


def read(path: Path) -> html.HtmlElement:
    """The page as a reader without scripts sees it."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(table: html.HtmlElement) -> list[list[str]]:
    """The cells of a table, headings first."""
    return [[text(cell) for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")]


def cards(page: html.HtmlElement) -> dict[str, dict[str, str]]:
    """Label → value, foot and change of every number at the top."""
    shown = {}
    for card in page.xpath("//*[contains(concat(' ', @class, ' '), ' card ')]"):
        parts = {part.get("class"): text(part) for part in card.xpath("./span")}
        shown[parts.pop("card-label")] = parts
    return shown


def block(path: Path, name: str) -> dict[str, Any]:
    """What a script element of the page carries: `index` or `history`."""
    (holder,) = read(path).xpath(f"//script[@id='b-{name}']")
    content = holder.text or ""
    if holder.get("data-packed"):
        content = zlib.decompress(base64.b64decode(content)).decode("utf-8")
    return json.loads(content)


def histories(path: Path) -> dict[str, list[Line]]:
    """Task id → its lines as the page carries them, in the order of time; written from the block's description."""
    index, history = block(path, "index"), block(path, "history")
    said = _said(index, history)
    found: dict[str, list[Line]] = {}
    for task in (*index["tasks"], *index["back"], *index["gone"]):
        lines = []
        for place, letter in enumerate(history["tasks"].get(task["id"], "")):
            if letter == ".":
                continue
            turn, period = divmod(place, len(history["periods"]))
            role, state, light, wrote = history["kinds"][history["alphabet"].index(letter)]
            unit = task["u"][turn]
            words, file, row = next(said)((unit, period)) if wrote else ("", None, 0)
            named = {(one[0], one[1]): one[2] for one in history["named"]}.get((period, file), "")
            name = "" if file is None else history["files"][file]
            line = Line(
                history["periods"][period], index["units"][unit], role, state, light, words, name, row, named
            )
            lines.append((period, turn, line))
        found[task["id"]] = [line for _, _, line in sorted(lines, key=lambda one: one[:2])]
    return found  # fmt: skip


def _said(index: dict[str, Any], history: dict[str, Any]) -> Iterator[Any]:
    files: dict[tuple[int, int], int] = {}
    rows: dict[tuple[int, int], int] = {}
    unread = 0
    for file, row, words in zip(history["f"], history["r"], history["t"], strict=True):

        def one(key: tuple[int, int], file: int = file, row: int = row, words: int = words) -> Any:
            nonlocal unread
            if file:
                files[key], rows[key] = file - 1, 0
            rows[key] += row
            if words < 0:
                unread += 1
            place = unread - 1 if words < 0 else words - 1
            return history["texts"][place] if place >= 0 else "", files[key], rows[key]

        yield one


def passing(facts: Facts, wanted: dict[str, str]) -> set[str]:
    """The tasks that these filters let through, told from the facts alone; see the page for what the keys mean."""
    return {task.id for task in facts.status.tasks if _passes(facts, task, wanted)}


def _passes(facts: Facts, status: TaskStatus, wanted: dict[str, str]) -> bool:
    part: Answer | TaskStatus = status
    if "u" in wanted:
        mine = [answer for answer in status.answers if answer.unit == wanted["u"]]
        if not mine:
            return False
        part = mine[0]
    task = status.reading.task
    return (
        wanted.get("c", task.section) == task.section
        and wanted.get("t", task.topic) == task.topic
        and wanted.get("l", part.light) == part.light
        and wanted.get("s", part.state) == part.state
        and ("k" not in wanted or _noticed(facts, status, part, wanted["k"]))
    )


def _noticed(facts: Facts, status: TaskStatus, part: Answer | TaskStatus, kind: str) -> bool:
    own = isinstance(part, Answer)
    key = (status.id, part.unit) if isinstance(part, Answer) else None
    answers = [part] if isinstance(part, Answer) else list(status.answers)
    return {
        "o": part.overdue,
        "n": status.near,
        "d": key in facts.changed.done if own else status.id in facts.changed.tasks_done,
        "v": key in facts.changed.overdue if own else status.id in facts.changed.tasks_overdue,
        "w": any(answer.asked and not answer.answered for answer in answers),
    }[kind]


def hostile_facts(folder: Path) -> Facts:
    """One period of an office in whose plan and answers every `HOSTILE` text stands wherever people can write."""
    september = Period(2026, 9)
    names = [f"区第{turn:02d}局{one[:20]}".replace("\n", "") for turn, one in enumerate(HOSTILE, 1)]
    names = ["".join(name.replace("+", "").split()) for name in names]  # + joins units in a cell
    tasks = [
        Task(
            f"T{turn:03d}", one[:9], f"一级{one[:60]}", f"二级{one[:60]}", f"内容{one}", names[turn - 1], measure=one[:200],
            deadline=one[:50], leader=one[:20], remark=one[:200],
        )
        for turn, one in enumerate(HOSTILE, 1)
    ]  # fmt: skip
    tasks.append(
        Task("T099", sheet=Sheet.LOOKBACK, content=HOSTILE[0], lead=names[0], extra=((LookbackField.YEAR, "2025<b>"),))
    )  # fmt: skip
    plan = Plan(
        settings(plan_id="", plan_name=f"示例区{HOSTILE[0]}", office=HOSTILE[1]),
        tuple(tasks),
        tuple(Unit(name, one[:30]) for name, one in zip(names, HOSTILE, strict=True)),
    )
    issue(folder, september, {name: f"T{turn:03d}" for turn, name in enumerate(names, 1)})
    lines = []
    for turn, (name, one) in enumerate(zip(names, HOSTILE, strict=True), 1):
        file = f"{turn:04d}_{safe_name(name, set())}.xlsx"
        said = Reply(
            f"T{turn:03d}", name, State.IN_PROGRESS, f"反馈{one}", source=Source(file, "任务反馈", turn)
        )
        lines.append(line_of(record(turn, name, stored=file, rows=1), pack_replies([said])))
    append_lines(ledger_of(folder, september), lines)
    return gather(plan, folder, september, today=date(2026, 9, 28))
