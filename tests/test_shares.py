"""Shares in words: one decimal, half up, and never a whole that is not whole."""

from __future__ import annotations

import pytest
from taskbook.reporting.shares import percent, points


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "—"),
        (0, "0%"),
        (0.0, "0%"),
        (1, "100%"),
        (1.0, "100%"),
        (6 / 22, "27.3%"),
        (16 / 22, "72.7%"),
        (11 / 12, "91.7%"),
        (0.5, "50%"),
        (0.2, "20%"),
        (0.1245, "12.5%"),  # half up, as people round by hand; to the nearest even it would be 12.4
        (0.00005, "0.1%"),
        (0.9999, "99.9%"),
        (1.25, "125%"),
        (1e-9, "0.1%"),
    ],
)
def test_percent(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(
    ("difference", "words"), [(0.75 - 0.25, "50"), (-0.477, "47.7"), (0.0, "0"), (0.0005, "0.1"), (0.1, "10")]
)
def test_points(difference, words):
    assert points(difference) == words
