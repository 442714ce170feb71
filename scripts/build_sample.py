"""Build the sample plan's files in workbook/ from their readable source."""

from __future__ import annotations

from taskbook import cli, wording
from taskbook.sample.build import build_sample


@cli.command(wording.BUILD_SAMPLE_HELP)
def main() -> int:
    """Build, and say which files."""
    print(wording.sample_built([str(path) for path in build_sample()]))
    return 0


if __name__ == "__main__":
    main()
