"""Build the Excel add-in from the sources in macros/ and the installed xlwings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.addin import ADDIN, build_addin


@cli.command(wording.BUILD_ADDIN_HELP)
def main(out: Annotated[Path, cli.file_option("--out", wording.BUILD_ADDIN_OUT)] = ADDIN) -> int:
    """Build, and say which file."""
    print(build_addin(out))
    return cli.FINE


if __name__ == "__main__":
    main()
