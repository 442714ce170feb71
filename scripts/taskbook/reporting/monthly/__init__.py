"""The monthly workbook: a page for the leader with charts, and the tables behind every number on it."""
