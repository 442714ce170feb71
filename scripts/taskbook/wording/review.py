"""Words of the review book."""

from __future__ import annotations
