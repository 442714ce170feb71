"""The plumbing every verb shares: exit codes, Chinese sentences, JSON, help, the log of what nobody expected."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Annotated

import pytest
import typer
from taskbook import cli, printing, wording
from taskbook.commandline import usage_sentence
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.period import Period

SCRIPTS = Path(__file__).parents[1] / "scripts"
NOTHING_WRONG: list[Finding] = []


def sample(
    master: cli.Master,
    period: cli.PeriodOption,
    out: Annotated[Path | None, cli.folder_option("--out", "输出到哪里")] = None,
    changed: Annotated[bool, cli.flag("--changed", "只要变化的")] = False,
    to_json: cli.Json = None,
    today: cli.Today = None,
) -> int:
    shape = {"master": str(master), "period": str(period), "today": str(today), "changed": changed}
    return cli.finish(shape, NOTHING_WRONG, to_json, ["做完了"])


def ran(capsys, *arguments: str, function=sample) -> tuple[int, str, str]:
    code = cli.run(function, "做一件事。", arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_fine_run_prints_its_summary(capsys):
    assert ran(capsys, "总表.xlsx", "--period", "2026-09") == (0, "做完了\n没有发现问题\n", "")


def test_json_on_standard_output_stands_alone_there(capsys):
    code, out, err = ran(capsys, "总表.xlsx", "--period", "2026-09", "--json", "-", "--today", "2026-09-20")
    assert (code, err) == (0, "做完了\n没有发现问题\n")
    assert json.loads(out) == {
        "master": "总表.xlsx",
        "period": "2026-09",
        "today": "2026-09-20",
        "changed": False,
    }
    assert "总表" in out  # readable, not \\u escapes


def test_json_goes_into_a_file(capsys, tmp_path):
    target = tmp_path / "结果.json"
    code, out, _ = ran(capsys, "总表.xlsx", "--period", "2026-09", "--json", str(target))
    assert (code, out) == (0, "做完了\n没有发现问题\n")
    assert json.loads(target.read_text(encoding="utf-8"))["master"] == "总表.xlsx"


def test_json_does_not_overwrite_a_workbook_by_a_slip(capsys, tmp_path):
    master = tmp_path / "总表.xlsx"
    master.write_bytes(b"PK\x03\x04 the year's work")
    code, out, err = ran(capsys, "总表.xlsx", "--period", "2026-09", "--json", str(master))
    assert (code, out, err) == (2, "", f"“{master}”已经存在，没有覆盖它。请换一个文件名，或先移走它\n")
    assert master.read_bytes() == b"PK\x03\x04 the year's work"


def test_json_overwrites_what_it_wrote_before(capsys, tmp_path):
    target = tmp_path / "新建" / "结果.json"
    for day in ("2026-09-20", "2026-09-21"):
        assert ran(capsys, "甲", "--period", "2026-09", "--today", day, "--json", str(target))[0] == 0
    assert json.loads(target.read_text(encoding="utf-8"))["today"] == "2026-09-21"


def test_a_lone_surrogate_does_not_stop_the_json(tmp_path):
    cli.write_json({"text": "坏\ud800字"}, str(tmp_path / "结果.json"))
    assert json.loads((tmp_path / "结果.json").read_bytes()) == {"text": "坏?字"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "缺少“总表”"),
        (["总表.xlsx"], "缺少“--period”"),
        (["总表.xlsx", "--period"], "选项“--period”后面缺少内容"),
        (["总表.xlsx", "--perio", "2026-09"], "没有“--perio”这个选项，是不是--period"),
        (["总表.xlsx", "-q"], "没有“-q”这个选项"),
        (["总表.xlsx", "--period", "2026-09", "--changed=3"], "选项“--changed”后面不需要内容"),
        (["总表.xlsx", "另一个", "--period", "2026-09"], "多出了不认识的内容：另一个"),
    ],
)
def test_a_mistyped_command_is_explained_in_chinese(capsys, arguments, sentence):
    code, out, err = ran(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert err.endswith("（加 --help 查看用法）\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "text", "sentence"),
    [
        ("--period", "2026-13", "不是期次"),
        ("--period", "九月", "不是期次"),
        ("--today", "2026-02-30", "不是日期"),
    ],
)
def test_a_period_or_date_that_is_none_is_explained(capsys, option, text, sentence):
    code, out, err = ran(capsys, "总表.xlsx", "--period", "2026-09", option, text)
    assert (code, out) == (2, "")
    assert f"“{text}”{sentence}" in err


def test_what_typer_itself_refuses_is_said_in_chinese_too(capsys):
    def counts(number: Annotated[int, typer.Option("--number", help="几份")] = 1) -> int:
        return 0

    assert ran(capsys, "--number", "abc", function=counts)[2].startswith("“--number”的内容不对，请按说明重写")
    assert "几份（默认 1）" in ran(capsys, "--help", function=counts)[1]
    assert usage_sentence(typer.exceptions.TyperException("Whatever")) == wording.USAGE_WRONG


def test_years_and_dates():
    assert cli.date_of(" 2026-09-25 ") == date(2026, 9, 25)
    assert cli.year_of("2026") == 2026
    for text in ("26", "二〇二六", "２０２６", "9999", ""):
        with pytest.raises(CannotGoOn, match="不是年度"):
            cli.year_of(text)


def test_errors_give_exit_code_1_and_are_printed_first(capsys):
    place = Cell("责任分解表", "G9")
    findings = [
        found(Code.NUMBER_EMPTY, Cell("责任分解表", "B4")),
        found(Code.UNKNOWN_UNIT, place, name="区某局", suggestions=""),
    ]
    assert cli.finish({}, findings, None, []) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "发现错误1处、警告1处"
    assert lines[1].startswith("  错误  责任分解表 G9  “区某局”不在单位名册中")
    assert lines[2].startswith("  警告  责任分解表 B4  序号为空")


def test_warnings_alone_are_fine():
    assert cli.finish({}, [found(Code.NUMBER_EMPTY)], None, []) == 0


def unknown(row: int) -> Finding:
    return found(Code.UNKNOWN_UNIT, Cell("责任分解表", f"G{row}"), name=f"第{row}局", suggestions="")


def test_many_findings_are_counted_not_listed():
    lines = printing.findings_lines([unknown(row) for row in range(4, 104)], rest=wording.SEE_SHEET)
    assert len(lines) == 1 + printing.MOST_LINES + 1
    assert lines[0] == "发现错误100处"
    assert lines[-1] == "  ……还有80处，见总表的“校验结果”工作表"


def test_what_is_said_of_several_cells_is_said_once():
    findings = [found(Code.ONGOING_WITHOUT_MILESTONE, Cell("责任分解表", f"J{row}")) for row in range(4, 40)]
    findings += [found(Code.NUMBER_EMPTY, Cell("责任分解表", f"B{row}")) for row in (4, 5)]
    first, second, third = printing.findings_lines(findings)
    assert first == "发现警告2处、提示36处"
    assert second == "  警告  责任分解表 B4、B5  " + Code.NUMBER_EMPTY.sentence
    assert third == "  提示  责任分解表 J4、J5、J6、J7等36处  " + Code.ONGOING_WITHOUT_MILESTONE.sentence


def test_many_hints_of_one_kind_do_not_hide_another():
    findings = [
        found(Code.LEAD_INFERRED, Cell("责任分解表", f"G{row}"), unit=f"第{row}局") for row in range(4, 40)
    ]
    findings.append(found(Code.ONGOING_WITHOUT_MILESTONE, Cell("责任分解表", "J40")))
    lines = printing.findings_lines(findings)
    assert len(lines) == 1 + printing.MOST_OF_A_KIND + 1 + 1
    assert "J40" in lines[-2]
    assert lines[-1] == "  ……还有33处"


def test_a_finding_without_a_place_is_printed_without_one():
    (_, line) = printing.findings_lines([found(Code.YEAR_UNKNOWN)])
    assert line == "  警告  " + Code.YEAR_UNKNOWN.sentence


def test_a_finding_in_a_returned_file_names_the_file():
    place = Cell("任务反馈", "J8", "收件/区教育局.xlsx")
    (_, line) = printing.findings_lines([found(Code.STATE_MISSING, place)])
    assert line.startswith("  警告  收件/区教育局.xlsx 任务反馈 J8  ")


def test_cannot_go_on_is_one_sentence(capsys):
    def refuses() -> int:
        raise CannotGoOn(Stop.NOT_A_WORKBOOK, path="总表.xlsx", reason="文件头不对")

    code, out, err = ran(capsys, function=refuses)
    assert (code, out, err) == (2, "", "“总表.xlsx”不是电子表格，或已损坏（文件头不对），打不开\n")


def test_the_unexpected_leaves_a_log_beside_the_master_and_no_traceback(capsys, tmp_path):
    master = tmp_path / "总表.xlsx"
    master.write_bytes(b"")

    def breaks(master: cli.Master) -> int:
        return 1 // 0

    code, out, err = ran(capsys, str(master), function=breaks)
    log = tmp_path / wording.ERROR_LOG
    assert (code, out) == (2, "")
    assert err == f"程序出错，没有做完（ZeroDivisionError）。详细情况记在“{log}”，请发给维护人员\n"
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_panic_below_exception_is_caught_too(capsys, tmp_path, monkeypatch):
    class Panic(BaseException):
        pass

    def panics() -> int:
        raise Panic

    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    code, _, err = ran(capsys, function=panics)
    assert (code, "Traceback" in err) == (2, False)
    assert (tmp_path / wording.ERROR_LOG).exists()


def test_without_a_place_for_the_log_the_sentence_still_comes(capsys, tmp_path, monkeypatch):
    def breaks() -> int:
        raise MemoryError

    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "gone"))
    assert ran(capsys, function=breaks)[2] == "程序出错，没有做完（MemoryError）\n"


def test_help_is_chinese(capsys):
    code, out, _ = ran(capsys, "--help")
    assert code == 0
    assert "做一件事。" in out
    assert "[选项] 总表 --period 年-月" in out
    assert "--out 文件夹" in out
    assert "--today" not in out  # hidden
    for english in ("Usage", "Options", "Arguments", "required", "Show this message", "completion"):
        assert english not in out


def test_help_columns_stand_in_line(capsys):
    _, out, _ = ran(capsys, "--help")
    rows = [line for line in out.split("选项：\n")[1].splitlines() if line]
    starts = {
        len(line[: line.index(words)].encode("gbk"))  # GBK: two bytes for what is two columns wide
        for line, words in zip(rows, ("期次", "输出", "只要", "把结果", "显示"), strict=True)
    }
    assert len(starts) == 1


def test_progress_is_silent_where_nobody_looks(capsys):
    with cli.progress_bar() as progress:
        progress("读取", 1, 2)
    assert capsys.readouterr() == ("", "")


class Terminal:
    """A screen that keeps what is drawn on it."""

    encoding = "utf-8"
    drawn = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.drawn += text
        return len(text)

    def flush(self) -> None:
        pass


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    return screen


def test_progress_is_drawn_on_a_terminal(monkeypatch):
    terminal = on_terminal(monkeypatch)
    with cli.progress_bar() as progress:
        progress("读取反馈表", 1, 2)
        progress("读取反馈表", 2, 2)
    assert "读取反馈表" in terminal.drawn


def test_a_question_before_or_between_is_not_wiped_away(monkeypatch):
    terminal = on_terminal(monkeypatch)
    with cli.progress_bar() as progress:
        time.sleep(0.3)
        assert terminal.drawn == ""
        progress("读取", 1, 2)
        progress("读取", 2, 2)
        before = terminal.drawn
        time.sleep(0.3)
        assert terminal.drawn == before
        assert before.rindex("\x1b[?25h") > before.rindex("\x1b[?25l")  # the cursor is back
        progress("发送", 1, 2)
    assert "发送" in terminal.drawn


def program(tmp_path: Path, body: str) -> Path:
    script = tmp_path / "try_it.py"
    script.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(SCRIPTS)!r})\n"
        "from taskbook import cli\n"
        "@cli.command('试一试')\n"
        f"def main(to_json: cli.Json = None) -> int:\n{body}\n"
        "main()\n",
        encoding="utf-8",
    )
    return script


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "gbk"}]
)
def test_output_is_utf8_in_every_locale(tmp_path, locale):
    script = program(tmp_path, "    return cli.finish({'单位': '区教育局'}, [], to_json, ['区教育局𠮷'])")
    environment = {**os.environ, **locale}
    run = subprocess.run([sys.executable, script, "--json", "-"], capture_output=True, env=environment)
    assert run.returncode == 0
    assert "区教育局" in run.stdout.decode("utf-8")
    assert "区教育局𠮷" in run.stderr.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
def test_ctrl_c_is_a_sentence(tmp_path):
    script = program(
        tmp_path, "    import time\n    print('起', flush=True)\n    time.sleep(30)\n    return 0"
    )
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
    assert (process.returncode, err.decode("utf-8").strip()) == (2, wording.INTERRUPTED)


def test_without_the_environment_a_sentence_says_what_to_do(tmp_path):
    script = program(tmp_path, "    return 0")
    run = subprocess.run([sys.executable, "-S", "-E", script], capture_output=True, check=False)
    assert run.returncode == 2
    assert "缺少运行需要的组件" in run.stderr.decode("utf-8")
    assert b"Traceback" not in run.stderr


def test_a_period_reaches_the_function_as_one(capsys):
    seen = []

    def keeps(period: cli.PeriodOption) -> int:
        seen.append(period)
        return 0

    assert ran(capsys, "--period", "2026-09", function=keeps)[0] == 0
    assert seen == [Period(2026, 9)]
