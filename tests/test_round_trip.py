"""What a unit writes is what the archive holds, whatever the order of rows, columns and files, and the file's format."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from returning import SEPTEMBER, UNITS, Desk, set_up
from taskbook.columns import ReplyField
from taskbook.grid import Grid, read_grids
from taskbook.issued import read_history
from taskbook.model import Reply, State
from taskbook.returns import inbox
from taskbook.returns.archive import load_replies, pack_replies
from taskbook.returns.judging import judge
from taskbook.returns.ownership import Expected, expected_books
from taskbook.returns.receiving import _read_and_judge
from taskbook.returns.stranger import open_stranger
from taskbook.unitbook.read import read_book
from taskbook.unitbook.tables import ERROR_TEXTS

NAMES = {
    ReplyField.PROGRESS: "progress", ReplyField.EVIDENCE: "evidence", ReplyField.PROBLEM: "problem",
    ReplyField.NEXT_STEP: "next_step", ReplyField.VALUE: "value", ReplyField.REPORTER: "reporter",
    ReplyField.PHONE: "phone", ReplyField.REVIEWER: "reviewer",
}  # fmt: skip

written = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n=+-@'\"<>&%_#，。；已完成推进中\u3000 ")
    | st.sampled_from(string.digits),
    max_size=60,
).filter(lambda text: text.strip() not in ERROR_TEXTS and not re.search(r"_x[0-9A-Fa-f]{4}_", text))
"""Anything that can be typed into a cell. `_x0041_` is how the file format itself writes an A."""


@st.composite
def answer(draw: st.DrawFn, task_id: str, unit: str) -> Reply:
    texts = {name: draw(written) for name in NAMES.values()}
    texts["progress"] = "办" + texts["progress"]
    return Reply(
        task_id,
        unit,
        draw(st.sampled_from([State.NOT_STARTED, State.IN_PROGRESS, State.BEHIND, State.DONE])),
        reported_on=draw(st.dates(date(2026, 1, 1), date(2026, 9, 20))),
        **texts,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return set_up(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def sheets(desk: Desk) -> dict[str, Grid]:
    """The reply sheet of each unit's book."""
    return {unit: read_grids(path)[0] for unit, path in desk.books.items()}


@pytest.fixture(scope="module")
def expected(desk: Desk) -> Expected:
    return expected_books("P-2026", SEPTEMBER, date(2026, 9, 20), read_history(desk.archive, SEPTEMBER))


def copied(
    grid: Grid, replies: Sequence[Reply], rows: Sequence[int], columns: Sequence[int], gaps: Sequence[int]
) -> bytes:
    """The sheet pasted by value into a new workbook: rows and columns in another order, empty ones between."""
    import xlsxwriter

    table = read_book([grid]).tables[0]
    answers = {reply.task_id: reply for reply in replies}
    heading = table.heading_row - 1
    width = max(map(len, grid.rows))
    where = {index: place + sum(gap <= place for gap in gaps) for place, index in enumerate(columns)}
    fields = {letter_index(letters): field for field, letters in table.columns.items()}
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("Sheet1")
    for number in range(heading):
        for column in range(width):
            sheet.write_string(number, column, grid.text(number, column))
    for place, offset in enumerate([0, *rows]):
        source = heading if place == 0 else table.rows[offset].number - 1
        reply = None if place == 0 else answers[table.rows[offset].task_id]
        for column in range(width):
            text = cell_text(fields.get(column), reply) or grid.text(source, column)
            if text:
                sheet.write_string(heading + place + (place > gaps[0] + 1), where[column], text)
    book.close()
    return buffer.getvalue()


def cell_text(field: ReplyField | None, reply: Reply | None) -> str:
    if field is None or reply is None:
        return ""
    if field is ReplyField.STATE:
        return str(reply.state)
    if field is ReplyField.REPORTED_ON and reply.reported_on:
        return f"{reply.reported_on.year}.{reply.reported_on.month}.{reply.reported_on.day}"
    return getattr(reply, NAMES[field]) if field in NAMES else ""


