"""Word templates filled in many times: whole or refused with what is wrong, whatever program saved them."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor
from taskbook.documents import DocumentTemplate, document_template
from taskbook.findings import CannotGoOn, Stop
from taskbook.period import Period
from taskbook.templates import FOLDER, fill, fill_document

ONE_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
"""A picture of one black dot."""


def template_of(folder: Path, *paragraphs: str, cells: tuple[tuple[str, ...], ...] = ()) -> DocumentTemplate:
    """A template by another hand (python-docx), with these paragraphs and then a table of these cells."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(len(cells), len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(folder / "a.docx"))
    return document_template("a.docx", folder)


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(data).paragraphs]


def test_one_template_makes_many_documents(tmp_path):
    template = template_of(
        tmp_path,
        "{#p 说明 #}",
        "致{{ unit }}：",
        "{%p for one in rows %}",
        "第{{ loop.index }}项{{ one }}",
        "{%p endfor %}",
    )
    first = template.filled({"unit": "区教育局", "rows": ["甲", "乙"]})
    second = template.filled({"unit": "区财政局", "rows": []})
    assert texts(first) == ["致区教育局：", "第1项甲", "第2项乙"]
    assert texts(second) == ["致区财政局："]
    assert template.filled({"unit": "区教育局", "rows": ["甲", "乙"]}) == first


def test_rows_repeat_and_a_cell_takes_a_colour(tmp_path):
    cells = (
        ("{%tr for one in rows %}", ""),
        ("{% cellbg one[1] %}{{ one[0] }}", "{{ one[1] }}"),
        ("{%tr endfor %}", ""),
    )
    made = opened(
        template_of(tmp_path, "x", cells=cells).filled({"rows": [("红", "FF0000"), ("绿", "00FF00")]})
    )
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["红", "FF0000"], ["绿", "00FF00"]]
    cell = table.rows[1].cells[0]._tc.tcPr
    names = [re.sub(r".*\}", "", child.tag) for child in cell]
    assert names.index("tcW") < names.index("shd")
    assert 'w:fill="00FF00"' in cell.xml


def test_values_are_text_whatever_marks_are_in_them(tmp_path):
    template = template_of(tmp_path, "一{{ unit }}二")
    evil = '甲<w:b/>&amp;"乙"{{ office }}{% if %}\x0b\x00\ud800丙'
    assert texts(template.filled({"unit": evil})) == ['一甲<w:b/>&amp;"乙"{{ office }}{% if %}?丙二']


def test_page_footers_and_properties_are_filled_in_too(tmp_path):
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].footer.paragraphs[0].text = "{{ office }}"
    document.core_properties.title = "{{ unit }}"
    document.save(str(tmp_path / "a.docx"))
    made = opened(document_template("a.docx", tmp_path).filled({"office": "某办公室", "unit": "甲 & 乙"}))
    assert made.sections[0].footer.paragraphs[0].text == "某办公室"
    assert made.core_properties.title == "甲 & 乙"


def test_a_tag_that_word_has_torn_apart_is_read(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ un", "it }", "}", "：{% if ", "unit %}好{% endif %}"):
        paragraph.add_run(piece).font.color.rgb = RGBColor(1, 2, 3)
    document.save(str(tmp_path / "a.docx"))
    assert texts(document_template("a.docx", tmp_path).filled({"unit": "甲"})) == ["甲：好"]


def test_a_picture_that_is_repeated_has_a_number_of_its_own(tmp_path):
    (tmp_path / "a.png").write_bytes(base64.b64decode(ONE_DOT))
    document = docx.Document()
    document.add_paragraph("{%p for one in rows %}")
    document.add_picture(str(tmp_path / "a.png"))
    document.add_paragraph("{%p endfor %}")
    document.save(str(tmp_path / "a.docx"))
    made = opened(document_template("a.docx", tmp_path).filled({"rows": "甲乙丙"}))
    assert re.findall(r'<wp:docPr [^>]*?id="(\d+)"', made.element.xml) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ("{{ nobody }}", "没有“nobody”这个名称"),
        ("{{ unit.nobody }}", "没有“nobody”这个名称"),
        ("{{ unit", "写法不对|花括号没有成对|附近|用错了"),
        ("{% if unit %}", "“if”没有结束"),
        ("{{ unit.__class__.__mro__ }}", "__class__"),
        ("{{ unit * 99999999 }}", "写法不对"),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}{{ unit }}{% endfor %}{% endfor %}",
            "写法不对",
        ),
    ],
)
def test_a_slip_is_told_with_the_template_and_its_paragraph(tmp_path, slip, words):
    with pytest.raises(CannotGoOn) as stopped:
        template_of(tmp_path, "一", "二", slip).filled({"unit": "甲"})
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    assert "a.docx" in str(stopped.value)
    assert re.search(words, str(stopped.value))


