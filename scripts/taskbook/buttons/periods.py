"""Which period a button is about: what stands in the box 期次, else what the work itself says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

from taskbook import wording
from taskbook.buttons.desk import Declined, Desk
from taskbook.findings import CannotGoOn, Stop
from taskbook.issued import ledger_of
from taskbook.period import Period
from taskbook.returns.archive import ledger_of as returns_of

_WRITTEN = re.compile(wording.PERIOD_FORM)


def written_period(text: str, today: date) -> Period | None:
    """`2026-09`, `2026年9月`, `2026.9`, `202609`, `9月` (of this year) → Period; blank → None; else `CannotGoOn`."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return None
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        raise CannotGoOn(Stop.NOT_A_PERIOD, text=text)
    year, month = match["year"] or f"{today.year}", match["month"]
    return Period.parse(f"{year}-{int(month):02d}")


def period_to_issue(text: str, today: date) -> Period:
    """The period to send books out for: as written, else this month."""
    return written_period(text, today) or Period(today.year, today.month)


def period_in_hand(text: str, archive: Path, today: date) -> Period:
    """The period to collect and merge: as written, else the newest one that books were sent out for and whose month
    has come; where none has, the first."""
    written = written_period(text, today)
    if written is not None:
        return written
    issued = [period for period in _periods_in(archive) if ledger_of(archive, period).is_file()]
    if not issued:
        raise CannotGoOn(Stop.NOTHING_ISSUED, period=Period(today.year, today.month))
    begun = [each for each in issued if each <= Period(today.year, today.month)]
    return max(begun, default=min(issued))


def period_to_report(text: str, archive: Path, today: date) -> Period:
    """The period to report on: as written, else the newest one that something came back for and whose month has come;
    where nothing ever came back, `CannotGoOn`."""
    written = written_period(text, today)
    if written is not None:
        return written
    came = [period for period in _periods_in(archive) if returns_of(archive, period).is_file()]
    begun = [each for each in came if each <= Period(today.year, today.month)]
    if not came:
        raise CannotGoOn(Stop.NOTHING_COLLECTED_YET, period=period_in_hand(text, archive, today))
    return max(begun, default=min(came))


def agreed(desk: Desk, chosen: Period, question: Callable[[Period], str], today: date | None) -> Period:
    """The period the person agrees to: the chosen one, or the one they name instead. `Declined`."""
    wrong = ""
    while True:
        answer = desk.confirm_period(wrong + question(chosen))
        if answer is None:
            raise Declined
        try:
            named = written_period(answer, today or date.today())
        except CannotGoOn as stopped:
            wrong = f"{stopped}\n"
            continue
        if named is None:
            return chosen
        chosen, wrong = named, ""


def _periods_in(archive: Path) -> list[Period]:
    periods = []
    for child in archive.iterdir() if archive.is_dir() else ():
        try:
            periods.append(Period.parse(child.name))
        except CannotGoOn:
            continue
    return periods
