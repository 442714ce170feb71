"""Check a master book; findings go into its sheet 校验结果."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from taskbook import cli, wording
from taskbook.check import as_json, check_master


@cli.command(wording.CHECK_HELP)
def main(
    master: cli.Master,
    against: Annotated[Path | None, cli.file_option("--against", wording.CHECK_AGAINST)] = None,
    no_write: Annotated[bool, cli.flag("--no-write", wording.CHECK_NO_WRITE)] = False,
    to_json: cli.Json = None,
) -> int:
    """Check, and say what was found."""
    result = check_master(master, write=not no_write, against=against)
    rest = "" if no_write else wording.SEE_SHEET
    return cli.finish(as_json(result), result.findings, to_json, result.summary(), rest)


if __name__ == "__main__":
    main()
