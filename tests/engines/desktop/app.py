"""The engine, its one application and what tests script and inspect on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from engines.areas import Area
from engines.com import disconnected, refused
from engines.desktop.com_api import AppApi
from engines.journal import Call, Journal
from engines.number_formats import ERRORS
from engines.stores import BookStore, Session

if TYPE_CHECKING:
    from engines.desktop.books import Books
    from engines.desktop.ranges import Range

_ERROR_TEXTS = {number: text for text, number in ERRORS.items()}
_ANSWERS = {
    None: ("ok",),
    "ok": ("ok",),
    "ok_cancel": ("ok", "cancel"),
    "yes_no": ("yes", "no"),
    "yes_no_cancel": ("yes", "no", "cancel"),
}


class Engine:
    """What `xw.Engine(impl=…)` takes: one session of Excel with one application."""

    name = "excel"
    type = "desktop"

    def __init__(self, session: Session) -> None:
        self.app = App(self, session)

    @property
    def apps(self) -> Apps:
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """As xlwings does on Windows: nothing and NaN become '', dates moments."""
        if value is None or (isinstance(value, float) and value != value):
            return ""
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        return value

    @staticmethod
    def clean_value_data(
        data: Any, moment: Callable[..., Any], empty: Any, number: Callable[[float], Any] | None, errors: bool
    ) -> list[list[Any]]:
        """As xlwings does on Windows: COM's values for Python."""

        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty
            if isinstance(value, datetime):
                fields = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return moment(**{field: getattr(value, field) for field in fields}, tzinfo=None)
            if number is not None and isinstance(value, float):
                return number(value)
            if type(value) is int and value in _ERROR_TEXTS:
                return _ERROR_TEXTS[value] if errors else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """One application, until it quits."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        raise refused("only one Excel runs here")

    @staticmethod
    def cleanup() -> None:
        """No zombies."""

    def __iter__(self) -> Iterator[App]:
        if self.engine.app.running:
            yield self.engine.app

    def __len__(self) -> int:
        return int(self.engine.app.running)

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError("Could not find an Excel instance with this PID.")


class _Setting:
    """A property of the application that is only kept."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, app: App, owner: type) -> Any:
        app.call("other", self.name)
        return app.settings[self.name]

    def __set__(self, app: App, value: Any) -> None:
        app.call("other", self.name)
        app.settings[self.name] = value


class App(base_classes.App):
    """Excel. For tests: `calls`, `fail_with`, `heal`; `answers` and `alerts`; `status_history`; `chosen_files`.

    `answers`: what the next message boxes return ('ok', 'cancel', 'yes', 'no'); when empty, the first button.
    `alerts`: every message box as (prompt, title, buttons, mode). `status_history`: what stood in the status bar.
    `chosen_files`: what the next file dialogs return (a path or False; False when empty).
    """

    visible = _Setting("visible")
    screen_updating = _Setting("screen_updating")
    display_alerts = _Setting("display_alerts")
    enable_events = _Setting("enable_events")
    interactive = _Setting("interactive")
    cut_copy_mode = _Setting("cut_copy_mode")

    def __init__(self, engine: Engine, session: Session) -> None:
        self._engine = engine
        self.session = session
        self.running = True
        self.journal = Journal()
        self.opened: list[BookStore] = []
        self.active_book: BookStore | None = None
        self.settings: dict[str, Any] = {
            "visible": True,
            "screen_updating": True,
            "display_alerts": True,
            "enable_events": True,
            "interactive": True,
            "cut_copy_mode": None,
            "calculation": "automatic",
            "status_bar": False,
        }
        self.answers: list[str] = []
        self.alerts: list[tuple[str, str | None, str | None, str | None]] = []
        self.status_history: list[str | bool] = []
        self.chosen_files: list[str | bool] = []
        self._api = AppApi(self)

    def call(self, kind: str, what: str, sheet: str = "", area: Area | None = None) -> None:
        """Notes a call; raises what a test asked for, or that Excel has gone."""
        address, cells = (area.address(False, False), area.cells) if area is not None else ("", 0)
        self.journal.note(Call(kind, what, sheet, address, cells))
        if not self.running:
            raise disconnected()

    @property
    def calls(self) -> list[Call]:
        return self.journal.calls

    def fail_with(self, exception: BaseException | type[BaseException], **conditions: Any) -> None:
        """Later calls raise this (`after`, `times`, `when`: see `Journal.fail_with`)."""
        self.journal.fail_with(exception, **conditions)

    def heal(self) -> None:
        """No more failures."""
        self.journal.heal()

    # What xlwings asks for

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def api(self) -> AppApi:
        return self._api

    xl = api

    @property
    def pid(self) -> int:
        return self.session.pid

    @property
    def hwnd(self) -> int:
        return 1000 + self.session.pid

    @property
    def version(self) -> str:
        return "16.0"

    @property
    def path(self) -> str:
        return str(Path.home())

    @property
    def startup_path(self) -> str:
        return str(Path.home() / "XLSTART")

    @property
    def calculation(self) -> str:
        self.call("other", "calculation")
        return self.settings["calculation"]

    @calculation.setter
    def calculation(self, value: str) -> None:
        self.call("other", "calculation")
        if value not in ("automatic", "manual", "semiautomatic"):
            raise KeyError(value)
        if not self.opened:
            raise refused("不能设置类 Application 的 Calculation 属性")
        self.settings["calculation"] = value

    def calculate(self) -> None:
        self.call("other", "calculate")
        self.session.calculate()

    @property
    def status_bar(self) -> str | bool:
        self.call("other", "status_bar")
        return self.settings["status_bar"]

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self.call("other", "status_bar")
        self.settings["status_bar"] = value
        self.status_history.append(value)

    @property
    def books(self) -> Books:
        from engines.desktop.books import Books

        return Books(self)

    @property
    def selection(self) -> Range | None:
        from engines.desktop.books import Book

        if self.active_book is None:
            return None
        return Book(self, self.active_book).sheets.active.selection

    def activate(self, steal_focus: bool = False) -> None:
        self.call("other", "activate")

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: Any
    ) -> str:
        self.call("other", "alert")
        possible = _ANSWERS[buttons]
        if mode not in (None, "info", "critical"):
            raise KeyError(mode)
        if not isinstance(prompt, str | None) or not isinstance(title, str | None):
            raise TypeError("The message box takes text")
        self.alerts.append((prompt, title, buttons, mode))
        answer = self.answers.pop(0) if self.answers else possible[0]
        assert answer in possible, f"no button {answer!r} among {possible}"
        return answer

    def run(self, macro: str, args: tuple[Any, ...]) -> Any:
        raise refused(f"无法运行宏“{macro}”。")

    def quit(self) -> None:
        """Excel ends; books are closed without saving."""
        self.call("other", "quit")
        for book in self.opened:
            book.close()
        self.opened.clear()
        self.active_book = None
        self.running = False
        self.session.quit()

    kill = quit


def read_only(path: str) -> bool:
    """Whether the file may not be written by anybody."""
    return not os.access(path, os.W_OK) or not Path(path).stat().st_mode & 0o222
