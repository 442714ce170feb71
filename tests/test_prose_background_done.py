"""What was done is no task, exhortations with aims are none either; duties that look like either stay."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.prose.draft import Left
from taskbook.prose.duties.cuts import Around
from taskbook.prose.duties.obligations import cut_item


def kinds(text: str, numbered: bool = False) -> list[Left | None]:
    return [cut.left for cut in cut_item(text, Around(Directory(), closes=True, numbered=numbered)).cuts]


@pytest.mark.parametrize(
    "text",
    [
        "3月，县委第二巡察组开展了巡察，并于5月6日反馈了意见。",
        "上半年，全县已完成投资5.1亿元，改造泵站7座。",
        "检查组召开了座谈会，指出了4个方面9项问题。",
    ],
)
def test_what_was_done(text):
    assert kinds(text) == [Left.EXPLANATION]


@pytest.mark.parametrize(
    "text",
    [
        "县住建局在已完成摸底的基础上，8月底前加固到位。",
        "对检查反馈了的问题逐项整改，5月底前完成。",
        "县文旅局已建成的展馆，9月底前开放。",
        "经县政府专题会议审议通过后，县财政局及时拨付资金。",
        "省水利厅下达的整治任务，由县水利局分解到各乡镇。",
        "县政府与东海大学共建实验室。",
        "鼓励企业参与，对投资300万元以上的给予补贴。",
        "各单位要以高度负责的态度，6月底前完成自查。",
    ],
)
def test_what_is_still_asked_for(text):
    assert None in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "各单位要以对事业高度负责的态度，确保群众安全过节。",
        "各镇街要以时不我待的紧迫感，保障工程顺利建设。",
        "鼓励社会力量参与，营造爱绿护绿的浓厚氛围。",
        "按照职责分工，抓好落实。",
    ],
)
def test_exhortations(text):
    assert kinds(text) == [Left.EXHORTATION]


def test_a_short_numbered_item_is_a_task():
    assert kinds("清运渣土。", numbered=True) == [None]
    assert kinds("收运餐厨。", numbered=True) == [None]
    assert kinds("管护措施", numbered=True) == [Left.EXPLANATION]
    assert kinds("备注。", numbered=True) == [Left.EXPLANATION]
