"""Texts an office may rewrite: filled in wholly, or refused with the line that is wrong."""

from __future__ import annotations

import pytest
from taskbook.findings import CannotGoOn, Stop
from taskbook.templates import fill


def test_a_template_is_filled_in(tmp_path):
    (tmp_path / "a.txt").write_text(
        "\ufeff致{{ unit }}：\n{% for one in rows %}\n{{ one }}\n{% endfor %}\n完", encoding="utf-8"
    )
    assert fill("a.txt", tmp_path, unit="区教育局", rows=["一", "二"]) == "致区教育局：\n一\n二\n完"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("一\n{{ nobody }}\n", "第2行", "nobody"),
        ("一\n二\n{% for x in %}\n", "第3行", ""),
        ("{% if unit %}\n", "第", ""),
    ],
)
def test_a_slip_in_a_template_is_told_with_its_line(tmp_path, text, line, words):
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        fill("b.txt", tmp_path, unit="区教育局")
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    assert line in str(stopped.value)
    assert words in str(stopped.value)


def test_a_missing_template_is_told(tmp_path):
    with pytest.raises(CannotGoOn) as stopped:
        fill("c.txt", tmp_path)
    assert stopped.value.stop is Stop.FILE_MISSING
