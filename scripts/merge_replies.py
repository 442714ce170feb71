"""Merge what was collected into the status book of a period, and write the status columns of the master."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.merge import as_json, merge_master, summary


@cli.command(wording.MERGE_HELP)
def main(
    master: cli.Master,
    period: cli.PeriodOption,
    archive: Annotated[Path | None, cli.folder_option("--archive", wording.MERGE_ARCHIVE)] = None,
    out: Annotated[Path | None, cli.file_option("--out", wording.MERGE_OUT)] = None,
    to_json: cli.Json = None,
    today: cli.Today = None,
) -> int:
    with cli.progress_bar() as progress:
        result = merge_master(master, period, archive, out, progress, today)
    return cli.finish(as_json(result), result.findings, to_json, summary(result))


if __name__ == "__main__":
    main()
