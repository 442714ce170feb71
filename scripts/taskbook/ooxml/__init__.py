"""Workbook files from the inside: their parts, and the XML of rows, for what no library writes the way it is needed."""
