"""A master that is open on the screen: read in ranges, written in blocks, with the person's view of it left alone.

Nothing here imports xlwings; what is passed in are its objects (Book, Sheet, Range, App).
"""
