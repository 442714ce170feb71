"""What a task's text promises, checked against what units answered: numbers, dates, working days, evidence.

The results are remarks beside the answers; nothing in an answer is corrected, and none of them sends a return back.
"""
