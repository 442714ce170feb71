"""Excel as xlwings sees it on Windows: the same answers, shapes and refusals, over any `engines.stores.Session`."""
