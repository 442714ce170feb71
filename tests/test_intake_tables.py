"""Tables → tasks: headings of every make, what is passed down, what goes on, what is no task."""

from __future__ import annotations

import pytest
from plan_documents import said, table
from taskbook.columns import _SYNONYMS, Field
from taskbook.findings import Code
from taskbook.intake.blocks import Paragraph, Table, table_of
from taskbook.intake.tables import TablesRead, read_tables


def read(*pictures: str | Table) -> TablesRead:
    tables = [one if isinstance(one, Table) else table(one, f"表{at}") for at, one in enumerate(pictures, 1)]
    return read_tables(tables, "plan.docx")


def codes(result: TablesRead) -> list[tuple[str, str, str]]:
    return [(one.code.name, one.where.sheet, one.where.address) for one in result.findings]


# ---- headings ----


@pytest.mark.parametrize(
    ("field", "word"),
    [
        (field, word)
        for field, words in _SYNONYMS.items()
        if field
        in {Field.SECTION, Field.TOPIC, Field.CONTENT, Field.LEAD, Field.RESPONSIBLE, Field.SUPPORT}
        | {Field.NUMBER, Field.MEASURE, Field.DEADLINE, Field.LEADER, Field.REMARK}
        for word in words.split()
    ],
)
def test_every_known_heading_fills_its_field(field, word):
    fixed = {Field.CONTENT: "工作任务", Field.RESPONSIBLE: "责任单位", Field.DEADLINE: "完成时限"}
    fixed.pop(field, None)
    headings = [*fixed.values(), word]
    texts = [f"{heading}的内容" for heading in headings]
    result = read(f"| {' | '.join(headings)} |\n| {' | '.join(texts)} |")
    (task,) = result.tasks
    expected = Field.CONTENT if field is Field.TOPIC and Field.CONTENT not in fixed else field
    assert getattr(task, str(expected)) == f"{word}的内容"
    assert [code for code, *_ in codes(result) if code != "COLUMN_MISSING"] == []


@pytest.mark.parametrize("heading", ["公开方式", "任务来源", "责任方式"])
def test_headings_about_another_matter_are_kept_apart(heading):
    result = read(f"| 序号 | 工作任务 | 责任单位 | {heading} |\n| 1 | 公开 | 甲局 | 网站 |")
    assert said(result.tasks[0], "content", "responsible", "lead") == ("公开", "甲局", "")
    assert result.tasks[0].extra == ((heading, "网站"),)


def test_columns_may_stand_in_any_order_with_blanks_breaks_and_full_width_forms():
    result = read(
        """
        | 完 成\\n时 限 | 责任单位（部门） | 备　注 | 工作任务： | 序\\n号 | 牵头单位/部门 | 一级指标 |
        | 11月底 | 区教育局 | 无 | 及时公开。 | 1 | 区政府办 | 重点领域 |
        """
    )
    (task,) = result.tasks
    assert said(task, "number", "section", "content", "lead") == ("1", "重点领域", "及时公开。", "区政府办")
    assert said(task, "responsible", "deadline", "remark") == ("区教育局", "11月底", "无")


def test_a_heading_nobody_listed_is_told_by_its_make_and_said():
    result = read(
        """
        | 序号 | 年度工作事项及内容 | 负责落实的单位 | 办结时间 |
        | 1 | 及时公开。 | 区教育局 | 11月底 |
        """
    )
    assert said(result.tasks[0], "content", "responsible", "deadline") == ("及时公开。", "区教育局", "11月底")
    assert [code for code, *_ in codes(result)] == ["COLUMN_READ_AS", "COLUMN_READ_AS", "COLUMN_READ_AS"]


@pytest.mark.parametrize(
    ("what", "who", "field"),
    [
        ("工作目标", "责任单位", "responsible"),
        ("目标值", "部门分工", "responsible"),
        ("工作任务", "单位分工", "responsible"),
        ("工作任务", "牵头办（中心）", "lead"),
        ("工作任务", "牵头站所", "lead"),
        ("工作任务", "责任办所", "responsible"),
    ],
)
def test_plain_plans_say_what_and_who_in_other_words(what, who, field):
    result = read(f"| 序号 | {what} | 分管领导 | {who} | 完成时间 |\n| 1 | 公开 | 甲 | 农服中心 | 11月底 |")
    assert said(result.tasks[0], "content", field, "leader") == ("公开", "农服中心", "甲")


