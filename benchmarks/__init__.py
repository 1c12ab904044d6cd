"""How fast registration is; `python -m benchmarks` prints it."""
