"""PDFs with a text layer: lines and where paragraphs begin, what stands in the margins, ruled tables, what is refused."""

from __future__ import annotations

import random
import re
import subprocess
from collections import Counter
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_documents import HEIGHT, Sheet, make_pdf, pdf_of
from plan_documents import said
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake import pdf, read_document
from taskbook.intake.blocks import Block, Paragraph, Part, Table
from taskbook.intake.opening import read_blocks
from taskbook.intake.pdf_characters import as_typed, is_garbled
from taskbook.model import Task

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "workbook" / "示例区2026年工作要点任务分解表.docx"
SEEDS = ("中卫市2022要点及任务分工.docx", "沙坡头区2023任务分工.docx", "浔阳区2023工作责任分解表.docx")


def read(*sheets: Sheet) -> list[Block]:
    made = pdf.taken_apart(pdf_of(*sheets))
    assert isinstance(made, list), made
    return made


def refused(data: bytes) -> Stop:
    made = pdf.taken_apart(data)
    assert isinstance(made, tuple), made
    return made[0]


def of(blocks: list[Block], part: Part = Part.BODY) -> list[tuple[str, bool | None]]:
    return [(one.text, one.begins) for one in blocks if isinstance(one, Paragraph) and one.part is part]


def texts(table: Block) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[slot.text for slot in row] for row in table.rows]


def words(count: int, beginning: str = "") -> str:
    """So many different characters."""
    return (beginning + "".join(chr(0x4E00 + 7 * at) for at in range(count)))[:count]


# ---- lines ----


def test_where_paragraphs_begin():
    """A title in the middle, paragraphs that stand in by two characters, a page that ends in a sentence."""
    first = Sheet().text(220, 100, "示例区二〇二六年要点", 16)
    first.text(120, 140, words(38, "一段开头")).lines(100, 156, words(40, "第二行"), "完。")
    first.text(120, 188, words(38, "二段")).text(100, 204, words(40, "页末"))
    second = Sheet().text(100, 100, words(40, "页首"), 10).text(100, 116, "又完。").text(120, 132, "三段。")
    found = of(read(first, second))
    assert [(text[:2], begins) for text, begins in found] == [
        ("示例", True),
        ("一段", True),
        ("第二", False),
        ("完。", False),
        ("二段", True),
        ("页末", False),
        ("页首", False),
        ("又完", False),
        ("三段", True),
    ]


def test_a_paragraph_without_an_indent_begins_after_a_line_that_was_not_full():
    page = Sheet().lines(100, 100, words(40, "甲"), words(20, "乙"), words(40, "丙"), words(40, "丁"), "戊")
    assert [begins for _, begins in of(read(page))] == [True, False, True, False, False]


def test_a_title_of_two_lines_and_what_stands_under_it():
    page = Sheet().text(120, 100, words(18, "示例区文件"), 20).text(240, 130, words(6, "的通知"), 20)
    page.lines(100, 180, words(40, "各乡镇"), words(40, "各部门"), "完。")
    assert [begins for _, begins in of(read(page))] == [True, None, True, False, False]


def test_numbers_that_stand_out_to_the_left():
    page = Sheet().text(100, 100, words(40, "1.甲")).lines(120, 116, words(38, "乙"), words(10, "丙"))
    page.text(100, 148, words(40, "2.丁")).text(120, 164, words(38, "戊"))
    assert [begins for _, begins in of(read(page))] == [True, None, None, True, None]


def test_gaps_between_characters():
    page = (
        Sheet().text(100, 100, "签发人").text(160, 100, "某某").text(100, 120, "PDF").text(134, 120, "file")
    )
    page.text(100, 140, "于").text(113, 140, "2026").text(156, 140, "年").text(100, 160, "附").text(
        120, 160, "件"
    )
    assert [text for text, _ in of(read(page))] == ["签发人\t某某", "PDF file", "于2026年", "附 件"]


