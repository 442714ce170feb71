"""A plan's text and its table, line against line: what is missing, what differs, what is no difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from coverage_pairs import Pair, compared
from taskbook.coverage.passages import split_sentences
from taskbook.coverage.times import key_of
from taskbook.model import Group, Plan, Settings, Task, Unit
from taskbook.wording import shortened

UNITS = (
    Unit("区财政局", "部门", ("区财政",)),
    Unit("区教育局", "部门"),
    Unit("区司法局", "部门"),
    Unit("区人力资源和社会保障局", "部门", ("区人社局",)),
    Unit("区政府办公室", "部门"),
    Unit("东岭镇", "乡镇"),
    Unit("西河镇", "乡镇"),
)
GROUPS = (Group("各乡镇", "类别=乡镇"), Group("区政府各部门", "类别=部门"))
PLAN = Plan(
    Settings(plan_name="示例区2026年工作要点", year=2026, office="示例区人民政府办公室"), (), UNITS, GROUPS
)


def task(content: str, responsible: str = "", deadline: str = "", **more: str) -> Task:
    return Task("", content=content, responsible=responsible, deadline=deadline, **more)


def held(asked: list[Task], tasks: list[Task]) -> list[tuple[str, str, str]]:
    """(code, place, message) of what is found; tasks are T001 … from row 4 on, the text's lines begin at 第3段."""
    rows = [replace(one, id=f"T{at:03d}", row=at + 3) for at, one in enumerate(tasks, 1)]
    _, findings = compared(Pair(asked, rows, PLAN))
    return [(one.code.name, one.where.address, one.message) for one in findings]


