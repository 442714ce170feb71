"""What came back, kept for ever: the originals byte for byte, and a ledger with what was read from them.

`归档/<period>/原件/<sequence>_<name>` holds every returned file; `归档/<period>/收件登记.jsonl` one line per handled file
with its outcome, findings and answers, so that a merge never opens an original again. Lines are only appended; the file
of a line that a crash tore is handled again by the next run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from taskbook import wording
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop
from taskbook.model import Reply, Source, State
from taskbook.period import Period
from taskbook.returns.ledger import whole_lines

_REPLIES_MARK = b',"replies":['


class Outcome(StrEnum):
    """What became of a file; every file in the inbox has exactly one."""

    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    RETURNED = "returned"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class ReturnRecord:
    """One handled file. `file` is its path in the inbox (`/` between folders, a zip counts as one), `stored` its
    name under 原件; `received` the moment it was handled; `rows` how many rows were answered and used.
    `probable_unit` is a guess, and only where `unit` is not known."""

    sequence: int
    received: str
    file: str
    stored: str
    sha256: str
    outcome: Outcome
    unit: str = ""
    token: str = ""
    rows: int = 0
    on_time: bool = False
    findings: tuple[Finding, ...] = ()
    probable_unit: str = ""


def ledger_of(archive: Path, period: Period) -> Path:
    return archive / str(period) / wording.RETURNS_LEDGER


def originals_of(archive: Path, period: Period) -> Path:
    return archive / str(period) / wording.ORIGINALS_FOLDER


def load_records(archive: Path, period: Period) -> list[ReturnRecord]:
    """Every handled file by sequence; of several accepted returns of a unit all but the last are superseded."""
    return [record for record, _ in _supersede(_entries(ledger_of(archive, period)))]


def load_replies(archive: Path, period: Period) -> Iterator[tuple[ReturnRecord, tuple[Reply, ...]]]:
    """The current return of each unit with its answers, in order of sequence, one at a time.

    Only rows with an answer are there. A row without one in the current return keeps the latest earlier answer of
    the same unit; its `source.file` names the earlier file.
    """
    yield from _current_replies(ledger_of(archive, period), None)


def load_returns(
    archive: Path, period: Period, tasks: Collection[str] | None = None
) -> Iterator[tuple[ReturnRecord, tuple[Reply, ...]]]:
    """Every accepted return as it came, in order of sequence, those superseded since among them; one at a time.

    With `tasks`, only what was answered to these.
    """
    ledger = ledger_of(archive, period)
    entries = _supersede(_entries(ledger))
    if not entries:
        return
    with ledger.open("rb") as file:
        for record, offset in entries:
            if record.outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED):
                file.seek(offset)
                yield record, tuple(_replies(file.readline(), record, tasks))


def load_replies_of(archive: Path, period: Period, units: Collection[str]) -> dict[str, tuple[Reply, ...]]:
    """What `load_replies` gives for these units, by unit."""
    current = _current_replies(ledger_of(archive, period), units) if units else ()
    return {record.unit: replies for record, replies in current}


def _current_replies(
    ledger: Path, units: Collection[str] | None
) -> Iterator[tuple[ReturnRecord, tuple[Reply, ...]]]:
    entries = _supersede(_entries(ledger))
    earlier: dict[str, list[tuple[ReturnRecord, int]]] = {}
    for record, offset in entries:
        if record.outcome is Outcome.SUPERSEDED:
            earlier.setdefault(record.unit, []).append((record, offset))
    if not entries:
        return
    with ledger.open("rb") as file:
        for record, offset in entries:
            if record.outcome is Outcome.ACCEPTED and (units is None or record.unit in units):
                answers: dict[str, Reply] = {}
                for source, place in [*earlier.get(record.unit, ()), (record, offset)]:
                    file.seek(place)
                    answers |= {reply.task_id: reply for reply in _replies(file.readline(), source)}
                yield record, tuple(answers[task_id] for task_id in sorted(answers, key=_natural))


def broken_lines(archive: Path, period: Period) -> int:
    """How many lines of the ledger cannot be read (a torn last line does not count)."""
    ledger = ledger_of(archive, period)
    return sum(1 for _, line in whole_lines(ledger) if _head(line) is None)


def changed_originals(archive: Path, records: Iterable[ReturnRecord], period: Period) -> list[ReturnRecord]:
    """Records whose stored original is gone or no longer has the bytes that were registered."""
    folder = originals_of(archive, period)
    kept: dict[str, str] = {}
    changed = []
    for record in records:
        if record.stored and record.stored not in kept:
            kept[record.stored] = digest_of(folder / record.stored)
        if record.stored and kept[record.stored] != record.sha256:
            changed.append(record)
    return changed


def digest_of(path: Path) -> str:
    """sha256 of a file in hex, '' when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def line_of(record: ReturnRecord, replies: bytes = b"[]") -> bytes:
    """A ledger line; `replies` as `pack_replies` made them."""
    head = {
        "sequence": record.sequence,
        "received": record.received,
        "file": record.file,
        "stored": record.stored,
        "sha256": record.sha256,
        "outcome": str(record.outcome),
        "unit": record.unit,
        "token": record.token,
        "rows": record.rows,
        "on_time": record.on_time,
        "findings": [_pack_finding(finding) for finding in record.findings],
    }
    if record.probable_unit:
        head["probable_unit"] = record.probable_unit
    return _json(head)[:-1] + b',"replies":' + replies + b"}\n"


