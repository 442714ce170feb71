"""Evidence looked at on the web: real servers on this machine, of every kind that there is."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest
from mail_servers.certificates import Certificates, make_certificates
from taskbook.findings import Code
from taskbook.language.published import published_on
from taskbook.model import Reply, Settings, Source, State
from taskbook.period import Period
from taskbook.promises.hosts import Hosts, NotPublic, is_public
from taskbook.promises.link_remarks import link_remarks, links_of, open_links, reporting_days
from taskbook.promises.reaching import Limits, check_links
from taskbook.promises.seen import Seen, Trouble, load_seen
from web_server import Site, website

TODAY = date(2026, 9, 30)
HERE = ("127.0.0.1",)
QUICK = Limits(spacing=0.0, total=20.0, connect=1.0, read=1.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as served:
        yield served


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "归档" / "佐证链接.jsonl"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def look(*urls: str, cache: Path, limits: Limits = QUICK, **more: object) -> dict[str, Seen]:
    return dict(check_links(urls, cache, today=TODAY, **{"domains": HERE, "limits": limits, **more}))


def look_at(url: str, cache: Path, **more: object) -> Seen:
    return look(url, cache=cache, **more)[url]


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


# ---- what servers say ----


@pytest.mark.parametrize(
    ("status", "trouble", "methods"),
    [
        (200, Trouble.NONE, ["HEAD", "GET"]),
        (404, Trouble.GONE, ["HEAD", "GET"]),
        (410, Trouble.GONE, ["HEAD", "GET"]),
        (401, Trouble.DENIED, ["HEAD", "GET"]),
        (403, Trouble.DENIED, ["HEAD", "GET"]),
        (412, Trouble.DENIED, ["HEAD", "GET"]),
        (500, Trouble.FAULT, ["HEAD", "GET"]),
        (503, Trouble.DENIED, ["HEAD"]),
        (429, Trouble.DENIED, ["HEAD"]),
    ],
)
def test_statuses(site, cache, status, trouble, methods):
    seen = look_at(site.page("/a", "页面", status), cache)
    assert (seen.trouble, seen.status) == (trouble, status)
    assert site.methods("/a") == methods
    assert (str(status) in seen.reason) is bool(trouble)


@pytest.mark.parametrize("refusal", [403, 404, 405, 500, 501])
def test_a_server_that_does_not_know_head_is_asked_by_get(site, cache, refusal):
    def answer(request: BaseHTTPRequestHandler) -> None:
        head = request.command == "HEAD"
        request.send_response(refusal if head else 200)
        request.send_header("Content-Length", "0")
        request.end_headers()

    assert look_at(site.at("/a", answer), cache).trouble is Trouble.NONE
    assert site.methods("/a") == ["HEAD", "GET"]


def test_a_page_that_is_there_and_comes_too_slowly_is_there_all_the_same(site, cache):
    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.command == "GET":
            time.sleep(2)
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", "0")
        request.end_headers()

    seen = look_at(site.at("/a", answer), cache)
    assert (seen.trouble, seen.status, seen.published) == (Trouble.NONE, 200, None)


def test_a_paper_is_not_fetched(site, cache):
    url = site.page("/a.pdf", b"%PDF", Content_Type="application/pdf")
    assert look_at(url, cache).trouble is Trouble.NONE
    assert site.methods("/a.pdf") == ["HEAD"]


def test_a_page_whose_address_tells_its_day_is_not_fetched(site, cache):
    url = site.page("/202609/t20260910_1.html", "页面")
    assert look_at(url, cache).published == date(2026, 9, 10)
    assert site.methods("/202609/t20260910_1.html") == ["HEAD"]


def test_redirects_are_followed_and_circles_left(site, cache):
    site.page("/end", "发布时间：2026-09-12")
    for step in range(5):
        site.page(f"/{step}", status=302, Location=f"/{step + 1}" if step < 4 else "/end")
    assert look_at(site.url("/0"), cache).published == date(2026, 9, 12)
    site.page("/round", status=301, Location="/round")
    round_ = look_at(site.url("/round"), cache)
    assert (round_.trouble, round_.reason) == (Trouble.FAULT, "转来转去，没有到达网页")
    assert len(site.methods("/round")) <= 7


@pytest.mark.parametrize(
    "elsewhere", ["file:///etc/passwd", "ftp://127.0.0.1/a", "javascript:alert(1)", "http://"]
)
def test_a_redirect_to_no_page_is_not_followed(site, cache, elsewhere):
    seen = look_at(site.page("/a", status=302, Location=elsewhere), cache)
    assert seen.trouble is Trouble.FAULT


def test_nobody_is_sent_from_an_open_site_into_an_inner_network(site, cache):
    """The inner site stands on 127.0.0.2, which nobody allowed."""
    seen = look_at(site.page("/a", status=302, Location=f"http://127.0.0.2:{site.port}/b"), cache)
    assert seen.trouble is Trouble.PRIVATE
    assert site.methods("/b") == []


def test_inner_addresses_are_asked_only_where_the_office_says_so(site, cache):
    url = site.page("/a", "页面")
    refused = look_at(url, cache, domains=("slq.example",))
    assert (refused.trouble, site.asked) == (Trouble.PRIVATE, [])
    assert "佐证网址范围" in refused.reason


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("114.114.114.114", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::114.114.114.114", True),
        ("64:ff9b:1::7f00:1", False),
        ("::127.0.0.1", False),
        ("::ffff:0:10.0.0.1", False),
        ("fec0::1", False),
        ("192.88.99.1", False),
    ],
)
def test_what_is_an_address_of_the_open_internet(address, public):
    assert is_public(address) is public


def test_a_name_for_an_inner_machine_is_refused_whatever_the_name(monkeypatch):
    told = [(socket.AF_INET, 1, 6, "", ("114.114.114.114", 0)), (socket.AF_INET, 1, 6, "", ("10.0.0.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: told)
    with pytest.raises(NotPublic):
        Hosts(lambda host: False).addresses("www.slq.example")
    assert Hosts(lambda host: True).addresses("www.slq.example") == [(2, "114.114.114.114"), (2, "10.0.0.1")]


def test_who_asks_says_so(site, cache):
    look_at(site.page("/a", "页面"), cache)
    (agent,) = site.agents
    assert "taskbook" in agent


@pytest.mark.parametrize(
    "said",
    [
        b"\x00\x01\x02garbage\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_what_is_no_web_server_is_told_in_words(cache, said):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def talk() -> None:
            while True:
                try:
                    other, _ = listening.accept()
                except OSError:
                    return
                with other:
                    other.recv(1000)
                    other.sendall(said)

        threading.Thread(target=talk, daemon=True).start()
        seen = look_at(f"http://127.0.0.1:{listening.getsockname()[1]}/a", cache)
    assert seen.status == 0 or seen.trouble is Trouble.NONE
    assert bool(seen.reason) is bool(seen.trouble)


# ---- dates of pages ----


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ('<meta name="PubDate" content="2026-09-12 10:00"><p>正文</p>', {}),
        ("<META content='2026/9/12' NAME='pubdate'/>", {}),
        ('<meta property="article:published_time" content="2026-09-12T10:00:00+08:00"/>', {}),
        ("<td>【发布日期】</td><td>2026年09月12日</td>", {}),
        ("发布时间&#65306;2026.9.12", {}),
        ('<p>正文</p><time datetime="2026-09-12">上周</time>', {}),
        (
            "<meta charset=gb2312><p>发布时间：2026-09-12 来源：区政府办</p>".encode("gbk"),
            {"Content_Type": "text/html"},
        ),
        (
            "<p>发布时间：2026-09-12 来源：区政府办公室</p>".encode("gbk"),
            {"Content_Type": "text/html; charset=GBK"},
        ),
        ("\ufeff<p>发布时间：2026-09-12</p>".encode(), {"Content_Type": "text/html"}),
        (gzip.compress("发布时间：2026-09-12".encode(), mtime=0), {"Content_Encoding": "gzip"}),
    ],
)
def test_the_day_a_page_was_put_out(site, cache, body, headers):
    seen = look_at(site.page("/a", body, **headers), cache)
    assert (seen.trouble, seen.published) == (Trouble.NONE, date(2026, 9, 12))


@pytest.mark.parametrize(
    "page",
    [
        "<p>2026-09-12</p>",
        "发布时间：2026-13-40",
        '<script>var t="发布时间：2026-09-12"</script>',
        '<time datetime="2026-09-12">a</time><time datetime="2026-09-13">b</time>',
        "",
    ],
)
def test_pages_that_tell_no_day(page):
    assert published_on(page) is None


def test_of_a_huge_page_only_the_beginning_is_read(site, cache):
    sent = 0

    def answer(request: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.send_header("Connection", "close")
        request.end_headers()
        if request.command == "GET":
            request.wfile.write("<p>发布时间：2026-09-12</p>".encode())
            for _ in range(2000):
                request.wfile.write(b" " * 65_536)
                sent += 65_536

    seen = look_at(site.at("/a", answer), cache)
    assert seen.published == date(2026, 9, 12)
    assert sent < 32 * 1024 * 1024


def test_a_packed_page_does_not_unfold_without_end(site, cache):
    bomb = gzip.compress(b" " * 200_000_000, compresslevel=1)
    assert look_at(site.page("/a", bomb, Content_Encoding="gzip"), cache).trouble is Trouble.NONE


# ---- connections that fail ----


def test_a_dead_port_a_strange_name_and_a_slow_server(site, cache):
    good = site.page("/good", "页面")
    dead = f"http://127.0.0.1:{closed_port()}/a"
    nowhere = "http://nowhere.invalid/a"
    slow = site.at("/slow", lambda request: time.sleep(3))
    seen = look(good, dead, nowhere, slow, cache=cache, domains=(*HERE, "invalid"))
    assert {url: one.trouble for url, one in seen.items()} == {
        good: Trouble.NONE,
        dead: Trouble.UNREACHABLE,
        nowhere: Trouble.UNREACHABLE,
        slow: Trouble.SLOW,
    }
    assert seen[nowhere].reason == "找不到这个网站"
    assert seen[slow].reason == "等了很久没有回应"


def test_a_host_that_is_down_is_not_tried_again_and_again(cache, monkeypatch):
    tried: list[str] = []

    def nobody(host: str, *args: object, **more: object) -> list[object]:
        tried.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    urls = [f"https://www.slq.example/{number}" for number in range(50)]
    seen = look(*urls, cache=cache)
    assert len(seen) == 50
    assert {one.trouble for one in seen.values()} == {Trouble.UNREACHABLE}
    assert len(tried) <= QUICK.host_failures + QUICK.at_once


def test_without_a_network_one_finding_is_made_and_nothing_kept(cache, monkeypatch):
    tried: list[str] = []

    def nobody(host: str, *args: object, **more: object) -> list[object]:
        tried.append(host)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    said = [answer(f"T{number:03d}", f"https://www{number}.slq.example/a") for number in range(300)]
    seen = look(*links_of(said), cache=cache)
    assert len(tried) <= 2 * QUICK.hosts_down + QUICK.at_once
    told, findings = link_remarks(said, seen, Settings(), Period(2026, 9))
    assert told == ()
    assert [one.code for one in findings] == [Code.LINKS_NO_NETWORK]
    assert "300个都没有核对" in findings[0].message
    assert not cache.exists()


def test_certificates_are_looked_at(certificates, cache):
    trusting = ssl.create_default_context(cafile=str(certificates.authority))
    expected = {
        "server": (Trouble.NONE, ""),
        "expired": (Trouble.CERTIFICATE, "有效期已过"),
        "other_name": (Trouble.CERTIFICATE, "不是这个网站的证书"),
        "stranger": (Trouble.CERTIFICATE, "不认识签发它的机构"),
    }
    for name, (trouble, words) in expected.items():
        with website(getattr(certificates, name).context()) as served:
            seen = look_at(served.page(f"/{name}", "页面"), cache, context=trusting)
            assert seen.trouble is trouble, name
            assert words in seen.reason
            assert bool(served.asked) is (name == "server")


def test_a_port_that_speaks_no_tls(site, cache):
    seen = look_at(f"https://127.0.0.1:{site.port}/a", cache)
    assert seen.trouble is Trouble.UNREACHABLE
    assert seen.reason


# ---- manners ----


def test_one_request_a_host_at_a_time_and_not_more_often_than_said(site, cache):
    urls = [site.page(f"/{number}.pdf", b"%PDF", Content_Type="application/pdf") for number in range(6)]
    look(*urls, cache=cache, limits=Limits(spacing=0.15, total=20.0))
    moments = sorted(moment for _, _, moment in site.asked)
    assert len(moments) == 6
    assert min(later - earlier for earlier, later in pairwise(moments)) > 0.1


def test_no_more_than_four_at_once(cache):
    """Counted from a question to the answer's first byte: when it is over, who asked may ask again."""
    waiting, most, lock = 0, 0, threading.Lock()

    def slow(request: BaseHTTPRequestHandler) -> None:
        nonlocal waiting, most
        with lock:
            waiting += 1
            most = max(most, waiting)
        time.sleep(0.05)
        with lock:
            waiting -= 1
        request.send_error(404)

    with website() as one, website() as two:
        urls = [served.at(f"/{number}", slow) for served in (one, two) for number in range(8)]
        look(*urls, cache=cache)
    assert 1 < most <= 4