def codes(found: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    return [(code, place) for code, place, _ in found]


FINANCE = "公开部门预算和决算，说明机关运行经费增减原因。"
SCHOOL = "公布义务教育学校招生方案，招生结果在校门口张贴。"
LAW = "清理现行规范性文件，公布继续有效和废止目录。"


# ---- sentences and tasks ----


def test_a_sentence_in_no_task_is_named_with_its_paragraph():
    found = held([task(FINANCE), task(SCHOOL)], [task(FINANCE)])
    assert codes(found) == [("TEXT_NOT_COVERED", "第4段")]
    assert SCHOOL in found[0][2]


def test_a_task_from_nowhere_is_named_at_its_content():
    found = held([task(FINANCE)], [task(FINANCE), task(LAW)])
    assert codes(found) == [("TASK_WITHOUT_TEXT", "A5")]
    assert found[0][2].startswith("T002：")


def test_half_of_a_sentence_that_no_task_takes_is_named():
    found = held([task(FINANCE), task(SCHOOL)], [task(FINANCE), task("公布义务教育学校招生方案。")])
    assert codes(found) == [("TEXT_PARTLY_COVERED", "第4段")]
    assert "任务T002，“招生结果在校门口张贴”没有任务承接" in found[0][2]


def test_clauses_that_are_missing_side_by_side_are_named_as_one():
    long = "公布招生方案，招生结果在校门口张贴，录取名单报区教育局备案，并接受家长监督。"
    found = held([task(long)], [task("公布招生方案。")])
    assert "“招生结果在校门口张贴，录取名单报区教育局备案”没有" in found[0][2]
    assert found[1][0] == "TEXT_REASONS_LEFT_OUT"


@pytest.mark.parametrize(
    "row",
    [
        "进一步公开部门预算和决算，切实说明机关运行经费增减原因。",
        "公开部门预算、决算，机关运行经费增减原因予以说明。",
        "及时公开部门预算及决算；对机关运行经费增减原因进行说明",
        "公开部门预算和部门决算，说明机关运行经费、会议经费增减原因。",
    ],
)
def test_other_words_for_the_same_are_no_difference(row):
    assert held([task(FINANCE)], [task(row)]) == []


def test_one_sentence_in_two_tasks_and_two_sentences_in_one():
    assert held([task(FINANCE)], [task("公开部门预算和决算。"), task("说明机关运行经费增减原因。")]) == []
    assert held([task(FINANCE), task(SCHOOL)], [task(FINANCE + SCHOOL)]) == []


def test_what_a_sentence_is_good_for_may_be_left_out_and_is_told_once():
    asked = [
        task("公开部门预算和决算，促进财政资金规范使用。"),
        task("按照上级有关文件的要求，公布义务教育学校招生方案。"),
    ]
    found = held(asked, [task("公开部门预算和决算。"), task("公布义务教育学校招生方案。")])
    assert codes(found) == [("TEXT_REASONS_LEFT_OUT", "")]
    assert "第3段“促进财政资金规范使用”、第4段“按照上级有关文件的要求”" in found[0][2]


def test_a_purpose_with_a_number_is_a_promise():
    found = held([task("举办招聘会，促进就业不少于300人。")], [task("举办招聘会。")])
    assert codes(found)[0] == ("TEXT_PARTLY_COVERED", "第3段")


def test_a_clause_the_table_adds_is_told():
    found = held([task(FINANCE)], [task(FINANCE.rstrip("。") + "，预算执行进度按月通报给人大代表。")])
    assert codes(found) == [("TASK_ADDS_TEXT", "A4")]


def test_the_same_words_elsewhere_do_not_cover_a_short_clause():
    """建立监督指导 in another task does not take 做好监督指导 of this sentence."""
    asked = [
        task("扎实开展行政执法公示，做好监督指导。"),
        task(FINANCE),
        task(SCHOOL),
        task("建立监督指导、推动落实制度。"),
    ]
    rows = [task("开展行政执法公示。"), task(FINANCE), task(SCHOOL), task("建立监督指导、推动落实制度。")]
    found = held(asked, rows)
    assert codes(found) == [("TEXT_PARTLY_COVERED", "第3段")]
    assert "“做好监督指导”" in found[0][2]


def test_tasks_of_an_earlier_year_are_not_compared():
    old = replace(task(LAW), sheet="回头看")
    assert held([task(FINANCE)], [task(FINANCE), old]) == []


def test_a_task_in_the_background_has_its_text():
    assert held([task(FINANCE)], [task(FINANCE), task("各单位要提高认识。")]) == []


# ---- parties ----


def parties(text: str, row: str) -> list[tuple[str, str]]:
    return [
        (code, message)
        for code, _, message in held([task(FINANCE, text)], [task(FINANCE, row)])
        if "PARTY" in code
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", "区财政局"),
        ("区财政局", "区财政局"),
        ("区财政", "区财政局"),
        ("区人社局", "区人力资源和社会保障局"),
        ("区财政局、人社局", "区人社局，区财政局"),
        ("区财政局", "区政府各部门"),
        ("各乡镇", "东岭镇、西河镇"),
        ("各有关部门", "区财政局"),
        ("区财政局等部门", "区财政局、区教育局"),
    ],
)
def test_the_same_parties_in_other_words_are_no_difference(text, row):
    assert [code for code, _ in parties(text, row) if code != "PARTY_ONLY_IN_TABLE"] == []


def test_who_is_missing_in_the_table_is_named():
    [(code, message)] = parties("区财政局、教育局", "区财政局")
    assert code == "PARTY_NOT_IN_TABLE"
    assert "正文第3段写明由“区教育局”承担" in message


def test_a_unit_no_registry_knows_is_missing_too():
    [(code, message)] = parties("区财政局、区地震局", "区财政局")
    assert (code, "区地震局" in message) == ("PARTY_NOT_IN_TABLE", True)


def test_a_group_of_which_a_row_names_some_is_missing():
    [(code, message)] = parties("各乡镇", "东岭镇")
    assert (code, "各乡镇" in message) == ("PARTY_NOT_IN_TABLE", True)


def test_who_stands_only_in_the_table_is_said_once_a_row():
    [(code, message)] = parties("区财政局", "区财政局、教育局、司法局")
    assert code == "PARTY_ONLY_IN_TABLE"
    assert "没有写“区教育局、区司法局”" in message


