"""The status book: what stands in it is what was said, it is the same each time, and nothing in it runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from status_values import AS_OF, asked_all, office, reading, record, reply, round_of
from status_values import settings as plan_settings
from taskbook import wording
from taskbook.columns import HEADINGS, FindingField, ReplyField, Sheet, StatusField
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import read_grids, text_of
from taskbook.master.styles import LIGHT_COLOURS
from taskbook.model import Light, Plan, Reply
from taskbook.ooxml.rows import cell_text
from taskbook.rollup.lights import LIGHT_RULES, lights_of
from taskbook.rollup.merging import merge
from taskbook.rollup.status import Answer, Round, Status
from taskbook.statusbook import table as table_module
from taskbook.statusbook.replies import COLUMNS as REPLY_COLUMNS
from taskbook.statusbook.table import FIRST_ROW, HEADING_ROW, lines_of
from taskbook.statusbook.write import write_status_book

ORIGINALS = Path("归档/2026-09/原件")
SHEETS = ["总览", "任务汇总", "反馈明细", "单位情况", "未反馈", "问题清单", "收件登记"]


def status_of(readings: list, current: Round, plan: Plan | None = None) -> Status:
    tasks = tuple(one.task for one in readings)
    return merge(plan or Plan(plan_settings(), tasks), readings, current, as_of=AS_OF)


def written(status: Status, folder: Path) -> Path:
    out = folder / "汇总" / "状态汇总_2026-09.xlsx"
    write_status_book(status, out, folder / ORIGINALS)
    return out


@cache
def office_status() -> Status:
    plan, readings, current = office()
    return status_of(readings, current, plan)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(office_status(), tmp_path_factory.mktemp("office"))


def rows_of(book: Path, sheet: Sheet) -> list[dict[str, str]]:
    grid = next(grid for grid in read_grids(book) if grid.name == sheet)
    headings = [grid.text(HEADING_ROW, column) for column in range(len(grid.rows[HEADING_ROW]))]
    return [
        {heading: grid.text(row, column) for column, heading in enumerate(headings)}
        for row in range(FIRST_ROW, len(grid.rows))
    ]


def test_sheets_stand_in_order(book: Path) -> None:
    assert [grid.name for grid in read_grids(book)] == SHEETS


def test_every_task_has_its_row(book: Path) -> None:
    status = office_status()
    rows = rows_of(book, Sheet.TASK_STATUS)
    assert [(row["任务编号"], row["进展状态"], row["亮灯"], row["亮灯依据"]) for row in rows] == [
        (task.id, task.state, task.light, task.reason) for task in status.tasks
    ]
    assert all(row["亮灯依据"] for row in rows)
    assert {row["亮灯"] for row in rows} == {"绿", "蓝", "黄", "红"}


def test_every_answer_has_its_row_and_its_source(book: Path) -> None:
    status = office_status()
    rows = {(row["任务编号"], row["单位"]): row for row in rows_of(book, Sheet.REPLIES)}
    assert len(rows) == sum(len(task.answers) for task in status.tasks)
    for task in status.tasks:
        for answer in task.answers:
            row = rows[task.id, answer.unit]
            assert row["进展状态"] == answer.state
            source = answer.reply.source if answer.reply else None
            expected = (source.file, source.sheet, str(source.row)) if source else ("", "", "")
            assert (row["存档文件"], row["工作表"], row["行号"]) == expected
            assert bool(row["收件序号"]) == bool(source)


def test_who_owes_an_answer_can_be_reached(book: Path) -> None:
    rows = rows_of(book, Sheet.UNANSWERED)
    status = office_status()
    assert {row["单位"] for row in rows} == {unit.unit.name for unit in status.waiting}
    assert all(row["联系人"] and row["邮箱"] and row["应报送日期"] == "2026-09-25" for row in rows)
    back = next(row for row in rows if row["报送情况"] == "退回待重报")
    assert "打开密码" in back["说明"]
    assert sum(int(row["未反馈任务数"]) for row in rows) == sum(
        unit.due - unit.answered for unit in status.units
    )


def test_overview_numbers_agree_with_the_sheets(book: Path) -> None:
    grid = next(grid for grid in read_grids(book) if grid.name == Sheet.OVERVIEW)
    numbers = {}
    for top in (3, 7, 11):
        for column in range(0, 12, 2):
            numbers[grid.text(top, column)] = grid.text(top + 1, column)
    tasks = rows_of(book, Sheet.TASK_STATUS)
    units = rows_of(book, Sheet.UNIT_STATUS)
    assert numbers["任务总数"] == str(len(tasks))
    for state in ("已完成", "推进中", "未启动", "进展滞后"):
        assert numbers[state] == str(sum(row["进展状态"] == state for row in tasks))
    for light in "绿蓝黄红":
        assert numbers[f"{light}灯"] == str(sum(row["亮灯"] == light for row in tasks))
    assert numbers["逾期任务"] == str(sum(row["亮灯依据"].startswith("逾期") for row in tasks))
    assert numbers["应反馈单位"] == str(len(units))
    assert numbers["全部反馈"] == str(sum(row["报送情况"] == "全部反馈" for row in units))


def test_charts_point_at_the_numbers_beside_them(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        charts = [package.read(name).decode() for name in package.namelist() if "charts/chart" in name]
    assert len(charts) == 4
    assert sum("doughnutChart" in chart for chart in charts) == 1
    sheet = openpyxl.load_workbook(book)[Sheet.OVERVIEW]
    for chart in charts:
        for start, end in re.findall(r"<c:f>总览!\$([A-Z]+\$\d+):\$([A-Z]+\$\d+)</c:f>", chart):
            cells = sheet[f"{start}:{end}".replace("$", "")]
            assert all(cell.value is not None for line in cells for cell in line)


def test_units_and_files_are_all_there(book: Path) -> None:
    status = office_status()
    returns = rows_of(book, Sheet.RETURNS)
    assert [row["收件序号"] for row in returns] == [str(one.sequence) for one in status.records]
    assert {row["收件结果"] for row in returns} == {
        "采用",
        "退回修改",
        "重复（内容相同）",
        "不是反馈表，未处理",
    }
    issues = rows_of(book, Sheet.ISSUES)
    assert len(issues) == sum(len(one.findings) for one in status.records) + len(status.findings)
    assert {row["是否退回"] for row in issues} == {"采用", "退回"}


def test_the_same_status_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(office_status(), tmp_path / "a").read_bytes()
    assert written(office_status(), tmp_path / "b").read_bytes() == first


def test_a_status_without_anything_can_be_written(tmp_path: Path) -> None:
    book = written(status_of([reading("T001", "牵头 区教育局")], round_of()), tmp_path)
    assert [grid.name for grid in read_grids(book)] == SHEETS
    assert rows_of(book, Sheet.RETURNS) == []
    nobody = written(status_of([reading("T001", "")], round_of()), tmp_path)
    assert rows_of(nobody, Sheet.REPLIES) == []


def test_openpyxl_reads_every_sheet_and_finds_no_formula(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    assert workbook.sheetnames == SHEETS
    kinds = {cell.data_type for sheet in workbook for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds
    sheet = workbook[Sheet.REPLIES]
    assert sheet.freeze_panes == "F4"
    assert sheet.auto_filter.ref == f"A3:Z{sheet.max_row}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$3"


def test_many_sections_and_red_tasks_are_cut_and_counted(tmp_path: Path) -> None:
    readings = [reading(f"T{number:03d}", "牵头 甲", "2026-08-31") for number in range(1, 31)]
    readings = [replace(one, task=replace(one.task, section=f"第{one.task.number}部分")) for one in readings]
    book = written(status_of(readings, round_of()), tmp_path)
    grid = next(grid for grid in read_grids(book) if grid.name == Sheet.OVERVIEW)
    texts = [grid.text(row, column) for row in range(len(grid.rows)) for column in range(16)]
    assert "红灯任务（30项）" in texts
    assert "还有15项红灯任务，见“任务汇总”" in texts
    names = [text for text in texts if re.fullmatch(r"第\d+部分|其他", text)]
    assert names == [*(f"第{number}部分" for number in range(1, 10)), "其他"]


def test_links_lead_to_accepted_files_and_answers_only(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    returns = workbook[Sheet.RETURNS]
    linked = {
        cell.value: cell.hyperlink.target for line in returns.iter_rows() for cell in line if cell.hyperlink
    }
    accepted = {one.stored for one in office_status().records if one.outcome == "accepted"}
    assert set(linked) == accepted
    assert all(
        target.replace("\\", "/").endswith(f"归档/2026-09/原件/{name}") for name, target in linked.items()
    )
    tasks = workbook[Sheet.TASK_STATUS]
    replies = workbook[Sheet.REPLIES]
    for line in tasks.iter_rows(min_row=4):
        place = line[0].hyperlink.location.split("!")[1]
        assert replies[place].value == line[0].value


def test_programs_and_macros_are_named_but_not_linked(tmp_path: Path) -> None:
    records = [
        record(1, "甲", stored="0001_甲.xlsm"),
        record(2, "乙", "returned", stored="0002_乙.exe"),
        record(3, "丙", stored="0003_丙#1.xlsx"),
    ]
    book = written(status_of([reading("T001", "牵头 甲")], round_of(records=records)), tmp_path)
    sheet = openpyxl.load_workbook(book)[Sheet.RETURNS]
    assert [row["存档文件"] for row in rows_of(book, Sheet.RETURNS)] == [
        "0001_甲.xlsm",
        "0002_乙.exe",
        "0003_丙#1.xlsx",
    ]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.hyperlink]


# ---- what a unit writes is what stands there ----

WORDS = {
    "progress": ReplyField.PROGRESS,
    "value": ReplyField.VALUE,
    "evidence": ReplyField.EVIDENCE,
    "problem": ReplyField.PROBLEM,
    "next_step": ReplyField.NEXT_STEP,
    "reporter": ReplyField.REPORTER,
    "phone": ReplyField.PHONE,
    "reviewer": ReplyField.REVIEWER,
}
NASTY = [
    "=1+1",
    '=HYPERLINK("http://x.example","点我")',
    "+86 0000",
    "-1",
    "@SUM(A1)",
    "'引号",
    "0123",
    "1e5",
    "http://x.example/?a=1&b=2",
    "mailto:a@x.example",
    "<b>&amp;</b>",
    "]]>",
    "_x0041_",
    "_x005F_x0041_",
    "第一行\n第二行",
    "制表\t符",
    "控\x00制\x07符\x1b",
    "半个\ud83d字",
    "𠮷野家😀",
    "长" * 32_767,
    "ab" * 20_000,
    "😀" * 17_000,
    "TRUE",
    "#REF!",
    "　全角空格　",
]
TEXT = st.one_of(
    st.text(max_size=60), st.sampled_from(NASTY), st.text(st.characters(exclude_categories=()), max_size=20)
)


def shown(text: str) -> str:
    """The text as any cell can hold it, read as every cell is read (ends stripped, line ends made one)."""
    return text_of(cell_text(text))


def as_written(status: Status, folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    rows = rows_of(written(status, folder), Sheet.REPLIES)
    return {(row["任务编号"], row["单位"]): row for row in rows}


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_hostile_text_stays_text(text: str, tmp_path: Path) -> None:
    one = reading("T001", "牵头 甲")
    said = reply("T001", "甲", **dict.fromkeys(WORDS, text))
    row = as_written(status_of([one], round_of([said])), tmp_path)["T001", "甲"]
    assert {heading: row[heading] for heading in WORDS.values()} == dict.fromkeys(WORDS.values(), shown(text))


replies = st.builds(
    lambda task, unit, texts: reply(f"T00{task}", unit, **texts),
    st.integers(1, 4),
    st.sampled_from("甲乙丙"),
    st.fixed_dictionaries(dict.fromkeys(WORDS, TEXT)),
)


@settings(max_examples=40, deadline=None)
@given(said=st.lists(replies, max_size=8, unique_by=lambda one: (one.task_id, one.unit)), order=st.randoms())
def test_what_a_unit_writes_is_what_the_book_shows(
    said: list[Reply], order: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever it is, and in whatever order rows and files came; T004 is nobody's and still there."""
    readings = [reading(f"T00{number}", "牵头 甲 责任 乙 配合 丙") for number in (1, 2, 3)]
    folder = tmp_path_factory.mktemp("said")
    rows = as_written(status_of(readings, round_of(said)), folder)
    for one in said:
        row = rows[one.task_id, one.unit]
        assert {name: row[heading] for name, heading in WORDS.items()} == {
            name: shown(getattr(one, name)) for name in WORDS
        }
    answered = {(one.task_id, one.unit) for one in said}
    assert not [key for key, row in rows.items() if key not in answered and row[ReplyField.PROGRESS]]
    first = (folder / "汇总" / "状态汇总_2026-09.xlsx").read_bytes()
    shuffled = list(said)
    order.shuffle(shuffled)
    again = written(status_of(readings, round_of(shuffled)), folder).read_bytes()
    assert again == first