def test_an_unknown_column_is_kept_with_its_heading():
    result = read(
        """
        | 序号 | 工作任务 | 资金（万元） | 责任单位 | 完成情况 | 完成时限 |
        | 1 | 及时公开。 | 30 | 区教育局 | 已启动 | 11月底 |
        """
    )
    assert result.tasks[0].extra == (("资金（万元）", "30"), ("完成情况", "已启动"))
    assert codes(result) == [("COLUMN_UNKNOWN", "表1", "第1行")] * 2


def test_a_kept_column_never_takes_a_heading_of_the_master():
    result = read(
        """
        | 序号 | 工作任务 | 责任单位 | 责任科室 | 进展状态 |  | 完成时限 |
        | 1 | 及时公开。 | 区教育局 | 办公室 | 推进中 | 甲 | 11月底 |
        """
    )
    assert result.tasks[0].responsible == "区教育局"
    assert result.tasks[0].extra == (
        ("原表责任科室", "办公室"),
        ("原表进展状态", "推进中"),
        ("无表头第6列", "甲"),
    )


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("重点任务 工作任务 具体措施", "section topic content"),
        ("重点任务 主要任务", "topic content"),
        ("工作任务 具体措施", "topic content"),
        ("重点任务", "content"),
        ("一级指标 二级指标", "section content"),
        ("一级指标 二级指标 三级指标", "section topic content"),
        ("类别 重点任务 工作任务", "section topic content"),
        ("一级指标 二级指标 工作任务 具体措施", "section topic extra content"),
        ("领域 重点工作 具体措施 工作要求 细化分工", "section topic extra extra content"),
    ],
)
def test_columns_that_mean_the_same_are_told_apart_by_their_order(headings, expected):
    words = headings.split()
    result = read(f"| {' | '.join(words)} | 责任单位 |\n| {' | '.join(f'{w}甲' for w in words)} | 区教育局 |")
    (task,) = result.tasks
    met = [
        next(
            (name for name in ("section", "topic", "content") if getattr(task, name) == f"{word}甲"), "extra"
        )
        for word in words
    ]
    assert met == expected.split()
    assert [text for _, text in task.extra] == [
        f"{w}甲" for w, m in zip(words, met, strict=True) if m == "extra"
    ]


def test_a_further_demand_right_of_the_units_does_not_become_the_task():
    result = read("| 序号 | 工作任务 | 责任单位 | 工作要求 |\n| 1 | 及时公开。 | 区教育局 | 每季度一次 |")
    assert result.tasks[0].content == "及时公开。"
    assert result.tasks[0].extra == (("原表工作要求", "每季度一次"),)


def test_two_columns_of_one_role_are_read_together():
    result = read("| 工作任务 | 牵头单位 | 配合单位 | 参与部门 |\n| 及时公开。 | 甲局 | 乙局 | 丙局、乙局 |")
    assert result.tasks[0].support == "乙局\n丙局、乙局"
    assert read("| 任务 | 主责单位 | 责任单位 |\n| 公开。 | 甲局 | 乙局 |").tasks[0].lead == "甲局"


def test_a_number_of_the_topic_is_not_the_number_of_the_task():
    result = read(
        """
        | 序号 | 重点任务 | 序号 | 具体措施 | 责任单位 | 完成时限 |
        | 一 | 公开重点信息 | 1 | 公开规划。 | 甲局 | 11月底 |
        | ^ | ^ | 2 | 公开预算。 | 乙局 | 11月底 |
        """
    )
    assert [said(task, "number", "topic") for task in result.tasks] == [
        ("1", "公开重点信息"),
        ("2", "公开重点信息"),
    ]
    assert result.tasks[1].extra == (("原表序号", "一"),)


