"""Draw the manual's pictures in docs/pictures/: a played round's books, and the master after its buttons were pressed."""

from __future__ import annotations

import sys
from pathlib import Path

from taskbook import cli, wording


@cli.command(wording.PICTURES_HELP)
def main() -> int:
    from taskbook.rehearsal.pictures import draw_pictures
    from taskbook.rehearsal.pressing import in_excel

    root = Path(__file__).resolve().parents[1]
    sys.path.append(str(root / "tests"))
    from engines import libreoffice_engine  # the tests' Excel

    office = libreoffice_engine.launch()
    try:
        with libreoffice_engine.running(office) as app:
            print(*draw_pictures(root / "docs" / "pictures", in_excel(app)), sep="\n")
    finally:
        office.stop()
    return cli.FINE


if __name__ == "__main__":
    main()
