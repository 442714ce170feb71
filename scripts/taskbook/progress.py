"""How a step tells how far it has come, without knowing who looks."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done (a label from `wording`), how many are done, how many there are in all."""


def silent(label: str, done: int, total: int) -> None:
    """Nobody looks."""
