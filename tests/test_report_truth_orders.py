"""督办单, 催办单 and the list of them: who gets which, about what, how late, and what was said last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from known_lights import last_day
from known_months import KnownAnswer
from known_reports import KnownReport
from known_words import Labels, plain
from months_reports import Built
from taskbook.model import Light, Reply, Role

SUPERVISION, REMINDER = "supervision", "reminder"
WORDS = {SUPERVISION: "督办单", REMINDER: "催办单"}
ROLES = {Role.LEAD: "牵头", Role.RESPONSIBLE: "责任", Role.SUPPORT: "配合"}
CALLED = {Light.RED: "亮红灯", Light.ORANGE: "亮橙灯", Light.YELLOW: "亮黄灯"}


def kind_of(answer: KnownAnswer, done: bool) -> str:
    """'' where nobody has to be pushed; `done`: the task as a whole is."""
    if is_behind(answer) and not done:
        return SUPERVISION
    pale = answer.light in (Light.YELLOW, Light.ORANGE) and (not done or answer.done)
    return REMINDER if pale or (answer.due and not answer.answered) else ""


def is_behind(answer: KnownAnswer) -> bool:
    """Who leads or is responsible is past the date, or shows red."""
    holds = answer.role is not Role.SUPPORT and not answer.done
    return holds and (answer.overdue or answer.light is Light.RED)


def expected(known: KnownReport) -> dict[tuple[str, str], list[KnownAnswer]]:
    """(unit, kind) → the parts its paper is about."""
    found: dict[tuple[str, str], list[KnownAnswer]] = {}
    for answer in known.answers:
        if kind := kind_of(answer, known.now.tasks[answer.task].done):
            found.setdefault((answer.unit, kind), []).append(answer)
    return found


def last_said(known: KnownReport, answer: KnownAnswer) -> tuple[str, Reply] | None:
    """What the unit said last about the task, this month or before."""
    for month in reversed(known.months):
        reply = month.replies.get((answer.task, answer.unit))
        if reply is not None:
            return month.period, reply
    return None


def test_who_gets_which_paper_about_what(reported: Built) -> None:
    told = {(one["unit"], one["kind"]): one["tasks"] for one in reported.orders}
    must = expected(reported.known)
    assert told == {key: [answer.task for answer in parts] for key, parts in must.items()}
    assert len(told) == len(reported.orders)


def test_every_paper_lies_in_the_folder_and_no_other(reported: Built) -> None:
    folder = reported.folder / "督办单"
    papers = {path.name for path in folder.glob("*.docx")}
    period = reported.known.period
    assert papers == {f"{WORDS[kind]}_{unit}_{period}.docx" for unit, kind in expected(reported.known)}
    assert papers == {Path(one["file"]).name for one in reported.orders}


def read(path: Path) -> list[dict[str, str]]:
    """A paper's items, each as what its table says: heading → text; with the words above it as `head`."""
    import docx

    document = docx.Document(str(path))
    heads = [
        text for paragraph in document.paragraphs if "第" in (text := plain(paragraph.text)) and "〔" in text
    ]
    items = []
    for head, table in zip(heads, document.tables, strict=True):
        found = {"head": head}
        for row in table.rows:
            cells = list(dict.fromkeys(cell._tc for cell in row.cells))
            texts = ["\n".join(p.text for p in _paragraphs(cell)) for cell in cells]
            found |= dict(zip(map(plain, texts[::2]), texts[1::2], strict=True))
        items.append(found)
    return items


def _paragraphs(cell: Any) -> list[Any]:
    from docx.table import _Cell

    return _Cell(cell, None).paragraphs


@pytest.fixture(scope="module")
def papers() -> dict[Path, list[dict[str, str]]]:
    return {}


