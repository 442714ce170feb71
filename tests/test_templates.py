"""Texts an office may rewrite: filled in wholly, or refused with the line that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from taskbook.findings import CannotGoOn, Stop
from taskbook.templates import FOLDER, fill, first_line, shortened

VALUES = {"unit": "区教育局", "rows": ["一", "二"], "due": date(2026, 9, 25)}


def refusal(folder: Path, name: str, text: str | bytes) -> str:
    """The sentence with which this template is refused."""
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    with pytest.raises(CannotGoOn) as stopped:
        fill(name, folder, **VALUES)
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    assert name in str(stopped.value)
    return str(stopped.value)


def test_a_template_is_filled_in(tmp_path):
    (tmp_path / "a.txt").write_text(
        "\ufeff致{{ unit }}：\n{% for one in rows %}\n{{ one }}\n{% endfor %}\n完", encoding="utf-8"
    )
    assert fill("a.txt", tmp_path, unit="区教育局", rows=["一", "二"]) == "致区教育局：\n一\n二\n完"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_template_may_be_saved_by_any_editor(tmp_path, encoding, end):
    (tmp_path / "a.txt").write_bytes(end.join(["致{{ unit }}", "：", "完"]).encode(encoding))
    assert fill("a.txt", tmp_path, unit="区教育局") == "致区教育局\n：\n完"


def test_a_template_is_read_again_when_it_was_changed(tmp_path):
    template = tmp_path / "a.txt"
    template.write_text("一{{ unit }}", encoding="utf-8")
    assert fill("a.txt", tmp_path, unit="甲") == "一甲"
    template.write_text("二{{ unit }}二", encoding="utf-8")
    assert fill("a.txt", tmp_path, unit="甲") == "二甲二"


def test_in_a_page_values_are_text_and_in_a_text_they_are_themselves(tmp_path):
    for name in ("a.html", "a.txt"):
        (tmp_path / name).write_text("<b>{{ unit }}</b>", encoding="utf-8")
    name = '甲&乙<script>"'
    assert fill("a.html", tmp_path, unit=name) == "<b>甲&amp;乙&lt;script&gt;&#34;</b>"
    assert fill("a.txt", tmp_path, unit=name) == f"<b>{name}</b>"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("一\n{{ nobody }}\n", 2, "没有“nobody”这个名称"),
        ("一\n\n{{ unit.nobody }}\n", 3, "没有“nobody”这个名称"),
        ("{{ 单位 }}", 1, "没有“单位”这个名称"),
        ("{{ unit|shrt }}", 1, "没有“shrt”这个名称"),
        ("\n{% if unit is shrt %}一{% endif %}", 2, "没有“shrt”这个名称"),
        ("{% for one in rows %}\n{{ loop.nr }}\n{% endfor %}", 2, "没有“nr”这个名称"),
        ("一\n二\n{% for x in %}\n", 3, "缺少内容"),
        ("{% if unit %}\n", 1, "“if”没有结束，缺少对应的“endif”"),
        ("{% for one in rows %}\n{{ one }}\n", 2, "“for”没有结束，缺少对应的“endfor”"),
        ("一\n{% endfor %}", 2, "“endfor”放错了地方"),
        ("{% for one in rows %}\n{{ one }}\n{% endif %}", 3, "“endif”放错了地方"),
        ("一\n{{ unit }\n二", 2, "“{{ unit }”的花括号没有成对"),
        ("一{{ unit", 1, "花括号没有成对"),
        ("一\n{{ “unit” }}", 2, "““”用错了"),
        ("{{ unit，rows }}", 1, "，"),
        ("一\n｛｛ unit ｝｝", 2, "“｛｛”用错了"),
        ("一\n{％ if unit ％}", 2, "“{％”用错了"),
        ("{# 没有结束", 1, "说明没有结束"),
        ("{{ unit rows }}", 1, "“rows”附近"),
        ("一\n{{ unit + 1 }}", 2, "写法不对"),
        ("{{ 1 / 0 }}", 1, "写法不对"),
        ("一\n二\n{{ unit() }}", 3, "写法不对"),
        ("{% for a, b in rows %}{% endfor %}", 1, "写法不对"),
        ("{{ due.strftime(1) }}", 1, "写法不对"),
        (b"\x01\x02\x03\x04PK", 1, "不是文本文件"),
    ],
)
def test_a_slip_in_a_template_is_told_with_its_line(tmp_path, text, line, words):
    told = refusal(tmp_path, "b.txt", text)
    assert f"第{line}行" in told
    assert words in told


def test_a_slip_in_an_included_template_is_told_with_its_own_name(tmp_path):
    (tmp_path / "whole.html").write_text("{% include 'part.html' %}", encoding="utf-8")
    for slip, line in (("\n\n{{ nobody }}", 3), ("\n{{ nobody", 2)):
        (tmp_path / "part.html").write_text(slip, encoding="utf-8")
        with pytest.raises(CannotGoOn) as stopped:
            fill("whole.html", tmp_path)
        assert "part.html”第" in str(stopped.value)
        assert f"第{line}行" in str(stopped.value)


def test_a_template_from_elsewhere_reaches_nothing_but_its_values(tmp_path):
    for text in ("{{ unit.__class__.__mro__ }}", "{{ rows.append('三') }}", "{{ range(10**9)|list }}"):
        refusal(tmp_path, "c.txt", text)
    assert VALUES["rows"] == ["一", "二"]


@pytest.mark.parametrize("way", ["include", "import", "extends", "from"])
@pytest.mark.parametrize("name", ["/etc/hostname", "../secret.txt", "a/../../secret.txt", "link.txt"])
def test_a_template_includes_nothing_from_outside_its_folder(tmp_path, name, way):
    folder = tmp_path / "templates"
    (folder / "a").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("geheim", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    rest = {"import": " as x", "from": " import x"}.get(way, "")
    told = refusal(folder, "c.txt", f"一\n{{% {way} '{name}'{rest} %}}")
    assert "只能用模板文件夹里的文件" in told
    assert name in told
    assert "geheim" not in told


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'x' * 10**11 }}",
        "{{ 10**11 * 'x' }}",
        "{{ unit * 99999999999 }}",
        "{{ rows * 99999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x'|center(99999999999) }}",
        "{{ 'x'.ljust(99999999999) }}",
        "{{ 'x\nx'|indent(99999999999) }}",
        "{{ '%99999999999d' % 1 }}",
        "{{ '%*d'|format(99999999999, 1) }}",
        "{{ '{:>99999999999}'.format(1) }}",
        "{{ '{:>{}}'.format(1, 99999999999) }}",
        "{{ lipsum(99999999999) }}",
        "{{ cycler() }}",
        "{{ ('9' * 20)|int }}",
        "{% set x = '{:>99999999999}' %}{{ x.format(1) }}",
        "{% for a in range(9999) %}{% for b in range(9999) %}xxxxxxxxxx{% endfor %}{% endfor %}",
    ],
)
def test_a_template_that_would_fill_the_memory_is_refused(tmp_path, text):
    assert "写法不对" in refusal(tmp_path, "c.txt", text)


def test_usual_sums_and_formats_work(tmp_path):
    text = "{{ 3 * 7 }} {{ 'ab' * 3 }} {{ 2 ** 10 }} {{ '%05.1f%%' % 12.34 }} {{ '%s'|format(unit) }} {{ unit|center(9) }}"
    (tmp_path / "c.txt").write_text(text, encoding="utf-8")
    assert fill("c.txt", tmp_path, unit="甲") == "21 ababab 1024 012.3% 甲     甲    "
    (tmp_path / "c.txt").write_text("{{ unit|indent(2) }}{{ '%s' % unit }}", encoding="utf-8")
    assert fill("c.txt", tmp_path, unit="%99999d{a:99999}") == "%99999d{a:99999}" * 2


@pytest.mark.parametrize("text", ["", "{% include 'gone.txt' %}"])
def test_a_missing_template_is_told(tmp_path, text):
    if text:
        (tmp_path / "c.txt").write_text(text, encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        fill("c.txt", tmp_path)
    assert stopped.value.stop is Stop.FILE_MISSING
    assert ("gone.txt" if text else "c.txt") in str(stopped.value)


def test_the_text_begins_after_the_notes(tmp_path):
    (tmp_path / "d.txt").write_text("{# 一\n二 -#}\n{# 三 #}\n\n主题：x\n", encoding="utf-8")
    assert first_line("d.txt", tmp_path) == 5
    (tmp_path / "d.txt").write_text("主题：x\n", encoding="utf-8")
    assert first_line("d.txt", tmp_path) == 1


@pytest.mark.parametrize("longest", [1, 2, 5, 60])
def test_short_is_one_line_of_at_most_so_many_characters(longest):
    text = "推进 政务\n新媒体　整合" * 20
    assert len(shortened(text, longest)) <= longest
    assert "\n" not in shortened(text, longest)
    assert shortened("短", longest) == "短"


def test_every_template_of_ours_says_at_its_top_what_can_be_used():
    texts = [path for path in FOLDER.rglob("*") if path.suffix in (".txt", ".html") and path.parent != FOLDER]
    assert texts
    for path in texts:
        assert path.read_text(encoding="utf-8").startswith("{#"), path
