"""Out and back by mail: sixty books sent through a real server, answered by all kinds of mailers, fetched and merged."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path, PurePosixPath
from random import Random

import pytest
from mail_office import (
    DUE,
    ISSUED,
    SEPTEMBER,
    TODAY,
    MailOffice,
    PostOffice,
    Ran,
    addresses_of,
    attached,
    message_id,
    office_in,
    page_of,
    passwords,
    plan_of_sixty,
    post_office,
    read,
    text_of,
    writers,
    zipped,
)
from mail_servers.certificates import Certificates
from mail_servers.dovecot import Dovecot
from mail_servers.smtp import ACCOUNT, SmtpServer
from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.language.reading import read_plan
from taskbook.model import Plan, Reading, Reply, Role, State
from taskbook.rehearsal import filling
from taskbook.rehearsal.compare import collect_differences, merge_differences
from taskbook.rehearsal.office import Office, answers_for
from taskbook.rehearsal.play import play
from taskbook.rehearsal.truth import Habit, SentFile, Truth
from taskbook.returns.archive import Outcome

BY_MAIL = [habit for habit in Habit if habit not in (Habit.AS_XLS, Habit.AS_ODS, Habit.OTHER_PERIOD)]
"""What needs neither LibreOffice nor another period."""


@dataclass(frozen=True)
class Sent:
    """The books of a period on their way: what the commands said, and what lies in the units' mailboxes."""

    office: MailOffice
    post: PostOffice
    plan: Plan
    split: Ran
    sent: Ran
    letters: dict[str, list[bytes]]

    @property
    def books(self) -> dict[str, Path]:
        return {book["unit"]: Path(book["file"]) for book in self.split.shape["books"]}

    def addresses(self, unit: str) -> tuple[str, ...]:
        return addresses_of([one.name for one in self.plan.units].index(unit) + 1)

    def send(self, *more: str, today=ISSUED) -> Ran:
        return self.office.run("send_tasks.py", "--smtp", self.post.smtp.url, "--yes", *more, today=today)

    def collect(self, today=TODAY) -> Ran:
        url = self.post.dovecot.url(self.post.desk)
        return self.office.run("collect_replies.py", "--imap", url, today=today)


@pytest.fixture(scope="module")
def sent(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, certificates: Certificates
) -> Iterator[Sent]:
    """Sixty books, split and sent."""
    plan = plan_of_sixty({"mail_address": ACCOUNT, "mail_authority": str(certificates.authority)})
    office = office_in(tmp_path_factory.mktemp("office"), plan)
    with post_office(dovecot, certificates, [unit.email for unit in plan.units]) as post:
        office.environment = passwords(post.desk.password)
        split = office.run("split_tasks.py", today=ISSUED)
        sent = Sent(office, post, plan, split, Ran(-1, {}, ""), {})
        sent = replace(sent, sent=sent.send())
        yield replace(sent, letters={address: post.letters(address) for address in post.boxes})


def test_everybody_has_one_letter_with_their_own_book(sent: Sent) -> None:
    assert sent.sent.code == 0, sent.sent.told
    assert len(sent.books) == 60
    assert set(sent.sent.states().values()) == {"sent"}
    expected = {address: unit for unit in sent.books for address in sent.addresses(unit)}
    assert {address: len(found) for address, found in sent.letters.items() if found} == dict.fromkeys(
        expected, 1
    )
    for address, unit in expected.items():
        (raw,) = sent.letters[address]
        book = sent.books[unit]
        assert attached(raw) == {book.name: book.read_bytes()}
        assert read(raw)["To"].addresses[0].addr_spec == sent.addresses(unit)[0]
        assert unit in text_of(raw)


# ---- answers ----


@dataclass(frozen=True)
class Posted:
    """A mail that was put into the office's mailbox: from whom, what is attached, and what must become of that."""

    unit: str
    sender: str
    raw: bytes
    files: Mapping[str, bytes]
    expected: tuple[SentFile, ...]


@dataclass(frozen=True)
class Collected:
    """The answers, as they were written and as they came out."""

    sent: Sent
    simulated: Office
    truth: Truth
    posted: tuple[Posted, ...]
    folders: Mapping[str, str]
    collected: Ran
    merged: Ran
    drafts: Mapping[str, bytes]

    def found(self, code: Code) -> set[tuple[str, str]]:
        """(folder of the mail in the inbox, what is said) of every finding with this code."""
        return {
            (
                str(PurePosixPath(one["file"]).parents[len(PurePosixPath(one["file"]).parts) - 4]),
                one["message"],
            )
            for one in self.collected.shape["findings"]
            if one["code"] == code.name
        }

    def folder_of(self, posted: Posted) -> str:
        return self.folders[message_id(posted.raw)]


