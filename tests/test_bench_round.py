"""The measuring itself, on a handful of units: every leg runs, the table and the verdicts name what was measured."""

from __future__ import annotations

from pathlib import Path

import bench_round
import openpyxl
import pytest
from bench.legs import LEGS
from bench.plan import make_plan, tasks_by_unit
from taskbook.columns import ReplyField, Sheet


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bench_round.Measured]:
    patched = pytest.MonkeyPatch()
    patched.setattr(bench_round, "REPEATS", 1)
    folder = tmp_path_factory.mktemp("bench") / "8"
    yield folder, bench_round.measure(folder, 8, full=False)
    patched.undo()


def test_every_leg_is_measured_and_told(measured: tuple[Path, bench_round.Measured]) -> None:
    _, legs = measured
    assert set(legs) == set(LEGS) == {name for name, _ in bench_round.ROWS}
    assert all(leg["seconds"] > 0 and leg["units"] > 0 for leg in legs.values())
    assert len(bench_round.table({8: legs})) == 2 + len(LEGS)
    verdicts = bench_round.verdicts({8: legs}, {"seconds": 0.5, "light": True})
    assert len(verdicts) == 6
    assert all(line.startswith(("达到", "未达到")) for line in verdicts)


def test_ways_of_today_do_the_same_work(measured: tuple[Path, bench_round.Measured]) -> None:
    """Same units, same tasks, every answer read: else the comparison would flatter us."""
    folder, _ = measured
    expected = {unit: [task.id for task in tasks] for unit, tasks in tasks_by_unit(make_plan(8, 10)).items()}
    built = {path.stem: task_ids(path) for path in (folder / "built").iterdir()}
    ours = {path.stem.split("_")[0]: task_ids(path) for path in (folder / "books").rglob("*.xlsx")}
    assert ours == built == expected
    together = openpyxl.load_workbook(folder / "together.xlsx", read_only=True)[Sheet.REPLIES]
    theirs = sum(1 for row in together.iter_rows(values_only=True) if "推进中" in row)
    status = openpyxl.load_workbook(folder / "status.xlsx", read_only=True)[Sheet.REPLIES]
    mine = sum(1 for row in status.iter_rows(values_only=True) if "推进中" in row)
    assert mine == theirs == sum(map(len, expected.values()))


def task_ids(book: Path) -> list[str]:
    sheet = openpyxl.load_workbook(book)[Sheet.REPLY]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if ReplyField.TASK_ID in row)
    return [row[0] for row in rows[start + 1 :] if row[0] and str(row[0]).startswith("T")]
