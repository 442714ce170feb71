"""The step that makes a report, as a person calls it: what it says, what it leaves alone, what it gets over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from archives import issue, replies_of
from board_page import read
from months_reports import ROOT, AsItWas, command, commanded
from status_values import record, settings
from taskbook import wording
from taskbook.columns import LookbackField, Sheet
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.master import write_master
from taskbook.model import HandPoints, Plan, Task, Unit
from taskbook.period import Period
from taskbook.report import ReportResult, as_json, build_report, summary
from taskbook.returns.archive import ledger_of, line_of, load_records, pack_replies
from taskbook.returns.ledger import append_lines

MAY, JUNE, AUGUST = Period(2026, 5), Period(2026, 6), Period(2026, 8)
TODAY = date(2026, 8, 27)
FINANCE, JUSTICE = "区财政局", "区司法局"
FILES = {
    "notice": "通报_2026-08.docx",
    "monthly": "月报_2026-08.xlsx",
    "board": "看板_2026-08.html",
    "scores": "考核_2026-08.xlsx",
    "chat": "群消息_2026-08.txt",
    "annual": "年度报告段落_2026-08.txt",
}

PLAN = Plan(
    settings(plan_id="", office="示例区人民政府办公室"),
    (
        Task("T001", "1", "一、公开", "决策", "公布决策目录。", JUSTICE, FINANCE, deadline="6月底前"),
        Task("T002", "2", "一、公开", "预算", "公布预算。", FINANCE, deadline="年底前"),
    ),
    (Unit(FINANCE, "部门"), Unit(JUSTICE, "部门")),
)
BOOKS = {JUSTICE: "T001", FINANCE: "责任 T001 牵头 T002"}


def office(folder: Path, plan: Plan = PLAN, **periods: bool) -> Path:
    """A master with its archive: `may=True` was issued and answered, `may=False` issued alone; August too, unless told."""
    master = folder / "总表.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    write_master(plan, master)
    for name, answered in {"august": True, **periods}.items():
        period = {"may": MAY, "june": JUNE, "august": AUGUST}[name]
        issue(folder / "归档", period, BOOKS)
        if answered:
            send_in(
                folder / "归档",
                period,
                (JUSTICE, "T001 推进中 正在起草"),
                (FINANCE, f"T001 推进中 已提供 T002 推进中 {period}_已公布"),
            )
    return master


def send_in(archive: Path, period: Period, *returns: tuple[str, str]) -> None:
    """Units and their answers as in `archives.replies_of`, each in a file that is kept as it came."""
    known = len(load_records(archive, period)) if ledger_of(archive, period).exists() else 0
    for sequence, (unit, text) in enumerate(returns, known + 1):
        said = replies_of(unit, text)
        digest = sha256(text.encode()).hexdigest()
        one = record(sequence, unit, rows=len(said), sha256=digest, received=f"{period}-05T09:30:00")
        original = archive / str(period) / "原件" / one.stored
        original.parent.mkdir(parents=True, exist_ok=True)
        original.write_bytes(text.encode())
        append_lines(ledger_of(archive, period), [line_of(one, pack_replies(said))])


def built(master: Path, period: Period = AUGUST, out: Path | None = None) -> ReportResult:
    return build_report(master, period, out=out, today=TODAY)


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder, visible or not, by its digest; locks aside."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def everything_said(result: ReportResult) -> str:
    """All words of all outputs, one after the other."""
    import docx

    said = [result.files[kind].read_text(encoding="utf-8-sig") for kind in ("chat", "annual")]
    page = read(result.files["board"])
    for script in page.xpath("//script|//style|//form"):
        script.drop_tree()
    said.append(page.text_content())
    for path in (result.files["notice"], *(order.file for order in result.orders)):
        document = docx.Document(str(path))
        said += [paragraph.text for paragraph in document.paragraphs]
        said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for kind in ("monthly", "scores"):
        for sheet in openpyxl.load_workbook(result.files[kind], data_only=True):
            said += [
                str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None
            ]
    return "\n".join(said)


# ---- what the command line says ----


def test_what_is_made_is_told(tmp_path: Path) -> None:
    master = office(tmp_path / "局", june=True)
    told = command(master, "2026-08", "--today", TODAY)
    assert (told.returncode, told.stderr) == (0, "")
    folder = tmp_path / "局" / "汇总" / "月报_2026-08"
    assert told.stdout.splitlines() == [
        "2026-08期：任务2项，已办结0项，占0%，逾期1项；序时进度66.7%",
        "应反馈2家，已反馈2家",
        "归档里没有2026-07期，趋势从有的各期算",
        f"月报在“{folder}”：通报、月报工作簿、看板、考核表、群消息、年度报告段落",
        f"督办单、催办单2份，涉及2家，在“{folder / '督办单'}”",
        "没有发现问题",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES.values(), "督办单"])
    assert sorted(path.name for path in (folder / "督办单").iterdir()) == [
        "督办催办台账_2026-08.xlsx",
        f"督办单_{JUSTICE}_2026-08.docx",
        f"督办单_{FINANCE}_2026-08.docx",
    ]


def refused(master: Path, period: str, *options: object) -> str:
    """The one sentence of a run that could not go on."""
    told = command(master, period, *options, "--today", TODAY)
    assert (told.returncode, told.stdout) == (2, "")
    (sentence,) = told.stderr.splitlines()
    return sentence


def test_a_period_that_was_never_begun(tmp_path: Path) -> None:
    master = office(tmp_path / "局")
    assert "2026-10" in refused(master, "2026-10")
    assert not (tmp_path / "局" / "汇总").exists()


def test_there_is_no_archive(tmp_path: Path) -> None:
    master = office(tmp_path / "局")
    shutil.rmtree(tmp_path / "局" / "归档")
    sentence = refused(master, "2026-08")
    assert str(tmp_path / "局" / "归档") in sentence
    assert "--archive" in sentence


@pytest.mark.parametrize("place", ["file", "below a file"])
def test_the_report_has_no_place(tmp_path: Path, place: str) -> None:
    master, stands = office(tmp_path / "局"), tmp_path / "已有"
    stands.write_bytes("别人的".encode())
    out = stands if place == "file" else stands / "月报"
    with pytest.raises(CannotGoOn) as stopped:
        built(master, out=out)
    assert "已有" in str(stopped.value)
    assert stands.read_bytes() == "别人的".encode()


def test_a_folder_that_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a share that one may only read."""
    master, out = office(tmp_path / "局"), tmp_path / "共享"
    mkdir = Path.mkdir

    def refuse(path: Path, *more: object, **named: object) -> None:
        if path == out:
            raise PermissionError(13, "read-only", str(path))
        mkdir(path, *more, **named)

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(CannotGoOn) as stopped:
        built(master, out=out)
    assert str(out) in str(stopped.value)


