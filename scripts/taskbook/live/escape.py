"""The Esc key, asked for while Excel waits: the one way a person can stop a press that is under way."""

from __future__ import annotations

import sys

_ESCAPE = 0x1B
_DOWN_NOW, _PRESSED_SINCE = 0x8000, 0x0001


class EscapeKey:
    """Whether Esc was pressed in the window `hwnd` since the last question. Other systems than Windows know no such key."""

    def __init__(self, hwnd: int | None) -> None:
        self._hwnd = hwnd
        self.pressed()  # what was pressed before the button does not count

    def pressed(self) -> bool:
        if sys.platform != "win32" or self._hwnd is None:
            return False
        import ctypes

        user = ctypes.windll.user32
        state = user.GetAsyncKeyState(_ESCAPE)
        return bool(state & (_DOWN_NOW | _PRESSED_SINCE)) and user.GetForegroundWindow() == self._hwnd