def test_letters_that_are_spread_over_a_line():
    page = Sheet()
    for at, letter in enumerate("示例区人民政府"):
        page.text(100 + 40 * at, 100, letter, 16)
    assert of(read(page)) == [("示例区人民政府", True)]


def test_bold_that_is_printed_twice():
    page = Sheet().text(100, 100, "重点任务").text(100.3, 100, "重点任务")
    assert of(read(page)) == [("重点任务", True)]


def test_columns_are_read_one_after_the_other():
    page = Sheet().text(220, 80, "通讯", 16)
    left = [words(20, f"左{at}") for at in range(8)]
    right = [words(20, f"右{at}") for at in range(8)]
    page.lines(80, 120, *left).lines(310, 127, *right).text(80, 300, words(43, "通栏"))
    assert [text[:2] for text, _ in of(read(page))] == [
        "通讯",
        *(f"左{at}" for at in range(8)),
        *(f"右{at}" for at in range(8)),
        "通栏",
    ]


@pytest.mark.parametrize(
    ("rotate", "turn"), [(90, (0, 1, -1, 0)), (270, (0, -1, 1, 0)), (180, (-1, 0, 0, -1)), (0, (0, 1, -1, 0))]
)
def test_turned_pages(rotate, turn):
    """Pages that the program turns, and text that runs up a page that nobody turns."""
    page = Sheet(rotate=rotate)
    down = {(0, 1, -1, 0): (1, 0), (0, -1, 1, 0): (-1, 0), (-1, 0, 0, -1): (0, -1)}[turn]
    for at, line in enumerate(("第一行的文字", "第二行的文字", "第三行的文字")):
        page.text(300 + 16 * at * down[0], 400 + 16 * at * down[1], line, turn=turn)
    assert [text for text, _ in of(read(page))] == ["第一行的文字", "第二行的文字", "第三行的文字"]


def test_a_watermark_is_not_read_into_the_lines():
    page = Sheet().lines(100, 100, words(40, "甲"), words(40, "乙"))
    page.text(200, 300, "内部资料", 40, (0.7, 0.7, -0.7, 0.7))
    blocks = read(page)
    assert len(of(blocks)) == 2
    assert of(blocks, Part.MARGIN) == [("内部资料", None)]


# ---- margins ----


def test_running_heads_and_page_numbers():
    sheets = [
        Sheet()
        .text(240, 40, "示例区工作要点")
        .lines(100, 100, words(40, f"{at}页"), words(40, "同一行"))
        .text(280, 770, f"— {at} —")
        for at in range(1, 4)
    ]
    blocks = read(*sheets)
    assert [text[:2] for text, _ in of(blocks)] == ["1页", "同一", "2页", "同一", "3页", "同一"]
    assert [text for text, _ in of(blocks, Part.MARGIN)] == [
        "示例区工作要点（第1、2、3页）",
        "— 1 —；— 2 —；— 3 —",
    ]
    assert [begins for _, begins in of(blocks)][2] is False  # the sentence goes on over the page's end


@pytest.mark.parametrize("number", ["1", "- 1 -", "第1页 共9页", "1/9", "— 1 —", "第 1 页"])
def test_the_number_of_a_single_page(number):
    blocks = read(Sheet().text(100, 100, "只有一页。").text(290, 770, number))
    assert [text for text, _ in of(blocks)] == ["只有一页。"]
    assert "".join("".join(text.split()) for text, _ in of(blocks, Part.MARGIN)) == "".join(number.split())


def test_what_annexes_are_headed_with_stays():
    sheets = [Sheet().text(100, 60, f"附件{at}").text(200, 100, f"任务清单之{at}") for at in (1, 2)]
    assert [text for text, _ in of(read(*sheets))] == ["附件1", "任务清单之1", "附件2", "任务清单之2"]


# ---- tables ----

XS = (60, 100, 260, 400, 540)
HEADING = ("序号", "工作任务", "责任单位", "完成时限")


def fill(page: Sheet, ys: tuple[float, ...], *rows: tuple[str, ...], xs: tuple[float, ...] = XS) -> Sheet:
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            page.lines(x + 5, y + 14, *cell.split("|"), leading=14)
    return page


