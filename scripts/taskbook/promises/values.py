"""完成值 against the numbers that a task promises, for answers that say they are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.language.amounts import amounts_of
from taskbook.language.kept import Kept, Span, distinct, is_limit, kept
from taskbook.language.measures import Kind, alike, measure_of
from taskbook.model import State, Target
from taskbook.promises.doubts import Answered, Circumstances, Doubt
from taskbook.wording import listed

_CODES = {
    Kept.UNDER: Code.VALUE_UNDER_TARGET,
    Kept.OVER: Code.VALUE_OVER_LIMIT,
    Kept.OTHER_MEASURE: Code.VALUE_OF_OTHER_MEASURE,
}
_LASTING = (Kind.DAYS, Kind.WORKING_DAYS, Kind.STRANGE)


def numbers_are_reached(answered: Answered, now: Circumstances) -> Iterator[Doubt]:
    """Who is done has reached every number the task names; what cannot be compared is said, what may be is not guessed.

    Supporting units promise nothing. How long something must last is told by its dates (see `time_limits`) where no
    value is given.
    """
    reply, targets = answered.reply, answered.reading.targets
    if not targets or reply.state is not State.DONE or not answered.holds:
        return
    if not reply.value:
        missing = [one for one in distinct(targets) if _wants_a_number(one, reply.progress)]
        if missing:
            yield Doubt(Code.VALUE_MISSING, ReplyField.VALUE, {"target": _words(missing)})
        return
    how, about = kept(targets, reply.value, Span(now.since, now.as_of))
    if code := _CODES.get(how):
        details = {"value": reply.value, "text": reply.value, "target": _words(about)}
        yield Doubt(code, ReplyField.VALUE, details)


def _wants_a_number(target: Target, progress: str) -> bool:
    """Whether a 完成值 is due: for what is to be reached and counted, unless 完成情况 tells the number."""
    kind = measure_of(target.unit).kind
    if is_limit(target) or kind in _LASTING:
        return False
    return not any(one.kind is not None and alike(one.kind, kind) for one in amounts_of(progress))


def _words(targets: Sequence[Target]) -> str:
    return listed(dict.fromkeys(target.text for target in targets))
