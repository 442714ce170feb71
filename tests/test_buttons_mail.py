"""The buttons 发送, 催报 and 登录邮箱, and the mailbox behind 一键汇总: shown first, done as the commands do it."""

from __future__ import annotations

import email
import email.message
import shutil
from collections.abc import Callable
from email import policy
from pathlib import Path

import openpyxl
import pytest
from a_desk import Desk
from mail_servers.certificates import Certificates
from mail_servers.dovecot import Dovecot
from mail_servers.smtp import PASSWORD, SmtpServer
from office_round import TODAY, moved, office
from taskbook import wording
from taskbook.buttons import jobs
from taskbook.buttons.desk import Declined, Report
from taskbook.columns import SETTING_LABELS, Sheet
from taskbook.findings import CannotGoOn, Stop
from taskbook.issued import read_issued
from taskbook.master import read_master
from taskbook.period import Period
from taskbook.returns.archive import load_records

SEPTEMBER = Period(2026, 9)


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office(tmp_path_factory.mktemp("office") / "办公室")


@pytest.fixture
def master(september: Path, tmp_path: Path) -> Path:
    return moved(september, tmp_path / "办公室")


def press(button: str, desk: Desk, period: str = "") -> Report | None:
    return jobs.press(button, desk, period, TODAY)


def fill_in(master: Path, **settings: object) -> None:
    """Write settings into the sheet 设置."""
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.SETTINGS]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for name, value in settings.items():
        sheet.cell(rows[SETTING_LABELS[name]], 2).value = value
    book.save(master)


def addressed(master: Path) -> set[str]:
    """Units with a book and an address."""
    emails = {unit.name: unit.email for unit in read_master(master).units}
    return {unit for unit in read_issued(master.parent / "归档", SEPTEMBER) if emails.get(unit)}


def test_send_writes_drafts_after_showing_to_whom(master):
    refusing = Desk(master, answer=False)
    with pytest.raises(Declined):
        press("send", refusing)
    assert not (master.parent / "下发/2026-09/邮件草稿").exists()
    desk = Desk(master)
    report = press("send", desk)
    folder = master.parent / "下发/2026-09/邮件草稿"
    assert desk.shown == [folder]
    drafts = list(folder.glob("*.eml"))
    assert len(drafts) == len(addressed(master))
    assert f"{len(drafts)}家要写信" in desk.asked[0]
    first = read_master(master).units[0]
    assert first.email in desk.asked[0]
    assert len(desk.asked[0]) < 1024  # what a dialog of Excel takes
    assert f"已写好草稿{len(drafts)}封" in report.text()
    message = email.message_from_bytes(drafts[0].read_bytes(), policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert [part.get_filename() for part in message.iter_attachments()]


def test_who_has_no_address_is_named_before_and_after(master):
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.UNITS]
    emails = {cell.value: cell.column for cell in sheet[3]}["邮箱"]
    sheet.cell(4, emails).value = None
    book.save(master)
    desk = Desk(master)
    report = press("send", desk)
    name = sheet.cell(4, 1).value
    assert name in desk.asked[0].split("没有邮箱")[1]
    assert any(name in line and "没有可用的邮箱" in line for line in report.attention)


def test_packages_are_made_for_everybody(master):
    fill_in(master, mail_way="打包")
    desk = Desk(master)
    press("send", desk)
    folder = master.parent / "下发/2026-09/打包"
    assert desk.shown == [folder]
    issued = read_issued(master.parent / "归档", SEPTEMBER)
    assert len(list(folder.glob("*.zip"))) == len(issued)
    assert (folder / "发送总览.xlsx").is_file()


def test_books_that_are_gone_are_said_to_be_gone(master):
    shutil.rmtree(master.parent / "下发")
    with pytest.raises(CannotGoOn) as stopped:
        press("send", Desk(master))
    assert stopped.value.stop is Stop.BOOKS_GONE


def test_direct_sending_goes_once(
    master, start_smtp: Callable[..., SmtpServer], certificates: Certificates, no_mail_environment
):
    server = start_smtp(tls="implicit")
    no_mail_environment.setenv("TASKBOOK_MAIL_PASSWORD", PASSWORD)
    fill_in(
        master,
        mail_way="直接发送",
        mail_server=server.url,
        mail_authority=str(certificates.authority),
        mail_pause=0,
        mail_per_minute=6000,
    )
    desk = Desk(master)
    report = press("send", desk)
    count = len(addressed(master))
    assert f"已发送{count}封" in report.text()
    assert len(server.delivered) == count
    assert "发送邮件" in desk.steps
    again = Desk(master)
    told = press("send", again)
    assert again.asked == []
    assert f"以前发过（不再发）{count}封" in told.text()
    assert len(server.delivered) == count


