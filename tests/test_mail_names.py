"""Names of attachments in every shape that mailers write them, read from raw header bytes."""

from __future__ import annotations

import base64
import re
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailers import escaped, words
from taskbook.mailbox.charsets import decoded, mended
from taskbook.mailbox.names import extension, file_name, kept_name
from taskbook.mailbox.parameters import first_word, parameter, parameters
from taskbook.mailbox.words import header_text

NAME = "责任分解反馈表.xlsx"
GBK, UTF8 = NAME.encode("gbk"), NAME.encode()
B_GBK, B_UTF8 = base64.b64encode(GBK), base64.b64encode(UTF8)


def percent(data: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte if byte > 0x7F else bytes([byte]) for byte in data)


def each_quoted(data: bytes) -> bytes:
    return b"".join(b"=%02X" % byte for byte in data)


P_GBK, P_UTF8 = percent(GBK), percent(UTF8)

SHAPES: dict[str, bytes] = {
    # RFC 2231
    "rfc2231, UTF-8": b"filename*=UTF-8''" + P_UTF8,
    "rfc2231, lower-case escapes": b"filename*=utf-8''" + P_UTF8.lower(),
    "rfc2231, GBK": b"filename*=GBK''" + P_GBK,
    "rfc2231, gb2312 with a language": b"filename*=gb2312'zh-cn'" + P_GBK,
    "rfc2231, UTF-8 that is GBK": b"filename*=UTF-8''" + P_GBK,
    "rfc2231, GBK that is UTF-8": b"filename*=GBK''" + P_UTF8,
    "rfc2231, latin that is GBK": b"filename*=ISO-8859-1''" + P_GBK,
    "rfc2231, no charset": b"filename*=" + P_UTF8,
    "rfc2231, no charset, GBK": b"filename*=" + P_GBK,
    "rfc2231, empty charset": b"filename*=''" + P_GBK,
    "rfc2231, unknown charset": b"filename*=x-unknown''" + P_GBK,
    "rfc2231, one quote mark for two": b"filename*=utf-8'" + P_UTF8,
    "rfc2231, all in quotes": b"filename*=\"UTF-8''" + P_UTF8 + b'"',
    "rfc2231, value in quotes": b"filename*=UTF-8''\"" + P_UTF8 + b'"',
    "rfc2231, raw bytes instead of escapes": b"filename*=UTF-8''" + UTF8,
    "rfc2231, the star forgotten": b"filename=utf-8''" + P_UTF8,
    "rfc2231, escaped twice": b"filename*=UTF-8''" + P_UTF8.replace(b"%", b"%25"),
    "rfc2231, encoded word inside": b"filename*=UTF-8''=?utf-8?B?" + B_UTF8 + b"?=",
    "sections": b"filename*0*=UTF-8''" + P_UTF8[:30] + b";\r\n filename*1*=" + P_UTF8[30:],
    "sections cut inside an escape": b"filename*0*=UTF-8''" + P_UTF8[:31] + b"; filename*1*=" + P_UTF8[31:],
    "sections in the wrong order": b"filename*1*=" + P_UTF8[30:] + b"; filename*0*=UTF-8''" + P_UTF8[:30],
    "sections, the last without star": b"filename*0*=UTF-8''" + percent(UTF8[:-5]) + b'; filename*1=".xlsx"',
    "sections, charset said in each": b"filename*0*=UTF-8''"
    + P_UTF8[:30]
    + b"; filename*1*=UTF-8''"
    + P_UTF8[30:],
    "sections without stars, escapes": b'filename*0="'
    + P_UTF8[:30]
    + b'"; filename*1="'
    + P_UTF8[30:]
    + b'"',
    "sections without stars, charset": b"filename*0=\"UTF-8''"
    + P_UTF8[:30]
    + b'"; filename*1="'
    + P_UTF8[30:]
    + b'"',
    "sections of raw GBK cut in a character": b'filename*0="' + GBK[:5] + b'"; filename*1="' + GBK[5:] + b'"',
    "sections of one encoded word": b'filename*0="=?gb2312?B?'
    + B_GBK[:11]
    + b'"; filename*1="'
    + B_GBK[11:]
    + b'?="',
    "section only": b"filename*0*=UTF-8''" + P_UTF8,
    # RFC 2047 where it does not belong
    "word in quotes": b'filename="=?gb2312?B?' + B_GBK + b'?="',
    "word without quotes": b"filename==?gb2312?B?" + B_GBK + b"?=",
    "word, small letters": b'filename="=?gb2312?b?' + B_GBK + b'?="',
    "word, gbk": b'filename="=?GBK?B?' + B_GBK + b'?="',
    "word, x-gbk": b'filename="=?x-gbk?B?' + B_GBK + b'?="',
    "word, cp936": b'filename="=?cp936?B?' + B_GBK + b'?="',
    "word, gb18030": b'filename="=?gb18030?B?' + B_GBK + b'?="',
    "word, windows-936": b'filename="=?windows-936?B?' + B_GBK + b'?="',
    "word, no charset": b'filename="=??B?' + B_GBK + b'?="',
    "word, unknown charset": b'filename="=?x-unknown?B?' + B_GBK + b'?="',
    "word with a language": b'filename="=?gb2312*zh-CN?B?' + B_GBK + b'?="',
    "word, gb2312 that is UTF-8": b'filename="=?gb2312?B?' + B_UTF8 + b'?="',
    "word, UTF-8 that is GBK": b'filename="=?utf-8?B?' + B_GBK + b'?="',
    "word, latin that is GBK": b'filename="=?iso-8859-1?Q?' + each_quoted(GBK) + b'?="',
    "word, Q": b'filename="=?gb2312?Q?' + each_quoted(GBK) + b'?="',
    "word, hz": b'filename="=?hz-gb-2312?B?' + base64.b64encode(NAME.encode("hz")) + b'?="',
    "word, UTF-7": b'filename="=?utf-7?Q?' + NAME.encode("utf-7") + b'?="',
    "word, UTF-16": b'filename="=?utf-16?B?' + base64.b64encode(NAME.encode("utf-16")) + b'?="',
    "word without padding": b'filename="=?gb2312?B?' + B_GBK.rstrip(b"=") + b'?="',
    "word without its end": b'filename="=?gb2312?B?' + B_GBK + b'"',
    "word with half its end": b'filename="=?gb2312?B?' + B_GBK + b'?"',
    "word without its beginning": b'filename="?gb2312?B?' + B_GBK + b'?="',
    "word as a disk would keep it": b'filename="=_gb2312_B_' + B_GBK + b'_="',
    "word, then the ending": b'filename="=?gb2312?B?' + base64.b64encode(GBK[:-5]) + b'?=.xlsx"',
    "word folded inside": b'filename="=?gb2312?B?' + B_GBK[:9] + b"\r\n " + B_GBK[9:] + b'?="',
    "word in a word": b'filename="=?utf-8?B?' + base64.b64encode(b"=?gb2312?B?" + B_GBK + b"?=") + b'?="',
    "words cut in a character": b'filename="' + words(NAME, "gb2312", longest=5) + b'"',
    "words cut in a character, UTF-8": b'filename="' + words(NAME, "utf-8", "Q", 7, b"\r\n ") + b'"',
    "words side by side": b'filename="' + words(NAME, "gb2312", longest=5, between=b"") + b'"',
    "words folded without a blank": b'filename="' + words(NAME, "gb2312", longest=6, between=b"\r\n") + b'"',
    "words of one base64": b'filename="=?gb2312?B?'
    + B_GBK[:10]
    + b"?=\r\n =?gb2312?B?"
    + B_GBK[10:]
    + b'?="',
    "words each in quotes": b'filename="=?gbk?B?'
    + base64.b64encode(GBK[:5])
    + b'?="\r\n "=?gbk?B?'
    + base64.b64encode(GBK[5:])
    + b'?="',
    "words, B and Q": b'filename="=?gbk?B?'
    + base64.b64encode(GBK[:5])
    + b"?= =?gbk?Q?"
    + each_quoted(GBK[5:])
    + b'?="',
    # no encoding, or one from elsewhere
    "raw GBK": b'filename="' + GBK + b'"',
    "raw UTF-8": b'filename="' + UTF8 + b'"',
    "raw GBK without quotes": b"filename=" + GBK + b"; size=12",
    "raw GBK in single quotes": b"filename='" + GBK + b"'",
    "raw GBK, end quote lost": b'filename="' + GBK + b"; size=300",
    "raw GBK, folded before the value": b'filename=\r\n\t"' + GBK + b'"',
    "blanks around the equals sign": b'filename = "' + GBK + b'"',
    "capital letters": b'FileName="' + GBK + b'"',
    "percent": b'filename="' + P_UTF8 + b'"',
    "percent, GBK": b'filename="' + P_GBK + b'"',
    "percent, wide": b'filename="'
    + b"".join(b"%%u%04X" % ord(c) if c > "\x7f" else c.encode() for c in NAME)
    + b'"',
    "escapes of JavaScript": b'filename="' + NAME.encode("ascii", "backslashreplace") + b'"',
    "entities": b'filename="' + NAME.encode("ascii", "xmlcharrefreplace") + b'"',
    "entities without quotes": b"filename=" + NAME.encode("ascii", "xmlcharrefreplace"),
    "quoted-printable without a word": b'filename="' + each_quoted(GBK[:-5]) + b'.xlsx"',
    "UTF-8 taken for latin": b"filename*=utf-8''" + percent(UTF8.decode("latin-1").encode()),
    "GBK taken for latin": b"filename*=utf-8''" + percent(GBK.decode("latin-1").encode()),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_name(shape: str) -> None:
    assert file_name(b"", b"attachment; " + SHAPES[shape]) == NAME
    elsewhere = re.sub(rb"(?i)filename", b"name", SHAPES[shape])
    assert file_name(b"application/octet-stream;\r\n\t" + elsewhere, b"attachment") == NAME


def test_there_are_enough_shapes() -> None:
    assert len(SHAPES) >= 60


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment filename="' + GBK + b'"', NAME),
        (b'attachment, filename="' + GBK + b'"', NAME),
        (b'filename="' + GBK + b'"', NAME),
        (
            b'attachment; filename="\xb9\xd8\xd3\xda"\xca\xae\xcb\xc4\xce\xe5"\xb1\xed.xls"; size=3',
            '关于"十四五"表.xls',
        ),
        (b"attachment; filename=a b; c.xls; size=3", "a b; c.xls"),
        (b'attachment; filename="' + "诚信乗.xls".encode("gbk") + b'"', "诚信乗.xls"),
        (b'attachment; filename="' + "表乗".encode("gbk") + b'"; size=3', "表乗"),
        (b'attachment; filename="' + "表俓(1).xls".encode("gbk") + b'"', "表俓(1).xls"),
        (b'attachment; filename="a\\"b\\".xls"', 'a"b".xls'),
        (b'attachment; filename="' + "責任分解反饋表.xls".encode("big5") + b'"', "責任分解反饋表.xls"),
        (
            b'attachment; filename="=?big5?B?' + base64.b64encode("責任表.xls".encode("big5")) + b'?="',
            "責任表.xls",
        ),
        (
            b'attachment; filename="=?gb2312?B?' + base64.b64encode("喆㬎😀.xls".encode("gb18030")) + b'?="',
            "喆㬎😀.xls",
        ),
        (b'attachment; filename="=?utf-8?Q?a b=E4=B8=AD.xls?="', "a b中.xls"),
        (b'attachment; filename="=?utf-8?Q?1_2=5F3.xls?="', "1 2_3.xls"),
        (b'attachment; filename="=?utf-8?B?5LiA?= =?utf-8?B?5LqM?=.xls"', "一二.xls"),
        (b'attachment; filename="R\xe9sum\xe9.xls"', "Résumé.xls"),
        (b'attachment; filename="=?iso-8859-1?Q?R=E9sum=E9.xls?="', "Résumé.xls"),
        (b"attachment; filename*=utf-8''R%C3%A9sum%C3%A9.xls", "Résumé.xls"),
        (b'attachment; filename="100%25.xls"', "100%25.xls"),
        (b'attachment; filename="a%20b.xls"', "a b.xls"),
        (b'attachment; filename="Q&A.xls"', "Q&A.xls"),
        (  # JavaMail, as published: words side by side, cut in their base64 over sections
            b'attachment; \r\n\tfilename*0="=?utf-8?B?5rWL6K+V5qCH6aKYLS0tMDAx5oiR6KaB5LiK?==?utf-8?B?5"; '
            b'\r\n\tfilename*1="a2mQUJDREXvvIzlkKzor7TopoHotrPlpJ/plb8=?=.xlsx"',
            "测试标题---001我要上学ABCDE，听说要足够长.xlsx",
        ),
        (  # the same, its first mark lost
            b'attachment; filename*0="?utf-8?B?5rWL6K+V5qCH6aKYLS0tMDAx5oiR6KaB5LiK?==?utf-8?B?5"; '
            b'filename*1="a2mQUJDREXvvIzlkKzor7TopoHotrPlpJ/plb8=?=.xlsx"',
            "测试标题---001我要上学ABCDE，听说要足够长.xlsx",
        ),
        (
            b'attachment; filename*0="=?utf-8?B?6L+Q6JCl5ZGo5oql576O5a655b2p5aaG5YmN5Y+w5Y2V5ZOB6Z";'
            b'\r\nfilename*1="SA5ZSu?=.xls"',
            "运营周报美容彩妆前台单品销售.xls",
        ),
        (b"attachment; filename*0=aaaaaaaaaaaaaaaaaa; filename*1=a.txt", "aaaaaaaaaaaaaaaaaaa.txt"),
        (b"attachment; filename*=utf-8''%3D%3Futf-8%3FQ%3F=E4=B8=AD%3F%3D.pdf", "中.pdf"),
        (
            b'attachment; filename="=?gb2312?Q?2-=CD=D0=D3=D7=BB=FA=B9=B9=B1=A8=B1=ED=28=CE=DE2?=\r\n'
            b' =?gb2312?Q?=CB=EA=B6=F9=CD=AF=29=2Exls?="',
            "2-托幼机构报表(无2岁儿童).xls",
        ),
        (
            b"attachment; filename*0*=gb2312''%CE%D2%B5%C4%C6%F8%B5%E6%B4%AC%D7%B0%C2%FA%C1; filename*1*=%CB%F7%AD%D3%E3",
            "我的气垫船装满了鳝鱼",
        ),
    ],
)
def test_names_with_something_special(header: bytes, name: str) -> None:
    assert file_name(b"", header) == name


