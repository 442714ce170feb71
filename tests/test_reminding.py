"""--remind: who owes something, what exactly, once a day; the list for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import docx
import pytest
import send_tasks
from mail_office import (
    ISSUED,
    SEPTEMBER,
    TODAY,
    MailOffice,
    Ran,
    attached,
    in_process,
    issued_office,
    read,
    text_of,
)
from mail_servers.certificates import Certificates
from mail_servers.smtp import PASSWORD
from returning import answers_for
from taskbook import wording
from taskbook.collect import collect_replies
from taskbook.letters import outgoing_reminders, owed_by
from taskbook.mail.letter import Kind
from taskbook.master import read_master, write_master
from taskbook.merge import status_of
from taskbook.model import State, Unit
from taskbook.period import Period
from taskbook.rehearsal import filling
from taskbook.reminding import CONTENT_LENGTH, reminders, shortened
from taskbook.split import split_master

EDUCATION, FINANCE, JUSTICE, WATER = NAMES = ("区教育局", "区财政局", "区司法局", "区水务局")
UNITS = tuple(
    Unit(name, "部门", (name[1:],), "联络员", f"u{number}@xian.example")
    for number, name in enumerate(NAMES, 1)
)
TASKS = {EDUCATION: {"1", "4"}, FINANCE: {"2", "1"}, JUSTICE: {"3", "2"}, WATER: {"4", "3"}}
"""unit → the numbers of its tasks: the one it leads, the one it supports."""

Press = Callable[..., Ran]


@pytest.fixture
def office(tmp_path: Path, certificates: Certificates) -> MailOffice:
    """Four units with two tasks each; their books were sent."""
    return issued_office(tmp_path / "office", UNITS, mail_authority=str(certificates.authority))


@pytest.fixture
def press(capsys: pytest.CaptureFixture[str], no_mail_environment: pytest.MonkeyPatch) -> Press:
    """`press(office, "--eml", …)`: send_tasks.py --remind in this process."""
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", PASSWORD)

    def run(office: MailOffice, *more: str, today: date = TODAY) -> Ran:
        return in_process(send_tasks.main, capsys, office, "--remind", *more, today=today)

    return run


def answer(
    office: MailOffice,
    unit: str,
    numbers: Sequence[str] = (),
    state: State | str = State.IN_PROGRESS,
    today: date = TODAY,
    period: Period = SEPTEMBER,
) -> None:
    """The unit sends its book back, answered for these tasks (all of them), and it is collected."""
    (path,) = (office.folder / "下发" / str(period)).glob(f"{unit}_*.xlsx")
    book = filling.open_book(path)
    only = [f"T{int(number):03d}" for number in numbers]
    filling.fill(book, answers_for(book, unit, only=only, state=state), Random(1))
    target = (
        office.folder / "收件" / str(period) / f"{unit}{len(list((office.folder / '收件').rglob('*')))}.xlsx"
    )
    target.parent.mkdir(exist_ok=True)
    book.workbook.save(target)
    collect_replies(office.master, period, today=today)


def rows_of(text: str) -> list[str]:
    """The numbers of the tasks that a letter lists."""
    return re.findall(r"^\d+\. 办好第\d+件事（序号(\d+)", text, re.MULTILINE)


def drafts_of(ran: Ran) -> dict[str, tuple[str, str]]:
    """unit → (kind, text of its draft)."""
    return {
        one["unit"]: (one["kind"], text_of(Path(one["file"]).read_bytes())) for one in ran.shape["messages"]
    }


def in_september(office: MailOffice, **units_with_deadline: str) -> None:
    """Give the tasks that these units lead another deadline; the books stay as they were sent."""
    plan = read_master(office.master)
    tasks = [replace(task, deadline=units_with_deadline.get(task.lead, task.deadline)) for task in plan.tasks]
    write_master(replace(plan, tasks=tuple(tasks), columns={}, side_columns={}), office.master)


def test_each_is_told_exactly_what_it_owes(office: MailOffice, press: Press) -> None:
    """One has answered, one in part, one was sent back, one is silent."""
    answer(office, EDUCATION)
    answer(office, FINANCE, ["2"])
    answer(office, JUSTICE, state="差不多了")
    ran = press(office)
    drafts = drafts_of(ran)
    assert {unit: (kind, sorted(rows_of(text))) for unit, (kind, text) in drafts.items()} == {
        FINANCE: ("remind", ["1"]),
        JUSTICE: ("return", ["2", "3"]),
        WATER: ("remind", ["3", "4"]),
    }
    assert "差不多了" in drafts[JUSTICE][1]
    assert re.search(r"表[A-Z]+\d+(、[A-Z]+\d+)*单元格", drafts[JUSTICE][1])
    assert "2项任务中还有1项" in drafts[FINANCE][1]
    for one in ran.shape["messages"]:
        (book,) = office.issued.glob(f"{one['unit']}_*.xlsx")
        assert attached(Path(one["file"]).read_bytes()) == {book.name: book.read_bytes()}
    assert [one["unit"] for one in ran.shape["messages"]] == [FINANCE, JUSTICE, WATER]  # as registered


def test_overdue_is_urged_also_where_everything_was_answered(office: MailOffice, press: Press) -> None:
    in_september(office, **{EDUCATION: "2026年8月底前", FINANCE: "2026年8月底前", WATER: "2026年9月底前"})
    answer(office, EDUCATION)
    answer(office, FINANCE, state=State.DONE)
    drafts = drafts_of(press(office))
    assert {unit: kind for unit, (kind, _) in drafts.items()} == {
        EDUCATION: "urge",
        JUSTICE: "remind",
        WATER: "remind",
    }
    assert rows_of(drafts[EDUCATION][1]) == ["1"]
    assert "配合" in drafts[JUSTICE][1]  # it supports an overdue task: that is the lead's matter


@pytest.mark.parametrize(("today", "days"), [(date(2026, 9, 10), 10), (TODAY, 26), (date(2026, 11, 15), 76)])
def test_days_late_are_counted_to_the_day_of_the_letter(
    office: MailOffice, press: Press, today: date, days: int
) -> None:
    """Also after the period's end: the letter says until which day it counts."""
    in_september(office, **{EDUCATION: "2026年8月底前"})
    kind, text = drafts_of(press(office, today=today))[EDUCATION]
    assert kind == "urge"
    assert f"截至{today.year}年{today.month}月{today.day}日" in text
    assert f"已超{days}天" in text


