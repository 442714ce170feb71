"""docs/校验代码.md says what the codes say; it is made, and this fails until it is made again."""

from __future__ import annotations

import re
import string
from pathlib import Path

from taskbook import wording
from taskbook.codes_page import codes_by_section, codes_page, examples_by_code, readable
from taskbook.findings import SEVERITY_WORDS, Code, Stop

PAGE = Path(__file__).parents[1] / "docs" / wording.CODES_FILE


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == codes_page(), "run: python3 scripts/write_codes.py"


def rows_of(page: str) -> dict[str, str]:
    return {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}


def test_every_code_has_a_line_with_its_severity_and_sentence():
    codes, stops = map(rows_of, codes_page().split(wording.STOPS_HEADING))
    assert set(stops) == {stop.name for stop in Stop}
    assert set(codes) == {code.name for code in Code}
    for code in Code:
        assert f"| {SEVERITY_WORDS[code.severity]} |" in codes[code.name]
        assert readable(code.sentence) in codes[code.name]


def test_no_code_stands_outside_a_section():
    assert [code for _, codes in codes_by_section() for code in codes] == list(Code)


def test_every_rule_lends_its_examples_to_its_codes():
    examples = examples_by_code()
    assert "33、33" in examples[Code.DUPLICATE_NUMBER]
    assert {Code.REQUIRED_CELL_EMPTY, Code.COLUMN_EMPTY, Code.SIMILAR_TASK} <= set(examples)


def test_every_sentence_says_what_to_do_or_what_was_done():
    """An error always asks for something."""
    for code in Code:
        if SEVERITY_WORDS[code.severity] == "错误":
            assert re.search("请|会|处理后", code.sentence), code.name


def test_no_detail_is_without_a_word():
    sentences = [code.sentence for code in Code] + [stop.value for stop in Stop]
    details = {
        field for sentence in sentences for _, field, _, _ in string.Formatter().parse(sentence) if field
    }
    assert details - set(wording.DETAIL_WORDS) == set()