def units_read_their_mail(sent: Sent, folder: Path) -> dict[str, Path]:
    """Every unit saves the book it got."""
    books = {}
    for number, unit in enumerate(sent.books):
        ((name, content),) = attached(sent.letters[sent.addresses(unit)[0]][0]).items()
        books[unit] = folder / str(number) / name
        books[unit].parent.mkdir(parents=True)
        books[unit].write_bytes(content)
    return books


def mails_of(sent: Sent, office: Office, truth: Truth) -> Iterator[Posted]:
    """What the simulated office wrote, as mails of all kinds of mailers in turn; some come zipped, two of them from
    addresses that are not their unit's."""
    write, packed, senders = writers(), 0, iter(["bgs@unit01.example", "someone@elsewhere.example"])
    for files in together(truth):
        first = files[0]
        unit = first.unit or files[1].unit
        content = {one.file: (office.inbox / one.file).read_bytes() for one in files if is_whole(one)}
        expected = tuple(replace(one, file=inside(one)) for one in files)
        plain = first.habit in (Habit.EARLY, Habit.DUE_DAY, Habit.LATE)
        packed += plain
        if plain and packed % 6 == 0:
            name = PurePosixPath(first.file).name
            content = {"报送材料.zip": zipped(office.staging, name, content[first.file])}
            opened = SentFile("报送材料.zip", "", None, Outcome.IGNORED, frozenset({Code.ARCHIVE_OPENED}))
            expected = (opened, replace(first, file=f"报送材料.zip/{name}"))
        sender = sent.addresses(unit)[0]
        if plain and packed % 6 == 3:
            sender = next(senders, sender)
        letter = message_id(sent.letters[sent.addresses(unit)[0]][0])
        attachments = {PurePosixPath(name).name: data for name, data in content.items()}
        subject = f"回复：{unit}9月反馈表（{len(first.file)}）"
        yield Posted(
            unit, sender, next(write)(sender, ACCOUNT, subject, letter, attachments), attachments, expected
        )


def together(truth: Truth) -> list[list[SentFile]]:
    """Files that go in one mail: the zip with all that is in it, the same book twice, else each alone."""
    mails: dict[tuple[object, ...], list[SentFile]] = {}
    files = [one for one in truth.files if one.habit is not None]
    for one in sorted(files, key=lambda one: bool(one.unit)):
        alone = one.habit not in (Habit.ZIPPED, Habit.SAME_TWICE)
        mails.setdefault((one.habit, one.unit, one.file) if alone else (one.habit,), []).append(one)
    return list(mails.values())


def is_whole(one: SentFile) -> bool:
    """A file by itself, none that is inside a zip."""
    return one.habit is not Habit.ZIPPED or not one.unit


def inside(one: SentFile) -> str:
    """Its path below the folder of its mail."""
    return PurePosixPath(one.file).name if is_whole(one) else one.file


