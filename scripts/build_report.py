"""Build the monthly report of a period: notice, workbook, page, scores, orders, texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.report import as_json, build_report, summary


@cli.command(wording.REPORT_HELP)
def main(
    master: cli.Master,
    period: cli.PeriodOption,
    archive: Annotated[Path | None, cli.folder_option("--archive", wording.REPORT_ARCHIVE)] = None,
    out: Annotated[Path | None, cli.folder_option("--out", wording.REPORT_OUT)] = None,
    links: Annotated[bool, cli.flag("--links", wording.REPORT_LINKS)] = False,
    to_json: cli.Json = None,
    today: cli.Today = None,
) -> int:
    with cli.progress_bar() as progress:
        result = build_report(master, period, archive, out, links, progress, today)
    return cli.finish(as_json(result), result.findings, to_json, summary(result))


if __name__ == "__main__":
    main()
