"""Word documents as a person sees them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from plan_documents import PLAN, add_table, drawn, make_docx, said
from taskbook.intake import read_document
from taskbook.intake.blocks import Block, Paragraph, Part, Table
from taskbook.intake.opening import read_blocks


def save(document: object, tmp_path: Path) -> Path:
    path = tmp_path / "plan.docx"
    document.save(str(path))
    return path


def blocks(document: object, tmp_path: Path) -> list[Block]:
    return read_blocks(save(document, tmp_path))


def only_table(found: list[Block]) -> Table:
    (table,) = [block for block in found if isinstance(block, Table)]
    return table


def texts(table: Table) -> list[list[str]]:
    return [[text for *_, text in table.cells(row)] for row in range(len(table.rows))]


def number(paragraph: object, numbering: int, level: int = 0) -> None:
    """Give a paragraph an automatic number."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
        )
    )


def add_numbering(document: object, key: int, *levels: tuple[str, str], override: int | None = None) -> None:
    """A numbering with levels (format, text); one that overrides shares the abstract numbering `key` - 1."""
    part = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    abstract = key if override is None else key - 1
    if override is None:
        first_num = next(one for one in part if one.tag == qn("w:num"))
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">{inner}</w:abstractNum>'
        )
        first_num.addprevious(made)
    start = (
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{override}"/></w:lvlOverride>' if override else ""
    )
    part.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{start}</w:num>'
        )
    )


def wrapped(element: object, tag: str) -> None:
    """Put an element into a wrapper where it stands, as tracked changes and content controls do."""
    wrapper = OxmlElement(tag)
    element.addprevious(wrapper)
    inner = wrapper
    if tag == "w:sdt":
        inner = OxmlElement("w:sdtContent")
        wrapper.append(inner)
    inner.append(element)


def test_merged_cells_and_breaks_and_tabs_come_as_they_look(tmp_path):
    document = docx.Document()
    made = add_table(document, drawn(PLAN))
    made.cell(1, 3).text = "区教育局\n区民政局\t牵头"
    table = only_table(blocks(document, tmp_path))
    assert texts(table)[1:] == [
        ["1", "公开重点信息", "及时公开规划信息。", "区教育局\n区民政局\t牵头", "2026年11月底"],
        ["2", "公开重点信息", "及时公开预算信息。", "区财政局、区民政局", "全年持续推进"],
    ]
    assert not table.is_anchor(2, 1)


def test_insertions_are_kept_and_deletions_gone(tmp_path):
    document = docx.Document()
    made = add_table(document, drawn(PLAN))
    cell = made.cell(1, 2).paragraphs[0]
    cell.add_run("（新增要求）")
    wrapped(cell.runs[1]._r, "w:ins")
    gone = cell.add_run("删去的话")
    gone._r.find(qn("w:t")).tag = qn("w:delText")
    wrapped(gone._r, "w:del")
    row = made.add_row()
    row.cells[2].text = "整行删去"
    row._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    table = only_table(blocks(document, tmp_path))
    assert len(table.rows) == 3
    assert table.rows[1][2].text == "及时公开规划信息。（新增要求）"


def test_a_deleted_paragraph_end_joins_the_lines(tmp_path):
    document = docx.Document()
    made = add_table(document, drawn(PLAN))
    cell = made.cell(1, 2)
    cell.text = "及时公开"
    mark = OxmlElement("w:rPr")
    mark.append(OxmlElement("w:del"))
    cell.paragraphs[0]._p.get_or_add_pPr().append(mark)
    cell.add_paragraph("规划信息。")
    assert only_table(blocks(document, tmp_path)).rows[1][2].text == "及时公开规划信息。"


