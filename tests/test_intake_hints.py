"""What a source shows beside its words: how deep a heading is, where a paragraph begins."""

from __future__ import annotations

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from plan_documents import add_table, drawn
from taskbook.intake.blocks import Paragraph
from taskbook.intake.line_starts import line_starts
from taskbook.intake.opening import read_blocks
from taskbook.intake.text import read_text


def paragraphs(path) -> list[Paragraph]:
    return [block for block in read_blocks(path) if isinstance(block, Paragraph)]


def hints(text: str) -> list[tuple[str, bool | None]]:
    return [(one.text, one.begins) for one in read_text(text) if isinstance(one, Paragraph)]


def with_property(element, xml: str) -> None:
    element.get_or_add_pPr().append(parse_xml(xml.replace("/>", f" {nsdecls('w')}/>", 1)))


@pytest.fixture
def document():
    return docx.Document()


@pytest.fixture
def read(document, tmp_path):
    def saved_and_read() -> list[Paragraph]:
        document.save(str(tmp_path / "plan.docx"))
        return paragraphs(tmp_path / "plan.docx")

    return saved_and_read


def test_levels_of_headings(document, read):
    document.add_heading("示例区工作要点", 0)  # the style Title
    document.add_heading("一、总体要求", 1)
    document.add_heading("（一）主要目标", 2)
    document.add_paragraph("全区办件时间压缩一半。")
    own = document.styles.add_style("要点二级", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("（二）重点任务", style="要点二级")
    deeper = document.styles.add_style("要点三级", WD_STYLE_TYPE.PARAGRAPH)
    deeper.base_style = own
    with_property(deeper.element, '<w:outlineLvl w:val="2"/>')
    document.add_paragraph("1.推进公开", style="要点三级")
    with_property(document.add_paragraph("二、保障措施")._p, '<w:outlineLvl w:val="0"/>')
    body = document.add_paragraph("由区政府办公室组织。", style="Heading 1")
    with_property(body._p, '<w:outlineLvl w:val="9"/>')
    assert [one.level for one in read()] == [None, 0, 1, None, 1, 2, 0, None]


def test_a_style_that_only_its_name_betrays(document, read):
    for name in ("标题 3", "二级标题", "标题"):
        document.add_paragraph(name, style=document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    assert [one.level for one in read()] == [2, 1, None]


@pytest.mark.parametrize("name", ["标题", "副标题", "大标题", "文档标题", "Title", "Subtitle", "標題"])
def test_a_document_s_own_title_heads_no_section(document, read, name):
    """Chinese Word gives the style of a title an outline level."""
    known = [style.name for style in document.styles]
    style = (
        document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    with_property(style.element, '<w:outlineLvl w:val="0"/>')
    document.add_paragraph("示例区工作要点", style=name)
    assert [one.level for one in read()] == [None]


@pytest.mark.parametrize(("least", "begins"), [(3, [None, None, None, *[True] * 7]), (2, [True] * 10)])
def test_how_many_lines_show_the_margin(least, begins):
    """Three of ten lines at the least indent show the margin; two are slips, and every line stands in."""
    lines = [f"  第{at}行" for at in range(least)] + [f"    第{at}行" for at in range(least, 10)]
    assert [one.begins for one in line_starts("\n".join(lines))] == begins


def test_styles_that_are_based_on_each_other(document, read):
    first = document.styles.add_style("甲", WD_STYLE_TYPE.PARAGRAPH)
    second = document.styles.add_style("乙", WD_STYLE_TYPE.PARAGRAPH)
    first.base_style, second.base_style = second, first
    document.add_paragraph("一段话。", style="甲")
    assert [(one.text, one.level, one.begins) for one in read()] == [("一段话。", None, None)]


def test_indents_of_first_lines(document, read):
    indented = document.styles.add_style("正文缩进", WD_STYLE_TYPE.PARAGRAPH)
    indented.paragraph_format.first_line_indent = Pt(32)
    document.add_paragraph("样式带缩进的一段。", style="正文缩进")
    plain = document.add_paragraph("样式带缩进而自己取消的一段。", style="正文缩进")
    plain.paragraph_format.first_line_indent = Pt(0)
    document.add_paragraph("没有缩进的一段。")
    with_property(document.add_paragraph("缩进两个字的一段。")._p, '<w:ind w:firstLineChars="200"/>')
    hanging = document.add_paragraph("悬挂缩进的一段。")
    hanging.paragraph_format.first_line_indent = Pt(-20)
    document.add_paragraph("\u3000\u3000开头空两格的一段。")
    document.add_paragraph("\u3000开头空一格的一段。")
    document.add_paragraph("    空四个半角的一段。")
    document.add_paragraph("\t用制表符的一段。")
    assert [(one.text[:2], one.begins) for one in read()] == [
        ("样式", True),
        ("样式", None),
        ("没有", None),
        ("缩进", True),
        ("悬挂", None),
        ("开头", True),
        ("开头", None),
        ("空四", True),
        ("用制", True),
    ]


def test_hints_do_not_change_what_is_read(document, read):
    document.add_heading("一、总体要求", 1)
    add_table(document, drawn("| 序号 | 工作任务 |\n| 1 | 推进公开 |"))
    document.add_paragraph("\u3000\u3000表后一段。")
    assert [(one.text, one.number) for one in read()] == [("一、总体要求", 1), ("表后一段。", 2)]


def test_indented_lines_of_a_text():
    text = "示例区工作要点\n\u3000\u3000推进政务公开，\n由区政府办公室\n牵头。\n    区财政局配合。\n\t各乡镇落实。\n 完毕。\n"
    assert hints(text) == [
        ("示例区工作要点", None),
        ("推进政务公开，", True),
        ("由区政府办公室", None),
        ("牵头。", None),
        ("区财政局配合。", True),
        ("各乡镇落实。", True),
        ("完毕。", None),
    ]


def test_a_text_that_stands_in_as_a_whole():
    assert hints("    第一行文字\n    第二行文字\n      第三行文字\n    第四行文字") == [
        ("第一行文字", None),
        ("第二行文字", None),
        ("第三行文字", True),
        ("第四行文字", None),
    ]


def test_a_text_whose_every_line_stands_in_by_two_characters():
    assert [begins for _, begins in hints("\u3000\u3000第一段。\n\u3000\u3000第二段。\n")] == [True, True]


def test_blank_lines_tell_where_there_are_not_everywhere():
    assert hints("第一段的第一行\n第二行。\n\n第二段的第一行\n第二行。\n") == [
        ("第一段的第一行", None),
        ("第二行。", None),
        ("第二段的第一行", True),
        ("第二行。", None),
    ]
    assert [begins for _, begins in hints("第一行\n\n第二行\n\n第三行。\n\n第四行")] == [None] * 4


def test_a_page_ends_in_the_middle_of_a_sentence():
    text = "推进政务公开，由区政府\n— 3 —\n\n\f办公室牵头。\n第二行\n\n- 4 -\n\n第三行\n\n另起一段\n"
    assert [begins for one, begins in hints(text) if one[0] in "办第"] == [None, None, None]
    assert hints(text)[-1] == ("另起一段", True)


@pytest.mark.parametrize("mark", ["\t", ","])
def test_hints_beside_a_table_in_a_text(mark):
    table = "\n".join(
        mark.join(row) for row in (["序号", "工作任务", "责任单位"], ["1", "推进公开", "区财政局"])
    )
    text = f"示例区工作要点\n\u3000\u3000为推进公开，制定本表。\n{table}\n"
    assert hints(text)[:2] == [("示例区工作要点", None), ("为推进公开，制定本表。", True)]


def test_lines_led_by_tabs_are_paragraphs_where_there_is_no_table():
    assert hints("\t推进政务公开，\n由区政府办公室牵头。\n\t区财政局配合。\n") == [
        ("推进政务公开，", True),
        ("由区政府办公室牵头。", None),
        ("区财政局配合。", True),
    ]
