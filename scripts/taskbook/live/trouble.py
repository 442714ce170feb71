"""What a live Excel can do to a caller, as sentences: a cell being edited, Excel gone, a sheet that is protected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from taskbook.findings import CannotGoOn, Stop
from taskbook.live.objects import OpenSheet

_BUSY = {
    -2147418111,  # RPC_E_CALL_REJECTED: a cell is being edited, a dialog is open
    -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
    -2146777998,  # VBA_E_IGNORE: Excel is not listening
}
_GONE = {
    -2147023174,  # RPC_S_SERVER_UNAVAILABLE
    -2147023170,  # RPC_S_CALL_FAILED
    -2147417848,  # RPC_E_DISCONNECTED
    -2147417843,  # RPC_E_INVALID_OBJECT
    -2147220995,  # CO_E_OBJNOTCONNECTED
    -2146959355,  # CO_E_SERVER_EXEC_FAILURE
}
"""HRESULTs, from winerror.h and Excel's own."""

UNSUPPORTED = (NotImplementedError, AttributeError, TypeError)
"""What an engine says that cannot do something."""


def stop_for(error: BaseException) -> CannotGoOn | None:
    """The sentence for what Excel answered; None where it is none of Excel's own troubles."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        numbers = set(_numbers(cause))
        if numbers & _BUSY or type(cause).__name__ == "ExcelBusyError":
            return CannotGoOn(Stop.EXCEL_BUSY)
        if numbers & _GONE:
            return CannotGoOn(Stop.EXCEL_CLOSED)
        cause = cause.__cause__ or cause.__context__
    return None


def _numbers(error: BaseException) -> Iterator[int]:
    """The HRESULTs an error carries, also the inner one of a com_error (hresult, text, (…, scode), argument)."""
    for part in (getattr(error, "hresult", None), *error.args):
        if isinstance(part, tuple) and part:
            part = part[-1]
        if isinstance(part, int):
            yield part


@contextmanager
def told_as_excels() -> Iterator[None]:
    """Turn Excel's own troubles into `CannotGoOn`; leave the rest alone."""
    try:
        yield
    except CannotGoOn:
        raise
    except Exception as error:
        stop = stop_for(error)
        if stop is None:
            raise
        raise stop from error


def of_its_own(thing: Any, name: str, default: object = None) -> Any:
    """A property of Excel's own object model that xlwings has no word for; `default` where the engine has none."""
    with suppress(*UNSUPPORTED):
        return getattr(thing.api, name)
    return default


def refuse_protected(sheet: OpenSheet) -> None:
    """Raise `Stop.SHEET_PROTECTED` for a sheet Excel would not let us write to."""
    if of_its_own(sheet, "ProtectContents", False) is True:
        raise CannotGoOn(Stop.SHEET_PROTECTED, sheet=sheet.name)