def test_content_controls_are_looked_through_and_their_prompts_left_out(tmp_path):
    document = docx.Document()
    made = add_table(document, drawn(PLAN))
    wrapped(made.cell(1, 3).paragraphs[0]._p, "w:sdt")
    made.cell(1, 4).text = "单击此处输入文字"
    prompt = made.cell(1, 4).paragraphs[0]._p
    prompt.addnext(OxmlElement("w:p"))
    wrapped(prompt, "w:sdt")
    control = made.cell(1, 4)._tc.find(qn("w:sdt"))
    control.insert(0, parse_xml(f"<w:sdtPr {nsdecls('w')}><w:showingPlcHdr/></w:sdtPr>"))
    wrapped(made.rows[2]._tr, "w:sdt")
    table = only_table(blocks(document, tmp_path))
    assert table.rows[1][3].text == "区教育局"
    assert table.rows[1][4].text == ""
    assert table.rows[2][2].text == "及时公开预算信息。"


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1", ["1", "2"]),
        ("decimal", "%1.", ["1", "2"]),
        ("chineseCounting", "（%1）", ["（一）", "（二）"]),
        ("decimalZero", "%1", ["01", "02"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
    ],
)
def test_automatic_numbers_fill_the_cells_they_show_in(tmp_path, form, text, expected):
    document = docx.Document()
    add_numbering(document, 90, (form, text))
    made = add_table(document, drawn(PLAN))
    for row in (1, 2):
        made.cell(row, 0).text = ""
        number(made.cell(row, 0).paragraphs[0], 90)
    plan, _ = read_document(save(document, tmp_path))
    assert [task.number for task in plan.tasks] == expected


def test_automatic_numbers_before_text_levels_restarts_and_styles(tmp_path):
    document = docx.Document()
    add_numbering(document, 90, ("chineseCounting", "%1、"), ("decimal", "%1.%2"))
    add_numbering(document, 91, override=1)
    for level, numbering in ((0, 90), (1, 90), (1, 90), (0, 90), (1, 90), (0, 91)):
        number(document.add_paragraph("文字"), numbering, level)
    document.add_paragraph("清单", style="List Number")
    document.add_paragraph("圆点", style="List Bullet")
    found = [block.text for block in blocks(document, tmp_path) if isinstance(block, Paragraph)]
    assert found[:6] == ["一、文字", "一.1 文字", "一.2 文字", "二、文字", "二.1 文字", "一、文字"]
    assert found[6:] == ["1.清单", "圆点"]


def test_numbers_of_covered_cells_are_not_counted(tmp_path):
    document = docx.Document()
    add_numbering(document, 90, ("decimal", "%1"))
    made = add_table(document, drawn(PLAN + "| 3 | 公开 | 及时公开。 | 区教育局 | 长期 |"))
    for row in range(1, 4):
        made.cell(row, 0).text = ""
    made.cell(1, 0).merge(made.cell(2, 0))
    for row in made.rows[1:]:
        first, *empty = row._tr.tc_lst[0].findall(qn("w:p"))
        for paragraph in empty:
            row._tr.tc_lst[0].remove(paragraph)
        number(docx.text.paragraph.Paragraph(first, made), 90)
    plan, _ = read_document(save(document, tmp_path))
    assert [task.number for task in plan.tasks] == ["1", "1", "2"]


def test_a_table_in_a_cell_is_part_of_the_cell(tmp_path):
    document = docx.Document()
    made = add_table(document, drawn(PLAN))
    inner = made.cell(1, 2).add_table(rows=2, cols=2)
    for row, words in enumerate((("指标", "数量"), ("公开率", "100%"))):
        for column, word in enumerate(words):
            inner.cell(row, column).text = word
    found = blocks(document, tmp_path)
    assert only_table(found).rows[1][2].text == "及时公开规划信息。\n指标 数量\n公开率 100%"


def test_a_table_that_only_arranges_the_page_is_opened(tmp_path):
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    outer.cell(0, 0).text = "示例县2026年任务分解表"
    add_table_in = outer.cell(0, 0).add_table(rows=3, cols=5)
    for row, line in enumerate(drawn(PLAN).texts):
        for column, text in enumerate(line):
            add_table_in.cell(row, column).text = text
    plan, _ = read_document(save(document, tmp_path))
    assert plan.settings.plan_name == "示例县2026年任务分解表"
    assert len(plan.tasks) == 2


