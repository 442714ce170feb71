"""Shares as people read them: one decimal, rounded the same way in every output."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NO_SHARE = "—"
_TENTH = Decimal("0.1")


def percent(share: float | None) -> str:
    """A share (0–1) in per cent: `27.3%`, whole numbers without a decimal (`100%`, `0%`); `—` of nothing.

    What is not quite none or not quite all is never shown as 0 % or 100 %.
    """
    if share is None:
        return NO_SHARE
    exact = Decimal(repr(share)) * 100
    shown = exact.quantize(_TENTH, ROUND_HALF_UP)
    if 0 < exact < _TENTH:
        shown = _TENTH
    elif 100 - _TENTH < exact < 100:
        shown = 100 - _TENTH
    return f"{shown.normalize():f}%" if shown == shown.to_integral_value() else f"{shown}%"


def points(difference: float) -> str:
    """The distance of two shares in percentage points, without its sign and rounded as `percent` does: `12.4`."""
    shown = (Decimal(repr(abs(difference))) * 100).quantize(_TENTH, ROUND_HALF_UP)
    return f"{shown.to_integral_value():f}" if shown == shown.to_integral_value() else str(shown)
