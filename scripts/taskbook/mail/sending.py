"""Hand letters to a server, each address once, whatever happens on the way.

A letter goes out when its turn comes; what the server puts off is tried again after all others, with growing waits. A
broken connection is made anew. Only what cannot be known, whether a letter cut off between its end and the server's
answer arrived, is left to a person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.language.addresses import is_address
from taskbook.mail.interrupts import Interrupts
from taskbook.mail.letter import Letter
from taskbook.mail.message import message_bytes, new_message_id
from taskbook.mail.outcome import AddressResult as AddressResult
from taskbook.mail.outcome import Fate as Fate
from taskbook.mail.outcome import Item, SendingStopped, Sent, result_of
from taskbook.mail.pace import Pace
from taskbook.mail.reasons import explained
from taskbook.mail.register import Event, Handed, Place, SentRegister, place_of
from taskbook.mail.reply import Reply
from taskbook.mail.smtp import AnswerLost, Dropped, SmtpSession, SmtpSettings
from taskbook.progress import Progress, silent

WAITS = (2.0, 5.0, 15.0)
"""Seconds before what was put off is tried again, and before a lost connection is made anew."""

_MOST_DROPS = 4
"""Broken connections in a row after which it is the server or the line, not one letter."""
_MOST_PUT_OFF = 5
"""Letters put off in a row after which the rest is not even tried before the next wait."""


def send_letters(
    letters: Iterable[Letter],
    settings: SmtpSettings,
    register: SentRegister,
    pace: Pace,
    *,
    resend: Collection[str] = frozenset(),
    progress: Progress = silent,
    waits: Sequence[float] = WAITS,
    now: Callable[[], datetime] = datetime.now,
) -> list[Sent]:
    """Send every letter to its addresses that have not had it, over one connection; what became of each, in order.

    Letters to units in `resend` go out again even where they were or may have been sent; stopped on the way and asked
    for once more, only to those who did not get them again. Nothing is connected to where nothing is left to send. `waits` (seconds) are those before trying again. Whatever `progress` raises, or a
    Ctrl-C, ends the run with everything in the register.

    Raises `Stop.BUSY` when another run is sending, and `SendingStopped` (a `CannotGoOn`) where the server, the line or
    the disk does not let it go on: what was done is registered, the next run goes on from there.
    """
    with register.held():
        letters = list(letters)
        planned: set[Place] = set()
        demand, once_more = register.once_more(each for each in letters if each.unit in resend)
        items = [_item(letter, register, once_more, planned) for letter in letters]
        run = _Run(settings, register, pace, progress, waits, now, demand)
        try:
            _refuse_senders([item for item in items if item.open])
            with run.session:
                run.send([item for item in items if item.open], len(items))
        except CannotGoOn as stopped:
            limit = run.session.size_limit
            done = [result_of(item, limit) for item in items if not item.open]
            raise SendingStopped(stopped, done) from stopped
        return [result_of(item, run.session.size_limit) for item in items]


def left_for(letter: Letter, register: SentRegister, once_more: Collection[Place] = ()) -> tuple[str, ...]:
    """The addresses a run would send a letter to: `once_more` is what the register says of those named to be resent."""
    return tuple(
        address
        for address in letter.recipients
        if place_of(letter, address) in once_more
        or register.state(letter.key, letter.unit, address) in (Handed.NEVER, Handed.REFUSED)
    )


def _item(letter: Letter, register: SentRegister, once_more: Collection[Place], planned: set[Place]) -> Item:
    """The letter with what earlier runs did for it; `planned` are the addresses that letters before it go to.

    Its Message-ID stays the same until all have it, so that a server that gets it twice can tell.
    """
    states: dict[str, Handed] = {}
    for address in letter.recipients:
        place = place_of(letter, address)
        if place not in planned:
            planned.add(place)
            states[address] = register.state(letter.key, letter.unit, address)
    again = tuple(one for one in states if is_address(one) and place_of(letter, one) in once_more)
    anew = bool(again) and all(state is Handed.ACCEPTED for state in states.values())
    known = "" if anew else register.message_id(letter.key, letter.unit)
    item = Item(letter, known or new_message_id(letter.sender), list(states), once_more=again)
    item.refused_before = Handed.REFUSED in states.values()
    item.settle(
        [address for address in states if not is_address(address)], Handed.REFUSED, wording.REASON_ADDRESS
    )
    for settled in (Handed.ACCEPTED, Handed.PERHAPS):
        item.settle([one for one, state in states.items() if state is settled and one not in again], settled)
    return item


def _refuse_senders(items: Iterable[Item]) -> None:
    """Raise `Stop.SENDER_MISSING` where a letter does not say who it is from."""
    if not all(is_address(item.letter.sender) for item in items):
        raise CannotGoOn(Stop.SENDER_MISSING)


class _Run:
    """One run: the session, and how often in a row something went wrong."""

    def __init__(
        self,
        settings: SmtpSettings,
        register: SentRegister,
        pace: Pace,
        progress: Progress,
        waits: Sequence[float],
        now: Callable[[], datetime],
        demand: str,
    ) -> None:
        self.session = SmtpSession(settings)
        self.register, self.pace, self.progress = register, pace, progress
        self.waits, self.now, self.demand = tuple(waits), now, demand
        self.wanted_again: list[Item] = []
        self.drops = 0
        self.was_connected = False
        self.done, self.total = 0, 0

    def send(self, items: Sequence[Item], total: int) -> None:
        """All of them, who refused in an earlier run last; then what was put off, again after each wait."""
        self.wanted_again = [item for item in items if item.once_more]
        self.done, self.total = total - len(items), total
        self.progress(wording.PROGRESS_SENDING, self.done, total)
        left = sorted(items, key=lambda item: item.refused_before)
        for wait in (0.0, *self.waits):
            if not left:
                break
            if wait:
                self.pace.wait(wait, wording.PROGRESS_TRY_LATER, self.progress)
            left = self._round(left)
        for item in left:
            self._close(item)

    def _round(self, items: Sequence[Item]) -> list[Item]:
        """Every letter once; those that must wait. After several put off in a row the rest waits too: the server has
        had enough of us for now."""
        waiting: list[Item] = []
        in_a_row = 0
        for item in items:
            if in_a_row >= _MOST_PUT_OFF:
                item.failure = item.failure or wording.REASON_STOPPED_BEFORE
                waiting.append(item)
                continue
            self._try(item)
            if item.open:
                in_a_row += 1
                waiting.append(item)
            else:
                in_a_row = 0
                self._close(item)
        return waiting

    def _close(self, item: Item) -> None:
        self.done += 1
        self.progress(wording.PROGRESS_SENDING, self.done, self.total)

    def _try(self, item: Item) -> None:
        """Once; afterwards `item.open` holds the addresses to try again."""
        try:
            raw = message_bytes(item.letter, item.message_id, self.now())
        except (CannotGoOn, OSError) as error:
            self._give_up(item, str(error))
            return
        self._connect()
        item.size = len(raw)
        if 0 < self.session.size_limit < item.size:
            self._give_up(item, "")
            return
        self.pace.wait_turn(self.progress)
        self._connect()
        self._note_demand()
        with Interrupts() as interrupts:
            self._hand_over(item, raw, interrupts)

    def _hand_over(self, item: Item, raw: bytes, interrupts: Interrupts) -> None:
        """To the server, and its answers into the register; from the last dot on a Ctrl-C waits for them."""
        begun: list[str] = []

        def before_dot(addresses: Sequence[str]) -> None:
            interrupts.hold()
            self.register.record(item.letter, item.message_id, addresses, Event.BEGUN)
            begun.extend(addresses)

        sender, receivers = item.letter.sender, tuple(item.open)
        try:
            replies = self.session.hand_over(sender, receivers, raw, before_dot, lambda: interrupts.came)
        except Dropped as dropped:
            self._not_begun(item, begun, str(dropped))
            item.failure = wording.REASON_DROPPED
            self._count_drops(1, str(dropped))
        except AnswerLost as lost:
            item.settle(begun, Handed.PERHAPS, str(lost))
            item.failure = wording.REASON_DROPPED
            self._count_drops(_MOST_DROPS // 2, str(lost))
        else:
            self.drops = 0
            self._note(item, replies)
            self.session.refuse_sender(sender, item.letter.unit, replies)

    def _note_demand(self) -> None:
        """Before the first letter goes: which are sent once more, so that a run stopped on the way is continued."""
        for item in self.wanted_again:
            reasons = dict.fromkeys(item.once_more, self.demand)
            self.register.record(item.letter, item.message_id, item.once_more, Event.AGAIN, reasons)
        self.wanted_again = []

    def _not_begun(self, item: Item, begun: Sequence[str], reason: str) -> None:
        """The dot did not leave after all: the register is told, or it would say 'perhaps' for ever."""
        if begun:
            reasons = dict.fromkeys(begun, reason)
            self.register.record(item.letter, item.message_id, begun, Event.REFUSED, reasons)

    def _note(self, item: Item, replies: Mapping[str, Reply]) -> None:
        """Write down the server's answers; whom it wants to hear from later stays open."""
        taken = [address for address, reply in replies.items() if reply.accepted]
        if taken:
            self.register.record(item.letter, item.message_id, taken, Event.ACCEPTED)
            item.settle(taken, Handed.ACCEPTED)
            item.newly = True
        reasons = {address: str(reply) for address, reply in replies.items() if not reply.accepted}
        if reasons:
            self.register.record(item.letter, item.message_id, list(reasons), Event.REFUSED, reasons)
        for address, reply in replies.items():
            if reply.later:
                item.failure = explained(str(reply))
            elif not reply.accepted:
                item.settle([address], Handed.REFUSED, explained(str(reply)))

    def _give_up(self, item: Item, reason: str) -> None:
        """What no other try would change."""
        item.failure = reason
        item.settle(list(item.open), Handed.NEVER, reason)

    def _count_drops(self, weight: int, reason: str) -> None:
        self.drops += weight
        if self.drops >= _MOST_DROPS:
            place = self.session.settings.address.place
            raise CannotGoOn(Stop.SERVER_BROKE_OFF, server=place, reason=reason)

    def _connect(self) -> None:
        """The connection, made anew where it broke. The first one works at once or not at all; a server that was there
        a moment ago is given time."""
        if self.session.is_alive():
            return
        for wait in (*(self.waits if self.was_connected else ()), None):
            try:
                self.session.connect()
                self.was_connected = True
                return
            except CannotGoOn as refused:
                passing = refused.stop in (
                    Stop.SERVER_UNREACHABLE,
                    Stop.SERVER_BROKE_OFF,
                    Stop.SERVER_REFUSED,
                )
                if wait is None or not passing:
                    raise
            self.pace.wait(wait, wording.PROGRESS_RECONNECT, self.progress)