def test_a_cut_name_gives_what_is_left_of_it() -> None:
    """In the middle of a character, of an encoded word, of an escape."""
    assert file_name(b"", b'attachment; filename="' + GBK[:7] + b'"') == "责任分"
    assert (
        file_name(b"", b'attachment; filename="=?gb2312?B?' + base64.b64encode(GBK[:7]) + b'?="') == "责任分"
    )
    assert file_name(b"", b'attachment; filename="=?gb2312?B?' + B_GBK[:13] + b'"') == "责任分解"
    assert file_name(b"", b"attachment; filename*=utf-8''" + P_UTF8[:20]) == "责任"
    assert file_name(b"", b'attachment; filename="=?gb2312?B?' + B_GBK[:12] + b'?= =?gb23"') == "责任分解"


@pytest.mark.parametrize(
    ("content_type", "disposition"),
    [
        (b'application/x; name="' + GBK + b'"', b"attachment"),
        (b'application/x; name="' + GBK + b'"', b'attachment; filename="???????.xlsx"'),
        (b'application/x; name="' + GBK + b'"', b'attachment; filename="______.xlsx"'),
        (b'application/x; name="' + GBK + b'"', b'attachment; filename="=?gb2312?B?' + B_GBK[:13] + b'"'),
        (b'application/x; name="' + GBK + b'"', b'attachment; filename="' + GBK[:9] + b'"'),
        (b'application/x; name="' + GBK + b'"', b'attachment; filename="ATT00001.xlsx"'),
        (b'application/x; name="' + GBK + b'"', b'attachment; filename="C4E3BA~1.XLS"'),
        (b'application/x; name="' + GBK + b'"', b'attachment; filename=""'),
        (b'application/x; name="' + GBK[:9] + b'"', b'attachment; filename="' + GBK + b'"'),
        (b'application/x; name="attachment.xlsx"', b"attachment; filename*=UTF-8''" + P_UTF8),
        (b"application/x", b"attachment; filename=\"EURO.xlsx\"; filename*=UTF-8''" + P_UTF8),
        (b"application/x", b"attachment; filename*=UTF-8''" + P_UTF8 + b'; filename="EURO.xlsx"'),
    ],
)
def test_the_better_of_two_names(content_type: bytes, disposition: bytes) -> None:
    assert file_name(content_type, disposition) == NAME