def test_who_leads_in_the_text_and_not_in_the_table():
    found = held([task(FINANCE, "区财政局牵头，区教育局配合")], [task(FINANCE, "区教育局牵头，区财政局配合")])
    assert [code for code, *_ in found] == ["LEAD_DIFFERS"]
    assert "“区财政局”牵头，这一行由“区教育局”牵头" in found[0][2]


def test_what_nearly_all_rows_add_is_said_once():
    texts = [FINANCE, SCHOOL, LAW, "举办就业招聘会，提供岗位信息。", "更新办事指南，标明材料和时限。"]
    names = ["区财政局", "区教育局", "区司法局", "区人社局", "区政府办公室"]
    asked = [task(text, name) for text, name in zip(texts, names, strict=True)]
    rows = [task(text, f"各乡镇，{name}") for text, name in zip(texts, names, strict=True)]
    found = held(asked, rows)
    assert codes(found) == [("PARTY_IN_MOST_ROWS", "")]
    assert "有5项任务都写了“各乡镇”，其中5项的正文没有写它" in found[0][2]


def test_whom_the_text_names_for_everything_and_the_table_nowhere_is_said_once():
    texts = [FINANCE, SCHOOL, LAW, "举办就业招聘会，提供岗位信息。", "更新办事指南，标明材料和时限。"]
    asked = [task(text, "区财政局，各乡镇") for text in texts]
    found = held(asked, [task(text, "区财政局") for text in texts])
    assert codes(found) == [("PARTY_NOT_IN_MOST_ROWS", "")]
    assert "“各乡镇”承担的，表里有5项没有分派给它" in found[0][2]


def test_of_several_rows_one_that_names_strangers_is_named():
    """The sentence's unit may do one half and another one the other; who is not in the text at all is a difference."""
    asked = [task(FINANCE, "区财政局、司法局")]
    shared = [task("公开部门预算和决算。", "区财政局"), task("说明机关运行经费增减原因。", "区司法局")]
    assert held(asked, shared) == []
    shared[1] = replace(shared[1], responsible="区教育局")
    [(place, message)] = [one[1:] for one in held(asked, shared) if one[0] == "PARTY_NOT_IN_TABLE"]
    assert place == "A5"
    assert "由“区司法局、区财政局”承担" in message


# ---- dates and numbers ----


def dates(text: str, row: str, deadline: str, apart: str = "") -> list[str]:
    found = held([task(text, "", apart)], [task(row, "", deadline)])
    return [message.split("：")[1] for code, _, message in found if code == "DATE_DIFFERS"]


@pytest.mark.parametrize(
    ("text", "row", "deadline", "apart"),
    [
        ("8月底前公开部门决算和说明。", "公开部门决算和说明。", "2026年8月31日前", ""),
        ("8月底前公开部门决算和说明。", "8月底前公开部门决算和说明。", "", ""),
        ("公开部门决算和说明，每季度通报进展。", "公开部门决算和说明，按季度通报进展。", "全年", ""),
        ("公开部门决算和说明。", "公开部门决算和说明。", "8月底", "2026年8月底前"),
        ("公开部门决算，3个工作日内上网。", "公开部门决算，三个工作日内上网。", "8月底", ""),
        ("公开部门决算和说明。", "公开部门决算和说明。", "2026年8月底", ""),
        ("8月15日前编制招生方案，组织学校公示。", "8月15日前编制招生方案，组织学校公示。", "8月底", ""),
        ("上半年公开部门决算和说明。", "公开部门决算和说明。", "6月底", ""),
        ("8月底前公开部门决算和说明。", "8月底前公开部门决算和说明。", "11月底", "11月底前"),
        ("公开部门决算，9月底前总结推广。", "公开部门决算，9月底前总结推广。", "全年持续推进", ""),
        ("公开部门决算和说明。", "公开部门决算和说明。", "11月底前，并长期坚持", "2026年11月底前"),
    ],
)
def test_dates_that_agree(text, row, deadline, apart):
    assert dates(text, row, deadline, apart) == []


