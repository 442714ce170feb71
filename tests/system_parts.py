"""Programs that the tests need from the system, and what a test says where one is not there."""

from __future__ import annotations

import shutil

import pytest


def program(name: str, package: str) -> str:
    """The path of a system program, or a skip that names the Debian package which brings it."""
    found = shutil.which(name)
    if found:
        return found
    pytest.skip(f"{name} is not on this machine (Debian: apt-get install {package})")
