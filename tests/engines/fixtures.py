"""Excel as pytest fixtures; `tests/conftest.py` takes them in, so that every test can ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from engines import libreoffice_engine, openpyxl_engine

if TYPE_CHECKING:
    import xlwings

    from engines.libreoffice_engine.office import Office


@pytest.fixture(scope="session")
def libreoffice(soffice: str) -> Iterator[Office]:
    """A running LibreOffice, one for all tests; a skip when its Python bindings are missing."""
    try:
        office = libreoffice_engine.launch(soffice)
    except LookupError as error:
        pytest.skip(str(error))
    try:
        yield office
    finally:
        office.stop()


@pytest.fixture
def openpyxl_app() -> Iterator[xlwings.App]:
    """An Excel of its own in memory, registered with xlwings for the length of the test."""
    with openpyxl_engine.running() as app:
        yield app


@pytest.fixture
def libreoffice_app(libreoffice: Office) -> Iterator[xlwings.App]:
    """An Excel played by LibreOffice, with no book open, registered with xlwings for the length of the test."""
    with libreoffice_engine.running(libreoffice) as app:
        yield app


@pytest.fixture(params=["openpyxl", pytest.param("libreoffice", marks=pytest.mark.office)])
def any_app(request: pytest.FixtureRequest) -> xlwings.App:
    """Each of the two in turn."""
    return request.getfixturevalue(f"{request.param}_app")
