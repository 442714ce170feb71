"""`start.py selfcheck`: looks at everything the buttons need and says, line by line, what works and what to do."""

from __future__ import annotations

from pathlib import Path

from installation import bridge, check_excel, check_paths, check_python
from installation.machine import Machine
from installation.record import Record
from installation.report import BAD, Line


def lines(machine: Machine, standing: Path | None) -> list[Line]:
    """All lines. `standing`: the interpreter of the environment if that is whole, else None. Changes nothing."""
    record = Record.load(machine)
    start = []
    if record is None:
        start = [Line(BAD, "安装", "还没有安装", "请" + machine.again.replace("再运行一次", "运行"))]
    elif not record.finished:
        start = [Line(BAD, "安装", "上次安装中途断了", "请" + machine.again)]
    named = None
    if machine.has_excel and machine.settings.is_file():
        named = bridge.interpreter_in(machine, machine.settings.read_bytes())
    python = Path(named) if named else standing
    return [
        *start,
        *check_python.lines(machine, record, standing),
        *check_excel.lines(machine, record),
        *check_paths.lines(machine, python),
    ]
