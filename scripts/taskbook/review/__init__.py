"""The review book: a draft as a workbook made for deciding, and the way back from it to a plan.

`write.write_review` makes it, `read.read_review` reads it; `places.draft_findings` names its cells.
"""
