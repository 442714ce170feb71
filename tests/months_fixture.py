"""The three months of the simulated office, played once for all tests that look at them."""

from __future__ import annotations

import pytest
from known_months import Known, known_months
from taskbook.rehearsal.months import Months, play_months
from taskbook.rehearsal.round import sample_master


@pytest.fixture(scope="session")
def months(tmp_path_factory: pytest.TempPathFactory) -> Months:
    """July to September of the sample plan. Nothing may be changed in its folder: copy it first."""
    return play_months(sample_master(), tmp_path_factory.mktemp("months") / "三个月")


@pytest.fixture(scope="session")
def known(months: Months) -> Known:
    """What must be told of them."""
    return known_months(months)