def letter_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def plain(reply: Reply) -> tuple[object, ...]:
    """What must come back: every text without blanks around it."""
    return (
        reply.task_id, reply.unit, reply.state, reply.reported_on,
        *(getattr(reply, name).replace("\r\n", "\n").replace("\r", "\n").strip() for name in NAMES.values()),
    )  # fmt: skip


@st.composite
def filled_copy(draw: st.DrawFn, sheets: dict[str, Grid], unit: str) -> tuple[list[Reply], bytes]:
    grid = sheets[unit]
    table = read_book([grid]).tables[0]
    replies = [draw(answer(row.task_id, unit)) for row in table.rows]
    rows = draw(st.permutations(range(len(table.rows))))
    columns = draw(st.permutations(range(max(map(len, grid.rows)))))
    gaps = draw(st.lists(st.integers(0, 18), min_size=1, max_size=3))
    return replies, copied(grid, replies, rows, columns, gaps)


@given(data=st.data(), unit=st.sampled_from(UNITS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_come_back_as_written(data, unit, sheets, expected, tmp_path_factory):
    replies, content = data.draw(filled_copy(sheets, unit))
    path = tmp_path_factory.getbasetemp() / "copied.xlsx"
    path.write_bytes(content)
    grids = open_stranger(path)
    judged = judge(read_book(grids), expected)
    assert not judged.blocked, [finding.message for finding in judged.findings]
    assert sorted(map(plain, judged.replies)) == sorted(map(plain, replies))
    assert not judged.open_rows
    assert not [finding for finding in judged.findings if finding.code.name == "LOCKED_CELL_EDITED"]
    assert _read_and_judge(expected, grids).packed == pack_replies(judged.replies)


@given(data=st.data(), order=st.permutations(UNITS))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_in_any_order_and_place_reach_the_archive(
    data, order, desk, sheets, tmp_path_factory, monkeypatch
):
    monkeypatch.setattr(inbox, "_SETTLE_SECONDS", 0)
    folder, archive = tmp_path_factory.mktemp("inbox"), tmp_path_factory.mktemp("archive")
    period = archive / str(SEPTEMBER)
    period.mkdir()
    issued = desk.archive / str(SEPTEMBER) / "下发登记.jsonl"
    (period / issued.name).write_bytes(issued.read_bytes())
    replies = []
    for number, unit in enumerate(order):
        filled, content = data.draw(filled_copy(sheets, unit))
        replies += filled
        place = folder / (["", "甲", "甲/乙"][number])
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.xlsx").write_bytes(content)
    desk.collect(inbox=folder, archive=archive)
    kept = [reply for _, answers in load_replies(archive, SEPTEMBER) for reply in answers]
    assert sorted(map(plain, kept)) == sorted(map(plain, replies))


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_other_formats_give_the_same_texts(kind, desk, convert, expected, tmp_path):
    """Saved by LibreOffice in another format, with everything that formats treat differently."""
    texts = {
        "progress": "第一行\n第二行　两端\n\n“引号”《书名》—— 100%", "evidence": "http://a.example/?a=1&b=<2>",
        "problem": "=1+1", "next_step": "'带撇号 001", "value": "1,200", "reporter": "𠮷野、张三😀", "phone": "0955-1234567",
        "reviewer": "+86 @审核人",
    }  # fmt: skip
    unit = UNITS[0]
    path = desk.send(
        unit, f"格式{kind}.xlsx", state=State.BEHIND, **{k: v for k, v in texts.items() if k != "progress"}
    )
    written = {reply.task_id: reply for reply in judge(read_book(open_stranger(path)), expected).replies}
    changed: Path = convert(path, kind)
    path.unlink()
    judged = judge(read_book(open_stranger(changed)), expected)
    assert {reply.task_id: plain(reply) for reply in judged.replies} == {
        k: plain(v) for k, v in written.items()
    }
    assert not judged.findings
