"""Excel's errors as pywin32 raises them: `ComError` has `hresult`, `strerror`, `excepinfo`, `argerror` and `args`."""

from __future__ import annotations

CALL_REJECTED = -2147418111
"""Excel is busy: RPC_E_CALL_REJECTED."""
CELL_BEING_EDITED = -2146777998
"""Excel is busy, a cell being edited: the scode of a refused assignment (VBA_E_IGNORE)."""
SERVER_GONE = -2147023174
"""Excel has been closed: RPC_S_SERVER_UNAVAILABLE."""
DISCONNECTED = -2147417848
"""The object no longer exists: RPC_E_DISCONNECTED."""
EXCEPTION_OCCURRED = -2147352567
"""Excel refused: DISP_E_EXCEPTION, the reason in `excepinfo`."""
APPLICATION_ERROR = -2146827284
"""The scode of Excel's run-time error 1004."""


class ComError(Exception):
    """Shaped like `pywintypes.com_error`."""

    def __init__(
        self,
        hresult: int,
        strerror: str = "",
        excepinfo: tuple[int, str, str | None, str | None, int, int] | None = None,
        argerror: int | None = None,
    ) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult = hresult
        self.strerror = strerror
        self.excepinfo = excepinfo
        self.argerror = argerror


def refused(text: str) -> ComError:
    """Excel's run-time error 1004 with this text."""
    details = (0, "Microsoft Excel", text, "xlmain11.chm", 0, APPLICATION_ERROR)
    return ComError(EXCEPTION_OCCURRED, "发生意外。", details)


def busy() -> ComError:
    """What a call gets while Excel shows a dialog or calculates."""
    return ComError(CALL_REJECTED, "被呼叫方拒绝接收呼叫。")


def editing() -> ComError:
    """What an assignment gets while a person is typing in a cell."""
    return ComError(EXCEPTION_OCCURRED, "发生意外。", (0, "", None, None, 0, CELL_BEING_EDITED))


def closed() -> ComError:
    """What every call gets once Excel's process has ended."""
    return ComError(SERVER_GONE, "RPC 服务器不可用。")


def disconnected() -> ComError:
    """What calls on a closed workbook get."""
    return ComError(DISCONNECTED, "被调用的对象已与其客户端断开连接。")