def test_a_description_names_a_file_only_where_it_looks_like_one() -> None:
    assert file_name(b"application/x", b"attachment", [GBK]) == NAME
    assert file_name(b"application/x", b"attachment", ["反馈表一份".encode()]) == ""
    assert file_name(b"application/x", b"attachment", [b"1.5"]) == ""


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\文件\\表.xls", "表.xls"),
        ("..\\..\\表.xls", "表.xls"),
        ("../../etc/表.xls", "表.xls"),
        ("/etc/passwd", "passwd"),
        ("第1/2季度.xls", "第1／2季度.xls"),
        ("CON.xls", "_CON.xls"),
        ("a\x00b\r\nc.xls", "ab c.xls"),
        ("表\u202eslx.xls", "表slx.xls"),
        ("表?.xls", "表？.xls"),
        ("表.xls ", "表.xls"),
        ("", "未命名"),
        ("...", "未命名"),
        ("字" * 300 + ".xlsx", "字" * 66 + ".xlsx"),
    ],
)
def test_names_as_every_disk_takes_them(name: str, kept: str) -> None:
    assert kept_name(name) == kept


def test_an_ending_comes_from_the_content_and_names_are_used_once() -> None:
    taken: defaultdict[str, set[str]] = defaultdict(set)
    names = [
        kept_name(*each)
        for each in [("表", taken, ".xlsx"), ("表.xl", taken, ".xlsx"), ("表.", taken, ".xlsx")]
    ]
    assert names == ["表.xlsx", "表(2).xlsx", "表(3).xlsx"]
    assert kept_name("表.dat", taken, ".xlsx") == "表.dat.xlsx"
    assert kept_name("表.XLSX", taken) == "表(4).XLSX"
    assert kept_name("表.docx", taken) == "表.docx"
    assert (extension("a.XLS"), extension("第3.1"), extension(".xls"), extension("a")) == (".xls", "", "", "")