def test_names_from_the_plan_are_text_as_well(tmp_path: Path) -> None:
    one = reading("T001", "牵头 =甲&乙")
    one = replace(one, task=replace(one.task, content="=cmd|' /C calc'!A0", topic="<x>", number="=1"))
    plan = Plan(plan_settings(plan_name="=1+1 & <计划>"), (one.task,))
    said = round_of([reply("T001", "=甲&乙")], records=[record(1, "=甲&乙", file="=x.xlsx")])
    book = written(status_of([one], said, plan), tmp_path)
    workbook = openpyxl.load_workbook(book)
    assert not [c for sheet in workbook for line in sheet.iter_rows() for c in line if c.data_type == "f"]
    assert rows_of(book, Sheet.TASK_STATUS)[0]["工作任务"] == "=cmd|' /C calc'!A0"
    assert rows_of(book, Sheet.RETURNS)[0]["收件文件"] == "=x.xlsx"


# ---- how it looks ----


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("短", 10, 1),
        ("一二三四五六七八九十", 12, 2),
        ("a" * 20, 12, 2),
        ("甲\n乙\n丙", 40, 3),
        ("甲\n\n丙", 40, 3),
        ("长" * 100, 21, 11),
    ],
)
def test_rows_are_as_high_as_their_longest_text(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_headings_are_those_of_the_vocabulary() -> None:
    names = [column.heading for column in REPLY_COLUMNS]
    assert len(names) == len(set(names))
    assert all(name in {*StatusField, *ReplyField, *FindingField, *HEADINGS.values()} for name in names)


def test_more_rows_than_a_sheet_holds_are_counted_in_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_module, "MOST_ROWS", 5)
    readings = [reading(f"T{number:03d}", "牵头 甲") for number in range(1, 10)]
    book = written(status_of(readings, round_of()), tmp_path)
    rows = rows_of(book, Sheet.REPLIES)
    assert len(rows) == 5
    assert "还有5行放不下" in rows[-1]["任务编号"]


