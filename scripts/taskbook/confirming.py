"""Asking before something leaves the house: what would go is shown, the person says yes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable

from taskbook import wording

_PIPE_SECONDS = 1.0
"""How long an answer from a pipe is waited for; whoever gives one has it ready."""


def confirmed(shown: Iterable[str], question: str) -> bool:
    """Show and ask, on standard error. At a terminal only a yes is a yes.

    Where no person sits (a planned task, a pipe) nobody can be asked: then the command itself is the yes, unless the
    pipe says otherwise.
    """
    for line in shown:
        print(line, file=sys.stderr)
    print(question, end="", file=sys.stderr, flush=True)
    if sys.stdin is not None and sys.stdin.isatty():
        return is_yes(sys.stdin.readline())
    answer = _from_pipe()
    print(answer or wording.NOBODY_TO_ASK, file=sys.stderr)
    return is_yes(answer) if answer else True


def is_yes(answer: str) -> bool:
    """Whether an answer agrees; an empty one does not."""
    return answer.strip().casefold() in wording.CLEAR_YES


def _from_pipe() -> str:
    """The first line of standard input, '' where there is none: an open pipe that nobody writes to is not waited for."""
    if sys.stdin is None:
        return ""
    given: list[str] = []

    def read() -> None:
        try:
            given.append(sys.stdin.readline())
        except (OSError, ValueError):
            given.append("")

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(_PIPE_SECONDS)
    return given[0].strip() if given else ""
