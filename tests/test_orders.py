"""督办单 and 催办单: who gets which, what stands in it, and what becomes of those of an earlier run."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from archives import issue, send_in
from report_facts import AUGUST, JUNE, PLAN, SEPTEMBER, TODAY, archive_of_three_months, facts_of_three_months
from status_values import settings
from system_parts import program
from taskbook import templates
from taskbook.columns import LookbackField, Sheet
from taskbook.findings import Code
from taskbook.model import Plan, Task, Unit
from taskbook.period import Period
from taskbook.reporting.facts import Facts
from taskbook.reporting.gather import gather
from taskbook.reporting.outputs import Outputs
from taskbook.reporting.papers.order_words import LastWords, reply_by
from taskbook.reporting.papers.orders import OrderFile, OrderKind, parts_to_push, write_orders
from taskbook.reporting.papers.texts import behind_by_unit

LIST = "督办催办台账_2026-09.xlsx"


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return facts_of_three_months(tmp_path / "归档")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[list[OrderFile], Outputs, Path]]:
    """Write the orders of these facts into the same report folder, as a run of its own."""

    def ran(facts: Facts, own: Path = templates.FOLDER) -> tuple[list[OrderFile], Outputs, Path]:
        outputs = Outputs(tmp_path / "月报", tmp_path / "归档", facts.period)
        folder = tmp_path / "月报" / "督办单"
        made = write_orders(folder, facts, outputs, templates=own)
        outputs.record()
        return made, outputs, folder

    return ran


def without(facts: Facts, *ids: str) -> Facts:
    """The facts as if these tasks needed nothing any more."""
    tasks = tuple(task for task in facts.status.tasks if task.id not in ids)
    return replace(facts, status=replace(facts.status, tasks=tasks))


def cells(path: Path, table: int = 0) -> dict[str, str]:
    """Label → what stands beside it, of one page of an order."""
    found = {}
    for row in docx.Document(str(path)).tables[table].rows:
        texts = list(dict.fromkeys(cell.text for cell in row.cells)) if len(row._tr.tc_lst) < 4 else [
            cell.text for cell in row.cells
        ]  # fmt: skip
        found |= dict(zip(texts[::2], [*texts[1::2], ""], strict=False))
    return found


# ---- who gets which ----


def test_every_item_stands_in_one_of_the_two(facts):
    chosen = {
        kind: {unit: [task.id for task, _ in parts] for unit, parts in units.items()}
        for kind, units in parts_to_push(facts).items()
    }
    assert chosen == {
        OrderKind.SUPERVISION: {"区教育局": ["T002"], "区财政局": ["T002", "T009"], "河口镇": ["T005"]},
        OrderKind.REMINDER: {"区财政局": ["T001"], "区司法局": ["T004"]},
    }


def test_a_unit_that_only_supports_is_reminded_never_supervised(tmp_path):
    task = Task("T001", "1", content="公布清单。", lead="区教育局", support="区财政局", deadline="6月底前")
    books = {"区教育局": "T001", "区财政局": "配合 T001"}
    for period in (AUGUST, SEPTEMBER):
        issue(tmp_path, period, books)
    plan = Plan(settings(plan_id=""), (task,), (Unit("区教育局"), Unit("区财政局")))
    chosen = parts_to_push(gather(plan, tmp_path, SEPTEMBER, today=TODAY))
    assert list(chosen[OrderKind.SUPERVISION]) == ["区教育局"]
    assert list(chosen[OrderKind.REMINDER]) == ["区财政局"]


def test_what_is_done_as_a_whole_is_not_pushed_any_more(tmp_path):
    task = Task(
        "T001",
        "1",
        content="公布清单。",
        lead="区教育局",
        responsible="区财政局、区司法局",
        deadline="6月底前",
    )
    issue(tmp_path, SEPTEMBER, {"区教育局": "T001", "区财政局": "责任 T001", "区司法局": "责任 T001"})
    send_in(tmp_path, SEPTEMBER, ("区教育局", "T001 已完成 已公布"), ("区财政局", "T001 进展滞后 仍在整理"))
    plan = Plan(settings(plan_id=""), (task,), (Unit("区教育局"), Unit("区财政局"), Unit("区司法局")))
    facts = gather(plan, tmp_path, SEPTEMBER, today=TODAY)
    assert parts_to_push(facts)[OrderKind.SUPERVISION] == {}
    assert list(parts_to_push(facts)[OrderKind.REMINDER]) == ["区司法局"]  # it did not answer
    assert behind_by_unit(facts) == {}


def test_an_orange_light_is_reminded(tmp_path):
    chosen = parts_to_push(facts_of_three_months(tmp_path, light_rule="剩余时间"))
    assert [task.id for task, _ in chosen[OrderKind.REMINDER]["区民社局"]] == ["T003"]


# ---- what stands in it ----


def test_a_document_for_each_unit_and_a_page_for_each_item(facts, run):
    made, outputs, folder = run(facts)
    assert [(one.unit, str(one.kind), one.file.name, one.tasks) for one in made] == [
        ("区教育局", "supervision", "督办单_区教育局_2026-09.docx", ("T002",)),
        ("区财政局", "supervision", "督办单_区财政局_2026-09.docx", ("T002", "T009")),
        ("区财政局", "reminder", "催办单_区财政局_2026-09.docx", ("T001",)),
        ("区司法局", "reminder", "催办单_区司法局_2026-09.docx", ("T004",)),
        ("河口镇", "supervision", "督办单_河口镇_2026-09.docx", ("T005",)),
    ]
    assert outputs.findings == []
    assert {path.name for path in folder.iterdir()} == {one.file.name for one in made} | {LIST}
    document = docx.Document(str(folder / "督办单_区财政局_2026-09.docx"))
    titles = [one for one in document.paragraphs if one.style.name == "单标题"]
    assert [one.text for one in titles] == ["督　办　单", "督　办　单"]
    assert titles[0].style.paragraph_format.page_break_before
    assert "督办〔2026〕第　　　号　　第2件，共2件" in [one.text for one in document.paragraphs]


def test_what_a_supervision_says(facts, run):
    _, _, folder = run(facts)
    said = cells(folder / "督办单_区财政局_2026-09.docx")
    assert {
        "承办单位": "区财政局",
        "承办角色": "牵头",
        "事项序号": "2",
        "任务编号": "T002",
        "任务来源": "《示例区2026年政务公开工作要点》　涉企政策公开",
        "任务内容": "集中公布减税降费政策和解读。",
        "完成时限": "8月底前",
        "逾期天数": "28天",
        "本单位亮灯": "红灯",
        "督办原因": "已逾期28天",
        "亮灯依据": "逾期：应于8月31日前完成，已超28天",
        "最近反馈": "2026-09期（推进中）：待 印发",
        "办理情况": "",
        "督办单位": "示例区人民政府办公室　　2026年9月28日",
    }.items() <= said.items()
    assert "于2026年10月10日前（5个工作日内）书面答复" in said["督办要求"]
    assert {"签　收　人", "签收日期", "单位负责人"} <= set(said)
    old = cells(folder / "督办单_区财政局_2026-09.docx", 1)
    assert old["事项序号"] == "12（回头看，2025年）"
    assert old["最近反馈"] == "2026-08期（推进中）：已核对名单"
    assert old["督办原因"] == "已逾期90天、本期未反馈"
    assert old["任务来源"].startswith("回头看（2025年任务）")


def test_what_a_reminder_says(facts, run):
    _, _, folder = run(facts)
    behind = cells(folder / "催办单_区司法局_2026-09.docx")
    assert (behind["本单位亮灯"], behind["催办原因"], behind["逾期天数"]) == ("黄灯", "亮黄灯", "未逾期")
    assert behind["最近反馈"] == "2026-09期（进展滞后）：目录需重新论证"
    silent = cells(folder / "催办单_区财政局_2026-09.docx")
    assert silent["承办角色"] == "配合"
    assert silent["最近反馈"] == "2026-06期（推进中）：已提供材料"
    assert silent["催办原因"] == "连续两期未反馈"
    twice = cells(folder / "督办单_河口镇_2026-09.docx")
    assert (twice["本单位亮灯"], twice["督办原因"]) == ("红灯", "连续两期未反馈")


def test_what_the_lights_mean_stands_on_every_page(facts, run):
    _, _, folder = run(facts)
    document = docx.Document(str(folder / "督办单_区财政局_2026-09.docx"))
    assert sum("红灯——过了完成时限仍未完成" in one.text for one in document.paragraphs) == 2


def test_who_never_answered_is_told_so(tmp_path, run):
    issue(tmp_path / "归档", SEPTEMBER, {"河口镇": "T005"})
    _, _, folder = run(gather(PLAN, tmp_path / "归档", SEPTEMBER, today=TODAY))
    assert cells(folder / "催办单_河口镇_2026-09.docx")["最近反馈"] == "至今没有反馈。"


@pytest.mark.parametrize(
    ("year", "last", "source", "number", "said"),
    [
        ("2025年", "推进中：已核对名单", "回头看（2025年任务）", "12（回头看，2025年）", "上年进展：推进中：已核对名单"),
        ("2025", "", "回头看（2025年任务）", "12（回头看，2025年）", "至今没有反馈。"),
        ("", "未启动", "回头看", "12（回头看）", "上年进展：未启动"),
    ],
)  # fmt: skip
def test_an_item_of_an_earlier_year_says_where_it_came_from(tmp_path, run, year, last, source, number, said):
    """What its row in the master tells of the year before is no silence."""
    extra = ((str(LookbackField.YEAR), year), (str(LookbackField.LAST), last))
    task = Task(
        "T009",
        "12",
        content="公布名录。",
        lead="区财政局",
        deadline="6月底前",
        sheet=Sheet.LOOKBACK,
        extra=extra,
    )
    issue(tmp_path / "归档", SEPTEMBER, {"区财政局": "T009"})
    plan = Plan(settings(plan_id=""), (task,), (Unit("区财政局"),))
    (made,), _, _ = run(gather(plan, tmp_path / "归档", SEPTEMBER, today=TODAY))
    told = cells(made.file)
    assert (told["任务来源"], told["事项序号"], told["最近反馈"]) == (source, number, said)


@pytest.mark.parametrize(("today", "reminded"), [(25, []), (26, ["区教育局", "区司法局"])])
def test_nobody_is_reminded_of_an_answer_before_it_is_due(tmp_path, today, reminded):
    """Up to and with the day it is due; who is behind by its own word is reminded at any time, but not of silence."""
    tasks = (
        Task("T001", "1", content="公布清单。", lead="区教育局", deadline="年底前"),
        Task("T002", "2", content="编制目录。", lead="区司法局", deadline="年底前"),
        Task("T003", "3", content="更新目录。", lead="区财政局", deadline="年底前"),
    )
    units = ("区教育局", "区司法局", "区财政局")
    issue(tmp_path, SEPTEMBER, dict(zip(units, ("T001", "T002", "T003"), strict=True)))
    send_in(tmp_path, SEPTEMBER, ("区财政局", "T003 进展滞后 待论证"))
    plan = Plan(settings(plan_id=""), tasks, tuple(map(Unit, units)))
    chosen = parts_to_push(gather(plan, tmp_path, SEPTEMBER, today=date(2026, 9, today)))
    assert list(chosen[OrderKind.REMINDER]) == [*reminded, "区财政局"]
    assert chosen[OrderKind.SUPERVISION] == {}


def test_a_units_last_words_are_its_own_under_the_name_of_now(tmp_path):
    facts = gather(PLAN, archive_of_three_months(tmp_path), SEPTEMBER, today=TODAY)
    words = LastWords(facts.histories)
    assert words.of("T003", "区民社局").words == "已定稿"
    assert words.of("T009", "区财政局").when == "2026-08期（推进中）"
    assert words.of("T001", "区教育局").when == "2026-06期（已完成）"
    for task_id, unit in (("T005", "区教育局"), ("T999", "区教育局"), ("T005", "没有这家")):
        assert words.of(task_id, unit).when == ""


def test_where_no_words_are_it_is_told_why(tmp_path):
    issue(tmp_path, JUNE, {"区教育局": "T001"})
    send_in(tmp_path, JUNE, ("区教育局", "T001 推进中 -"))
    histories = gather(PLAN, tmp_path, JUNE, today=TODAY).histories
    assert LastWords(histories).of("T001", "区教育局").words == "没有写完成情况。"
    histories.words.unkept.add("2026-06")  # as in an office too large for the words of every period
    assert LastWords(histories).of("T001", "区教育局").words == "完成情况见该期的反馈原件。"


@pytest.mark.parametrize(
    ("as_of", "by", "words"),
    [
        (date(2026, 9, 14), date(2026, 9, 20), "5个工作日内"),  # that Sunday is worked, for the holidays
        (date(2026, 9, 28), date(2026, 10, 10), "5个工作日内"),  # over the holidays
        (date(2035, 3, 30), date(2035, 4, 6), "7天内，节假日安排尚未公布，按自然日计"),
    ],
)
def test_by_when_an_answer_is_due(as_of, by, words):
    assert reply_by(as_of) == (by, words)


def test_names_with_marks_make_files_and_are_text(tmp_path, run):
    name = "甲/乙:<丙>&丁局"
    task = Task("T001", "1", content="公布<w:b/>清单 & 目录", lead=name, deadline="6月底前")
    issue(tmp_path / "归档", SEPTEMBER, {name: "T001"})
    plan = Plan(settings(plan_id=""), (task,), (Unit(name),))
    (made,), _, _ = run(gather(plan, tmp_path / "归档", SEPTEMBER, today=TODAY))
    assert made.file.name == "督办单_甲／乙：＜丙＞&丁局_2026-09.docx"
    assert cells(made.file)["承办单位"] == name
    assert cells(made.file)["任务内容"] == "公布<w:b/>清单 & 目录"


def test_the_list_names_every_document(facts, run):
    made, _, folder = run(facts)
    rows = list(openpyxl.load_workbook(folder / LIST).active.iter_rows(values_only=True))
    assert rows[2][:6] == ("序号", "单位", "种类", "件数", "事项", "文件")
    assert [row[1:6] for row in rows[3:]][1] == (
        "区财政局", "督办单", 2, "序号2、回头看序号12", "督办单_区财政局_2026-09.docx",
    )  # fmt: skip
    assert [row[5] for row in rows[3:]] == [one.file.name for one in made]


def test_nothing_to_push_makes_no_file(facts, run):
    made, outputs, folder = run(without(facts, *(task.id for task in facts.status.tasks)))
    assert (made, outputs.findings, list(folder.glob("*"))) == ([], [], [])


# ---- a second run ----


def test_the_same_facts_write_nothing_again(facts, run):
    _, _, folder = run(facts)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.glob("*.docx")}
    listed = (folder / LIST).read_bytes()
    _, outputs, _ = run(facts)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.glob("*.docx")} == before
    assert (folder / LIST).read_bytes() == listed
    assert outputs.findings == []


def test_an_order_that_is_not_needed_any_more_goes(facts, run):
    _, _, folder = run(facts)
    (folder / "督办单_区财政局_2026-08.docx").write_bytes(b"of another period")
    (folder / "签收照片.jpg").write_bytes(b"a person's own")
    _, outputs, _ = run(without(facts, "T005", "T004"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [
            "督办单_区教育局_2026-09.docx", "督办单_区财政局_2026-09.docx", "催办单_区财政局_2026-09.docx",
            LIST, "督办单_区财政局_2026-08.docx", "签收照片.jpg",
        ]
    )  # fmt: skip
    assert outputs.findings == []


def test_what_a_person_changed_is_kept_and_told(facts, run):
    _, _, folder = run(facts)
    numbered = folder / "督办单_河口镇_2026-09.docx"
    document = docx.Document(str(numbered))
    document.paragraphs[1].text = "督办〔2026〕第7号"
    document.save(str(numbered))
    mine = numbered.read_bytes()
    made, outputs, _ = run(facts)
    assert numbered.read_bytes() == mine
    assert [finding.code for finding in outputs.findings] == [Code.REPORT_FILE_KEPT]
    assert made[-1].file.name == "督办单_河口镇_2026-09_新.docx"
    _, outputs, _ = run(without(facts, "T005"))
    assert numbered.read_bytes() == mine
    assert [(one.code, one.where.file) for one in outputs.findings] == [
        (Code.ORDER_NOT_NEEDED, numbered.name)
    ]
    assert not (folder / "督办单_河口镇_2026-09_新.docx").exists()


def test_a_list_that_was_filled_in_is_kept(facts, run):
    _, _, folder = run(facts)
    book = openpyxl.load_workbook(folder / LIST)
    book.active["G4"] = "督办〔2026〕1号"
    book.save(folder / LIST)
    mine = (folder / LIST).read_bytes()
    run(without(facts, "T005"))
    assert (folder / LIST).read_bytes() == mine
    assert (folder / "督办催办台账_2026-09_新.xlsx").exists()


def test_one_that_is_open_does_not_hold_up_the_others(facts, run):
    _, _, folder = run(facts)
    (folder / "~$督办单_区财政局_2026-09.docx").write_bytes(b"")
    before = (folder / "督办单_区财政局_2026-09.docx").read_bytes()
    changed = replace(facts, status=replace(facts.status, as_of=date(2026, 9, 30)))
    made, outputs, _ = run(changed)
    assert (folder / "督办单_区财政局_2026-09.docx").read_bytes() == before
    assert [(one.code, one.where.file) for one in outputs.findings] == [
        (Code.REPORT_FILE_OPEN, "督办单_区财政局_2026-09.docx")
    ]
    assert "督办单_区财政局_2026-09_新.docx" in {one.file.name for one in made}


# ---- the office's own templates ----


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(templates.FOLDER, tmp_path / "templates"))


def test_a_broken_template_is_a_finding_and_the_other_kind_is_written(facts, run, own):
    document = docx.Document(str(own / "notice" / "督办单.docx"))
    document.tables[0].rows[0].cells[1].text = "{{ danwei }}"
    document.save(str(own / "notice" / "督办单.docx"))
    made, outputs, _ = run(facts, own)
    assert {one.kind for one in made} == {OrderKind.REMINDER}
    (finding,) = outputs.findings
    assert finding.code is Code.REPORT_FILE_NOT_WRITTEN
    assert "没有“danwei”这个名称" in finding.message


def test_a_template_that_breaks_half_way_clears_nothing_away(facts, run, own):
    _, _, folder = run(facts)
    (own / "notice" / "督办单.docx").unlink()
    _, outputs, _ = run(facts, own)
    assert "督办单.docx" in outputs.findings[0].message
    assert (folder / "督办单_河口镇_2026-09.docx").exists()


# ---- on paper ----


@pytest.mark.office
def test_each_item_is_one_page_also_with_long_texts(tmp_path, run, convert: Callable[[Path, str], Path]):
    long = (
        "围绕涉企政策公开，梳理本领域公开事项，编制公开清单并在门户网站专栏发布，组织政策宣讲活动不少于2次，及时回应群众和企业关切，"
        * 4
    )
    tasks = tuple(
        Task(
            f"T{n:03d}",
            str(n),
            topic="重点领域" * 12,
            content=long,
            lead="区经济和信息化局（区大数据中心）",
            deadline="分别于3月30日、6月10日、8月10日前",
        )
        for n in range(1, 4)
    )
    plan = Plan(
        replace(
            PLAN.settings,
            plan_name="示例区2026年深化政务公开促进基层治理能力现代化工作要点任务分解表",
            light_rule="剩余时间",
        ),
        tasks,
        (Unit("区经济和信息化局（区大数据中心）"),),
    )
    books = {"区经济和信息化局（区大数据中心）": "T001 T002 T003"}
    issue(tmp_path / "归档", SEPTEMBER, books)
    said = " ".join(f"{task.id} 推进中 {long}" for task in tasks)
    send_in(tmp_path / "归档", SEPTEMBER, ("区经济和信息化局（区大数据中心）", said))
    (made,), _, _ = run(gather(plan, tmp_path / "归档", SEPTEMBER, today=TODAY))
    pdf = convert(made.file, "pdf")
    command = [program("pdftotext", "poppler-utils"), "-layout", str(pdf), "-"]
    pages = (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.rstrip("\f").split("\f")
    )
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        flat = re.sub(r"\s", "", page)
        assert f"第{number}件，共3件" in flat
        assert "督办单位示例区人民政府办公室2026年9月28日" in flat
        assert "同时符合几条的，取最重的" in flat


def test_orders_of_a_past_month_are_dated_and_due_by_the_day_they_are_made(tmp_path, run):
    facts = gather(PLAN, archive_of_three_months(tmp_path / "归档"), SEPTEMBER, today=date(2026, 11, 20))
    assert (facts.status.as_of, facts.made_on) == (date(2026, 9, 30), date(2026, 11, 20))
    made, _, _ = run(facts)
    (order,) = (one for one in made if one.unit == "区教育局" and one.kind is OrderKind.SUPERVISION)
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(order.file)).paragraphs)
    words += "\n".join(str(cell) for cell in cells(order.file).items())
    assert "2026年11月20日" in words
    assert "2026年11月27日" in words  # five working days on
    assert "2026年9月30日" not in words


def test_nobody_is_pushed_for_what_was_done_since(tmp_path):
    """September told again in October, when the archive holds October's answers."""
    archive = archive_of_three_months(tmp_path)
    october = Period(2026, 10)
    issue(archive, october, {"区财政局": "T002", "区教育局": "责任 T002"})
    before = parts_to_push(gather(PLAN, archive, SEPTEMBER, today=date(2026, 10, 20)))
    assert {"区财政局", "区教育局"} <= before[OrderKind.SUPERVISION].keys()
    send_in(archive, october, ("区财政局", "T002 已完成 已公布"))
    facts = gather(PLAN, archive, SEPTEMBER, today=date(2026, 10, 20))
    assert facts.done_since == {("T002", "区财政局")}
    pushed = parts_to_push(facts)[OrderKind.SUPERVISION]
    assert "T002" not in [task.id for task, _ in pushed.get("区财政局", ())]
    assert "T002" in [task.id for task, _ in pushed["区教育局"]]
    assert "T002" not in behind_by_unit(facts).get("区财政局", ())


def test_silence_is_nobodys_fault_before_the_books_are_due(tmp_path):
    archive = archive_of_three_months(tmp_path)
    october = Period(2026, 10)
    issue(archive, october, {"河口镇": "T005", "东街街道": "责任 T005"})
    early = parts_to_push(gather(PLAN, archive, october, today=date(2026, 10, 9)))
    assert "河口镇" not in early[OrderKind.SUPERVISION]
    late = parts_to_push(gather(PLAN, archive, october, today=date(2026, 10, 28)))
    assert [task.id for task, _ in late[OrderKind.SUPERVISION]["河口镇"]] == ["T005"]
