"""Measures a round in one run, ours against what people do today: `bench_round.py [--sizes 60,500,3000] [--full]`.

Every leg runs in a process of its own that first loads the libraries it works with, ours and today's alike; loading has
a line of its own. Its memory is that of the process and all its children, sampled. Legs of a few seconds run three
times, the fastest counts. Where the whole would take minutes, today's ways are measured on fewer units (the table says
on how many) and scaled; `--full` measures all of it. Filling in the books is not measured.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bench.legs import LEGS, LOADED, NEEDS_INBOX, forget
from bench.plan import fill_books, make_plan

SCRIPTS = Path(__file__).parent
REPEATS, LONG_SECONDS = 3, 10
TASKS_FOR = {60: 45, 500: 500, 3000: 2000}
Measured = Mapping[str, Mapping[str, float]]


def main() -> int:
    parser = argparse.ArgumentParser(description="测一整轮的速度和内存，并与现在通行的做法对比")
    parser.add_argument("--sizes", default="60,500,3000", help="单位数，用逗号隔开")
    parser.add_argument("--full", action="store_true", help="现在通行的做法也全量测（要几十分钟）")
    parser.add_argument("--json", type=Path, help="结果另存为JSON")
    parser.add_argument("--leg", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.leg:
        return _leg(*options.leg, full=options.full)
    results: dict[int, Measured] = {}
    with tempfile.TemporaryDirectory(prefix="taskbook-bench-") as work:
        for size in map(int, options.sizes.split(",")):
            results[size] = measure(Path(work) / str(size), size, options.full)
            shutil.rmtree(Path(work) / str(size))
    check = check_seconds()
    for line in [*table(results), "", *verdicts(results, check)]:
        print(line)
    if options.json:
        options.json.write_text(json.dumps({"sizes": results, "check": check}, indent=1), encoding="utf-8")
    return 0


def _leg(name: str, folder: str, units: str, tasks: str, full: bool) -> int:
    forget(Path(folder), name)
    started = time.perf_counter()
    for module in LOADED.get(name, ()):
        importlib.import_module(module)
    loaded = time.perf_counter()
    worked = LEGS[name](Path(folder), int(units), int(tasks), full)
    seconds = time.perf_counter() - loaded
    measured = {"seconds": seconds, "loading": loaded - started, "units": worked, "mebibytes": _own_peak()}
    print(json.dumps(measured))
    return 0


def measure(folder: Path, units: int, full: bool) -> Measured:
    """Every leg at one size: seconds (scaled to all units), mebibytes, on how many units it was measured."""
    from taskbook.master import write_master

    folder.mkdir()
    tasks = TASKS_FOR.get(units, max(10, units // 2))
    write_master(make_plan(units, tasks), folder / "master.xlsx")
    measured: dict[str, dict[str, float]] = {}
    for name in LEGS:
        if name == NEEDS_INBOX:
            _say(f"{units} 家单位：填表（不计时）")
            fill_books(folder / "books", folder / "inbox")
        _say(f"{units} 家单位，{tasks} 项任务：{name}")
        measured[name] = _best([name, str(folder), str(units), str(tasks)], full)
        measured[name]["seconds"] *= units / measured[name]["units"]
    return measured


def _say(text: str) -> None:
    print(text, "……", file=sys.stderr, flush=True)


def _best(leg: list[str], full: bool) -> dict[str, float]:
    """The fastest of three runs, of one where a run takes long; the most memory."""
    runs = [_run_leg(leg, full)]
    while len(runs) < REPEATS and runs[0]["seconds"] < LONG_SECONDS:
        runs.append(_run_leg(leg, full))
    fastest = min(runs, key=lambda run: run["seconds"])
    return fastest | {"mebibytes": max(run["mebibytes"] for run in runs)}


def _run_leg(leg: list[str], full: bool) -> dict[str, float]:
    command = [sys.executable, __file__, "--leg", *leg, *(["--full"] if full else [])]
    peak = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        while process.poll() is None:
            peak = max(peak, memory_of_tree(process.pid))
            time.sleep(0.1)
        if process.returncode or not process.stdout:
            raise SystemExit(f"{leg[0]}: exit code {process.returncode}")
        answer = json.loads(process.stdout.read().splitlines()[-1])
    return answer | {"mebibytes": max(peak, answer["mebibytes"])}


def memory_of_tree(root: int) -> float:
    """MiB that a process and its descendants hold now, shared pages counted once; 0 where there is no /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(entry.parent.name))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
        except OSError:
            continue
        total += sum(map(int, re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)))
    return total / 1024


