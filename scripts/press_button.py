"""Press a button of the ribbon without Excel: the master is named, dropped on a starter, or asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.buttons.console import run, staying_open


@cli.command(wording.PRESS_HELP)
def main(
    button: Annotated[str, cli.file_argument(wording.PRESS_META_BUTTON, wording.PRESS_BUTTON)],
    file: Annotated[Path | None, cli.file_argument(wording.META_FILE, wording.PRESS_FILE)] = None,
    period: Annotated[str, cli.text_option("--period", wording.META_PERIOD, wording.HELP_PERIOD)] = "",
    wait: Annotated[bool, cli.flag("--wait", wording.PRESS_WAIT)] = False,
    today: cli.Today = None,
) -> int:
    with cli.progress_bar() as progress, staying_open(wait):
        return run(button, file, period, progress, today)


if __name__ == "__main__":
    main()
