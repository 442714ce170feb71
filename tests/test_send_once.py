"""send_tasks.py: what is asked and shown before it sends, renamed units, resending continued, what is told after a stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import send_tasks
from mail_office import ISSUED, TODAY, MailOffice, Ran, in_process, issued_office, passwords
from mail_servers.certificates import Certificates
from mail_servers.smtp import PASSWORD
from taskbook import send as sending_step
from taskbook.mail.register import sent_register
from taskbook.mail.sending import send_letters
from taskbook.master import read_master, write_master
from taskbook.model import Plan, Unit
from taskbook.period import Period

EDUCATION, CIVIL, WATER = "区教育局", "区民政局", "区水利局"
ADDRESSES = {EDUCATION: "jy@unit.example", CIVIL: "mz@unit.example", WATER: "sl@unit.example"}
UNITS = tuple(Unit(name, "部门", email=address) for name, address in ADDRESSES.items())

Press = Callable[..., Ran]


@pytest.fixture
def office(tmp_path: Path, certificates: Certificates) -> MailOffice:
    made = issued_office(tmp_path / "office", UNITS, mail_authority=str(certificates.authority))
    made.environment = passwords()
    return made


@pytest.fixture
def press(capsys: pytest.CaptureFixture[str], no_mail_environment: pytest.MonkeyPatch) -> Press:
    """`press(office, "--smtp", …)`: send_tasks.py in this process; what is put off is not waited for."""
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", PASSWORD)
    no_mail_environment.setattr(sending_step, "send_letters", partial(send_letters, waits=(0.01, 0.01, 0.01)))
    return partial(in_process, send_tasks.main, capsys, today=ISSUED)


def rewritten(office: MailOffice, change: Callable[[Plan], Plan]) -> None:
    plan = read_master(office.master)
    plain = replace(
        plan,
        units=tuple(replace(unit, row=0) for unit in plan.units),
        tasks=tuple(replace(task, row=0) for task in plan.tasks),
        columns={},
        side_columns={},
    )
    office.master.unlink()
    write_master(change(plain), office.master)


def renamed(plan: Plan) -> Plan:
    """区水利局 is 区水务局 now."""
    units = (
        replace(unit, name="区水务局", aliases=(WATER,)) if unit.name == WATER else unit
        for unit in plan.units
    )
    return replace(plan, units=tuple(units))


def copying(address: str) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, settings=replace(plan.settings, mail_copy=address))


def test_a_unit_renamed_since_is_not_written_to_again(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    first = press(office, "--smtp", server.url, "--yes")
    rewritten(office, renamed)
    looked = press(office, "--smtp", server.url, "--dry-run")
    again = press(office, "--smtp", server.url, "--yes")
    assert looked.states() == again.states() == dict.fromkeys([EDUCATION, CIVIL, "区水务局"], "sent_before")
    assert Counter(server.recipients()) == Counter(ADDRESSES.values())
    ids = {one["unit"]: one["message_id"] for one in first.shape["messages"]}
    known = sent_register(office.folder / "归档", Period(2026, 9), {WATER: "区水务局"}).units()
    assert known[ids[WATER]] == "区水务局"


def test_only_who_is_still_to_be_written_to_is_shown_and_counted(
    office: MailOffice, press: Press, start_smtp
) -> None:
    """Everything was sent; a copy to somebody new is all that is left."""
    server = start_smtp()
    press(office, "--smtp", server.url, "--yes")
    rewritten(office, copying("boss@unit.example"))
    looked = press(office, "--smtp", server.url, "--dry-run")
    assert set(looked.states().values()) == {"planned"}
    asked = press(office, "--smtp", server.url)
    assert "3封信，共1个邮箱" in asked.told
    before = asked.told[: asked.told.index("现在发送吗")]
    for told in (looked.told, before):
        assert "boss@unit.example" in told
        assert not any(address in told for address in ADDRESSES.values())
        assert "没有邮箱" not in told
    assert Counter(server.recipients()) == Counter([*ADDRESSES.values(), *["boss@unit.example"] * 3])


def test_a_resending_that_broke_off_is_continued(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    way = ("--smtp", server.url, "--yes", "--resend", EDUCATION, "--resend", WATER)
    press(office, *way[:3])
    server.faults.drop_when = lambda command, address: address == ADDRESSES[WATER]
    broken = press(office, *way)
    assert broken.states() == {EDUCATION: "sent", CIVIL: "sent_before", WATER: "planned"}
    server.faults.drop_when = None
    looked = press(office, *way, "--dry-run")
    assert looked.states() == {EDUCATION: "sent_before", CIVIL: "sent_before", WATER: "planned"}
    ran = press(office, *way)
    assert ran.states() == {EDUCATION: "sent_before", CIVIL: "sent_before", WATER: "sent"}
    assert Counter(server.recipients()) == {ADDRESSES[EDUCATION]: 2, ADDRESSES[CIVIL]: 1, ADDRESSES[WATER]: 2}


def test_who_refused_is_told_although_nothing_was_sent(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    server.faults.rcpt_always = dict.fromkeys(
        [ADDRESSES[EDUCATION], ADDRESSES[CIVIL]], "550 5.1.1 no such user"
    )
    server.faults.drop_when = lambda command, address: address == ADDRESSES[WATER]
    ran = press(office, "--smtp", server.url, "--yes")
    assert ran.states() == {EDUCATION: "refused", CIVIL: "refused", WATER: "planned"}
    assert Counter(ran.codes()) == {"MAIL_REFUSED": 2, "SENDING_STOPPED": 1}
    assert ran.code == 1


def test_a_unit_that_refuses_us_does_not_stop_the_others(
    office: MailOffice, press: Press, start_smtp
) -> None:
    server = start_smtp()
    reply = f"550 5.7.1 <{ADDRESSES[EDUCATION]}>: Sender address rejected: Access denied"
    server.faults.rcpt_always = {ADDRESSES[EDUCATION]: reply}
    for state in ("sent", "sent_before"):
        ran = press(office, "--smtp", server.url, "--yes")
        assert ran.states() == {EDUCATION: "refused", CIVIL: state, WATER: state}
        assert "不收这个发件人的信" in ran.told


@pytest.mark.parametrize("whom", [["--unit", EDUCATION], ["--unit", "没有的单位"]])
def test_a_look_at_reminders_to_some_lists_nobody_for_the_group(
    office: MailOffice, press: Press, whom: list[str]
) -> None:
    """A list of some would be taken for the list of all."""
    whole = press(office, "--remind", "--eml", str(office.folder / "x"), "--dry-run", today=TODAY)
    some = press(office, "--remind", "--eml", str(office.folder / "x"), "--dry-run", *whom, today=TODAY)
    assert EDUCATION in whole.shape["chat"]
    assert some.shape["chat"] == ""
