"""Measures how long the ribbon's buttons take: `bench_buttons.py [--books 37] [--runs 5]`. Excel is the test engine."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.buttons import PHASES, measured, prepare

BUTTONS = {"check": "校验", "split": "下发", "round": "一键汇总"}


def main() -> None:
    parser = argparse.ArgumentParser(description="测按下按钮后每一阶段用了多久")
    parser.add_argument("--books", type=int, default=37, help="收件文件夹里有多少份填好的表")
    parser.add_argument("--runs", type=int, default=5, help="每个按钮按几次，取中位数")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="taskbook-bench-") as folder:
        office = prepare(Path(folder) / "office", options.books)
        print("| 秒 |", " | ".join([*PHASES, "到第一条进度", "合计"]), "|")
        for button, name in BUTTONS.items():
            phases = measured(button, office, Path(folder) / "work", options.runs)
            figures = [*phases, sum(phases[:4]), sum(phases)]
            print(f"| {name} |", " | ".join(f"{seconds:.2f}" for seconds in figures), "|", flush=True)


if __name__ == "__main__":
    main()
