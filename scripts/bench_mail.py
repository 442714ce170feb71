"""Measures mail out and back on the loopback: `bench_mail.py [--messages 300] [--runs 3] [--json]`; see bench/mail.py."""

from __future__ import annotations

import sys

from bench.mail import main

if __name__ == "__main__":
    sys.exit(main())
