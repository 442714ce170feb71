"""An office in September with 37 books back, nothing collected, for every test here to copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_office import at_home
from office_round import moved, office


@pytest.fixture(scope="session")
def september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's master; tests copy it."""
    return office(tmp_path_factory.mktemp("office") / "办公室")


@pytest.fixture
def master(september: Path, tmp_path: Path) -> Path:
    """A copy of the office; its master."""
    return moved(september, tmp_path / "办公室")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(tmp_path, monkeypatch)