@pytest.mark.parametrize(
    "heading",
    [
        """
        | 序号 | 工作任务 | 责任分工 | < | 完成时限 |
        | ^ | ^ | 牵头单位 | 配合单位 | ^ |
        """,
        """
        | 序号 | 工作任务 | 责任单位 | < | 完成时限 |
        | ^ | ^ | 牵头 | 配合 | ^ |
        """,
        """
        | 序号 | 工作任务 | 责任单位 |  | 完成时限 |
        |  |  | 牵头单位 | 协办单位 |  |
        """,
        """
        | 序号 | 任务分解 | 责任分工 | < | 时间安排 |
        | ^ | 具体任务 | 牵头责任单位 | 配合责任单位 | 完成时限 |
        """,
    ],
)
def test_a_heading_in_two_rows_makes_the_columns_of_its_lower_row(heading):
    result = read(heading + "| 1 | 及时公开。 | 甲局 | 乙局、丙局 | 11月底 |")
    (task,) = result.tasks
    assert said(task, "number", "content", "lead", "support") == ("1", "及时公开。", "甲局", "乙局、丙局")
    assert task.deadline == "11月底"


def test_one_heading_over_two_columns_of_data_makes_two_columns():
    result = read(
        """
        | 序号 | 工作任务 | < | 责任单位 |
        | 1 | 公开重点信息 | 公开规划。 | 甲局 |
        | 2 | ^ | 公开预算。 | 乙局 |
        """
    )
    assert [said(task, "topic", "content") for task in result.tasks] == [
        ("公开重点信息", "公开规划。"),
        ("公开重点信息", "公开预算。"),
    ]


# ---- what is passed down ----


def test_section_and_topic_are_inherited_until_a_new_section_ends_the_topic():
    result = read(
        """
        | 一级指标 | 二级指标 | 工作任务 | 责任单位 | 完成时限 |
        | 一、公开 | （一）规划 | 任务甲。 | 甲局 | 6月底 |
        |  |  | 任务乙。 | 乙局 |  |
        |  | （二）预算 | 任务丙。 | 丙局 | 9月底 |
        | 二、解读 |  | 任务丁。 | 丁局 | 9月底 |
        """
    )
    assert [said(task, "section", "topic", "deadline") for task in result.tasks] == [
        ("一、公开", "（一）规划", "6月底"),
        ("一、公开", "（一）规划", ""),
        ("一、公开", "（二）预算", "9月底"),
        ("二、解读", "", "9月底"),
    ]


def test_other_columns_are_filled_down_by_true_merges_only():
    result = read(
        """
        | 序号 | 工作任务 | 责任单位 | 量化指标 | 完成时限 |
        | 1 | 任务甲。 | 甲局 | 查看网站 | 6月底 |
        | 2 | 任务乙。 | ^ | ^ | ^ |
        | 3 | 任务丙。 |  |  | 9月底 |
        """
    )
    assert [said(task, "responsible", "measure", "deadline") for task in result.tasks] == [
        ("甲局", "查看网站", "6月底"),
        ("甲局", "查看网站", "6月底"),
        ("", "", "9月底"),
    ]


@pytest.mark.parametrize(
    "section",
    [
        "| 一、聚焦营商环境 | < | < | < |",
        "| 一、聚焦营商环境 |  |  |  |",
        "|  | 一、聚焦营商环境 |  |  |",
        "| 一 | 聚焦营商环境 |  |  |",
        "| 一、 | 聚焦营商环境 | < | < |",
    ],
)
def test_a_line_across_the_table_is_the_section_of_what_follows(section):
    result = read(f"| 序号 | 工作任务 | 责任单位 | 完成时限 |\n{section}\n| 1 | 任务甲。 | 甲局 | 6月底 |")
    assert [said(task, "section", "number") for task in result.tasks] == [("一、聚焦营商环境", "1")]
    assert result.findings == ()


def test_sections_of_two_depths_become_section_and_topic():
    result = read(
        """
        | 序号 | 工作任务 | 责任单位 | 完成时限 |
        | 一、公开 | < | < | < |
        | （一）规划 | < | < | < |
        | 1 | 任务甲。 | 甲局 | 6月底 |
        | （二）预算 | < | < | < |
        | 2 | 任务乙。 | 甲局 | 6月底 |
        | 二、解读 | < | < | < |
        | 3 | 任务丙。 | 甲局 | 6月底 |
        | 三、保障 | < | < | < |
        """
    )
    assert [said(task, "section", "topic") for task in result.tasks] == [
        ("一、公开", "（一）规划"),
        ("一、公开", "（二）预算"),
        ("二、解读", ""),
    ]
    assert [(one.code, one.where.address) for one in result.findings] == [(Code.TEXT_UNPLACED, "第9行")]
    assert "三、保障" in result.findings[0].message


