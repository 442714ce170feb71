"""The day a web page says it was put out: its meta data, its time tags, 发布时间：2026-09-12 in its text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date

_META = re.compile(r"<meta\b([^>]{1,600})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_META_NAMES = (
    "pubdate",
    "article:published_time",
    "og:article:published_time",
    "publishdate",
    "publish-date",
    "publish_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "date.issued",
    "firstpublishedtime",
)
"""What gov.cn pages are told to have comes first."""

_JSON = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_TIME = re.compile(r"<time\b[^>]*?\bdatetime\s*=\s*[\"']?([^\"'>\s]{8,40})", re.IGNORECASE)
_NOT_TEXT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,2000}>")
_SAID = re.compile(
    r"(?:发\s*布|发\s*文|公\s*布|公\s*开|上\s*网|成\s*稿)\s*(?:时\s*间|日\s*期)\s*[】\])）]?\s*[:：]?\s*[\[【(（]?\s*(?P<when>20\d\d[^<]{4,16})"
)
_DAY = re.compile(r"(20\d\d)\s*(?:[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})|(\d\d)(\d\d)(?!\d))")
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096


def charset_in(page: bytes) -> str:
    """The charset that a page names in its head; '' if none."""
    found = _CHARSET.search(page[:_HEAD])
    return found[1].decode("ascii", "replace") if found else ""


def published_on(page: str) -> date | None:
    """The day on which a page was put out; None where it does not say, or says what is no day. Never raises."""
    return next((day for text in _told(page) if (day := _day_of(text))), None)


def _told(page: str) -> Iterator[str]:
    meta = _meta(page)
    yield from (meta[name] for name in _META_NAMES if name in meta)
    yield from _JSON.findall(page)
    text = html.unescape(_TAG.sub(" ", _NOT_TEXT.sub(" ", page)))
    yield from (match["when"] for match in _SAID.finditer(text))
    times = set(_TIME.findall(page))
    if len(times) == 1:  # a list of news has many
        yield times.pop()


def _meta(page: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in _META.finditer(page):
        pairs = {
            name.casefold(): html.unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(tag[1])
        }
        name = pairs.get("name") or pairs.get("property") or pairs.get("itemprop") or ""
        if pairs.get("content"):
            found.setdefault(name.strip().casefold(), pairs["content"])
    return found


def _day_of(text: str) -> date | None:
    match = _DAY.search(text)
    if not match:
        return None
    month, day = match[2] or match[4], match[3] or match[5]
    try:
        return date(int(match[1]), int(month), int(day))
    except ValueError:
        return None
