"""The monthly workbook: every number is the facts', every chart shows the cells it names, the page is one page."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from archives import issue, send_in
from lxml import etree
from report_facts import JUNE, TODAY, facts_of_first_month, facts_of_three_months
from status_values import settings as plan_settings
from taskbook import wording
from taskbook.findings import Cell, Code, Remark, found
from taskbook.grid import Grid, read_grids
from taskbook.master.styles import LIGHT_COLOURS
from taskbook.model import Light, Plan, Task, Unit
from taskbook.reporting.facts import Facts, TaskCount
from taskbook.reporting.gather import gather
from taskbook.reporting.monthly.charts import label_side, labels_shown
from taskbook.reporting.monthly.count_tables import MOST_ROWS, MOST_UNITS, short_name
from taskbook.reporting.monthly.listing import FIRST_ROW, HEADING_ROW
from taskbook.reporting.monthly.write import write_monthly
from taskbook.rollup.lights import LIGHT_RULES

BOARD = "看板_2026-09.html"
SHEETS = ["月报", "任务", "单位", "重点任务", "趋势", "变化", "回头看", "核查提示"]
NAMESPACES = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts_of_three_months(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="module")
def book(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(facts, tmp_path_factory.mktemp("monthly"), BOARD)


def written(facts: Facts, folder: Path, board: str = "") -> Path:
    path = folder / "月报_2026-09.xlsx"
    write_monthly(path, facts, board)
    return path


def grid_of(path: Path, name: str) -> Grid:
    return next(grid for grid in read_grids(path) if grid.name == name)


def rows_of(path: Path, name: str, heading_row: int = HEADING_ROW) -> list[dict[str, object]]:
    grid = grid_of(path, name)
    headings = [grid.text(heading_row, column) for column in range(len(grid.rows[heading_row]))]
    return [dict(zip(headings, row, strict=False)) for row in grid.rows[heading_row + 1 :]]


def cards_of(path: Path) -> dict[str, tuple[object, str]]:
    """Label → the number and the line below it."""
    grid = grid_of(path, "月报")
    return {
        grid.text(top, column): (grid.rows[top + 1][column], grid.text(top + 2, column))
        for top in (3, 7, 11)
        for column in range(0, 12, 2)
        if grid.text(top, column)
    }


def page_texts(path: Path) -> list[str]:
    grid = grid_of(path, "月报")
    return [text for row in range(len(grid.rows)) if (text := grid.text(row, 0))]


# ---- the page ----


def test_the_big_numbers_are_those_of_the_facts(book: Path, facts: Facts) -> None:
    cards, this = cards_of(book), facts.this
    assert cards == {
        "任务总数": (this.tasks.tasks, "另有回头看1项"),
        "已办结": (this.tasks.done, "占25%　比上期+1"),
        "正在办理": (this.tasks.open, "占75%　比上期-1"),
        "逾期": (this.tasks.overdue, "占12.5%　比上期+1"),
        "平均完成率": (this.tasks.completed, "比上期+12.5点"),
        "序时进度": (this.elapsed, "办结占比落后50点"),
        "绿灯": (this.tasks.lights[Light.GREEN], "占50%　比上期-2"),
        "蓝灯": (this.tasks.lights[Light.BLUE], "占12.5%　比上期-1"),
        "黄灯": (this.tasks.lights[Light.YELLOW], "占12.5%　比上期+1"),
        "红灯": (this.tasks.lights[Light.RED], "占25%　比上期+2"),
        "反馈率": (pytest.approx(this.answers.answer_rate), "比上期-7.7点"),
        "按时反馈率": (pytest.approx(this.answers.on_time_rate), "比上期-23.1点"),
        "应反馈单位": (6, "家　与上期持平"),
        "全部反馈": (4, "占66.7%　与上期持平"),
        "部分反馈": (1, "占16.7%　与上期持平"),
        "未反馈": (1, "占16.7%　与上期持平"),
        "按时报送": (4, "占66.7%　比上期-1"),
        "核查提示": (len(facts.status.remarks), "处，见“核查提示”"),
    }
    assert (cards["任务总数"][0], cards["已办结"][0], cards["正在办理"][0]) == (8, 2, 6)


def test_the_page_says_what_changed_what_is_missing_and_what_the_lights_mean(
    book: Path, facts: Facts
) -> None:
    texts = page_texts(book)
    assert texts[0] == "示例区2026年政务公开工作要点落实情况月报（2026年9月）"
    assert texts[1] == "示例区人民政府办公室　　数据截至2026年9月28日　　应于2026年9月25日前报送"
    assert "与上期相比：新办结1项（T008）；新逾期1项（T002）。" in texts
    repeated, silent = facts.this.answers.repeated, facts.this.answers.silent
    assert f"值得注意：{repeated}项次照抄上次的内容，{silent}项次连续两期没有反馈，名单见“变化”。" in texts
    assert "归档里没有2026-07期，趋势图上空着。" in texts
    assert "计划写明的下一个日期：2026年12月10日。" in texts
    assert (
        "回头看：往年没有完成、转到今年的1项，已完成0项，还有1项没有完成，见“回头看”；不计入上面的任务数。"
        in texts
    )
    assert f"亮灯：{wording.lights_in_words('默认', 10, facts.status.elapsed)}" in texts


def test_answers_by_role(book: Path, facts: Facts) -> None:
    grid = grid_of(book, "月报")
    top = next(row for row in range(len(grid.rows)) if grid.text(row, 0) == "角色")
    shown = {
        grid.text(row, 0): [grid.rows[row][column] for column in (2, 4, 6, 8, 10)]
        for row in range(top + 1, top + 1 + len(facts.roles))
    }
    words = {"lead": "牵头", "responsible": "责任", "support": "配合"}
    assert shown == {
        words[role.role]: pytest.approx(
            [
                role.counts.due,
                role.counts.answered,
                role.counts.on_time,
                role.counts.answer_rate,
                role.counts.on_time_rate,
            ]
        )
        for role in facts.roles
    }
    assert sum(role.counts.due for role in facts.roles) == facts.this.answers.due


def test_a_first_period_compares_with_nothing(tmp_path: Path) -> None:
    facts = facts_of_first_month(tmp_path)
    book = written(facts, tmp_path)
    assert all("上期" not in foot for _, foot in cards_of(book).values())
    assert not any("上期" in text for text in page_texts(book))
    assert "比上期" not in rows_of(book, "任务")[0]
    assert "新办结" not in rows_of(book, "单位")[0]
    assert grid_of(book, "变化").text(FIRST_ROW, 0) == "这是第一期，没有上一期可比。"
    assert [chart.kind for chart in charts_of(book)].count("lineChart") == 0


def test_a_period_that_nobody_answered_says_so(tmp_path: Path) -> None:
    facts = facts_of_first_month(tmp_path, answered=False)
    book = written(facts, tmp_path)
    assert page_texts(book)[2] == "本期没有收到任何反馈，各项任务都还是“未反馈”。"
    assert cards_of(book)["反馈率"] == (0, "14项次报了0")
    assert [row["进展状态"] for row in rows_of(book, "任务")] == ["未反馈"] * 8


@pytest.mark.parametrize("rule", LIGHT_RULES)
def test_the_lights_of_the_rule_are_shown_and_told(rule: str, tmp_path: Path) -> None:
    facts = facts_of_three_months(tmp_path, light_rule=rule)
    book = written(facts, tmp_path)
    cards = cards_of(book)
    assert {label: value for label, (value, _) in cards.items() if label.endswith("灯")} == {
        wording.LIGHT_LABELS[light]: facts.this.tasks.lights[light] for light in facts.status.lights
    }
    assert f"亮灯：{wording.lights_in_words(rule, 10, facts.status.elapsed)}" in page_texts(book)
    headings = set(rows_of(book, "重点任务")[0])
    assert {light for light in "绿蓝黄橙红" if light in headings} == set(facts.status.lights)


# ---- the tables ----


def test_sheets_stand_in_order(book: Path) -> None:
    assert [grid.name for grid in read_grids(book)] == SHEETS


def test_without_lookback_there_is_no_sheet_for_it(facts: Facts, tmp_path: Path) -> None:
    tasks = tuple(facts.tasks)
    book = written(replace(facts, status=replace(facts.status, tasks=tasks)), tmp_path)
    assert [grid.name for grid in read_grids(book)] == [name for name in SHEETS if name != "回头看"]
    assert cards_of(book)["任务总数"] == (8, "项")


def test_every_task_has_its_row(book: Path, facts: Facts) -> None:
    rows = rows_of(book, "任务")
    assert [
        (row["任务编号"], str(row["序号"]), row["工作任务"], row["进展状态"], row["亮灯"], row["亮灯依据"])
        for row in rows
    ] == [
        (task.id, task.reading.task.number, task.reading.task.content, task.state, task.light, task.reason)
        for task in facts.tasks
    ]
    assert [row["完成率"] for row in rows] == [task.rate for task in facts.tasks]
    assert [row["比上期"] or "" for row in rows] == [
        "1家连续两期未反馈",
        "新逾期；1家内容与上次相同",
        "1家内容与上次相同",
        "",
        "1家内容与上次相同；1家连续两期未反馈",
        "1家内容与上次相同",
        "",
        "新办结",
    ]
    assert (rows[1]["牵头单位"], rows[1]["责任单位"]) == ("区财政局", "区教育局")
    (back,) = rows_of(book, "回头看")
    assert (back["任务编号"], back["原年度"], back["原任务编号"], back["亮灯"]) == (
        "T009",
        "2025",
        "T012",
        "红",
    )


def test_tasks_lead_to_their_place_on_the_board(book: Path, facts: Facts, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(book)["任务"]
    links = {line[0].value: line[-1].hyperlink for line in sheet.iter_rows(min_row=FIRST_ROW + 1)}
    assert {task: (link.target, link.location) for task, link in links.items()} == {
        task.id: (BOARD, task.id) for task in facts.tasks
    }
    plain = openpyxl.load_workbook(written(facts, tmp_path))
    assert not [cell for one in plain for line in one.iter_rows() for cell in line if cell.hyperlink]


def test_every_unit_has_its_row_and_the_sums_are_those_of_the_period(book: Path, facts: Facts) -> None:
    *rows, total = rows_of(book, "单位")
    units = {unit.name: unit for unit in facts.units}
    assert {row["单位"] for row in rows} == set(units)
    assert [row["承担任务"] for row in rows] == sorted((row["承担任务"] for row in rows), reverse=True)
    for row in rows:
        unit = units[str(row["单位"])]
        counts = unit.counts
        assert row["在办"] == counts.assigned - counts.done - counts.overdue >= 0
        assert [row[name] for name in ("承担任务", "已完成", "逾期", "应反馈", "已反馈", "按时反馈")] == [
            counts.assigned,
            counts.done,
            counts.overdue,
            counts.due,
            counts.answered,
            counts.on_time,
        ]
        assert [row[name] for name in ("新办结", "新逾期", "与上次相同", "连续未反馈")] == [
            counts.newly_done,
            counts.newly_overdue,
            counts.repeated,
            counts.silent,
        ]
        assert row["反馈率"] == (pytest.approx(counts.answer_rate) if counts.due else "")
        assert [row[light] for light in "绿蓝黄红"] == [
            unit.status.lights.get(Light(one), 0) for one in "绿蓝黄红"
        ]
    assert_total(total, facts)


def assert_total(total: Mapping[str, object], facts: Facts) -> None:
    answers = facts.this.answers
    assert total["单位"] == "合计"
    assert [total[name] for name in ("承担任务", "已完成", "逾期", "应反馈", "已反馈", "按时反馈")] == [
        answers.assigned,
        answers.done,
        answers.overdue,
        answers.due,
        answers.answered,
        answers.on_time,
    ]
    assert [total[name] for name in ("新办结", "新逾期", "与上次相同", "连续未反馈")] == [
        answers.newly_done,
        answers.newly_overdue,
        answers.repeated,
        answers.silent,
    ]
    assert total["办结率"] == pytest.approx(answers.done_share)
    assert total["反馈率"] == pytest.approx(answers.answer_rate)
    assert total["按时反馈率"] == pytest.approx(answers.on_time_rate)


@pytest.mark.office
def test_the_sums_are_computed_to_the_same(
    book: Path, facts: Facts, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    """Without what stands with the formulas, LibreOffice comes to the numbers of the facts."""
    copy = tmp_path / "a.xlsx"
    openpyxl.load_workbook(book).save(copy)
    assert rows_of(copy, "单位")[-1]["承担任务"] in ("", None)
    total = rows_of(convert(copy, "xlsx"), "单位")[-1]
    assert_total(total, facts)
    assert [total[one] for one in "绿蓝黄红"] == [
        sum(unit.status.lights.get(Light(one), 0) for unit in facts.units) for one in "绿蓝黄红"
    ]


def test_sections_and_topics_are_counted_as_in_the_facts(book: Path, facts: Facts) -> None:
    rows = rows_of(book, "重点任务")
    assert [(row["层级"], row["名称"]) for row in rows] == [
        ("全部", "全部任务"),
        *(("一级指标", one.name) for one in facts.sections),
        *(("二级指标", one.name) for one in facts.topics),
    ]
    told: Sequence[TaskCount] = [facts.this.tasks, *facts.sections, *facts.topics]
    for row, one in zip(rows, told, strict=True):
        assert [row[name] for name in ("任务数", "已办结", "临期", "逾期", "新办结", "新逾期")] == [
            one.tasks,
            one.done,
            one.near,
            one.overdue,
            one.newly_done,
            one.newly_overdue,
        ]
        assert row["办结率"] == pytest.approx(one.done_share)
        assert row["平均完成率"] == pytest.approx(one.completed)
        assert [row[light] for light in facts.status.lights] == [
            one.lights[light] for light in facts.status.lights
        ]


def test_the_trend_leaves_room_for_months_that_are_missing(book: Path, facts: Facts) -> None:
    rows = rows_of(book, "趋势")[:4]
    assert [row["反馈期次"] for row in rows] == ["2026-06", "2026-07", "2026-08", "2026-09"]
    assert rows[1]["说明"] == "归档里没有这一期"
    assert {value for heading, value in rows[1].items() if heading not in ("反馈期次", "说明")} == {""}
    for row, one in zip((rows[0], *rows[2:]), facts.trend, strict=True):
        assert (row["任务数"], row["已办结"], row["办结率"]) == (
            one.tasks.tasks,
            one.tasks.done,
            one.tasks.done_share,
        )
        assert row["序时进度"] == pytest.approx(one.elapsed)
        assert row["反馈率"] == pytest.approx(one.answers.answer_rate)
        assert [row[name] for name in ("应反馈单位", "全部反馈", "部分反馈", "未反馈", "按时单位")] == [
            one.units_due,
            one.units_answered,
            one.units_partly,
            one.units_missing,
            one.units_on_time,
        ]
    assert (rows[0]["新办结"], rows[3]["新办结"], rows[3]["新逾期"]) == ("", 1, 1)


def test_dates_that_the_plan_names_stand_below(book: Path, facts: Facts) -> None:
    rows = rows_of(book, "趋势")
    place = next(index for index, row in enumerate(rows) if row["反馈期次"] == wording.MONTHLY_DAYS_NOTE)
    days = rows[place + 1 :]
    assert [row["反馈期次"] for row in days] == ["2026-06-10", "2026-09-10", "2026-12-10"]
    assert [row["已反馈项次"] for row in days[:2]] == [one.answers.answered for one in facts.days]
    assert days[2]["说明"] == "还没有到"


def test_changes_name_tasks_and_units(book: Path, facts: Facts) -> None:
    rows = [tuple(row.values())[:4] for row in rows_of(book, "变化")]
    assert rows[:2] == [("任务新办结", "区民社局", 1, "T008"), ("任务新逾期", "区财政局", 1, "T002")]
    counts = dict.fromkeys(("单位新完成", "单位新逾期", "内容与上次相同", "连续两期未反馈"), 0)
    for kind, unit, count, ids in rows[2:]:
        counts[kind] += count
        assert count == len(ids.split("、"))
        assert unit in {one.name for one in facts.units}
    answers = facts.this.answers
    assert list(counts.values()) == [
        answers.newly_done,
        answers.newly_overdue,
        answers.repeated,
        answers.silent,
    ]
    assert ("连续两期未反馈", "河口镇", 1, "T005") in rows


def test_nothing_changed(facts: Facts, tmp_path: Path) -> None:
    nothing: frozenset = frozenset()
    tasks = [
        replace(task, answers=tuple(replace(one, silent=False) for one in task.answers))
        for task in facts.status.tasks
    ]
    changed = replace(
        facts.changed,
        done=nothing,
        overdue=nothing,
        repeated=nothing,
        tasks_done=nothing,
        tasks_overdue=nothing,
    )
    still = replace(facts, changed=changed, status=replace(facts.status, tasks=tuple(tasks)))
    book = written(still, tmp_path)
    assert grid_of(book, "变化").text(FIRST_ROW, 0) == "与上一期相比没有变化。"
    assert "与上期相比：没有新办结的任务；没有新逾期的任务。" in page_texts(book)


def test_remarks_stand_beside_unit_and_task(facts: Facts, tmp_path: Path) -> None:
    where = Cell("任务反馈", "P9", "0001_区教育局.xlsx")
    finding = found(Code.VALUE_UNDER_TARGET, where, value="1", target="不少于2次")
    remarks = (Remark("T007", "区教育局", finding), Remark("T099", "河口镇", finding))
    book = written(replace(facts, status=replace(facts.status, remarks=remarks)), tmp_path)
    rows = [tuple(row.values()) for row in rows_of(book, "核查提示")]
    assert rows == [
        (
            "区教育局",
            "T007",
            "报送政务新媒体自查情况。",
            "警告",
            finding.message,
            "0001_区教育局.xlsx　任务反馈　P9",
        ),
        ("河口镇", "T099", "", "警告", finding.message, "0001_区教育局.xlsx　任务反馈　P9"),
    ]
    assert cards_of(book)["核查提示"][0] == 2


def test_no_remarks(facts: Facts, tmp_path: Path) -> None:
    book = written(replace(facts, status=replace(facts.status, remarks=())), tmp_path)
    assert grid_of(book, "核查提示").text(FIRST_ROW, 0) == "没有核查提示。"


# ---- the charts ----


class Chart:
    """A chart as its part tells it: what kind, its title, the cells of each of its lines or bars."""

    def __init__(self, xml: bytes) -> None:
        self.root = etree.fromstring(xml)
        (self.kind,) = (
            etree.QName(one).localname
            for one in self.root.find(".//c:plotArea", NAMESPACES)
            if etree.QName(one).localname.endswith("Chart")
        )
        self.title = "".join(self.root.find(".//c:chart/c:title", NAMESPACES).itertext()).strip()

    def series(self) -> Iterator[tuple[str, str, str]]:
        """Name, categories and values as references (a name may be a text)."""
        for one in self.root.iterfind(".//c:ser", NAMESPACES):
            texts = [one.find(path, NAMESPACES) for path in ("c:tx//c:f", "c:cat//c:f", "c:val//c:f")]
            yield tuple("" if found is None else found.text for found in texts)


def charts_of(path: Path) -> list[Chart]:
    with zipfile.ZipFile(path) as package:
        names = sorted(name for name in package.namelist() if "charts/chart" in name)
        return [Chart(package.read(name)) for name in names]


def cells_at(path: Path, reference: str) -> list[object]:
    """The values of `单位!$A$4:$A$9`."""
    sheet, area = reference.split("!")
    cells = openpyxl.load_workbook(path, data_only=True)[sheet.strip("'")][area.replace("$", "")]
    return [cell.value for line in cells for cell in line] if isinstance(cells, tuple) else [cells.value]


def test_the_charts_show_the_cells_of_the_tables(book: Path, facts: Facts) -> None:
    units, lights, trend, roles = charts_of(book)
    assert (units.title, lights.title, trend.title, roles.title) == (
        "各单位完成情况（全部6家，项）",
        "二级指标亮灯（项）",
        "各期趋势",
        "按角色看反馈（项次）",
    )
    assert (units.kind, lights.kind, trend.kind, roles.kind) == (
        "barChart",
        "barChart",
        "lineChart",
        "barChart",
    )
    busiest = sorted(facts.units, key=lambda unit: -unit.counts.assigned)
    done, overdue, still_open = (cells_at(book, values) for _, _, values in units.series())
    assert done == [unit.counts.done for unit in busiest]
    assert overdue == [unit.counts.overdue for unit in busiest]
    assert [sum(three) for three in zip(done, overdue, still_open, strict=True)] == [
        unit.counts.assigned for unit in busiest
    ]
    assert {tuple(cells_at(book, names)) for _, names, _ in units.series()} == {
        tuple(u.name for u in busiest)
    }
    shown = {cells_at(book, name)[0]: cells_at(book, values) for name, _, values in lights.series()}
    assert list(shown) == ["红", "黄", "蓝", "绿"]
    assert shown == {light: [one.lights[Light(light)] for one in facts.topics] for light in shown}
    lines = {cells_at(book, name)[0]: cells_at(book, values) for name, _, values in trend.series()}
    june, august, september = facts.trend
    assert lines["办结率"] == [
        june.tasks.done_share,
        None,
        august.tasks.done_share,
        september.tasks.done_share,
    ]
    assert lines["序时进度"] == [june.elapsed, None, august.elapsed, september.elapsed]
    assert lines["反馈率"] == [
        june.answers.answer_rate,
        None,
        august.answers.answer_rate,
        september.answers.answer_rate,
    ]
    by_role = {cells_at(book, name)[0]: cells_at(book, values) for name, _, values in roles.series()}
    assert by_role["已反馈"] == [role.counts.answered for role in facts.roles]


def test_a_first_period_is_shown_as_columns(tmp_path: Path) -> None:
    chart = charts_of(written(facts_of_first_month(tmp_path), tmp_path))[2]
    assert (chart.kind, chart.title) == ("barChart", "办结占比、序时进度和反馈率")


def test_lights_can_be_told_without_colours(book: Path) -> None:
    """The labels say the light's word; those of nothing are left out."""
    chart = charts_of(book)[1]
    for series in chart.root.iterfind(".//c:ser", NAMESPACES):
        labels = series.find("c:dLbls", NAMESPACES)
        assert labels.find("c:showSerName", NAMESPACES).get("val") == "1"
        values = [float(value.text) for value in series.iterfind("c:val//c:pt/c:v", NAMESPACES)]
        gone = {
            int(one.find("c:idx", NAMESPACES).get("val")) for one in labels.iterfind("c:dLbl", NAMESPACES)
        }
        assert gone == {place for place, value in enumerate(values) if value == 0}


