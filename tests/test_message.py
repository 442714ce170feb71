"""A letter as the bytes of a message: what any mail program reads out of it is what was put in."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.letter import Attachment, Kind, Letter
from taskbook.mail.message import draft_bytes, message_bytes, new_message_id, shown_name

SENT = datetime(2026, 9, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
LETTER = Letter(
    unit="区教育局",
    kind=Kind.ISSUE,
    key="issue:1",
    to=("jyj@xian.example", "bgs@xian.example"),
    copies=("fgld@xian.example",),
    subject="【下发通知】示例区2026年重点工作：2026年9月进展反馈表，请于9月25日前报回",
    text="区教育局：\n\n　　请填报。\n",
    html="<p>区教育局：</p>\n<p>请填报。</p>\n",
    sender="zfb@xian.example",
    sender_name="示例区政府办公室（督查室）",
)


def parsed(raw: bytes) -> Message:
    message = email.message_from_bytes(raw)
    assert message.defects == []
    return message


def header(message: Message, name: str) -> str:
    return str(make_header(decode_header(message[name] or "")))


def attached(message: Message) -> list[Message]:
    return [part for part in message.walk() if part.get_content_disposition() == "attachment"]


def body(message: Message, kind: str) -> str:
    (part,) = (part for part in message.walk() if part.get_content_type() == kind and not part.get_filename())
    return part.get_payload(decode=True).decode("utf-8")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(bytes(range(256)) * 4000)
    return path


def test_everything_in_the_letter_is_in_the_message(book):
    letter = replace(LETTER, attachments=(Attachment("区教育局_反馈表_2026-09.xlsx", book),))
    message = parsed(message_bytes(letter, "<1@xian.example>", SENT))
    assert header(message, "From") == "示例区政府办公室（督查室） <zfb@xian.example>"
    assert [address for _, address in getaddresses([message["To"]])] == list(LETTER.to)
    assert [address for _, address in getaddresses([message["Cc"]])] == list(LETTER.copies)
    assert header(message, "Subject") == LETTER.subject
    assert parsedate_to_datetime(message["Date"]) == SENT
    assert message["Message-ID"] == "<1@xian.example>"
    assert message["X-Unsent"] is None
    assert body(message, "text/plain") == LETTER.text.replace("\n", "\r\n")
    assert body(message, "text/html") == LETTER.html.replace("\n", "\r\n")
    (part,) = attached(message)
    assert part.get_payload(decode=True) == book.read_bytes()
    assert part.get_content_type().endswith("spreadsheetml.sheet")


def test_lines_are_short_and_seven_bit(book):
    names = ("长" * 80 + ".xlsx", "x" * 300 + ".zip", "😀" * 60 + ".xlsx")
    letter = replace(LETTER, subject="很长的主题" * 60, attachments=tuple(Attachment(n, book) for n in names))
    raw = message_bytes(letter, new_message_id(letter.sender), SENT)
    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 998
    assert [len(line) for line in lines if b"filename*" not in line and len(line) > 80] == []
    words = re.findall(rb"=\?UTF-8\?B\?[^?]*\?=", raw)
    assert max(map(len, words)) <= 75
    for word in words:  # every word is whole in itself: some programs decode word by word
        decode_header(word.decode())[0][0].decode("utf-8")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=300).filter(lambda name: not name.startswith("<")))
def test_any_attachment_name_comes_out_as_it_went_in(book, name):
    """But for names in angle brackets, which Python's own readers take off; our books never have them."""
    small = replace(LETTER, attachments=(Attachment(name, Path(__file__)),))
    raw = message_bytes(small, "<1@x.example>", SENT)
    (part,) = attached(parsed(raw))
    (modern,) = (
        each
        for each in email.message_from_bytes(raw, policy=email.policy.default).walk()
        if each.get_filename()
    )
    wanted = shown_name(name)
    assert part.get_filename() == modern.get_filename() == wanted
    old_way = re.sub(r"\?=\s+=\?", "?==?", part.get_param("name"))
    assert str(make_header(decode_header(old_way))) == wanted
    assert part.get_payload(decode=True) == Path(__file__).read_bytes()


