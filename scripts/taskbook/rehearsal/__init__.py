"""A simulated office: every unit fills its book as people do, and what each of them wrote is known.

The same seed gives the same office. Tests compare what collect and merge find with what was written; the demo shows a
whole round with it.
"""
