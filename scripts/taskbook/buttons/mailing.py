"""The buttons 发送 and 催报: the letters of the period, the way 设置 says, after showing what would go to whom."""

from __future__ import annotations

from datetime import date

from taskbook import wording
from taskbook.buttons.desk import Declined, Desk, Report
from taskbook.buttons.periods import period_in_hand
from taskbook.buttons.words import lines_of
from taskbook.findings import has_errors
from taskbook.master import folder

MOST_PREVIEW = 360
"""Characters of the first letter in a question; a dialog of Excel takes 1024 in all."""


def send(desk: Desk, period: str, today: date | None) -> Report | None:
    """The period's books to every unit."""
    return _letters(desk, period, today, remind=False)


def remind(desk: Desk, period: str, today: date | None) -> Report | None:
    """A letter to each unit that owes an answer, with its open rows."""
    return _letters(desk, period, today, remind=True)


def _letters(desk: Desk, period: str, today: date | None, remind: bool) -> Report | None:
    from taskbook.dispatched import TOLD_BEFORE, Fate, Way, addresses_shown, summary, totals
    from taskbook.orders import Order, prepare, target_of
    from taskbook.send import carry_out, planned

    master = desk.master()
    archive = folder(master.path, master.plan().settings.folder_archive)
    chosen = period_in_hand(period, archive, today or date.today())
    ready = prepare(master, chosen, Order(remind=remind), today, desk.progress)
    shown = planned(ready)
    going = [each.letter for each in shown.handled if each.fate is Fate.PLANNED]
    if not going:
        done = [*totals(shown), *([wording.REMINDED_TODAY] if remind and shown.handled else [])]
        return Report(done, lines_of(shown.findings, ""), errors=has_errors(shown.findings))
    first = going[0]
    question = wording.question_before_letters(
        str(chosen),
        wording.MAIL_WAY_DOES[str(ready.way)].format(place=shown.place, sender=ready.office.sender),
        len(going),
        [each.letter.unit for each in shown.handled if each.fate is Fate.NO_ADDRESS],
        shown.count(Fate.SENT_BEFORE),
    )
    letter = wording.first_letter(
        first.unit,
        addresses_shown(first),
        first.subject,
        wording.listed([each.name for each in first.attachments]),
        first.text.split("\n"),
        MOST_PREVIEW,
    )
    warned = [each.message for each in shown.findings if each.code in TOLD_BEFORE]
    if not desk.confirm("\n\n".join([*warned, question, letter])):
        raise Declined
    result = carry_out(ready, desk.progress)
    if ready.way is not Way.SERVER or result.notices:
        desk.open_folder(target_of(ready))
    told = lines_of(result.findings, "")
    where = [wording.LETTERS_AT[str(ready.way)].format(place=result.place)]
    return Report(summary(result), told, where, errors=has_errors(result.findings))