@pytest.mark.parametrize(
    ("bars", "shown"),
    [
        ([[1, 0, 1]], [[True, False, True]]),
        ([[1, 1, 98]], [[True, False, True]]),  # the graver one keeps its label
        ([[0, 1, 99], [0, 0, 1]], [[False, True, True], [False, False, True]]),
        ([[0, 0]], [[False, False]]),
        ([], []),
    ],
)
def test_labels_do_not_cover_each_other(bars: list[list[int]], shown: list[list[bool]]) -> None:
    assert labels_shown(bars) == shown


@pytest.mark.parametrize(
    ("newest", "sides"),
    [
        ((0.25, 0.75, 0.8), ["below", "right", "above"]),
        ((0.0, 0.9, 0.95), ["above", "right", "above"]),
        ((0.9, 0.75, 0.5), ["above", "right", "below"]),
        ((None, 0.5, None), ["above", "above", "right"]),
    ],
)
def test_the_last_numbers_of_lines_keep_clear_of_each_other(newest: tuple, sides: list[str]) -> None:
    assert [label_side(place, newest) for place in range(3)] == sides


# ---- many of everything ----


def many(
    folder: Path,
    units: int,
    tasks: int,
    section: str = "第{}部分",
    topic: str = "第{}方面的重点领域信息公开工作",
) -> Facts:
    """June of an office in which unit 1 has every task, unit 2 all but one, and so on; the odd tasks are done."""
    names = [f"第{number}号有一个很长名称的单位" for number in range(1, units + 1)]
    plan_tasks = tuple(
        Task(
            f"T{number:03d}",
            str(number),
            section.format(number % 20),
            topic.format(number % 30),
            f"任务{number}",
            "、".join(names[: max(units - number + 1, 1)]),
            deadline="年底前",
        )
        for number in range(1, tasks + 1)
    )
    plan = Plan(plan_settings(plan_id=""), plan_tasks, tuple(Unit(name, "部门") for name in names))
    books = {
        name: " ".join(task.id for task in plan_tasks if name in task.lead.split("、")) for name in names
    }
    issue(folder, JUNE, {name: ids for name, ids in books.items() if ids})
    said = [
        (name, " ".join(f"{one} {'已完成' if int(one[1:]) % 2 else '推进中'} 在办" for one in ids.split()))
        for name, ids in books.items()
        if ids
    ]
    send_in(folder, JUNE, *said, days=" ".join("5" for _ in said))
    return gather(plan, folder, JUNE, today=TODAY)


