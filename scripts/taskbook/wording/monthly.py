"""The monthly workbook and the scoring sheet."""

from __future__ import annotations
