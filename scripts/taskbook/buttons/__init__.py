"""The buttons: what each does, told to whoever sits at the desk — in Excel, or at a console with WPS or LibreOffice."""
