"""Headings and items on one line, the items numbered on from section to section."""

from __future__ import annotations

from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import PieceKind, body_of
from taskbook.prose.structure.outline import outline_of
from taskbook.prose.text.cleaning import cleaned


def pieces(line: str) -> list[tuple[bool, str]]:
    outline = outline_of(cleaned(body_of([Paragraph("云岭县水利局2027年工作要点", 1), Paragraph(line, 2)])))
    text = outline.clean.text
    return [
        (one.kind is PieceKind.HEADING, text[one.start : one.end].strip())
        for one in outline.pieces
        if one.kind is not PieceKind.TITLE
    ]


ITEMS = [
    (True, "一、加固水库堤防"),
    (False, "1.青石水库除险加固完成大坝施工，完成投资2600万元。（责任股室：建设股）"),
    (False, "2.疏浚河道19公里，汛期前完工。（责任单位：县河道中心）"),
    (True, "二、保障农村供水"),
    (False, "3.新建供水管网46公里，惠及9000人。（责任单位：县供水公司）"),
    (False, "4.更换老旧水表3200块，安装远传设备。（责任股室：供水股）"),
    (True, "三、严格水资源管理"),
    (False, "5.核查取水口180处，建立取水台账。（责任单位：各乡镇）"),
]


def test_items_numbered_on_behind_headings_on_one_line():
    assert pieces(" ".join(words for _, words in ITEMS)) == ITEMS
    assert pieces("".join(words for _, words in ITEMS)) == ITEMS


def test_an_item_may_begin_with_a_letter():
    items = [*ITEMS]
    items[1] = (False, "1.G318线水毁路段修复6公里，完成投资900万元。（责任股室：建设股）")
    assert pieces(" ".join(words for _, words in items)) == items


def test_a_number_amid_words_opens_nothing():
    line = "一、加固水库堤防1.青石水库完成大坝施工。二、保障供水，新建水厂，其中2.更换水表300块。"
    assert all(not words.startswith("2.") for _, words in pieces(line))