@pytest.mark.parametrize(
    ("text", "row", "deadline", "apart", "said"),
    [
        ("8月底前公开部门决算和说明。", "公开部门决算和说明。", "2026年10月底", "", "8月底前"),
        ("8月底前公开部门决算和说明。", "公开部门决算和说明。", "全年持续推进", "", "8月底前"),
        ("8月底前公开部门决算和说明。", "公开部门决算和说明。", "", "", "8月底前"),
        ("公开部门决算和说明，8月底前完成。", "公开部门决算和说明，8月底前完成。", "10月底", "", "8月底前"),
        ("公开部门决算和说明。", "公开部门决算和说明。", "10月底", "2026年8月底前", "2026年8月底前"),
        ("每季度公开部门决算和说明。", "公开部门决算和说明。", "每半年", "", "每季度"),
        (
            "分别于6月10日、9月10日前报送决算进展。",
            "报送决算进展。",
            "6月10日、9月20日前",
            "",
            "6月10日、9月10日前",
        ),
        ("公开部门决算，3个工作日内上网。", "公开部门决算，5个工作日内上网。", "8月底", "", "3个工作日内"),
        *(
            (f"公开部门决算和说明，{said}完成。", f"公开部门决算和说明，{said}完成。", cell, label, label)
            for said, cell, label in (
                ("11月底前", "2026年10月底前", "2026年11月底前"),
                ("6月底前", "12月底前", "6月30日前"),
                ("每季度末前", "12月底前", "每季度"),
            )
        ),
        ("公开部门决算，9月底前总结推广。", "公开部门决算，9月底前总结推广。", "12月底前", "", "9月底前"),
        ("编制招生方案，8月15日前完成公示。", "编制招生方案，8月15日前完成公示。", "8月底", "", "8月15日前"),
        (
            "公开部门决算，9月底前总结推广，促进规范使用。",
            "公开部门决算，9月底前总结推广，促进规范使用。",
            "12月底前",
            "",
            "9月底前",
        ),
        ("公开部门决算和说明。", "公开部门决算和说明。", "6月底、11月底", "6月底、12月底", "6月底、12月底"),
        ("公开部门决算和说明。", "公开部门决算和说明。", "6月底、11月底", "11月底前", "11月底前"),
        (
            "公开部门决算和说明。",
            "公开部门决算和说明。",
            "12月底前",
            "文件印发后5个工作日内",
            "文件印发后5个工作日内",
        ),
        ("公开部门决算和说明。", "公开部门决算和说明。", "", "全年持续推进", "全年持续推进"),
    ],
)
def test_dates_that_differ(text, row, deadline, apart, said):
    [message] = dates(text, row, deadline, apart)
    assert f"写的是“{said}”" in message


def test_a_date_that_is_said_twice_is_told_once():
    text = "公开部门决算和说明，11月底前完成。"
    assert len(dates(text, "公开部门决算和说明。", "10月底前", "2026年11月底前")) == 1


def test_each_of_several_rows_with_another_date_than_the_label_is_named():
    """A row that has the day its own clause names is none of them."""
    asked = [task("公开部门决算，6月底前上网；汇编机关运行经费说明。", "", "11月底前")]
    rows = [
        task("公开部门决算，6月底前上网。", "", "6月底前"),
        task("汇编机关运行经费说明。", "", "10月底前"),
    ]
    assert codes(held(asked, rows)) == [("DATE_DIFFERS", "A5")]
    rows[0] = replace(rows[0], deadline="5月底前")
    assert codes(held(asked, rows)) == [("DATE_DIFFERS", "A4"), ("DATE_DIFFERS", "A5")]
    rows = [replace(one, deadline="11月底前") for one in rows]
    assert held(asked, rows) == []


