"""Brings the buttons to a person's machine and takes them back: add-in, settings, start files, a folder without network.

Standard library only, as it runs before the project's environment stands. Nothing here asks for rights that an ordinary
account does not have, and nothing is written that the record (record.py) does not know how to take back.
"""
