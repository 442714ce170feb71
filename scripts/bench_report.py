"""Measures the monthly report of a year: `bench_report.py [--units 500] [--months 12] [--runs 3]`; see bench/report.py."""

from __future__ import annotations

import sys

from bench.report import main

if __name__ == "__main__":
    sys.exit(main())
