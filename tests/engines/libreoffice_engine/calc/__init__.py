"""The side that speaks UNO. It runs under the Python that LibreOffice's bindings are built for: standard library only."""
