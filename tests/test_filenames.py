"""File names from people's words."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook.filenames import folded, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("区教育局", "区教育局"),
        ("区教育局/体育局", "区教育局／体育局"),
        ('甲\\乙:丙*丁?戊"己<庚>辛|壬', "甲＼乙：丙＊丁？戊＂己＜庚＞辛｜壬"),
        ("/etc/passwd", "／etc／passwd"),
        ("..", "未命名"),
        ("", "未命名"),
        (" 区财政局. ", "区财政局"),
        ("区\n财政\t局", "区 财政 局"),
        ("区\x00财\x08政\ud800局\u200b\u202e", "区财政局"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM¹", "_COM¹"),
        ("CONSOLE", "CONSOLE"),
        ("~$总表", "$总表"),
        ("é", "é"),
        ("区" * 100, "区" * 66),
        ("a" * 300, "a" * 80),
    ],
)
def test_names_every_system_takes(text, name):
    assert safe_name(text, set()) == name


def test_names_that_collide_are_numbered_whatever_their_case():
    taken: set[str] = set()
    assert [safe_name(text, taken) for text in ("A局", "a局", "A/局", "A局")] == [
        "A局",
        "a局(2)",
        "A／局",
        "A局(3)",
    ]


def test_long_names_that_collide_stay_within_the_limit():
    taken: set[str] = set()
    names = [safe_name("区" * 100, taken, limit=20) for _ in range(12)]
    assert len(set(names)) == 12
    assert max(map(len, names)) == 20


_PIECES = [*'区教育局 ./\\:*?"<>|~$-aA1éß\x00\n\u200b（）', "\ud800", "CON", "nul", "COM1"]
_HOSTILE = st.lists(st.sampled_from(_PIECES), max_size=90).map("".join)


@given(st.lists(st.text() | _HOSTILE, min_size=1, max_size=8), st.integers(8, 120))
def test_any_text_gives_a_safe_unique_name(texts, limit):
    taken: set[str] = set()
    names = [safe_name(text, taken, limit) for text in texts]
    assert len({folded(name) for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= limit
        assert len(name.encode("utf-8")) <= 200
        assert not re.search(r'[\x00-\x1f/\\:*?"<>|]', name)
        assert name == unicodedata.normalize("NFC", name)
        assert name == name.strip(" .")
        assert (
            not PureWindowsPath(f"{name}.xlsx").is_reserved()
            if hasattr(PureWindowsPath, "is_reserved")
            else True
        )
        assert (Path("/out") / f"{name}.xlsx").parent == Path("/out")