def test_a_ruled_table_stands_where_it_stands():
    ys = (150, 180, 230, 260)
    page = Sheet().text(100, 100, "表前一段。").grid(XS, ys)
    fill(
        page,
        ys,
        HEADING,
        ("1", "公开规划信息并且做好解读工|作。", "区财政局|区民政局", "6月底前"),
        ("2", "公开预算。", "", ""),
    )
    page.text(100, 300, "表后一段。")
    before, table, after = read(page)
    assert (before.text, after.text) == ("表前一段。", "表后一段。")
    assert texts(table) == [
        [*HEADING],
        ["1", "公开规划信息并且做好解读工作。", "区财政局\n区民政局", "6月底前"],
        ["2", "公开预算。", "", ""],
    ]
    assert table.widths == (40, 160, 140, 140)


def test_merged_cells_of_a_ruled_table():
    ys = (150, 180, 210, 240)
    page = Sheet().grid(XS, ys, without=[(260, 180, 260, 210), (60, 210, 100, 210)])
    fill(page, ys, HEADING, ("1", "跨两列的文字", "", "6月底前"), ("", "公开预算。", "区财政局", "7月"))
    (table,) = read(page)
    assert texts(table) == [
        [*HEADING],
        ["1", "跨两列的文字", "跨两列的文字", "6月底前"],
        ["1", "公开预算。", "区财政局", "7月"],
    ]


def test_a_table_that_goes_on_over_pages():
    """The heading is there again, a row was broken in two, a merged cell goes on below the page's end."""
    ys = (600, 630, 700)
    first = Sheet().text(100, 60, "页眉文字").grid(XS, ys)
    fill(
        first,
        ys,
        HEADING,
        ("1", "公开规划信息并且做好解读工|作，及时回应群众和企业的关", "区财政局", "6月底前"),
    )
    tops = (100, 130, 160, 190)
    second = Sheet().text(100, 60, "页眉文字").grid(XS, tops)
    fill(second, tops, HEADING, ("", "切。", "", ""), ("2", "公开预算。", "区民政局", "7月"))
    blocks = read(first, second)
    (table,) = [one for one in blocks if isinstance(one, Table)]
    assert texts(table) == [
        [*HEADING],
        ["1", "公开规划信息并且做好解读工作，及时回应群众和企业的关切。", "区财政局", "6月底前"],
        ["2", "公开预算。", "区民政局", "7月"],
    ]
    assert [text for text, _ in of(blocks, Part.MARGIN)] == ["页眉文字（第1、2页）"]


def standing_in(page: Sheet, ys: tuple[float, ...], *rows: tuple[str, ...]) -> Sheet:
    """Cells whose first lines stand in by two characters, all others at the rule."""
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(XS, row, strict=False):
            first, *rest = cell.split("|")
            page.text(x + 1 + (20 if first else 0), y + 14, first).lines(x + 1, y + 28, *rest, leading=14)
    return page


def test_first_lines_that_stand_in_are_full_at_the_same_edge():
    """The unit 区教|育局 is one name, and the row that the page's end broke is one task."""
    ys = (600, 630, 680, 730)
    first = standing_in(
        Sheet().grid(XS, ys),
        ys,
        HEADING,
        ("1", "公开规划信息做好解读回应|群众关切。", "区财政局区民政局和区教|育局", "6月底前"),
        ("2", "公开预算信息做好解读回应", "区民政局区司法局和区教", "7月底"),
    )
    tops = (100, 140, 180)
    second = Sheet().grid(XS, tops).lines(101, 114, "群众关切。").lines(261, 114, "育局")
    standing_in(second, tops[1:], ("3", "公开决算。", "区财政局", "8月底前"))
    (table,) = read(first, second)
    assert texts(table)[1:] == [
        ["1", "公开规划信息做好解读回应群众关切。", "区财政局区民政局和区教育局", "6月底前"],
        ["2", "公开预算信息做好解读回应群众关切。", "区民政局区司法局和区教育局", "7月底"],
        ["3", "公开决算。", "区财政局", "8月底前"],
    ]


