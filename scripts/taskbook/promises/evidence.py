"""佐证链接: an address where the task is verified on a website, one that can be opened, on the office's sites, each its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from taskbook import wording
from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.language.links import (
    NO_EVIDENCE,
    Evidence,
    Link,
    asks_for_website,
    domains_of,
    on_domain,
    plain_link,
    read_evidence,
)
from taskbook.model import Reading, Reply, Role, Settings, State
from taskbook.promises.doubts import Answered, Doubt

Key = tuple[str, str]
"""(task id, unit name)."""

MOST_NAMED = 3
"""Others with the same address that are named one by one."""

_MARKS = re.compile(wording.ALIAS_MARKS + r"|\s+")


def evidence_domains(settings: Settings) -> tuple[str, ...]:
    """The hosts that evidence may stand on, and all below them; none: any."""
    return (
        domains_of(tuple(filter(None, _MARKS.split(settings.evidence_domains))))
        if settings.evidence_domains
        else ()
    )


class EvidenceGiven:
    """The evidence of one period's answers: what stands in each cell, and which addresses were given more than once.

    `shared` tells of such an address the tasks it was given for (in the order of the answers), each with its units;
    `doubtful` are the cells that are worth a look, `domains` the hosts that evidence may stand on (none: any).
    """

    def __init__(self, replies: Iterable[Reply], domains: tuple[str, ...] = ()) -> None:
        self.domains = domains
        self.shared: dict[str, dict[str, list[str]]] = {}
        self.doubtful: set[str] = set()
        self._read: dict[str, Evidence] = {}
        self._hosts: dict[str, bool] = {}
        first: dict[str, Reply] = {}
        for reply in replies:
            text = reply.evidence
            if not text:
                continue
            if plain := plain_link(text):
                links: Iterable[tuple[str, str]] = (plain,)
            else:
                evidence = self.of_text(text)
                links = [(link.host, link.key) for link in evidence.links]
                if evidence.broken:
                    self.doubtful.add(text)
            for host, key in links:
                if (earlier := first.setdefault(key, reply)) is not reply:
                    self._share(key, earlier, reply)
                if domains and not self.is_allowed(host):
                    self.doubtful.add(text)

    def _share(self, key: str, earlier: Reply, reply: Reply) -> None:
        tasks = self.shared.setdefault(key, {earlier.task_id: [earlier.unit]})
        tasks.setdefault(reply.task_id, []).append(reply.unit)
        self.doubtful.add(earlier.evidence)
        self.doubtful.add(reply.evidence)

    def is_allowed(self, host: str) -> bool:
        """Whether evidence may stand there."""
        allowed = self._hosts.get(host)
        if allowed is None:
            allowed = self._hosts[host] = not self.domains or on_domain(host, self.domains)
        return allowed

    def of_text(self, text: str) -> Evidence:
        """What stands in a cell."""
        if not text:
            return NO_EVIDENCE
        evidence = self._read.get(text)
        if evidence is None:
            evidence = self._read[text] = read_evidence(text)
        return evidence

    def of(self, reply: Reply) -> Evidence:
        """What stands in an answer's cell."""
        return self.of_text(reply.evidence)


def evidence_is_good(answered: Answered, website: bool, given: EvidenceGiven) -> Iterator[Doubt]:
    """What is wrong with the evidence of one answer; `website`: the task is verified by looking at one."""
    reply, evidence = answered.reply, given.of(answered.reply)
    for piece in evidence.broken:
        yield _doubt(Code.LINK_MALFORMED, link=piece)
    for link in evidence.links:
        if not given.is_allowed(link.host):
            yield _doubt(Code.LINK_OUTSIDE, link=link.url, names=wording.listed(given.domains))
        if link.key in given.shared and (doubt := _shared(link, reply, given.shared[link.key])):
            yield doubt
    wanted = website and answered.holds and reply.state is State.DONE
    if wanted and not evidence.links and not evidence.broken:
        yield _doubt(Code.EVIDENCE_MISSING, text=answered.reading.task.measure)


def _doubt(code: Code, **details: object) -> Doubt:
    return Doubt(code, ReplyField.EVIDENCE, details)


def _shared(link: Link, reply: Reply, tasks: Mapping[str, Sequence[str]]) -> Doubt | None:
    """Given for another task as well; else for the same task by another unit."""
    if others := len(tasks) - 1:
        named = (task for task in tasks if task != reply.task_id)
        names = [
            wording.TASK_OF_UNIT.format(task=task, unit=tasks[task][0]) for task in islice(named, MOST_NAMED)
        ]
        return _doubt(Code.LINK_OF_OTHER_TASK, link=link.url, others=wording.others_named(names, others))
    units = tasks[reply.task_id]
    others = len(units) - 1
    names = list(islice((unit for unit in units if unit != reply.unit), MOST_NAMED))
    return (
        _doubt(Code.LINK_OF_OTHER_UNIT, link=link.url, others=wording.others_named(names, others))
        if names
        else None
    )


def faulty_evidence(
    replies: Iterable[Reply], settings: Settings, readings: Iterable[Reading] = ()
) -> frozenset[Key]:
    """Of one period's answers those that say they are done and whose evidence is missing (though the task's 量化指标 asks
    to look at a website; of supporting units nothing is asked), malformed, outside the allowed domains, or what the same
    unit gave for another task as well. Who has the same address as another unit is told so, and not marked down."""
    replies = tuple(replies)
    online: set[str] = set()
    supporting: set[Key] = set()
    for one in readings:
        if asks_for_website(one.task.measure):
            online.add(one.task.id)
            supporting |= {(one.task.id, each.unit) for each in one.assignments if each.role is Role.SUPPORT}
    given = EvidenceGiven(replies, evidence_domains(settings))
    return frozenset(
        [
            key
            for reply in replies
            if reply.state is State.DONE
            for key in ((reply.task_id, reply.unit),)
            if (reply.evidence in given.doubtful and _is_faulty(given, reply))
            or (reply.task_id in online and key not in supporting and not given.of(reply).links)
        ]
    )


def _is_faulty(given: EvidenceGiven, reply: Reply) -> bool:
    evidence = given.of(reply)
    if evidence.broken:
        return True
    return any(
        not given.is_allowed(link.host) or _given_twice(given.shared.get(link.key, {}), reply.unit)
        for link in evidence.links
    )


def _given_twice(tasks: Mapping[str, Sequence[str]], unit: str) -> bool:
    """Whether one unit gave an address for more than one task."""
    return sum(unit in units for units in tasks.values()) > 1
