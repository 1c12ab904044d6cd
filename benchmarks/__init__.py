"""How fast registration and the tweet queue are; `python -m benchmarks` prints it."""
