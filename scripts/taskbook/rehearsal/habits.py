"""What a unit with a certain habit does with its book: one function a habit, each telling what must become of its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.model import Reply, State
from taskbook.rehearsal import filling, sending
from taskbook.rehearsal.filling import OpenBook
from taskbook.rehearsal.office import Office, answers_for, early, foreign_row, with_second_thoughts
from taskbook.rehearsal.phrases import phrases
from taskbook.rehearsal.truth import Habit, SentFile
from taskbook.returns.archive import Outcome

Opened = Mapping[str, OpenBook]
Sender = Callable[[Office, str, OpenBook, Opened], list[SentFile]]
ACCEPTED, RETURNED = Outcome.ACCEPTED, Outcome.RETURNED


def _filled(
    office: Office, unit: str, book: OpenBook, day: date | None = None, part: float = 1.0
) -> list[Reply]:
    """Answer the first `part` of the tasks in the book; what was written."""
    task_ids = list(book.rows)
    answers = answers_for(
        office, unit, book, day or early(office), task_ids[: max(1, round(len(task_ids) * part))]
    )
    filling.fill(book, answers, office.chance(f"{unit} typing"))
    return answers


def _save(book: OpenBook, path: Path) -> Path:
    book.workbook.save(path)
    return path


def _plain(habit: Habit, pattern: str, day_of: Callable[[Office], date], part: float = 1.0) -> Sender:
    """Fills the book on a day and sends it as it is."""

    def send(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
        answers = _filled(office, unit, book, day_of(office), part)
        left = list(book.rows)[len(answers) :]
        codes = [] if all(map(book.need_not_fill, left)) else [Code.ROW_UNANSWERED]
        path = _save(book, office.place(pattern, unit))
        return [office.sent(path, habit, ACCEPTED, answers, *codes, unit=unit)]

    return send


def _rearranged(
    habit: Habit,
    pattern: str,
    change: Callable[[OpenBook], object],
    *codes: Code,
    outcome: Outcome = ACCEPTED,
) -> Sender:
    """Fills the book, then does something to it; all answers must still be found."""

    def send(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
        answers = _filled(office, unit, book)
        change(book)
        return [
            office.sent(_save(book, office.place(pattern, unit)), habit, outcome, answers, *codes, unit=unit)
        ]

    return send


def _silent(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    return []


def _empty(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    path = _save(book, office.place("plain", unit))
    return [office.sent(path, Habit.EMPTY, RETURNED, (), Code.EMPTY_RETURN, unit=unit)]


def _twice(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    """The second time, some days later, one row is left blank; its first answer holds."""
    first = _filled(office, unit, book, early(office))
    first_path = _save(book, office.place("first", unit))
    again = filling.open_book(office.books[unit])
    later = early(office) + timedelta(days=2)
    second = with_second_thoughts([replace(reply, reported_on=later) for reply in first[:-1]])
    filling.fill(again, second, office.chance(unit))
    second_path = _save(again, office.place("second", unit, phrases()["files"]["folder"]))
    codes = [Code.SEVERAL_RETURNS]
    if not book.need_not_fill(first[-1].task_id):
        codes.append(Code.ANSWER_LEFT_BLANK)
    return [
        office.sent(first_path, Habit.TWICE, Outcome.SUPERSEDED, first, unit=unit),
        office.sent(second_path, Habit.TWICE, ACCEPTED, second, *codes, unit=unit),
    ]


def _same_twice(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    answers = _filled(office, unit, book)
    path = _save(book, office.place("plain", unit))
    copy = Path(shutil.copy2(path, office.place("same", unit)))
    return [
        office.sent(path, Habit.SAME_TWICE, ACCEPTED, answers, unit=unit),
        office.sent(copy, Habit.SAME_TWICE, Outcome.DUPLICATE, answers, unit=unit),
    ]


def _copied(habit: Habit, whole: bool) -> Sender:
    """Pastes the values into a new workbook: with the title block they are known, without it nobody's."""

    def send(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
        answers = _filled(office, unit, book)
        path = office.place("copied" if whole else "copied_table", unit)
        filling.copy_by_value(book, phrases()["changed"]["copied_sheet"], whole).save(path)
        if whole:
            return [office.sent(path, habit, ACCEPTED, answers, unit=unit)]
        return [office.sent(path, habit, RETURNED, answers, Code.IDENTITY_LOST, unit=unit)]

    return send


def _password(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    answers = _filled(office, unit, book)
    path = _save(book, office.place("plain", unit))
    sending.lock_with_password(path)
    return [office.sent(path, Habit.PASSWORD, RETURNED, answers, Code.FILE_ENCRYPTED, unit=unit)]


def _truncated(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    answers = _filled(office, unit, book)
    path = _save(book, office.place("plain", unit))
    sending.cut_off(path)
    return [office.sent(path, Habit.TRUNCATED, RETURNED, answers, Code.FILE_INCOMPLETE, unit=unit)]


def _photo(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    path = office.place("photo", unit)
    path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8)
    return [office.sent(path, Habit.PHOTO, RETURNED, (), Code.NOT_A_WORKBOOK, unit=unit)]


def _converted(habit: Habit, suffix: str) -> Sender:
    """Saved in another format, which LibreOffice does for all of them at the end."""

    def send(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
        answers = _filled(office, unit, book)
        path = office.place("plain", unit).with_suffix(suffix)
        office.conversions[_save(book, office.staging / f"{path.stem}-{suffix[1:]}.xlsx")] = path
        return [office.sent(path, habit, ACCEPTED, answers, unit=unit)]

    return send


def _zipped(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    answers = _filled(office, unit, book)
    plain = office.place("plain", unit)
    name = f"{phrases()['files']['zip_folder']}/{plain.name}"
    office.zipped[name] = _save(book, office.staging / plain.name)
    return [office.sent(office.place("zip", "") / name, Habit.ZIPPED, ACCEPTED, answers, unit=unit)]


def _renamed(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    answers = _filled(office, unit, book)
    book.sheet.title = phrases()["changed"]["renamed_sheet"]
    path = _save(book, office.place("renamed", unit))
    return [office.sent(path, Habit.RENAMED, ACCEPTED, answers, unit=unit)]


def _done_without_words(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    first, *rest = answers_for(office, unit, book, early(office))
    answers = [replace(first, state=State.DONE, progress=""), *rest]
    filling.fill(book, answers, office.chance(unit))
    path = _save(book, office.place("plain", unit))
    code = Code.DONE_WITHOUT_WORDS
    return [office.sent(path, Habit.DONE_WITHOUT_WORDS, RETURNED, answers, code, unit=unit)]


def _state_wrong(book: OpenBook) -> None:
    row = next(iter(book.rows.values()))
    filling.write(book, row, ReplyField.STATE, phrases()["changed"]["state_outside_list"])


def _locked_edited(book: OpenBook) -> None:
    task_id, row = next(iter(book.rows.items()))
    changed = book.text(task_id, ReplyField.CONTENT) + phrases()["changed"]["edited_content"]
    filling.write(book, row, ReplyField.CONTENT, changed)


def _row_deleted(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    answers = _filled(office, unit, book)
    codes = [] if book.need_not_fill(answers[0].task_id) else [Code.TASK_ROW_MISSING]
    filling.delete_row(book, answers[0].task_id)
    path = _save(book, office.place("plain", unit))
    return [office.sent(path, Habit.ROW_DELETED, ACCEPTED, answers[1:], *codes, unit=unit)]


def _other_period(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    old = filling.open_book(office.earlier[unit])
    answers = _filled(office, unit, old)
    path = _save(old, office.place("plain", unit))
    return [office.sent(path, Habit.OTHER_PERIOD, RETURNED, answers, Code.OTHER_PERIOD, unit=unit)]


def _other_units_row(office: Office, unit: str, book: OpenBook, opened: Opened) -> list[SentFile]:
    strange = foreign_row(unit, opened)
    answers = _filled(office, unit, book)
    codes = []
    if strange:
        name, task_id = strange
        other = filling.open_book(office.books[name])  # as it was sent out, whatever its own unit does to it
        reply = answers_for(office, unit, other, early(office), [task_id])[0]
        filling.add_row_of(book, other, task_id, reply, office.chance(unit))
        codes = [Code.OTHER_UNIT_ROW]
    path = _save(book, office.place("plain", unit))
    return [office.sent(path, Habit.OTHER_UNITS_ROW, ACCEPTED, answers, *codes, unit=unit)]


def _insert(book: OpenBook) -> None:
    filling.insert_rows(book, phrases()["changed"]["inserted_note"])


SENDERS: Mapping[Habit, Sender] = {
    Habit.EARLY: _plain(Habit.EARLY, "early", early),
    Habit.DUE_DAY: _plain(Habit.DUE_DAY, "plain", lambda office: min(office.due, office.today)),
    Habit.LATE: _plain(Habit.LATE, "plain", lambda office: min(office.due + timedelta(days=1), office.today)),
    Habit.HALF: _plain(Habit.HALF, "plain", early, part=0.5),
    Habit.SILENT: _silent,
    Habit.EMPTY: _empty,
    Habit.TWICE: _twice,
    Habit.SAME_TWICE: _same_twice,
    Habit.COPIED_BY_VALUE: _copied(Habit.COPIED_BY_VALUE, whole=True),
    Habit.COPIED_WITHOUT_TITLE: _copied(Habit.COPIED_WITHOUT_TITLE, whole=False),
    Habit.PASSWORD: _password,
    Habit.TRUNCATED: _truncated,
    Habit.PHOTO: _photo,
    Habit.AS_XLS: _converted(Habit.AS_XLS, ".xls"),
    Habit.AS_ODS: _converted(Habit.AS_ODS, ".ods"),
    Habit.ZIPPED: _zipped,
    Habit.RENAMED: _renamed,
    Habit.ROWS_SORTED: _rearranged(Habit.ROWS_SORTED, "plain", filling.sort_rows),
    Habit.ROW_INSERTED: _rearranged(Habit.ROW_INSERTED, "plain", _insert, Code.EXTRA_ROW),
    Habit.COLUMNS_REORDERED: _rearranged(Habit.COLUMNS_REORDERED, "plain", filling.reorder_columns),
    Habit.TITLE_DELETED: _rearranged(Habit.TITLE_DELETED, "plain", filling.delete_title),
    Habit.HIDDEN: _rearranged(Habit.HIDDEN, "plain", filling.hide),
    Habit.STATE_WRONG: _rearranged(
        Habit.STATE_WRONG, "plain", _state_wrong, Code.STATE_UNKNOWN, outcome=RETURNED
    ),
    Habit.LOCKED_EDITED: _rearranged(Habit.LOCKED_EDITED, "plain", _locked_edited, Code.LOCKED_CELL_EDITED),
    Habit.DONE_WITHOUT_WORDS: _done_without_words,
    Habit.ROW_DELETED: _row_deleted,
    Habit.OTHER_PERIOD: _other_period,
    Habit.OTHER_UNITS_ROW: _other_units_row,
}
