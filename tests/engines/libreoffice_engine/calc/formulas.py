"""Formulas as Excel writes them, to and from LibreOffice's tokens."""

from __future__ import annotations

import re
from typing import Any

import uno
from com.sun.star.sheet.FormulaLanguage import OOXML

from engines.com import refused

_OOXML_REFERENCES = 3
_WORD = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|([A-Z][A-Z0-9.]*)(?=\()')
ERRORS = {
    532: "#DIV/0!",
    32767: "#N/A",
    525: "#NAME?",
    521: "#NULL!",
    503: "#NUM!",
    524: "#REF!",
    519: "#VALUE!",
}
"""LibreOffice's error numbers that Excel has too; all others count as #VALUE!."""


class Formulas:
    """The parser of one document."""

    def __init__(self, document: Any) -> None:
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        names = mapper.getAvailableMappings(OOXML, -1)
        self._newer = {one.Name.removeprefix("_xlfn.") for one in names if one.Name.startswith("_xlfn.")}
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.CompileEnglish = True
        self._parser.FormulaConvention = _OOXML_REFERENCES
        map_of_names = uno.Any("[]com.sun.star.sheet.FormulaOpCodeMapEntry", names)
        uno.invoke(self._parser, "setPropertyValue", ("OpCodeMap", map_of_names))

    def tokens(self, formula: str, place: Any) -> Any:
        """`=SUM(A1)` at this place as tokens; raises what Excel raises when it is no formula."""
        text = _WORD.sub(self._stored, formula.removeprefix("="))
        found = self._parser.parseFormula(text, place)
        if not found:
            raise refused("应用程序定义或对象定义错误")
        return found

    def _stored(self, found: re.Match[str]) -> str:
        return f"_xlfn.{found[0]}" if found[1] in self._newer else found[0]

    def written(self, tokens: Any, place: Any) -> str:
        """Tokens as Excel would show the formula."""
        return "=" + self._parser.printFormula(tokens, place).replace("_xlfn.", "")
