"""The sample plan 示例区2026: its readable source, and the files that are built from it."""