def test_the_plan_of_another_office_is_refused(tmp_path: Path) -> None:
    master = office(tmp_path / "局")
    line = tmp_path / "局" / "归档" / "2026-08" / "下发登记.jsonl"
    first = json.loads(line.read_bytes().splitlines()[0])
    line.write_text(json.dumps(first | {"plan": "别的计划"}, ensure_ascii=False) + "\n", encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        built(master)
    assert stopped.value.stop is Stop.OTHER_PLAN_HERE


# ---- first, silent, missing ----


def test_a_first_period_is_compared_with_nothing(tmp_path: Path) -> None:
    result = built(office(tmp_path))
    assert [one.label for one in result.facts.trend] == ["2026-08"]
    said = everything_said(result)
    for word in ("比上期", "与上期", "新增逾期", "新逾期（", "nan", "None"):
        assert word not in said.replace("没有上一期可比", ""), word
    trend = openpyxl.load_workbook(result.files["monthly"])["趋势"]
    headings = [cell.value for cell in trend[3]]
    assert [trend.cell(4, headings.index(name) + 1).value for name in ("新办结", "新逾期")] == [None, None]


def test_a_period_without_any_return(tmp_path: Path) -> None:
    result = built(office(tmp_path, june=True, august=False))
    assert set(result.files) == set(FILES)
    this = result.facts.this
    assert (this.units_due, this.units_missing, this.answers.answered) == (2, 2, 0)
    said = everything_said(result)
    assert "均未反馈" in said  # 通报
    assert "本期没有收到任何反馈" in said  # 月报
    assert "本期还没有收到任何反馈" in said  # 看板
    assert "nan" not in said
    assert [(order.unit, len(order.tasks)) for order in result.orders if order.kind == "supervision"] == [
        (FINANCE, 1),
        (JUSTICE, 1),
    ]


def test_a_first_period_without_any_return(tmp_path: Path) -> None:
    result = built(office(tmp_path, august=False))
    assert set(result.files) == set(FILES)
    assert "nan" not in everything_said(result)


def test_missing_months_are_told_wherever_the_course_of_the_year_is_shown(tmp_path: Path) -> None:
    result = built(office(tmp_path, may=True))
    assert any("2026-06、2026-07" in line for line in summary(result))
    assert "2026-06、2026-07" in read(result.files["board"]).text_content()
    trend = openpyxl.load_workbook(result.files["monthly"])["趋势"]
    labels = [row[0] for row in trend.iter_rows(min_row=4, values_only=True)]
    assert labels[:4] == ["2026-05", "2026-06", "2026-07", "2026-08"]
    assert [trend.cell(5, column).value for column in (3, 4, 5)] == [None] * 3
    notice = everything_said(result)
    assert "归档中没有6月、7月的反馈" in notice


# ---- what stands there already ----


def test_what_a_person_edited_is_kept_and_told(tmp_path: Path) -> None:
    master = office(tmp_path)
    first = built(master)
    edited = [first.files["notice"], first.orders[0].file]
    for path in edited:
        path.write_bytes(path.read_bytes() + b"edited")
    send_in(tmp_path / "归档", AUGUST, (JUSTICE, "T001 进展滞后 又改了"))
    again = built(master)
    kept = [finding for finding in again.findings if finding.code is Code.REPORT_FILE_KEPT]
    assert {finding.where.file for finding in kept} == {path.name for path in edited}
    assert all(path.read_bytes().endswith(b"edited") for path in edited)
    assert again.files["notice"].name == "通报_2026-08_新.docx"
    assert again.orders[0].file.stem.endswith("_新")
    assert again.files["monthly"] == first.files["monthly"]
    assert command(master, "2026-08", "--today", TODAY).returncode == 0


def test_an_output_open_in_another_program(tmp_path: Path) -> None:
    """The office program's mark of an open file lies beside it: the new one stands beside, and the run says so."""
    master = office(tmp_path)
    first = built(master)
    (first.folder / f".~lock.{first.files['monthly'].name}#").write_text(",somebody,", encoding="utf-8")
    again = built(master)  # nothing new: nothing has to be written
    assert again.files == first.files
    assert not [one for one in again.findings if one.code.name.startswith("REPORT_")]
    send_in(tmp_path / "归档", AUGUST, (JUSTICE, "T001 已完成 已印发"))
    again = built(master)
    (told,) = [one for one in again.findings if one.code.name.startswith("REPORT_")]
    assert told.code is Code.REPORT_FILE_OPEN
    assert "月报_2026-08.xlsx" in told.message
    assert again.files["monthly"].name == "月报_2026-08_新.xlsx"
    assert set(again.files) == set(FILES)


@pytest.mark.parametrize("second", ["", "T001"])
def test_rows_without_a_number_of_their_own_are_refused(tmp_path: Path, second: str) -> None:
    """They were never sent, and would be told as one."""
    master = office(tmp_path)
    workbook = openpyxl.load_workbook(master)
    sheet = workbook[Sheet.TASKS]
    place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "T002")
    place.value = second or None
    workbook.save(master)
    done = command(master, "2026-08", "--today", TODAY)
    assert done.returncode == 2
    assert f"“{Sheet.TASKS}”第{place.row}行没有任务编号，或编号与别的行重复" in done.stderr
    assert not (tmp_path / "汇总" / "月报_2026-08").exists()


