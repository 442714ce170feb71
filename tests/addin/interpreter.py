"""Excel with the add-in, as pyOpenVBA's interpreter has it: in memory, and letting no error pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import NOTHING, VBAObject, member, method
from pyopenvba.interpreter import _runtime as runtime


class Shell(VBAObject):
    """WScript.Shell, which keeps what it is asked to show: text, title, kind."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str, int]] = []

    @method(name="Popup")
    def popup(self, Text: object, SecondsToWait: object, Title: object, Type: object) -> object:
        assert int(SecondsToWait) == 0
        self.shown.append((str(Text), str(Title), int(Type)))
        return 1


class NamedModule(VBAObject):
    """A standard module as the name in front of a dot, which the interpreter does not know by itself."""

    def __init__(self, module: runtime.ModuleRuntime) -> None:
        self.module = module

    def vba_get(
        self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None
    ) -> object:
        self.module.initialise()
        key = name.lower()
        procedure = self.module.procedure(name)
        if procedure is not None:
            assert procedure.scope != "private", f"{self.module.name}.{name} is private"
            return self.module.interpreter.call(procedure, self.module, list(args), dict(named or {}))
        if key in self.module.constants:
            return self.module.constants[key]
        return self.module.variables[key].get()


class ProtectedViews(VBAObject):
    """Application.ProtectedViewWindows."""

    def __init__(self) -> None:
        self.open = 0

    @member(name="Count")
    def count(self) -> object:
        return self.open


class Excel:
    """Excel with the add-in installed and one workbook open.

    `shell` keeps the messages shown, `cancel_key` what Application.EnableCancelKey was set to; `protected_views.open`
    says how many workbooks are in the protected view. The last two the interpreter does not have by itself.
    """

    def __init__(self, addin: Path) -> None:
        self.app = ExcelApplication.open(addin)
        self.host = self.app.application
        self.shell, self.protected_views, self.cancel_key = Shell(), ProtectedViews(), 1
        self._get, self._set = self.host.vba_get, self.host.vba_set
        self.host.vba_get, self.host.vba_set = self.get, self.set
        bridge = self.app.interpreter.host
        modules, known = self.app.interpreter.modules, bridge.global_object
        names = {key: NamedModule(module) for key, module in modules.items() if not module.is_class}
        bridge.global_object = lambda name: names[name] if name in names else known(name)
        bridge.create = self.create
        self.host.active_book = None
        self.book = self.app.add_workbook()

    def get(self, name: str, *rest: Any, **named: Any) -> object:
        """A member of Application."""
        return self.protected_views if name == "ProtectedViewWindows" else self._get(name, *rest, **named)

    def set(self, name: str, value: object, *rest: Any, **named: Any) -> None:
        """Set a property of Application."""
        if name == "EnableCancelKey":
            self.cancel_key = int(value)
        else:
            self._set(name, value, *rest, **named)

    def create(self, name: str) -> object:
        """What CreateObject gives."""
        assert name == "WScript.Shell"
        return self.shell

    def prepare(self, **said: object) -> None:
        """What the stand-in for files says."""
        for what, value in said.items():
            self.app.run("Disk.Prepare", what, value)

    def press(self, callback: str) -> None:
        """Call a callback of the tab."""
        self.app.run(f"Ribbon.{callback}", NOTHING)

    def noted(self, name: str) -> object:
        """What the stand-in for xlwings has noted under a name."""
        return self.app.evaluate(f"xlwings.{name}")
