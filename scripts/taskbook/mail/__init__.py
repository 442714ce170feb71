"""Mail going out: what is written to whom, and the three ways it leaves the house."""
