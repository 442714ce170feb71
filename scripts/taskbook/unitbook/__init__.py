"""One unit's book: what stands in it (`layout`), writing it (`write`), reading it back (`read`)."""
