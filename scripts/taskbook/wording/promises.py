"""What is said about answers that do not keep what the task promised."""

from __future__ import annotations
