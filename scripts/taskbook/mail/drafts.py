"""Drafts: a file per letter that Outlook and Foxmail open for sending."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from taskbook import files, wording
from taskbook.mail.letter import TEMPLATES, Kind, Letter
from taskbook.mail.message import draft_bytes, is_untouched_draft
from taskbook.progress import Progress, silent

SUFFIX = ".eml"
_UNIT_LENGTH = 60


def write_drafts(
    folder: Path, letters: Sequence[Letter], progress: Progress = silent, *, whole: Collection[Kind] = ()
) -> list[Path]:
    """Write `<unit>_<kind>.eml` for every letter, each in one step; their paths in the letters' order.

    A file that is there already and holds just that is left alone; one that somebody has saved since is never written
    over, the draft gets a name of its own. `whole` names kinds of which these letters are all that there are: what an
    earlier run wrote of them for others is removed, unless somebody has saved it. Raises `CannotGoOn` as
    `files.write_bytes` does, and where an attachment cannot be read.
    """
    files.sweep(folder)
    taken: set[str] = set()
    written = []
    for number, letter in enumerate(letters):
        progress(wording.PROGRESS_DRAFTS, number, len(letters))
        name = f"{letter.unit[:_UNIT_LENGTH]}_{TEMPLATES[letter.kind]}"
        written.append(_write(folder, files.safe_name(name, taken), draft_bytes(letter), written))
    if whole:
        _remove_others(folder, [TEMPLATES[kind] for kind in whole], written)
    progress(wording.PROGRESS_DRAFTS, len(letters), len(letters))
    return written


def _write(folder: Path, name: str, draft: bytes, written: Iterable[Path]) -> Path:
    """Write a draft to the first path of its name that is free or holds an untouched draft of ours."""
    used = {files.folded(path.name) for path in written}
    number, path = 1, folder / f"{name}{SUFFIX}"
    while files.folded(path.name) in used or not _may_be_replaced(path, draft):
        number += 1
        path = folder / f"{name}-{number}{SUFFIX}"
    if _content(path) != draft:
        files.write_bytes(path, draft)
    return path


def _may_be_replaced(path: Path, draft: bytes) -> bool:
    if not path.exists() and not path.is_symlink():
        return True
    content = _content(path)
    return content is not None and (content == draft or is_untouched_draft(content))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _remove_others(folder: Path, kinds: Iterable[str], written: Iterable[Path]) -> None:
    """Drafts of these kinds that are not among those written, and that nobody has saved since we wrote them."""
    kept = {files.folded(path.name) for path in written}
    names = re.compile(rf".*_({'|'.join(map(re.escape, kinds))})(\(\d+\))?(-\d+)?")
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if files.folded(path.name) in kept or not names.fullmatch(path.stem):
            continue
        content = _content(path)
        if content is not None and is_untouched_draft(content):
            with files.told_as_sentences(path):
                path.unlink(missing_ok=True)