def test_it_ends_in_time_whatever_servers_do(site, cache):
    """A page that comes drop by drop, and one that never comes: what was not seen is not among the results."""

    def drops(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(90):
            request.wfile.write(b"X-Drop: 1\r\n")
            request.wfile.flush()
            time.sleep(0.1)

    urls = [site.at(f"/{number}", drops) for number in range(9)]
    begun = time.monotonic()
    seen = look(*urls, cache=cache, limits=Limits(spacing=0.0, total=1.5, connect=1.0, read=5.0))
    assert time.monotonic() - begun < 4.0
    assert len(seen) < 9


def test_no_more_links_than_said_and_the_rest_next_time(site, cache):
    said = [
        answer(f"T{number:03d}", site.page(f"/{number}.pdf", b"", Content_Type="application/pdf"))
        for number in range(7)
    ]
    few = Limits(links=4, spacing=0.0)
    first = look(*links_of(said), cache=cache, limits=few)
    assert len(first) == 4
    _, findings = link_remarks(said, first, Settings(), Period(2026, 9))
    assert [one.message for one in findings] == [
        "还有3个佐证链接没有来得及打开。再做一次会接着看，看过的几天内不再看"
    ]
    second = look(*links_of(said), cache=cache, limits=few)
    assert len(second) == 7
    assert Counter(path for _, path, _ in site.asked) == dict.fromkeys(
        (f"/{number}.pdf" for number in range(7)), 1
    )
    assert link_remarks(said, second, Settings(), Period(2026, 9)) == ((), ())


def test_progress_is_told(site, cache):
    told: list[tuple[str, int, int]] = []
    look(site.page("/a", "a"), site.page("/b", "b"), cache=cache, progress=lambda *step: told.append(step))
    assert told == [("打开佐证链接", 1, 2), ("打开佐证链接", 2, 2)]


# ---- what was seen is kept ----


def test_what_was_seen_lately_is_not_asked_again(site, cache):
    good, bad = site.page("/good", "发布时间：2026-09-12"), site.url("/bad")
    first = look(good, bad, cache=cache)
    asked = len(site.asked)
    assert look(good, bad, cache=cache) == first
    assert len(site.asked) == asked
    later = check_links([good, bad], cache, today=TODAY + timedelta(days=1), domains=HERE, limits=QUICK)
    assert later[good] == first[good]
    assert later[bad].looked_on == TODAY + timedelta(days=1)
    check_links([good], cache, today=TODAY + timedelta(days=7), domains=HERE, limits=QUICK)
    assert site.methods("/good") == ["HEAD", "GET"] * 2


def test_a_damaged_file_of_what_was_seen_is_no_hindrance(site, cache):
    url = site.page("/a", "页面")
    cache.parent.mkdir()
    whole = {
        "url": "http://b.example/",
        "looked_on": "2026-09-30",
        "trouble": "",
        "status": 200,
        "published": None,
        "reason": "",
    }
    cache.write_text(
        f'{{"url": 3\n\x00\n[]\n{json.dumps(whole)}\n{json.dumps(whole | {"trouble": "odd"})}\n',
        encoding="utf-8",
    )
    assert look_at(url, cache).trouble is Trouble.NONE
    assert set(load_seen(cache, TODAY)) == {url, "http://b.example/"}


def test_where_nothing_can_be_kept_the_links_are_told_all_the_same(site, tmp_path):
    taken = tmp_path / "归档"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    assert look_at(site.page("/a", "页面"), taken / "佐证链接.jsonl").trouble is Trouble.NONE


def test_nothing_to_look_at(cache):
    assert look(cache=cache) == {}
    assert not cache.exists()


# ---- remarks ----


def answer(task: str, evidence: str, unit: str = "区教育局") -> Reply:
    return Reply(
        task, unit, State.DONE, "办了", evidence=evidence, source=Source("0001_表.xlsx", "任务反馈", 7)
    )


def test_remarks_on_what_was_seen():
    urls = {
        name: f"https://www.slq.example/{name}" for name in ("good", "old", "gone", "denied", "tls", "left")
    }
    said = [answer(f"T{number:03d}", url) for number, url in enumerate(urls.values(), 1)]
    seen = {
        urls["good"]: Seen(urls["good"], TODAY, status=200, published=date(2026, 9, 1)),
        urls["old"]: Seen(urls["old"], TODAY, status=200, published=date(2026, 5, 1)),
        urls["gone"]: Seen(urls["gone"], TODAY, Trouble.GONE, 404, reason="没有"),
        urls["denied"]: Seen(urls["denied"], TODAY, Trouble.DENIED, 403, reason="不让看"),
        urls["tls"]: Seen(urls["tls"], TODAY, Trouble.CERTIFICATE, reason="过期"),
    }
    told, findings = link_remarks(said, seen, Settings(), Period(2026, 9))
    assert [(one.task_id, one.finding.code.name) for one in told] == [
        ("T002", "LINK_DATE_OUTSIDE"),
        ("T003", "LINK_BROKEN"),
        ("T004", "LINK_UNSEEN"),
        ("T005", "LINK_BROKEN"),
    ]
    assert told[0].finding.message == (
        "佐证网页是2026-05-01发布的，不在本期（2026-08-26至2026-09-30）：https://www.slq.example/old，请核对"
    )
    assert told[1].finding.where.file == "0001_表.xlsx"
    assert [one.code for one in findings] == [Code.LINKS_LEFT]


def test_one_page_named_in_two_ways_is_looked_at_once_and_told_beside_both():
    said = [answer("T001", "https://www.slq.example/a/"), answer("T002", "http://WWW.slq.example/a#top")]
    (url,) = links_of(said)
    seen = {url: Seen(url, TODAY, Trouble.GONE, 404, reason="没有")}
    told, _ = link_remarks(said, seen, Settings(), Period(2026, 9))
    assert [one.task_id for one in told] == ["T001", "T002"]


def test_two_links_that_fail_are_told_one_by_one():
    said = [answer("T001", "https://a.example/1"), answer("T002", "https://b.example/2")]
    seen = {url: Seen(url, TODAY, Trouble.UNREACHABLE, reason="找不到") for url in links_of(said)}
    told, findings = link_remarks(said, seen, Settings(), Period(2026, 9))
    assert (len(told), findings) == (2, ())


def test_without_a_network_what_was_seen_before_still_counts():
    said = [answer(f"T{number:03d}", f"https://www.slq.example/{number}") for number in range(5)]
    old, *new = links_of(said)
    seen = {url: Seen(url, TODAY, Trouble.SLOW, reason="没有回应") for url in new}
    seen[old] = Seen(old, TODAY - timedelta(days=3), status=200, published=date(2026, 5, 1))
    told, findings = link_remarks(said, seen, Settings(), Period(2026, 9))
    assert [one.finding.code for one in told] == [Code.LINK_DATE_OUTSIDE]
    assert [one.message for one in findings] == [
        "佐证链接一个也打不开（没有回应），4个都没有核对，请联网后再做一次"
    ]


def test_the_whole_way_from_answers_to_remarks(site, tmp_path):
    said = [
        answer("T001", f"见 {site.page('/a', '发布时间：2026-05-12')}；{site.url('/none')}"),
        answer("T002", "见附件"),
        answer("T003", site.page("/b", "发布时间：2026-09-12")),
    ]
    settings = Settings(evidence_domains="127.0.0.1")
    told, findings = open_links(said, settings, Period(2026, 9), tmp_path, today=TODAY)
    assert [(one.task_id, one.finding.code.name) for one in told] == [
        ("T001", "LINK_DATE_OUTSIDE"),
        ("T001", "LINK_BROKEN"),
    ]
    assert findings == ()
    assert (tmp_path / "佐证链接.jsonl").exists()


@pytest.mark.parametrize(
    ("due_day", "first"), [(25, date(2026, 8, 26)), (31, date(2026, 9, 1)), (1, date(2026, 8, 2))]
)
def test_work_done_after_the_books_were_due_is_reported_in_the_next_period(due_day, first):
    assert reporting_days(Settings(due_day=due_day), Period(2026, 9)) == (first, date(2026, 9, 30))