def test_a_section_across_a_table_with_topics_ends_the_topic_before():
    result = read(
        """
        | 序号 | 重点任务 | 具体措施 | 责任单位 | 完成时限 |
        | 一、公开 | < | < | < | < |
        | 1 | 规划 | 任务甲。 | 甲局 | 6月底 |
        | 二、解读 | < | < | < | < |
        | 2 |  | 任务乙。 | 甲局 | 6月底 |
        """
    )
    assert [said(task, "section", "topic") for task in result.tasks] == [
        ("一、公开", "规划"),
        ("二、解读", ""),
    ]


def test_a_row_with_a_topic_alone_heads_the_rows_below():
    result = read(
        """
        | 序号 | 重点任务 | 具体措施 | 责任单位 | 完成时限 |
        |  | 公开规划 |  |  |  |
        | 1 |  | 任务甲。 | 甲局 | 6月底 |
        """
    )
    assert [said(task, "number", "topic") for task in result.tasks] == [("1", "公开规划")]


def test_one_task_whose_units_stand_in_several_rows_stays_one_task():
    result = read(
        """
        | 序号 | 工作任务 | 牵头单位 | 责任单位 | 完成时限 |
        | 1 | 任务甲。 | 甲局 | 乙局 | 6月底 |
        | ^ | ^ | ^ | 丙局 | ^ |
        | 2 | 任务乙。 | 甲局 | 丁局 | 6月底 |
        """
    )
    assert [said(task, "number", "lead", "responsible") for task in result.tasks] == [
        ("1", "甲局", "乙局\n丙局"),
        ("2", "甲局", "丁局"),
    ]


def test_a_cell_merged_over_two_columns_is_read_once():
    result = read(
        """
        | 序号 | 重点任务 | 具体措施 | 牵头单位 | 责任单位 | 完成时限 |
        | 1 | 规划 | 任务甲。 | 甲局 | 乙局 | 6月底 |
        | 2 | 任务乙。 | < | 各部门 | < | 6月底 |
        """
    )
    assert said(result.tasks[1], "topic", "content", "lead", "responsible") == (
        "规划",
        "任务乙。",
        "",
        "各部门",
    )


# ---- pages, parts, other tables ----


def test_rows_around_the_table_are_titles_and_notes():
    result = read(
        """
        | 示例区2026年任务分解表 | < | < | < |
        |  |  |  | 单位：项 |
        | 序号 | 工作任务 | 责任单位 | 完成时限 |
        | 1 | 任务甲。 | 甲局 | 6月底 |
        | 合计 | 1项 |  |  |
        | 注：列第一位的为牵头单位 | < | < | < |
        | 填表人： |  | 联系电话： |  |
        """
    )
    assert [text for text, _ in result.titles] == ["示例区2026年任务分解表", "单位：项"]
    assert len(result.tasks) == 1
    assert [one.message.split("“")[1].split("”")[0] for one in result.findings] == [
        "合计 1项",
        "注：列第一位的为牵头单位",
        "填表人： 联系电话：",
    ]


def test_a_table_without_a_heading_goes_on_with_the_one_before():
    result = read(
        """
        | 序号 | 重点任务 | 具体措施 | 责任单位 |
        | 1 | 规划 | 任务甲。 | 甲局 |
        """,
        """
        | 2 |  | 任务乙。 | 乙局 |
        | 3 | 预算 | 任务丙。 | 丙局 |
        """,
    )
    assert [said(task, "number", "topic") for task in result.tasks] == [
        ("1", "规划"),
        ("2", "规划"),
        ("3", "预算"),
    ]


def test_a_table_goes_on_though_its_columns_are_cut_differently():
    first = table("| 序号 | 重点任务 | 具体措施 | 责任单位 |\n| 1 | 规划 | 任务甲。 | 甲局 |")
    texts = [
        ["2", "", "任务乙。", "", "乙局"],
        ["一、续", "", "", "", ""],
        ["3", "预算", "任务丙。", "", "丙局"],
    ]
    merges = [(0, 2, 0, 3), (1, 0, 1, 4), (2, 2, 2, 3)]
    result = read(first, table_of("表2", texts, merges))
    assert [said(task, "number", "section", "topic", "responsible") for task in result.tasks] == [
        ("1", "", "规划", "甲局"),
        ("2", "", "规划", "乙局"),
        ("3", "一、续", "预算", "丙局"),
    ]


