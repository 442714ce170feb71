"""Collect the books that came back for a period, and say what became of each file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.collect import as_json, collect_replies, summary


@cli.command(wording.COLLECT_HELP)
def main(
    master: cli.Master,
    period: cli.PeriodOption,
    inbox: Annotated[Path | None, cli.folder_option("--inbox", wording.COLLECT_INBOX)] = None,
    archive: Annotated[Path | None, cli.folder_option("--archive", wording.COLLECT_ARCHIVE)] = None,
    to_json: cli.Json = None,
    today: cli.Today = None,
) -> int:
    with cli.progress_bar() as progress:
        result = collect_replies(master, period, inbox, archive, progress, today)
    return cli.finish(as_json(result), result.findings, to_json, summary(result))


if __name__ == "__main__":
    main()
