"""What earlier periods leave behind for a later one: one pass over them in the order of time."""

from __future__ import annotations

from collections.abc import Container, Iterable

from taskbook.model import Reading, Reply, Role, State
from taskbook.period import Period
from taskbook.rollup.status import Key, Past, PastRound, Round


def remember(rounds: Iterable[PastRound], current: Round, readings: Iterable[Reading] = ()) -> Past:
    """What earlier periods leave behind; `rounds` in the order of time."""
    memory = Memory(readings, current.replies)
    for earlier in rounds:
        memory.take(earlier)
    return memory.past(current)


class Memory:
    """Takes periods one after the other, and tells at any time what they leave behind.

    `readings` tell who leads: of one period, the lead's words are the task's latest. Of `forgettable` answers nothing
    is kept but the words: who knows the current period beforehand saves the memory for what it answers.
    """

    def __init__(self, readings: Iterable[Reading] = (), forgettable: Container[Key] = ()) -> None:
        self._forgettable = forgettable
        self._leads: set[Key] = set()
        self._going_on: set[str] = set()
        for each in readings:
            self._leads |= {(one.task_id, one.unit) for one in each.assignments if one.role is Role.LEAD}
            if each.deadline.lasting and each.deadline.last is not None:
                self._going_on.add(each.task.id)
        self._kept: set[Key] = set()
        self._done: dict[Key, tuple[Period, Reply]] = {}
        self._said: dict[str, tuple[Period, Reply]] = {}
        self._last: Period | None = None
        self._unanswered: set[Key] = set()

    def take(self, earlier: PastRound | Round) -> None:
        """The next period in the order of time."""
        answered: set[Key] = set()
        replies = earlier.replies.values() if isinstance(earlier, Round) else earlier.replies
        for reply in replies:
            key = (reply.task_id, reply.unit)
            answered.add(key)
            self._done.pop(key, None)
            if reply.state is State.DONE and reply.task_id in self._going_on:
                self._kept.add(key)
            elif reply.state is State.DONE and key not in self._forgettable:
                self._done[key] = earlier.period, reply
            if self._outweighs(earlier.period, reply):
                self._said[reply.task_id] = earlier.period, reply
        if earlier.asked:
            self._last = earlier.period
            keys = ((task_id, unit) for unit, task_ids in earlier.asked.items() for task_id in task_ids)
            self._unanswered = {key for key in keys if key not in answered and key not in self._forgettable}

    def past(self, current: Round) -> Past:
        """What is left for this period; what is answered in it is left out."""
        now = current.replies
        done = {key: said for key, said in self._done.items() if key not in now}
        unanswered = frozenset(key for key in self._unanswered if key not in now)
        return Past(done, dict(self._said), self._last, unanswered, frozenset(self._kept))

    def _outweighs(self, period: Period, reply: Reply) -> bool:
        """Whether these are the latest words about a task: a later period's, or its lead's."""
        before = self._said.get(reply.task_id)
        if before is None or before[0] != period:
            return True
        by_lead = (reply.task_id, reply.unit) in self._leads
        return by_lead and (before[1].task_id, before[1].unit) not in self._leads
