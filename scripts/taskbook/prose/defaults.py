"""What a plan says once for many of its tasks: 以下均需各县区落实，不再列出; 列第一位的为牵头单位; …"""

from __future__ import annotations

from taskbook.language.directory import Directory
from taskbook.prose.naming import Default


def default_in(text: str, start: int, end: int, directory: Directory) -> Default | None:
    """The rule for many tasks that text[start:end] states, if it does. Never raises."""
    return None
