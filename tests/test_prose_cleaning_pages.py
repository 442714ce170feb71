"""What stands at the top of a PDF's pages, where the reader of the pages left it in the text."""

from __future__ import annotations

from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import Clean, PieceKind, Trace, body_of
from taskbook.prose.structure.outline import outline_of
from taskbook.prose.text.cleaning import cleaned

HEAD = "护林防火工作方案"
TITLE = "云岭县2027年护林防火工作方案"
PLAN = ["一、宣传", "1.各林场每月刊播防火提示。", "二、巡护", "2.各林场每日巡护两次。"]


def printed(*pages: list[str]) -> Clean:
    lines = [
        Paragraph(line, page * 100 + at, begins=True, place=f"第{page}页第{at}行")
        for page, held in enumerate(pages, 1)
        for at, line in enumerate(held, 1)
    ]
    return cleaned(body_of(lines))


def heads(result: Clean) -> list[str]:
    return [
        result.body.text[one.start : one.end].strip()
        for one in result.removed
        if one.trace is Trace.RUNNING_HEAD
    ]


def test_a_head_on_both_of_two_pages_goes_and_the_title_below_it_is_the_title() -> None:
    result = printed([HEAD, TITLE, *PLAN[:2]], [HEAD, *PLAN[2:]])
    assert heads(result) == [HEAD, HEAD]
    title = outline_of(result).pieces[0]
    assert title.kind is PieceKind.TITLE
    assert result.text[title.start : title.end].strip() == TITLE


def test_a_head_that_is_the_title_itself_stays_once() -> None:
    result = printed([TITLE, *PLAN[:2]], [TITLE, *PLAN[2:]])
    assert heads(result) == [TITLE]
    assert result.text.count(TITLE) == 1


def test_a_line_that_comes_again_amid_a_page_or_with_a_label_stays() -> None:
    assert heads(printed(["二、巡护", "加强巡护", PLAN[1]], [PLAN[3], "加强巡护", PLAN[1]])) == []
    assert heads(printed(["责任单位：各林场", PLAN[1]], ["责任单位：各林场", PLAN[3]])) == []
