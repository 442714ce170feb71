"""The whole round: what every unit wrote is what the status book shows, word for word, whatever came in between."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from taskbook import wording
from taskbook.collect import collect_replies
from taskbook.collected import as_json as collected_json
from taskbook.columns import HEADINGS, Field, ReplyField, Sheet
from taskbook.findings import CannotGoOn, Code, found
from taskbook.grid import read_grids
from taskbook.master import folder, write_master
from taskbook.merge import as_json as merged_json
from taskbook.merge import merge_master
from taskbook.model import DECLARED_STATES, Group, Plan, Settings, State, Task, Unit
from taskbook.period import Period
from taskbook.rehearsal import filling
from taskbook.rehearsal.compare import collect_differences
from taskbook.rehearsal.round import Round, chosen_master, play_round, run_folder, sample_master
from taskbook.rehearsal.summary import summary
from taskbook.rehearsal.truth import Habit
from taskbook.returns.archive import Outcome, originals_of
from taskbook.split import split_master

SCRIPTS = Path(__file__).parents[1] / "scripts"
PERIOD = Period(2026, 9)
TODAY = date(2026, 9, 26)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """The sample plan's September, after an August."""
    return play_round(sample_master(), tmp_path_factory.mktemp("round") / "演示 一轮", PERIOD, TODAY)


def table_of(path: Path, sheet: str, heading: str) -> list[dict[str, str]]:
    """A sheet's rows by their headings, from the row that holds `heading`."""
    (grid,) = (grid for grid in read_grids(path) if grid.name == sheet)
    start = next(number for number, row in enumerate(grid.rows) if heading in row)
    headings = [grid.text(start, column) for column in range(len(grid.rows[start]))]
    return [
        {name: grid.text(row, column) for column, name in enumerate(headings) if name}
        for row in range(start + 1, len(grid.rows))
        if any(grid.text(row, column) for column in range(len(headings)))
    ]


def contents(path: Path) -> list[tuple[str, list[list[object]]]]:
    return [(grid.name, grid.rows) for grid in read_grids(path)]


def prints_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def inbox_of(played: Round) -> Path:
    return played.master.parent / played.check.plan.settings.folder_inbox / str(played.period)


def archive_of(played: Round) -> Path:
    return folder(played.master, played.check.plan.settings.folder_archive)


# ---- what was written comes out ----


def test_everything_comes_out_as_it_was_written(played: Round) -> None:
    assert played.wrong == ()
    assert len(played.truth.answers) > 100
    shown = {sent.habit for sent in played.truth.files}
    assert {habit for habit in Habit if habit not in shown} <= {Habit.SILENT, *played.truth.skipped}


def test_every_file_has_one_outcome(played: Round) -> None:
    files = [sent.file for sent in played.collected.files]
    assert len(files) == len(set(files))
    assert {sent.file for sent in played.truth.files} == set(files)


def test_the_status_book_shows_every_answer(played: Round) -> None:
    rows = table_of(played.merged.out, Sheet.REPLIES, ReplyField.PROGRESS)
    unit_heading = next(name for name in rows[0] if "单位" in name)
    shown = {(row[unit_heading], row[ReplyField.TASK_ID]): row for row in rows}
    for key, reply in played.truth.answers.items():
        row = shown[key]
        assert row[ReplyField.STATE] == reply.state
        assert row[ReplyField.PROGRESS] == reply.progress.strip()
        assert row[ReplyField.NEXT_STEP] == reply.next_step


def test_text_that_begins_with_an_equals_sign_stays_text(played: Round) -> None:
    texts = {reply.progress for reply in played.truth.answers.values() if reply.progress.startswith("=")}
    assert texts
    workbook = openpyxl.load_workbook(played.merged.out)
    found = {
        cell.value
        for row in workbook[Sheet.REPLIES].iter_rows()
        for cell in row
        if cell.data_type != "f" and str(cell.value).startswith("=")
    }
    assert texts <= found


