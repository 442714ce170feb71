"""What was handed to a mail server, to whom, under which Message-ID: `归档/<period>/发送登记.jsonl`, one line an event.

`begun` is on the disk before the last dot of a message goes out, `accepted` or `refused` after the server's answer. A
run that ended in between leaves a `begun` without its end: nobody can know whether that message arrived. `again` is
there before a letter that was sent goes out once more because somebody wants it: who has it since is not sent it anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from taskbook import files, wording
from taskbook.mail.letter import Letter
from taskbook.mail.reasons import too_fast
from taskbook.period import Period
from taskbook.returns.ledger import append_lines, whole_lines
from taskbook.returns.renaming import NOBODY_RENAMED

WAY_SMTP = "smtp"


class Event(StrEnum):
    """What happened to a message for one address: wanted once more, on its way, taken by the server, not taken."""

    AGAIN = "again"
    BEGUN = "begun"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Handed(StrEnum):
    """Whether a letter is with the server for an address. PERHAPS is never tried again unasked."""

    ACCEPTED = "accepted"
    PERHAPS = "perhaps"
    REFUSED = "refused"
    NEVER = "never"


_AFTER: Mapping[Event, Handed] = {
    Event.AGAIN: Handed.NEVER,
    Event.BEGUN: Handed.PERHAPS,
    Event.ACCEPTED: Handed.ACCEPTED,
    Event.REFUSED: Handed.REFUSED,
}


Place = tuple[str, str, str]
"""A letter for one address: its key, its unit, the address without regard to case."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: at which time (local, ISO, to the second), by which way, which letter, to whom, what happened.

    `reason` is the server's; of AGAIN, when it was asked for: the same for all letters of one demand.
    """

    at: str
    way: str
    kind: str
    key: str
    unit: str
    address: str
    message_id: str
    event: Event
    reason: str = ""


class SentRegister:
    """The register of one period; it reads itself when made and stays true while `held`.

    `names`: a unit's old name → the one it has now; what was sent under the old one was sent to it.
    """

    def __init__(self, path: Path, names: Mapping[str, str] = NOBODY_RENAMED) -> None:
        self.path = path
        self._names = names
        self._states: dict[Place, Handed] = {}
        self._demands: dict[Place, str] = {}
        self._for_good: set[Place] = set()
        self._ids: dict[tuple[str, str], str] = {}
        self._units: dict[str, str] = {}
        self._accepted_at: dict[tuple[str, str], str] = {}
        self._reload()

    def state(self, key: str, unit: str, address: str) -> Handed:
        """What became of a letter for an address; once accepted it stays so, until it is sent `again`."""
        return self._states.get((key, unit, address.casefold()), Handed.NEVER)

    def once_more(self, letters: Iterable[Letter]) -> tuple[str, frozenset[Place]]:
        """A demand to send letters again: what it is called, and the places it sends to although they were sent to.

        The same demand made after a stop goes on where that one stopped: who had the letter by then is left out, until
        every letter has arrived or was refused for good. Where nobody knows whether one did, it goes again.
        """
        places = {place_of(letter, address) for letter in letters for address in letter.recipients}
        states = {place: self._states.get(place, Handed.NEVER) for place in places}
        unfinished = {
            self._demands[place]
            for place, state in states.items()
            if state is not Handed.ACCEPTED and place in self._demands and place not in self._for_good
        }
        demand = max(unfinished, default="") or datetime.now().isoformat()
        wanted = frozenset(
            place
            for place, state in states.items()
            if self._demands.get(place) not in unfinished or state is Handed.PERHAPS
        )
        return demand, wanted

    def message_id(self, key: str, unit: str) -> str:
        """The Message-ID a letter last went out under, '' if it never did: the rest of its receivers get the same."""
        return self._ids.get((key, unit), "")

    def units(self) -> Mapping[str, str]:
        """Message-ID → the unit written to: an answer names the message it answers."""
        return self._units

    def accepted_at(self, key: str, unit: str) -> str:
        """When the server last took the letter for some address (ISO), '' if never."""
        return self._accepted_at.get((key, unit), "")

    def record(
        self,
        letter: Letter,
        message_id: str,
        addresses: Collection[str],
        event: Event,
        reasons: Mapping[str, str] | None = None,
        way: str = WAY_SMTP,
    ) -> None:
        """Add an event for these addresses, safe on disk when this returns. Only while `held`.

        Raises `CannotGoOn` where the disk is full or the folder cannot be written.
        """
        at = datetime.now().isoformat(timespec="seconds")
        entries = [
            Entry(
                at,
                way,
                letter.kind,
                letter.key,
                letter.unit,
                each,
                message_id,
                event,
                (reasons or {}).get(each, ""),
            )
            for each in addresses
        ]
        is_new = not self.path.exists()
        with files.told_as_sentences(self.path):
            append_lines(self.path, map(_line_of, entries))
        if is_new:
            files.flush_folder(self.path.parent)
        for entry in entries:
            self._take(entry)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Only this run sends while the block lasts; what other runs wrote before is read. Raises `Stop.BUSY`."""
        with files.exclusive(self.path):
            self._reload()
            yield

    def _reload(self) -> None:
        self._for_good.clear()
        for known in (self._states, self._demands, self._ids, self._units, self._accepted_at):
            known.clear()
        for entry in read_entries(self.path):
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        unit = self._names.get(entry.unit, entry.unit)
        place = (entry.key, unit, entry.address.casefold())
        self._for_good.discard(place)
        if entry.event is Event.AGAIN:
            self._demands[place] = entry.reason
        elif entry.event is Event.REFUSED and entry.reason.startswith("5") and not too_fast(entry.reason):
            self._for_good.add(place)
        if entry.event is Event.AGAIN or self._states.get(place) is not Handed.ACCEPTED:
            self._states[place] = _AFTER[entry.event]
        self._ids[entry.key, unit] = entry.message_id
        self._units[entry.message_id] = unit
        if entry.event is Event.ACCEPTED:
            self._accepted_at[entry.key, unit] = entry.at


def place_of(letter: Letter, address: str) -> Place:
    """Where the register keeps what became of a letter for an address."""
    return letter.key, letter.unit, address.casefold()


def sent_register(archive: Path, period: Period, names: Mapping[str, str] = NOBODY_RENAMED) -> SentRegister:
    """The register of a period, empty where nothing was sent; units are called as in `names` (`renaming.names_now`)."""
    return SentRegister(archive / str(period) / wording.SEND_LEDGER, names)


def read_entries(path: Path) -> Iterator[Entry]:
    """Every event, oldest first. Lines that a crash tore or somebody spoiled are passed over."""
    with files.told_as_sentences(path):
        for _, line in whole_lines(path):
            try:
                shape = json.loads(line)
                entry = Entry(**shape | {"event": Event(shape["event"])})
            except (ValueError, KeyError, TypeError):
                continue
            if all(
                isinstance(text, str) for text in (entry.key, entry.unit, entry.address, entry.message_id)
            ):
                yield entry


def _line_of(entry: Entry) -> bytes:
    shape = {name: str(getattr(entry, name)) for name in Entry.__slots__}
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