def test_a_read_only_target_is_told_and_left_alone(tmp_path: Path) -> None:
    out = written(status_of([reading("T001", "牵头 甲")], round_of()), tmp_path)
    before = out.read_bytes()
    out.chmod(0o444)
    with pytest.raises(CannotGoOn) as stopped:
        written(office_status(), tmp_path)
    assert stopped.value.stop is Stop.FILE_READ_ONLY
    assert out.read_bytes() == before


@pytest.mark.office
def test_libreoffice_opens_it_and_prints_every_sheet(book: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / book.with_suffix(".pdf").name).stat().st_size > 50_000


def test_every_part_is_well_formed(book: Path) -> None:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(book.read_bytes())) as package:
        assert package.testzip() is None
        for name in package.namelist():
            etree.fromstring(package.read(name))
    assert len(asked_all(office()[1])) == len(office_status().units)


# ---- other light rules ----


@cache
def status_under(rule: str) -> Status:
    plan, readings, current = office()
    return status_of(readings, current, replace(plan, settings=replace(plan.settings, light_rule=rule)))


@pytest.mark.parametrize("rule", LIGHT_RULES)
def test_the_overview_shows_the_lights_of_the_rule_and_tells_them_in_words(rule: str, tmp_path: Path) -> None:
    status = status_under(rule)
    book = written(status, tmp_path)
    grid = next(grid for grid in read_grids(book) if grid.name == Sheet.OVERVIEW)
    cards = {grid.text(7, column): grid.text(8, column) for column in range(0, 12, 2) if grid.text(7, column)}
    counted = {
        wording.LIGHT_LABELS[light]: str(sum(task.light is light for task in status.tasks))
        for light in lights_of(rule)
    }
    assert {label: count for label, count in cards.items() if label.endswith("灯")} == counted
    assert sum(map(int, counted.values())) == len(status.tasks)
    texts = [grid.text(row, 0) for row in range(len(grid.rows))]
    (told,) = [text for text in texts if text.startswith("2. 亮灯：")]
    assert told == "2. 亮灯：" + wording.lights_in_words(rule, 10, status.elapsed)
    beside = {grid.text(row, 13) for row in range(len(grid.rows))}
    assert {label for label in beside if label.endswith("灯")} == set(counted)


def test_orange_has_a_column_and_a_colour_of_its_own(tmp_path: Path) -> None:
    status = status_under("剩余时间")
    book = written(status, tmp_path)
    rows = rows_of(book, Sheet.UNIT_STATUS)
    oranges = {
        unit.unit.name: str(sum(task.light is Light.ORANGE for task in _parts(status, unit.unit.name)))
        for unit in status.units
    }
    assert {row["单位"]: row["橙灯"] for row in rows} == oranges
    assert any(int(count) for count in oranges.values())
    assert "橙灯" not in rows_of(written(office_status(), tmp_path / "默认"), Sheet.UNIT_STATUS)[0]
    sheet = openpyxl.load_workbook(book)[Sheet.TASK_STATUS]
    fills = {cell.value: cell.fill.fgColor.rgb[2:] for line in sheet.iter_rows() for cell in line}
    assert f"#{fills['橙']}" == LIGHT_COLOURS[Light.ORANGE]


def _parts(status: Status, unit: str) -> list[Answer]:
    return [answer for task in status.tasks for answer in task.answers if answer.unit == unit]