def test_a_text_box_is_read_once_though_it_is_written_twice(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    box = "<w:txbxContent><w:p><w:r><w:t>示例县人民政府文件</w:t></w:r></w:p></w:txbxContent>"
    namespaces = (
        f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    paragraph._p.append(
        parse_xml(
            f"<w:r {namespaces}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx>"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )
    found = [block.text for block in blocks(document, tmp_path)]
    assert found == ["正文", "示例县人民政府文件"]


def test_hidden_text_headers_and_comments_are_findings_not_content(tmp_path):
    document = docx.Document()
    made = add_table(document, drawn(PLAN))
    run = made.cell(1, 2).paragraphs[0].add_run("看不见的话")
    run.font.hidden = True
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    document.sections[0].footer.paragraphs[0].text = "— 3 —"
    document.add_comment(made.cell(1, 2).paragraphs[0].runs[0], text="请核对")
    plan, findings = read_document(save(document, tmp_path))
    assert plan.tasks[0].content == "及时公开规划信息。"
    unplaced = [(one.where.sheet, one.message.split("“")[1].split("”")[0]) for one in findings[-3:]]
    assert unplaced == [
        (Part.HIDDEN, "看不见的话"),
        (Part.COMMENT, "请核对"),
        (Part.MARGIN, "内部资料 注意保存"),
    ]


def test_symbols_hyphens_and_pronunciations_are_text(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/><w:noBreakHyphen/><w:softHyphen/>'
            "<w:ruby><w:rt><w:r><w:t>tóng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>砼</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        )
    )
    (block,) = blocks(document, tmp_path)
    assert block.text == "甲☑-砼（tóng）"


def test_cells_merged_in_the_old_way_and_rows_that_begin_late(tmp_path):
    document = docx.Document()
    made = add_table(
        document, drawn("| 序号 | 工作任务 | 责任单位 |\n| 一、公开 | | |\n| | 及时公开。 | 区教育局 |")
    )
    for at, kind in enumerate(("restart", "continue", "continue")):
        merge = OxmlElement("w:hMerge")
        merge.set(qn("w:val"), kind)
        made.rows[1]._tr.tc_lst[at].get_or_add_tcPr().append(merge)
    late = made.rows[2]._tr
    late.remove(late.tc_lst[0])
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "1")
    late.get_or_add_trPr().append(before)
    plan, _ = read_document(save(document, tmp_path))
    assert [said(task, "section", "content", "responsible") for task in plan.tasks] == [
        ("一、公开", "及时公开。", "区教育局")
    ]


def test_the_strict_variant_and_another_name_of_the_document_part(tmp_path):
    path = make_docx(tmp_path / "plan.docx", "示例县2026年任务分解表", PLAN)
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith((".xml", ".rels")):
                text = data.decode("utf-8")
                text = re.sub(
                    r"http://schemas\.openxmlformats\.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                    text,
                )
                data = text.replace("word/document.xml", "word/document2.xml").encode("utf-8")
            name = name.replace("document.xml", "document2.xml")
            new.writestr(name, data)
    plan, _ = read_document(strict)
    assert len(plan.tasks) == 2


def test_merged_ranges_that_do_not_line_up_keep_every_text(tmp_path):
    document = docx.Document()
    made = add_table(
        document, drawn("| 工作任务 | 责任单位 | 完成时限 |\n| 甲。 | 甲局 | 6月 |\n| 乙。 | 乙局 | 7月 |")
    )
    for cell in (made.rows[1]._tr.tc_lst[1], made.rows[2]._tr.tc_lst[1]):
        merge = OxmlElement("w:vMerge")  # 'goes on' with nothing above to go on from, and text of its own
        cell.get_or_add_tcPr().append(merge)
    plan, _ = read_document(save(document, tmp_path))
    assert [task.responsible for task in plan.tasks] == ["甲局\n乙局", "甲局\n乙局"]
