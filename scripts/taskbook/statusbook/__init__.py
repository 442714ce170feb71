"""The status book: what came of a period, computed anew from the master and the archive each time."""
