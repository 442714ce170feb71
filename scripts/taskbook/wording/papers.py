"""通报, 催办单, 督办单, chat text, the paragraph for the annual report."""

from __future__ import annotations
