"""taskbook: a yearly plan becomes a responsibility table, unit books, replies and a status book."""
