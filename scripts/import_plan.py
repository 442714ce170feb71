"""Import a plan document into a new master book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.importing import import_plan, result_json


@cli.command(wording.IMPORT_HELP)
def main(
    source: Annotated[Path, cli.file_argument(wording.IMPORT_META_SOURCE, wording.IMPORT_SOURCE)],
    out: Annotated[Path, cli.file_option("--out", wording.IMPORT_OUT)],
    units: Annotated[Path | None, cli.file_option("--units", wording.IMPORT_UNITS)] = None,
    groups: Annotated[Path | None, cli.file_option("--groups", wording.IMPORT_GROUPS)] = None,
    year: Annotated[int | None, cli.year_option("--year", wording.IMPORT_YEAR)] = None,
    previous: Annotated[Path | None, cli.file_option("--previous", wording.IMPORT_PREVIOUS)] = None,
    to_json: cli.Json = None,
) -> int:
    """Import, check, and say what was found."""
    with cli.progress_bar() as progress:
        result = import_plan(source, out, units, groups, year, progress, previous=previous)
    return cli.finish(result_json(result), result.findings, to_json, result.summary(), wording.SEE_SHEET)


if __name__ == "__main__":
    main()
