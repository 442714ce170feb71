"""What a cell says: who is named, by when, which numbers are promised."""
