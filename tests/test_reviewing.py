"""A plan in prose through the command line: draft, review book, master; what is written as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from taskbook import wording
from taskbook.columns import ReviewField, Sheet
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.importing import import_plan
from taskbook.issued import refuse_other_plan
from taskbook.model import Settings
from taskbook.new_master import ImportResult
from taskbook.period import Period
from taskbook.reviewing import DraftResult
from taskbook.split import split_master

ROOT = Path(__file__).parents[1]
WORKBOOK = ROOT / "workbook"
PLAN = WORKBOOK / wording.SAMPLE_NARRATIVE
UNITS, GROUPS = WORKBOOK / wording.SAMPLE_UNITS, WORKBOOK / wording.SAMPLE_GROUPS


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "import_plan.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.fixture(scope="module")
def draft(tmp_path_factory) -> DraftResult:
    book = tmp_path_factory.mktemp("审阅") / "审阅稿.xlsx"
    return import_plan(PLAN, book, UNITS, GROUPS)


def test_the_json_of_a_draft_accounts_for_every_character(draft):
    shape = json.loads(json.dumps(draft.as_json(), ensure_ascii=False))
    assert "".join(span["text"] for span in shape["spans"]) == shape["body"]
    ends = [span["end"] for span in shape["spans"]]
    assert [span["start"] for span in shape["spans"]] == [0, *ends[:-1]]
    assert ends[-1] == len(shape["body"])
    assert {span["kind"] for span in shape["spans"]} == {"task", "heading", "background", "removed"}
    by_task = {
        row["id"]: [[span["start"], span["end"]] for span in shape["spans"] if span["task"] == row["id"]]
        for row in shape["rows"]
    }
    for row in shape["rows"]:
        said = "".join(shape["body"][start:end] for start, end in row["spans"])
        assert "".join(row["source"].split()) == "".join(said.split())
        assert {at for span in by_task[row["id"]] for at in range(*span)} <= {
            at for span in row["spans"] for at in range(*span)
        }
        assert row["confidence"] in "高中低"
    assert shape["tasks"] == len(shape["rows"]) == 14


def test_what_the_sample_says_is_read_as_it_says(draft):
    rows = {row["content"][:8]: row for row in draft.as_json()["rows"]}

    def parties(row: dict) -> list[tuple[str, str]]:
        return [(party["name"], party["role"]) for party in row["parties"]]

    everywhere = ("各乡镇（街道）", "support")  # 以下各项均需各乡镇（街道）配合落实
    opening = rows["整合企业登记、刻"]
    assert (opening["section"], opening["topic"]) == ("让企业开办和项目落地更快", "压减开办环节")
    assert parties(opening) == [
        ("区市场监督管理局", "lead"),  # 列第一位的为牵头单位
        ("区行政审批服务局", "responsible"),
        ("区税务局", "responsible"),
        ("区人力资源和社会保障局", "responsible"),
        everywhere,
    ]
    assert opening["deadline"]["dates"] == ["2026-06-30"]
    arrears = rows["建立拖欠账款清理"]
    assert parties(arrears) == [
        ("清欠工作专班", "lead"),
        *[(f"区{name}", "support") for name in ("工业和信息化局", "财政局", "审计局")],
        everywhere,
    ]
    labelled = rows["梳理可以免申即享"]
    assert parties(labelled)[0] == ("区财政局", "lead")
    assert labelled["deadline"]["text"] == "2026年11月底前"
    nobody = rows["对12345热线"]
    assert Code.DRAFT_NO_PARTY.name in {reason["code"] for reason in nobody["reasons"]}
    assert nobody["confidence"] == "低"


def test_what_is_no_task_is_counted_in_one_way(draft):
    """On the screen, above the rows, and the grey rows themselves; the finding about it counts nothing."""
    sheet = openpyxl.load_workbook(draft.book)[Sheet.REVIEW]
    rows = list(sheet.iter_rows(values_only=True))
    (heading,) = [row for row in rows if ReviewField.CONFIDENCE in row]
    sure = [row[heading.index(ReviewField.CONFIDENCE)] for row in rows]
    left, headings = sure.count(wording.REVIEW_BACKGROUND), sure.count(wording.REVIEW_HEADING)
    assert left > 1
    assert f"另有{left}行不作任务" in draft.summary()[0]
    assert f"不作任务{left}行、标题{headings}行" in str(rows[1][0])
    (said,) = [one.message for one in draft.findings if one.code is Code.DRAFT_BACKGROUND_LEFT_OUT]
    assert not any(map(str.isdigit, said))


def test_the_review_book_untouched_becomes_the_master_of_the_draft(draft, tmp_path):
    made = import_plan(draft.book, tmp_path / "总表.xlsx", review=True)
    assert isinstance(made, ImportResult)
    told = [(task.section, task.topic, task.content, task.lead, task.support) for task in made.plan.tasks]
    drafted = [task.task for task in draft.draft.tasks]
    assert told == [(one.section, one.topic, one.content, one.lead, one.support) for one in drafted]
    assert [unit.name for unit in made.plan.units] == [unit.name for unit in draft.plan.units]
    assert made.plan.settings.plan_id == draft.plan.settings.plan_id
    assert "采用" in "".join(made.summary())


def test_a_book_decided_otherwise_is_another_plan_and_its_books_are_not_mixed(draft, tmp_path):
    """Its numbers mean other tasks; decided the same way, it is the same plan, as when a master was lost."""
    first, again, other = (
        import_plan(book, tmp_path / f"总表{at}.xlsx").plan.settings.plan_id
        for at, book in enumerate((draft.book, draft.book, without_a_task(draft.book, tmp_path / "改.xlsx")))
    )
    assert first == again != other
    day, period = date(2026, 9, 1), Period.parse("2026-09")
    split_master(tmp_path / "总表0.xlsx", period, today=day)
    archive = tmp_path / Settings().folder_archive
    refuse_other_plan(archive, period, again)
    with pytest.raises(CannotGoOn) as stopped:
        refuse_other_plan(archive, period, other)
    assert stopped.value.stop is Stop.OTHER_PLAN_HERE


def without_a_task(book: Path, path: Path) -> Path:
    """The review book with its first adopted row left out."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[Sheet.REVIEW]
    row = next(line for line in range(1, sheet.max_row + 1) if sheet.cell(line, 1).value == "采用")
    sheet.cell(row, 1).value = "不采用"
    workbook.save(path)
    return path


