"""Play a whole round with a simulated office on a copy of a master: what `start.py demo` runs on the sample plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording


@cli.command(wording.REHEARSAL_HELP)
def main(
    master: Annotated[Path | None, cli.file_argument(wording.META_MASTER, wording.REHEARSAL_OF)] = None,
    period: cli.PeriodOption = None,  # type: ignore[assignment]
    out: Annotated[Path | None, cli.folder_option("--out", wording.REHEARSAL_HELP_OUT)] = None,
    today: cli.Today = None,
) -> int:
    """Play, and say what came out."""
    from taskbook.rehearsal.round import chosen_master, play_round, run_folder
    from taskbook.rehearsal.summary import summary

    with cli.progress_bar() as progress:
        played = play_round(chosen_master(master), run_folder(out), period, today, progress=progress)
    print("\n".join(summary(played)))
    return cli.ERRORS_FOUND if played.wrong else cli.FINE


if __name__ == "__main__":
    main()
