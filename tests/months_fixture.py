"""The three months of the simulated office, played once for all tests that look at them."""

from __future__ import annotations

import pytest
from known_months import Known, known_months
from months_source import source_with_more
from taskbook.rehearsal.months import Months, play_months


@pytest.fixture(scope="session")
def months(tmp_path_factory: pytest.TempPathFactory) -> Months:
    """July to September of the sample plan, with tasks of the year before and points by hand. Nothing may be changed in
    its folder: copy it first."""
    folder = tmp_path_factory.mktemp("months")
    return play_months(source_with_more(folder / "总表"), folder / "三个月")


@pytest.fixture(scope="session")
def known(months: Months) -> Known:
    """What must be told of them."""
    return known_months(months)
