"""Measures drafts of plans in prose against what is true: `measure_drafts.py [FOLDER] [--json FILE] [--show PLAN]`."""

from __future__ import annotations

import sys

from bench.drafts import main

if __name__ == "__main__":
    sys.exit(main())
