"""第3页第5行: a PDF has lines and no paragraphs, so what is said of its text names page and line, everywhere."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pdf_documents import Sheet as Page
from pdf_documents import make_pdf
from taskbook.check import as_json, check_master
from taskbook.columns import ReviewField, Sheet, SourceTextField
from taskbook.importing import import_plan
from taskbook.intake.blocks import Paragraph
from taskbook.intake.opening import read_blocks
from taskbook.prose.draft import body_of

FIRST = (
    "示例区2026年数据共享工作要点",
    "一、夯实基础",
    "（一）10月底前公布数据开放目录。（责任单位：区财政局）",
)
SECOND = (
    "（二）清理失效的数据共享接口。（责任单位：区教育局）",
    "（三）编制数据质量年度报告。（责任单位：区司法局）",
)


@pytest.fixture
def plan(tmp_path) -> Path:
    pages = [Page().lines(90, 120, *lines, size=12, leading=24) for lines in (FIRST, SECOND)]
    for number, page in enumerate(pages, 1):
        page.text(60, 40, "示例区人民政府办公室文件").text(290, 770, f"— {number} —")
    return make_pdf(tmp_path / "要点.pdf", *pages)


def test_lines_are_counted_on_their_page_without_its_head_and_its_number(plan):
    body = [one for one in read_blocks(plan) if isinstance(one, Paragraph) and one.part == "正文"]
    assert [one.number for one in body] == [1, 2, 3, 4, 5]
    assert [one.address for one in body] == [
        *(f"第1页第{at}行" for at in (1, 2, 3)),
        "第2页第1行",
        "第2页第2行",
    ]


def test_other_documents_have_paragraphs():
    body = body_of([Paragraph("甲。", 3), Paragraph("乙。", 5), Paragraph("丙。", 6, place="第2页第1行")])
    assert [body.place_at(at) for at in (0, 2, 3, 6)] == ["第3段", "第3段", "第5段", "第2页第1行"]
    assert [body.place_of(number) for number in (3, 5, 6)] == ["第3段", "第5段", "第2页第1行"]


def test_the_review_book_and_its_data_name_page_and_line(plan, tmp_path):
    draft = import_plan(plan, tmp_path / "审阅稿.xlsx")
    rows = draft.as_json()["rows"]
    assert [(row["paragraph"], row["place"]) for row in rows] == [
        (3, "第1页第3行"),
        (4, "第2页第1行"),
        (5, "第2页第2行"),
    ]
    book = openpyxl.load_workbook(draft.book)
    for sheet, heading in ((Sheet.REVIEW, ReviewField.PLACE), (Sheet.SOURCE_TEXT, SourceTextField.PLACE)):
        (column,) = [
            cell for row in book[sheet].iter_rows(max_row=5) for cell in row if cell.value == heading
        ]
        told = [
            row[column.column - 1] for row in book[sheet].iter_rows(min_row=column.row + 1, values_only=True)
        ]
        assert told[0] == "第1页第1行"
        assert "第2页第2行" in told
        assert not any("段" in place for place in told if place)
        assert book[sheet].column_dimensions[column.column_letter].width > 11


def test_findings_of_a_comparison_name_page_and_line(plan, tmp_path):
    book, master = tmp_path / "审阅稿.xlsx", tmp_path / "总表.xlsx"
    import_plan(plan, book)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[Sheet.REVIEW]
    (heading,) = [row for row in sheet.iter_rows(max_row=5) if row[0].value == ReviewField.DECISION]
    column = {cell.value: cell.column for cell in heading}
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        words = sheet.cell(row, column["工作任务"]).value or ""
        if "接口" in words:
            sheet.cell(row, column["处理"]).value = "不采用"
        if "目录" in words:
            sheet.cell(row, column["完成时限"]).value = "11月底前"
            sheet.cell(row, column["责任单位"]).value = "区司法局"
    workbook.save(book)
    import_plan(book, master)
    result = check_master(master, write=False, against=plan)
    told = {one.code.name: one for one in result.coverage.findings}
    assert told["TEXT_NOT_COVERED"].where.address == "第2页第1行"
    assert "正文第1页第3行写的是“10月底前”" in told["DATE_DIFFERS"].message
    assert "正文第1页第3行写明由“区财政局”承担" in told["PARTY_NOT_IN_TABLE"].message
    shape = as_json(result)["coverage"]
    first = shape["sentences"][0]
    assert (first["paragraph"], first["place"]) == (3, "第1页第3行")
    assert [one["places"] for one in shape["tasks"]] == [["第1页第3行"], ["第2页第2行"]]
