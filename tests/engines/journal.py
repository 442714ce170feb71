"""What the code under test asked of Excel, and Excel failing on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Call(NamedTuple):
    """One call across to Excel. `kind` is 'read' (values, formulas), 'write' (the same, or clearing) or 'other'.

    `what` names the call (`value`, `formula`, `clear_contents`, `color`, `status_bar`, `save`, …); `sheet` and
    `address` are '' for calls that concern no cells; `cells` is how many cells it concerns.
    """

    kind: str
    what: str
    sheet: str = ""
    address: str = ""
    cells: int = 0


class Failure(NamedTuple):
    """An exception waiting to happen: on the calls that `when` picks, the first `after` of them passing."""

    exception: BaseException | type[BaseException]
    after: int
    times: int | None
    when: Callable[[Call], bool] | None


class Journal:
    """Every call in order; `fail_with` makes later ones raise."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._failures: list[Failure] = []

    def fail_with(
        self,
        exception: BaseException | type[BaseException],
        *,
        after: int = 0,
        times: int | None = None,
        when: Callable[[Call], bool] | None = None,
    ) -> None:
        """From now on the calls that `when` picks (all) raise, save the first `after`; `times` of them, or for ever."""
        self._failures.append(Failure(exception, after, times, when))

    def heal(self) -> None:
        """No more failures."""
        self._failures.clear()

    def note(self, call: Call) -> None:
        """Records a call; raises what `fail_with` asked for. A call that failed is recorded too."""
        self.calls.append(call)
        for place, failure in enumerate(self._failures):
            if failure.when is not None and not failure.when(call):
                continue
            if failure.after > 0:
                self._failures[place] = failure._replace(after=failure.after - 1)
                continue
            if failure.times is not None:
                self._failures[place] = failure._replace(times=failure.times - 1)
                if failure.times <= 0:
                    continue
            raise failure.exception

    def of(self, kind: str) -> list[Call]:
        """The calls of one kind."""
        return [call for call in self.calls if call.kind == kind]