def test_the_command_drafts_and_then_makes_the_master(tmp_path):
    book, master, shape = tmp_path / "审阅稿.xlsx", tmp_path / "总表.xlsx", tmp_path / "draft.json"
    drafted = run(PLAN, "--out", book, "--units", UNITS, "--groups", GROUPS, "--json", shape)
    assert drafted.returncode == 0, drafted.stderr
    assert "起草14项任务" in drafted.stdout
    assert json.loads(shape.read_text(encoding="utf-8"))["review"] == str(book)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[Sheet.REVIEW]
    (row,) = [cell.row for line in sheet.iter_rows() for cell in line if cell.value == ReviewField.DECISION]
    column = next(cell.column for cell in sheet[row] if cell.value == ReviewField.DECISION)
    taken = [line for line in range(row + 1, sheet.max_row + 1) if sheet.cell(line, column).value == "采用"]
    sheet.cell(taken[0], column).value = "不采用"
    workbook.save(book)
    made = run("--review", book, "--out", master, "--json", "-")
    assert made.returncode in (0, 1), made.stderr
    assert json.loads(made.stdout)["tasks"] == 13
    again = run("--review", book, "--out", master)
    assert again.returncode == 2
    assert "已经存在" in again.stderr


def test_prose_of_a_document_with_a_table_is_drafted_when_asked_for(tmp_path):
    annex = WORKBOOK / wording.SAMPLE_ANNEX
    assert isinstance(import_plan(annex, tmp_path / "总表.xlsx"), ImportResult)
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(annex, tmp_path / "审阅稿.xlsx", prose=True)  # only a notice stands around the table
    assert stopped.value.stop is Stop.PROSE_NO_TASKS
    assert not (tmp_path / "审阅稿.xlsx").exists()


@pytest.mark.parametrize("kind", [".docx", ".xlsx", ".csv"])
def test_prose_of_a_file_that_has_only_a_table_is_said_to_be_none(tmp_path, kind):
    import docx

    rows = [("工作任务", "责任单位"), ("公开部门预算和决算。", "区财政局")]
    source = tmp_path / f"分解表{kind}"
    if kind == ".docx":
        document = docx.Document()
        for row, texts in zip(document.add_table(2, 2).rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.save(source)
    elif kind == ".xlsx":
        book = openpyxl.Workbook()
        for texts in rows:
            book.active.append(texts)
        book.save(source)
    else:
        source.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(source, tmp_path / "审阅稿.xlsx", prose=True)
    assert stopped.value.stop is Stop.PROSE_NO_TEXT
    assert not (tmp_path / "审阅稿.xlsx").exists()
    assert len(import_plan(source, tmp_path / "总表.xlsx").plan.tasks) == 1


def test_tables_that_are_no_task_tables_are_named_where_the_text_holds_no_task(tmp_path):
    import docx

    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), "姓名 电话 经办 0".split(), strict=True
    ):
        cell.text = text
    document.save(tmp_path / "通讯录.docx")
    with pytest.raises(CannotGoOn, match="姓名、电话") as stopped:
        import_plan(tmp_path / "通讯录.docx", tmp_path / "总表.xlsx")
    assert stopped.value.stop is Stop.NO_TABLE


