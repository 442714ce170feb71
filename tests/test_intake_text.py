"""Flattened text in both forms, in every encoding, with what conversions leave behind."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_documents import drawn, make_docx, said
from taskbook.findings import Code
from taskbook.intake import read_document
from taskbook.intake.blocks import Paragraph, table_of
from taskbook.intake.encoding import decode
from taskbook.intake.tables import read_tables
from taskbook.intake.text import read_text

HEADINGS = ["序号", "一级指标", "二级指标", "工作任务", "责任单位", "完成时限"]
ROWS = [
    ["1", "一、公开", "（一）规划", "公开规划信息。", "区教育局", "长期工作"],
    ["2", "", "", "公开预算信息。", "区财政局、\n区民政局", "2026年11月底"],
    ["3", "二、解读", "（二）政策", "解读重要政策。", "", "全年持续推进"],
]
EXPECTED = [
    ("1", "一、公开", "（一）规划", "公开规划信息。", "区教育局", "长期工作"),
    ("2", "一、公开", "（一）规划", "公开预算信息。", "区财政局、\n区民政局", "2026年11月底"),
    ("3", "二、解读", "（二）政策", "解读重要政策。", "", "全年持续推进"),
]
TITLE = "附件\n2026年示例区任务分解表\n"


def led(*rows: list[str], between: str = "\n") -> str:
    return between.join("".join(f"\t{cell}\n" for cell in row) for row in rows)


def separated(*rows: list[str]) -> str:
    return "\n".join("\t".join(cell for cell in row) for row in rows) + "\n"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "plan.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    plan, findings = read_document(path)
    rows = [
        said(task, "number", "section", "topic", "content", "responsible", "deadline") for task in plan.tasks
    ]
    return rows, findings, plan


@pytest.mark.parametrize("form", [led, separated])
def test_both_forms(tmp_path, form):
    rows, findings, plan = read(tmp_path, TITLE + form(HEADINGS, *ROWS))
    assert rows == EXPECTED
    assert (plan.settings.plan_name, plan.settings.year) == ("2026年示例区任务分解表", 2026)
    assert [one.code for one in findings] == [Code.HEAD_READ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"]
)
def test_every_encoding(tmp_path, encoding):
    assert read(tmp_path, TITLE + led(HEADINGS, *ROWS), encoding)[0] == EXPECTED


def test_a_file_cut_inside_a_character_still_reads(tmp_path):
    data = (TITLE + led(HEADINGS, *ROWS)).encode("utf-8") + "结".encode()[:2]
    assert read(tmp_path, data)[0][:2] == EXPECTED[:2]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xd0\xd5\xc3\xfb", "姓名"),
        (codecs.BOM_UTF16_BE + "姓名".encode("utf-16-be"), "姓名"),
        (b"a\r\nb\rc", "a\nb\nc"),
        (bytes(range(256)), None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_decoding(data, text):
    assert decode(data) == text


def test_blank_lines_inside_cells_and_between_them(tmp_path):
    text = (
        led(HEADINGS, *ROWS)
        .replace("\t（一）规划\n", "\t（一）规划\n\n")
        .replace("\t二、解读\n", "\t\n\n\n二、解读\n\n")
    )
    assert read(tmp_path, TITLE + text)[0] == EXPECTED


def test_no_blank_lines_at_all(tmp_path):
    assert read(tmp_path, TITLE + led(HEADINGS, *ROWS, between=""))[0] == EXPECTED


@pytest.mark.parametrize("count", [2, 5])
def test_a_damaged_beginning_of_the_heading_before_the_real_one(tmp_path, count):
    rows, findings, _ = read(tmp_path, TITLE + led(HEADINGS[:count], HEADINGS, *ROWS))
    assert rows == EXPECTED
    assert [one.code for one in findings] == [Code.HEAD_READ]


def test_a_heading_repeated_on_a_new_page(tmp_path):
    for form in (led, separated):
        rows, findings, _ = read(tmp_path, TITLE + form(HEADINGS, *ROWS[:2], HEADINGS, *ROWS[2:]))
        assert rows == EXPECTED
        assert [one.code for one in findings] == [Code.HEAD_READ]


def test_marks_of_the_conversion_are_removed(tmp_path):
    text = (
        "[bookmark: _GoBack]" + TITLE + led(HEADINGS, *ROWS).replace("\t解读", "\t[bookmark: OLE_LINK1]解读")
    )
    rows, _, plan = read(tmp_path, text)
    assert rows == EXPECTED
    assert plan.settings.plan_name == "2026年示例区任务分解表"


def test_text_around_the_table_is_said(tmp_path):
    for form in (led, separated):
        text = "开头的话。\n" + TITLE + form(HEADINGS, *ROWS) + "\n注：列第一位的为牵头单位。\n\n结尾的话。\n"
        rows, findings, _ = read(tmp_path, text)
        assert rows == EXPECTED
        unplaced = [
            one.message.split("“")[1].split("”")[0] for one in findings if one.code is Code.TEXT_UNPLACED
        ]
        assert unplaced == ["开头的话。", "注：列第一位的为牵头单位。", "结尾的话。"]


def test_sections_across_the_table(tmp_path):
    headings, first, second = (
        ["序号", "工作任务", "责任单位"],
        ["1", "任务甲。", "甲局"],
        ["2", "任务乙。", "乙局"],
    )
    expected = [("1", "一、公开", "", "任务甲。", "甲局", ""), ("2", "二、解读", "", "任务乙。", "乙局", "")]
    text = led(headings, ["一、公开"], first, ["二、解读"], second)
    assert read(tmp_path, text)[0] == expected
    assert (
        read(
            tmp_path, separated(headings) + "一、公开\n" + separated(first) + "二、解读\n" + separated(second)
        )[0]
        == expected
    )
    repeated = separated(headings, ["一、公开"] * 3, first, ["二、解读"] * 3, second)
    assert read(tmp_path, repeated)[0] == expected


def test_a_separated_row_broken_over_lines_and_pages(tmp_path):
    text = separated(HEADINGS, *ROWS).replace("公开规划信息。", "公开规划\n信息。").replace("3\t", "\n\n3\t")
    rows, _, _ = read(tmp_path, TITLE + text)
    assert rows[0][3] == "公开规划\n信息。"
    assert [row[0] for row in rows] == ["1", "2", "3"]


def test_a_separated_row_whose_last_cells_were_trimmed(tmp_path):
    text = separated(
        ["序号", "工作任务", "责任单位", "备注"], ["1", "任务甲。", "甲局"], ["2", "任务乙。", "乙局", "新增"]
    )
    rows, _, plan = read(tmp_path, text + "\n抄送：各单位\n")
    assert [row[4] for row in rows] == ["甲局", "乙局"]
    assert [task.remark for task in plan.tasks] == ["", "新增"]


def test_the_printing_line_below_a_separated_table_is_no_row(tmp_path):
    text = TITLE + separated(HEADINGS, *ROWS) + "\n示例区人民政府办公室\t2026年3月1日印发\n"
    rows, _, plan = read(tmp_path, text)
    assert rows == EXPECTED
    assert (plan.settings.office, str(plan.settings.issued_on)) == ("示例区人民政府办公室", "2026-03-01")


def test_a_lost_cell_shifts_one_row_only_and_is_said(tmp_path):
    rows, findings, _ = read(tmp_path, TITLE + led(HEADINGS, ROWS[0], ROWS[1][:5], ROWS[2]))
    assert rows[0] == EXPECTED[0]
    assert rows[2] == EXPECTED[2]
    assert [one.code for one in findings][1:] == [Code.ROW_UNEVEN]


def test_two_led_tables_with_a_title_between_them(tmp_path):
    other = ["序号", "牵头单位", "具体措施", "时限"]
    text = (
        TITLE
        + led(HEADINGS, *ROWS)
        + "\n附件2\n\n示例区新增任务清单\n\n"
        + led(other, ["1", "丁局", "任务丁。", "9月底"])
    )
    rows, findings, plan = read(tmp_path, text)
    assert rows[:3] == EXPECTED
    assert said(plan.tasks[3], "number", "lead", "content", "deadline") == ("1", "丁局", "任务丁。", "9月底")
    messages = " ".join(one.message for one in findings)
    assert "附件2" in messages
    assert "示例区新增任务清单" in messages
    assert Code.TABLES_DIFFER in [one.code for one in findings]


def test_drawings_are_what_they_look_like():
    drawing = drawn("| a | < |\n| ^ | c |")
    assert drawing.merges == [(0, 0, 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        '2026年任务分解表,,\n序号,工作任务,责任单位\n1,"任务甲，第一",甲局\n2,任务乙,乙局\n',
        "2026年任务分解表\n| 序号 | 工作任务 | 责任单位 |\n|---|:---:|---|\n| 1 | 任务甲，第一 | 甲局 |\n| 2 | 任务乙 | 乙局 |",
        "2026年任务分解表\n序号 | 工作任务 | 责任单位\n1 | 任务甲，第一 | 甲局\n2 | 任务乙 | 乙局",
    ],
)
def test_cells_parted_by_commas_or_bars(tmp_path, text):
    rows, _, plan = read(tmp_path, text)
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("1", "任务甲，第一", "甲局"),
        ("2", "任务乙", "乙局"),
    ]
    assert plan.settings.plan_name == "2026年任务分解表"


def test_word_s_line_breaks_inside_cells(tmp_path):
    rows, _, _ = read(tmp_path, TITLE + separated(HEADINGS, *ROWS[:1]).replace("公开规划", "公开\v规划"))
    assert rows[0][3] == "公开\n规划信息。"


def test_a_table_typed_with_tabs_in_a_word_document(tmp_path):
    lines = (TITLE + separated(HEADINGS, ROWS[0], ROWS[2]) + "注：完。").split("\n")
    plan, findings = read_document(make_docx(tmp_path / "plan.docx", *lines))
    assert [task.content for task in plan.tasks] == ["公开规划信息。", "解读重要政策。"]
    assert "注：完。" in findings[-1].message


def test_a_heading_broken_inside_a_cell(tmp_path):
    text = TITLE + separated(
        ["序号", "重点任务", "具体\n措施", "责任\n单位", "完成时限"], ["1", "甲", "任务甲。", "甲局", "6月底"]
    )
    rows, _, _ = read(tmp_path, text)
    assert rows == [("1", "", "甲", "任务甲。", "甲局", "6月底")]


WORDS = st.text(alphabet="甲乙丙丁规划预算公开，、", min_size=1, max_size=12).map(
    lambda text: f"做好{text}工作。"
)
CELLS = st.one_of(st.just(""), WORDS, st.tuples(WORDS, WORDS).map("\n".join))


# What follows the very last cell on a line of its own could as well be text below the table, and is read as that.
@given(
    st.lists(st.tuples(WORDS, CELLS, WORDS, CELLS, CELLS), max_size=7),
    st.tuples(WORDS, CELLS, WORDS, CELLS, WORDS),
    st.booleans(),
)
def test_both_forms_say_what_the_table_says(rows, last, spaced):
    table = [[str(number), *row] for number, row in enumerate([*rows, last], 1)]
    expected = table_of("表1", [HEADINGS, *table])
    tasks = read_tables([expected], "x").tasks
    for text in (led(HEADINGS, *table, between="\n" if spaced else ""), separated(HEADINGS, *table)):
        (made,) = read_text(text)
        assert read_tables([made], "x").tasks == tasks


@pytest.mark.parametrize("first", ["牵头，", "牵头单位，", "责任单位，", "序号，"])
def test_a_broken_line_of_prose_heads_no_table(first):
    text = (
        "山口县2026年工作要点\n一、加强监管\n（一）开展巡查，每月不少于2次，发现问题及时整改。（县水利局\n"
        f"{first}县农业农村局、各乡镇按职责分工负责）\n（二）整治河道，清理杂物，6月底前完成。（县水利局负责）\n"
        "（三）公布结果，接受监督。（县政府办公室负责）\n"
    )
    blocks = read_text(text)
    assert all(isinstance(block, Paragraph) for block in blocks)
    assert "".join(block.text for block in blocks) == "".join(text.split())
