"""The guide beside the simulated Discord: what to try, and whether it has happened."""
