"""Drafts of plans in prose against what is true: `measure_drafts.py [FOLDER] [--json FILE] [--show PLAN]`.

Without a folder, the plans of tests/prose and, where they are at hand, the seeds. What is true was written before there
was a draft (tests/prose/README.md says how). Figures are precision/recall in per cent, - where there is nothing to judge.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from taskbook.intake.opening import read_blocks
from taskbook.intake.registry import read_registry
from taskbook.language.directory import Directory

from bench.drafts_counts import PARTS, Count, Measured, as_data, summed
from bench.drafts_documents import source_of
from bench.drafts_figures import measure
from bench.drafts_gold import GoldPlan, plans_in, seeds_in

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "tests" / "prose"
SHARED = ROOT.parent / "shared"
TODAY = date(2026, 1, 15)
HEADINGS = {
    "begins": "起点",
    "spans": "整段",
    "bracket": "括号",
    "label": "键值",
    "subject": "主语",
    "heading": "单位标题",
    "default": "统一规定",
    "deadlines": "时限",
    "headings": "标题",
    "titles": "章节",
    "background": "非任务",
}
SHOWN = {
    "boundaries": "任务边界",
    "parties": "责任单位",
    "deadlines": "完成时限",
    "headings": "标题",
    "titles": "章节（一级、末级）",
    "background": "不是任务的文字",
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="测从文字稿起草任务表的准确度：准确率/召回率，%")
    parser.add_argument("folder", nargs="?", type=Path, default=PLANS, help="放样本和答案的文件夹")
    parser.add_argument("--json", type=Path, help="结果另存为JSON")
    parser.add_argument("--show", metavar="PLAN", help="列出一份样本与答案的全部差异")
    options = parser.parse_args(arguments)
    seeds = list(seeds_in(options.folder, SHARED))
    results = {plan: result for plan in [*plans_in(options.folder), *seeds] if (result := measured(plan))}
    if options.show:
        _show([result for plan, result in results.items() if plan.name == options.show])
        return 0
    groups = [
        ("样本", [r for p, r in results.items() if not p.seed]),
        ("种子", [r for p, r in results.items() if p.seed]),
    ]
    _print(groups)
    if options.json:
        data = {"plans": [as_data(one) for one in results.values()]}
        data |= {"totals": [as_data(summed(name, group)) for name, group in groups]}
        options.json.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def measured(plan: GoldPlan) -> Measured | None:
    """Reads a plan's document as the import does, drafts it and measures the draft; None where it cannot be made."""
    from taskbook.prose.drafting import draft_of

    with tempfile.TemporaryDirectory(prefix="taskbook-bench-") as folder:
        source = source_of(plan, Path(folder))
        if source is None:
            print(f"{plan.name}：本机没有 LibreOffice，做不出这份文件，未测", file=sys.stderr)
            return None
        blocks = read_blocks(source)
    units = read_registry(plan.registry)[0] if plan.registry else ()
    draft = draft_of(blocks, source.name, source.stem, units, (), None, TODAY)
    settings = draft.plan.settings
    directory = Directory(units, (), f"{settings.plan_name} {settings.office}")
    return measure(plan, draft, directory)


def _print(groups: Sequence[tuple[str, Sequence[Measured]]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("计划", "任务", *(HEADINGS[part] for part in PARTS), "漏字")
    for name, results in groups:
        for one in results:
            table.add_row(*_row(one))
        if results:
            table.add_row(*_row(summed(f"{name}合计", results)), style="bold", end_section=True)
    Console(width=150).print(table)


def _row(one: Measured) -> list[str]:
    shares = [_shares(one.counts[part]) for part in PARTS]
    return [one.name, f"{one.drafted}/{one.true}", *shares, str(one.uncovered)]


def _shares(count: Count) -> str:
    said, found = (
        "-" if share is None else f"{share * 100:.0f}" for share in (count.precision, count.recall)
    )
    return "-" if said == found == "-" else f"{said}/{found}"


def _show(results: Sequence[Measured]) -> None:
    for one in results:
        print(f"{one.name}：草稿 {one.drafted} 项，答案 {one.true} 项")
        for part, title in SHOWN.items():
            lines = [sentence for kind, sentence in one.differences if kind == part]
            if lines:
                print(f"\n{title}")
                print("\n".join(f"  {line}" for line in lines))
