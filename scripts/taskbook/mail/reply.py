"""A mail server's answer to one command."""

from __future__ import annotations

from dataclasses import dataclass

from taskbook.mail.reasons import too_fast
from taskbook.servers import trouble

CLOSING = 421


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer: its number and its words, fit to be read."""

    code: int
    words: str

    @property
    def accepted(self) -> bool:
        return 200 <= self.code < 300

    @property
    def later(self) -> bool:
        """Not now, but perhaps in a while; some servers refuse for good whoever is too fast."""
        return 400 <= self.code < 500 or (not self.accepted and too_fast(self.words))

    def __str__(self) -> str:
        return f"{self.code} {self.words}"


def reply_of(answer: tuple[int, bytes], closing_is_drop: bool = True) -> Reply:
    """The answer as a value. A server that says it is closing the connection has dropped us."""
    code, words = answer
    if code == -1 or (closing_is_drop and code == CLOSING):
        raise EOFError(trouble.words(words))
    return Reply(code, trouble.words(words))
