"""What a live Excel can do to a caller, as sentences: a cell being edited, Excel gone, a sheet that is protected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    """The sentence for what Excel answered; None where the error is not one of Excel's."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        numbers = set(_numbers(cause))
        if numbers & _BUSY or type(cause).__name__ == "ExcelBusyError":
            return CannotGoOn(Stop.EXCEL_BUSY)
        if numbers & _GONE:
            return CannotGoOn(Stop.EXCEL_CLOSED)
        if isinstance(getattr(cause, "hresult", None), int):
            return CannotGoOn(Stop.EXCEL_REFUSED, reason=_own_words(cause))
        cause = cause.__cause__ or cause.__context__
    return None


def _numbers(error: BaseException) -> Iterator[int]:
    """The HRESULTs an error carries, also the inner one of a com_error (hresult, text, (…, scode), argument)."""
    for part in (getattr(error, "hresult", None), *error.args):
        if isinstance(part, tuple) and part:
            part = part[-1]
        if isinstance(part, int):
            yield part


def _own_words(error: BaseException) -> str:
    """What Excel itself says of an error: (hresult, text, (code, source, text, …), argument)."""
    parts = [part for part in error.args if isinstance(part, tuple)]
    texts = [text for part in parts for text in part[2:3]] + list(error.args[1:2])
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "?")


@contextmanager
def looks_only() -> Iterator[None]:
    """For what only concerns looks: whatever Excel will not do is left undone, unless Excel is gone."""
    try:
        yield
    except Exception as error:
        stop = stop_for(error)
        if stop is not None and stop.stop is Stop.EXCEL_CLOSED:
            raise


def listens_no_more(error: BaseException) -> bool:
    """Whether Excel is busy or gone, so that nothing else can be asked of it either."""
    stop = stop_for(error)
    return stop is not None and stop.stop in (Stop.EXCEL_BUSY, Stop.EXCEL_CLOSED)


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
    try:
        return getattr(thing.api, name)
    except Exception as error:
        if listens_no_more(error) or not (isinstance(error, UNSUPPORTED) or stop_for(error)):
            raise
        return default


def refuse_protected(sheet: OpenSheet) -> None:
    """Raise `Stop.SHEET_PROTECTED` for a sheet Excel would not let us write to."""
    if of_its_own(sheet, "ProtectContents", False) is True:
        raise CannotGoOn(Stop.SHEET_PROTECTED, sheet=sheet.name)
