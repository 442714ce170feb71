"""The review book: the draft of a table beside the sentences it was taken from, made for deciding row by row."""