def test_sent_back_is_graver_than_overdue(office: MailOffice, press: Press) -> None:
    in_september(office, **{EDUCATION: "2026年8月底前"})
    answer(office, EDUCATION, state="差不多了")
    kind, text = drafts_of(press(office))[EDUCATION]
    assert kind == "return"
    assert sorted(rows_of(text)) == ["1", "4"]
    assert re.search("序号1.*(已逾期|已超)", text)


def test_nobody_owes_anything(office: MailOffice, press: Press) -> None:
    press(office)
    folder = office.reminders
    assert len(list(folder.glob("*.eml"))) == 4
    for unit in NAMES:
        answer(office, unit)
    ran = press(office)
    assert (ran.code, ran.shape["messages"]) == (0, [])
    assert "没有要写的信" in ran.told
    assert "各单位都已报齐" in ran.shape["chat"]
    assert list(folder.glob("*.eml")) == []  # yesterday's drafts are settled
    assert ran.shape["notices"] == [str(folder / wording.CHAT_FILE)]


def test_who_answers_meanwhile_is_not_reminded_any_more(office: MailOffice, press: Press) -> None:
    press(office)
    answer(office, WATER)
    ran = press(office)
    assert {path.name for path in office.reminders.glob("*.eml")} == {
        f"{unit}_催报.eml" for unit in (EDUCATION, FINANCE, JUSTICE)
    }
    assert WATER not in ran.states()