ANY_NAME = st.text(
    st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")),
    min_size=1,
    max_size=60,
)


@given(ANY_NAME)
@settings(max_examples=300, deadline=None)
def test_any_name_survives_the_ways_that_are_right(name: str) -> None:
    plain = " ".join(name.lstrip("表").split())
    kept = kept_name(plain + ".xlsx")
    quoted = (plain + ".xlsx").encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    for header in (
        escaped(plain + ".xlsx", "filename"),
        b'filename="' + words(plain + ".xlsx", "utf-8", longest=11) + b'"',
        b'filename="' + words(plain + ".xlsx", "utf-8", "Q", 11) + b'"',
        b'filename="' + "表".encode() + quoted + b'"',
    ):
        assert kept_name(file_name(b"", b"attachment; " + header).removeprefix("表")) == kept, header


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_bytes_make_it_fail(value: bytes) -> None:
    assert isinstance(file_name(value, b"attachment; filename" + value, [value]), str)
    assert isinstance(header_text(value), str)
    assert isinstance(kept_name(file_name(b"", b"attachment; filename=" + value)), str)


def test_parameters_come_in_their_order() -> None:
    header = b'multipart/mixed;\r\n\tboundary="=_a;b=c"; charset = "GBK" ; x=1'
    assert [(each.key, each.value) for each in parameters(header)] == [
        ("boundary", b"=_a;b=c"),
        ("charset", b"GBK"),
        ("x", b"1"),
    ]
    assert first_word(header) == "multipart/mixed"
    assert first_word(b" Text / Plain ; a=b") == "text/plain"
    assert first_word(b'name="a.xls"') == ""
    assert parameter(header, "boundary") == b"=_a;b=c"