def test_points_that_count_for_nobody_are_told(tmp_path: Path) -> None:
    points = (HandPoints(JUSTICE, 1.0, reason="工作突出"), HandPoints("没有的局", 0, 2.0, "迟报"))
    master = office(tmp_path, replace(PLAN, points=(*points, HandPoints(JUSTICE, 1.0, 0, "来月", "2026-12"))))
    told = [one for one in built(master).findings if one.code is Code.REPORT_POINTS_LEFT]
    assert len(told) == 1
    assert "有1行没有计入" in told[0].message


def test_a_master_that_somebody_has_open_is_read_all_the_same(tmp_path: Path) -> None:
    master = office(tmp_path)
    (tmp_path / f".~lock.{master.name}#").write_text(",somebody,", encoding="utf-8")
    (tmp_path / f"~${master.name}").write_bytes(b"\x06people" + b" " * 158)
    before = master.read_bytes()
    assert set(built(master).files) == set(FILES)
    assert master.read_bytes() == before


def test_nothing_but_the_report_is_written(tmp_path: Path) -> None:
    """Master and archive are as before, but for the record of what was made."""
    master = office(tmp_path, june=True)
    before = contents(tmp_path)
    built(master)
    after = {name: digest for name, digest in contents(tmp_path).items() if not name.startswith("汇总/")}
    assert after.pop("归档/2026-08/月报登记.jsonl")
    assert after == before