def test_charts_of_a_large_office_show_the_busiest(tmp_path: Path) -> None:
    facts = many(tmp_path, units=500, tasks=40)
    book = written(facts, tmp_path)
    units, lights, _, _ = charts_of(book)
    assert units.title == f"各单位完成情况（任务最多的{MOST_UNITS}家，项）"
    busiest = sorted(facts.units, key=lambda unit: -unit.counts.assigned)[:MOST_UNITS]
    for _, names, values in units.series():
        assert len(cells_at(book, values)) == MOST_UNITS
        assert cells_at(book, names) == [short_name(unit.name) for unit in busiest]
    assert lights.title == f"任务最多的{MOST_ROWS}个一级指标亮灯（项）"
    rows = [row for row in rows_of(book, "重点任务") if row["层级"] == "一级指标"]
    assert [row["任务数"] for row in rows] == sorted((row["任务数"] for row in rows), reverse=True)
    assert len(rows) == 20
    for name, _, values in lights.series():
        light = Light(str(cells_at(book, name)[0]))
        assert cells_at(book, values) == [row[light] for row in rows[:MOST_ROWS]]
    *own, total = rows_of(book, "单位")
    assert len(own) == 500
    assert sum(row["承担任务"] for row in own) == total["承担任务"] == facts.this.answers.assigned > 18_000


