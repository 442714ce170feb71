"""Numbers in Word's formats."""

from __future__ import annotations

import pytest
from taskbook.intake.numbering import chinese, spelled


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "〇"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (25, "二十五"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (1050, "一千零五十"),
        (10000, "10000"),
    ],
)
def test_chinese_numbers(number, text):
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 36, "36"),
        ("decimalEnclosedParen", 3, "(3)"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 3, "c"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 13, "子"),
        ("ideographDigital", 20, "二〇"),
        ("never heard of", 5, "5"),
    ],
)
def test_formats(form, number, text):
    assert spelled(number, form) == text
