"""Reading the Windows registry through two questions, so that a test can answer them from a dictionary. Never writes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol


class Registry(Protocol):
    """What the self-check asks. A key is written `HKCU\\Software\\…`; upper and lower case are the same."""

    def value(self, key: str, name: str = "") -> object:
        """One value of a key ("" is its default value), or None where key or value is missing or may not be read."""

    def values(self, key: str) -> dict[str, object]:
        """All values of a key by name, empty where it is missing."""


class Written:
    """A registry that is a dictionary: {key: {name: value}}. Elsewhere than on Windows it is an empty one."""

    def __init__(self, keys: Mapping[str, Mapping[str, object]] | None = None) -> None:
        self._keys = {
            key.lower(): {name.lower(): value for name, value in values.items()}
            for key, values in (keys or {}).items()
        }

    def value(self, key: str, name: str = "") -> object:
        return self._keys.get(key.lower(), {}).get(name.lower())

    def values(self, key: str) -> dict[str, object]:
        return dict(self._keys.get(key.lower(), {}))


class OfWindows:
    """The registry of this machine. Looks into the 64-bit view, then into the 32-bit one, as Office may be either."""

    def value(self, key: str, name: str = "") -> object:
        return self.values(key).get(name.lower())

    def values(self, key: str) -> dict[str, object]:
        if sys.platform != "win32":
            return {}
        import winreg

        roots = {
            "HKCU": winreg.HKEY_CURRENT_USER,
            "HKLM": winreg.HKEY_LOCAL_MACHINE,
            "HKCR": winreg.HKEY_CLASSES_ROOT,
        }
        root, _, rest = key.partition("\\")
        found: dict[str, object] = {}
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            try:
                with winreg.OpenKey(roots[root.upper()], rest, 0, winreg.KEY_READ | view) as opened:
                    for index in range(winreg.QueryInfoKey(opened)[1]):
                        name, value, _ = winreg.EnumValue(opened, index)
                        found.setdefault(name.lower(), value)
            except OSError:
                continue
        return found