# ---- templates of the office ----


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose templates can be changed."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("scripts", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "bench"))
    return folder


def run_of(project: Path, master: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, project / "scripts" / "build_report.py", master, "--period", "2026-08"]
    line += ["--today", TODAY, "--json", master.with_name("月报.json")]
    return subprocess.run(list(map(str, line)), capture_output=True, text=True, timeout=120, check=False)


def test_a_broken_template_is_told_and_the_rest_is_made(project: Path, tmp_path: Path) -> None:
    """A name in 通报.docx is misspelt, the page has lost its list of tasks, the lines for the group are cut short."""
    import docx

    notice = project / "templates" / "notice" / "通报.docx"
    document = docx.Document(str(notice))
    document.add_paragraph("{{ no_such_name }}")
    document.save(str(notice))
    page = project / "templates" / "report" / "看板.html"
    page.write_text(page.read_text(encoding="utf-8").replace("{{ slot.tasks }}", ""), encoding="utf-8")
    (project / "templates" / "notice" / "月报群消息.txt").write_text("{{ tasks ", encoding="utf-8")
    master = office(tmp_path)
    told = run_of(project, master)
    assert "Traceback" not in told.stderr
    data = json.loads(master.with_name("月报.json").read_text(encoding="utf-8"))
    assert set(data["files"]) == {"monthly", "scores", "annual"}
    assert data["orders"]
    messages = [
        one["message"] for one in data["findings"] if one["code"] == Code.REPORT_FILE_NOT_WRITTEN.name
    ]
    assert len(messages) == 3
    for name, message in zip(("看板.html", "通报.docx", "月报群消息.txt"), messages, strict=True):
        assert name in message
    assert "no_such_name" in messages[1]
    for message in messages:
        assert message.split("：", 1)[1] in told.stdout or message in told.stdout


