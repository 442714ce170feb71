"""What bench_round.py measures: a plan of any size, our steps, and what people do today."""