def test_a_row_of_two_sentences_has_the_dates_of_both():
    asked = [task(FINANCE, "", "6月底前"), task(SCHOOL, "", "9月底前")]
    assert held(asked, [task(FINANCE + SCHOOL, "", "6月底前；9月底前")]) == []


def test_deadlines_of_which_the_text_says_nothing_are_counted_once():
    asked = [task(FINANCE), task("8月底前" + SCHOOL)]
    found = held(asked, [task(FINANCE, "", "9月底"), task(SCHOOL, "", "8月底")])
    assert codes(found) == [("DEADLINES_ONLY_IN_TABLE", "")]
    assert "有1项任务" in found[0][2]


def test_a_date_in_a_missing_clause_is_not_told_twice():
    found = held([task("公开部门预算，12月10日前报送执行情况总结。")], [task("公开部门预算。", "", "9月底")])
    assert [code for code, *_ in found] == ["TEXT_PARTLY_COVERED"]


def test_another_number_of_the_same_kind():
    found = held([task("组织政策宣讲，不少于20场。")], [task("组织政策宣讲，不少于10场。")])
    assert codes(found) == [("NUMBER_DIFFERS", "A4")]
    assert "“不少于20场”，这一行写的是“不少于10场”" in found[0][2]
    assert (
        held([task("组织政策宣讲，不少于20场。")], [task("组织政策宣讲，至少20场。", measure="每镇2场")])
        == []
    )


@pytest.mark.parametrize(
    ("text", "row", "told"),
    [
        ("组织政策宣讲，全年不少于4场。", "组织政策宣讲，全年不少于3场。", 1),
        ("加强宣传引导，年内举办不少于12场。", "加强宣传引导，年内举办不少于8场。", 1),
        ("举办就业招聘会，全年四场以上。", "举办就业招聘会，全年三场以上。", 1),
        (
            "举办就业招聘会，全年4场以上，每场不少于20家企业。",
            "举办就业招聘会，全年3场以上，每场不少于10家企业。",
            2,
        ),
        ("组织政策宣讲4场。", "组织政策宣讲3场。", 1),
        ("区级不少于4场，镇级不少于4场。", "区级不少于3场，镇级不少于3场。", 1),
    ],
)
def test_another_number_is_no_missing_clause_besides(text, row, told):
    """| text 不少于4场 | row 不少于3场 | => NUMBER_DIFFERS alone |"""
    assert codes(held([task(text)], [task(row)])) == [("NUMBER_DIFFERS", "A4")] * told


def test_a_clause_that_is_missing_has_no_other_number_besides():
    found = held([task("举办招聘会不少于4场，开展骨干培训不少于3场。")], [task("举办招聘会不少于5场。")])
    assert codes(found) == [("TEXT_PARTLY_COVERED", "第3段"), ("NUMBER_DIFFERS", "A4")]
    assert "“开展骨干培训不少于3场”没有任务承接" in found[0][2]
    assert "“不少于4场”，这一行写的是“不少于5场”" in found[1][2]


# ---- small parts ----


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("每季度", "按季度", True),
        ("每月25日前", "每月20日前", False),
        ("每月", "每季度", False),
        ("三个工作日内", "3个工作日内", True),
        ("每半年", "逐半年", True),
        ("20日内", "20个工作日内", False),
    ],
)
def test_frequencies_and_spans_are_compared_by_what_they_say(one, other, same):
    assert (key_of(one) == key_of(other)) is same


def test_sentences_end_at_full_stops_outside_brackets_and_quotes():
    text = "公开预算（见“说明。”）。\n公开决算！另行通知"
    assert split_sentences(text) == ["公开预算（见“说明。”）。", "公开决算！", "另行通知"]


def test_a_long_sentence_is_shown_by_its_ends():
    text = "公开部门预算、决算和绩效目标，" * 6 + "接受监督。"
    short = shortened(text)
    assert len(short) <= 64
    assert short.startswith("公开部门预算、决算和绩效目标，")
    assert short.endswith("接受监督。")
    assert "……" in short
    assert shortened("短的。") == "短的。"
