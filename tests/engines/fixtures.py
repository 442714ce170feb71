"""Excel as pytest fixtures; `tests/conftest.py` takes them in, so that every test can ask for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings

from engines import openpyxl_engine


@pytest.fixture
def openpyxl_app() -> Iterator[xlwings.App]:
    """An Excel of its own in memory, registered with xlwings for the length of the test."""
    with openpyxl_engine.running() as app:
        yield app