def test_the_master_carries_the_status(played: Round) -> None:
    tasks = {task.id: task for task in played.merged.status.tasks}
    rows = table_of(played.master, Sheet.TASKS, HEADINGS[Field.CONTENT])
    shown = {row[HEADINGS[Field.TASK_ID]]: row for row in rows}
    for task_id, task in tasks.items():
        assert shown[task_id][HEADINGS[Field.STATUS]] == task.state
        assert shown[task_id][HEADINGS[Field.LIGHT]] == task.light
        assert shown[task_id][HEADINGS[Field.UPDATED]] == str(PERIOD)


def test_books_carry_what_was_said_the_month_before(played: Round) -> None:
    carried = 0
    for book in played.split.books:
        opened = filling.open_book(book.file)
        carried += sum(bool(opened.text(task_id, ReplyField.PREVIOUS)) for task_id in opened.rows)
    assert carried > 50


def test_originals_are_kept_byte_for_byte_and_the_inbox_is_as_it_was(played: Round) -> None:
    kept = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in originals_of(archive_of(played), PERIOD).iterdir()
    }
    sent = prints_of(inbox_of(played))
    for file in played.truth.files:
        if file.outcome is not Outcome.IGNORED and ".zip/" not in file.file:
            assert sent[file.file] in kept, file


# ---- again, and one more ----


def test_collecting_and_merging_again_changes_nothing(played: Round) -> None:
    before, status = prints_of(inbox_of(played)), contents(played.merged.out)
    master, archived = contents(played.master), prints_of(originals_of(archive_of(played), PERIOD))
    collected = collect_replies(played.master, PERIOD, inbox_of(played), None, today=TODAY)
    merged = merge_master(played.master, PERIOD, None, None, today=TODAY)
    assert collect_differences(played.truth, collected_json(collected)) == []
    assert merged_json(merged) == merged_json(played.merged)
    assert contents(merged.out) == status
    assert contents(played.master) == master
    assert prints_of(originals_of(archive_of(played), PERIOD)) == archived
    assert prints_of(inbox_of(played)) == before


# ---- any order of rows, columns and files ----


UNITS = ("示例区教育局", "示例区财政局", "示例区水务局")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of five tasks for three units, split."""
    tasks = tuple(
        Task(
            id=f"T{number:03d}",
            number=str(number),
            topic="主动公开" if number < 4 else "依申请公开",
            content=f"第{number}项任务的内容各不相同，例如{'甲乙丙丁戊'[number - 1] * 5}",
            lead=UNITS[number % 3],
            responsible="各部门",
            deadline="2026年12月底前",
        )
        for number in range(1, 6)
    )
    facts = Settings(
        "small", "示例区2026年工作要点", 2026, "示例办公室", date(2026, 1, 5), last_task_number=5
    )
    plan = Plan(facts, tasks, tuple(Unit(name, "部门") for name in UNITS), (Group("各部门", "类别=部门"),))
    master = tmp_path_factory.mktemp("small") / "总表.xlsx"
    write_master(plan, master)
    split_master(master, PERIOD, None, (), False, today=date(2026, 9, 1))
    return master


# Whoever is done must say a word, and a mark alone is none; what looks like Excel's errors is told, and not read.
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=60).filter(
    lambda text: any(letter.isalnum() for letter in text) and not text.strip().startswith("#")
)
ANSWER = st.tuples(st.sampled_from(DECLARED_STATES), WORDS)


@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # no shrinking: slow
@given(
    answers=st.lists(ANSWER, min_size=15, max_size=15),
    seed=st.integers(0, 2**32),
    names=st.permutations("123"),
)
def test_what_a_unit_writes_is_what_comes_out_in_any_order(
    small: Path,
    tmp_path_factory: pytest.TempPathFactory,
    answers: list[tuple[State, str]],
    seed: int,
    names: list[str],
) -> None:
    place = tmp_path_factory.mktemp("any-order")
    chance, expected = Random(seed), {}
    (place / "inbox").mkdir()
    for unit, name, part in zip(UNITS, names, (answers[:5], answers[5:10], answers[10:]), strict=True):
        (path,) = small.parent.rglob(f"*{unit}*.xlsx")
        book = filling.open_book(path)
        for (task_id, row), (state, words) in zip(book.rows.items(), part, strict=True):
            filling.write(book, row, ReplyField.STATE, state)
            filling.write(book, row, ReplyField.PROGRESS, words)
            expected[unit, task_id] = (str(state), words)
        shuffle(book, chance)
        book.workbook.save(place / "inbox" / f"{name}.xlsx")
    collect_replies(small, PERIOD, place / "inbox", place / "archive", today=TODAY)
    merged = merged_json(merge_master(small, PERIOD, place / "archive", place / "status.xlsx", today=TODAY))
    shown = {
        (reply["unit"], task["id"]): (reply["status"], reply["progress"])
        for task in merged["tasks"]
        for reply in task["replies"]
    }
    assert shown == {key: (state, as_read(words)) for key, (state, words) in expected.items()}


def as_read(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).strip()


def shuffle(book: filling.OpenBook, chance: Random) -> None:
    """Rows, then columns, in any order."""
    filling.unmerge(book)
    columns = list(book.columns.values())
    rows = list(book.rows.values())
    cells = {
        (row, column): book.sheet.cell(row, column).value
        for row in [book.heading_row, *rows]
        for column in columns
    }
    new_rows, new_columns = chance.sample(rows, len(rows)), chance.sample(columns, len(columns))
    for row, new_row in zip([book.heading_row, *rows], [book.heading_row, *new_rows], strict=True):
        for column, new_column in zip(columns, new_columns, strict=True):
            cell = book.sheet.cell(new_row, new_column)
            cell.value = cells[row, column]
            if isinstance(cell.value, str):
                cell.data_type = "s"


# ---- the months after, and one more return ----


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """The small plan's folder for one test alone."""
    return Path(shutil.copytree(small.parent, tmp_path / "own")) / small.name


