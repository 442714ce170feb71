"""What looking at the evidence on the web tells about the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from taskbook import wording
from taskbook.columns import ReplyField
from taskbook.findings import Code, Finding, Remark, found
from taskbook.language.links import Link, date_in, link_of, read_evidence
from taskbook.model import Reply, Settings
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.promises.doubts import Doubt, remark_of
from taskbook.promises.evidence import evidence_domains
from taskbook.promises.reaching import check_links
from taskbook.promises.seen import NO_CONNECTION, Seen, Trouble

FEW_LINKS = 3
"""Of fewer links than this that cannot be reached nobody concludes that there is no network."""

_CODES = {
    Trouble.GONE: Code.LINK_BROKEN,
    Trouble.FAULT: Code.LINK_BROKEN,
    Trouble.UNREACHABLE: Code.LINK_BROKEN,
    Trouble.SLOW: Code.LINK_UNSEEN,
    Trouble.DENIED: Code.LINK_UNSEEN,
    Trouble.PRIVATE: Code.LINK_UNSEEN,
    Trouble.CERTIFICATE: Code.LINK_BROKEN,
}


def links_of(replies: Iterable[Reply]) -> tuple[str, ...]:
    """The addresses named as evidence, each page once, in the order of the answers."""
    links: dict[str, str] = {}
    for reply in replies:
        if reply.evidence:
            for link in read_evidence(reply.evidence).links:
                links.setdefault(link.key, link.url)
    return tuple(links.values())


def link_remarks(
    replies: Iterable[Reply],
    seen: Mapping[str, Seen],
    settings: Settings,
    period: Period,
    since: date | None = None,
) -> tuple[tuple[Remark, ...], tuple[Finding, ...]]:
    """Remarks on answers whose evidence cannot be opened or was not put out in the period, in the order of the answers;
    and what is to be said once: that there is no network, or that not every link was looked at.

    `seen` is what `check_links` told of `links_of` these answers; `since`: see `reporting_days`.
    """
    replies = tuple(replies)
    left = sum(1 for url in links_of(replies) if url not in seen)
    down = _without_network(seen)
    by_key = {link.key: one for url, one in seen.items() if url not in down and (link := link_of(url))}
    days = reporting_days(settings, period, since)
    remarks = tuple(
        remark_of(doubt, reply)
        for reply in replies
        if reply.evidence
        for link in read_evidence(reply.evidence).links
        if link.key in by_key
        for doubt in _doubts(link, by_key[link.key], days)
    )
    if down:
        reason = next(iter(down.values())).reason
        return remarks, (found(Code.LINKS_NO_NETWORK, count=len(down) + left, reason=reason),)
    return remarks, (found(Code.LINKS_LEFT, count=left),) if left else ()


def open_links(
    replies: Iterable[Reply],
    settings: Settings,
    period: Period,
    archive: Path,
    progress: Progress = silent,
    today: date | None = None,
    since: date | None = None,
) -> tuple[tuple[Remark, ...], tuple[Finding, ...]]:
    """Look at the evidence of one period's answers, or remember what was seen lately; see `check_links` for how long it
    takes and `link_remarks` for what is told."""
    replies = tuple(replies)
    domains = evidence_domains(settings)
    seen = check_links(links_of(replies), archive / wording.LINKS_FILE, progress, today, domains)
    return link_remarks(replies, seen, settings, period, since)


def reporting_days(settings: Settings, period: Period, since: date | None = None) -> tuple[date, date]:
    """The days whose work a period reports: from `since`, for who knows it, else from the day after the books of the
    month before were due; to its last."""
    return since or period.previous.due(settings.due_day) + timedelta(days=1), period.last_day


def _without_network(seen: Mapping[str, Seen]) -> dict[str, Seen]:
    """The failures, where nothing at all could be reached on the day that was looked last: they say nothing of the pages."""
    failures = {url: one for url, one in seen.items() if one.trouble in NO_CONNECTION}
    latest = max((one.looked_on for one in seen.values()), default=None)
    reached = any(
        one.looked_on == latest and one.trouble not in (*NO_CONNECTION, Trouble.PRIVATE)
        for one in seen.values()
    )
    return failures if len(failures) >= FEW_LINKS and not reached else {}


def _doubts(link: Link, seen: Seen, days: tuple[date, date]) -> Iterator[Doubt]:
    if seen.trouble:
        details = {"reason": seen.reason, "link": link.url}
        yield Doubt(_CODES[seen.trouble], ReplyField.EVIDENCE, details)
        return
    published = seen.published or date_in(link.url)
    first, last = days
    if published and not first <= published <= last:
        details = {"date": published, "begin": first, "finish": last, "link": link.url}
        yield Doubt(Code.LINK_DATE_OUTSIDE, ReplyField.EVIDENCE, details)
