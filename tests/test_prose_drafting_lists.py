"""Lists inside a sentence, what a bracket closes, numbers with a gap: what is one task, and below which heading it stands."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.language.directory import Directory
from taskbook.prose.draft import Draft, Left, Outline, Piece, PieceKind, body_of
from taskbook.prose.drafting import draft_of
from taskbook.prose.duties.cuts import Around
from taskbook.prose.duties.obligations import cut_item
from taskbook.prose.rows.outline import with_true_headings
from taskbook.prose.text.cleaning import cleaned


def draft(text: str) -> Draft:
    lines = [line for line in text.strip("\n").split("\n") if line.strip()]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    return draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1))


def shown(text: str) -> str:
    cuts = cut_item(text, Around(Directory())).cuts
    return "│".join(("×" if cut.left else "") + text[cut.start : cut.end] for cut in cuts)


LISTS = [
    # names only, or so short that they name
    "县审计局对补助资金进行专项审计，重点关注：①虚列支出；②截留挪用；③闲置沉淀。",
    "县教育局严把“三道关口”：一是入口关；二是过程关；三是出口关。",
    "健全“四项机制”：一是会商机制。二是通报机制。三是考核机制。四是约谈机制。",
    "对检查发现的问题分三类处理：一是立行立改；二是限期整改；三是挂牌督办。",
    # how something is done, as counted before the colon
    "县财政局要做到“三个及时”：一是及时安排预算，二是及时拨付资金，三是及时开展绩效评价。",
    # no duty in any item
    "集中检查以下方面：一是食堂索证索票是否齐全；二是餐具消毒是否到位；三是健康证明是否过期。",
    # tasks of their own: amounts, parties, long duties
    "×县水利局要抓好两项工程：│一是整治河道5公里；│二是加固堤防3处。",
    "×重点抓好两件事：│一是县住建局改造危房；│二是县民政局改造敬老院。",
    "×持续优化服务：│一是推行全流程网上办理，压减申请材料；│二是设立帮办代办窗口，安排专人引导。",
    # what stands before the colon is a task of its own besides
    "成立供水专班，每月召开一次调度会，重点抓好以下工作：│一是排查老旧管道120公里；│二是更换水表3000只。",
    # what stands between two items belongs to the one before
    "×开展专项整治：│一是整治占道经营。引导摊贩入市经营；│二是整治乱停乱放。│三是清理户外广告。拆除破损招牌；│四是规范共享单车停放秩序。",
]


@pytest.mark.parametrize("cut", LISTS)
def test_which_lists_are_tasks(cut):
    text = cut.replace("│", "").replace("×", "")
    assert shown(text) == cut


def test_what_a_bracket_closes_is_whole():
    one = draft(
        """
云岫县2026年教育工作要点
一、队伍建设
1.加强理论学习。全面贯彻落实党的二十大精神，组织集中培训4期。修订学习制度。（责任科室：宣传科）
2.关爱教师成长。近年来，我县教师待遇明显改善。新建教师公寓2栋。（责任科室：基建科）
3.继续按标准发放津贴。核对发放名单，按季拨付到校。（责任科室：财务科）
"""
    )
    assert [row.task.content for row in one.tasks] == [
        "全面贯彻落实党的二十大精神，组织集中培训4期。修订学习制度。",
        "新建教师公寓2栋。",
        "继续按标准发放津贴。核对发放名单，按季拨付到校。",
    ]
    assert [row.task.topic for row in one.tasks] == ["加强理论学习", "关爱教师成长", ""]
    left = [one.body.text[span.start : span.end] for span in one.spans if span.why == Left.EXPLANATION]
    assert left == ["近年来，我县教师待遇明显改善。"]


def test_an_aim_in_a_paragraph_of_its_own_is_not_closed_with_the_task_below():
    one = draft(
        """
云岫县2026年水利工作要点
一、防汛备汛
全面贯彻落实党的二十大精神，统筹发展和安全。
加固水库大坝2座。（县水利局负责）
二、供水保障
更换供水管网8公里。（县水利局负责）
"""
    )
    assert [row.task.content for row in one.tasks] == ["加固水库大坝2座。", "更换供水管网8公里。"]


GAP = """
云岫县2026年重点项目责任分工
一、产业项目
（一）工业园区
1.推进标准厂房建设。建成厂房4万平方米。（责任单位：县工信局）
2.完善园区道路。新建道路3公里。（责任单位：县交通运输局）
26.改造农贸市场3处。（责任单位：县商务局）
27.举办年货展销会2场。（责任单位：县商务局）
"""


def test_behind_a_gap_in_the_numbers_the_topic_before_is_not_carried_on():
    rows = [(row.task.section, row.task.topic, row.task.responsible) for row in draft(GAP).tasks]
    assert rows == [
        ("产业项目", "工业园区", "县工信局"),
        ("产业项目", "工业园区", "县交通运输局"),
        ("产业项目", "", "县商务局"),
        ("产业项目", "", "县商务局"),
    ]


def test_behind_a_gap_an_item_stands_beside_the_one_before_not_below_it():
    text = "一、产业项目\n13.完善园区道路。\n新建道路3公里。\n26.改造农贸市场3处。\n27.举办展销会2场。\n"
    clean = cleaned(body_of([Paragraph(line, at) for at, line in enumerate(text.splitlines(), 1)]))
    at = [clean.text.index(words) for words in ("一、", "13.", "新建", "26.", "27.")]
    ends = [*at[1:], len(clean.text)]
    pieces = (
        Piece(PieceKind.HEADING, at[0], ends[0], "一、", 1, 0, at[0] + 2),
        Piece(PieceKind.HEADING, at[1], ends[1], "13.", 13, 1, at[1] + 3, (0,)),
        Piece(PieceKind.PASSAGE, at[2], ends[2], level=2, words=at[2], path=(0, 1)),
        Piece(PieceKind.PASSAGE, at[3], ends[3], level=2, words=at[3], path=(0, 1)),
        Piece(PieceKind.PASSAGE, at[4], ends[4], level=2, words=at[4], path=(0, 1)),
    )
    mended = with_true_headings(Outline(clean, pieces)).pieces
    assert [(one.number, one.path) for one in mended[2:]] == [(None, (0, 1)), (26, (0,)), (27, (0,))]
    assert mended[3].words == at[3] + 3


def test_one_missing_number_leaves_the_topic():
    rows = draft(GAP.replace("26.", "4.").replace("27.", "5.")).tasks
    assert [row.task.topic for row in rows[2:]] == ["工业园区", "工业园区"]