@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="/\\")))
def test_a_name_people_can_write_is_left_as_it_is(name):
    assert shown_name(name) == (name.strip() or shown_name(""))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.text(max_size=40), st.text(max_size=80), st.text(max_size=60))
def test_no_text_makes_a_header_of_its_own(subject, name, answered, text):
    letter = replace(LETTER, subject=subject, sender_name=name, in_reply_to=answered, text=text)
    message = parsed(message_bytes(letter, "<1@x.example>", SENT))
    allowed = {"from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type"}
    assert {key.lower() for key in message.keys()} - {"in-reply-to", "references"} <= allowed  # noqa: SIM118
    assert [a for _, a in getaddresses([message["To"], message["Cc"]])] == list(letter.recipients)


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: x@evil.example", "\nX-Evil: 1\n\n<html>", "\r\n\r\nbody", "a\x0bb\x85c"]
)
def test_line_breaks_in_names_and_subjects_stay_in_their_header(evil):
    letter = replace(
        LETTER,
        unit=evil,
        subject="主题" + evil,
        sender_name="名" + evil,
        in_reply_to="<1@x>" + evil,
        to=("a@b.example" + evil,),
        attachments=(Attachment("表" + evil + ".xlsx", Path(__file__)),),
    )
    raw = message_bytes(letter, "<1@x.example>", SENT)
    message = parsed(raw)
    assert not {"bcc", "x-evil"} & {key.lower() for key in message.keys()}  # noqa: SIM118
    assert len(attached(message)) == 1
    assert message["In-Reply-To"] == message["References"] == "<1@x>"


def test_what_answers_nothing_has_no_reference():
    message = parsed(message_bytes(replace(LETTER, in_reply_to="no id here"), "<1@x.example>", SENT))
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_a_draft_is_the_same_letter_the_same_bytes(book, tmp_path):
    letter = replace(LETTER, attachments=(Attachment("表.xlsx", book),))
    first = draft_bytes(letter)
    assert draft_bytes(letter) == first
    message = parsed(first)
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert message["Message-ID"] is None
    assert header(message, "Subject") == letter.subject
    other = draft_bytes(replace(letter, text="别的"))
    assert other != first


def test_a_draft_needs_no_sender_and_no_receiver():
    message = parsed(draft_bytes(replace(LETTER, sender="", to=(), copies=())))
    assert message["From"] is None
    assert message["To"] is None
    assert body(message, "text/plain").startswith("区教育局")


def test_a_letter_without_page_or_attachment_is_plain():
    message = parsed(message_bytes(replace(LETTER, html=""), "<1@x.example>", SENT))
    assert message.get_content_type() == "text/plain"
    assert not message.is_multipart()


def test_message_ids_differ_and_stay_ids():
    made = {new_message_id("zfb@xian.example") for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"<[0-9a-f]{32}@xian\.example>", one) for one in made)
    for strange in ("", "x", "x@", "x@a b\r\nc", "办公室@中文"):
        assert re.fullmatch(r"<[!-;=?-~]+@[A-Za-z0-9.-]+>", new_message_id(strange))


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=8)), None])
def test_the_date_says_its_zone(zone):
    when = datetime(2026, 9, 1, 8, 30, tzinfo=zone)
    said = parsed(message_bytes(LETTER, "<1@x.example>", when))["Date"]
    assert re.search(r"[+-]\d{4}$", said)
    assert parsedate_to_datetime(said) == when.astimezone()


def test_an_attachment_that_is_gone_is_told(tmp_path):
    letter = replace(LETTER, attachments=(Attachment("表.xlsx", tmp_path / "gone.xlsx"),))
    for write in (draft_bytes, lambda one: message_bytes(one, "<1@x.example>", SENT)):
        with pytest.raises(CannotGoOn) as stopped:
            write(letter)
        assert stopped.value.stop is Stop.FILE_MISSING
        assert "gone.xlsx" in str(stopped.value)


def test_an_attachment_that_cannot_be_read_is_told(tmp_path):
    letter = replace(LETTER, attachments=(Attachment("表.xlsx", tmp_path),))
    with pytest.raises(CannotGoOn) as stopped:
        draft_bytes(letter)
    assert stopped.value.stop is Stop.NOT_READABLE