def test_a_stopped_unit_owes_nothing_and_a_renamed_one_is_called_as_now(
    office: MailOffice, press: Press
) -> None:
    plan = read_master(office.master)
    changed = {
        EDUCATION: replace(plan.units[0], stopped=True),
        FINANCE: replace(plan.units[1], name="区财政金融局", aliases=(FINANCE, "财政局")),
    }
    units = tuple(changed.get(unit.name, unit) for unit in plan.units)
    write_master(replace(plan, units=units, columns={}, side_columns={}), office.master)
    drafts = drafts_of(press(office))
    assert EDUCATION not in drafts
    assert sorted(rows_of(drafts["区财政金融局"][1])) == ["1", "2"]
    assert FINANCE not in drafts


def test_what_was_finished_last_month_is_not_asked_for_again(office: MailOffice) -> None:
    october = Period(2026, 10)
    answer(office, EDUCATION, state=State.DONE)
    answer(office, FINANCE)
    split_master(office.master, october, today=date(2026, 10, 8))
    outgoing = outgoing_reminders(office.master, october, today=date(2026, 10, 20))
    owed = {one.unit.name: {line.number for line in one.open} for one in outgoing.reminders}
    assert owed == {FINANCE: TASKS[FINANCE], JUSTICE: TASKS[JUSTICE], WATER: TASKS[WATER]}


def test_where_nothing_was_sent_out_nobody_is_reminded(tmp_path: Path, press: Press) -> None:
    office = issued_office(tmp_path / "o", UNITS)
    (office.archive / "下发登记.jsonl").unlink()
    before = office.files()
    ran = press(office)
    assert (ran.code, ran.shape, ran.told.count("\n")) == (2, {}, 1)
    assert office.files() == before


# ---- once a day ----