def test_a_table_of_another_width_does_not_go_on():
    result = read(
        "| 序号 | 工作任务 | 责任单位 |\n| 1 | 任务甲。 | 甲局 |",
        "| 2 | 任务乙。 |\n| 3 | 任务丙。 |",
        "| 甲 | 乙 | 丙 |\n| 丁 | 戊 | 己 |",
    )
    assert len(result.tasks) == 1
    assert [code for code, *_ in codes(result)] == ["COLUMN_MISSING", "TABLE_IGNORED", "TABLE_IGNORED"]


def test_a_list_of_units_broken_by_a_page_is_put_together():
    result = read(
        "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| 1 | 公开批准、 | 甲局、乙局、 | 6月底 |",
        "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| | 招标信息。 | 丙局 | |\n| 2 | 任务乙。 | 丁局 | 7月底 |",
    )
    assert [said(task, "content", "responsible") for task in result.tasks] == [
        ("公开批准、招标信息。", "甲局、乙局、丙局"),
        ("任务乙。", "丁局"),
    ]


def test_rows_above_a_repeated_heading_go_on_with_the_table_before():
    result = read(
        "| 序号 | 工作任务 | 责任单位 |\n| 1 | 任务甲。 | 甲局 |",
        "| 2 | 任务乙。 | 乙局 |\n| 3 | 任务丙。 | 丙局 |\n| 序号 | 工作任务 | 责任单位 |\n| 4 | 任务丁。 | 丁局 |",
    )
    assert [task.number for task in result.tasks] == ["1", "2", "3", "4"]


def test_a_new_heading_inside_a_sheet_begins_a_new_table():
    result = read(
        """
        | 序号 | 工作任务 | 责任单位 | 完成时限 |
        | 1 | 任务甲。 | 甲局 | 6月底 |
        | 第二部分 | < | < | < |
        | 序号 | 牵头单位 | 具体措施 | 时限 |
        | 1 | 乙局 | 任务乙。 | 7月底 |
        """
    )
    assert [said(task, "section", "content", "lead", "responsible") for task in result.tasks] == [
        ("", "任务甲。", "", "甲局"),
        ("第二部分", "任务乙。", "乙局", ""),
    ]
    assert "TABLES_DIFFER" in [code for code, *_ in codes(result)]


def test_a_repeated_heading_is_no_task_in_one_table_or_several():
    heading = "| 序号 | 工作任务 | 责任单位 | 完成时限 |"
    rows = "| 1 | 任务甲。 | 甲局 | 6月底 |", "| 2 | 任务乙。 | 乙局 | 6月底 |"
    one = read(f"{heading}\n{rows[0]}\n| 序 号 | 工作任务 | 责任单位 | 完成时限 |\n{rows[1]}")
    two = read(f"{heading}\n{rows[0]}", f"{heading}\n{rows[1]}")
    assert [task.number for task in one.tasks] == [task.number for task in two.tasks] == ["1", "2"]
    assert one.findings == two.findings == ()


def test_a_row_broken_off_at_the_page_end_is_joined_and_said():
    result = read(
        """
        | 序号 | 工作任务 | 责任单位 | 完成时限 |
        | 1 | 加大政策解读 | 甲局 | 6月底 |
        """,
        """
        |  | 和宣传力度。 |  |  |
        | 2 | 任务乙。 | 乙局 | 6月底 |
        """,
    )
    assert [task.content for task in result.tasks] == ["加大政策解读和宣传力度。", "任务乙。"]
    assert codes(result) == [("ROW_JOINED", "表2", "第1行")]


def test_a_row_without_a_number_that_is_whole_is_a_task_of_its_own():
    result = read(
        "| 序号 | 工作任务 | 责任单位 |\n| 1 | 加大解读力度。 | 甲局 |",
        "|  | 加大宣传力度。 | 乙局 |",
    )
    assert [task.content for task in result.tasks] == ["加大解读力度。", "加大宣传力度。"]