def refused_as_review(source: Path, out: Path) -> Stop:
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(source, out, review=True)
    assert not out.exists()
    assert str(source) in str(stopped.value)
    return stopped.value.stop


def test_what_is_no_review_book_is_not_taken_for_one(tmp_path):
    out = tmp_path / "结果.xlsx"
    other, damaged, text = tmp_path / "名单.xlsx", tmp_path / "审阅稿.xlsx", tmp_path / "要点.txt"
    openpyxl.Workbook().save(other)
    damaged.write_bytes(b"PK\x03\x04 broken")
    text.write_text("一、公开目录。", encoding="utf-8")
    assert {
        source.name: refused_as_review(source, out)
        for source in (WORKBOOK / wording.SAMPLE_MASTER, PLAN, UNITS, text, other, damaged)
    } == {
        wording.SAMPLE_MASTER: Stop.OWN_BOOK,
        PLAN.name: Stop.NOT_A_REVIEW,
        UNITS.name: Stop.NOT_A_REVIEW,
        text.name: Stop.NOT_A_REVIEW,
        other.name: Stop.NOT_A_REVIEW,
        damaged.name: Stop.NOT_A_WORKBOOK,
    }
    assert refused_as_review(tmp_path / "没有.xlsx", out) is Stop.FILE_MISSING


def test_a_review_book_with_a_part_gone_is_said_to_be_one(draft, tmp_path):
    for sheet in (Sheet.REVIEW, Sheet.SETTINGS):
        workbook = openpyxl.load_workbook(draft.book)
        del workbook[sheet]
        workbook.save(tmp_path / "残缺.xlsx")
        assert refused_as_review(tmp_path / "残缺.xlsx", tmp_path / "总表.xlsx") is Stop.REVIEW_SHEET_MISSING


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("check_tasks", []),
        ("split_tasks", ["--period", "2026-09"]),
        ("merge_replies", ["--period", "2026-09"]),
        ("build_report", ["--period", "2026-09"]),
    ],
)
def test_a_review_book_is_no_master_yet(draft, tmp_path, command, more):
    book = tmp_path / "要点_审阅稿.xlsx"
    book.write_bytes(draft.book.read_bytes())
    line = [sys.executable, str(ROOT / "scripts" / f"{command}.py"), str(book), *more]
    done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (2, Stop.REVIEW_NO_MASTER_YET.value.format(path=book))
    assert book.read_bytes() == draft.book.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [book.name]


def test_what_is_left_of_last_year_comes_in_with_the_reviewed_book(tmp_path):
    last = tmp_path / "上年总表.xlsx"
    last.write_bytes((WORKBOOK / wording.SAMPLE_MASTER).read_bytes())
    book = tmp_path / "审阅稿.xlsx"
    drafted = import_plan(PLAN, book, UNITS, GROUPS, previous=last)
    (later,) = [one for one in drafted.findings if one.code is Code.DRAFT_PREVIOUS_LATER]
    assert last.name in later.message
    with pytest.raises(CannotGoOn) as stopped:  # 2026 is not the year before 2026
        import_plan(book, tmp_path / "总表.xlsx", previous=last)
    assert stopped.value.stop is Stop.SAME_YEARS_BOOK
    made = import_plan(book, tmp_path / "总表.xlsx", year=2027, previous=last)
    assert isinstance(made, ImportResult)
    assert made.plan.settings.year == 2027
    assert made.carried is not None
    assert len(made.carried.last) > 10
    with pytest.raises(CannotGoOn) as stopped:
        import_plan(PLAN, tmp_path / "另一份.xlsx", previous=tmp_path / "没有.xlsx")
    assert stopped.value.stop is Stop.FILE_MISSING


def test_a_workbook_that_would_unpack_to_too_much_is_refused_before_it_is_read(tmp_path, monkeypatch):
    from taskbook.ooxml import package

    monkeypatch.setattr(package, "MOST_EXPANDED", 10_000)
    for source in (WORKBOOK / wording.SAMPLE_MASTER, WORKBOOK / wording.SAMPLE_ANNEX):
        with pytest.raises(CannotGoOn) as stopped:
            import_plan(source, tmp_path / "总表.xlsx")
        assert stopped.value.stop is Stop.FILE_DAMAGED


def test_a_registry_of_another_place_is_doubted(draft, tmp_path):
    assert Code.REGISTRY_OF_OTHER_PLACE not in {finding.code for finding in draft.findings}
    elsewhere = tmp_path / "单位名册.csv"
    names = ("金河市教育局", "金河市民政局", "金河市水利局")
    elsewhere.write_text("单位名称\n" + "\n".join(names), encoding="utf-8")
    other = import_plan(PLAN, tmp_path / "审阅稿.xlsx", elsewhere)
    (doubt,) = [one for one in other.findings if one.code is Code.REGISTRY_OF_OTHER_PLACE]
    assert "单位名册.csv" in doubt.message
    assert doubt.where.sheet == Sheet.UNITS
