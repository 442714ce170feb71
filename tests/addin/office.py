"""A LibreOffice of the tests' own, which runs the add-in's VBA."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

SIDE = Path(__file__).with_name("office_side.py")


@functools.cache
def python_with_uno(soffice: str) -> str | None:
    """An interpreter that can `import uno`: this one, the system's, or the one LibreOffice brings; None if none can."""
    beside = Path(os.path.realpath(soffice)).parent
    for program in (sys.executable, "/usr/bin/python3", str(beside / "python"), str(beside / "python.exe")):
        command = [program, "-c", "import uno; from com.sun.star.beans import PropertyValue"]
        try:
            if subprocess.run(command, capture_output=True, check=False, timeout=30).returncode == 0:
                return program
        except OSError:
            continue
    return None


class Office:
    """LibreOffice with its own profile; `home` is what the add-in takes for the person's folder."""

    def __init__(self, python: str, soffice: str, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        environment |= {"USERPROFILE": str(self.home), "OneDrive": str(folder / "OneDrive")}
        self.process = subprocess.Popen(
            [python, str(SIDE), soffice, str(folder / "profile")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
        )
        assert self._answer() == "ready"

    def ask(self, verb: str, *arguments: object) -> object:
        """What the other side answers; its errors are raised here."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> object:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "LibreOffice did not start, or is gone"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["answer"]

    def quit(self) -> None:
        """End LibreOffice and the other side."""
        self.ask("quit")
        self.process.wait(30)
