"""上期进展: what each unit last answered for each task, as its next book shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from taskbook import wording
from taskbook.findings import CannotGoOn
from taskbook.issued import ledger_of
from taskbook.model import Reply, State
from taskbook.period import Period
from taskbook.returns.archive import load_replies
from taskbook.returns.renaming import NOBODY_RENAMED


def previous_answers(
    archive: Path, period: Period, names: Mapping[str, str] = NOBODY_RENAMED
) -> dict[tuple[str, str], str]:
    """(unit, task id) → its latest answer from before the period, with the period it was given in.

    `names` says what units are called now that answered under an old name.
    """
    answers: dict[tuple[str, str], str] = {}
    for earlier in issued_before(archive, period):
        for _, replies in load_replies(archive, earlier):
            for reply in replies:
                key = (names.get(reply.unit, reply.unit), reply.task_id)
                if key not in answers and (text := _told(reply, earlier)):
                    answers[key] = text
    return answers


def _told(reply: Reply, period: Period) -> str:
    if reply.state is State.NONE and not reply.progress:
        return ""
    state = "" if reply.state is State.NONE else str(reply.state)
    return wording.previous_answer(period, state, reply.progress)


def issued_before(archive: Path, period: Period) -> Iterator[Period]:
    """The periods before this one in which books were sent, latest first."""
    try:
        names = [path.name for path in archive.iterdir() if path.is_dir()]
    except OSError:
        return
    for name in sorted(names, reverse=True):
        try:
            earlier = Period.parse(name)
        except CannotGoOn:
            continue
        if earlier < period and ledger_of(archive, earlier).exists():
            yield earlier
