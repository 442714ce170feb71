"""Drives LibreOffice for tests/addin/office.py: run by a Python that has `uno`, one JSON request and answer a line.

Standard library only, and the syntax of an old Python: the machine's own may be another than the tests'. A request is
[verb, argument, …], an answer {"answer": …} or {"error": text}; documents go by the path they were loaded from.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {".xlam": "Calc MS Excel 2007 VBA XML", ".xlsx": "Calc MS Excel 2007 XML"}
WITHOUT_ASKING = 4  # MacroExecutionMode


def named(name, value):
    pair = PropertyValue()
    pair.Name, pair.Value = name, value
    return pair


class Office:
    def __init__(self, program, profile):
        self.documents = {}
        pipe = f"addin{os.getpid()}"
        command = [
            program,
            "-env:UserInstallation=" + uno.systemPathToFileUrl(profile),
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            f"--accept=pipe,name={pipe};urp;",
        ]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, start_new_session=True, **quiet)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        self.context = self.connect(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        manager = self.context.ServiceManager
        self.desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def connect(self, resolver, address):
        ends = time.monotonic() + 60
        while True:
            try:
                return resolver.resolve(address)
            except Exception:
                if time.monotonic() > ends or self.process.poll() not in (None, 0):
                    raise
                time.sleep(0.1)

    def load(self, path):
        url = uno.systemPathToFileUrl(path)
        options = [
            named("FilterName", FILTERS[Path(path).suffix]),
            named("MacroExecutionMode", uno.Any("short", WITHOUT_ASKING)),
        ]
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, tuple(options))
        if document is None:
            raise ValueError("not loaded: " + path)
        self.documents[path] = document
        return [list(document.Sheets.ElementNames), self.modules(document)]

    def modules(self, document):
        libraries = document.BasicLibraries
        return {name: sorted(libraries.getByName(name).ElementNames) for name in libraries.ElementNames}

    def close(self, path):
        self.documents.pop(path).close(True)

    def call(self, path, procedure, *arguments):
        """[result, what arguments came back with]; an argument {"object": true} is any object."""
        document = self.documents[path]
        address = f"vnd.sun.star.script:taskbook.{procedure}?language=Basic&location=document"
        script = document.getScriptProvider().getScript(address)
        values = tuple(document if isinstance(one, dict) else one for one in arguments)
        result, places, back = script.invoke(values, (), ())
        changed = {str(place): back[at] for at, place in enumerate(places) if values[place] is not document}
        return [result, changed]

    def read(self, path, area):
        """The texts of an area of the first sheet, row by row."""
        cells = self.documents[path].Sheets.getByIndex(0).getCellRangeByName(area)
        return [[str(value) for value in row] for row in cells.getDataArray()]

    def write(self, path, area, rows):
        cells = self.documents[path].Sheets.getByIndex(0).getCellRangeByName(area)
        cells.setDataArray(tuple(tuple(row) for row in rows))

    def front(self, path):
        """Bring a document's window to the front: it becomes Excel's active workbook."""
        self.documents[path].CurrentController.Frame.activate()

    def quit(self):
        for document in self.documents.values():
            with contextlib.suppress(Exception):
                document.close(True)
        with contextlib.suppress(Exception):  # the connection may be gone before the answer comes
            self.desktop.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def main():
    office = Office(*sys.argv[1:])
    try:
        print(json.dumps({"answer": "ready"}), flush=True)
        for line in sys.stdin:
            verb, *arguments = json.loads(line)
            try:
                answer = {"answer": getattr(office, verb)(*arguments)}
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
            if verb == "quit":
                return
    finally:
        if office.process.poll() is None:
            office.quit()


if __name__ == "__main__":
    main()