def send(master: Path, period: Period, unit: str, words: str, day: str) -> Path:
    """The unit fills its whole book and puts it into the one inbox that this office has."""
    (path,) = (master.parent / "下发" / str(period)).glob(f"*{unit}*.xlsx")
    book = filling.open_book(path)
    for task_id, row in book.rows.items():
        filling.write(book, row, ReplyField.STATE, State.IN_PROGRESS)
        filling.write(book, row, ReplyField.PROGRESS, f"{words}{task_id}")
        filling.write(book, row, ReplyField.REPORTED_ON, day)
    target = master.parent / "收件" / f"{unit}{period}.xlsx"
    target.parent.mkdir(exist_ok=True)
    book.workbook.save(target)
    return target


def collect_and_merge(
    master: Path, period: Period, today: date
) -> tuple[dict[str, object], dict[str, object]]:
    collected = collected_json(collect_replies(master, period, None, None, today=today))
    return collected, merged_json(merge_master(master, period, None, None, today=today))


def test_one_more_return_changes_only_what_it_says(own: Path) -> None:
    send(own, PERIOD, UNITS[0], "甲", "2026-09-20")
    _, before = collect_and_merge(own, PERIOD, TODAY)
    send(own, PERIOD, UNITS[1], "乙", "2026-09-21")
    _, after = collect_and_merge(own, PERIOD, TODAY)

    def replies(merged: dict[str, object], but: str = "") -> list[object]:
        return [
            (task["id"], one) for task in merged["tasks"] for one in task["replies"] if one["unit"] != but
        ]

    def units(merged: dict[str, object]) -> list[dict[str, object]]:
        others = [unit for unit in merged["units"] if unit["unit"] != UNITS[1]]
        return [{name: value for name, value in unit.items() if name != "rank"} for unit in others]

    assert replies(after, but=UNITS[1]) == replies(before)
    assert len(replies(after)) == len(replies(before)) + 5
    assert units(after) == units(before)