@pytest.mark.parametrize(
    "slip",
    [
        "致{ unit }}：", "致{{ unit }：", "致 unit }}：", "致{{ unit：", "{ if unit %}", "{% if unit }", "{%p if unit}",
        "{{ unit }}、{ unit }}", "{ unit }}、{{ unit }}",
    ],
)  # fmt: skip
def test_a_tag_that_lost_a_brace_is_never_printed(tmp_path, slip):
    """It is told with its own paragraph, also where whole tags stand before and after it."""
    with pytest.raises(CannotGoOn) as stopped:
        template_of(tmp_path, "{#p 说明：{{ 不看", "这里不看 }} #}", "{{ unit }}", slip, "{{ unit }}")
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    assert "第4行" in str(stopped.value)
    assert "的花括号没有成对" in str(stopped.value)


def test_a_footer_in_which_a_brace_is_missing_is_told_too(tmp_path):
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{ office }}"
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(CannotGoOn, match=r"“\{ office \}\}”的花括号没有成对"):
        document_template("a.docx", tmp_path)


def test_braces_of_plain_text_are_left_alone(tmp_path):
    template = template_of(
        tmp_path, "{甲}和{ 乙 }，{% raw %}{{ 丙 }}{% endraw %}，增长50%，{{ {'a': unit}['a'] }}"
    )
    assert texts(template.filled({"unit": "丁"})) == ["{甲}和{ 乙 }，{{ 丙 }}，增长50%，丁"]


@pytest.mark.parametrize("text", ["一\n致{ unit }}：\n", "{# 说明\n{{ #}致{{ unit }：\n"])
def test_a_text_in_which_a_brace_is_missing_is_told_with_its_line(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(CannotGoOn, match=r"第2行.*的花括号没有成对"):
        fill("a.txt", tmp_path, unit="甲")


def test_a_notice_in_which_a_brace_is_missing_is_told(tmp_path):
    document = docx.Document()
    document.add_paragraph("一")
    document.add_paragraph("致{ unit }}：")
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(CannotGoOn, match=r"第2行.*“致?\{ unit \}\}”的花括号没有成对"):
        fill_document("a.docx", tmp_path, unit="甲")


def test_a_slip_in_a_table_is_told_with_its_paragraph(tmp_path):
    with pytest.raises(CannotGoOn) as stopped:
        template_of(tmp_path, "一", cells=(("甲", "乙"), ("丙", "{{ danwei }}"))).filled({})
    assert "第5行" in str(stopped.value)


@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04 broken", None, "workbook"])
def test_what_is_no_template_is_told(tmp_path, content):
    path = tmp_path / "a.docx"
    if content == "workbook":
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("xl/workbook.xml", "<x/>")
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(CannotGoOn) as stopped:
        document_template("a.docx", tmp_path)
    assert stopped.value.stop is (Stop.FILE_MISSING if content is None else Stop.FILE_DAMAGED)


@pytest.mark.parametrize("name", ["通报", "督办单", "催办单"])
def test_our_templates_say_at_their_top_what_can_be_used(name):
    document = docx.Document(str(FOLDER / "notice" / f"{name}.docx"))
    assert document.paragraphs[0].text.startswith("{#p ")
    used = set(re.findall(r"\{\{[ -]*([a-z_]+)", document.element.xml))
    used |= set(
        re.findall(
            r"(?:if|elif|in) (?:not )?([a-z_]+)", " ".join(re.findall(r"\{%.*?%\}", document.element.xml))
        )
    )
    own = {"item", "row", "group", "line", "loop", "name", "plan", "annexes"}
    missing = [word for word in used - own if not re.search(rf"\b{word}\b", document.paragraphs[0].text)]
    assert missing == []


@pytest.mark.office
def test_a_template_saved_by_another_program_still_works(tmp_path, convert: Callable[[Path, str], Path]):
    again = convert(FOLDER / "notice" / "督办单.docx", "docx")
    template = document_template(again.name, again.parent)
    item = {
        "place": 1, "number": "5", "id": "T005", "old": "", "source": "《某计划》", "topic": "甲", "content": "乙", "role": "牵头", "deadline": "年底前",
        "days": 3, "light": "红灯", "reason": "丙", "why": "丁", "said": "戊", "said_when": "2026-08期（推进中）",
    }  # fmt: skip
    day = date(2026, 9, 28)
    whole = {
        "office": "某办公室",
        "plan": "某计划",
        "unit": "某局",
        "period": Period(2026, 9),
        "today": day,
        "made_on": day,
        "reply_by": day,
    }
    made = opened(
        template.filled({**whole, "reply_days": "五天", "lights_in_words": "己", "items": [item, item]})
    )
    assert len(made.tables) == 2
    said = [cell.text for row in made.tables[0].rows for cell in row.cells]
    assert {"某局", "T005", "3天", "2026-08期（推进中）：戊"} <= set(said)
