"""Serial numbers (序号) as documents print them: 1, 01, 1.0, １２, ⑳, （三）, 第3项."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from taskbook.language.numerals import whole_number

_PRINTED = re.compile(r"第?\(?([^()第]+?)\)?[.、,。项条号]?")


@lru_cache(maxsize=4096)
def serial_number(text: str) -> int | None:
    """The number a serial stands for; None for numbers of parts (1-1, 2.3), letters and blanks."""
    printed = _PRINTED.fullmatch(plain_serial(text))
    return whole_number(printed[1]) if printed else None


def plain_serial(text: str) -> str:
    """A serial as it is compared where it is no number: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())