def test_names_in_the_middle_of_their_cells_stay_apart():
    ys = (150, 180, 230, 280)
    page = fill(Sheet().grid(XS, ys), ys, HEADING, ("1", "公开规划。"), ("2", "公开预算。"))
    for y in ys[1:3]:
        page.text(290, y + 14, "区财政局办公室").text(270, y + 28, "区市场监督管理局和街道")
    (table,) = read(page)
    assert [row[2] for row in texts(table)[1:]] == ["区财政局办公室\n区市场监督管理局和街道"] * 2


@pytest.mark.parametrize(
    ("above", "rest", "joined"),
    [("公开规划信息", "以及预算", True), ("公开规划信息。", "以及预算", False)],
)
def test_a_row_without_a_number_belongs_to_the_one_before(above, rest, joined):
    first, second = Sheet().grid(XS, (670, 700, 730)), Sheet().grid(XS, (100, 130, 160))
    fill(first, (670, 700), HEADING, ("1", above, "区财政局", "6月"))
    fill(second, (100, 130), ("", rest, "", ""), ("2", "公开决算。", "区民政局", "7月"))
    (table,) = read(first, second)
    assert [row[0] for row in texts(table)] == (["序号", "1", "2"] if joined else ["序号", "1", "", "2"])
    assert above in texts(table)[1][1]


def test_a_new_row_at_the_top_of_a_page_is_not_joined():
    first, second = Sheet().grid(XS, (700, 730, 760)), Sheet().grid(XS, (100, 130))
    fill(first, (700, 730), HEADING, ("1", "公开规划信息并且做好解读工", "区财政局", "6月"))
    fill(second, (100,), ("2", "公开预算。", "区民政局", "7月"))
    (table,) = read(first, second)
    assert [row[0] for row in texts(table)] == ["序号", "1", "2"]


def test_a_cell_over_several_rows_goes_on_over_the_page():
    first = Sheet().grid(XS, (640, 670, 700, 730), without=[(260, 700, 400, 700)])
    fill(
        first,
        (640, 670, 700),
        HEADING,
        ("1", "公开规划。", "区财政局", "6月"),
        ("2", "公开预算。", "", "7月"),
    )
    second = Sheet().grid(XS, (100, 130))
    fill(second, (100,), ("3", "公开决算。", "", "8月"))
    (table,) = read(first, second)
    assert [row[2] for row in texts(table)] == ["责任单位", "区财政局", "区财政局", "区财政局"]


def test_another_table_is_another_table():
    first, second = Sheet().grid(XS, (700, 730)), Sheet().grid((60, 200, 540), (100, 130))
    fill(first, (700,), HEADING)
    fill(second, (100,), ("甲", "乙"), xs=(60, 200))
    assert [len(texts(one)[0]) for one in read(first, second)] == [4, 2]


def test_a_table_without_rules_at_its_sides():
    ys = (150, 180, 210)
    sides = [(x, a, x, b) for x in (XS[0], XS[-1]) for a, b in pairwise(ys)]
    page = fill(Sheet().grid(XS, ys, without=sides), ys, HEADING, ("1", "公开规划。", "区财政局", "6月"))
    (table,) = read(page)
    assert texts(table) == [[*HEADING], ["1", "公开规划。", "区财政局", "6月"]]


def test_boxes_and_frames_are_no_tables():
    page = Sheet().grid((30, 570), (30, 770)).grid((90, 500), (90, 130)).text(100, 110, "框里的一段。")
    page.grid(XS, (200, 230)).text(65, 214, "甲").text(105, 214, "乙").rule(100, 600, 500, 600).text(
        100, 650, "线下的一段。"
    )
    assert [one.text if isinstance(one, Paragraph) else texts(one)[0][:2] for one in read(page)] == [
        "框里的一段。",
        ["甲", "乙"],
        "线下的一段。",
    ]


