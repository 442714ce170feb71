"""Where another party begins to act inside a sentence, who helps whom, and what goes on about a task once it is named."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.language.directory import Directory
from taskbook.prose.draft import Draft
from taskbook.prose.drafting import draft_of
from taskbook.prose.duties.cuts import Around
from taskbook.prose.duties.obligations import cut_item


def shown(text: str) -> str:
    cuts = cut_item(text, Around(Directory())).cuts
    return "│".join(("×" if cut.left else "") + text[cut.start : cut.end] for cut in cuts)


def draft(text: str) -> Draft:
    blocks = [Paragraph(line, number) for number, line in enumerate(text.strip("\n").split("\n"), 1)]
    return draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1))


CUTS = [
    # plain verbs, short duties
    "县教育局制定方案，│党群服务中心负责验收。",
    "县财政局安排资金，│县教育局负责验收。",
    "县住建局更新社区路灯300盏，│街道司法所每月报送纠纷情况。",
    "县政府督查室每两个月开展一次暗访，│被通报单位应当在10日内书面说明整改情况。",
    # the same task: roles only, who helps, whom the one who acts turns to
    "由县城管局牵头，各街道实施，6月底前完成招牌更换。",
    "县水利局制定方案，县财政局配合，6月底前报县政府。",
    "县民政局每月走访困难老人，及时汇总问题，提请县政府协调。",
    "县商务局组织展销会，会同县市场监管局检查价格。",
    "县供水公司公布报装流程，报装时间由3天压减到1天。",
    # another task with a partner behind a semicolon
    "完成燃气入户安检，隐患整改率达到100%；│会同县市场监管局开展燃气灶具质量抽查。",
    # standards and papers of the task just named
    "完成农房节能改造2600户。改造后室内温度平均提升3℃以上。",
    "更新改造老旧电梯40部。更新改造计划按小区报名先后排定。",
]


@pytest.mark.parametrize("cut", CUTS)
def test_who_begins_to_act(cut):
    assert shown(cut.replace("│", "")) == cut


def test_who_has_no_more_than_a_role_joins_who_acts():
    (row,) = draft("云岫县2026年卫生工作要点\n县卫健局负责疫苗接种，各乡镇卫生院具体实施。").tasks
    assert row.task.responsible == "县卫健局、各乡镇卫生院"


def test_a_partner_helps_whoever_the_heading_names():
    one = draft(
        "云岫县2026年城建重点任务\n一、县住建局\n1.完成燃气入户安检2万户；会同县市场监管局开展灶具抽查。\n二、县水利局\n1.加固堤防3处。"
    )
    cells = [(row.task.responsible, row.task.support) for row in one.tasks]
    assert cells == [("县住建局", ""), ("县住建局", "县市场监管局"), ("县水利局", "")]


def test_a_partner_helps_whoever_acted_before_the_semicolon():
    one = draft(
        "云岫县2026年城建重点任务\n县住建局完成燃气入户安检2万户，建立隐患台账；会同县市场监管局开展灶具抽查，公布抽查结果。"
    )
    assert [(row.task.responsible, row.task.support) for row in one.tasks] == [
        ("县住建局", ""),
        ("县住建局", "县市场监管局"),
    ]


STAGES = """
云岫县2026年消防整治方案
一、整治内容
（一）商场消防整治，由县商务局负责，县消防救援大队配合。要督促商场开展一次疏散演练。
（二）养老院消防整治，由县民政局负责。逐一核查居民楼内的养老院，不符合条件的限期搬离。
二、工作步骤
（一）动员部署阶段（4月15日前）。各乡镇召开动员会议，制定具体方案。
（二）排查整治阶段（4月16日至10月31日）。各乡镇开展排查，建立问题清单。
（三）总结阶段（11月底前）。各乡镇10月20日前报送总结。
"""


def test_what_a_first_sentence_names_and_gives_to_somebody_is_one_task_with_what_follows():
    first, second, *_ = draft(STAGES).tasks
    assert (first.task.responsible, first.task.support) == ("县商务局", "县消防救援大队")
    assert first.task.content.endswith("要督促商场开展一次疏散演练。")
    assert second.task.content.endswith("不符合条件的限期搬离。")


def test_the_days_of_a_stage_are_the_deadline_of_what_says_none():
    rows = draft(STAGES).tasks[2:]
    assert [row.task.deadline for row in rows] == ["4月15日前", "4月16日至10月31日", "10月20日前"]
    assert rows[0].task.topic == "动员部署阶段（4月15日前）"