def test_remind_writes_to_those_who_owe_something(master):
    press("round", Desk(master), "2026-09")
    answered = {record.unit for record in load_records(master.parent / "归档", SEPTEMBER)}
    desk = Desk(master)
    report = press("remind", desk)
    folder = master.parent / "汇总/催报/2026-09"
    assert desk.shown == [folder]
    assert {path.suffix for path in folder.iterdir()} == {".eml", ".txt", ".docx"}
    silent = addressed(master) - answered
    reminded = {path.name.split("_")[0] for path in folder.glob("*.eml")}
    assert silent
    assert silent <= reminded
    chat = (folder / "催报群消息.txt").read_text(encoding="utf-8-sig")
    assert all(unit in chat for unit in silent)
    assert str(folder) in report.text()


def test_files_not_yet_collected_are_pointed_out_before_reminding(master):
    desk = Desk(master)
    report = press("remind", desk)
    count = len(list((master.parent / "收件").iterdir()))
    assert any(f"有{count}个文件还没有收" in line for line in report.attention)


def test_login_is_the_desks_own_matter(master):
    desk = Desk(master)
    press("login", desk)
    assert desk.shown == ["login"]


def replies_by_mail(master: Path, server: Dovecot, environment: pytest.MonkeyPatch) -> int:
    """Put what lies in the inbox into a mailbox that 设置 names, a mail each from its unit's address; how many."""
    account = server.account()
    fill_in(master, mailbox=server.url(account), mail_authority=str(server.authority))
    inbox = master.parent / "收件"
    raws = []
    for path in sorted(inbox.iterdir()):
        message = email.message.EmailMessage()
        message["From"], message["Subject"] = "somebody@elsewhere.example", "反馈表"
        message.add_attachment(
            path.read_bytes(), maintype="application", subtype="octet-stream", filename=path.name
        )
        raws.append(message.as_bytes())
        path.unlink()
    server.append_all(account, raws)
    environment.setenv("TASKBOOK_IMAP_PASSWORD", account.password)
    return len(raws)


def test_one_button_collects_from_the_mailbox_too(
    master, september, tmp_path, dovecot: Dovecot, no_mail_environment
):
    by_hand = moved(september, tmp_path / "手工")
    press("round", Desk(by_hand), "2026-09")
    count = replies_by_mail(master, dovecot, no_mail_environment)
    desk = Desk(master)
    report = press("round", desk, "2026-09")
    assert f"新收{count}封" in report.text()
    accepted = [
        {
            record.unit
            for record in load_records(each.parent / "归档", SEPTEMBER)
            if record.outcome == "accepted"
        }
        for each in (master, by_hand)
    ]
    assert accepted[0] == accepted[1] != set()
    again = press("round", Desk(master), "2026-09")
    assert "新收0封" in again.text()


def test_a_mailbox_out_of_reach_keeps_nobody_from_the_folder(master, no_mail_environment):
    no_mail_environment.setenv("TASKBOOK_IMAP_PASSWORD", "x")
    fill_in(master, mailbox="imaps://office@127.0.0.1:1")
    report = press("round", Desk(master), "2026-09")
    assert any("连不上邮件服务器" in line for line in report.attention)
    assert load_records(master.parent / "归档", SEPTEMBER)


def test_pressed_again_the_same_day_says_that_all_were_reminded(
    master, start_smtp: Callable[..., SmtpServer], certificates: Certificates, no_mail_environment
):
    server = start_smtp(tls="implicit")
    no_mail_environment.setenv("TASKBOOK_MAIL_PASSWORD", PASSWORD)
    fill_in(
        master,
        mail_way="直接发送",
        mail_server=server.url,
        mail_authority=str(certificates.authority),
        mail_pause=0,
        mail_per_minute=6000,
    )
    press("remind", Desk(master))
    count = len(server.delivered)
    again = Desk(master)
    told = press("remind", again).text()
    assert count > 0
    assert len(server.delivered) == count
    assert again.asked == []
    assert f"以前发过（不再发）{count}封" in told
    assert wording.REMINDED_TODAY in told


def test_a_broken_notice_is_found_before_a_letter_leaves(
    master,
    start_smtp: Callable[..., SmtpServer],
    certificates: Certificates,
    no_mail_environment,
    monkeypatch,
):
    server = start_smtp(tls="implicit")
    no_mail_environment.setenv("TASKBOOK_MAIL_PASSWORD", PASSWORD)
    fill_in(master, mail_way="直接发送", mail_server=server.url, mail_authority=str(certificates.authority))
    broken = CannotGoOn(Stop.TEMPLATE_BROKEN, path="催报通知.docx", line=1, reason="x")

    def refuse(*_: object, **__: object) -> None:
        raise broken

    monkeypatch.setattr("taskbook.mail.notices.write_notice", refuse)
    with pytest.raises(CannotGoOn) as stopped:
        press("remind", Desk(master))
    assert stopped.value is broken
    assert server.delivered == []
