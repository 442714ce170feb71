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
    read_evidence,
)
from taskbook.model import Reading, Reply, Settings, State
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

    `shared` tells of such an address the tasks it was given for (in the order of the answers), each with its units.
    """

    def __init__(self, replies: Iterable[Reply]) -> None:
        self._read: dict[str, Evidence] = {}
        first: dict[str, Key] = {}
        self.shared: dict[str, dict[str, list[str]]] = {}
        for reply in replies:
            text = reply.evidence
            if not text:
                continue
            evidence = self._read.get(text)
            if evidence is None:
                evidence = self._read[text] = read_evidence(text)
            for link in evidence.links:
                self._note(link.key, reply, first)

    def _note(self, link: str, reply: Reply, first: dict[str, Key]) -> None:
        key = (reply.task_id, reply.unit)
        earlier = first.setdefault(link, key)
        if earlier == key:
            return
        tasks = self.shared.setdefault(link, {earlier[0]: [earlier[1]]})
        tasks.setdefault(reply.task_id, []).append(reply.unit)

    def of(self, reply: Reply) -> Evidence:
        """What stands in an answer's cell."""
        return self._read.get(reply.evidence, NO_EVIDENCE) if reply.evidence else NO_EVIDENCE


def evidence_is_good(
    answered: Answered, website: bool, given: EvidenceGiven, domains: tuple[str, ...]
) -> Iterator[Doubt]:
    """What is wrong with the evidence of one answer; `website`: the task is verified by looking at one."""
    reply, evidence = answered.reply, given.of(answered.reply)
    for piece in evidence.broken:
        yield _doubt(Code.LINK_MALFORMED, link=piece)
    for link in evidence.links:
        if domains and not on_domain(link.host, domains):
            yield _doubt(Code.LINK_OUTSIDE, link=link.url, names=wording.listed(domains))
        if link.key in given.shared and (doubt := _shared(link, reply, given.shared[link.key])):
            yield doubt
    if website and reply.state is State.DONE and not evidence.links and not evidence.broken:
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
    to look at a website), malformed, outside the allowed domains, or the same as another task's."""
    replies = tuple(replies)
    domains = evidence_domains(settings)
    online = {one.task.id for one in readings if asks_for_website(one.task.measure)}
    given = EvidenceGiven(replies)
    shared = {link for link, tasks in given.shared.items() if len(tasks) > 1}
    return frozenset(
        (reply.task_id, reply.unit)
        for reply in replies
        if reply.state is State.DONE and _is_faulty(given.of(reply), reply.task_id in online, domains, shared)
    )


def _is_faulty(evidence: Evidence, website: bool, domains: tuple[str, ...], shared: set[str]) -> bool:
    if evidence.broken or (website and not evidence.links):
        return True
    return any(
        link.key in shared or (domains and not on_domain(link.host, domains)) for link in evidence.links
    )
