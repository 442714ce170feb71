"""Raw messages read: head, files in every wrapping, what is left out, what cannot be taken; nothing makes it fail."""

from __future__ import annotations

import base64
import io
import random
import time
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailers import Mailer, base64_lines, compose, winmail, words
from openpyxl import load_workbook
from taskbook import wording
from taskbook.addin.compound import compound_file
from taskbook.mailbox.names import kept_name
from taskbook.mailbox.parts import MailRead, read_message
from taskbook.mailbox.tnef import Damaged, unwrapped
from taskbook.mailbox.transfer import content, uuencoded
from taskbook.returns.inbox import arrivals


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("_", "/").replace("/Types", "_Types"), data)
    return out.getvalue()


BOOK = zipped(**{"[Content_Types].xml": b"<Types/>", "xl_workbook.xml": b"<workbook/>" * 50})
OLD_BOOK = compound_file({"Workbook": b"\x09\x08\x10\x00" * 2000})
ARCHIVE = zipped(a=b"1")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
NAME = "责任分解反馈表.xlsx"


def part(kind: str, body: bytes, *headers: str, encoding: str = "base64") -> bytes:
    """One part of a multipart; `body` is encoded where `encoding` is base64."""
    head = [
        f"Content-Type: {kind}",
        *headers,
        *([f"Content-Transfer-Encoding: {encoding}"] if encoding else []),
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + (base64_lines(body) if encoding == "base64" else body)


def mixed(*parts: bytes, kind: str = "mixed", head: bytes = b"From: a@b.cn\r\nSubject: x\r\n") -> bytes:
    """A multipart; its boundary is `=_b` and longer where that is used inside."""
    boundary = b"=_b"
    while any(boundary in each for each in parts):
        boundary += b"b"
    body = b"".join(b"--" + boundary + b"\r\n" + each + b"\r\n" for each in parts)
    declared = f"Content-Type: multipart/{kind}; boundary=".encode() + b'"' + boundary + b'"'
    return head + declared + b"\r\n\r\n" + body + b"--" + boundary + b"--\r\n"


def attached(name: str = NAME, data: bytes = BOOK) -> bytes:
    return part("application/octet-stream", data, f'Content-Disposition: attachment; filename="{name}"')


def files(raw: bytes) -> dict[str, bytes]:
    read = read_message(raw)
    found = {each.name: each.data for each in read.attachments}
    assert len(found) == len(read.attachments)
    return found


TEXT = part("text/plain; charset=utf-8", "您好".encode())


# ---- mailers ----


@pytest.mark.parametrize("mailer", Mailer)
def test_replies_of_every_mailer(mailer: Mailer) -> None:
    long = "2026年9月发展和改革局（市“十四五”办）责任分解反馈表—终稿 第1版.xlsx"
    sent = {long: BOOK, "旧表.xls": OLD_BOOK, "a b.zip": ARCHIVE}
    raw = compose(
        mailer, "zs@fgj.example", "bgs@office.example", "回复：九月反馈表", "<issue.1@office.example>", sent
    )
    read = read_message(raw)
    assert {each.name: each.data for each in read.attachments} == sent
    assert (read.sender, read.subject) == ("zs@fgj.example", "回复：九月反馈表")
    assert read.in_reply_to == ("<issue.1@office.example>",)
    assert read.date == datetime(2026, 9, 28, 9, 12, 33, tzinfo=timezone(timedelta(hours=8)))
    assert read.message_id.startswith("<")
    assert read.sender_name
    assert "反馈表已填好" in read.text
    assert (read.lost, read.links_only, read.bounced) == ((), False, False)


NAMES = st.text(
    st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")),
    min_size=1,
    max_size=40,
)


@given(st.sampled_from(list(Mailer)), NAMES)
@settings(max_examples=250, deadline=None)
def test_any_name_survives_any_mailer(mailer: Mailer, name: str) -> None:
    """Raw bytes (the old program) say no charset: there the name must be Chinese to be told for sure."""
    plain = " ".join(("反馈表" + name).split()) + ".xlsx"
    raw = compose(mailer, "a@b.cn", "c@d.cn", "s", "", {plain: BOOK})
    assert list(files(raw)) == [kept_name(plain)]


# ---- wrappings ----


def test_a_message_inside_a_message_gives_its_files() -> None:
    inner = mixed(TEXT, attached(), head=b"From: x@y.cn\r\nMessage-ID: <inner@y>\r\nSubject: y\r\n")
    for wrapped in (
        part("message/rfc822", inner, encoding=""),
        part("message/rfc822", inner, encoding="base64"),
        part("application/octet-stream", inner, 'Content-Disposition: attachment; filename="转发.eml"'),
        part("message/rfc822", mixed(part("message/rfc822", inner, encoding="")), encoding=""),
    ):
        read = read_message(mixed(TEXT, wrapped))
        (only,) = read.attachments
        assert (only.name, only.data, only.message_id) == (NAME, BOOK, "<inner@y>")
        assert only.depth >= 1
        assert read.sender == "a@b.cn"


def test_a_message_in_too_many_messages_is_lost() -> None:
    raw = mixed(attached())
    for _ in range(8):
        raw = mixed(part("message/rfc822", raw, encoding=""))
    read = read_message(raw)
    assert (read.attachments, read.lost) == ((), (wording.LOST_NESTED,))


def test_what_a_server_could_not_deliver_is_not_an_answer() -> None:
    original = part("message/rfc822", mixed(TEXT, attached()), encoding="")
    report = part("message/delivery-status", b"Action: failed", encoding="")
    for raw in (
        mixed(TEXT, report, original, kind="report; report-type=delivery-status"),
        mixed(TEXT, original, head=b"From: postmaster@qq.com\r\n"),
        mixed(TEXT, original, head=b"From: a@b.cn\r\nAuto-Submitted: auto-replied\r\n"),
        mixed(TEXT, original, head=b"From: a@b.cn\r\nSubject: " + words("系统退信: 反馈表", "gbk") + b"\r\n"),
    ):
        read = read_message(raw)
        assert (read.bounced, read.attachments, read.lost) == (True, (), ())


def test_winmail() -> None:
    wrapped = part(
        "application/ms-tnef", winmail({NAME: BOOK, "b.xls": OLD_BOOK}), "Content-Disposition: attachment"
    )
    assert files(mixed(TEXT, wrapped)) == {NAME: BOOK, "b.xls": OLD_BOOK}
    renamed = part(
        "application/octet-stream", winmail({NAME: BOOK}), 'Content-Disposition: attachment; filename="x.dat"'
    )
    assert files(mixed(TEXT, renamed)) == {NAME: BOOK}
    broken = part("application/ms-tnef", b"\x00" * 50)
    assert read_message(mixed(TEXT, broken)).lost == (wording.LOST_WINMAIL,)


def test_winmail_says_a_wrong_code_page_or_ends_early() -> None:
    whole = winmail({NAME: BOOK, "b.xls": OLD_BOOK}, code_page=1252)
    assert unwrapped(whole) == [(NAME, BOOK), ("b.xls", OLD_BOOK)]
    assert unwrapped(whole[: -len(OLD_BOOK)])[0] == (NAME, BOOK)
    short = whole.replace(NAME.encode("utf-16-le"), b"".ljust(2 * len(NAME), b"\0"))
    assert unwrapped(short)[0][0] == NAME
    with pytest.raises(Damaged):
        unwrapped(b"PK")


def test_a_saved_outlook_message_gives_its_files() -> None:
    def storage(name: str, data: bytes) -> dict[str, bytes]:
        return {"__substg1.0_3707001F": name.encode("utf-16-le"), "__substg1.0_37010102": data}

    item = compound_file(
        {
            "__properties_version1.0": bytes(32),
            "__attach_version1.0_#00000000": storage(NAME, BOOK),
            "__attach_version1.0_#00000001": {
                "__substg1.0_3704001E": "旧.xls".encode("gbk"),
                "__substg1.0_37010102": OLD_BOOK,
            },
            "__attach_version1.0_#00000002": {
                "__substg1.0_3701000D": {"__attach_version1.0_#00000000": storage("内.xlsx", BOOK)}
            },
            "__attach_version1.0_#00000003": storage("image001.png", PNG),
        }
    )
    assert files(mixed(TEXT, attached("转发.msg", item))) == {NAME: BOOK, "旧.xls": OLD_BOOK, "内.xlsx": BOOK}


def test_files_in_the_text_of_old_programs() -> None:
    import binascii

    lines = b"".join(binascii.b2a_uu(BOOK[at : at + 45]) for at in range(0, len(BOOK), 45))
    body = (
        b"hello\r\nbegin 644 "
        + NAME.encode("gbk")
        + b"\r\n"
        + lines.replace(b"\n", b"\r\n")
        + b"`\r\nend\r\nbye\r\n"
    )
    raw = b"From: a@b.cn\r\nSubject: x\r\n\r\n" + body
    read = read_message(raw)
    assert {each.name: each.data for each in read.attachments} == {NAME: BOOK}
    assert read.text == "hello\nbye"
    bare = b"\n".join(line.rstrip() for line in lines.split(b"\n"))
    assert uuencoded(b"begin 644 a\n" + bare + b"end\n")[1] == [(b"a", BOOK)]
    assert uuencoded(b"begin 644 times over\nand again\n") == (b"begin 644 times over\nand again\n", [])
    declared = part(
        "application/octet-stream; name=a.xlsx",
        b"begin 644 a.xlsx\n" + lines + b"`\nend\n",
        encoding="x-uuencode",
    )
    assert files(mixed(declared)) == {"a.xlsx": BOOK}


def test_a_signature_around_a_message_is_opened_and_encryption_said() -> None:
    inner = part("application/octet-stream", BOOK, f'Content-Disposition: attachment; filename="{NAME}"')
    kind = 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"'
    for wrapped in (signed(inner), signed(inner, parts=True)):
        assert files(b"From: a@b.cn\r\n" + part(kind, wrapped)) == {NAME: BOOK}
    for sealed in (
        part(
            'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', bytes.fromhex("3080060b")
        ),
        part(
            "application/octet-stream",
            b"\x30\x03\x02\x01\x01",
            'Content-Disposition: attachment; filename="smime.p7m"',
        ),
        mixed(
            part("application/pgp-encrypted", b"Version: 1"),
            part("application/octet-stream", b"x"),
            kind="encrypted",
        ),
    ):
        assert read_message(b"From: a@b.cn\r\n" + sealed).lost == (wording.LOST_ENCRYPTED,)


def signed(message: bytes, parts: bool = False) -> bytes:
    """SignedData of RFC 5652 around a message, in DER, or in BER with the text in parts of no said length."""

    def value(tag: int, data: bytes) -> bytes:
        size = len(data).to_bytes(4, "big")
        return bytes([tag, 0x84]) + size + data

    def unsaid(tag: int, data: bytes) -> bytes:
        return bytes([tag, 0x80]) + data + b"\0\0"

    text = value(0x04, message)
    if parts:
        text = unsaid(0x24, value(0x04, message[:50]) + value(0x04, message[50:]))
    wrap = unsaid if parts else value
    plain = wrap(0x30, value(0x06, bytes.fromhex("2a864886f70d010701")) + wrap(0xA0, text))
    data = wrap(0x30, value(0x02, b"\1") + value(0x31, value(0x30, b"")) + plain + value(0x31, b""))
    return wrap(0x30, value(0x06, bytes.fromhex("2a864886f70d010702")) + wrap(0xA0, data))


# ---- what is a file and what is not ----


def test_signatures_pictures_and_forms_are_left_out() -> None:
    page = part("text/html; charset=utf-8", b'<img src="cid:1">')
    related = part(
        "multipart/related; boundary=rr",
        b"--rr\r\n"
        + page
        + b"\r\n--rr\r\n"
        + part('image/png; name="logo.png"', PNG, "Content-ID: <1>")
        + b"\r\n--rr--\r\n",
        encoding="",
    )
    raw = mixed(
        related,
        part('image/png; name="sign.png"', PNG, "Content-Disposition: inline"),
        part("text/calendar", b"BEGIN:VCALENDAR"),
        part('text/x-vcard; name="me.vcf"', b"BEGIN:VCARD"),
        part('application/pkcs7-signature; name="smime.p7s"', b"0000"),
        part('application/octet-stream; name="smime.p7s"', b"0000"),
        part("application/pgp-signature", b"-----BEGIN"),
        part('text/plain; name="ATT00001.txt"', b"--", "Content-Disposition: attachment"),
        part("application/octet-stream", bytes(165), 'Content-Disposition: attachment; filename="~$a.xlsx"'),
        part("application/applefile", b"x", 'Content-Disposition: attachment; filename="a.xlsx"'),
        attached(),
    )
    assert list(files(raw)) == [NAME]


def test_a_workbook_is_taken_however_it_is_labelled() -> None:
    for kind, disposition in (
        ("image/png", "inline"),
        ("text/plain", "inline"),
        ("text/html", "attachment"),
        ("message/rfc822", "attachment"),
        ("application/vnd.openxmlformats", 'inline; x="1"'),
    ):
        headers = (f'Content-Disposition: {disposition}; filename="{NAME}"', "Content-ID: <1>")
        assert files(mixed(TEXT, part(kind, BOOK, *headers))) == {NAME: BOOK}, kind
    assert files(mixed(part(f'application/x; name="{NAME}"', BOOK, "Content-ID: <1>"), kind="related")) == {
        NAME: BOOK
    }
    assert files(b"Subject: x\r\n" + part(f'application/x; name="{NAME}"', BOOK)) == {NAME: BOOK}


def test_photos_and_documents_are_files() -> None:
    raw = mixed(
        TEXT,
        part(
            "image/jpeg",
            b"\xff\xd8\xff" + bytes(60_000),
            'Content-Disposition: inline; filename="盖章页.jpg"',
        ),
        part("image/png", PNG, 'Content-Disposition: attachment; filename="b.png"'),
        part("application/pdf", b"%PDF-1.4"),
        part(
            "text/csv; charset=gbk",
            "一,二".encode("gbk"),
            'Content-Disposition: attachment; filename="c.csv"',
        ),
    )
    assert list(files(raw)) == ["盖章页.jpg", "b.png", "附件3.pdf", "c.csv"]


def test_files_without_a_name_or_with_a_worn_one() -> None:
    def named(name: str, data: bytes) -> bytes:
        return part("application/octet-stream", data, f'Content-Disposition: attachment; filename="{name}"')

    raw = mixed(
        part("application/octet-stream", BOOK),
        part("application/octet-stream", OLD_BOOK),
        part(
            "application/octet-stream", ARCHIVE, "Content-Description: " + words("办法.xls", "gbk").decode()
        ),
        named("责任", BOOK),
        named("责任.xl", BOOK),
        named("反馈.tmp", BOOK),
        named("反馈.dat", OLD_BOOK),
        named("Rar", b"Rar!\x1a\x07\0"),
        named("a.xlsx", BOOK),
        named("a.xlsx", OLD_BOOK),
    )
    assert list(files(raw)) == [
        *(
            "附件1.xlsx",
            "附件2.xls",
            "办法.xls.zip",
            "责任.xlsx",
            "责任(2).xlsx",
            "反馈.tmp.xlsx",
            "反馈.dat.xls",
        ),
        *("Rar.rar", "a.xlsx", "a(2).xlsx"),
    ]


def test_why_something_could_not_be_taken() -> None:
    raw = mixed(
        part("application/octet-stream", b"", 'Content-Disposition: attachment; filename="a.xlsx"'),
        part("message/partial; id=1; number=1", b"x"),
        part("message/external-body; access-type=URL", b"x"),
    )
    assert read_message(raw).lost == (wording.LOST_EMPTY, wording.LOST_SPLIT, wording.LOST_OUTSIDE)


@pytest.mark.parametrize(
    "body",
    [
        "从QQ邮箱发来的超大附件\n反馈表.xlsx (36.1M, 2026年10月28日 09:12 到期)进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?t=1",
        '<div><a href="https://wx.mail.qq.com/ftn/download?func=3">下载</a></div>',
        "链接: https://pan.baidu.com/s/1abc 提取码: 1234",
        "<p>云附件</p>",
    ],
)
def test_links_to_a_network_disk_are_told(body: str) -> None:
    kind = "text/html" if body.startswith("<") else "text/plain"
    text = part(f"{kind}; charset=utf-8", body.encode())
    assert read_message(mixed(text)).links_only
    assert not read_message(mixed(text, attached())).links_only
    assert not read_message(mixed(TEXT)).links_only


# ---- damage ----


def test_wrong_transfer_encodings() -> None:
    import quopri

    printable = quopri.encodestring(BOOK)
    for body, label in (
        (base64.b64encode(BOOK), b"8bit"),
        (base64_lines(BOOK), b"quoted-printable"),
        (base64_lines(BOOK), b""),
        (base64_lines(BOOK), b'"BASE64"'),
        (base64_lines(BOOK), b"base64 (comment)"),
        (BOOK, b"base64"),
        (BOOK, b"7bit"),
        (BOOK, b"binary"),
        (printable, b"quoted-printable"),
        (printable, b"base64"),
        (base64.b64encode(BOOK).rstrip(b"="), b"base64"),
        (base64_lines(BOOK).replace(b"\r\n", b"!\r\n "), b"base64"),
        (b"\r\n\r\n" + base64_lines(BOOK, 60).replace(b"\r\n", b"\n\n"), b"base64"),
    ):
        assert content(body, label) == BOOK, label
    footer = base64_lines(BOOK + b"1") + b"\r\n______\r\nThis mail was scanned, see www.example.com\r\n"
    assert content(footer, b"base64").startswith(BOOK)
    assert content(b"plain words\r\n", b"") == b"plain words\r\n"
    assert content(b"=C4=E3", b"quoted-printable") == b"\xc4\xe3"


def test_torn_multiparts() -> None:
    whole = mixed(TEXT, attached())
    for raw in (
        whole.removesuffix(b"--=_b--\r\n"),
        whole.replace(b'boundary="=_b"', b'boundary="=_other"'),
        whole.replace(b'; boundary="=_b"', b""),
        whole.replace(b'boundary="=_b"', b"boundary==_b"),
        whole.replace(b"--=_b\r\n", b"--=_b  \r\n"),
        whole.replace(b"\r\n", b"\n"),
        whole.replace(b"\r\n", b"\r"),
        whole.replace(b"Content-Type: multipart", b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart", 1),
        b"From MAILER Mon Sep 28 09:12:33 2026\r\n" + whole,
        b"\r\n\r\n" + whole,
    ):
        assert files(raw) == {NAME: BOOK}, raw[:200]


def test_a_boundary_used_twice_or_closed_too_early() -> None:
    inner = b'Content-Type: multipart/alternative; boundary="=_x"\r\n\r\n--=_x\r\n' + TEXT + b"\r\n--=_x--"
    assert files(mixed(inner, attached()).replace(b"=_x", b"=_b")) == {NAME: BOOK}
    assert files(
        mixed(TEXT, attached()).replace(
            b"--=_b\r\nContent-Type: app", b"--=_b--\r\n--=_b\r\nContent-Type: app"
        )
    ) == {NAME: BOOK}


def test_headers_broken_without_a_blank() -> None:
    name = NAME.encode("gbk")
    raw = mixed(
        TEXT,
        part("application/octet-stream", BOOK, 'Content-Disposition: attachment;\r\nfilename="@"').replace(
            b"@", name
        ),
    )
    assert files(raw) == {NAME: BOOK}
    raw = mixed(
        TEXT,
        part("application/octet-stream", BOOK, 'Content-Disposition: attachment; filename="@"').replace(
            b"@", words(NAME, "gbk", longest=6, between=b"\r\n")
        ),
    )
    assert files(raw) == {NAME: BOOK}


def test_a_head_torn_by_empty_lines() -> None:
    raw = mixed(
        TEXT,
        attached(),
        head=b"Received: x\r\nMessage-Id: <1@a>\r\n\r\n  \r\n\r\nFrom: a@b.cn\r\nSubject: s\r\n",
    )
    assert files(raw) == {NAME: BOOK}
    assert (read_message(raw).sender, read_message(raw).subject) == ("a@b.cn", "s")
    plain = b"From: a@b.cn\r\n\r\nFrom: other@c.cn\r\nSubject: quoted\r\n\r\nwords"
    assert (read_message(plain).sender, read_message(plain).subject) == ("a@b.cn", "")
    assert read_message(plain).text.startswith("From: other@c.cn")


def test_a_message_cut_off_gives_what_arrived() -> None:
    raw = mixed(TEXT, attached("a.xlsx"), attached("b.xlsx", BOOK * 3))
    at = raw.index(b"b.xlsx")
    read = read_message(raw[: at + 300])
    assert [each.name for each in read.attachments] == ["a.xlsx", "b.xlsx"]
    assert read.attachments[0].data == BOOK
    assert BOOK.startswith(read.attachments[1].data)


# ---- the head ----


@pytest.mark.parametrize(
    ("value", "sender", "name"),
    [
        (b"zs@b.cn", "zs@b.cn", ""),
        (b"<zs@b.cn>", "zs@b.cn", ""),
        (b'"a@other.cn" <zs@b.cn>', "zs@b.cn", "a@other.cn"),
        (b"=?gb2312?B?1cXI/Q==?= <zs@b.cn>", "zs@b.cn", "张三"),
        (b'"=?gb2312?B?1cXI/Q==?=" <zs@b.cn>', "zs@b.cn", "张三"),
        (b"=?utf-8?B?5byg5LiJIDx6c0BiLmNuPg==?=", "zs@b.cn", "张三"),
        ("张三<zs@b.cn>".encode("gbk"), "zs@b.cn", "张三"),
        (b"zs@b.cn (Zhang San)", "zs@b.cn", "Zhang San"),
        (b"zs@b.cn, x@y.cn", "zs@b.cn", ""),
        ("zs@政务.cn".encode(), "zs@政务.cn", ""),
        (b"nobody", "", ""),
    ],
)
def test_senders(value: bytes, sender: str, name: str) -> None:
    read = read_message(b"From: " + value + b"\r\n\r\n")
    assert (read.sender, read.sender_name) == (sender, name)


def test_the_rest_of_a_head() -> None:
    read = read_message(
        b"Return-Path: <zs@b.cn>\nSubject: =?gb2312?B?u9i4tDo=?=\n =?gb2312?B?t7TAobHt?=\n\tabc\x00\n"
        b"Received: from x by y; Mon, 28 Sep 2026 01:12:33 GMT\n"
        b"References: <1@a>\n <2@a>\nIn-Reply-To: <2@a>\nMessage-ID: <3@b>\n\n"
    )
    assert (read.sender, read.subject) == ("zs@b.cn", "回复:反馈表 abc")
    assert (read.message_id, read.in_reply_to) == ("<3@b>", ("<2@a>", "<1@a>"))
    assert read.date == datetime(2026, 9, 28, 1, 12, 33, tzinfo=UTC)
    assert read_message(b"Date: 2026-09-28 09:12:33\n\n").date is not None
    assert read_message(b"Date: soon\n\n").date is None


def test_the_text_of_a_page() -> None:
    page = "<html><head><style>p{}</style></head><body><p>您好&nbsp;</p><br>见附件 &lt;1&gt;</body></html>"
    assert (
        read_message(mixed(part("text/html; charset=gbk", page.encode("gbk")))).text == "您好\n\n见附件 <1>"
    )
    assert read_message(b"Subject: x\r\n\r\n" + "直接写的字".encode("gbk")).text == "直接写的字"


# ---- whatever comes ----


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    assert isinstance(read_message(raw), MailRead)
    assert isinstance(read_message(b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" + raw), MailRead)
    assert isinstance(read_message(b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22" + raw), MailRead)
    assert isinstance(read_message(b"Content-Type: application/pkcs7-mime\n\n0" + raw), MailRead)


PIECES = [
    *(
        b'"',
        b"\\",
        b"=?gb2312?B?",
        b"?=",
        b";",
        b"\r\n",
        b"\n\n",
        b"''",
        b"*0*=",
        b"%E4",
        b"--",
        b"boundary=",
        b"\x00",
        b"\xff",
    ),
    *(
        b"message/rfc822",
        b"begin 644 a\n",
        b"multipart/mixed",
        b" " * 50,
        b"<" * 20,
        b"application/pkcs7-mime",
        b"\x80" * 10,
    ),
]


def test_damaged_messages_are_read_quickly() -> None:
    """Real replies with pieces changed, doubled, lost: no failure, none that takes longer than a second."""
    draw = random.Random(20260928)
    whole = [
        compose(each, "a@b.cn", "c@d.cn", "回复", "<a@c>", {NAME: BOOK, "b.xls": OLD_BOOK[:600]})
        for each in Mailer
    ]
    end = time.monotonic() + 4
    while time.monotonic() < end:
        raw = bytearray(draw.choice(whole))
        for _ in range(draw.randint(1, 30)):
            at = draw.randrange(len(raw) + 1)
            match draw.randrange(4):
                case 0:
                    raw[at:at] = draw.choice(PIECES) * draw.choice([1, 1, 1, 150])
                case 1:
                    del raw[at : at + draw.randint(1, 60)]
                case 2:
                    other = draw.randrange(len(raw) + 1)
                    raw[at:at] = raw[other : other + draw.randint(1, 400)]
                case _:
                    raw[at : at + 1] = bytes([draw.randrange(256)])
        began = time.monotonic()
        assert isinstance(read_message(bytes(raw)), MailRead)
        assert time.monotonic() - began < 1, bytes(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?a?Q?" * 50_000,
        b"Subject: " + b'"' * 50_000 + b"\nx" * 50_000,
        b'Content-Disposition: attachment; filename="' + b'" ' * 50_000,
        b"Content-Type: a; " + b"a" * 200_000,
        b"Content-Type: a; name=a" + b" " * 200_000 + b"x",
        b"From: " + b"<a " * 100_000,
        b"From: " + b"a@b-" * 50_000,
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 100_000,
        b"Content-Type: multipart/mixed; boundary=a\n\n"
        + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 20_000,
        b"Content-Type: message/rfc822\n\n" * 50_000,
        b"\nbegin 644 a\nM\n" * 50_000,
        b"Content-Type: text/html\n\n" + b"<script " * 50_000,
        b"Content-Type: text/html\n\n" + b"<!--" * 50_000,
        b"Content-Transfer-Encoding: base64\nContent-Type: a\n\n" + b"QQ==\n" * 100_000,
        b"Content-Type: application/pkcs7-mime\n\n" + b"\x30\x80" * 100_000,
    ],
    ids=range(15),
)
def test_hostile_messages_are_read_quickly(raw: bytes) -> None:
    began = time.monotonic()
    assert isinstance(read_message(raw + b"\n\nx"), MailRead)
    assert time.monotonic() - began < 3


# ---- stored messages ----

STORED = Path(__file__).parent / "books" / "mail"
BOOK_NAME = "发展和改革局责任分解反馈表（2026年9月）.xlsx"
EXPECTED = {
    **dict.fromkeys(
        (
            *(
                "foxmail",
                "outlook",
                "outlook_winmail",
                "coremail",
                "netease",
                "qq",
                "phone",
                "raw_gbk",
                "forwarded",
            ),
            *("sections_of_one_word", "word_then_ending", "raw_utf8", "words_in_b_and_q"),
        ),
        BOOK_NAME,
    ),
    "cut_name": "发展和改革局责任分.xlsx",
    "no_name": "附件1.xlsx",
    "zip_gbk": "反馈表.zip",
}
NOTHING = {"large_file_link", "undelivered"}


def test_every_stored_message_is_expected_and_described() -> None:
    stored = {path.stem for path in STORED.glob("*.eml")}
    assert stored == set(EXPECTED) | NOTHING
    described = (STORED / "README.md").read_text(encoding="utf-8")
    assert [name for name in stored if name not in described] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_stored_messages(name: str, tmp_path: Path) -> None:
    """The book comes out whole: the collector's reader finds the same cells in it."""
    read = read_message((STORED / f"{name}.eml").read_bytes())
    (only,) = read.attachments
    assert (only.name, read.lost, read.bounced) == (EXPECTED[name], (), False)
    assert read.sender.endswith("@fgj.example")
    assert read.subject in ("反馈表", "回复：2026年9月责任分解反馈表")
    (tmp_path / only.name).write_bytes(only.data)
    (book,) = (each for each in arrivals(tmp_path) if each.taken)
    assert book.file.endswith(".xlsx")
    sheet = load_workbook(io.BytesIO(book.data or b"")).active
    assert sheet is not None
    assert list(sheet.values) == [("序号", "工作任务", "进展情况"), (1, "适老化改造", "已完成")]


def test_stored_messages_without_a_file() -> None:
    link = read_message((STORED / "large_file_link.eml").read_bytes())
    assert (link.attachments, link.links_only, link.sender_name) == ((), True, "民政局")
    back = read_message((STORED / "undelivered.eml").read_bytes())
    assert (back.attachments, back.bounced, back.links_only) == ((), True, False)