def test_a_table_whose_cells_only_gaps_part(tmp_path):
    page = Sheet()
    rows = (HEADING, ("1", "公开规划。", "区财政局", "6月"), ("2", "公开预算。", "区民政局", "7月"))
    for at, row in enumerate(rows):
        for x, cell in zip(XS, row, strict=False):
            page.text(x, 100 + 20 * at, cell)
    plan, _ = read_document(make_pdf(tmp_path / "plan.pdf", page))
    assert [said(task, "number", "content", "responsible") for task in plan.tasks] == [
        ("1", "公开规划。", "区财政局"),
        ("2", "公开预算。", "区民政局"),
    ]


def test_a_table_without_rules_whose_cells_go_on_over_lines_is_refused(tmp_path):
    """Which cell a line belongs to is not known: better no tasks than units in the column of dates."""
    page = Sheet()
    rows = (HEADING, *((str(at), "公开规划并且做好", "区财政局区教", "6月") for at in range(1, 6)))
    for at, row in enumerate(rows):
        for x, cell in zip(XS, row, strict=False):
            page.text(x, 100 + 40 * at, cell)
        if at:
            page.text(XS[1], 116 + 40 * at, "解读。").text(XS[2], 116 + 40 * at, "育局")
    stopped = stop_of(make_pdf(tmp_path / "plan.pdf", page))
    assert (stopped.stop, ".docx" in str(stopped)) == (Stop.PDF_TABLE_UNRULED, True)


# ---- characters ----


@pytest.mark.parametrize(
    ("given_text", "typed"),
    [
        ("⼀", "一"),
        ("⽉", "月"),
        ("⻓", "长"),
        ("⻔", "门"),
        ("⼾", "户"),
        ("ﬁ", "fi"),
        ("\uf0fe", "☑"),
        ("(cid:12)", "□"),
        ("\ue123", "□"),
        ("\x01", "□"),
        ("\xa0", " "),
        ("\xad", ""),
        ("１", "１"),
    ],
)
def test_characters_as_people_type_them(given_text, typed):
    assert as_typed(given_text) == typed


def test_radicals_in_a_line():
    assert of(read(Sheet().text(100, 100, "⼀、⾄⼗⼆⽉底前"))) == [("一、至十二月底前", True)]


@pytest.mark.parametrize(
    ("characters", "garbled"),
    [
        (["(cid:7)"] * 30, True),
        ([*"ÖÐÎÀÊÐ2022ÄêÕþÎñ¹«¿ª¹¤×÷Òªµã"], True),
        ([*"中卫市政务公开工作要点的任务和分工表格里的文字", *["\ue001"] * 5], False),
        ([*"Plain English text without any Chinese"], False),
        ([*"café"], False),
        ([], False),
    ],
)
def test_what_is_garbled(characters, garbled):
    assert is_garbled(characters) is garbled


# ---- refused ----


def test_a_scanned_document_is_refused():
    assert refused(pdf_of(Sheet().picture(), Sheet().picture())) is Stop.PDF_SCANNED
    assert refused(pdf_of(Sheet())) is Stop.PDF_SCANNED
    stamped = Sheet().picture().text(50, 780, "由扫描软件生成")
    assert refused(pdf_of(stamped)) is Stop.PDF_SCANNED


def test_scanned_pages_are_named():
    text = Sheet().lines(100, 100, words(40), words(40))
    made = pdf.taken_apart(pdf_of(text, Sheet().picture(), text, Sheet(), Sheet().picture(0.9)))
    assert made == (Stop.PDF_PAGES_SCANNED, {"pages": "2、5"})


def test_a_page_with_a_picture_and_text_is_read():
    """A red head, a seal, a scan that was read by a program: there is text."""
    page = Sheet().picture().lines(100, 100, words(40), words(40))
    assert len(of(read(page))) == 2
    assert len(of(read(page, Sheet().picture(0.2).text(100, 100, "短")))) == 3