def test_once_a_day_and_again_the_next(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    way = ("--smtp", server.url, "--yes")
    answer(office, EDUCATION)
    for _ in range(2):
        press(office, *way)
    assert sorted(server.recipients()) == ["u2@xian.example", "u3@xian.example", "u4@xian.example"]
    press(office, *way, today=TODAY + timedelta(days=1))
    assert len(server.delivered) == 6


def test_news_on_the_same_day_are_told(office: MailOffice, press: Press, start_smtp) -> None:
    """A file sent back is news also for who was reminded in the morning, and so is the next one; the rest is not."""
    server = start_smtp()
    way = ("--smtp", server.url, "--yes", "--unit", WATER)
    kinds = []
    for state in (None, None, "差不多了", None, "没有问题"):
        if state:
            answer(office, WATER, state=state)
        ran = press(office, *way)
        kinds.append((ran.shape["messages"][0]["kind"], ran.states()[WATER]))
    assert kinds == [
        ("remind", "sent"), ("remind", "sent_before"), ("return", "sent"), ("return", "sent_before"), ("return", "sent")
    ]  # fmt: skip
    answer(office, WATER, ["4"])
    ran = press(office, *way)
    assert ran.states() == {WATER: "sent_before"}  # what is left of this morning's list
    assert len(server.delivered) == 3
    assert len({read(one.raw)["Message-ID"] for one in server.delivered}) == 3


def test_books_and_reminders_are_different_letters(
    office: MailOffice, press: Press, start_smtp, capsys
) -> None:
    server = start_smtp()
    send = partial(in_process, send_tasks.main, capsys, office, "--smtp", server.url, "--yes", today=ISSUED)
    assert set(send().states().values()) == {"sent"}
    assert set(press(office, "--smtp", server.url, "--yes").states().values()) == {"sent"}
    assert set(send().states().values()) == {"sent_before"}
    assert len(server.delivered) == 8


# ---- what goes with it ----


def test_a_reminder_goes_also_where_the_book_is_gone(office: MailOffice, press: Press) -> None:
    next(office.issued.glob(f"{WATER}_*.xlsx")).unlink()
    ran = press(office)
    (water,) = [one for one in ran.shape["messages"] if one["unit"] == WATER]
    assert (water["state"], water["attachments"]) == ("draft", [])
    assert ran.codes() == ["BOOK_MISSING"]
    assert "原来下发的反馈表" in text_of(Path(water["file"]).read_bytes())


def test_files_that_were_not_collected_are_told(office: MailOffice, press: Press) -> None:
    inbox = office.folder / "收件"
    (inbox / "刚到.xlsx").write_bytes(b"x")
    (inbox / "~$刚到.xlsx").write_bytes(b"x")
    (inbox / "2026-08").mkdir()
    (inbox / "2026-08" / "旧的.xlsx").write_bytes(b"x")
    ran = press(office)
    assert ran.codes() == ["UNCOLLECTED"]
    assert "1个文件" in ran.shape["findings"][0]["message"]
    collect_replies(office.master, SEPTEMBER, today=TODAY)
    assert press(office).codes() == []


def test_only_the_units_that_were_named(office: MailOffice, press: Press) -> None:
    answer(office, EDUCATION)
    other = press(office)
    ran = press(office, "--unit", "财政局", "--unit", EDUCATION)
    assert ran.states() == {FINANCE: "draft"}
    assert ran.codes() == []
    assert {path.name for path in office.reminders.glob("*.eml")} == {
        Path(one["file"]).name for one in other.shape["messages"]
    }  # the others' drafts stay


def test_units_without_an_address_are_on_the_list(tmp_path: Path, press: Press) -> None:
    office = issued_office(tmp_path / "o", [*UNITS[:2], Unit(WATER, "部门")])
    ran = press(office)
    assert ran.states() == {EDUCATION: "draft", FINANCE: "draft", WATER: "no_address"}
    assert ran.codes() == ["NO_ADDRESS"]
    assert WATER in ran.shape["chat"]
    packed = press(office, "--package", str(office.folder / "包"))
    assert packed.states() == dict.fromkeys((EDUCATION, FINANCE, WATER), "packaged")


def test_the_list_says_who_and_the_notice_has_the_same(office: MailOffice, press: Press) -> None:
    in_september(office, **{EDUCATION: "2026年8月底前"})
    answer(office, EDUCATION)
    answer(office, FINANCE, ["2"])
    answer(office, JUSTICE, state="差不多了")
    ran = press(office)
    chat = (office.reminders / wording.CHAT_FILE).read_text(encoding="utf-8-sig")
    assert chat.split() == ran.shape["chat"].split()
    for line in (
        f"没有报送（1家）：{WATER}",
        f"需修改后重报（1家）：{JUSTICE}",
        f"有任务逾期（1家）：{EDUCATION}（1项，序号1）",
    ):
        assert line in chat
    assert re.search(rf"没有报齐（1家）：{FINANCE}（.*序号1", chat)
    notice = docx.Document(str(office.reminders / wording.NOTICE_DOCUMENT))
    words = "".join(paragraph.text for paragraph in notice.paragraphs)
    assert all(unit in words for unit in NAMES)
    owed = owed_by(outgoing_reminders(office.master, SEPTEMBER, today=TODAY))
    assert (owed.silent, owed.returned) == ((WATER,), (JUSTICE,))
    assert [one.unit for one in owed.partly] == [FINANCE]
    assert [(one.unit, one.numbers) for one in owed.overdue] == [(EDUCATION, ("1",))]


# ---- values ----


def test_reminders_are_made_from_a_status_alone(office: MailOffice) -> None:
    plan = read_master(office.master)
    status = status_of(plan, SEPTEMBER, office.archive.parent, lambda *_: None, TODAY)
    made = reminders(status, TODAY, lambda record: record.unit)
    assert [one.unit.name for one in made] == list(NAMES)
    for one in made:
        assert one.kind is Kind.REMIND
        assert one.silent
        assert one.tasks == 2
        assert {line.number for line in one.open} == TASKS[one.unit.name]
        assert [line.role for line in one.led] == ["牵头"]
        assert one.overdue == ()


@pytest.mark.parametrize("length", [0, 1, CONTENT_LENGTH, CONTENT_LENGTH + 1, 500])
def test_a_task_is_one_line(length: int) -> None:
    text = shortened("字" * length)
    assert len(text) <= CONTENT_LENGTH
    assert (text == "字" * length) == (length <= CONTENT_LENGTH)
    assert shortened(" 甲\n乙\t丙 ") == "甲 乙 丙"
