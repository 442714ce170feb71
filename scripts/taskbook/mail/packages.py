"""Packages for OA, chat or a USB stick: per unit a folder and the same as .zip, and one overview to tick off."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from taskbook import files, wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.letter import Letter
from taskbook.mail.overview import (
    Overview,
    overview_bytes,
    ticked,
    with_ticks,
)
from taskbook.mail.overview import OverviewRow as OverviewRow
from taskbook.mail.overview import overview_of as overview_of
from taskbook.progress import Progress, silent

_UNIT_LENGTH = 60
_DATED = (1980, 1, 1, 0, 0, 0)
_IN_LINKS = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in "#%"})
"""Marks that mean something in a link to a folder."""


def write_packages(
    folder: Path, letters: Sequence[Letter], overview: Overview, progress: Progress = silent
) -> list[Path]:
    """For every letter `<unit>/` with its attachments and 通知.txt, and `<unit>.zip` of them; then 发送总览.xlsx.

    Returns the folders in the letters' order. `overview` is `overview_of` these letters; what people ticked and noted
    in an earlier one of the same title stays. A file that is not as an earlier run wrote it is never written over: ours
    gets a name of its own; an overview that changes is kept as a copy first. Raises `CannotGoOn` as `files.write_bytes`
    does, also while the overview is open in Excel.
    """
    table = folder / wording.SEND_OVERVIEW_FILE
    files.refuse_unwritable(table)
    files.sweep(folder)
    taken: set[str] = {files.folded(Path(wording.SEND_OVERVIEW_FILE).stem)}
    made: list[Path] = []
    named: dict[str, tuple[str, str]] = {}
    for number, letter in enumerate(letters):
        progress(wording.PROGRESS_PACKAGES, number, len(letters))
        name = files.safe_name(letter.unit[:_UNIT_LENGTH].translate(_IN_LINKS), taken)
        package, archive = _write_package(folder, name, _content(letter))
        made.append(package)
        named[letter.unit] = package.name, archive.name
    rows = tuple(
        replace(row, folder=named[row.unit][0], archive=named[row.unit][1]) if row.unit in named else row
        for row in overview.rows
    )
    _write_overview(table, replace(overview, rows=rows))
    progress(wording.PROGRESS_PACKAGES, len(letters), len(letters))
    return made


def _content(letter: Letter) -> dict[str, bytes]:
    """The package's files by name: what is attached, and what the letter says, as Windows' own editor shows it well."""
    notice = wording.notice_text(letter.subject, letter.text).rstrip()
    name = Path(wording.NOTICE_FILE)
    taken = {files.folded(name.stem)}
    content = {name.name: ("\ufeff" + "\r\n".join(notice.split("\n")) + "\r\n").encode("utf-8", "replace")}
    for attachment in letter.attachments:
        wanted = Path(attachment.name)
        safe = files.safe_name(wanted.stem, taken) + wanted.suffix
        try:
            content[safe] = attachment.path.read_bytes()
        except FileNotFoundError as error:
            raise CannotGoOn(Stop.FILE_MISSING, path=attachment.path) from error
        except OSError as error:
            raise CannotGoOn(Stop.NOT_READABLE, path=attachment.path) from error
    return content


def _write_package(folder: Path, name: str, content: Mapping[str, bytes]) -> tuple[Path, Path]:
    """Write the folder and its zip; the zip of an earlier run tells what in the folder is ours."""
    package, archive = folder / name, folder / f"{name}.zip"
    number = 1
    while (before := _packed_before(archive)) is None:
        number += 1
        archive = folder / f"{name}-{number}.zip"
    number = 1
    while package.exists() and not package.is_dir():
        number += 1
        package = folder / f"{name}-{number}"
    for file, data in content.items():
        _write_file(package / file, data, before)
    for file in before.keys() - content.keys():
        old = package / file
        if _read(old) == before[file]:
            with files.told_as_sentences(old):
                old.unlink(missing_ok=True)
    packed = zip_bytes(content)
    if _read(archive) != packed:
        files.write_bytes(archive, packed)
    return package, archive


def _write_file(path: Path, data: bytes, before: Mapping[str, bytes]) -> None:
    """To the first path of its name that is free, holds just that, or holds what an earlier run wrote there."""
    number, free = 1, path
    while free.exists() and _read(free) not in (data, before.get(path.name)):
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    if _read(free) != data:
        files.write_bytes(free, data)


def _packed_before(archive: Path) -> dict[str, bytes] | None:
    """The files of a zip as an earlier run wrote it; empty where there is none, None where it is somebody's own."""
    if not archive.exists() and not archive.is_symlink():
        return {}
    try:
        with zipfile.ZipFile(archive) as opened:
            content = {info.filename: opened.read(info) for info in opened.infolist()}
    except (OSError, zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None
    return content if _read(archive) == zip_bytes(content) else None


def zip_bytes(content: Mapping[str, bytes]) -> bytes:
    """A zip of these files, the same for the same files; names in UTF-8 and marked so, as Windows, WPS and 7-Zip read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, _DATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = (
                3  # said to come from Windows, some programs take the names for GBK all the same
            )
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content[name])
    return buffer.getvalue()


def _write_overview(table: Path, overview: Overview) -> None:
    before = _read(table)
    wanted = overview_bytes(with_ticks(overview, ticked(before, overview.title) if before else {}))
    if before == wanted:
        return
    if before is not None:
        files.keep_copy(table)
    files.write_bytes(table, wanted)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None
