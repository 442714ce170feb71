"""Import a plan document into a new master book, a plan in prose by way of a review book."""

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.importing import import_plan


@cli.command(wording.IMPORT_HELP)
def main(
    source: Annotated[Path, cli.file_argument(wording.IMPORT_META_SOURCE, wording.IMPORT_SOURCE)],
    out: Annotated[Path, cli.file_option("--out", wording.IMPORT_OUT)],
    units: Annotated[Path | None, cli.file_option("--units", wording.IMPORT_UNITS)] = None,
    groups: Annotated[Path | None, cli.file_option("--groups", wording.IMPORT_GROUPS)] = None,
    year: Annotated[int | None, cli.year_option("--year", wording.IMPORT_YEAR)] = None,
    previous: Annotated[Path | None, cli.file_option("--previous", wording.IMPORT_PREVIOUS)] = None,
    prose: Annotated[bool, cli.flag("--prose", wording.IMPORT_PROSE)] = False,
    review: Annotated[bool, cli.flag("--review", wording.IMPORT_REVIEW)] = False,
    to_json: cli.Json = None,
) -> int:
    """Import, check, and say what was found."""
    with cli.progress_bar() as progress:
        result = import_plan(source, out, units, groups, year, progress, None, previous, prose, review)
    return cli.finish(result.as_json(), result.findings, to_json, result.summary(), result.rest)


if __name__ == "__main__":
    main()