def test_what_was_collected_last_month_is_left_alone_this_month(own: Path) -> None:
    october = Period(2026, 10)
    split_master(own, october, None, (), False, today=date(2026, 9, 20))
    send(own, PERIOD, UNITS[0], "九月", "2026-09-20")
    send(own, october, UNITS[1], "早来的十月", "2026-09-22")
    september, _ = collect_and_merge(own, PERIOD, TODAY)
    outcomes = {entry["file"]: entry["outcome"] for entry in september["files"]}
    assert outcomes == {f"{UNITS[0]}2026-09.xlsx": "accepted", f"{UNITS[1]}2026-10.xlsx": "returned"}
    later, merged = collect_and_merge(own, october, date(2026, 10, 26))
    outcomes = {entry["file"]: entry["outcome"] for entry in later["files"]}
    assert outcomes == {f"{UNITS[0]}2026-09.xlsx": "ignored", f"{UNITS[1]}2026-10.xlsx": "accepted"}
    assert [finding["code"] for finding in later["files"][0]["findings"]] == [Code.COLLECTED_BEFORE.name]
    assert {reply["unit"] for task in merged["tasks"] for reply in task["replies"]} == {UNITS[1]}
    again, _ = collect_and_merge(own, PERIOD, date(2026, 10, 27))
    assert {entry["file"]: entry["outcome"] for entry in again["files"]}[
        f"{UNITS[0]}2026-09.xlsx"
    ] == "accepted"


def test_a_renamed_unit_keeps_what_it_answered(own: Path) -> None:
    new = "示例区水利局"
    send(own, PERIOD, UNITS[2], "改名前", "2026-09-20")
    workbook = openpyxl.load_workbook(own)
    for sheet in (Sheet.UNITS, Sheet.TASKS):
        for row in workbook[sheet].iter_rows():
            for cell in row:
                if cell.value == UNITS[2]:
                    cell.value = new
                    if sheet is Sheet.UNITS:
                        workbook[sheet].cell(cell.row, cell.column + 2).value = UNITS[2] + "、水务局"
                        break
    workbook.save(own)
    _, merged = collect_and_merge(own, PERIOD, TODAY)
    assert {reply["unit"] for task in merged["tasks"] for reply in task["replies"]} == {new}
    assert merged["strays"] == []
    october = split_master(own, Period(2026, 10), None, (), False, today=date(2026, 10, 1))
    (book,) = (book.file for book in october.books if book.unit == new)
    opened = filling.open_book(book)
    assert all("改名前" in opened.text(task_id, ReplyField.PREVIOUS) for task_id in opened.rows)


# ---- the demo as a person runs it ----


def test_the_demo_ends_with_a_summary_and_the_paths_to_open(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "rehearse.py"), "--out", str(tmp_path / "演示")],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for word in ("校验", "下发", "填报", "收件", "汇总", "月报", "核对", "可以打开看看"):
        assert word in done.stdout
    paths = re.findall(r"  (演示/\S.*)$", done.stdout, re.MULTILINE)
    assert len(paths) == 11
    assert all((tmp_path / path).exists() for path in paths)


def test_the_summary_tells_what_of_the_report_could_not_be_written(played: Round) -> None:
    """A template spoilt by a person: the demo must not end as if everything were there."""
    lost = found(Code.REPORT_FILE_NOT_WRITTEN, file="通报_2026-09.docx", reason="模板第3行有误")
    files = {kind: path for kind, path in played.report.files.items() if kind != "notice"}
    report = replace(played.report, files=files, findings=(lost, *played.report.findings))
    told = list(summary(replace(played, report=report)))
    assert f"  {lost.message}" in told
    assert not any(line.startswith(f"  {wording.REHEARSAL_REPORT['notice']}") for line in told)
    assert not any("没有写成" in line for line in summary(played))


def test_run_folders_never_meet(tmp_path: Path) -> None:
    from datetime import datetime

    now = datetime(2026, 9, 26, 9, 30)
    names = [run_folder(tmp_path / "runs", now).name for _ in range(3)]
    assert names == ["20260926-093000", "20260926-093000_2", "20260926-093000_3"]


def test_a_master_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn, match=r"没有\.xlsx"):
        chosen_master(tmp_path / "没有.xlsx")
    assert chosen_master(None) == sample_master()
