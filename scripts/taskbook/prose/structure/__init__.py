"""The title, headings and passages of a clean text."""
