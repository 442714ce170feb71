"""What the installation wrote, written down before it is written, so that it can be taken back after any interruption.

The record (`<home>/.taskbook/installed.json`) holds for every file the digests of what we put there and where a file of
somebody else that stood there is kept; the folders that did not exist; the places where no environment was. Taking back
removes a file only while its content is one of those digests; whatever was changed since stays and is named.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from installation.machine import Machine

KEPT = "原有文件"
"""The folder inside `.taskbook` for files of others that stood where ours had to go."""


class Locked(Exception):
    """A file is open in another program; `path` is that file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def digest(content: bytes) -> str:
    """The digest by which the record knows a file again."""
    return hashlib.sha256(content).hexdigest()


def missing_above(path: Path) -> list[Path]:
    """The folders above `path` that do not exist, the outermost first."""
    missing = []
    for folder in path.parents:
        if folder.exists():
            break
        missing.insert(0, folder)
    return missing


@dataclass
class Record:
    """The record of one installation; every change is on the disk before the deed it speaks of."""

    machine: Machine
    root: str = ""
    finished: bool = False
    files: dict[str, dict] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    environment: dict = field(default_factory=dict)

    @classmethod
    def load(cls, machine: Machine) -> Record | None:
        """The record there is; None where there is none, or none that can be read."""
        try:
            data = json.loads(machine.record.read_text(encoding="utf-8"))
            parts = {
                name: type(value)(data[name])
                for name, value in vars(cls(machine)).items()
                if name != "machine"
            }
            return cls(machine, **parts)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self) -> None:
        """Write the record; the file is either the one before or the whole new one."""
        path = self.machine.record
        for folder in missing_above(path):
            self.folders.append(str(folder))
        path.parent.mkdir(parents=True, exist_ok=True)
        data = {name: value for name, value in vars(self).items() if name != "machine"}
        unfinished = path.with_suffix(".new")
        with unfinished.open("w", encoding="utf-8") as handle:
            json.dump(data, handle, ensure_ascii=False, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.replace(path)

    # ---- writing ----

    def note_folders(self, path: Path) -> None:
        """Remember which folders above `path` are not there yet, before they are made."""
        new = [str(folder) for folder in missing_above(path) if str(folder) not in self.folders]
        self.folders.extend(new)

    def write(
        self,
        target: Path,
        content: bytes,
        *,
        ours: Callable[[bytes], bool] = lambda there: False,
        mode: int = 0,
    ) -> None:
        """Put a file in its place, whole or not at all; a file of somebody else that stands there is kept first.

        `ours(content)` recognises a file of ours that this record does not know. Raises `Locked` where another program
        holds the file, OSError where the place cannot be written.
        """
        there = target.read_bytes() if target.is_file() else None
        entry = self.files.setdefault(str(target), {"digests": [], "kept": None, "was": None})
        if there is not None and not (digest(there) in entry["digests"] or there == content or ours(there)):
            self._keep(target, there, entry)
        if digest(content) not in entry["digests"]:
            entry["digests"].append(digest(content))
        self.note_folders(target)
        self.save()
        if there != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._put(target, content)
        if mode:
            target.chmod(mode)
        entry["digests"] = [digest(content)]
        self.save()

    def write_once(self, target: Path, content: bytes) -> None:
        """Put a file in its place unless it is there already, from whomever: then it was not ours and stays."""
        if str(target) in self.files or not target.is_file() or target.read_bytes() != content:
            self.write(target, content)

    def _keep(self, target: Path, there: bytes, entry: dict) -> None:
        """Copy a file of somebody else to where it is safe until it is put back; noted before it is done."""
        folder = self.machine.ours / KEPT
        number = 1
        while (copy := folder / f"{number}-{target.name}").exists() and str(copy) != entry["kept"]:
            number += 1
        entry["kept"], entry["was"] = str(copy), digest(there)
        self.note_folders(copy)
        self.save()
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, copy)

    def _put(self, target: Path, content: bytes) -> None:
        """Through a file that is renamed. Excel opens whatever lies in its start folder, so that file lies above it."""
        unfinished = _unfinished(target)
        try:
            unfinished.write_bytes(content)
            self.machine.replace(unfinished, target)
        except PermissionError as refused:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            if target.exists():
                raise Locked(target) from refused
            raise

    # ---- taking back ----

    def take_back(self, path: str, ours: Callable[[bytes], bool] = lambda there: False) -> str | None:
        """Undo one file. None when it is as before the installation; else why it is not, in Chinese. May raise Locked."""
        target, entry = Path(path), self.files[path]
        with contextlib.suppress(OSError):
            _unfinished(target).unlink()
        there = target.read_bytes() if target.is_file() else None
        kept = Path(entry["kept"]) if entry["kept"] else None
        as_before = there is not None and digest(there) == entry["was"]
        changed = (
            not as_before and there is not None and digest(there) not in entry["digests"] and not ours(there)
        )
        try:
            if kept is not None and as_before:
                kept.unlink(missing_ok=True)
            elif kept is not None and not changed and kept.is_file():
                self.machine.replace(kept, target)
            elif there is not None and not changed and not as_before:
                target.unlink()
        except PermissionError as refused:
            raise Locked(target) from refused
        del self.files[path]
        if not changed:
            return None
        return f"“{target}”安装后被改过，没有删除" + (f"；安装前的那个在“{kept}”" if kept else "")

    def remove_folders(self) -> None:
        """Remove the folders that the installation made and that are empty now, the innermost first."""
        for folder in sorted(self.folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                Path(folder).rmdir()


def _unfinished(target: Path) -> Path:
    """The name a file has until it is whole: above its folder, so that nobody opens it by looking into that folder."""
    return target.parent.parent / f".{target.name}.taskbook-new"
