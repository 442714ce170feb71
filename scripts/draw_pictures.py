"""Draw the manual's pictures in docs/pictures/ from the books of a played round."""

from __future__ import annotations

from pathlib import Path

from taskbook import cli, wording


@cli.command(wording.PICTURES_HELP)
def main() -> int:
    """Draw, and say which files."""
    from taskbook.rehearsal.pictures import draw_pictures

    for picture in draw_pictures(Path(__file__).resolve().parents[1] / "docs" / "pictures"):
        print(picture.name)
    return cli.FINE


if __name__ == "__main__":
    main()