# ---- the same again ----


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """In another folder, under another clock's zone, with other hashes; nothing tells when it was made."""
    one, other = office(tmp_path / "甲", june=True), office(tmp_path / "乙" / "深" / "处", june=True)
    first = Path(commanded(one, "2026-08", "--today", TODAY)["folder"])
    line = [sys.executable, str(ROOT / "scripts" / "build_report.py"), str(other), "--period", "2026-08"]
    far = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LANG": "C", "LC_ALL": "C"}
    out = tmp_path / "另一处"
    done = subprocess.run(
        [*line, "--today", str(TODAY), "--out", str(out)],
        env=far,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert contents(first) == contents(out)
    for path in first.rglob("*"):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as package:
                assert {info.date_time[0] for info in package.infolist()} == {1980}, path.name


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    master = office(tmp_path, june=True)
    first = built(master)
    before = contents(first.folder)
    again = built(master)
    assert contents(first.folder) == before
    assert again.findings == first.findings


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """An office before its first report, and what that consists of."""
    folder = tmp_path_factory.mktemp("undisturbed") / "局"
    office(folder, june=True)
    copy = folder.with_name("另")
    shutil.copytree(folder, copy)
    return folder, contents(built(copy / "总表.xlsx").folder)


@pytest.mark.parametrize("when", [1, 4, 7])
def test_killed_in_the_middle_and_run_again(
    undisturbed: tuple[Path, Mapping[str, str]], tmp_path: Path, strace: str, when: int
) -> None:
    """At the n-th file that is moved to its place, the last of them the list of orders: the next run completes the report
    and leaves nothing else behind, and takes nothing of it for somebody's own, also where it has more to tell."""
    folder, must = undisturbed
    shutil.copytree(folder, tmp_path / "局")
    master = tmp_path / "局" / "总表.xlsx"
    calls = "rename,renameat,renameat2"
    killed = [strace, "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={calls}"]
    killed += ["-e", f"inject={calls}:signal=KILL:when={when}", sys.executable]
    killed += [str(ROOT / "scripts" / "build_report.py"), str(master), "--period", "2026-08"]
    subprocess.run([*killed, "--today", str(TODAY)], capture_output=True, timeout=120, check=False)
    left = contents(tmp_path / "局" / "汇总" / "月报_2026-08")
    assert any(name not in must for name in left) or len(left) < len(must), "it was not killed"
    later = shutil.copytree(tmp_path / "局", tmp_path / "又")
    again = built(master)
    assert (contents(again.folder), again.findings) == (must, ())
    send_in(later / "归档", AUGUST, (JUSTICE, "T001 进展滞后 又报"))
    assert built(later / "总表.xlsx").findings == ()


def test_two_runs_at_once(undisturbed: tuple[Path, Mapping[str, str]], tmp_path: Path) -> None:
    """Either both make it or one is told that the other is at work; what stands there is whole."""
    folder, must = undisturbed
    shutil.copytree(folder, tmp_path / "局")
    line = [sys.executable, str(ROOT / "scripts" / "build_report.py"), str(tmp_path / "局" / "总表.xlsx")]
    line += ["--period", "2026-08", "--today", str(TODAY)]
    runs = [
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ends = []
    for run in runs:
        _, errors = run.communicate(timeout=120)
        ends.append(run.returncode)
        assert run.returncode == 0 or len(errors.splitlines()) == 1
    assert 0 in ends
    assert contents(tmp_path / "局" / "汇总" / "月报_2026-08") == must


# ---- plans of every shape ----


def shaped(folder: Path, tasks: tuple[Task, ...], units: tuple[Unit, ...], books: Mapping[str, str]) -> Path:
    plan = replace(PLAN, tasks=tasks, units=units)
    master = folder / "总表.xlsx"
    write_master(plan, master)
    for period in (JUNE, AUGUST):
        issue(folder / "归档", period, books)
    return master


def test_one_task_and_one_unit(tmp_path: Path) -> None:
    task = Task("T001", "1", content="公布目录。", lead=JUSTICE, deadline="年底前")
    master = shaped(tmp_path, (task,), (Unit(JUSTICE),), {JUSTICE: "T001"})
    send_in(tmp_path / "归档", AUGUST, (JUSTICE, "T001 已完成 已公布"))
    result = built(master)
    said = everything_said(result)
    assert (result.findings, result.orders) == ((), ())
    assert summary(result)[-1] == wording.REPORT_NO_ORDERS
    assert "共有事项1件，截至8月27日，已全部办结" in said
    (score,) = as_json(result)["scores"]
    assert score["score"] == 80.0, (
        "answered in time once in two months, finished in time, evidence nobody asked for"
    )


def test_units_without_tasks_are_in_nobodys_way(tmp_path: Path) -> None:
    units = (*PLAN.units, Unit("区没事局", "部门"), Unit("区停用局", "部门", stopped=True))
    result = built(shaped(tmp_path, PLAN.tasks, units, BOOKS))
    assert [one.name for one in result.facts.units] == [FINANCE, JUSTICE]
    assert "区没事局" not in everything_said(result)


def test_a_plan_without_any_task_is_refused(tmp_path: Path) -> None:
    assert "没有任何任务" in refused(shaped(tmp_path, (), PLAN.units, {}), "2026-08")


def test_no_topics(tmp_path: Path) -> None:
    tasks = tuple(replace(task, section="", topic="") for task in PLAN.tasks)
    result = built(shaped(tmp_path, tasks, PLAN.units, BOOKS))
    assert [(one.name, one.tasks) for one in result.facts.topics] == [("", 2)]
    assert set(result.files) == set(FILES)
    assert "None" not in everything_said(result)


def test_topics_with_line_breaks_are_one(tmp_path: Path) -> None:
    tasks = (
        replace(PLAN.tasks[0], topic="（一）决策\n公开"),
        replace(PLAN.tasks[1], topic="（一）决策 公开"),
    )
    result = built(shaped(tmp_path, tasks, PLAN.units, BOOKS))
    assert [(one.name, one.tasks) for one in result.facts.topics] == [("（一）决策 公开", 2)]
    rows = openpyxl.load_workbook(result.files["monthly"])["重点任务"].iter_rows(min_row=4, values_only=True)
    assert [row[:3] for row in rows if row[0] == "二级指标"] == [("二级指标", "（一）决策 公开", 2)]


def test_nothing_but_what_is_left_over(tmp_path: Path) -> None:
    extra = ((LookbackField.YEAR, "2025"), (LookbackField.TASK_ID, "T009"), (LookbackField.LAST, ""))
    task = Task(
        "T001",
        "3",
        content="补建目录。",
        lead=JUSTICE,
        deadline="2025年底前",
        extra=extra,
        sheet=Sheet.LOOKBACK,
    )
    master = shaped(tmp_path, PLAN.tasks, (Unit(JUSTICE),), {JUSTICE: "T001"})
    result = build_report(AsItWas(master, replace(PLAN, tasks=(task,))), AUGUST, today=TODAY)
    assert set(result.files) == set(FILES)
    this = result.facts.this
    assert (this.tasks.tasks, this.lookback_tasks, this.units_due) == (0, 1, 1)
    said = everything_said(result)
    assert "补建目录" in said
    assert "回头看" in said
    assert "nan" not in said
    assert [(order.unit, order.tasks) for order in result.orders] == [(JUSTICE, ("T001",))]


ODD = (
    '区<b>甲</b>"局',
    "区/上\\下:*?|局",
    "区{{ 7*7 }}{% raw %}局",
    "=SUM(A1)镇",
    "@乙镇",
    "区 空 格 局",
    "长" * 60 + "局",
    "区\U00020bb7野家局",
)


def test_names_with_odd_characters(tmp_path: Path) -> None:
    """They stand as written wherever they are shown, and every unit has a file of its own."""
    tasks = tuple(
        Task(f"T{number:03d}", f"{number}", "一", "甲", "公布目录。", lead=name, deadline="6月底前")
        for number, name in enumerate(ODD, 1)
    )
    books = {name: f"T{number:03d}" for number, name in enumerate(ODD, 1)}
    result = built(shaped(tmp_path, tasks, tuple(Unit(name, "部门") for name in ODD), books))
    assert [one.name for one in result.facts.units] == [unit.name for unit in result.facts.status.plan.units]
    said = "".join(everything_said(result).split())
    for unit in result.facts.units:
        assert said.count("".join(unit.name.split())) > 5, unit.name
    assert len({order.file for order in result.orders}) == len(result.orders) == len(ODD)
    assert all(order.file.parent.name == "督办单" for order in result.orders)
    for name in ("单位", "任务"):
        sheet = openpyxl.load_workbook(result.files["monthly"])[name]
        assert not [
            cell
            for row in sheet.iter_rows()
            for cell in row
            if cell.value == "=1+1镇" and cell.data_type == "f"
        ]


def test_a_unit_renamed_and_a_task_withdrawn_since(tmp_path: Path) -> None:
    """What stood in June is told under the names of now; the task that is gone is in nobody's count."""
    units = (Unit(FINANCE, "部门"), Unit("区法治局", "部门", (JUSTICE,)))
    tasks = (replace(PLAN.tasks[1], responsible="区法治局"),)
    master = tmp_path / "总表.xlsx"
    write_master(replace(PLAN, tasks=tasks, units=units), master)
    issue(tmp_path / "归档", JUNE, BOOKS)
    send_in(tmp_path / "归档", JUNE, (JUSTICE, "T001 推进中 正在起草"), (FINANCE, "T002 推进中 已公布"))
    issue(tmp_path / "归档", AUGUST, {FINANCE: "T002", "区法治局": "责任 T002"})
    send_in(tmp_path / "归档", AUGUST, ("区法治局", "T002 推进中 配合办理"))
    result = built(master)
    assert [one.name for one in result.facts.units] == [FINANCE, "区法治局"]
    assert [one.label for one in result.facts.units[1].periods] == ["2026-06", "2026-08"]
    assert [(one.due, one.answered) for one in result.facts.units[1].periods] == [(1, 1), (1, 1)]
    assert result.facts.this.tasks.tasks == 1
    assert JUSTICE not in result.files["chat"].read_text(encoding="utf-8-sig")
