"""What became of looking at addresses, kept for some days so that nobody's website is asked again and again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from taskbook import files
from taskbook.findings import CannotGoOn

GOOD_DAYS, BAD_DAYS = 7, 1
"""For how many days a page that was seen, or was not to be seen, need not be looked at again."""


class Trouble(StrEnum):
    """Why a page was not seen."""

    NONE = ""
    GONE = "gone"  # the website says that there is none
    FAULT = "fault"  # the website broke down, or sends its visitors in circles
    DENIED = "denied"  # a program may not look; a person may
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    CERTIFICATE = "certificate"
    PRIVATE = "private"  # an address of an inner network that nobody allowed: not asked


NO_CONNECTION = frozenset({Trouble.UNREACHABLE, Trouble.SLOW})


@dataclass(frozen=True, slots=True)
class Seen:
    """One address on one day. `status` is the last answer's (0: there was none), `published` the day the page says it was
    put out, `reason` a few words for people where it was not seen."""

    url: str
    looked_on: date
    trouble: Trouble = Trouble.NONE
    status: int = 0
    published: date | None = None
    reason: str = ""

    def is_fresh(self, today: date) -> bool:
        days = BAD_DAYS if self.trouble else GOOD_DAYS
        return timedelta(0) <= today - self.looked_on < timedelta(days)


def load_seen(path: Path, today: date) -> dict[str, Seen]:
    """What was seen lately, by address; lines that cannot be read are passed over, as is a missing file."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {one.url: one for one in _entries(lines) if one.is_fresh(today)}


def _entries(lines: Iterable[str]) -> Iterator[Seen]:
    for line in lines:
        try:
            values = json.loads(line)
            day = values["published"]
            yield Seen(
                str(values["url"]),
                date.fromisoformat(values["looked_on"]),
                Trouble(values["trouble"]),
                int(values["status"]),
                date.fromisoformat(day) if day else None,
                str(values["reason"]),
            )
        except (ValueError, KeyError, TypeError):
            continue


def save_seen(path: Path, seen: Mapping[str, Seen]) -> None:
    """Keep it, in one step. Where it cannot be written the pages are looked at again next time, no more."""
    lines = [
        json.dumps(
            {
                "url": one.url,
                "looked_on": one.looked_on.isoformat(),
                "trouble": str(one.trouble),
                "status": one.status,
                "published": one.published.isoformat() if one.published else None,
                "reason": one.reason,
            },
            ensure_ascii=False,
        )
        for one in seen.values()
    ]
    try:
        files.write_bytes(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    except CannotGoOn:
        return