def test_a_plan_without_sections_and_topics(tmp_path: Path) -> None:
    facts = many(tmp_path, units=3, tasks=4, section="", topic="")
    book = written(facts, tmp_path)
    assert [(row["层级"], row["名称"]) for row in rows_of(book, "重点任务")] == [
        ("全部", "全部任务"),
        ("二级指标", "（未分类）"),
    ]
    assert len(charts_of(book)) == 4


def test_nobody_and_nothing(facts: Facts, tmp_path: Path) -> None:
    """A plan whose tasks are all gone still makes a book."""
    nothing = TaskCount()
    this = replace(facts.this, tasks=nothing)
    empty = replace(
        facts,
        status=replace(facts.status, tasks=(), units=()),
        trend=(*facts.trend[:-1], this),
        sections=(),
        topics=(),
        units=(),
        roles=(),
    )
    book = written(empty, tmp_path)
    assert grid_of(book, "任务").text(FIRST_ROW, 0) == "总表里没有任务。"
    assert grid_of(book, "单位").text(FIRST_ROW, 0) == "没有承担任务的单位。"
    assert cards_of(book)["平均完成率"][0] == "—"
    assert len(charts_of(book)) == 1


# ---- how it is dressed ----


def test_tables_are_frozen_filtered_and_set_up_for_paper(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    for sheet in workbook.worksheets[1:]:
        assert sheet.freeze_panes.endswith("4"), sheet.title
        assert sheet.print_title_rows == "$3:$3"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == (8 if sheet.title in ("任务", "回头看") else 9)
        assert "&P" in sheet.oddFooter.center.text
    filters = {sheet.title: sheet.auto_filter.ref for sheet in workbook.worksheets[1:]}
    assert filters["任务"] == "A3:N11"
    assert filters["单位"].endswith("9")  # the sums are not sorted away
    page = workbook["月报"]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight or 1) == (1, 1)


