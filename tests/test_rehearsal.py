"""The simulated office itself: the same seed, the same office; every file is there and is what it claims to be."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from taskbook.columns import ReplyField, Sheet
from taskbook.findings import Code
from taskbook.model import DECLARED_STATES, State
from taskbook.period import Period
from taskbook.rehearsal.compare import collect_differences, merge_differences
from taskbook.rehearsal.office import Office
from taskbook.rehearsal.play import PLAIN_HABITS, play
from taskbook.rehearsal.truth import Habit, Truth
from taskbook.returns.archive import Outcome

PERIOD = Period(2026, 9)
HEADING_ROW = 5


def make_book(path: Path, unit: str, tasks: int, first: int) -> Path:
    """As much of a unit book as a person sees: a title block, the headings, the tasks, a merged topic."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet(Sheet.REPLY)
        sheet.merge_range(0, 0, 0, len(ReplyField) - 1, "示例区2026年政务公开工作任务反馈表")
        sheet.write_row(2, 0, ["单位：", unit])
        sheet.write_row(HEADING_ROW - 1, 0, [str(field) for field in ReplyField])
        for row in range(tasks):
            target = "不少于2次" if row % 3 == 0 else ""
            texts = [
                f"T{first + row:03d}",
                row + 1,
                "",
                f"第{row}项工作任务",
                "责任",
                "",
                target,
                "年底前",
                "",
            ]
            sheet.write_row(HEADING_ROW + row, 0, texts)
        if tasks > 2:
            sheet.merge_range(HEADING_ROW, 2, HEADING_ROW + 1, 2, "主动公开")
    return path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Forty units with one to nine tasks each, some of them shared; no LibreOffice."""
    folder = tmp_path / "下发"
    folder.mkdir()
    units = {f"示例区第{number}局": number for number in range(40)}
    books = {
        unit: make_book(folder / f"{unit}.xlsx", unit, 1 + number % 9, 1 + number % 4)
        for unit, number in units.items()
    }
    earlier = {unit: books[unit] for unit in list(books)[:30]}
    day = date(2026, 9, 25)
    return Office(
        books, tmp_path / "收件", tmp_path / "staging", PERIOD, day, date(2026, 9, 26), earlier=earlier
    )


def texts_of(truth: Truth) -> list[tuple[str, str, str]]:
    return [(sent.file, reply.task_id, reply.progress) for sent in truth.files for reply in sent.answers]


def test_same_seed_same_office(office: Office, tmp_path: Path) -> None:
    office.books = dict(list(office.books.items())[:12])
    first = play(office)
    office.inbox = tmp_path / "another"
    office.zipped.clear()
    second = play(office)
    assert first == second
    office.inbox, office.seed = tmp_path / "third", 2
    assert texts_of(play(office)) != texts_of(first)


def test_every_habit_is_somebodys(office: Office) -> None:
    truth = play(office)
    shown = {sent.habit for sent in truth.files if sent.habit} | {Habit.SILENT}
    assert shown | set(truth.skipped) == set(Habit)
    assert set(truth.skipped) == {Habit.AS_XLS, Habit.AS_ODS}  # said, with the reason
    assert all(truth.skipped.values())


def test_the_inbox_holds_what_the_truth_says(office: Office) -> None:
    truth = play(office)
    on_disk = set()
    for path in office.inbox.rglob("*"):
        name = path.relative_to(office.inbox).as_posix()
        if path.suffix == ".zip":
            entries = zipfile.ZipFile(path, metadata_encoding="gb18030").namelist()
            on_disk |= {name, *(f"{name}/{entry}" for entry in entries)}
        elif path.is_file():
            on_disk.add(name)
    assert on_disk == {sent.file for sent in truth.files}
    assert len(on_disk) == len(truth.files)


def test_answers_stand_in_the_books_under_their_headings(office: Office) -> None:
    truth = play(office, PLAIN_HABITS)
    for sent in truth.files:
        if not sent.habit:
            continue
        sheet = openpyxl.load_workbook(office.inbox / sent.file)[Sheet.REPLY]
        state, progress = (list(ReplyField).index(field) for field in (ReplyField.STATE, ReplyField.PROGRESS))
        rows = {row[0]: row for row in sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True)}
        for reply in sent.answers:
            assert rows[reply.task_id][state] == reply.state
            assert (rows[reply.task_id][progress] or "") == reply.progress


def test_who_is_late_is_found_by_the_day_in_the_book(office: Office) -> None:
    truth = play(office, [Habit.LATE, Habit.EARLY])
    late = {sent.habit for sent in truth.files if Code.RETURNED_LATE in sent.codes}
    assert late == {Habit.LATE}
    assert all(sent.on_time == (sent.habit is not Habit.LATE) for sent in truth.files)


def test_a_second_book_supersedes_the_first_but_for_the_row_left_blank(office: Office) -> None:
    truth = play(office, [Habit.TWICE, Habit.SILENT])
    first, second = (sent for sent in truth.files if sent.habit is Habit.TWICE)
    counting = truth.answers
    blank = first.answers[-1]
    assert (first.outcome, second.outcome) == (Outcome.SUPERSEDED, Outcome.ACCEPTED)
    assert counting[first.unit, blank.task_id] == blank
    assert counting[first.unit, second.answers[0].task_id] == second.answers[0]
    assert truth.missing == set(office.books) - {first.unit}


def test_states_are_those_of_the_drop_down_and_done_has_words(office: Office) -> None:
    truth = play(office)
    replies = [
        reply for sent in truth.files for reply in sent.answers if sent.habit is not Habit.DONE_WITHOUT_WORDS
    ]
    assert {reply.state for reply in replies} == set(DECLARED_STATES)
    assert all(reply.progress for reply in replies if reply.state is State.DONE)


def as_collected(truth: Truth) -> dict[str, object]:
    """What collect would say if it were right."""
    files = [
        {
            "file": sent.file,
            "outcome": str(sent.outcome),
            "unit": sent.unit,
            "rows": len(sent.answers),
            "findings": [{"code": code.name} for code in sent.codes],
        }
        for sent in truth.files
    ]
    return {"files": files, "missing": sorted(truth.missing), "findings": []}


def test_differences_in_what_collect_says_are_seen(office: Office) -> None:
    truth = play(office)
    right = as_collected(truth)
    assert collect_differences(truth, right) == []
    place = next(number for number, sent in enumerate(truth.files) if sent.outcome is Outcome.ACCEPTED)
    for change in (
        {"outcome": "ignored"},
        {"unit": "别家"},
        {"rows": 99},
        {"findings": []},
        {"file": "别的.xlsx"},
    ):
        files = [dict(entry) for entry in right["files"]]
        files[place] |= {"findings": [{"code": "ERROR_CELL"}]} if change == {"findings": []} else change
        assert collect_differences(truth, right | {"files": files}), change
    assert collect_differences(truth, right | {"files": right["files"][1:]})
    assert collect_differences(truth, right | {"files": [*right["files"], right["files"][0]]})
    assert collect_differences(truth, right | {"missing": []})


def test_differences_in_what_merge_says_are_seen(office: Office) -> None:
    truth = play(office)
    tasks: dict[str, list[dict[str, str]]] = {}
    for (unit, task_id), reply in truth.answers.items():
        names = ("progress", "value", "evidence", "problem", "next_step", "reporter", "phone", "reviewer")
        shown = {name: getattr(reply, name).strip() for name in names}
        shown |= {"unit": unit, "status": str(reply.state), "reported_on": reply.reported_on.isoformat()}
        tasks.setdefault(task_id, []).append(shown)
    merged = {"tasks": [{"id": task_id, "replies": replies} for task_id, replies in tasks.items()]}
    assert merge_differences(truth, merged) == []
    tasks["T001"][0]["progress"] = "别的话"
    tasks["T002"].pop()
    tasks["T003"].append(tasks["T003"][0] | {"unit": "没有的单位"})
    assert len(merge_differences(truth, merged)) == 3


@pytest.mark.office
def test_other_formats_are_made_by_libreoffice(office: Office, soffice: str) -> None:
    office.soffice = soffice
    truth = play(office, [Habit.AS_XLS, Habit.AS_ODS, Habit.SILENT])
    kinds = {}
    for sent in truth.files:
        if sent.habit:
            kinds[sent.habit] = (office.inbox / sent.file).read_bytes()[:4]
    assert kinds == {Habit.AS_XLS: b"\xd0\xcf\x11\xe0", Habit.AS_ODS: b"PK\x03\x04"}
    assert not truth.skipped
