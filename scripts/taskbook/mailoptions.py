"""The options of the commands that send and fetch mail, and what of them has to be read before anything begins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taskbook import cli, wording
from taskbook.findings import CannotGoOn, Stop


def seconds_of(text: str) -> float:
    """`1.5` → 1.5 (seconds); anything else cannot go on."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise CannotGoOn(Stop.OPTION_WRONG, option="--pause", form=wording.FORM_SECONDS, text=text)
    return seconds


def count_of(text: str) -> int:
    """`60` → 60; anything else cannot go on."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 6000):
        raise CannotGoOn(Stop.OPTION_WRONG, option="--per-minute", form=wording.FORM_PER_MINUTE, text=text)
    return int(text)


Books = Annotated[Path | None, cli.folder_option("--books", wording.SEND_BOOKS)]
Eml = Annotated[Path | None, cli.folder_option("--eml", wording.SEND_EML)]
Smtp = Annotated[str | None, cli.text_option("--smtp", wording.META_SERVER, wording.SEND_SMTP)]
Package = Annotated[Path | None, cli.folder_option("--package", wording.SEND_PACKAGE)]
Remind = Annotated[bool, cli.flag("--remind", wording.SEND_REMIND)]
DryRun = Annotated[bool, cli.flag("--dry-run", wording.SEND_DRY_RUN)]
Units = Annotated[list[str] | None, cli.text_option("--unit", wording.META_UNIT, wording.SEND_UNIT)]
Resend = Annotated[list[str] | None, cli.text_option("--resend", wording.META_UNIT, wording.SEND_RESEND)]
Pause = Annotated[
    float | None,
    typer.Option("--pause", parser=seconds_of, metavar=wording.META_SECONDS, help=wording.SEND_PAUSE),
]
PerMinute = Annotated[
    int | None,
    typer.Option("--per-minute", parser=count_of, metavar=wording.META_COUNT, help=wording.SEND_PER_MINUTE),
]
Yes = Annotated[bool, cli.flag("--yes", wording.SEND_YES)]
Imap = Annotated[str | None, cli.text_option("--imap", wording.META_SERVER, wording.COLLECT_IMAP)]
Watch = Annotated[bool, cli.flag("--watch", wording.COLLECT_WATCH)]
Inbox = Annotated[Path | None, cli.folder_option("--inbox", wording.COLLECT_INBOX)]
Archive = Annotated[Path | None, cli.folder_option("--archive", wording.COLLECT_ARCHIVE)]
