"""Running heads of a PDF are taken out of its text; lines of the text that stand where heads do are not."""

from __future__ import annotations

import pytest
from pdf_documents import Sheet, pdf_of
from taskbook.intake import pdf
from taskbook.intake.blocks import Block, Paragraph, Part

TEXT = "按照全区统一部署推进各项改革任务落地见效并且形成长效机制不断巩固提升"


def read(*sheets: Sheet) -> list[Block]:
    made = pdf.taken_apart(pdf_of(*sheets))
    assert isinstance(made, list), made
    return made


def of(blocks: list[Block], part: Part) -> list[str]:
    return [one.text for one in blocks if isinstance(one, Paragraph) and one.part is part]


def pages(count: int, heads: dict[int, str], *, gap: float = 16, at: float = 60) -> list[Sheet]:
    """Pages of text whose first lines `heads` gives, `gap` above the next one; lines are 16 apart."""
    made = []
    for number in range(1, count + 1):
        sheet = Sheet()
        if number in heads:
            sheet.text(100, at, heads[number])
        made.append(
            sheet.lines(
                100,
                at + gap,
                *(f"{chr(0x7532 + number)}{chr(0x4E00 + 9 * line)}{TEXT}" for line in range(40)),
            )
        )
    return made


@pytest.mark.parametrize(
    "line",
    [
        "责任单位：区财政局",
        "牵头单位：区财政局、区教育局",
        "3.推进政务公开",
        "（二）优化服务",
        "二、重点任务",
        "第三章 保障措施",
        "附件2",
        "（责任单位：区",
        "财政局、区教育局）",
        "任务，并且形成工作机制",
        "送区政府办公室备案。",
    ],
)
def test_lines_of_the_text_stay_though_they_stand_alike_on_every_page(line):
    blocks = read(*pages(4, dict.fromkeys(range(1, 5), line), gap=40))
    assert of(blocks, Part.BODY).count(line) == 4
    assert of(blocks, Part.MARGIN) == []


@pytest.mark.parametrize(
    ("count", "on", "gap", "taken"),
    [
        (4, (1, 2, 3, 4), 16, True),  # on every page, however near
        (4, (2, 3, 4), 16, True),  # a title page has none
        (4, (1, 2, 3), 16, False),
        (6, (1, 3, 4), 40, True),  # half of the pages, well apart
        (6, (1, 3, 4), 16, False),
        (8, (2, 4, 6), 40, True),  # three of the four left ones
        (8, (3, 4), 40, False),
        (9, (3, 4, 5), 40, False),  # neither half of all nor of one side
        (2, (1, 2), 40, True),
        (2, (1, 2), 16, False),
        (3, (1, 2), 40, False),
    ],
)
def test_on_how_many_pages_and_how_far_from_the_text_a_head_stands(count, on, gap, taken):
    blocks = read(*pages(count, dict.fromkeys(on, "示例区人民政府文件"), gap=gap))
    assert of(blocks, Part.BODY).count("示例区人民政府文件") == (0 if taken else len(on))
    named = "、".join(map(str, on))
    assert of(blocks, Part.MARGIN) == ([f"示例区人民政府文件（第{named}页）"] if taken else [])


def test_a_line_inside_of_one_of_the_text_is_no_head():
    made = pages(4, {number: f"{chr(0x5B50 + number)}项工作安排" for number in range(1, 5)}, gap=56)
    for sheet in made:
        sheet.text(100, 85, "示例区人民政府文件")
    assert of(read(*made), Part.BODY).count("示例区人民政府文件") == 4


def test_lines_that_differ_by_their_numbers_are_no_head():
    lines = {number: f"共推进事项{number * 7}件" for number in range(1, 5)}
    blocks = read(*pages(4, lines, gap=40))
    assert [text for text in of(blocks, Part.BODY) if text in lines.values()] == list(lines.values())


def test_more_than_twelve_pages_are_not_all_named():
    blocks = read(*pages(14, dict.fromkeys(range(1, 15), "示例区人民政府文件")))
    assert of(blocks, Part.MARGIN) == ["示例区人民政府文件（第1、2、3、4、5、6、7、8、9、10、11、12等页）"]
