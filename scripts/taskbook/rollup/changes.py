"""What is new in a period against those before: newly done, newly overdue, the same words again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from taskbook.model import State
from taskbook.rollup.status import Answer, Key, Status

_Named = TypeVar("_Named", Key, str)


@dataclass(frozen=True, slots=True)
class Changed:
    """Of single answers (task id, unit) and of whole tasks (task id): what a period brought.

    `done`: done now, and not done by the last answer known from before; `overdue`: now, and not in the period before
    (in a first period, whatever is done or overdue); `repeated`: answered in the very words of the unit's answer
    before, whitespace apart.
    """

    done: frozenset[Key]
    overdue: frozenset[Key]
    repeated: frozenset[Key]
    tasks_done: frozenset[str]
    tasks_overdue: frozenset[str]


class Changes:
    """Remembers how the periods before stood; to be asked in the order of time."""

    def __init__(self) -> None:
        self._done: set[Key] = set()
        self._overdue: set[Key] = set()
        self._words: dict[Key, int] = {}
        self._tasks_done: set[str] = set()
        self._tasks_overdue: set[str] = set()

    def of(self, status: Status) -> Changed:
        """What this period brought; from now on it is the one before."""
        answers = [answer for task in status.tasks for answer in task.answers]
        overdue = {(one.task_id, one.unit) for one in answers if one.overdue}
        tasks_overdue = {task.id for task in status.tasks if task.overdue}
        changed = Changed(
            done=frozenset(key for one in answers if _turned(self._done, key := _key(one), one.state)),
            overdue=frozenset(overdue - self._overdue),
            repeated=frozenset(_key(one) for one in answers if self._repeats(one)),
            tasks_done=frozenset(t.id for t in status.tasks if _turned(self._tasks_done, t.id, t.state)),
            tasks_overdue=frozenset(tasks_overdue - self._tasks_overdue),
        )
        self._overdue, self._tasks_overdue = overdue, tasks_overdue
        return changed

    def _repeats(self, answer: Answer) -> bool:
        """Whether a unit wrote what it wrote the last time; from now on this is the last time."""
        if not answer.answered or answer.reply is None:
            return False
        words = "".join(answer.reply.progress.split())
        before = self._words.get(_key(answer))
        self._words[_key(answer)] = hash(words)  # the words of many units and periods would be large
        return bool(words) and before == hash(words)


def _turned(done: set[_Named], key: _Named, state: State) -> bool:
    """Whether this has turned to done, which `done` then holds; where nobody answered it stays what it was."""
    if state is State.DONE:
        new = key not in done
        done.add(key)
        return new
    if state is not State.NONE:
        done.discard(key)
    return False


def _key(answer: Answer) -> Key:
    return answer.task_id, answer.unit
