"""One unit's book: written, and read back after people had it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook import identity
from taskbook.columns import ReplyField
from taskbook.grid import Grid
from taskbook.period import Period
from taskbook.unitbook.layout import PRINTED_FIELDS, ranges
from taskbook.unitbook.read import read_book

SEPTEMBER = Period(2026, 9)
TOKEN = identity.token("P", SEPTEMBER, "区教育局")
OTHER = identity.token("P", SEPTEMBER, "区司法局")


def sheet(table: str, name: str = "任务反馈", **more) -> Grid:
    """A sheet from lines of `| cell | cell |`; numbers stay text, `\\n` is a line break."""
    lines = [line.strip() for line in table.strip().splitlines()]
    rows = [[cell.strip().replace("\\n", "\n") for cell in line.strip("|").split("|")] for line in lines]
    return Grid(name, rows, **more)


def only_table(*grids: Grid):
    book = read_book(grids)
    assert len(book.tables) == 1
    return book.tables[0]


def answers(table) -> list[tuple]:
    """(row number, task id, {heading: text}) of every row with a task id."""
    return [
        (row.number, row.task_id, {str(key): value for key, value in row.filled.items()})
        for row in table.rows
    ]


PLAIN = f"""
| 政务公开工作反馈表 |        |       |              |       |
| 填报单位：区教育局  | 期次：2026年9月（2026-09） |  | 表号：{TOKEN} |  |
| 任务编号 | 工作任务   | 角色 | 进展状态 | 完成情况 |
| T001   | 开展政策解读 | 牵头 | 推进中   | 已解读2次 |
| T002   | 公开规划    | 配合 |         |        |
"""


def test_a_plain_sheet():
    table = only_table(sheet(PLAIN))
    assert answers(table) == [(4, "T001", {"进展状态": "推进中", "完成情况": "已解读2次"}), (5, "T002", {})]
    assert table.tokens == (TOKEN,)
    assert (table.unit, table.period) == ("区教育局", "2026年9月（2026-09）")
    assert table.heading_row == 3
    assert table.columns[ReplyField.PROGRESS] == "E"
    assert ReplyField.EVIDENCE in table.missing
    assert ReplyField.TASK_ID not in table.missing


@pytest.mark.parametrize(
    ("text", "told"),
    [("期次安排已定", True), ("填报单位另行说明", True), ("期次：2026年9月", False), ("填报单位", False)],
)
def test_words_without_a_task_are_told_unless_they_are_a_title_block(text, told):
    table = only_table(sheet(PLAIN + f"|  |  |  |  | {text} |"))
    assert [row.number for row in table.extra] == ([6] if told else [])


def test_locked_texts_stand_in_the_order_of_the_fingerprint():
    row = only_table(sheet(PLAIN)).rows[0]
    texts = dict(zip(PRINTED_FIELDS, row.locked, strict=True))
    assert texts[ReplyField.CONTENT] == "开展政策解读"
    assert texts[ReplyField.DEADLINE] is None


def test_columns_in_any_order_with_others_between():
    """Headings retyped, a column inserted, the sheet renamed."""
    table = only_table(
        sheet(
            """
            | 完成情况（请填写） | 我局备注 | 进展 状态 | 任务\\n编号 |
            | 已办结          | 甲     | 已完成   | ｔ００２  |
            """,
            name="Sheet1",
        )
    )
    assert answers(table) == [(2, "T002", {"进展状态": "已完成", "完成情况": "已办结"})]
    assert table.tokens == ()


def test_rows_without_id_are_kept_if_filled():
    table = only_table(
        sheet(
            """
            | 任务编号 | 工作任务 | 进展状态 | 完成情况 |
            | T001   | 甲     | 推进中   | 一     |
            |        |        |         | 二     |
            |        | 乙     |         |        |
            | 合计    |        |         | 共一项   |
            | 填报人（签字）：   审核领导（签字）：  （单位盖章） | | | |
            """
        )
    )
    assert [row.number for row in table.rows] == [2]
    assert [(row.number, dict(row.filled)) for row in table.extra] == [
        (3, {ReplyField.PROGRESS: "二"}),
        (5, {ReplyField.PROGRESS: "共一项"}),
    ]


def test_without_the_heading_of_the_ids_they_are_known_by_their_form():
    table = only_table(
        sheet(
            """
            |      | 序号 | 重点任务 | 工作任务 | 角色 | 进展状态 | 完成情况 | 填报人 |
            | T001 | 1   | 甲     | 乙     | 牵头 | 推进中   | 一      | 丙    |
            """
        )
    )
    assert answers(table) == [(2, "T001", {"进展状态": "推进中", "完成情况": "一", "填报人": "丙"})]


@pytest.mark.parametrize(
    "table", ["| 任务编号 | 工作任务 |\n| T001 | 甲 |", "| 进展状态 | 完成情况 |\n| 推进中 | 甲 |", "|  |"]
)
def test_other_tables_are_no_reply_tables(table):
    assert read_book([sheet(table)]).tables == ()


def test_two_units_pasted_into_one_sheet():
    pasted = sheet(PLAIN + PLAIN.strip().replace(TOKEN, OTHER).replace("区教育局", "区司法局"))
    book = read_book([pasted])
    assert [(table.tokens, table.unit, table.heading_row) for table in book.tables] == [
        ((TOKEN,), "区教育局", 3),
        ((OTHER,), "区司法局", 8),
    ]
    assert [len(table.rows) for table in book.tables] == [2, 2]
    assert [table.extra for table in book.tables] == [(), ()]


def test_a_heading_row_repeated_inside_a_table_keeps_the_token():
    again = PLAIN + "| 任务编号 | 工作任务 | 角色 | 进展状态 | 完成情况 |\n| T003 | 甲 | 牵头 | 推进中 | 一 |"
    book = read_book([sheet(again)])
    assert [table.tokens for table in book.tables] == [(TOKEN,), (TOKEN,)]


def test_two_sheets_with_replies():
    book = read_book([sheet(PLAIN), sheet(PLAIN, name="任务反馈 (2)"), sheet("| 无关 |", name="附件")])
    assert [table.sheet for table in book.tables] == ["任务反馈", "任务反馈 (2)"]


def test_a_token_below_the_table_or_beside_its_label():
    below = sheet(f"| 任务编号 | 进展状态 |\n| T001 | 推进中 |\n|  |  |\n| 表号 | {TOKEN} |")
    assert only_table(below).tokens == (TOKEN,)
    assert only_table(below).extra == ()


HIDDEN = f"""
| plan_id   | P |
| plan_name | 示例区政务公开要点 |
| period    | 2026-09 |
| unit      | 区教育局 |
| schema    | 1 |
| token     | {TOKEN} |
| issued_on | 2026-09-01 |
| task_id | role | fingerprint |
| T001 | lead | aaaaaa |
| T002 | support | bbbbbb |
"""


def test_the_hidden_identity():
    book = read_book([sheet(PLAIN), sheet(HIDDEN, name="识别信息", visible=False)])
    assert book.identity is not None
    assert (book.identity.plan_id, book.identity.unit, book.identity.token) == ("P", "区教育局", TOKEN)
    assert [(row.task_id, row.role, row.fingerprint) for row in book.identity.rows] == [
        ("T001", "lead", "aaaaaa"),
        ("T002", "support", "bbbbbb"),
    ]
    assert book.token == TOKEN


def test_the_identity_is_known_by_its_keys_not_by_its_name():
    book = read_book([sheet(HIDDEN, name="Sheet3"), sheet(HIDDEN.replace(TOKEN, OTHER), name="Sheet4")])
    assert [identity.token for identity in book.identities] == [TOKEN, OTHER]
    assert read_book([sheet(HIDDEN.replace("token", "tok"))]).identity is None


def test_values_keep_their_kind():
    grid = sheet("| 任务编号 | 进展状态 | 完成值 | 填报日期 |")
    grid.rows.append(["T001", "推进中", 0.95, date(2026, 9, 20)])
    assert only_table(grid).rows[0].filled == {
        ReplyField.STATE: "推进中",
        ReplyField.VALUE: 0.95,
        ReplyField.REPORTED_ON: date(2026, 9, 20),
    }


def test_an_answer_merged_over_two_tasks_counts_for_both():
    grid = sheet(
        "| 任务编号 | 进展状态 | 完成情况 |\n| T001 | 推进中 | 一并推进 |\n| T002 | 推进中 |  |",
        merges=((1, 2, 2, 2),),
    )
    assert [row[2]["完成情况"] for row in answers(only_table(grid))] == ["一并推进", "一并推进"]


def test_pasted_formula_errors_are_noted():
    table = only_table(sheet("| 任务编号 | 进展状态 | 完成情况 |\n| T001 | 推进中 | #REF! |"))
    assert table.rows[0].errors == ((ReplyField.PROGRESS, "#REF!"),)


@pytest.mark.parametrize(
    ("rows", "expected"), [([], ""), ([5], "L5"), ([5, 6, 9], "L5:L6 L9"), ([5, 7, 8, 9], "L5 L7:L9")]
)
def test_rows_as_ranges(rows, expected):
    assert ranges(rows, "L") == expected


# ---- whatever people do to the sheet ----

FIELDS = (ReplyField.TASK_ID, ReplyField.CONTENT, ReplyField.STATE, ReplyField.PROGRESS, ReplyField.VALUE)
cell_texts = st.text(alphabet="推进完成 12%a-（）", max_size=8)


@given(
    st.lists(st.tuples(cell_texts, cell_texts, cell_texts, cell_texts), max_size=6),
    st.permutations([*FIELDS, None, None]),
    st.randoms(use_true_random=False),
    st.booleans(),
    st.integers(0, 3),
)
def test_answers_do_not_depend_on_where_they_stand(answers, order, random, with_title, blank_rows):
    """Rows sorted, blank rows and foreign columns put in, columns moved, the title block deleted."""
    records = [
        dict(zip(FIELDS, (f"T{number:03d}", *texts), strict=True)) for number, texts in enumerate(answers, 1)
    ]
    shuffled = [*records, *[{}] * blank_rows]
    random.shuffle(shuffled)
    rows = [["政务公开工作反馈表"], [f"表号：{TOKEN}"]] if with_title else []
    rows.append([str(field or "我局备注") for field in order])
    rows += [[record.get(field, "") for field in order] for record in shuffled]
    table = only_table(Grid("表1", rows))
    assert table.tokens == ((TOKEN,) if with_title else ())
    assert table.extra == ()
    read = {row.task_id: dict(row.filled) for row in table.rows}
    assert read == {
        record[ReplyField.TASK_ID]: {field: record[field] for field in FIELDS[2:] if record[field].strip()}
        for record in records
    }


values = st.one_of(
    st.text(max_size=12),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.sampled_from(
        [str(field) for field in ReplyField] + ["T001", "token", "unit", TOKEN, "表号", "task_id"]
    ),
)


@given(st.lists(st.lists(values, max_size=9), max_size=9), st.tuples(*[st.integers(0, 9)] * 4))
def test_reading_never_raises(rows, merge):
    book = read_book([Grid("表1", rows, merges=(merge,), errors=((0, 0, "#REF!"), (1, 2, "=A1")))])
    assert all(1 <= row.number <= len(rows) for table in book.tables for row in (*table.rows, *table.extra))


def test_cells_that_could_not_be_read_are_noted_by_row():
    grid = sheet(
        "| 任务编号 | 进展状态 | 完成情况 |\n| T001 | 推进中 |  |\n| T002 | 推进中 | 一 |",
        errors=((1, 2, "#REF!"), (1, 0, "#N/A"), (9, 9, "=A1")),
    )
    assert [row.errors for row in only_table(grid).rows] == [((ReplyField.PROGRESS, "#REF!"),), ()]


def test_of_two_columns_with_one_heading_the_one_with_answers_counts():
    table = only_table(sheet("| 任务编号 | 完成情况 | 完成情况 | 进展状态 |\n| T001 |  | 一 | 推进中 |"))
    assert table.columns[ReplyField.PROGRESS] == "C"
    assert table.rows[0].filled[ReplyField.PROGRESS] == "一"
