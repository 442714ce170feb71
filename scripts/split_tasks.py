"""Split a master book into one book per unit for a period, and say what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.split import as_json, split_master, summary


@cli.command(wording.SPLIT_HELP)
def main(
    master: cli.Master,
    period: cli.PeriodOption,
    out: Annotated[Path | None, cli.folder_option("--out", wording.SPLIT_OUT)] = None,
    unit: Annotated[
        list[str] | None, cli.text_option("--unit", wording.META_UNIT, wording.SPLIT_UNIT)
    ] = None,
    changed: Annotated[bool, cli.flag("--changed", wording.SPLIT_CHANGED)] = False,
    to_json: cli.Json = None,
    today: cli.Today = None,
) -> int:
    with cli.progress_bar() as progress:
        result = split_master(master, period, out, unit or (), changed, progress, today)
    return cli.finish(as_json(result), result.findings, to_json, summary(result))


if __name__ == "__main__":
    main()