@pytest.fixture(scope="module")
def collected(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """The units answered; the answers are fetched, collected and merged."""
    folder = tmp_path_factory.mktemp("units")
    books = units_read_their_mail(sent, folder)
    office = Office(books, folder / "outbox", folder / "staging", SEPTEMBER, DUE, TODAY)
    truth = play(office, BY_MAIL)
    posted = tuple(mails_of(sent, office, truth))
    sent.post.post([mail.raw for mail in posted])
    done = sent.collect()
    register = (sent.office.archive / "邮件登记.jsonl").read_text(encoding="utf-8").splitlines()
    mails = [line for line in map(json.loads, register) if "marked" not in line]
    folders = {line["message_id"]: line["files"][0].rpartition("/")[0] for line in mails if line.get("files")}
    merged = sent.office.run("merge_replies.py", today=TODAY)
    drafts = {path.name: path.read_bytes() for path in sent.office.notes.glob("*.eml")}
    return Collected(sent, office, truth, posted, folders, done, merged, drafts)


def test_every_answer_is_fetched_and_becomes_what_it_must(collected: Collected) -> None:
    assert collected.truth.skipped == {}
    assert collected.collected.code == 1  # some were sent back
    assert len(collected.folders) == len(collected.posted) >= 55
    expected = tuple(
        replace(one, file=f"{collected.folder_of(mail)}/{one.file}")
        for mail in collected.posted
        for one in mail.expected
    )
    truth = replace(collected.truth, files=expected)
    assert collect_differences(truth, collected.collected.shape) == []


def test_what_was_attached_lies_in_the_inbox_byte_for_byte(collected: Collected) -> None:
    inbox = collected.sent.office.folder / "收件"
    for mail in collected.posted:
        folder = inbox / collected.folder_of(mail)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == dict(mail.files)
    kept = {path.read_bytes() for path in (collected.sent.office.archive / "邮件").glob("*.eml")}
    assert {mail.raw.replace(b"\r\n", b"\n") for mail in collected.posted} == {
        raw.replace(b"\r\n", b"\n") for raw in kept
    }


def test_what_is_merged_is_what_they_wrote(collected: Collected) -> None:
    assert merge_differences(collected.truth, collected.merged.shape) == []
    assert len(collected.truth.answers) > 300


def test_mails_from_another_address_are_taken_and_told(collected: Collected) -> None:
    registered = {
        address: unit for unit in collected.sent.books for address in collected.sent.addresses(unit)
    }
    differs, unknown = set(), set()
    for mail in collected.posted:
        folder = collected.folder_of(mail)
        for one in mail.expected:
            if not one.unit or one.outcome is Outcome.IGNORED:
                continue
            if mail.sender not in registered:
                unknown.add(folder)
            elif registered[mail.sender] != one.unit:
                differs.add(folder)
    assert {folder for folder, _ in collected.found(Code.SENDER_DIFFERS)} == differs
    assert {folder for folder, _ in collected.found(Code.SENDER_UNKNOWN)} == unknown
    assert len(differs) == 2  # one on purpose, one zip that was sent for two units
    assert len(unknown) == 1
    for folder, message in collected.found(Code.SENDER_DIFFERS):
        (mail,) = [one for one in collected.posted if collected.folder_of(one) == folder]
        assert registered[mail.sender] in message
        assert mail.sender in message


def test_every_file_sent_back_has_a_mail_that_answers_it(collected: Collected) -> None:
    """It quotes cell and problem, goes to who sent the file, answers that mail and brings the right book again."""
    answers = {read(raw)["In-Reply-To"]: raw for raw in collected.drafts.values()}
    back = [mail for mail in collected.posted if mail.expected[0].outcome is Outcome.RETURNED]
    assert {message_id(mail.raw) for mail in back} == set(answers)
    assert len(back) == len(collected.drafts) >= 7
    said = {one["file"]: one["findings"] for one in collected.collected.shape["files"]}
    for mail in back:
        draft = answers[message_id(mail.raw)]
        head, text, page = read(draft), text_of(draft), page_of(draft)
        assert head["X-Unsent"] == "1"
        assert head["To"].addresses[0].addr_spec == mail.sender
        assert {one.addr_spec for one in head["To"].addresses} == {
            mail.sender,
            *collected.sent.addresses(mail.unit)[:1],
        }
        problems = said[f"{collected.folder_of(mail)}/{mail.expected[0].file}"]
        assert problems
        for problem in problems:
            for shown in (text, page):
                assert problem["message"].rstrip("。") in shown
                assert problem["cell"] in shown
        book = collected.sent.books[mail.unit]
        assert attached(draft) == {book.name: book.read_bytes()}


def test_the_cell_that_is_quoted_is_the_cell_that_is_wrong(collected: Collected) -> None:
    (mail,) = [one for one in collected.posted if one.expected[0].habit is Habit.STATE_WRONG]
    (draft,) = [raw for raw in collected.drafts.values() if read(raw)["In-Reply-To"] == message_id(mail.raw)]
    book = filling.open_book(collected.simulated.books[mail.unit])
    row = next(iter(book.rows.values()))
    cell = book.sheet.cell(row, book.columns[ReplyField.STATE]).coordinate
    assert f"{cell}单元格" in text_of(draft)
    assert f"{cell}单元格" in page_of(draft)
    assert "基本完成" in text_of(draft)  # what they wrote


# ---- again ----


@dataclass(frozen=True)
class Again:
    """Both commands a second time: what they said, and the whole world before and after."""

    sent: Ran
    fetched: Ran
    before: tuple[object, ...]
    after: tuple[object, ...]


def world(sent: Sent) -> tuple[object, ...]:
    """The office's files, what was delivered, who was called, how the mailbox is marked."""
    smtp, desk = sent.post.smtp, sent.post.dovecot.flags(sent.post.desk)
    return sent.office.files(), len(smtp.delivered), smtp.connections, desk


@pytest.fixture(scope="module")
def again(collected: Collected) -> Again:
    """Nothing happened meanwhile."""
    before = world(collected.sent)
    return Again(collected.sent.send(), collected.sent.collect(), before, world(collected.sent))


def test_doing_it_all_again_changes_nothing(collected: Collected, again: Again) -> None:
    assert (again.sent.code, set(again.sent.states().values())) == (0, {"sent_before"})
    assert again.fetched.shape["mail"]["messages"] == again.fetched.shape["mail"]["files"] == 0
    assert again.fetched.shape["files"] == collected.collected.shape["files"]
    assert again.before == again.after


# ---- reminding ----


@dataclass(frozen=True)
class Reminded:
    """Letters that reached each address by --remind, and what the commands said: a look, the real thing, again."""

    looked: Ran
    nothing_yet: bool
    done: Ran
    letters: Mapping[str, list[bytes]]
    twice: Ran
    delivered_twice: int
    chat: str


@pytest.fixture(scope="module")
def reminded(collected: Collected, again: Again) -> Reminded:
    """The day after the books were due."""
    sent = collected.sent
    smtp = sent.post.smtp
    before = world(sent)
    looked = sent.send("--remind", "--dry-run", today=TODAY)
    nothing_yet = world(sent) == before
    count = len(smtp.delivered)
    done = sent.send("--remind", today=TODAY)
    reached = len(smtp.delivered)
    letters: dict[str, list[bytes]] = {}
    for one in smtp.delivered[count:]:
        letters.setdefault(one.recipient, []).append(one.raw)
    twice = sent.send("--remind", today=TODAY)
    chat = (sent.office.reminders / "催报群消息.txt").read_text(encoding="utf-8-sig")
    return Reminded(looked, nothing_yet, done, letters, twice, len(smtp.delivered) - reached, chat)


@dataclass(frozen=True)
class Owed:
    """What a unit owes by what was written: its open and its overdue tasks (number and first words), whether a file went back."""

    open: frozenset[str]
    overdue: frozenset[str]
    back: bool

    @property
    def kind(self) -> str:
        return "return" if self.back else "urge" if self.overdue else "remind"


def owed(collected: Collected) -> dict[str, Owed]:
    """unit → what it owes on the day, counted from what the simulated office wrote."""
    answers = collected.truth.answers
    readings, _ = read_plan(collected.sent.plan)
    names = {one.task.id: named(one.task.number, one.task.content) for one in readings}
    late = {
        (one.unit, reading.task.id)
        for reading in readings
        for one in reading.assignments
        if reading.deadline.last and reading.deadline.last < TODAY and one.role is not Role.SUPPORT
        if not is_done(reading, answers)
    }
    back = {one.unit for one in collected.truth.files if one.outcome is Outcome.RETURNED}
    owing = {}
    for book in collected.sent.split.shape["books"]:
        keys = [(book["unit"], task) for task in book["task_ids"]]
        done = {key for key in keys if key in answers and answers[key].state is State.DONE}
        owing[book["unit"]] = Owed(
            frozenset(names[key[1]] for key in keys if key not in answers),
            frozenset(names[key[1]] for key in keys if key in late - done),
            book["unit"] in back,
        )
    return {unit: one for unit, one in owing.items() if one.open or one.overdue or one.back}


def is_done(reading: Reading, answers: Mapping[tuple[str, str], Reply]) -> bool:
    """Whether those who decide (the leads, without any the responsible units) all reported the task as done."""
    by_role = {role: [one.unit for one in reading.assignments if one.role is role] for role in Role}
    deciding = [(unit, reading.task.id) for unit in by_role[Role.LEAD] or by_role[Role.RESPONSIBLE]]
    return bool(deciding) and all(key in answers and answers[key].state is State.DONE for key in deciding)


def named(number: str, content: str) -> str:
    """A task as a letter shows it: two may have the same number."""
    return f"{number} {''.join(content.split())[:12]}"


def test_exactly_those_who_owe_something_are_reminded(collected: Collected, reminded: Reminded) -> None:
    owing = owed(collected)
    assert 15 < len(owing) < 60  # some are in order
    assert Counter(one.kind for one in owing.values()).keys() == {"return", "urge", "remind"}
    assert reminded.done.states() == dict.fromkeys(owing, "sent")
    kinds = {one["unit"]: one["kind"] for one in reminded.done.shape["messages"]}
    assert kinds == {unit: one.kind for unit, one in owing.items()}
    addresses = {address for unit in owing for address in collected.sent.addresses(unit)}
    assert {address: len(raws) for address, raws in reminded.letters.items()} == dict.fromkeys(addresses, 1)


def test_a_reminder_lists_exactly_the_open_rows(collected: Collected, reminded: Reminded) -> None:
    for unit, one in owed(collected).items():
        (raw,) = reminded.letters[collected.sent.addresses(unit)[0]]
        rows = re.findall(r"^\d+\. (.*)（序号([^，；）]+)(.*)）$", text_of(raw), re.MULTILINE)
        assert sorted(named(row[1], row[0]) for row in rows) == sorted(one.open | one.overdue), unit
        late = {named(row[1], row[0]) for row in rows if re.search("已逾期|已超", row[2])}
        assert late == one.overdue, unit
        book = collected.sent.books[unit]
        assert attached(raw) == {book.name: book.read_bytes()}


def test_a_reminder_about_a_returned_file_names_what_is_wrong(
    collected: Collected, reminded: Reminded
) -> None:
    said = {one["file"]: one["findings"] for one in collected.collected.shape["files"]}
    back = [mail for mail in collected.posted if mail.expected[0].outcome is Outcome.RETURNED]
    assert back
    for mail in back:
        (raw,) = reminded.letters[collected.sent.addresses(mail.unit)[0]]
        for problem in said[f"{collected.folder_of(mail)}/{mail.expected[0].file}"]:
            assert problem["message"].rstrip("。") in text_of(raw)


def test_a_look_sends_and_writes_nothing_and_pressing_twice_neither(reminded: Reminded) -> None:
    assert reminded.nothing_yet
    assert set(reminded.looked.states().values()) == {"planned"}
    assert reminded.looked.states().keys() == reminded.done.states().keys()
    assert reminded.delivered_twice == 0
    assert set(reminded.twice.states().values()) == {"sent_before"}


def test_the_list_for_everybody_names_the_same_units(collected: Collected, reminded: Reminded) -> None:
    for unit in collected.sent.books:
        named = re.search(rf"(?<![\w（]){re.escape(unit)}(?!\w)", reminded.chat) is not None
        assert named == (unit in owed(collected)), unit
    assert reminded.done.shape["chat"].split() == reminded.chat.split()
    assert [Path(file).name for file in reminded.done.shape["notices"]] == ["催报群消息.txt", "催报通知.docx"]


# ---- mended ----


@dataclass(frozen=True)
class Mended:
    """Everybody whose file went back sent a right one: what collecting said, what drafts and notes are left."""

    collected: Ran
    merged: Ran
    written: Mapping[tuple[str, str], Reply]
    left: Mapping[str, bytes]
    reminded: Ran
    letters: list[str]


@pytest.fixture(scope="module")
def mended(collected: Collected, reminded: Reminded, tmp_path_factory: pytest.TempPathFactory) -> Mended:
    """Two days later, by other mailers than before, as answers to the letter that sent the file back."""
    sent, folder = collected.sent, tmp_path_factory.mktemp("mended")
    day = TODAY + timedelta(days=2)
    write, raws, written = writers(), [], {}
    next(write)
    for mail in collected.posted:
        if mail.expected[0].outcome is not Outcome.RETURNED:
            continue
        book = filling.open_book(collected.simulated.books[mail.unit])
        answers = answers_for(collected.simulated, mail.unit, book, TODAY, state=State.DONE)
        filling.fill(book, answers, Random(mail.unit))
        book.workbook.save(folder / "book.xlsx")
        written |= {(mail.unit, one.task_id): one for one in answers}
        (letter,) = reminded.letters[sent.addresses(mail.unit)[0]]
        files = {"反馈表（改）.xlsx": (folder / "book.xlsx").read_bytes()}
        address = sent.addresses(mail.unit)[0]
        raws.append(next(write)(address, ACCOUNT, "回复：请修改后重新报送", message_id(letter), files))
    sent.post.post(raws)
    done = sent.collect(today=day)
    merged = sent.office.run("merge_replies.py", today=day)
    left = {path.name: path.read_bytes() for path in sent.office.notes.iterdir() if path.suffix != ".lock"}
    count = len(sent.post.smtp.delivered)
    later = sent.send("--remind", today=day)
    return Mended(done, merged, written, left, later, sent.post.smtp.recipients()[count:])


def test_a_right_book_settles_what_was_sent_back(collected: Collected, mended: Mended) -> None:
    silent = {
        unit for unit in collected.sent.books if not any(mail.unit == unit for mail in collected.posted)
    }
    assert set(mended.collected.shape["missing"]) == collected.truth.missing - {
        unit for unit, _ in mended.written
    }
    assert set(mended.collected.shape["missing"]) <= silent
    assert [name for name in mended.left if name.endswith(".eml")] == []
    assert mended.collected.shape["drafts"] == []


def test_mended_answers_are_merged(collected: Collected, mended: Mended) -> None:
    shown = {
        (reply["unit"], task["id"]): (reply["status"], reply["progress"])
        for task in mended.merged.shape["tasks"]
        for reply in task["replies"]
    }
    everything = collected.truth.answers | mended.written
    assert shown == {key: (str(one.state), one.progress.strip()) for key, one in everything.items()}


def test_the_next_reminder_leaves_out_who_mended(collected: Collected, mended: Mended) -> None:
    owing = {unit for unit in owed(collected) if unit not in {unit for unit, _ in mended.written}}
    assert mended.reminded.states() == dict.fromkeys(owing, "sent")
    addresses = [address for unit in owing for address in collected.sent.addresses(unit)]
    assert sorted(mended.letters) == sorted(addresses)


# ---- killed ----


@pytest.fixture
def unsent(sent: Sent, tmp_path: Path) -> MailOffice:
    """The same office before anything was sent."""
    folder = tmp_path / "office"
    shutil.copytree(sent.office.folder, folder)
    office = MailOffice(folder / sent.office.master.name, sent.office.environment)
    for register in ("发送登记.jsonl", "邮件登记.jsonl"):
        (office.archive / register).unlink(missing_ok=True)
    return office


def kill_after(process: subprocess.Popen[bytes], server: SmtpServer, count: int, moment: float) -> bool:
    """SIGKILL a little after so many letters have arrived; whether it was still at work."""
    until = time.monotonic() + 60
    while len(server.delivered) < count and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(moment)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_killed_half_way_and_run_again_everybody_has_one(
    sent: Sent, unsent: MailOffice, start_smtp: Callable[..., SmtpServer]
) -> None:
    """Killed between two letters nobody is in doubt; killed anywhere the doubtful ones are named and not sent twice."""
    server = start_smtp()
    send = ("send_tasks.py", "--smtp", server.url, "--yes")
    assert kill_after(unsent.start(*send, "--pause", "0.3", today=ISSUED), server, 3, 0.1)
    between = unsent.run(*send, "--unit", "区教育局", today=ISSUED)
    assert "perhaps" not in between.states().values()
    had = len(server.delivered)
    for moment in (0.0, 0.004):
        assert kill_after(unsent.start(*send, today=ISSUED), server, had + 12, moment)
        had = len(server.delivered)
    assert had < 60
    last = unsent.run(*send, today=ISSUED)
    states = last.states()
    doubtful = {unit for unit, state in states.items() if state == "perhaps"}
    assert len(doubtful) <= 2
    assert states.keys() == sent.books.keys()
    counts = Counter(server.recipients())
    for unit in sent.books:
        for address in sent.addresses(unit):
            assert counts[address] <= 1, (unit, states[unit])
            assert counts[address] == 1 or unit in doubtful, (unit, states[unit])
    named = {one["message"] for one in last.shape["findings"] if one["code"] == Code.MAIL_PERHAPS_SENT.name}
    assert {unit for unit in sent.books if any(f"给{unit}的信" in one for one in named)} == doubtful
    assert last.code == (1 if doubtful else 0)
    more = [part for unit in doubtful for part in ("--resend", unit)]
    assert set(unsent.run(*send, *more, today=ISSUED).states().values()) <= {"sent", "sent_before"}
    assert set(server.recipients()) == {a for unit in sent.books for a in sent.addresses(unit)}
