"""What the tests of the Excel add-in share: the schema of the tab, stand-ins for its modules, LibreOffice to run it."""
