"""Cells of 佐证链接: addresses, what was meant as one, other words; which addresses are the same; dates in them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook.language.links import asks_for_website, date_in, domains_of, on_domain, read_evidence

SITE = "https://www.slq.example"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"{SITE}/a/b.html", [f"{SITE}/a/b.html"]),
        (f"网址：{SITE}/a.html；{SITE}/b.html", [f"{SITE}/a.html", f"{SITE}/b.html"]),
        (f"{SITE}/a.html\n{SITE}/b.html", [f"{SITE}/a.html", f"{SITE}/b.html"]),
        (f"{SITE}/a.html,{SITE}/b.html", [f"{SITE}/a.html", f"{SITE}/b.html"]),
        (f"{SITE}/a.html、{SITE}/a.html", [f"{SITE}/a.html"]),
        (f"《通知》（{SITE}/a.html）", [f"{SITE}/a.html"]),
        (f"{SITE}/a.html。", [f"{SITE}/a.html"]),
        (f"{SITE}/a.html已发布", [f"{SITE}/a.html"]),
        (f"{SITE}/a.html 等3篇", [f"{SITE}/a.html"]),
        (f"{SITE}/?u=https://y.example/b", [f"{SITE}/?u=https://y.example/b"]),
        (f"{SITE}/中文/a.html", [f"{SITE}/中文/a.html"]),
        ("www.slq.example/a.html", ["http://www.slq.example/a.html"]),
        ("slq.example/a.html", ["http://slq.example/a.html"]),
        ("http://10.1.2.3:8080/a?id=5", ["http://10.1.2.3:8080/a?id=5"]),
        ("https://www.政务.example/a", ["https://www.政务.example/a"]),
        ("见附件3", []),
        ("示政办发〔2026〕5号", []),
        ("附件1.xlsx、会议纪要.docx", []),
        ("office@slq.example", []),
        ("2026.9.1会议纪要", []),
        ("3/4", []),
        ("", []),
    ],
)
def test_addresses(text, links):
    evidence = read_evidence(text)
    assert [link.url for link in evidence.links] == links
    assert evidence.broken == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{SITE}/ zwgk/a.html",
        f"{SITE}/zwgk，a.html",
        "https：//www.slq.example/a.html",
        "https://www．slq．example/a.html",
        "http:/www.slq.example/a.html",
        "http://http://www.slq.example/a",
        "http://oa/a.html",
        "https://",
        "ftp://slq.example/a",
        "file:///D:/a.doc",
        "D:\\资料\\a.doc",
        "\\\\server\\资料\\a.doc",
        "http://www.slq.example:99999/a",
    ],
)
def test_what_was_meant_as_an_address_and_cannot_be_opened(text):
    evidence = read_evidence(text)
    assert (evidence.links, evidence.broken) == ((), (text,))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"{SITE}/a/", f"{SITE}/a", True),
        (f"{SITE}/a", "http://WWW.SLQ.example:80/a", True),
        (f"{SITE}/a?b=2&a=1&utm_source=q", f"{SITE}/a?a=1&b=2#top", True),
        (f"{SITE}/a%20b", f"{SITE}/%61%20b", True),
        (f"{SITE}/#/detail?id=5", f"{SITE}/#/detail?id=6", False),
        (f"{SITE}/a?id=1", f"{SITE}/a?id=2", False),
        (f"{SITE}/A", f"{SITE}/a", False),
        (f"{SITE}/a", f"{SITE}:8443/a", False),
        ("https://政务.example/a", "https://xn--zfr164b.example/a", True),
    ],
)
def test_which_addresses_are_the_same(one, other, same):
    (first,), (second,) = read_evidence(one).links, read_evidence(other).links
    assert (first.key == second.key) is same


@given(st.text(alphabet="htps:/.www中a。， 　\\b?=&#［]-_%1\n"))
def test_nothing_that_is_typed_is_too_strange(text):
    evidence = read_evidence(text)
    assert all(link.url.startswith(("http://", "https://")) and link.host for link in evidence.links)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        (f"{SITE}/202609/t20260910_12.html", date(2026, 9, 10)),
        (f"{SITE}/2026-09/10/content_1.html", date(2026, 9, 10)),
        (f"{SITE}/art/2026/9/10/art_1.html", date(2026, 9, 10)),
        (f"{SITE}/202609/12.html", None),
        (f"{SITE}/t20261332_1.html", None),
        (f"{SITE}/20260910/t20260911_1.html", None),
        (f"{SITE}/a.html?d=20260910", None),
    ],
)
def test_the_day_in_an_address(url, day):
    assert date_in(url) == day


def test_domains_as_an_office_writes_them():
    domains = domains_of(
        ("https://www.X.example/", "*.y.example", "10.1.2.3:8080", "政务.example", "．z．example")
    )
    assert domains == ("www.x.example", "y.example", "10.1.2.3", "xn--zfr164b.example", "z.example")
    assert on_domain("a.b.y.example", domains)
    assert not on_domain("noty.example", domains)
    assert not on_domain("x.example", domains)


@pytest.mark.parametrize(
    ("measure", "asks"),
    [
        ("查看网站发布信息", True),
        ("查看发布信息", True),
        ("查看网站公布的目录", True),
        ("登录平台核查", True),
        ("公开评估报告", False),
        ("不少于2次", False),
        ("查看台账", False),
        ("", False),
    ],
)
def test_who_asks_for_a_website(measure, asks):
    assert asks_for_website(measure) is asks
