"""What stands in 佐证链接: addresses of web pages, addresses that nobody can open, and other words; and who asks for them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

LONGEST = 2000
"""Characters of a 佐证链接 that are read at all."""


class Link(NamedTuple):
    """An address as written (without what was glued on), its host in ASCII and lower case, and what tells it from others."""

    url: str
    host: str
    key: str


class Evidence(NamedTuple):
    """A cell of 佐证链接. `broken` are the pieces that were meant as an address and are none."""

    links: tuple[Link, ...] = ()
    broken: tuple[str, ...] = ()


NO_EVIDENCE = Evidence()

_PLAIN = re.compile(r"(?:https?)://((?:[a-z0-9][a-z0-9-]*\.)+[a-z0-9][a-z0-9-]*)((?:/[\w./-]*)?)", re.ASCII)
"""The usual case, all of it: nothing in it needs a second look."""

_ENDS = r"\s\u3000-\u303f\uff01-\uff0e\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’\"<>|"
_BEGINS = re.compile(
    rf"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{{0,9}})?(?P<sign>[:：][/／\\]{{1,3}}|//|\\\\)|(?<![\w@./-])(?=www[.．]))"
    rf"(?P<rest>[^{_ENDS}]*)"
)
_BARE = re.compile(
    rf"(?<![\w@./:-])(?P<rest>(?:[a-z0-9][a-z0-9-]*\.)+(?:cn|com|net|org|gov|edu|info|top|vip|cc|example)(?![\w.-])(?::\d+)?(?:/[^{_ENDS}]*)?)",
    re.IGNORECASE,
)
_WIDE = {ord(wide): plain for wide, plain in zip("：／．？＝＆％＃－＿　", ":/.?=&%#-_ ", strict=True)}
_WIDE_IN_LINK = re.compile(r"(?:https?|ftp)(?:：|[:：]／)|(?:https?:/{1,2}|www)[\w.-]*．", re.IGNORECASE)
_CONTINUES = re.compile(
    r"[ 　，。、；]{1,2}(?P<rest>(?![a-z]+:|www\.)[\w%-]*(?:[/?=&][\w./?=&%#-]*|\.s?html?\b[\w?=&]*))",
    re.A | re.I,
)
_NEXT = re.compile(
    r"[,;]+(?=https?:)|(?<=\.)(?:s?html?|pdf|docx?|xlsx?|aspx?|jsp|php)(?=[\u4e00-\u9fff])", re.IGNORECASE
)
"""Where an address ends though nothing that cannot be in one follows: the next one, or words."""

_TRAILING = ",.;:!?)]}>'、"
_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]"
)
_OWN_PORT = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|spm|from|isappinstalled|share\w*|wx\w*|scene|clicktime|enterid|_t|t|timestamp|source|ref|srcid|nsukey|sessionid|jsessionid",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)

_WEBSITE = re.compile(
    r"(?:查看|查阅|查验|核查|抽查|检查|看|登录|浏览|依据|以).{0,6}(?:网站|网页|网址|门户|网上|平台|公众号|新媒体|专栏)"
    r"|(?:查看|查阅).{0,6}(?:发布|公布|公开|公示)|网站(?:截图|链接|发布|公开|公布|查看)|(?:发布|公开|公示|网页|网站)链接"
)


def asks_for_website(measure: str) -> bool:
    """Whether a 量化指标 is verified by looking at a website: 查看网站发布信息, 查看发布信息, 查看网站公布的目录."""
    return bool(measure) and bool(_WEBSITE.search(measure))


def plain_link(text: str) -> tuple[str, str] | None:
    """Host and key of a cell that is one address of the usual kind; None for any other cell."""
    match = _PLAIN.fullmatch(text)
    return (match[1], match[1] + match[2].rstrip("/")) if match else None


def read_evidence(text: str) -> Evidence:
    """The addresses in a cell, several of them split, those that are none apart. 见附件 and 示政办发〔2026〕5号 are neither."""
    if plain := plain_link(text):
        return Evidence((Link(text, *plain),))
    if "." not in text and "/" not in text and "．" not in text and "\\" not in text:
        return NO_EVIDENCE
    return _read(text[:LONGEST])


@lru_cache(maxsize=4096)
def _read(text: str) -> Evidence:
    links: dict[str, Link] = {}
    broken: list[str] = []
    end = 0
    while match := _BEGINS.search(text, end):
        piece, end = _piece(text, match)
        link = None if _WIDE_IN_LINK.search(piece) else link_of(piece)
        if link is None:
            broken.append(piece.strip())
        else:
            links.setdefault(link.key, link)
    for match in () if links or broken else _BARE.finditer(text):
        if link := link_of(match["rest"].rstrip(_TRAILING)):
            links.setdefault(link.key, link)
    return Evidence(tuple(links.values()), tuple(broken))


def _piece(text: str, match: re.Match[str]) -> tuple[str, int]:
    """One address as meant, and where it ends; with what follows where a blank or a mark cut it in two."""
    piece, end = match[0], match.end()
    if following := _NEXT.search(piece):
        ends = following.start() if following[0][0] in ",;" else following.end()
        return piece[:ends].rstrip(_TRAILING), match.start() + ends
    if text[end : end + 1] in ("．", "／", "：", "？", "＝") and not _ends_sentence(text, end):
        more = re.compile(r"[^\s，。；、（）“”]*").match(text, end)
        piece, end = piece + more[0], more.end()  # type: ignore[index, union-attr]
    if more := _CONTINUES.match(text, end):
        return piece + more[0], more.end()
    stripped = piece.rstrip(_TRAILING)
    if stripped.count("(") > stripped.count(")") and piece[len(stripped) : len(stripped) + 1] == ")":
        stripped += ")"
    return stripped, end


def _ends_sentence(text: str, place: int) -> bool:
    return place + 1 >= len(text) or text[place + 1].isspace()


def link_of(text: str) -> Link | None:
    """The address, None where it is none: http or https, a host with a dot in it, no blanks."""
    if not text.isprintable() or re.search(rf"[{_ENDS}\\]", text):
        return None
    full = (
        text
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) and not _BARE.fullmatch(text)
        else f"http://{text}"
    )
    try:
        parts = urlsplit(full)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    plain = ascii_host(host)
    if (
        parts.scheme not in _OWN_PORT
        or "://" not in full
        or not plain
        or not _HOST.fullmatch(_bracketed(host))
    ):
        return None
    return Link(full, plain, _key(parts.scheme, plain, port, parts.path, parts.query, parts.fragment))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@lru_cache(maxsize=4096)
def ascii_host(host: str) -> str:
    """A host in lower case and ASCII (政务.cn → xn--…); '' for one that cannot be."""
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _key(scheme: str, host: str, port: int | None, path: str, query: str, fragment: str) -> str:
    """The same for addresses that lead to one page: http or https, order of the query, who passed it on do not count."""
    place = host if port in (None, _OWN_PORT[scheme]) else f"{host}:{port}"
    path = quote(unquote(_SESSION.sub("", path)).rstrip("/"), safe="/~!$&'()*+,;=:@")
    asked = sorted(
        pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])
    )
    key = place + path + (f"?{urlencode(asked)}" if asked else "")
    return f"{key}#{fragment.rstrip('/')}" if fragment.startswith(("/", "!")) else key


# ---- domains ----


def domains_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """What an office writes for domains (`https://www.x.gov.cn/`, `*.x.gov.cn`, `X.GOV.CN:8080`) as plain hosts."""
    found = []
    for text in texts:
        plain = text.translate(_WIDE).strip().casefold()
        plain = re.sub(r"^[a-z]+:/*|^//", "", plain).split("/")[0].lstrip("*.")
        host = ascii_host(re.sub(r"(?<=[^:]):\d+$", "", plain).strip("[]").rstrip("."))
        if host:
            found.append(host)
    return tuple(dict.fromkeys(found))


def on_domain(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of the domains or below one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


# ---- dates ----

_DATED = re.compile(
    r"(?<!\d)t?(20\d\d)(?:([-/_])(\d{1,2})\2(\d{1,2})(?=[/_])|-(\d\d)/(\d\d)(?=/)|(0[1-9]|1[0-2])([0-2]\d|3[01])(?=[/_.-]))"
)


@lru_cache(maxsize=4096)
def date_in(url: str) -> date | None:
    """The day a page was put out, where its address says so (/202609/t20260910_12.html); None if it names several."""
    days = set()
    for match in _DATED.finditer(urlsplit(url).path):
        year, _, *parts = match.groups()
        month, day = (int(part) for part in parts if part)
        try:
            days.add(date(int(year), month, day))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None
