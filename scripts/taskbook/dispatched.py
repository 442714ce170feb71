"""What became of a period's letters, one by one: for the screen, for the data file, for a preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from taskbook import wording
from taskbook.findings import Code, Finding
from taskbook.mail.letter import Letter
from taskbook.mail.outcome import Fate as Fate
from taskbook.period import Period

TOLD_BEFORE = (Code.UNCOLLECTED, Code.BOUNCED_BEFORE)
"""What a person should know before saying yes."""


class Way(StrEnum):
    """How letters leave the house; the value is the option of the command line."""

    DRAFTS = "eml"
    SERVER = "smtp"
    PACKAGES = "package"


@dataclass(frozen=True, slots=True)
class Handled:
    """One letter and what became of it: `file` the draft or the zip, `message_id` of what was handed to a server."""

    letter: Letter
    fate: Fate
    file: Path | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class SendResult:
    """Every letter with its fate, in the registry's order; `notices` are the overview, the list for chat, the one-page
    notice; `place` the folder or server it all went to; `chat` the list as text."""

    period: Period
    way: Way
    place: str
    dry_run: bool
    handled: tuple[Handled, ...]
    findings: tuple[Finding, ...]
    notices: tuple[Path, ...] = ()
    chat: str = ""

    def count(self, *fates: Fate) -> int:
        return sum(each.fate in fates for each in self.handled)

    def units(self, *fates: Fate) -> list[str]:
        return [each.letter.unit for each in self.handled if each.fate in fates]


def as_json(result: SendResult) -> dict[str, object]:
    """One entry a letter; `state` is its fate, `file` absolute where something was written for it."""
    return {
        "period": str(result.period),
        "way": str(result.way),
        "place": result.place,
        "dry_run": result.dry_run,
        "messages": [_letter_json(each) for each in result.handled],
        "counts": {str(fate): count for fate, count in Counter(e.fate for e in result.handled).items()},
        "notices": [str(notice) for notice in result.notices],
        "chat": result.chat,
        "findings": [finding.as_json() for finding in result.findings],
    }


def _letter_json(handled: Handled) -> dict[str, object]:
    letter = handled.letter
    return {
        "unit": letter.unit,
        "kind": str(letter.kind),
        "to": list(letter.to),
        "cc": list(letter.copies),
        "subject": letter.subject,
        "attachments": [attachment.name for attachment in letter.attachments],
        "state": str(handled.fate),
        "file": str(handled.file) if handled.file else "",
        "message_id": handled.message_id,
    }


def summary(result: SendResult) -> list[str]:
    """What was done, what was left and why; of a dry run, what would go to whom."""
    if result.dry_run:
        chat = ["", *result.chat.rstrip().split("\n")] if result.chat else []
        return [*_lines(result), *totals(result), *chat]
    return totals(result)


def preview(result: SendResult, whole: int = 1) -> list[str]:
    """The first `whole` letters that would go, word by word, then to whom the others go."""
    going = [each.letter for each in result.handled if each.fate is Fate.PLANNED]
    lines = [each.message for each in result.findings if each.code in TOLD_BEFORE]
    for number, letter in enumerate(going[:whole], 1):
        attached = wording.listed([_attached(each.name, each.path) for each in letter.attachments])
        lines += wording.letter_shown(
            number, len(going), letter.unit, addresses_shown(letter), letter.subject, attached, letter.text
        )
    if going[whole:]:
        lines.append(wording.OTHER_LETTERS.format(count=len(going) - whole))
        lines += [f"  {letter.unit}　{addresses_shown(letter)}" for letter in going[whole:]]
    return lines


def _lines(result: SendResult) -> Iterator[str]:
    for each in result.handled:
        letter = each.letter
        fate = wording.FATES[str(each.fate)]
        yield wording.LETTER_LINE.format(
            fate=fate, unit=letter.unit, to=addresses_shown(letter), subject=letter.subject
        )


def totals(result: SendResult) -> list[str]:
    """How many letters there are of each fate, and what was written beside them."""
    counts = Counter(each.fate for each in result.handled)
    parts = [
        wording.FATE_COUNT.format(fate=wording.FATES[str(fate)], count=counts[fate])
        for fate in Fate
        if counts[fate]
    ]
    lines = [wording.letters_of(str(result.period), len(result.handled), parts, result.place)]
    return lines + [wording.WRITTEN_BESIDE.format(file=notice) for notice in result.notices]


def addresses_shown(letter: Letter) -> str:
    """Whom a letter goes to, with who gets a copy."""
    copies = (
        wording.COPIES_SHOWN.format(addresses=wording.listed(list(letter.copies))) if letter.copies else ""
    )
    return wording.listed(list(letter.to)) + copies or wording.NO_ADDRESS_SHOWN


def _attached(name: str, path: Path) -> str:
    try:
        return wording.file_with_size(name, path.stat().st_size)
    except OSError:
        return name
