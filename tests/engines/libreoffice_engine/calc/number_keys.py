"""Number formats by Excel's codes."""

from __future__ import annotations

import re
from typing import Any

from com.sun.star.lang import Locale

from engines.com import refused
from engines.number_formats import GENERAL

BOOLEAN = "BOOLEAN"
_KEPT = re.compile(r'"[^"]*"|\\.|_.|\[\$[^\]]*\]|AM/PM|A/P|General|E[+-]|.', re.DOTALL)
_COLOUR = re.compile(r"\[(black|blue|cyan|green|magenta|red|white|yellow)\]", re.IGNORECASE)


def excel_code(code: str) -> str:
    """LibreOffice's format code as Excel writes it: 'YYYY/M/D' → 'yyyy/m/d'."""
    if code in (BOOLEAN, "", "Standard"):
        return GENERAL
    lowered = "".join(one if len(one) > 1 else one.lower() for one in _KEPT.findall(code))
    return _COLOUR.sub(lambda found: f"[{found[1].capitalize()}]", lowered)


class NumberKeys:
    """The number formats of one document; LibreOffice numbers them."""

    def __init__(self, document: Any) -> None:
        self._formats = document.NumberFormats
        self._locale = Locale("en", "US", "")
        self._codes: dict[int, str] = {}
        self.boolean = self.key(BOOLEAN)

    def raw(self, key: int) -> str:
        """The code of a number, BOOLEAN told from General."""
        if key not in self._codes:
            code = self._formats.getByKey(key).FormatString
            self._codes[key] = BOOLEAN if code == BOOLEAN else excel_code(code)
        return self._codes[key]

    def code(self, key: int) -> str:
        """Excel's code of a number."""
        return excel_code(self.raw(key)) if self.raw(key) == BOOLEAN else self.raw(key)

    def key(self, code: str) -> int:
        """The number of Excel's code; a format that cannot be is refused."""
        found = self._formats.queryKey(code, self._locale, False)
        if found != -1:
            return found
        try:
            return self._formats.addNew(code, self._locale)
        except Exception as error:
            raise refused("不能设置类 Range 的 NumberFormat 属性") from error
