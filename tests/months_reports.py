"""The reports of the three months, built once for all tests that hold them against the known truth."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from known_reports import LIGHTS, KnownReport, known_report
from taskbook.model import Plan
from taskbook.period import Period
from taskbook.rehearsal.months import Months
from taskbook.report import as_json, build_report

ROOT = Path(__file__).parents[1]
JULY, AUGUST, SEPTEMBER = "2026-07", "2026-08", "2026-09"
OTHER_RULE = next(rule for rule in LIGHTS if rule != "默认")
REPORTS = ((JULY, "默认"), (AUGUST, "默认"), (SEPTEMBER, "默认"), (SEPTEMBER, OTHER_RULE))


@dataclass(frozen=True)
class AsItWas:
    """The master as it stood in a month since gone by: it can be read."""

    path: Path
    held: Plan

    on_screen = False

    def plan(self) -> Plan:
        return self.held


@dataclass(frozen=True)
class Built:
    """A report as it was made, and what it must tell. `data`: the result as JSON."""

    known: KnownReport
    folder: Path
    data: Mapping[str, Any]

    def file(self, kind: str) -> Path:
        return Path(self.data["files"][kind])

    @cached_property
    def orders(self) -> list[Mapping[str, Any]]:
        return self.data["orders"]


@pytest.fixture(scope="session")
def office_after(months: Months, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The master of a copy of the played office, in which reports are built. Whoever changes anything copies it again."""
    folder = tmp_path_factory.mktemp("reported") / "三个月"
    shutil.copytree(months.master.parent, folder)
    return folder / months.master.name


@pytest.fixture(scope="session")
def reports(months: Months, office_after: Path) -> Mapping[tuple[str, str], Built]:
    """(period, rule) → its report. The last month's was made by the command line, the others as their plans stood."""
    return {(period, rule): _built(months, office_after, period, rule) for period, rule in REPORTS}


@pytest.fixture(params=REPORTS, ids=["july", "august", "september", "september-time-left"])
def reported(request: pytest.FixtureRequest, reports: Mapping[tuple[str, str], Built]) -> Built:
    return reports[request.param]


@pytest.fixture
def september(reports: Mapping[tuple[str, str], Built]) -> Built:
    return reports[SEPTEMBER, "默认"]


def _built(months: Months, master: Path, period: str, rule: str) -> Built:
    out = master.parent / f"月报_{period}_{rule}"
    month = next(one for one in months.months if str(one.period) == period)
    known = known_report(months, period, rule)
    if (period, rule) == (SEPTEMBER, "默认"):
        return Built(known, out, commanded(master, period, "--out", out, "--today", month.today))
    plan = replace(month.plan, settings=replace(month.plan.settings, light_rule=rule))
    result = build_report(AsItWas(master, plan), Period.parse(period), out=out, today=month.today)
    return Built(known, out, json.loads(json.dumps(as_json(result))))


def commanded(master: Path, period: str, *options: object) -> Mapping[str, Any]:
    """What the command line makes of it, as data."""
    told = command(master, period, "--json", "-", *options)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def command(master: Path, period: str, *options: object) -> subprocess.CompletedProcess[str]:
    """Run `build_report.py` as a person does."""
    line = [sys.executable, ROOT / "scripts" / "build_report.py", master, "--period", period, *options]
    return subprocess.run(list(map(str, line)), capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="session")
def recalculated(
    reports: Mapping[tuple[str, str], Built], soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[Path, Path]:
    """Every workbook with formulas → the same counted anew by LibreOffice, which was not told what they come to."""
    import openpyxl

    folder = tmp_path_factory.mktemp("recalculated")
    bare: dict[Path, Path] = {}
    for number, built in enumerate(reports.values()):
        for kind in ("monthly", "scores"):
            bare[built.file(kind)] = folder / f"{number}-{kind}.xlsx"
            openpyxl.load_workbook(built.file(kind)).save(
                bare[built.file(kind)]
            )  # drops what formulas came to
    out = folder / "out"
    line = [soffice, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
    line += ["--convert-to", "xlsx", "--outdir", str(out), *map(str, bare.values())]
    subprocess.run(line, capture_output=True, timeout=180, check=True)
    return {path: out / copy.name for path, copy in bare.items()}
