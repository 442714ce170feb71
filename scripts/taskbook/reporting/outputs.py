"""The folder of a period's report. What a person changed in it since, or has open, stays; the new one stands beside it.

What was written is kept with its digest in `归档/<period>/月报登记.jsonl`; a file with another content was changed, unless
it is what would be written now: a run may have been stopped before it could keep the digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from taskbook import files, wording
from taskbook.findings import CannotGoOn, Cell, Code, Finding, found
from taskbook.period import Period
from taskbook.returns.ledger import append_lines, whole_lines


class Outputs:
    """The files of a report in `folder`, which no other run may be at work on; `findings` tell what was kept and what
    could not be written."""

    def __init__(self, folder: Path, archive: Path, period: Period) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self._ledger = archive / str(period) / wording.REPORT_LEDGER
        self._ours = _digests(self._ledger)
        self._new: dict[str, str] = {}
        self._refused = False

    def write(self, name: str, write: Callable[[Path], object]) -> Path | None:
        """Let `write` write the file `name`; the path it got, None where it could not be written (a finding says so)."""
        target = self.folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            files.sweep_for(target)
            place = self._free_place(target)
            write(place)
            place = self._told(target, place)
        except CannotGoOn as stopped:
            self.findings.append(
                found(Code.REPORT_FILE_NOT_WRITTEN, Cell(file=name), file=name, reason=str(stopped))
            )
            return None
        except OSError as error:
            reason = error.strerror or str(error)
            self.findings.append(
                found(Code.REPORT_FILE_NOT_WRITTEN, Cell(file=name), file=name, reason=reason)
            )
            return None
        self.wrote([place])
        self.record()
        return place

    def place(self, target: Path, data: bytes) -> Path:
        """Where to write `data`: the target, or beside it where somebody has changed what stands there (a finding says
        so)."""
        if _holds(target, data):
            return target
        return self._told(target, self._free_place(target))

    def _free_place(self, target: Path) -> Path:
        if self.is_free(target):
            return target
        place, turn = target.with_stem(target.stem + wording.REPORT_NEW), 1
        while not self.is_free(place):
            turn += 1
            place = target.with_stem(f"{target.stem}{wording.REPORT_NEW}{turn}")
        return place

    def _told(self, target: Path, place: Path) -> Path:
        """The place, with a finding where it is not the target; the target where that holds the same."""
        if place == target:
            return target
        if place.exists() and _holds(target, place.read_bytes()):
            place.unlink()
            return target
        code = Code.REPORT_FILE_OPEN if files.is_open(target) else Code.REPORT_FILE_KEPT
        self.findings.append(found(code, Cell(file=target.name), file=target.name, new=place.name))
        return place

    def is_free(self, path: Path) -> bool:
        """Whether nothing stands there, or just what was written there before and nobody has open now."""
        if files.is_open(path):
            return False
        try:
            return _digest(path) in self._ours
        except FileNotFoundError:
            return True
        except OSError:  # open in another program: the writer will tell
            return True

    def wrote(self, paths: Iterable[Path]) -> None:
        """These files are ours as they are now."""
        for path in paths:
            digest = _digest(path)
            self._ours.add(digest)
            self._new[path.relative_to(self.folder).as_posix()] = digest

    def intend(self, place: Path, data: bytes) -> None:
        """What is about to be written there is ours: recorded beforehand, it is known whatever happens."""
        digest = hashlib.sha256(data).hexdigest()
        self._ours.add(digest)
        self._new[place.relative_to(self.folder).as_posix()] = digest

    def record(self) -> None:
        """Keep what was written since the last time, safe on disk; where that fails a finding says so, once."""
        if not self._new:
            return
        lines = [
            json.dumps({"file": name, "sha256": digest}, ensure_ascii=False).encode() + b"\n"
            for name, digest in self._new.items()
        ]
        self._new = {}
        try:
            with files.exclusive(self._ledger), files.told_as_sentences(self._ledger):
                append_lines(self._ledger, lines)
        except CannotGoOn as stopped:
            if self._refused:
                return
            self._refused, name = True, self._ledger.name
            self.findings.append(
                found(Code.REPORT_FILE_NOT_WRITTEN, Cell(file=name), file=name, reason=str(stopped))
            )


def _holds(path: Path, data: bytes) -> bool:
    """Whether exactly this stands there."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digests(ledger: Path) -> set[str]:
    digests = set()
    for _, line in whole_lines(ledger):
        try:
            digests.add(str(json.loads(line)["sha256"]))
        except (ValueError, KeyError, TypeError):
            continue  # a damaged line: what it told of counts as changed, and is kept
    return digests
