"""The monthly report: what the step says, names of files and folders."""

from __future__ import annotations
