"""Write docs/校验代码.md anew; a test fails where it does not say what the codes say."""

from __future__ import annotations

from pathlib import Path

from taskbook import wording
from taskbook.codes_page import codes_page

PAGE = Path(__file__).parents[1] / "docs" / wording.CODES_FILE

if __name__ == "__main__":
    PAGE.write_text(codes_page(), encoding="utf-8", newline="\n")
    print(PAGE)