def test_a_second_table_of_another_shape_is_read_by_its_own_heading():
    result = read(
        "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| 1 | 任务甲。 | 甲局 | 6月底 |",
        "| 序号 | 牵头部门 | 具体措施 | 时限要求 | 备注 |\n| 1 | 乙局 | 任务乙。 | 9月底 | 新增 |",
    )
    assert [said(task, "content", "lead", "responsible") for task in result.tasks] == [
        ("任务甲。", "", "甲局"),
        ("任务乙。", "乙局", ""),
    ]
    assert codes(result) == [("TABLES_DIFFER", "表2", "第1行")]


def test_a_table_about_something_else_is_said_with_its_whole_text():
    result = read(
        "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| 1 | 任务甲。 | 甲局 | 6月底 |",
        "| 姓名 | 电话 |\n| 联络员01 | 0000 |",
        "| 序号 | 姓名 | 职务 | 电话 |\n| 1 | 联络员02 | 科员 | 0001 |",
    )
    assert len(result.tasks) == 1
    assert [one.code for one in result.findings] == [Code.TABLE_IGNORED, Code.TABLE_IGNORED]
    assert "姓名 电话 联络员01 0000" in result.findings[0].message


def test_rows_dragged_out_of_line_with_the_heading_are_read_by_their_order():
    cells = [["序号", "工作任务", "", "责任单位", "完成时限"], ["1", "任务甲。", "甲局", "", "6月底"]]
    dragged = table_of("表1", cells, [(0, 1, 0, 2), (1, 2, 1, 3)], [10, 50, 4, 40, 20])
    (task,) = read(dragged).tasks
    assert said(task, "content", "responsible", "deadline") == ("任务甲。", "甲局", "6月底")


def test_pre_numbered_empty_rows_are_no_tasks_but_said():
    result = read("| 序号 | 工作任务 | 责任单位 |\n| 1 | 任务甲。 | 甲局 |\n| 2 |  |  |\n|  |  |  |")
    assert len(result.tasks) == 1
    assert ("TEXT_UNPLACED", "表1", "第3行") in codes(result)


def test_a_hidden_sheet_is_said_and_not_imported():
    picture = "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| 1 | 任务甲。 | 甲局 | 6月底 |"
    result = read(picture, table(picture, "旧稿", visible=False))
    assert len(result.tasks) == 1
    assert codes(result) == [("SHEET_HIDDEN", "旧稿", "")]


def test_a_numbered_paragraph_right_above_each_table_is_its_section():
    picture = "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| {0} | 任务{0}。 | 甲局 | 6月底 |"
    blocks = [
        Paragraph("示例县任务分工", 1),
        Paragraph("一、公开", 2),
        table(picture.format(1)),
        Paragraph("二、解读", 3),
        table(picture.format(2), "表2"),
        Paragraph("这一段不是标题。", 4),
        table(picture.format(3), "表3"),
    ]
    result = read_tables(blocks, "plan.docx")
    assert [task.section for task in result.tasks] == ["一、公开", "二、解读", "二、解读"]
    assert [one.number for one in result.placed] == [2, 3]


def test_a_long_sentence_across_the_table_is_a_remark():
    long = "本表所列任务由区政务公开办公室会同各责任单位每季度督促检查一次并通报结果。"
    result = read(
        f"| 序号 | 工作任务 | 责任单位 |\n| 1 | 任务甲。 | 甲局 |\n| {long} | < | < |\n| 2 | 任务乙。 | 乙局 |"
    )
    assert [task.section for task in result.tasks] == ["", ""]
    assert long in result.findings[-1].message


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("牵头单位及配合单位", "responsible"),
        ("责任单位和参与单位", "responsible"),
        ("协调配合部门", "support"),
        ("第一责任单位", "lead"),
        ("部门负责人", "leader"),
        ("年度目标", "measure"),
        ("推进时间表", "deadline"),
        ("进度安排", "deadline"),
        ("工作分类", "section"),
    ],
)
def test_makes_of_headings(heading, name):
    fixed = {"content": "工作任务", "responsible": "责任单位"}
    fixed.pop(name, None)
    result = read(
        f"| 序号 | {' | '.join([*fixed.values(), heading])} |\n| 1 | {' | '.join([*fixed, '内容'])} |"
    )
    assert getattr(result.tasks[0], name) == "内容"
