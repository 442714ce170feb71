"""The button 导入: a plan document → a new master, or the draft of one to be reviewed; a reviewed draft → its master."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taskbook import files, wording
from taskbook.buttons.desk import Declined, Desk, Report
from taskbook.buttons.words import lines_of
from taskbook.findings import CannotGoOn, Stop, has_errors


def import_document(desk: Desk, period: str, today: date | None) -> Report | None:
    """A new book beside the document, opened; a registry, groups and last year's status book beside it are used.

    A reviewed draft brings its own registry and groups.
    """
    source = desk.choose_document()
    if source is None:
        raise Declined
    from taskbook.importing import import_plan, refuse_own_book
    from taskbook.review.read import is_review

    refuse_own_book(source)
    reviewed = is_review(source)
    if reviewed and source.name in desk.unsaved_in(source.parent):
        raise CannotGoOn(Stop.REVIEW_UNSAVED, path=source)
    registry = None if reviewed else _only(_beside(source, wording.REGISTRY_MARK))
    groups = None if reviewed else _only(_beside(source, wording.GROUPS_MARK))
    status_books = _beside(source, wording.PREVIOUS_MARK)
    stem = source.stem.removesuffix(wording.REVIEW_SUFFIX)
    out = files.free_path(source.with_name(f"{wording.IMPORTED_NAME.format(stem=stem)}.xlsx"))
    draft = files.free_path(source.with_name(f"{stem}{wording.REVIEW_SUFFIX}.xlsx"))
    told = wording.with_previous([path.name for path in status_books], reviewed)
    if reviewed:
        question = wording.CONFIRM_REVIEWED.format(source=source.name, out=out.name, told=told)
    else:
        told = _told_of(registry, groups) + told
        names = {"source": source.name, "out": out.name, "draft": draft.name}
        question = wording.CONFIRM_IMPORT.format(**names, with_registry=told)
    if not desk.confirm(question):
        raise Declined
    given = (registry, groups, None, desk.progress, today, _only(status_books))
    result = import_plan(source, out, *given, review=reviewed, drafts_to=draft)
    desk.open_file(result.path)
    attention = lines_of(result.findings, result.rest)
    return Report(result.summary(), attention, errors=has_errors(result.findings))


def _told_of(registry: Path | None, groups: Path | None) -> str:
    told = wording.WITH_REGISTRY.format(name=registry.name) if registry else wording.WITHOUT_REGISTRY
    return told + (wording.WITH_GROUPS.format(name=groups.name) if groups else "")


def _beside(source: Path, mark: str) -> list[Path]:
    """The tables beside a document whose name holds a word, without what programs put there while one is open."""
    return [
        path
        for path in source.parent.iterdir()
        if mark in path.stem
        and path.suffix.lower() in {".csv", ".xlsx", ".xls"}
        and path != source
        and not path.name.startswith(("~$", "."))
    ]


def _only(found: list[Path]) -> Path | None:
    """The one that was found; several are nobody's to choose from."""
    return found[0] if len(found) == 1 else None
