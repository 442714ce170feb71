"""What is said of a plan in prose and of the draft made from it."""

from __future__ import annotations
