"""The marks, headings and passages of a clean text."""
