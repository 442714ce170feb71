"""Excel for tests on machines that have none: two engines that ordinary xlwings code runs on unmodified.

`engines.openpyxl_engine` keeps the workbooks in memory (fast), `engines.libreoffice_engine` drives a live LibreOffice.
Both are the same Excel to the code under test: the classes in `engines.desktop` give Excel's answers, and only what
holds the cells differs (`engines.stores` says what such a store must do). `test_engines.py` keeps both honest.
"""
