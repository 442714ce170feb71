"""Addresses looked at: a few at a time, politely, within a stated time; what was seen lately is not looked at again."""

from __future__ import annotations

import queue
import ssl
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from taskbook import wording
from taskbook.language.links import on_domain
from taskbook.progress import Progress, silent
from taskbook.promises.asking import Errand, ask
from taskbook.promises.hosts import Gate, Hosts, OutOfTime
from taskbook.promises.seen import NO_CONNECTION, Seen, load_seen, save_seen


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked of others' websites and of the person who waits. Seconds, but for `links` and `at_once`.

    `host_failures`: after so many failed connections a host is taken to be down; `hosts_down`: after so many hosts that
    are down, and none that answered, the network is.
    """

    links: int = 300
    at_once: int = 4
    spacing: float = 0.5
    total: float = 120.0
    connect: float = 5.0
    read: float = 10.0
    host_failures: int = 2
    hosts_down: int = 5


LIMITS = Limits()


def check_links(
    urls: Iterable[str],
    cache: Path,
    progress: Progress = silent,
    today: date | None = None,
    domains: tuple[str, ...] = (),
    limits: Limits = LIMITS,
    context: ssl.SSLContext | None = None,
) -> Mapping[str, Seen]:
    """What became of each address; one that was not looked at (too many, no time left) is not among them.

    `cache`: the file that keeps it. `domains`: the office's own sites, which may stand in an inner network; no other
    private address is ever asked. `context`: whose certificates are trusted (default: those the computer trusts). Takes
    no longer than `limits.total`, whatever the servers do. Never raises.
    """
    today = today or date.today()
    wanted = list(dict.fromkeys(urls))
    known = load_seen(cache, today)
    to_ask = [url for url in wanted if url not in known][: limits.links]
    asked = _Asking(to_ask, domains, limits, context or ssl.create_default_context(), today).run(progress)
    if any(one.trouble not in NO_CONNECTION for one in asked.values()):
        save_seen(cache, known | asked)  # what fails while there is no network says nothing of the pages
    return {url: seen for url in wanted if (seen := asked.get(url) or known.get(url))}


class _Asking:
    """The work on one list of addresses, by some threads."""

    def __init__(
        self,
        urls: Sequence[str],
        domains: tuple[str, ...],
        limits: Limits,
        context: ssl.SSLContext,
        today: date,
    ) -> None:
        self._urls, self._limits, self._today = _hosts_in_turn(urls), limits, today
        self._until = time.monotonic() + limits.total
        self._errand = Errand(
            Hosts(lambda host: on_domain(host, domains)),
            Gate(limits.spacing, self._until),
            context,
            self._until,
            limits.connect,
            limits.read,
        )
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Seen | None] = queue.SimpleQueue()
        self._failures: dict[str, list[Seen]] = {}
        self._answered = False
        self._stopped = threading.Event()

    def run(self, progress: Progress) -> dict[str, Seen]:
        """Ask for all of them; what is not there when the time is over is left."""
        for url in self._urls:
            self._waiting.put(url)
        workers = min(self._limits.at_once, len(self._urls))
        for _ in range(workers):
            threading.Thread(target=self._work, daemon=True).start()
        found: dict[str, Seen] = {}
        while workers:
            try:
                one = self._done.get(timeout=max(0.0, self._until - time.monotonic()))
            except queue.Empty:
                break
            if one is None:
                workers -= 1
                continue
            found[one.url] = one
            progress(wording.PROGRESS_LINKS, len(found), len(self._urls))
        self._stopped.set()
        self._errand.stop()
        return found

    def _work(self) -> None:
        try:
            while not self._stopped.is_set():
                url = self._waiting.get_nowait()
                host = urlsplit(url).hostname or ""
                failures = self._failures.setdefault(host, [])
                if len(failures) >= self._limits.host_failures:
                    self._done.put(replace(failures[-1], url=url))
                    continue
                seen = ask(url, self._errand, self._today)
                self._note(seen, failures)
                self._done.put(seen)
        except (queue.Empty, OutOfTime):
            pass
        finally:
            self._done.put(None)

    def _note(self, seen: Seen, failures: list[Seen]) -> None:
        """Who answers is up; with several hosts down and none up there is no network, and no use in going on."""
        if seen.trouble not in NO_CONNECTION:
            self._answered = True
            failures.clear()
            return
        failures.append(seen)
        down = sum(1 for each in list(self._failures.values()) if each)
        if not self._answered and down >= self._limits.hosts_down:
            self._stopped.set()


def _hosts_in_turn(urls: Sequence[str]) -> list[str]:
    """One of each host, then the next of each: while one host is waited for, another can be asked."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).hostname or "", []).append(url)
    return [url for url in chain.from_iterable(zip_longest(*by_host.values())) if url is not None]
