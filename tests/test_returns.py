"""Judging a returned book: whose it is, what it answers, what is wrong with it and whether that blocks."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from taskbook import identity
from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.grid import Grid
from taskbook.issued import Issued, IssuedRow
from taskbook.language.days import read_day
from taskbook.model import Reply, Role, State, Target
from taskbook.period import Period
from taskbook.returns.answers import read_state
from taskbook.returns.judging import Judged, judge
from taskbook.returns.ownership import expected_books, probable_unit
from taskbook.unitbook.layout import IDENTITY_KEYS, IDENTITY_ROW_HEADINGS, PRINTED_FIELDS
from taskbook.unitbook.read import read_book

SEPTEMBER, AUGUST = Period(2026, 9), Period(2026, 8)
TODAY = date(2026, 9, 25)
EDUCATION, JUSTICE = "区教育局", "区司法局"
TOKEN = identity.token("P1", SEPTEMBER, EDUCATION)
OTHER_TOKEN = identity.token("P1", SEPTEMBER, JUSTICE)
CONTENTS = {"T001": "开展政策解读", "T002": "公开规划", "T003": "召开新闻发布会"}
TWICE = Target("不少于2次", ">=", 2, "次")


def sent(task_id: str, content: str | None = None, *targets: Target) -> IssuedRow:
    texts = [content or CONTENTS[task_id] if field is ReplyField.CONTENT else "" for field in PRINTED_FIELDS]
    return IssuedRow(task_id, Role.LEAD, identity.fingerprint(texts), targets=targets)


def issued(unit: str, *rows: IssuedRow, period: Period = SEPTEMBER) -> Issued:
    token = identity.token("P1", period, unit)
    return Issued(unit, token, f"{unit}.xlsx", "", date(2026, 9, 1), rows)


BOOKS = (
    issued(EDUCATION, sent("T001"), sent("T002", None, TWICE)),
    issued(JUSTICE, sent("T002"), sent("T003")),
)
EXPECTED = expected_books("P1", SEPTEMBER, TODAY, BOOKS)


def sheet(table: str, token: str = TOKEN, name: str = "任务反馈", **more) -> Grid:
    """A sheet from `| cell |` lines, below a title row with the 表号 (none if empty)."""
    lines = [line.strip() for line in table.strip().splitlines()]
    rows: list[list] = [
        [cell.strip().replace("\\n", "\n") for cell in line.strip("|").split("|")] for line in lines
    ]
    title = [[f"表号：{token}"]] if token else []
    return Grid(name, title + rows, **more)


def hidden(
    unit: str = EDUCATION, period: Period = SEPTEMBER, plan: str = "P1", rows=("T001", "T002")
) -> Grid:
    token = identity.token(plan, period, unit)
    values = dict.fromkeys(IDENTITY_KEYS, "") | {
        "plan_id": plan, "plan_name": "另一个要点", "period": str(period), "unit": unit, "token": token
    }  # fmt: skip
    lines: list[list] = [[key, values[key]] for key in IDENTITY_KEYS]
    return Grid("识别信息", [*lines, list(IDENTITY_ROW_HEADINGS), *([row, "lead", ""] for row in rows)])


def judged(*grids: Grid, expected=EXPECTED) -> Judged:
    return judge(read_book(grids), expected)


def told(result: Judged) -> list[str]:
    """Every finding as `CODE cell`, those about open rows last."""
    findings = [*result.findings, *(row.finding() for row in result.open_rows)]
    return [f"{finding.code.name} {finding.where.address}".strip() for finding in findings]


HEADINGS = "| 任务编号 | 工作任务 | 进展状态 | 完成情况 | 完成值 | 佐证链接 | 存在问题 | 下一步措施 | 填报人 | 联系电话 | 填报日期 | 审核领导 |"


def book(*lines: str, token: str = TOKEN, **more) -> Grid:
    """Rows below the usual headings: title in row 1, headings in row 2, the first task in row 3."""
    return sheet("\n".join([HEADINGS, *lines]), token, **more)


FIRST = "| T001 | 开展政策解读 | 推进中 | 已解读一次 | | | | | | | | |"
SECOND = "| T002 | 公开规划 | 未启动 | | | | | | | | | |"


# ---- whose book ----


@pytest.mark.parametrize(
    ("grids", "expected"),
    [
        ([book(FIRST, SECOND)], EDUCATION),
        ([book(FIRST, SECOND), hidden()], EDUCATION),
        ([book(FIRST, SECOND, token=""), hidden()], EDUCATION),
        ([book(FIRST, SECOND, token=TOKEN.lower().replace("-", "—"))], EDUCATION),
        ([book(FIRST, SECOND), book(FIRST, SECOND, name="副本")], EDUCATION),
    ],
)
def test_either_half_of_the_identity_is_enough(grids, expected):
    result = judged(*grids)
    assert (result.unit, result.token) == (expected, TOKEN)
    assert not result.blocked
    assert {reply.task_id for reply in result.replies} == {"T001", "T002"}


@pytest.mark.parametrize(
    ("grids", "code", "words"),
    [
        ([book(FIRST, token="")], Code.IDENTITY_LOST, ""),
        ([Grid("Sheet1", [["随便", "什么"]])], Code.IDENTITY_LOST, ""),
        ([Grid("空", [])], Code.IDENTITY_LOST, ""),
        ([], Code.IDENTITY_LOST, ""),
        ([book(FIRST), hidden(JUSTICE)], Code.IDENTITY_CONFLICT, TOKEN),
        ([book(FIRST), hidden(period=AUGUST)], Code.IDENTITY_CONFLICT, ""),
        ([book(FIRST, token=identity.token("P1", AUGUST, EDUCATION))], Code.OTHER_PERIOD, "2026-08"),
        (
            [book(FIRST, token=identity.token("P1", AUGUST, EDUCATION)), hidden(period=AUGUST)],
            Code.OTHER_PERIOD,
            "2026-08",
        ),
        ([book(FIRST, token=""), hidden(plan="P0")], Code.OTHER_PLAN, "另一个要点"),
        ([book(FIRST, token=identity.token("P1", SEPTEMBER, "区水务局"))], Code.NOT_ISSUED, ""),
        ([book(FIRST, token=""), hidden("区水务局")], Code.NOT_ISSUED, ""),
        (
            [
                book(FIRST),
                book("| T003 | 召开新闻发布会 | 推进中 | 已开 |" + "|" * 8, token=OTHER_TOKEN, name="二"),
            ],
            Code.SEVERAL_TABLES,
            f"{EDUCATION}、{JUSTICE}",
        ),
    ],
)
def test_a_book_that_is_not_clearly_one_units_goes_back(grids, code, words):
    result = judged(*grids)
    assert [finding.code for finding in result.findings] == [code]
    assert words in result.findings[0].message
    assert result.blocked
    assert result.replies == ()


@pytest.mark.parametrize(
    ("task_ids", "shown", "file", "unit"),
    [
        (["T001", "T002"], "", "1.xlsx", EDUCATION),
        (["T001"], "", "1.xlsx", ""),
        ([], " 区 司法局 ", "1.xlsx", JUSTICE),
        ([], "", "乡镇/反馈表（区司法局）.xlsx", JUSTICE),
        (["T001", "T002"], "", "区司法局.xlsx", JUSTICE),
        ([], "", "新建.xlsx", ""),
    ],
)
def test_a_lost_book_is_guessed_from_what_it_shows(task_ids, shown, file, unit):
    assert probable_unit(task_ids, shown, file, EXPECTED.books) == unit


def test_a_lost_book_tells_what_a_guess_needs():
    result = judged(sheet("| 填报单位：区司法局 |\n" + HEADINGS + "\n" + FIRST, token=""))
    assert (result.shown_unit, result.task_ids) == (JUSTICE, ("T001",))


# ---- rows ----


def test_what_is_written_comes_back():
    day = "2026年9月20日"
    row = f"| T001 | 开展政策解读 | 已完成 | 第一行\\n第二行 | 3 | http://a.example | 无 | 继续 | 联络员01 | 1 | {day} | 审核人01 |"
    (reply,) = judged(book(row)).replies
    assert reply == Reply(
        "T001", EDUCATION, State.DONE, "第一行\n第二行", "3", "http://a.example", "无", "继续", "联络员01", "1",
        date(2026, 9, 20), "审核人01", reply.source,
    )  # fmt: skip
    assert (reply.source.sheet, reply.source.row) == ("任务反馈", 3)


def row(
    state: str = "推进中", progress: str = "已办", value: str = "", day: str = "", task_id: str = "T002"
) -> str:
    return f"| {task_id} | {CONTENTS.get(task_id, '')} | {state} | {progress} | {value} | | | | | | {day} | |"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (row(), []),
        (row("办结"), ["STATE_UNKNOWN C4"]),
        (row("已完成（部分）"), ["STATE_UNKNOWN C4"]),
        (row(" 推 进\u3000中 "), []),
        (row(""), ["STATE_MISSING C4"]),
        (row("", ""), ["ROW_UNANSWERED C4"]),
        (row("", "", day="2026-09-20"), ["ROW_UNANSWERED C4"]),
        (row("已完成", ""), ["DONE_WITHOUT_WORDS D4"]),
        (row("已完成", "—"), ["DONE_WITHOUT_WORDS D4"]),
        (row("未启动", ""), []),
        (row("已完成", "办了", "1"), ["VALUE_UNDER_TARGET E4"]),
        (row("已完成", "办了", "１次"), ["VALUE_UNDER_TARGET E4"]),
        (row("已完成", "办了", "2"), []),
        (row("推进中", "在办", "1"), []),
        (row("推进中", "在办", "若干"), ["VALUE_NOT_NUMBER E4"]),
        (row("推进中", "在办", "已举办1场"), []),
        (row(day="2026-09-26"), ["DATE_IN_FUTURE K4"]),
        (row(day="下周三"), ["DATE_UNKNOWN K4"]),
        (row(progress="#REF!"), ["ERROR_CELL D4"]),
        (row(state="#N/A", progress="#REF!"), ["ERROR_CELL C4", "ERROR_CELL D4", "ROW_UNANSWERED C4"]),
        (row(task_id="T003"), ["OTHER_UNIT_ROW A4", "TASK_ROW_MISSING"]),
        (row("", "", task_id="T003"), ["TASK_ROW_MISSING"]),
        (row(task_id="T002").replace("公开规划", "公开一切"), ["LOCKED_CELL_EDITED B4"]),
        (row(task_id="T002").replace("公开规划", ""), ["LOCKED_CELL_EDITED B4"]),
        (row(task_id="T002").replace("公开规划", " 公开　规划"), []),
        ("", ["TASK_ROW_MISSING"]),
        (f"{row()}\n{row()}", []),
        (f"{row('', '')}\n{row()}", []),
        (f"{row()}\n{row(progress='又办')}", ["ROW_TWICE C5"]),
        (f"{row()}\n| | | | 再说一句 | | | | | | | | |", ["EXTRA_ROW D5"]),
        (f"{row()}\n| 合计 | | | 共一项 | | | | | | | | |", ["EXTRA_ROW D5"]),
        (f"{row()}\n| | | | | | | | | | | | |", []),
    ],
)
def test_findings_of_a_row(line, expected):
    """The first task is answered; the second stands in row 4."""
    assert told(judged(book(FIRST, *filter(None, [line])))) == expected


BLOCKING = {
    "STATE_UNKNOWN", "DONE_WITHOUT_WORDS", "ROW_TWICE", "EMPTY_RETURN", "HEADING_LOST", "IDENTITY_LOST",
    "IDENTITY_CONFLICT", "OTHER_PLAN", "OTHER_PERIOD", "NOT_ISSUED", "SEVERAL_TABLES",
}  # fmt: skip


def test_what_blocks():
    from taskbook.findings import Severity

    judged_codes = {
        "STATE_MISSING", "VALUE_UNDER_TARGET", "VALUE_NOT_NUMBER", "DATE_IN_FUTURE", "DATE_UNKNOWN", "ERROR_CELL",
        "OTHER_UNIT_ROW", "TASK_ROW_MISSING", "EXTRA_ROW", "LOCKED_CELL_EDITED", "ROW_UNANSWERED", "COLUMN_GONE",
        "OLDER_BOOK",
    } | BLOCKING  # fmt: skip
    assert {name for name in judged_codes if Code[name].severity is Severity.ERROR} == BLOCKING


def test_a_formula_error_that_the_reader_shows_as_blank():
    grid = book(FIRST, row(progress=""), errors=((3, 3, "#DIV/0!"),))
    assert told(judged(grid)) == ["ERROR_CELL D4"]
    assert "#DIV/0!" in judged(grid).findings[0].message


@pytest.mark.parametrize(
    "lines", [[], [row("", ""), row("", "", task_id="T001")], [row("", "", day="2026-09-20")]]
)
def test_a_book_without_an_answer_goes_back(lines):
    assert told(judged(book(*lines))) == ["EMPTY_RETURN"]


def test_a_book_with_only_other_units_rows_goes_back_and_says_so():
    assert told(judged(book(row(task_id="T003")))) == ["OTHER_UNIT_ROW A3", "EMPTY_RETURN"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (HEADINGS.replace("进展状态", "状况"), ["HEADING_LOST A2"]),
        (HEADINGS.replace("完成情况", ""), ["HEADING_LOST A2"]),
        (HEADINGS.replace("任务编号", ""), []),
        (HEADINGS.replace("审核领导", "").replace("佐证链接", "链接"), ["COLUMN_GONE A2", "COLUMN_GONE A2"]),
    ],
)
def test_headings_that_were_lost(table, expected):
    assert told(judged(sheet(f"{table}\n{FIRST}\n{SECOND}"))) == expected


def test_no_table_at_all_but_an_identity():
    assert told(judged(hidden(), Grid("任务反馈", [["只剩一句话"]]))) == ["HEADING_LOST"]


def test_undone_merges_are_no_edit():
    topic = identity.fingerprint(
        ["优化环境" if field is ReplyField.TOPIC else "" for field in PRINTED_FIELDS]
    )
    rows = [IssuedRow(task_id, Role.LEAD, topic) for task_id in ("T001", "T002")]
    expected = expected_books("P1", SEPTEMBER, TODAY, [issued(EDUCATION, *rows)])
    table = "| 任务编号 | 重点任务 | 进展状态 | 完成情况 |\n| T001 | 优化环境 | 推进中 | 一 |\n| T002 | | 推进中 | 二 |"
    assert "LOCKED_CELL_EDITED" not in " ".join(told(judged(sheet(table), expected=expected)))


# ---- a book that was sent again with changes ----

TWO_VERSIONS = expected_books(
    "P1", SEPTEMBER, TODAY,
    [issued(EDUCATION, sent("T001"), sent("T002")), issued(EDUCATION, sent("T001", "开展政策解读和回应"), sent("T003"))],
)  # fmt: skip


def test_an_older_version_is_taken_and_what_it_lacks_is_told():
    result = judged(book(FIRST, SECOND), hidden(rows=("T001", "T002")), expected=TWO_VERSIONS)
    assert told(result) == ["OLDER_BOOK"]
    assert "T003" in result.findings[0].message
    assert [reply.task_id for reply in result.replies] == ["T001", "T002"]


def test_the_newer_version_is_compared_with_itself():
    newer = FIRST.replace("开展政策解读", "开展政策解读和回应")
    third = row(task_id="T003")
    assert told(judged(book(newer, third), expected=TWO_VERSIONS)) == []
    assert told(judged(book(newer), expected=TWO_VERSIONS)) == ["TASK_ROW_MISSING"]


# ---- cells ----


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("已完成", State.DONE), (" 未 启动\u3000", State.NOT_STARTED), ("进展\n滞后", State.BEHIND),
        ("\u200b推进中", State.IN_PROGRESS), ("完成", None), ("未反馈", None), ("", None), ("1", None),
    ],
)  # fmt: skip
def test_states(text, state):
    assert read_state(text) is state


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 9, 20), date(2026, 9, 20)),
        (datetime(2026, 9, 20, 8, 30), date(2026, 9, 20)),
        (46285.0, date(2026, 9, 20)),
        (46285.4, date(2026, 9, 20)),
        ("46285", date(2026, 9, 20)),
        (20260920.0, date(2026, 9, 20)),
        ("20260920", date(2026, 9, 20)),
        ("2026.9.20", date(2026, 9, 20)),
        ("2026-09-20", date(2026, 9, 20)),
        ("２０２６／９／２０", date(2026, 9, 20)),
        ("2026年9月20日", date(2026, 9, 20)),
        ("2026 年 9 月 20 日", date(2026, 9, 20)),
        ("2026-9-20 10:30:00", date(2026, 9, 20)),
        ("2026年9月20日（星期日）", date(2026, 9, 20)),
        ("26.9.20", date(2026, 9, 20)),
        ("9月20日", date(2026, 9, 20)),
        ("9.20", date(2026, 9, 20)),
        ("9/20", date(2026, 9, 20)),
        ("9月20号", date(2026, 9, 20)),
        ("1月5日", date(2027, 1, 5)),
        ("12月31日", date(2026, 12, 31)),
        ("二〇二六年九月二十日", date(2026, 9, 20)),
        ("九月二十日", date(2026, 9, 20)),
        (9.2, None),
        (9.0, None),
        (True, None),
        ("2026-02-30", None),
        ("9月", None),
        ("下周三", None),
        ("", None),
        ("0", None),
        ("2026", None),
    ],
)
def test_days(value, day):
    assert read_day(value, date(2026, 9, 30)) == day


def test_the_latest_day_of_a_return_is_not_one_in_the_future():
    result = judged(book(row(day="2026-09-30"), row(day="2026-09-20", task_id="T001")))
    assert result.reported == date(2026, 9, 20)