def _own_peak() -> float:
    """The most this process ever held, MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )


def check_seconds() -> dict[str, float | bool]:
    """check_tasks.py on the sample plan as a whole process, the best of three, and whether it loads what it must not."""
    with tempfile.TemporaryDirectory() as work:
        (sample,) = (SCRIPTS.parent / "workbook").glob("*.xlsx")
        master = shutil.copy2(sample, work)
        command = [sys.executable, "-X", "importtime", str(SCRIPTS / "check_tasks.py"), str(master)]
        loaded = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stderr
        best = float("inf")
        for _ in range(3):
            started = time.perf_counter()
            subprocess.run([sys.executable, *command[3:]], capture_output=True, check=False)
            best = min(best, time.perf_counter() - started)
    heavy = [name for name in ("pandas", "xlwings") if re.search(rf"\| +{name}$", loaded, re.MULTILINE)]
    return {"seconds": best, "light": not heavy}


ROWS = (
    ("split_ours", "下发：本项目"),
    ("split_build", "下发：openpyxl 逐表生成"),
    ("split_delete", "下发：打开总表删去别家的行"),
    ("read_ours", "读表：本项目"),
    ("read_pandas", "读表：pandas.read_excel 循环"),
    ("collect_ours", "收件：本项目（读表、校验、归档）"),
    ("merge_ours", "汇总：本项目（状态汇总表、写回总表）"),
    ("round_ours", "收件＋汇总：本项目，一个进程"),
    ("merge_pandas", "读表＋concat＋写出：pandas"),
)


def table(results: Mapping[int, Measured]) -> list[str]:
    """One line a leg and size: seconds, milliseconds a unit, seconds of loading, MiB; what was scaled says from how many units."""
    lines = [
        "| 单位 | 做法 | 秒 | 毫秒/单位 | 载入库另用秒 | 峰值内存 MiB | 实测单位 |",
        "|--:|---|--:|--:|--:|--:|--:|",
    ]
    for size, measured in results.items():
        for name, label in ROWS:
            leg = measured[name]
            scaled = f"{leg['units']:.0f}，已折算" if leg["units"] < size else f"{leg['units']:.0f}"
            each = leg["seconds"] / size * 1000
            lines.append(
                f"| {size} | {label} | {leg['seconds']:.2f} | {each:.2f} | {leg['loading']:.2f} "
                f"| {leg['mebibytes']:.0f} | {scaled} |"
            )
    return lines


def verdicts(results: Mapping[int, Measured], check: Mapping[str, float | bool]) -> list[str]:
    """Each target with what was reached."""
    lines = []
    for size, measured in results.items():
        seconds = {name: leg["seconds"] for name, leg in measured.items()}
        lines += [
            _verdict(f"{size}：下发是逐表生成的几倍", seconds["split_build"] / seconds["split_ours"], 3),
            _verdict(f"{size}：下发是删行的几倍", seconds["split_delete"] / seconds["split_ours"], 3),
            _verdict(f"{size}：读表是 pandas 的几倍", seconds["read_pandas"] / seconds["read_ours"], 8),
            _verdict(
                f"{size}：收件＋汇总是 pandas 的几倍", seconds["merge_pandas"] / seconds["round_ours"], 4
            ),
        ]
    if {500, 3000} <= set(results):
        for label, names in (("下发", ["split_ours"]), ("收件＋汇总", ["round_ours"])):
            each = {
                size: sum(results[size][name]["seconds"] for name in names) / size for size in (500, 3000)
            }
            lines.append(
                _verdict(
                    f"{label}：3000 家时每家用时是 500 家时的几倍", each[3000] / each[500], 1.3, at_most=True
                )
            )
    if 3000 in results:
        most = max(results[3000][name]["mebibytes"] for name in LEGS if name.endswith("_ours"))
        lines.append(_verdict("3000 家、30 万行：峰值内存 MiB", most, 800, at_most=True))
    lines.append(_verdict("check_tasks.py 示例计划整个进程用秒", float(check["seconds"]), 1, at_most=True))
    lines.append(f"{'达到' if check['light'] else '未达到'}  check_tasks.py 不加载 pandas 和 xlwings")
    return lines


def _verdict(what: str, value: float, bound: float, at_most: bool = False) -> str:
    met = value <= bound if at_most else value >= bound
    return (
        f"{'达到' if met else '未达到'}  {what}：{value:.2f}（要求{'不超过' if at_most else '至少'} {bound}）"
    )


if __name__ == "__main__":
    sys.exit(main())
