"""What exhorts, reports or threatens and asks nobody for anything; what promises a result and is a task."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.language.directory import Directory
from taskbook.prose.draft import Draft, Left
from taskbook.prose.drafting import draft_of
from taskbook.prose.duties.background import Duty, duty_of, exhorts, explained, heading_kind
from taskbook.prose.duties.cuts import Around
from taskbook.prose.duties.obligations import cut_item

ASK_NOBODY = [
    ("发展夜间经济，既是扩大消费的现实需要，也是提升城市形象的重要举措。", Left.EXHORTATION),
    ("唯有真抓实干，方能不负期待。", Left.EXHORTATION),
    ("只要我们锚定目标不松劲，就一定能交出满意答卷。", Left.EXHORTATION),
    ("招商引资既要会推介，更要有诚意。", Left.EXHORTATION),
    ("整洁的街巷需要大家共同维护。", Left.EXHORTATION),
    ("管网改造涉及面广、施工难度大，群众期望值高。", Left.EXPLANATION),
    ("今年共安排36项实事，各项工作进展顺利。", Left.EXPLANATION),
    ("副组长：刘某某、陈某某", Left.EXPLANATION),
    ("深入学习贯彻习近平新时代中国特色社会主义思想，巩固拓展主题教育成果。", Left.AIM),
    ("全面贯彻落实党的二十大精神，奋力谱写新篇章。", Left.AIM),
    ("村党支部书记就是防溺水工作的第一责任人。", Left.EXPLANATION),
]
ASK = [
    "确保各项改革进展顺利，每季度通报一次。",
    "建设口袋公园，既是惠民之举，也是美化之策，10月底前建成6处。",
    "只有通过验收的项目才能拨付资金，验收结果于6月底前公布。",
    "既要查隐患，也要查责任，全年检查不少于200家次。",
    "推进习近平新时代中国特色社会主义思想进课堂、进头脑。",
    "不断巩固拓展习近平新时代中国特色社会主义思想主题教育成效，抓好成果转化。",
]


@pytest.mark.parametrize(("sentence", "kind"), ASK_NOBODY)
def test_what_asks_nobody(sentence, kind):
    assert explained(sentence) is kind


@pytest.mark.parametrize("sentence", ASK)
def test_what_sounds_alike_and_asks(sentence):
    assert explained(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "全镇上下要进一步增强责任感和紧迫感，以等不起的紧迫感抓好各项工作。",
        "要坚持目标导向，广大干部要以钉钉子精神抓好落实。",
        "要牢固树立“群众利益无小事”的理念，用心用情做好服务工作。",
    ],
)
def test_exhortations(sentence):
    assert exhorts(sentence)


def test_marks_of_bankers_are_no_part_of_a_heading():
    assert heading_kind("壹、工作目标") is Left.AIM
    assert heading_kind("叁、主要任务") is None


PROMISED = [
    "全县低保对象免费乘坐城乡公交。",
    "高血压患者一次处方用药量从4周延长至12周。",
    "参保登记事项实现跨省通办。",
    "义务教育学校全部纳入课后服务。",
]


@pytest.mark.parametrize("sentence", PROMISED)
def test_promised_results_are_duties(sentence):
    assert duty_of(sentence) is Duty.SURE


def draft(text: str) -> Draft:
    blocks = [Paragraph(line, number) for number, line in enumerate(text.strip("\n").split("\n"), 1)]
    return draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1))


def test_a_numbered_item_without_a_usual_verb_is_kept_as_unsure():
    one = draft(
        "云岫县2026年惠民实事\n1.新增公厕6座。\n2.老年人助餐点就近可达。\n3.职工医保个人账户家人共济使用。"
    )
    assert [row.task.content for row in one.tasks][1:] == [
        "老年人助餐点就近可达。",
        "职工医保个人账户家人共济使用。",
    ]


def kinds(text: str, **around: object) -> list[tuple[str, Left | None]]:
    return [
        (text[cut.start : cut.end], cut.left) for cut in cut_item(text, Around(Directory(), **around)).cuts
    ]


def test_exhortations_are_not_glued_to_a_task():
    assert kinds("新建旅游厕所12座，6月底前投用。要坚持问题导向，各级干部要以钉钉子精神抓好落实。") == [
        ("新建旅游厕所12座，6月底前投用。", None),
        ("要坚持问题导向，各级干部要以钉钉子精神抓好落实。", Left.EXHORTATION),
    ]


def test_a_threat_goes_with_the_task_before_or_stands_aside():
    assert kinds("发生重大险情瞒报的，依法追究责任。")[0][1] is Left.EXHORTATION
    assert kinds("县水利局每月检查一次水库。发生重大险情瞒报的，依法追究责任。") == [
        ("县水利局每月检查一次水库。发生重大险情瞒报的，依法追究责任。", None)
    ]


def test_at_the_end_of_a_plan_only_what_no_duty_follows_is_left_out():
    text = "生活垃圾日产日清。建筑工地每日洒水降尘。"
    assert {left for _, left in kinds(text, closes=True)} == {None}
    assert kinds("新增绿地3公顷。让绿色成为云岫的底色。", closes=True)[1][1] is not None


def test_who_sits_in_a_steering_group_is_no_task():
    one = draft(
        "云岫县2026年防溺水工作方案\n一、组织领导\n组长：刘某某\n副组长：陈某某\n成员：周某某 县教育局局长\n吴某某 县水利局局长\n"
        "二、工作任务\n县教育局每学期开展一次防溺水教育。"
    )
    assert [row.task.content for row in one.tasks] == ["县教育局每学期开展一次防溺水教育。"]


def test_a_body_that_acts_is_a_duty_though_no_subject_is_read():
    assert duty_of("各经办机构推行一窗通办，高频事项即时办结。") is Duty.SURE
    assert duty_of("机构养老的老年人口持续上升。") is Duty.UNSURE