def test_words_between_text_keep_their_blanks() -> None:
    assert header_text(b"Re: =?utf-8?B?5LiA?= =?utf-8?B?5LqM?= and =?gbk?B?1rs=?=") == "Re: 一二 and 只"
    assert header_text("回复：表".encode("gbk")) == "回复：表"
    assert header_text(b"=?utf-8?Q?=E4=B8") == ""
    assert header_text(b"a =? b") == "a =? b"


def test_bytes_without_a_label_are_told_by_their_look() -> None:
    """学校 in GBK is well-formed UTF-8 (of letters nobody here writes)."""
    assert decoded("学校".encode("gbk")) == "学校"
    assert decoded("学校".encode()) == "学校"
    assert decoded("Ärger".encode()) == "Ärger"
    assert decoded("联通".encode("gbk"), "utf-8") == "联通"
    assert decoded("反馈".encode(), "us-ascii") == "反馈"
    assert decoded("€".encode("cp1252"), "windows-1252") == "€"


def test_only_text_that_was_misread_is_mended() -> None:
    for text in ("反馈表", "Résumé", "naïve café", "Ö", "ÄÖÜ", "Straße", "一", "涓枃字"):
        assert mended(text) == text
    assert mended("中文反馈".encode().decode("latin-1")) == "中文反馈"
    assert mended("工作责任".encode().decode("gbk")) == "工作责任"
