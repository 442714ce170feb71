"""A plan in prose as rows: who, by when, from where each was taken, how sure; what the document says for many."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.intake.blocks import Paragraph, Part, table_of
from taskbook.intake.opening import read_blocks
from taskbook.model import Unit
from taskbook.prose.draft import Confidence, Draft, DraftTask, Kind, Left
from taskbook.prose.drafting import draft_of

TODAY = date(2026, 3, 1)
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def draft(text: str, **more: object) -> Draft:
    lines = [line for line in text.strip("\n").split("\n") if line.strip()]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    return draft_of(blocks, "要点.docx", "要点", today=TODAY, **more)


def codes(row: DraftTask) -> list[str]:
    return [doubt.code.name.removeprefix("DRAFT_") for doubt in row.doubts]


def cells(one: Draft) -> list[tuple[str, ...]]:
    """(牵头, 责任, 配合, 时限) of every row."""
    return [(t.task.lead, t.task.responsible, t.task.support, t.task.deadline) for t in one.tasks]


def left_out(one: Draft, why: Left) -> list[str]:
    return [one.body.text[s.start : s.end].strip() for s in one.spans if s.why == why]


PLAN = """
云岫区2026年便民服务工作要点
为提升便民服务水平，结合我区实际，制定本工作要点。
一、优化窗口服务
（一）推行延时服务。区政务服务中心每周六开放综合窗口，办理社保、医保等事项。（牵头单位：区政务服务局；责任单位：区人社局、医保局；完成时限：4月底前）
（二）规范收费公示。各窗口单位要在醒目位置公示收费标准，5月底前完成。收费标准每半年核对一次。
二、改善社区环境
新建口袋公园6处。更换破损井盖300个。（区城管局牵头，区住建局配合）
"""


def test_a_plan_becomes_rows():
    one = draft(PLAN)
    assert cells(one) == [
        ("区政务服务局", "区人社局、医保局", "", "4月底前"),
        ("", "各窗口单位", "", "5月底前"),
        ("区城管局", "", "区住建局", ""),
    ]
    assert [(row.task.section, row.task.topic) for row in one.tasks] == [
        ("优化窗口服务", "推行延时服务"),
        ("优化窗口服务", "规范收费公示"),
        ("改善社区环境", ""),
    ]
    assert [row.task.content for row in one.tasks] == [
        "区政务服务中心每周六开放综合窗口，办理社保、医保等事项。",
        "各窗口单位要在醒目位置公示收费标准，5月底前完成。收费标准每半年核对一次。",
        "新建口袋公园6处。更换破损井盖300个。",
    ]
    assert [row.task.id for row in one.tasks] == ["T001", "T002", "T003"]
    assert left_out(one, Left.EXPLANATION) == ["为提升便民服务水平，结合我区实际，制定本工作要点。"]
    assert (one.plan.settings.plan_name, one.plan.settings.year) == ("云岫区2026年便民服务工作要点", 2026)


def test_how_sure_a_row_is_and_why():
    closed, subject, _ = draft(PLAN).tasks
    assert (closed.confidence, codes(closed)) == (Confidence.HIGH, [])
    assert subject.confidence is Confidence.MIDDLE
    assert {"PARTY_FROM_SUBJECT", "DEADLINE_FROM_TEXT", "SENTENCES_JOINED"} <= set(codes(subject))


def test_the_same_document_has_the_same_id():
    assert draft(PLAN).plan.settings.plan_id == draft(PLAN).plan.settings.plan_id
    assert draft(PLAN).plan.settings.plan_id != draft(PLAN.replace("6处", "7处")).plan.settings.plan_id


def test_nobody_named_is_said_with_whom_the_sentence_before_named():
    one = draft("一、做好档案工作\n区档案馆开展库房普查，6月底前完成。编制馆藏目录，逐卷核对。")
    assert cells(one) == [("", "区档案馆", "", "6月底前"), ("", "", "", "")]
    (doubt,) = [doubt for doubt in one.tasks[1].doubts if doubt.code is Code.DRAFT_NO_PARTY]
    assert "区档案馆" in str(doubt.details["hint"])
    assert one.tasks[1].confidence is Confidence.LOW


def test_support_alone_is_nobody_who_answers():
    (row,) = draft("一、抓好普查\n以下各项均需各镇街配合，不再列出。\n编制普查方案，逐户登记。").tasks
    assert (row.task.responsible, row.task.support) == ("", "各镇街")
    assert "NO_PARTY" in codes(row)


def test_who_acts_and_who_only_helps():
    one = draft("一、规划\n县住建局牵头编制城市更新规划，县财政局配合。\n整治背街小巷30条。（县公安局配合）")
    assert cells(one)[0][:3] == ("县住建局", "", "县财政局") or cells(one)[0][:3] == (
        "",
        "县住建局",
        "县财政局",
    )
    assert cells(one)[1][:3] == ("", "", "县公安局")
    assert "NO_PARTY" in codes(one.tasks[1])
    (row,) = draft("一、市容\n由县城管局牵头，各街道具体实施，完成背街小巷改造30条。").tasks
    assert (row.task.lead, row.task.responsible) == ("县城管局", "各街道")


# ---- rules for many ----


def test_rules_are_carried_out_and_told():
    one = draft(
        """
        河湾县2026年造林绿化分工方案
        以下各项均需各乡镇落实，不再列出。列第一位的为牵头单位。未注明完成时限的，于2026年11月底前完成。
        一、扩大绿量
        1.营造防护林2万亩。（县林草局、财政局）
        2.改造通道绿化带40公里，5月底前完成。（县交通运输局）
        """.replace("        ", "")
    )
    assert cells(one) == [
        ("县林草局", "县财政局、各乡镇", "", "2026年11月底前"),
        ("县交通运输局", "各乡镇", "", "5月底前"),
    ]
    assert "PARTY_BY_DEFAULT" in codes(one.tasks[0])
    assert "DEADLINE_BY_DEFAULT" in codes(one.tasks[0])
    told = [finding.message for finding in one.findings if finding.code is Code.DRAFT_RULE_APPLIED]
    assert len(told) == 3
    assert len(left_out(one, Left.RULE)) == 1


def test_without_a_lead_the_responsible_lead():
    one = draft(
        "一、重点任务\n1.修编应急预案。（责任单位：县应急局、县水利局）\n2.组织演练。（县应急局牵头，县气象局配合）\n无牵头单位的，责任单位即为牵头单位。"
    )
    assert cells(one)[0][:2] == ("县应急局、县水利局", "")
    assert cells(one)[1] == ("县应急局", "", "县气象局", "")


def test_who_is_added_for_all_does_not_lead():
    one = draft(
        "各项任务均需各镇街配合落实。列第一位的为牵头单位。\n一、任务\n区文旅局举办惠民演出20场。\n"
        "举办读书活动。（责任单位：区图书馆、区教育局）"
    )
    assert cells(one)[1][:2] == ("区图书馆", "区教育局")
    assert cells(one)[0][0] == ""


def test_a_rule_said_from_one_task_on_begins_there():
    one = draft(
        "一、任务\n1.发展茶园。\n责任单位：县农业局、县供销社\n2.建设茶市。\n责任单位：县商务局、县财政局（列第一位的为牵头单位，下同）\n"
        "3.办好茶节。\n责任单位：县文旅局、县公安局"
    )
    assert cells(one) == [
        ("", "县农业局、县供销社", "", ""),
        ("县商务局", "县财政局", "", ""),
        ("县文旅局", "县公安局", "", ""),
    ]


def test_a_rule_about_one_sections_tasks_stays_in_it():
    one = draft(
        """
        一、便民设施
        （一）增设停车泊位200个。
        （二）改造公厕12座。
        以上任务责任单位：区城管局。
        二、文化活动
        （一）举办社区读书会30场。
        """.replace("        ", "")
    )
    assert [row.task.responsible for row in one.tasks] == ["区城管局", "区城管局", ""]


def test_a_rule_that_nothing_took_is_told():
    one = draft("一、任务\n区水务局巡查河道，每月一次。\n无牵头单位的，责任单位即为牵头单位。")
    assert [f.code for f in one.findings if f.code is Code.DRAFT_RULE_UNUSED] == [Code.DRAFT_RULE_UNUSED]


# ---- headings and last lines ----


def test_parties_from_headings():
    one = draft(
        "一、区教育局\n1.开展校园食堂检查，覆盖率100%。\n2.开设家长课堂。\n二、夯实基础（责任单位：区工信局）\n建设充电桩500个。"
    )
    assert [row.task.responsible for row in one.tasks] == ["区教育局", "区教育局", "区工信局"]
    assert {"PARTY_FROM_HEADING"} == {name for row in one.tasks for name in codes(row)}
    assert [row.task.section for row in one.tasks] == ["区教育局", "区教育局", "夯实基础"]


def test_a_heading_with_nothing_but_labels_below_is_the_task():
    one = draft(
        "一、重点项目\n（一）推进污水处理厂二期工程\n牵头单位：县住建局\n完成时限：12月底\n（二）推进垃圾焚烧发电项目\n牵头单位：县城管局"
    )
    assert [(row.task.content, row.task.lead) for row in one.tasks] == [
        ("推进污水处理厂二期工程", "县住建局"),
        ("推进垃圾焚烧发电项目", "县城管局"),
    ]
    assert [row.task.topic for row in one.tasks] == ["", ""]


def test_one_closing_behind_several_items_is_said_to_be_taken_for_all():
    one = draft(
        "一、保护文物\n1.修缮古桥3座；\n2.编制保护规划；\n3.设立标志牌20块。\n责任单位：县文物局\n二、其他\n开展普法宣传，每季度一次。（责任单位：县司法局）"
    )
    assert [row.task.responsible for row in one.tasks] == ["县文物局"] * 3 + ["县司法局"]
    assert ["PARTY_OF_SECTION" in codes(row) for row in one.tasks] == [True, True, False, False]
    assert one.tasks[0].confidence is Confidence.MIDDLE


def test_who_stands_before_a_colon_does_what_follows():
    one = draft("一、便民\n区数据局要做好以下工作：\n1.建设自助终端30台；\n2.开通掌上办事专区，9月底前上线。")
    assert cells(one) == [("", "区数据局", "", ""), ("", "区数据局", "", "9月底前")]
    assert left_out(one, Left.EXPLANATION) == ["区数据局要做好以下工作："]


# ---- numbers ----


def test_numbers_that_run_through_the_plan_are_kept_others_run_anew():
    through = draft("一、甲\n1.新建泵站。（责任单位：县水利局）\n二、乙\n2.改造管网。（责任单位：县住建局）")
    assert [row.task.number for row in through.tasks] == ["1", "2"]
    anew = draft("一、甲\n1.新建泵站。（责任单位：县水利局）\n二、乙\n1.改造管网。（责任单位：县住建局）")
    assert [row.task.number for row in anew.tasks] == ["1", "2"]
    jumps = draft(
        "一、甲\n1.新建泵站。（责任单位：县水利局）\n2.改造水表。（责任单位：县水利局）\n三、乙\n改造管网。（责任单位：县住建局）"
    )
    assert Code.DRAFT_NUMBERS_JUMP in [finding.code for finding in jumps.findings]


# ---- what cannot be drafted, what stands beside ----


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("\u3000\u3000\n——\n", Stop.PROSE_NO_TEXT),
        ("一、加强领导\n二、明确目标\n（一）提高认识\n三、抓好落实", Stop.PROSE_ONLY_HEADINGS),
        ("近年来，全县旅游业发展较快，取得了明显成效。\n目前，仍然存在配套不足的问题。", Stop.PROSE_NO_TASKS),
    ],
)
def test_what_holds_no_task_is_refused(text, stop):
    with pytest.raises(CannotGoOn) as refused:
        draft(text)
    assert refused.value.stop is stop
    assert "要点.docx" in str(refused.value)


def test_tables_and_margins_are_said_to_be_left_aside():
    blocks = [
        Paragraph("一、任务", 1),
        Paragraph("区水务局巡查河道，每月一次。", 2),
        table_of("表1", [["序号", "任务"], ["1", "巡河"]]),
        Paragraph("内部资料", 1, Part.MARGIN),
    ]
    found = {finding.code for finding in draft_of(blocks, "要点.docx", "要点", today=TODAY).findings}
    assert {Code.DRAFT_TABLES_LEFT_OUT, Code.TEXT_UNPLACED} <= found


def test_traditional_characters_are_read_and_kept():
    one = draft("一、文化\n縣圖書館舉辦講座12場。（責任單位：縣教育局）")
    (row,) = one.tasks
    assert row.task.content == "縣圖書館舉辦講座12場。"
    assert row.task.responsible
    assert Code.DRAFT_TRADITIONAL in [finding.code for finding in one.findings]


def test_a_registry_tells_whole_names():
    units = [Unit("示例区城市管理和综合执法局", "部门", ("区城管执法局",))]
    (row,) = draft("一、市容\n区城管执法局开展占道经营整治，每月一次。", units=units).tasks
    assert row.task.responsible == "区城管执法局"
    assert row.confidence is not Confidence.LOW


# ---- the seeds ----


def drafted_seed(start: str, year: int | None = None) -> Draft:
    source = next(SEEDS.glob(f"{start}*.txt"))
    return draft_of(read_blocks(source), source.name, source.stem, year=year, today=TODAY)


def test_the_seed_with_prose_and_table_is_cut_as_its_office_cut_it():
    one = drafted_seed("001")
    assert len(one.tasks) == 48
    named = [row for row in one.tasks if row.task.lead or row.task.responsible]
    assert len(named) >= 18
    assert sum(span.kind is Kind.HEADING for span in one.spans) >= 18
    assert (one.plan.settings.year, one.plan.settings.office) == (2022, "中卫市人民政府办公室")
    assert one.plan.settings.issued_on == date(2022, 5, 24)


def test_the_seed_that_names_nobody_has_empty_parties():
    one = drafted_seed("004")
    assert len(one.tasks) == 49
    named = {row.task.responsible for row in one.tasks if row.task.responsible}
    assert len(named) <= 6
    assert all(name.startswith("各") or name.endswith("机构") for name in named)
    cut = [row for row in one.tasks if Code.DRAFT_TRACE_INSIDE in {doubt.code for doubt in row.doubts}]
    assert len(cut) >= 8


@pytest.mark.parametrize(
    ("aim", "year"),
    [
        ("力争到2024年底建成20个站点。", 2024),
        (
            "力争到2024年底建成20个站点，到2030年底全部建成。",
            2026,
        ),  # two years: neither is said to be the plan's
    ],
)
def test_the_one_year_that_terms_name_is_the_plans(aim, year):
    one = draft(
        f"云岫区便民服务工作要点\n一、总体目标\n{aim}\n二、重点任务\n1.区民政局要在6月底前建成5个站点。"
    )
    assert one.plan.settings.year == year
    assert (Code.YEAR_UNKNOWN in {finding.code for finding in one.findings}) == (year == 2026)
