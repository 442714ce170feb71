"""The review book as it is written: what stands where, what is marked, that nothing of the text is lost."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from review_drafts import GROUPS, SETTINGS, UNITS, example, gone, heading, job, left, made_of, written
from taskbook.columns import HEADINGS, Field, ReviewField, Sheet, plain_heading
from taskbook.findings import Cell, Code, found
from taskbook.grid import read_grids
from taskbook.master.read import read_groups, read_units
from taskbook.master.settings import read_settings
from taskbook.model import Plan
from taskbook.ooxml.fitting import TALLEST
from taskbook.prose.draft import Confidence, Kind, Left, Trace
from taskbook.review.places import draft_findings, places_of
from taskbook.review.rows import LONGEST_STRETCH, rows_of, rows_of_spans


@pytest.fixture
def book(tmp_path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(written(tmp_path, example()))


def rows_in(sheet: Worksheet, first: int = 4) -> list[dict[str, str | None]]:
    names = [cell.value for cell in sheet[first - 1]]
    return [
        {name: cell.value for name, cell in zip(names, cells, strict=True)}
        for cells in sheet.iter_rows(min_row=first)
    ]


def widths_of(sheet: Worksheet) -> dict[str, float]:
    """Heading → column units; neighbours of one width stand as one in the file."""
    widths = {
        number: one.width
        for one in sheet.column_dimensions.values()
        for number in range(one.min, one.max + 1)
    }
    return {cell.value: widths[cell.column] for cell in sheet[3]}


def test_sheets_in_order_and_the_last_one_out_of_sight(book):
    assert book.sheetnames == ["审阅", "原文", "单位", "群组", "设置", "校验结果", "说明", "稿本信息"]
    assert {sheet.title: sheet.sheet_state for sheet in book if sheet.sheet_state != "visible"} == {
        "稿本信息": "veryHidden"
    }
    assert book.active.title == "审阅"


def test_rows_stand_in_the_order_of_the_document(book):
    shown = [(row["稿号"], row["处理"], row["把握"], row["原文"][:8]) for row in rows_in(book["审阅"])]
    assert shown == [
        ("稿001", "不采用", "背景", "示例区人民政府办"),
        ("稿002", "不采用", "背景", "为加快建设数字政"),
        ("稿003", "不采用", "标题", "一、夯实基础。"),
        ("稿004", "不采用", "标题", "（一）统一平台"),
        ("稿005", "采用", "高", "1. 6月底前建"),
        ("稿006", "采用", "中", "2. 区司法局要"),
        ("稿007", None, "低", "各街道同步做好政"),
        ("稿008", "不采用", "标题", "二、优化服务"),
        ("稿009", "不采用", "背景", "近年来，群众办事"),
        ("稿010", None, "低", "=全年持续推进“"),
        ("稿011", "不采用", "背景", "各单位要加强领导"),
        ("稿012", "不采用", "背景", "示例区人民政府办"),
    ]


def test_a_task_row_holds_source_and_cells_side_by_side(book):
    row = rows_in(book["审阅"])[4]
    assert row["原文"].endswith("（牵头单位：区数据局，责任单位：区财政局、区教育局）")
    assert row["工作任务"] == "6月底前建成全区统一的数据共享平台，接入部门业务系统不少于30个。"
    assert (row["牵头单位"], row["责任单位"], row["配合单位"]) == ("区数据局", "区财政局、区教育局", None)
    assert (row["序号"], row["一级指标"], row["二级指标"]) == ("1", "一、夯实基础", "（一）统一平台")
    assert (row["量化指标"], row["完成时限"]) == ("接入部门业务系统不少于30个", "6月底前")
    assert (row["段落"], row["备注"]) == ("第7段", None)


def test_what_is_no_task_is_ready_to_become_one(book):
    rows = rows_in(book["审阅"])
    row = rows[8]
    assert row["工作任务"] == row["原文"] == "近年来，群众办事更加便捷。"
    assert row["需要核对"] == "背景和说明，没有列为任务"
    assert row["一级指标"] == "二、优化服务"  # a heading stands between it and the task before
    assert (rows[10]["一级指标"], rows[1]["一级指标"]) == ("二、优化服务", None)


def test_a_stretch_without_a_task_near_has_its_heading_as_section():
    made = made_of(
        [
            heading("一、公开"),
            job("公开目录。\n", section="一、公开"),
            heading("二、保障。"),
            left("要重视。"),
        ]
    )
    assert [(row.source, row.task.section) for row in rows_of(made.draft)] == [
        ("一、公开", ""),
        ("公开目录。", "一、公开"),
        ("二、保障。", ""),
        ("要重视。", "保障"),
    ]


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        (["四、组织保障"], ("组织保障", "")),
        (["第四部分 组织保障"], ("组织保障", "")),
        (["4．组织保障。"], ("组织保障", "")),
        (["四、组织保障", "（一）加强领导"], ("组织保障", "加强领导")),
        (["四、组织保障", "（一）加强领导", "（二）强化督查"], ("组织保障", "强化督查")),
        (["三、重点任务", "（一）公开目录", "四、组织保障"], ("组织保障", "")),
        (["组织保障"], ("组织保障", "")),
        (["一体化平台建设"], ("一体化平台建设", "")),
    ],
)
def test_the_headings_above_a_stretch_name_its_section_and_topic_without_their_numbers(headings, named):
    made = made_of([job("公开目录。\n"), *map(heading, headings), left("要重视。")])
    last = rows_of(made.draft)[-1]
    assert (last.task.section, last.task.topic) == named


def test_a_heading_of_the_second_level_behind_tasks_keeps_the_first():
    made = made_of(
        [
            heading("一、重点任务"),
            heading("（一）公开"),
            job("公开目录。\n"),
            heading("（二）宣传"),
            left("要重视。"),
        ]
    )
    last = rows_of(made.draft)[-1]
    assert (last.task.section, last.task.topic) == ("重点任务", "宣传")


def test_reasons_stand_in_the_row_and_on_the_cells(book):
    sheet = book["审阅"]
    rows = rows_in(sheet)
    first, second = rows[5]["需要核对"].split("\n")
    assert first.startswith("①没有写牵头单位，只有“区司法局”一家")
    assert second.startswith("②时限2027-09-30不在计划年度2026年内")
    columns = {cell.value: cell.column for cell in sheet[3]}
    responsible, deadline = sheet.cell(9, columns["责任单位"]), sheet.cell(9, columns["完成时限"])
    assert first[1:] in responsible.comment.text
    assert second[1:] in deadline.comment.text
    assert responsible.fill.fgColor.rgb == "FFDDEBF7"  # told, nothing to worry about
    assert deadline.fill.fgColor.rgb == "FFFFF2CC"  # look at it
    assert sheet.cell(9, columns["牵头单位"]).comment is None
    assert sheet.cell(8, columns["责任单位"]).comment is None
    whole, of_cell = rows[6]["需要核对"].split("\n")
    assert whole.startswith("①长期任务没有写节点")
    assert of_cell.startswith("②“各街道”指哪些单位")


def test_the_note_counts_and_names_the_draft(book, tmp_path):
    note = book["审阅"]["A2"].value
    assert "任务4项：把握高1项、中1项、低2项" in note
    assert "不作任务5行、标题3行" in note
    digest = next(row[1].value for row in book["稿本信息"] if row[0].value == "digest")
    assert f"稿本号：{digest[:4].upper()}-{digest[4:8].upper()}" in note
    assert book["审阅"]["A1"].value == "示例区2026年数字政府建设工作方案任务草稿审阅"


def test_the_hidden_sheet_says_whose_draft_it_is(book):
    said = [[cell.value for cell in row] for row in book["稿本信息"]]
    assert said[0][:2] == ["schema", "1"]
    assert said[1][:2] == ["plan_id", "CG-1"]
    assert said[8] == [
        "5",
        "task",
        "1. 6月底前建成全区统一的数据共享平台，接入部门业务系统不少于30个。（牵头单位：区数据局，责任单位：区财政局、区教育局）",
    ]
    assert len(said) == 4 + 12


def test_drop_downs(book):
    sheet = book["审阅"]
    letters = {cell.value: cell.column_letter for cell in sheet[3]}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["A4"].formula1 == '"采用,拆分,并入上一条,不采用"'
    assert rules["A4"].errorStyle == "warning"
    for name in ("牵头单位", "责任单位", "配合单位"):
        rule = rules[f"{letters[name]}4"]
        assert (rule.formula1, rule.showErrorMessage) == ("名单_单位", False)


def test_frozen_filtered_printed(book):
    sheet = book["审阅"]
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:P15"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.print_title_rows == "$3:$3"
    assert [str(area) for area in sheet.merged_cells.ranges if area.max_row > 3] == []


def test_a_screen_shows_decision_source_and_table_at_once(book):
    """1366 pixels: a column unit is 7, with the margins of a column in it; row numbers and the scroll bar take 55."""
    sheet = book["审阅"]
    shown, pixels = [], 55.0
    for heading_, width in widths_of(sheet).items():
        pixels += width * 7
        if pixels <= 1366:
            shown.append(heading_)
    assert shown[:3] == ["处理", "稿号", "把握"]
    assert {"需要核对", "原文", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限"} <= set(shown)
    assert sum(sheet.row_dimensions[row].height for row in (1, 2, 3)) < 110


def test_colours_follow_what_is_decided(book):
    sheet = book["审阅"]
    rules = {
        rule.formula[0]: rule for area in sheet.conditional_formatting for rule in area.rules if rule.formula
    }
    assert 'AND($B4<>"",TRIM($A4)="")' in rules
    assert '$A4="不采用"' in rules
    assert 'AND($A4="不采用",$C4="标题")' in rules


def test_every_character_of_the_text_stands_on_the_second_sheet(book):
    made = example()
    rows = rows_in(book["原文"])
    squeezed = "".join(made.draft.body.text.split())
    assert "".join("".join(row["原文"].split()) for row in rows).replace("⏎", "") == squeezed
    assert [row["归入"] for row in rows[4:9]] == ["标题", "任务", "删去", "任务", "删去"]
    page, broken = rows[6], rows[8]
    assert (page["原因"], page["稿号"], page["原文"]) == ("页码", None, "- 2 -⏎")
    assert (broken["原因"], broken["原文"]) == ("硬换行", "⏎")
    assert [(row["稿号"], row["原因"]) for row in rows[:3]] == [
        ("稿001", "公文头尾"),
        ("稿002", "总体要求"),
        ("稿002", "总体要求"),
    ]


def test_a_long_stretch_is_several_rows_and_all_are_told(tmp_path):
    text = "持续深化改革创新，夯实发展基础。" * 60
    made = made_of([job("公布目录。\n"), left(text, Left.AIM), heading("尾")])
    rows = rows_of(made.draft)
    parts = [row.source for row in rows[1:-1]]
    assert len(parts) == 3
    assert "".join(parts) == text
    assert all(len(part) <= LONGEST_STRETCH and part.endswith("。") for part in parts)
    assert rows_of_spans(made.draft, rows) == [[1], [2, 3, 4], [5]]
    assert (
        rows_in(openpyxl.load_workbook(written(tmp_path, made))["原文"])[1]["稿号"] == "稿002、稿003、稿004"
    )


def test_traces_inside_a_stretch_do_not_tear_it():
    made = made_of(
        [
            left("要统一思想，", Left.AIM),
            gone("\n"),
            gone("- 3 -\n"),
            left("提高认识。\n", Left.AIM),
            left("另起一段。", Left.AIM),
        ]
    )
    assert [row.source for row in rows_of(made.draft)] == ["要统一思想，提高认识。", "另起一段。"]
    assert rows_of_spans(made.draft, rows_of(made.draft)) == [[1], [], [], [1], [2]]


def test_headings_in_one_line_are_rows_of_their_own_but_for_a_trace_between():
    line = replace(heading("一、公开"), text="一、公开")
    made = made_of(
        [line, heading("（一）目录"), replace(line, text="二、服务"), gone("\n- 5 -\n"), heading("大厅")]
    )
    assert [row.source for row in rows_of(made.draft)] == ["一、公开", "（一）目录", "二、服务大厅"]


def test_paragraphs_in_one_span_are_rows_of_their_own():
    made = made_of(
        [heading("一、公开\n（一）目录"), left("第一段。\n第二段。\n"), left("抬头\n文号\n", Left.FRONT)]
    )
    rows = rows_of(made.draft)
    assert [row.source for row in rows] == ["一、公开", "（一）目录", "第一段。", "第二段。", "抬头\n文号"]
    assert rows_of_spans(made.draft, rows) == [[1, 2], [3, 4], [5]]


def test_the_plans_own_name_is_nobodys_section():
    made = made_of([heading(SETTINGS.plan_name), left("为做好工作，制定本方案。")])
    assert [row.task.section for row in rows_of(made.draft)] == ["", ""]


@pytest.mark.parametrize(
    ("tasks", "shown"),
    [
        ([("公开目录。", "1"), ("清理文件。", "2")], ["", ""]),  # merely counted
        ([("1. 公开目录。", "1"), ("2、清理文件。", "2")], ["1", "2"]),  # printed
        ([("公开目录。", "3"), ("清理文件。", "7")], ["3", "7"]),
        ([("（1）公开目录。", "1"), ("清理文件。", "2")], ["", ""]),
        ([("公开目录。", ""), ("清理文件。", "2")], ["", "2"]),
    ],
)
def test_numbers_that_only_count_are_left_to_be_counted_again(tasks, shown):
    made = made_of([job(text + "\n", number=number) for text, number in tasks])
    assert [row.task.number for row in rows_of(made.draft)] == shown


def test_blank_stretches_make_no_row():
    made = made_of([left(" \n\u3000\n"), job("公布目录。"), left("\n\n")])
    assert [row.kind for row in rows_of(made.draft)] == [Kind.TASK]
    assert rows_of_spans(made.draft, rows_of(made.draft)) == [[], [1], []]


def test_a_task_in_two_places_stands_where_it_begins():
    made = made_of([job("前半句，"), left("插入语，"), job("后半句。")])
    first, second = made.draft.tasks
    spans = made.draft.spans
    one = replace(first, spans=(first.spans[0], second.spans[0]), source="前半句，后半句。")
    draft = replace(made.draft, tasks=(one,), spans=(spans[0], spans[1], replace(spans[2], task=0)))
    rows = rows_of(draft)
    assert [row.source for row in rows] == ["前半句，后半句。", "插入语，"]
    assert rows_of_spans(draft, rows) == [[1], [2], [1]]


def test_places_are_where_the_cells_are(book):
    made = example()
    sheet = book["审阅"]
    places = places_of(made.draft)
    for index, one in enumerate(made.draft.tasks):
        for field in (Field.CONTENT, Field.RESPONSIBLE, Field.DEADLINE, Field.SECTION):
            cell = places[index, field]
            assert cell.sheet == Sheet.REVIEW
            assert (sheet[cell.address].value or "") == getattr(one.task, field.value)
    assert sheet[places[2, None].address].value.startswith("①长期任务")


def test_findings_of_a_draft_point_into_its_book():
    found = draft_findings(example().draft, "稿.xlsx")
    assert [(one.code, one.where.address) for one in found] == [
        (Code.HEAD_READ, ""),
        (Code.YEAR_UNKNOWN, ""),
        (Code.LEAD_INFERRED, "H9"),
        (Code.DEADLINE_OUTSIDE_YEAR, "J9"),
        (Code.ONGOING_WITHOUT_MILESTONE, "D10"),
        (Code.UNDETERMINED_GROUP, "H10"),
        (Code.REQUIRED_CELL_EMPTY, "G13"),
    ]
    assert {one.where.file for one in found[2:]} == {"稿.xlsx"}


def test_what_is_said_of_the_document_stands_on_a_sheet_of_its_own(book):
    rows = rows_in(book["校验结果"])
    assert [(row["级别"], row["工作表"], row["代码"]) for row in rows] == [
        ("警告", "原文件", "YEAR_UNKNOWN"),
        ("提示", "原文件：正文", "HEAD_READ"),
    ]


def test_places_that_are_said_to_be_in_the_document_are_said_so_once(tmp_path):
    where = [Cell("原文件：正文", "第2段"), Cell("单位"), Cell("设置", "B6")]
    made = made_of([job("公布。")], findings=[found(Code.YEAR_UNKNOWN, cell) for cell in where])
    rows = rows_in(openpyxl.load_workbook(written(tmp_path, made))["校验结果"])
    assert [row["工作表"] for row in rows] == ["单位", "设置", "原文件：正文"]


def test_side_sheets_are_those_of_a_master(tmp_path):
    path = written(tmp_path, example())
    grids = {grid.name: grid for grid in read_grids(path)}
    assert [unit.name for unit in read_units(grids["单位"], path)] == [unit.name for unit in UNITS]
    assert [group.word for group in read_groups(grids["群组"], path)] == [group.word for group in GROUPS]
    assert read_settings(grids["设置"], path) == SETTINGS


def test_text_is_never_a_formula_or_a_link(tmp_path):
    made = made_of(
        [
            left("=1+1\n"),
            job("+2", section="=3", topic="@4", lead="-5", deadline="http://x.example", extra=()),
        ],
        replace(SETTINGS, plan_name="=甲", office="+乙"),
    )
    workbook = openpyxl.load_workbook(written(tmp_path, made))
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    assert all(cell.quotePrefix for cell in workbook["审阅"][5] if cell.value)


def test_characters_a_cell_cannot_hold_do_not_break_the_book(tmp_path):
    made = made_of([job("公布\x0b目录\ud800。", lead="甲\x00局"), left("背\x01景")])
    row, _ = rows_in(openpyxl.load_workbook(written(tmp_path, made))["审阅"])
    assert (row["工作任务"], row["牵头单位"]) == ("公布目录。", "甲局")


def test_leader_and_own_columns_only_where_a_task_has_them(tmp_path):
    made = made_of([job("公布。", leader="分管领导01", extra=(("经办", "甲"),)), job("公开。")])
    sheet = openpyxl.load_workbook(written(tmp_path, made))["审阅"]
    rows = rows_in(sheet)
    assert (rows[0]["牵头领导"], rows[0]["经办"], rows[1]["经办"]) == ("分管领导01", "甲", None)
    plain = openpyxl.load_workbook(written(tmp_path, example()))["审阅"]
    assert HEADINGS[Field.LEADER] not in [cell.value for cell in plain[3]]


def test_long_texts_have_room(tmp_path):
    text = "统筹推进各项改革任务落实到位，" * 40
    sheet = openpyxl.load_workbook(written(tmp_path, made_of([job(text), job("短。")])))["审阅"]
    assert widths_of(sheet)["工作任务"] > 40
    assert sheet.row_dimensions[4].height < TALLEST
    assert sheet.row_dimensions[5].height < 40


def test_a_draft_without_any_task_or_text_is_still_a_book(tmp_path):
    nothing = openpyxl.load_workbook(written(tmp_path, made_of([])))
    assert [cell.value for cell in nothing["审阅"][3]][:3] == ["处理", "稿号", "把握"]
    only_headings = made_of([heading("一、公开"), heading("二、服务")])
    rows = rows_in(openpyxl.load_workbook(written(tmp_path, only_headings))["审阅"])
    assert [(row["处理"], row["工作任务"]) for row in rows] == [
        ("不采用", "一、公开"),
        ("不采用", "二、服务"),
    ]


def test_numbers_of_many_rows_sort_as_text(tmp_path):
    made = made_of([job(f"公开第{number}批目录。") for number in range(1, 1002)])
    numbers = [row["稿号"] for row in rows_in(openpyxl.load_workbook(written(tmp_path, made))["审阅"])]
    assert (numbers[0], numbers[-1]) == ("稿0001", "稿1001")
    assert numbers == sorted(numbers)


def test_the_same_draft_has_the_same_digest_and_another_text_another(tmp_path):
    def digest(made) -> str:
        sheet = openpyxl.load_workbook(written(tmp_path, made))["稿本信息"]
        return sheet["B3"].value

    assert digest(example()) == digest(example())
    assert digest(made_of([job("公布目录。")])) != digest(made_of([job("公布名录。")]))


def test_what_stood_there_is_replaced_in_one_step(tmp_path):
    path = tmp_path / "方案_审阅稿.xlsx"
    path.write_bytes(b"old")
    written(tmp_path, example())
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert openpyxl.load_workbook(path).sheetnames[0] == "审阅"


def test_headings_are_no_two_alike():
    names = [plain_heading(field.value) for field in ReviewField] + [
        plain_heading(HEADINGS[field]) for field in HEADINGS
    ]
    assert len(names) == len(set(names))


def test_traces_keep_their_marks_only_where_they_were_removed(tmp_path):
    made = made_of([job("公布 目录。"), gone(" ", Trace.BLANK), left("第一行\n第二行\n")])
    rows = rows_in(openpyxl.load_workbook(written(tmp_path, made))["原文"])
    assert [row["原文"] for row in rows] == ["公布 目录。", "␣", "第一行\n第二行"]
    assert rows[1]["原因"] == Trace.BLANK


def test_an_empty_registry_is_no_trouble(tmp_path):
    made = example()
    made.plan = Plan(SETTINGS)
    assert openpyxl.load_workbook(written(tmp_path, made))["单位"]["A4"].value is None


def test_the_sure_rows_are_adopted_beforehand(tmp_path):
    made = made_of([job("甲。", one) for one in Confidence])
    rows = rows_in(openpyxl.load_workbook(written(tmp_path, made))["审阅"])
    assert [(row["把握"], row["处理"]) for row in rows] == [("高", "采用"), ("中", "采用"), ("低", None)]


_TEXT = st.text(st.sampled_from("公开目录，。；！ \n　a”"), max_size=12)
_BIT = st.one_of(
    st.builds(heading, _TEXT),
    st.builds(left, _TEXT, st.sampled_from(Left)),
    st.builds(gone, _TEXT, st.sampled_from(Trace)),
    st.builds(lambda text: job(f"办{text}"), _TEXT),
)


@given(st.lists(_BIT, max_size=12))
def test_every_stretch_of_the_text_is_in_a_row(bits):
    draft = made_of(bits).draft
    rows = rows_of(draft)
    kept = [draft.body.text[one.start : one.end] for one in draft.spans if one.kind is not Kind.REMOVED]
    assert "".join("".join(row.source for row in rows).split()) == "".join("".join(kept).split())
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    by_number = {row.number: row for row in rows}
    for span, numbers in zip(draft.spans, rows_of_spans(draft, rows), strict=True):
        text = draft.body.text[span.start : span.end].strip()
        told = "".join("".join(by_number[number].source for number in numbers).split())
        assert (numbers != []) == (span.kind is not Kind.REMOVED and text != "")
        assert not numbers or "".join(text.split()) in told