def test_nameless_characters_are_refused_with_the_page():
    text = Sheet().lines(100, 100, words(40))
    made = pdf.taken_apart(pdf_of(text, Sheet().nameless(100, 100, 40)))
    assert made == (Stop.PDF_GARBLED, {"pages": "2"})


def test_a_few_nameless_characters_are_shown():
    page = Sheet().lines(100, 100, words(40)).nameless(100, 130, 3)
    assert [text for text, _ in of(read(page))][1] == "□□□"


def test_a_file_that_was_cut_off_is_refused():
    data = pdf_of(*(Sheet().lines(100, 100, words(40), words(40)) for _ in range(3)))
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        assert refused(data[: int(len(data) * share)]) is Stop.FILE_DAMAGED


def test_a_page_that_cannot_be_unpacked_is_refused_not_left_out():
    data = bytearray(
        pdf_of(Sheet().lines(100, 100, words(40)), Sheet().lines(100, 100, words(40), words(33)))
    )
    at = data.rindex(b"stream\n", 0, data.rindex(b"endstream")) + 7
    data[at + 30] ^= 0xFF
    stop, details = pdf.taken_apart(bytes(data))
    assert (stop, "第2页" in str(details)) == (Stop.FILE_DAMAGED, True)


def test_a_page_that_is_missing_is_noticed():
    data = pdf_of(Sheet().text(100, 100, words(30)), Sheet().text(100, 100, words(30)))
    assert refused(data.replace(b"/Kids[5 0 R 7 0 R]", b"/Kids[5 0 R      ]")) is Stop.FILE_DAMAGED


@pytest.mark.parametrize("seed", range(60))
def test_damaged_bytes_never_break_the_reader(seed):
    """Flipped, lost and doubled bytes: blocks or a reason, no exception."""
    chance = random.Random(seed)
    ys = (150, 180, 210)
    page = fill(
        Sheet().grid(XS, ys).lines(100, 300, words(40), words(12)), ys, HEADING, ("1", "甲", "乙", "丙")
    )
    data = bytearray(pdf_of(page, Sheet(rotate=90).lines(100, 100, words(40))))
    for _ in range(chance.choice((1, 3, 10, 50))):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 40)]
            case _:
                data[at:at] = data[at : at + 20]
    made = pdf.taken_apart(bytes(data))
    assert isinstance(made, list) or made[0] in Stop


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_the_reader(data):
    made = pdf.taken_apart(b"%PDF-1.4\n" + data + b"\n%%EOF")
    assert isinstance(made, tuple)


def stop_of(path: Path) -> CannotGoOn:
    with pytest.raises(CannotGoOn) as stopped:
        read_blocks(path)
    assert path.name in str(stopped.value)
    assert "{" not in str(stopped.value)
    return stopped.value


def test_the_sentences_people_read(tmp_path):
    text = Sheet().lines(100, 100, words(40))
    assert "文字识别" in str(stop_of(make_pdf(tmp_path / "scan.pdf", Sheet().picture())))
    assert "第2页" in str(stop_of(make_pdf(tmp_path / "part.pdf", text, Sheet().picture())))
    assert "乱码" in str(stop_of(make_pdf(tmp_path / "odd.pdf", Sheet().nameless(100, 100, 40))))


def test_a_reader_that_hangs_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.001)
    stopped = stop_of(make_pdf(tmp_path / "plan.pdf", *[Sheet().lines(100, 100, *[words(40)] * 30)] * 200))
    assert (stopped.stop, "时间过长" in str(stopped)) == (Stop.FILE_DAMAGED, True)


