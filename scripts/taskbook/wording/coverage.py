"""What is said of a master held against its plan's text."""

from __future__ import annotations
