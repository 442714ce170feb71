"""The folder of a period's report. What a person changed in it since is theirs: it stays, the new one stands beside it.

What was written is kept with its digest in `归档/<period>/月报登记.jsonl`; a file with another content was changed.
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
    """The files of a report in `folder`; `findings` tell what was kept and what could not be written."""

    def __init__(self, folder: Path, archive: Path, period: Period) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self._ledger = archive / str(period) / wording.REPORT_LEDGER
        self._ours = _digests(self._ledger)
        self._new: dict[str, str] = {}

    def write(self, name: str, write: Callable[[Path], object]) -> Path | None:
        """Let `write` write the file `name`; the path it got, None where it could not be written (a finding says so)."""
        target = self.folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            place = self.place(target)
            write(place)
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
        return place

    def place(self, target: Path) -> Path:
        """Where to write: the target, or beside it where somebody has changed what stands there (a finding says so)."""
        if self.is_free(target):
            return target
        place, turn = target.with_stem(target.stem + wording.REPORT_NEW), 1
        while not self.is_free(place):
            turn += 1
            place = target.with_stem(f"{target.stem}{wording.REPORT_NEW}{turn}")
        self.findings.append(
            found(Code.REPORT_FILE_KEPT, Cell(file=target.name), file=target.name, new=place.name)
        )
        return place

    def is_free(self, path: Path) -> bool:
        """Whether nothing stands there, or just what was written there before."""
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

    def record(self) -> None:
        """Keep what was written, safe on disk; where that fails a finding says so."""
        lines = [
            json.dumps({"file": name, "sha256": digest}, ensure_ascii=False).encode() + b"\n"
            for name, digest in self._new.items()
        ]
        try:
            with files.exclusive(self._ledger), files.told_as_sentences(self._ledger):
                append_lines(self._ledger, lines)
        except CannotGoOn as stopped:
            name = self._ledger.name
            self.findings.append(
                found(Code.REPORT_FILE_NOT_WRITTEN, Cell(file=name), file=name, reason=str(stopped))
            )


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