# ---- nothing is lost ----


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[Sheet], Counter[str]]:
    """Pages with texts anywhere that do not overlap, some in the cells of a table; and all their characters."""
    made: list[Sheet] = []
    written: Counter[str] = Counter()
    letters = st.text(st.sampled_from("一二三四示例区工作要点①（）《》。"), min_size=1, max_size=20)
    for _ in range(draw(st.integers(1, 3))):
        page = Sheet()
        for y in draw(st.lists(st.integers(8, 24), min_size=1, max_size=12, unique=True)):
            x = 40
            for _ in range(draw(st.integers(1, 3))):
                text = draw(letters)
                x += draw(st.integers(0, 120))
                if x + 10 * len(text) > 590:
                    break
                page.text(x, y * 18, text)
                written.update(text)
                x += 10 * len(text) + 3
        if draw(st.booleans()):
            ys = tuple(range(500, 500 + 30 * draw(st.integers(2, 5)), 30))
            gone = [(x, a, x, b) for x in XS[1:-1] for a, b in pairwise(ys) if draw(st.integers(0, 4)) == 0]
            page.grid(XS, ys, without=gone)
            for y in ys[:-1]:
                for x in XS[:-1]:
                    text = draw(st.text(st.sampled_from("一二三四示例"), max_size=3))
                    fill(page, (y,), (text,), xs=(x,))
                    written.update(text)
        made.append(page)
    return made, written


@given(sheets())
@settings(max_examples=60, deadline=None)
def test_pages_nobody_has_seen_lose_no_character(made):
    pages, written = made
    read_again: Counter[str] = Counter()
    for block in read(*pages):
        if isinstance(block, Paragraph):
            told = re.sub(r"（第[\d、]+页）$", "", block.text) if block.part is Part.MARGIN else block.text
            read_again.update(told)
        else:
            read_again.update(
                text for row in range(len(block.rows)) for _, cell in block.own_texts(row) for text in cell
            )
    for blank in "\t \n；":
        read_again.pop(blank, None)
    assert read_again == written


def test_many_pages(tmp_path):
    pages = [
        Sheet().lines(100, 100, *(words(40, f"{at}页") for _ in range(3))).text(290, HEIGHT - 20, str(at))
        for at in range(1, 121)
    ]
    blocks = read(*pages)
    assert len(of(blocks)) == 360
    assert of(blocks, Part.MARGIN)[0][0].endswith("119；120")


# ---- real documents ----

COMPARED = [one.name for one in fields(Task) if one.name not in ("row", "extra")]


def bare(task: Task) -> list[str]:
    return ["".join(str(getattr(task, name)).split()) for name in COMPARED]


@pytest.mark.office
def test_the_sample_plan_as_pdf(convert):
    plan, found = read_document(SAMPLE)
    printed, printed_found = read_document(convert(SAMPLE, "pdf"))
    assert [bare(task) for task in printed.tasks] == [bare(task) for task in plan.tasks]
    assert printed.settings == plan.settings
    assert [one.code for one in printed_found] == [one.code for one in found]


@pytest.mark.office
@pytest.mark.seeds
@pytest.mark.parametrize("name", SEEDS)
def test_the_real_plans_as_pdf(seeds, convert, name):
    plan, _ = read_document(seeds / "seeds" / name)
    printed, _ = read_document(convert(seeds / "seeds" / name, "pdf"))
    assert [bare(task) for task in printed.tasks] == [bare(task) for task in plan.tasks]


@pytest.mark.office
def test_a_pdf_with_a_password(tmp_path, soffice):
    locked, free = tmp_path / "locked", tmp_path / "free"
    for folder, kind, password in (
        (locked, "EncryptFile", "DocumentOpenPassword"),
        (free, "RestrictPermissions", "PermissionPassword"),
    ):
        options = f'pdf:writer_pdf_Export:{{"{kind}":{{"type":"boolean","value":"true"}},"{password}":{{"type":"string","value":"x"}}}}'
        command = [
            soffice,
            f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}",
            "--headless",
            "--convert-to",
            options,
        ]
        subprocess.run(
            [*command, "--outdir", str(folder), str(SAMPLE)], capture_output=True, check=True, timeout=120
        )
    assert stop_of(locked / f"{SAMPLE.stem}.pdf").stop is Stop.ENCRYPTED
    assert len(read_document(free / f"{SAMPLE.stem}.pdf")[0].tasks) == 42