def pack_replies(replies: Iterable[Reply]) -> bytes:
    """Answers as JSON; what is empty is left out, so is the unit, which the line names once."""
    return _json([_pack_reply(reply) for reply in replies])


def store_original(folder: Path, staged: Path, name: str) -> str:
    """Move a staged file into the originals as `name`; never over another file: then `-2`, `-3` … is added.

    Returns the name it got. `staged` must be on the same disk.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem, dot, suffix = name.rpartition(".")
    for attempt in range(1, 10_000):
        candidate = name if attempt == 1 else f"{stem or suffix}-{attempt}{dot + suffix if stem else ''}"
        if _move_unless_there(staged, folder / candidate):
            return candidate
    raise FileExistsError(folder / name)


def _move_unless_there(staged: Path, target: Path) -> bool:
    try:
        os.link(staged, target)
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links (FAT, some network shares): copy, still exclusively
        try:
            with staged.open("rb") as source, target.open("xb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
        except FileExistsError:
            return False
    staged.unlink()
    return True


def _entries(ledger: Path) -> list[tuple[ReturnRecord, int]]:
    """Every readable line's record and its offset, by sequence."""
    found = [(record, offset) for offset, line in whole_lines(ledger) if (record := _head(line))]
    return sorted(found, key=lambda entry: entry[0].sequence)


def _supersede(entries: list[tuple[ReturnRecord, int]]) -> list[tuple[ReturnRecord, int]]:
    last = {record.unit: record.sequence for record, _ in entries if record.outcome is Outcome.ACCEPTED}
    return [
        (replace(record, outcome=Outcome.SUPERSEDED), offset)
        if record.outcome is Outcome.ACCEPTED and last[record.unit] != record.sequence
        else (record, offset)
        for record, offset in entries
    ]


def _head(line: bytes) -> ReturnRecord | None:
    """A line's record without reading its answers; None if it is not one of ours."""
    cut = line.find(_REPLIES_MARK)  # cannot stand inside a JSON string, where quotes are escaped
    if cut < 0 or not line.rstrip().endswith(b"]}"):
        return None
    try:
        values = json.loads(_without_mark(line[:cut]) + b"}")
        findings = tuple(_unpack_finding(packed) for packed in values.pop("findings"))
        return ReturnRecord(**values | {"outcome": Outcome(values["outcome"]), "findings": findings})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _replies(line: bytes, record: ReturnRecord, tasks: Collection[str] | None = None) -> list[Reply]:
    """The answers of a line, to `tasks` if given. A line whose answers were damaged stops the run: without them
    others would count."""
    try:
        packed_replies = json.loads(_without_mark(line))["replies"]
        return [
            _unpack_reply(packed, record)
            for packed in packed_replies
            if tasks is None or packed["task_id"] in tasks
        ]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CannotGoOn(Stop.ANSWERS_DAMAGED, number=record.sequence, file=record.file) from error


_STATES: Mapping[str, State] = {str(state): state for state in State}
"""Faster than asking the enumeration, where there are half a million of them."""


def _unpack_reply(packed: dict[str, Any], record: ReturnRecord) -> Reply:
    sheet, row = packed.pop("at")
    packed["state"] = _STATES[packed.get("state", State.NONE)]
    if "reported_on" in packed:
        packed["reported_on"] = date.fromisoformat(packed["reported_on"])
    return Reply(**packed, unit=record.unit, source=Source(record.stored, sheet, row))


def _without_mark(line: bytes) -> bytes:
    """Windows' editor puts a mark before the first line when it saves."""
    return line.removeprefix(b"\xef\xbb\xbf")


_TEXTS = ("progress", "value", "evidence", "problem", "next_step", "reporter", "phone", "reviewer")


def _pack_reply(reply: Reply) -> Mapping[str, object]:
    packed: dict[str, object] = {"task_id": reply.task_id}
    if reply.state is not State.NONE:
        packed["state"] = str(reply.state)
    for name in _TEXTS:
        if text := getattr(reply, name):
            packed[name] = text
    if reply.reported_on:
        packed["reported_on"] = reply.reported_on.isoformat()
    packed["at"] = [reply.source.sheet, reply.source.row] if reply.source else ["", 0]
    return packed


def _pack_finding(finding: Finding) -> list[str]:
    where = finding.where
    return [finding.code.name, where.file, where.sheet, where.address, finding.message]


def _unpack_finding(packed: list[str]) -> Finding:
    name, file, sheet, address, message = packed
    return Finding(Code[name], Cell(sheet, address, file), message)


def _natural(task_id: str) -> tuple[int, str]:
    return len(task_id), task_id


def _json(value: object) -> bytes:
    """Compact JSON; a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", errors="replace")
