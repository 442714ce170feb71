"""What people write into the cell 邮箱, and who is written to; in doubt nobody."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.language.addresses import LONGEST_ADDRESS, is_address, read_addresses

A, C, E = "a@b.example", "c@d.example", "e@f.example"


@pytest.mark.parametrize(
    ("cell", "to", "copies"),
    [
        # one
        (A, A, ""),
        (f"  {A}  ", A, ""),
        ("A@B.Example", "A@B.Example", ""),
        ("a+b_c-d.e@f-g.example", "a+b_c-d.e@f-g.example", ""),
        ("123456@qq.com", "123456@qq.com", ""),
        ("cc@b.example", "cc@b.example", ""),
        ("cc.zhang@cc.example", "cc.zhang@cc.example", ""),
        ("2.5@b.example", "2.5@b.example", ""),
        # with what cannot be seen
        (f"\ufeff{A}\u200b", A, ""),
        ("a\u200b@b.exam\u00adple", A, ""),
        (f"\u3000{A}\xa0", A, ""),
        (f"{A}。", A, ""),
        (f"{A}.", A, ""),
        # several
        (f"{A};{C}", f"{A} {C}", ""),
        (f"{A}；{C}", f"{A} {C}", ""),
        (f"{A},{C}", f"{A} {C}", ""),
        (f"{A}，{C}，", f"{A} {C}", ""),
        (f"{A}、{C}", f"{A} {C}", ""),
        (f"{A}\n{C}", f"{A} {C}", ""),
        (f"{A}\r\n{C}\r\n", f"{A} {C}", ""),
        (f"{A}\u2028{C}", f"{A} {C}", ""),
        (f"{A} {C}", f"{A} {C}", ""),
        (f"{A}\u3000{C}", f"{A} {C}", ""),
        (f"{A}/{C}", f"{A} {C}", ""),
        (f"{A}|{C}", f"{A} {C}", ""),
        (f"{A}和{C}及{E}", f"{A} {C} {E}", ""),
        (f"{A}；；{C}；{E}", f"{A} {C} {E}", ""),
        (f"{A}；A@B.EXAMPLE；{A}", A, ""),
        (f"1.{A} 2.{C} 3.{E}", f"{A} {C} {E}", ""),
        (f"1、{A}\n2、{C}", f"{A} {C}", ""),
        (f"（1）{A}；（2）{C}", f"{A} {C}", ""),
        (f"①{A}②{C}", f"{A} {C}", ""),
        (f"⑴{A}\n⑵{C}", f"{A} {C}", ""),
        # with names and labels
        (f"张三 {A}", A, ""),
        (f"张 三 {A}", A, ""),
        (f"{A}张三", A, ""),
        (f"{A}——张三", A, ""),
        (f"{A}（张三）", A, ""),
        (f"{A}(Zhang San)", A, ""),
        (f"张三（{A}）李四({C})", f"{A} {C}", ""),
        (f"张三<{A}>", A, ""),
        (f"张三＜{A}＞；李四＜{C}＞", f"{A} {C}", ""),
        (f"张三《{A}》", A, ""),
        (f"Zhang San <{A}>", A, ""),
        (f'"Zhang, San" <{A}>', A, ""),
        (f"“张三” <{A}>", A, ""),
        (f"【{A}】", A, ""),
        (f"'{A}'", A, ""),
        (f"<mailto:{A}>", A, ""),
        (f"mailto:{A}", A, ""),
        (f"邮箱：{A}", A, ""),
        (f"E-mail：{A}", A, ""),
        (f"Email: {A}", A, ""),
        ("QQ：123@qq.com", "123@qq.com", ""),
        (f"OA邮箱 {A}", A, ""),
        (f"办公室：{A}；局长：{C}", f"{A} {C}", ""),
        (f"张三 13800000000 {A}", A, ""),
        (f"{A} 0912-2345678", A, ""),
        (f"{A}；无", A, ""),
        # with copies
        (f"{A}；抄送：{C}", A, C),
        (f"{A} 抄送 {C}", A, C),
        (f"{A}抄送{C}", A, C),
        (f"{A}，抄 送：{C}、{E}", A, f"{C} {E}"),
        (f"{A}（抄送：{C}）", A, C),
        (f"{A}\n抄报：{C}", A, C),
        (f"{A}; cc: {C}", A, C),
        (f"{A}, Cc：{C}", A, C),
        (f"{A} CC {C}", A, C),
        (f"{A}、抄送: 李四 <{C}>, {E}", A, f"{C} {E}"),
        (f"张三<{A}>抄送李四<{C}>", A, C),
        (f"收件人：{A} 抄送人：{C}", A, C),
        (f"抄送：{C} 主送：{A}", A, C),
        (f"抄送：{C}", "", C),
        (f"{A}；抄送：{A}、{C}", A, C),
        # domains in Chinese
        ("a@示例.中国", "a@xn--fsq092h.xn--fiqs8s", ""),
        ("a@例え.jp", "a@xn--r8jz45g.jp", ""),
        ("a@xn--fsq.example", "a@xn--fsq.example", ""),
        # nothing
        ("", "", ""),
        (" \n\t", "", ""),
        ("无", "", ""),
        ("暂无", "", ""),
        ("/", "", ""),
        ("——", "", ""),
    ],
)
def test_who_is_written_to(cell: str, to: str, copies: str) -> None:
    read = read_addresses(cell)
    assert (list(read.to), list(read.copies)) == (to.split(), copies.split())
    assert read.unread == ()


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        # blanks inside: the second half is somebody else's address
        ("a @b.example", ""),
        ("a@ b.example", ""),
        ("a@b .example", ""),
        ("a@b. example", ""),
        ("a@b.exam ple", ""),
        ("zhang san@b.example", ""),
        ("zhang\u3000san@b.example", ""),
        ("1380000 0000@b.example", ""),
        ("12 34@b.example", ""),
        (f"zhang san@b.example；{C}", C),
        ("<a @b.example>", ""),
        # no address
        ("a@b", ""),
        ("a", ""),
        ("a@", ""),
        ("@b.example", ""),
        ("a@@b.example", ""),
        ("a@b@c.example", ""),
        ("a..b@c.example", ""),
        (".a@c.example", ""),
        ("a.@c.example", ""),
        ("a@-b.example", ""),
        ("a@b-.example", ""),
        ("a@b..example", ""),
        ("a@b_c.example", ""),
        ("a@b.e", ""),
        ("a@127.0.0.1", ""),
        ("a@[127.0.0.1]", ""),
        ("a#b.example", ""),
        ("a（at）b.example", ""),
        ("a at b.example", ""),
        ("a@b,example", ""),
        ("ａ＠ｂ．ｅｘａｍｐｌｅ", ""),
        ("a＠b.example", ""),
        ("a@b．example", ""),
        (f"{A}Ｃ", ""),
        ("a@b。example", ""),
        ("http://a@b.example", ""),
        ("用户@b.example", ""),
        ("张三a@b.example", ""),
        ('"a b"@c.example', ""),
        ("13800000000", ""),
        (f"{A}；138", A),
        ("a@" + "b" * 64 + ".example", ""),
        ("a" * 65 + "@b.example", ""),
        ("a@" + "b." * 130 + "example", ""),
        ("a@示例。中国", ""),
        ("a@b.例example", ""),
        # nobody may be written to behind the sender's back
        (f"{A}\nBcc: evil@x.example", A),
        (f"{A}\r\nBcc: evil@x.example", A),
        (f"{A}\r\nBcc: Evil <evil@x.example>", A),
        (f"{A}\x0bBcc: evil@x.example", A),
        (f"{A}\x00evil", ""),
        (f"{A} Ｂｃｃ：evil@x.example", ""),
        (f"{A}, bcc:<evil@x.example>", A),
        (f"{A}；密送：evil@x.example", A),
        (f"{A}%0ABcc:evil@x.example", ""),
        (f"{A}\nSubject: x\n\nevil@x.example", A),
        (f"{A}\nTo: evil@x.example", A),
        (f"<{A}>\nRCPT TO:<evil@x.example>", A),
        (f"{A}> BODY=8BITMIME", ""),
        (f"{A} evil@x", ""),
    ],
)
def test_what_is_not_plain_is_not_written_to_and_told(cell: str, left: str) -> None:
    read = read_addresses(cell)
    assert " ".join(read.to + read.copies) == left
    assert read.unread
    assert all(piece.strip() for piece in read.unread)


def test_what_is_told_is_what_stands_there() -> None:
    assert read_addresses("a@b.example；zhang san@b.example；c@d").unread == ("zhang san@b.example", "c@d")


def test_sign_by_sign_numbers_never_become_part_of_an_address() -> None:
    for sign in "①⑳⑴⒈❶⓪⓵":
        read = read_addresses(f"{sign}a@b.example")
        assert read.to in ((A,), ()), sign


@pytest.mark.parametrize(
    "cell",
    ["a" * 32767, "镇" * 32767, "(" * 32767, "<a" * 16000, "a " * 16000, "a@" * 16000, "镇 " * 16000, "1." * 16000,
     "抄送 " * 10000, "cc: " * 8000, "A" * 16000 + ":", '"' * 32767, "a@b.aa镇" * 4000, "a@" + "镇." * 16000,
     "a-" * 16000, "镇(" * 16000, ".@" * 16000],
)  # fmt: skip
def test_the_longest_cell_is_read_at_once(cell: str) -> None:
    started = time.perf_counter()
    read_addresses(cell)
    assert time.perf_counter() - started < 1.5


PIECES = st.sampled_from(
    ["a@b.example", "c@d.example", "张三", "<", ">", "(", ")", "抄送", "cc", "Bcc", ":", "：", "；", ",", "、", " ", "\n",
     "\r", "\0", "。", ".", "@", "/", '"', "1.", "①", "示例.中国", "x", "\u2028", "\u202e", "和", "|", "mailto:", "=", "%0a"]
)  # fmt: skip
WIRE = re.compile(r"[!-~]+@[A-Za-z0-9.-]+")


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_whatever_stands_there_what_is_read_can_go_over_the_wire(cell: str) -> None:
    """Nothing that ends a line, a bracket or an address; nobody twice; what is read is read the same again."""
    read = read_addresses(cell)
    everybody = read.to + read.copies
    for address in everybody:
        assert is_address(address)
        assert WIRE.fullmatch(address)
        assert not set(address) & set('<>()[]\\,;:" ')
        assert len(address) <= LONGEST_ADDRESS
    assert len({address.casefold() for address in everybody}) == len(everybody)
    assert read_addresses("；".join(read.to)).to == read.to
