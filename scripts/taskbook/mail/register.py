"""What was handed to a mail server, to whom, under which Message-ID: `归档/<period>/发送登记.jsonl`, one line an event.

`begun` is on the disk before the last dot of a message goes out, `accepted` or `refused` after the server's answer. A
run that ended in between leaves a `begun` without its end: nobody can know whether that message arrived.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from taskbook import files, wording
from taskbook.mail.letter import Letter
from taskbook.period import Period
from taskbook.returns.ledger import append_lines, whole_lines

WAY_SMTP = "smtp"


class Event(StrEnum):
    """What happened to a message for one address: on its way, taken by the server, not taken."""

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
    Event.BEGUN: Handed.PERHAPS,
    Event.ACCEPTED: Handed.ACCEPTED,
    Event.REFUSED: Handed.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: at which time (local, ISO, to the second), by which way, which letter, to whom, what happened."""

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
    """The register of one period; it reads itself when made and stays true while `held`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._states: dict[tuple[str, str, str], Handed] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._units: dict[str, str] = {}
        self._accepted_at: dict[tuple[str, str], str] = {}
        self._reload()

    def state(self, key: str, unit: str, address: str) -> Handed:
        """What became of a letter for an address; once accepted it stays so."""
        return self._states.get((key, unit, address.casefold()), Handed.NEVER)

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
        for known in (self._states, self._ids, self._units, self._accepted_at):
            known.clear()
        for entry in read_entries(self.path):
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        place = (entry.key, entry.unit, entry.address.casefold())
        if self._states.get(place) is not Handed.ACCEPTED:
            self._states[place] = _AFTER[entry.event]
        self._ids[entry.key, entry.unit] = entry.message_id
        self._units[entry.message_id] = entry.unit
        if entry.event is Event.ACCEPTED:
            self._accepted_at[entry.key, entry.unit] = entry.at


def sent_register(archive: Path, period: Period) -> SentRegister:
    """The register of a period, empty where nothing was sent."""
    return SentRegister(archive / str(period) / wording.SEND_LEDGER)


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