def test_every_item_on_its_page(reported: Built, papers: dict[Path, list[dict[str, str]]]) -> None:
    known = reported.known
    for one in reported.orders:
        parts = expected(known)[one["unit"], one["kind"]]
        items = papers.setdefault(Path(one["file"]), read(Path(one["file"])))
        assert len(items) == len(parts)
        for place, (item, answer) in enumerate(zip(items, parts, strict=True), 1):
            must = page(known, answer, one["kind"], place, len(parts))
            assert {heading: plain(item[heading]) for heading in must} == {
                heading: plain(text) for heading, text in must.items()
            }


def page(known: KnownReport, answer: KnownAnswer, kind: str, place: int, of: int) -> Mapping[str, str]:
    task, own = known.now.tasks[answer.task], known.rows[answer.task]
    by = last_day(task.deadline)
    days = (known.now.as_of - by).days if answer.overdue else 0
    owed = answer.due and not answer.answered
    light = [CALLED[answer.light]] if answer.light in CALLED and not (owed and answer.silent) else []
    why = [f"已逾期{days}天"] if days else light
    why += ["连续两期未反馈" if answer.silent else "本期未反馈"] if owed else []
    word, year = WORDS[kind][:2], known.now.as_of.year
    as_of = known.now.as_of
    return {
        "head": f"{word}〔{year}〕第号" + (f"第{place}件，共{of}件" if of > 1 else ""),
        "承办单位": answer.unit,
        "承办角色": ROLES[answer.role],
        "事项序号": own.number + ("（回头看，2025年）" if own.lookback else ""),
        "任务编号": own.id,
        "任务内容": own.content,
        "完成时限": own.deadline or "—",
        "逾期天数": f"{days}天" if days else "未逾期",
        "本单位亮灯": f"{answer.light}灯",
        f"{word}原因": "、".join(why),
        "亮灯依据": answer.reason,
        "最近反馈": said(known, answer),
        f"{word}单位": f"{known.plan.settings.office}{as_of.year}年{as_of.month}月{as_of.day}日",
    }


def said(known: KnownReport, answer: KnownAnswer) -> str:
    last = last_said(known, answer)
    if last is None:
        before = dict(known.rows[answer.task].extra).get("上年进展")
        return f"上年进展：{before}" if before else "至今没有反馈。"
    period, reply = last
    return f"{period}期（{reply.state}）：{reply.progress.strip() or '没有写完成情况。'}"


def test_the_day_an_answer_is_due(reported: Built, papers: dict[Path, list[dict[str, str]]]) -> None:
    """Five working days on; no other number stands in what is asked."""
    day = reported.known.reply_by
    for one in reported.orders:
        for item in papers.setdefault(Path(one["file"]), read(Path(one["file"]))):
            asked = item[f"{WORDS[one['kind']][:2]}要求"]
            assert re.findall(r"\d+", asked) == [str(day.year), str(day.month), str(day.day), "5"]


def test_the_list_of_papers(reported: Built) -> None:
    known = reported.known
    (path,) = (reported.folder / "督办单").glob("*.xlsx")
    sheet = openpyxl.load_workbook(path).active
    found = [list(row[:6]) for row in sheet.iter_rows(min_row=4, values_only=True)]
    labels, must = Labels(known), expected(known)
    assert [row[0] for row in found] == list(range(1, len(found) + 1))
    assert {(row[1], row[2]): (row[3], _numbers(row[4]), row[5]) for row in found} == {
        (unit, WORDS[kind]): (
            len(parts),
            labels.listed([one.task for one in parts], len(parts)),
            f"{WORDS[kind]}_{unit}_{known.period}.docx",
        )
        for (unit, kind), parts in must.items()
    }
    order = [unit.name for unit in known.units]
    assert [row[1] for row in found] == sorted((row[1] for row in found), key=order.index)


def _numbers(text: str) -> str:
    return plain(text.replace("回头看", "").replace("序号", ""))


def test_there_is_something_to_push(reported: Built) -> None:
    must = expected(reported.known)
    assert {kind for _, kind in must} == {SUPERVISION, REMINDER}
    assert any(
        answer.task in {task.id for task in reported.known.left_over}
        for parts in must.values()
        for answer in parts
    )
    assert any(len(parts) > 3 for parts in must.values())