def test_lights_are_coloured_and_shares_are_numbers(book: Path, facts: Facts) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["任务"]
    headings = [cell.value for cell in sheet[HEADING_ROW + 1]]
    light, rate = headings.index("亮灯"), headings.index("完成率")
    for line, task in zip(sheet.iter_rows(min_row=FIRST_ROW + 1), facts.tasks, strict=True):
        assert f"#{line[light].fill.fgColor.rgb[2:]}" == LIGHT_COLOURS[task.light]
        assert line[rate].number_format == "0.0%"
    for name in ("单位", "重点任务", "趋势"):
        sheet = workbook[name]
        for column in range(1, sheet.max_column + 1):
            if str(sheet.cell(HEADING_ROW + 1, column).value).endswith("率"):
                assert sheet.cell(FIRST_ROW + 1, column).number_format == "0.0%"
    page = workbook["月报"]
    shares = [cell for line in page.iter_rows() for cell in line if cell.number_format == "0.0%"]
    assert all(cell.value is None or isinstance(cell.value, int | float) for cell in shares)
    assert len([cell for cell in shares if cell.value is not None]) == 4 + 2 * len(facts.roles)


def test_texts_stay_texts(facts: Facts, tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://x.example","点")'
    tasks = [
        replace(
            task,
            reading=replace(
                task.reading,
                task=replace(task.reading.task, content=hostile, number="=1+1", topic="http://x.example/<&>"),
            ),
            reason="+1\x07",
        )
        for task in facts.status.tasks
    ]
    plan = replace(facts.status.plan, settings=replace(facts.status.plan.settings, plan_name="=1+1&<x>"))
    status = replace(facts.status, tasks=tuple(tasks), plan=plan)
    book = written(replace(facts, status=status), tmp_path)
    workbook = openpyxl.load_workbook(book)
    formulas = {
        cell.value
        for sheet in workbook
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f" or cell.hyperlink
    }
    assert all(re.match(r"=SUM\([A-Z]+4:|=IF\([A-Z]+\d+=0", formula) for formula in formulas)
    row = rows_of(book, "任务")[0]
    assert (row["工作任务"], row["序号"], row["亮灯依据"]) == (hostile, "=1+1", "+1")
    assert workbook["月报"]["A1"].value.startswith("=1+1&<x>落实情况月报")
    assert workbook["月报"]["A1"].data_type == "s"


def test_the_same_facts_give_the_same_bytes(book: Path, facts: Facts, tmp_path: Path) -> None:
    assert written(facts, tmp_path, BOARD).read_bytes() == book.read_bytes()


@pytest.mark.office
@pytest.mark.parametrize("rule", ["默认", "银川"])
def test_the_page_for_the_leader_is_one_page(
    rule: str, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    book = written(facts_of_three_months(tmp_path, light_rule=rule), tmp_path, BOARD)
    pages = pages_of(convert(book, "pdf"))
    assert len(pages) == len(SHEETS)
    assert "各单位完成情况" in pages[0]
    assert "亮灯：" in pages[0]
    assert "T001" not in pages[0].split("亮灯：")[1]
    assert all(any(name in page for page in pages[1:]) for name in SHEETS[1:])


@pytest.mark.office
def test_a_large_office_prints_with_headings_on_every_page(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    book = written(many(tmp_path, units=120, tasks=40), tmp_path)
    pages = pages_of(convert(book, "pdf"))
    of_units = [page for page in pages if "号有一个很长名称的单位" in page and "报送情况" in page]
    assert len(of_units) >= 3
    assert all("承担任务" in page for page in of_units)
    assert "第1页" in pages[0].replace(" ", "")


def pages_of(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8").rstrip("\f").split("\f")
