"""What bench_report.py measures: the monthly report of a large office's year as a whole process, against plain readers.

Ours and the plain ways take turns, so that whatever else the machine does meets all of them; ratios are taken turn by
turn. What is promised stands in `LIMITS`.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.page import filter_milliseconds
from bench.year import make_year

SCRIPTS = Path(__file__).parents[1]
PERIOD = "2026-12"
TODAY = "2026-12-31"
TASKS = 120
LIMITS = {"seconds": 20.0, "mebibytes": 500.0, "board_megabytes": 3.0, "filter_milliseconds": 100.0}
"""Of the report of 500 units and 12 periods."""

ROWS = {
    "report": "生成月报（全部文件，整个进程）",
    "json": "只把归档登记逐行读成JSON",
    "pandas": "pandas：全部反馈读进一张表，按期次、单位数一遍",
}
_PLAIN = {
    "json": """
import json, sys, pathlib
print(sum(len(json.loads(line).get("replies", ())) for path in pathlib.Path(sys.argv[1]).rglob("收件登记.jsonl")
          for line in path.open(encoding="utf-8")))
""",
    "pandas": """
import json, sys, pathlib
import pandas as pd
rows = []
for path in pathlib.Path(sys.argv[1]).rglob("收件登记.jsonl"):
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        rows += [{"period": path.parent.name, "unit": record["unit"], **reply} for reply in record.get("replies", ())]
table = pd.DataFrame(rows)
print(len(table), table.groupby(["period", "unit", "state"]).size().sum())
""",
}


@dataclass(frozen=True)
class Run:
    """One run of a leg as a process of its own: seconds, the most memory (MiB) it held."""

    seconds: float
    mebibytes: float


@dataclass(frozen=True)
class Measured:
    """Every run of every leg, in turns, and what the report made."""

    runs: Mapping[str, Sequence[Run]]
    answers: int
    board_megabytes: float
    orders: int
    filter_milliseconds: float | None = None

    def ratio(self, plain: str) -> float:
        """How many times as long as a plain way the report takes, turn by turn, the middle one."""
        pairs = zip(self.runs["report"], self.runs[plain], strict=True)
        return median(ours.seconds / theirs.seconds for ours, theirs in pairs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. 0, or 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(
        prog="bench_report.py", description="测一年的月报：整个进程的时间、内存，看板的大小和筛选的快慢"
    )
    parser.add_argument("--units", type=int, default=500, help="多少家单位")
    parser.add_argument("--months", type=int, default=12, help="归档里有多少期")
    parser.add_argument("--runs", type=int, default=3, help="轮流各测几次，取中位数")
    parser.add_argument("--json", action="store_true", help="只打印JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="taskbook-bench-") as work:
        measured = measure(Path(work), options.units, options.months, max(options.runs, 1))
    if options.json:
        print(json.dumps(asdict(measured), ensure_ascii=False, indent=1))
    else:
        print("\n".join([*table(measured), "", *verdicts(measured)]))
    return 0 if all(kept for _, kept in judged(measured)) else 1


def measure(work: Path, units: int, months: int, runs: int, tasks: int = TASKS) -> Measured:
    """Make the office's year in `work`, run every leg so many times, in turns."""
    master = make_year(work, units, tasks, months)
    archive = next(path for path in work.iterdir() if path.is_dir())
    taken: dict[str, list[Run]] = {name: [] for name in ROWS}
    for _ in range(runs):
        shutil.rmtree(work / "report", ignore_errors=True)
        arguments = [str(master), "--period", PERIOD, "--today", TODAY, "--out", str(work / "report")]
        command = [str(SCRIPTS / "build_report.py"), *arguments, "--json", str(work / "report.json")]
        taken["report"].append(_run(command, work))
        for name, program in _PLAIN.items():
            taken[name].append(_run(["-c", program, str(archive)], work, fine=(0,)))
    made = json.loads((work / "report.json").read_text(encoding="utf-8"))
    board = Path(made["files"]["board"])
    return Measured(
        taken,
        sum(one["answers"]["assigned"] for one in made["trend"]),
        board.stat().st_size / 1e6,
        len(made["orders"]),
        filter_milliseconds(board),
    )


def _run(command: Sequence[str], work: Path, fine: Sequence[int] = (0, 1)) -> Run:
    """A report with findings of severity error ends with 1 and is whole."""
    started = time.perf_counter()
    with (work / "said.txt").open("wb") as said:
        process = subprocess.Popen([sys.executable, *command], stdout=said, stderr=subprocess.STDOUT)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _peak_so_far(process.pid))
            time.sleep(0.005)
    seconds = time.perf_counter() - started
    if process.returncode not in fine:
        raise RuntimeError((work / "said.txt").read_text(encoding="utf-8", errors="replace"))
    return Run(seconds, peak)


def _peak_so_far(process: int) -> float:
    """The most memory (MiB) a running process ever held, as Linux tells; 0 where nothing tells it.

    Not by its resource usage: there a process starts with the peak of the one that started it.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def table(measured: Measured) -> list[str]:
    """One line a leg: the middle of all runs."""
    lines = [
        f"{measured.answers} 项次，督办单、催办单 {measured.orders} 份",
        "| 做法 | 秒 | 内存峰值 MiB | 月报用时是它的几倍 |",
        "|---|--:|--:|--:|",
    ]
    for name, runs in measured.runs.items():
        seconds, peak = median(run.seconds for run in runs), max(run.mebibytes for run in runs)
        ratio = "1" if name == "report" else f"{measured.ratio(name):.1f}"
        lines.append(f"| {ROWS[name]} | {seconds:.1f} | {peak:.0f} | {ratio} |")
    return lines


def judged(measured: Measured) -> list[tuple[str, bool]]:
    """What was reached, in words, and whether it keeps the limit."""
    runs = measured.runs["report"]
    reached = {
        "seconds": ("整个进程 {:.1f} 秒", median(run.seconds for run in runs)),
        "mebibytes": ("内存峰值 {:.0f} MiB", max(run.mebibytes for run in runs)),
        "board_megabytes": ("看板 {:.2f} MB", measured.board_megabytes),
    }
    if measured.filter_milliseconds is not None:
        reached["filter_milliseconds"] = ("看板筛选一次最多 {:.0f} 毫秒", measured.filter_milliseconds)
    return [
        (f"{words.format(value)}（上限 {LIMITS[name]:g}）", value < LIMITS[name])
        for name, (words, value) in reached.items()
    ]


def verdicts(measured: Measured) -> list[str]:
    """Each promise, kept or not; what could not be measured."""
    lines = [f"{'达到' if kept else '未达到'}：{words}" for words, kept in judged(measured)]
    if measured.filter_milliseconds is None:
        lines.append("没有测：看板筛选（需要 chromium、chromedriver 和 selenium）")
    return lines
