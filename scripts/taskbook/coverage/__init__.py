"""Coverage: a master held against the text of the plan it comes from."""
