"""The page 看板."""

from __future__ import annotations
