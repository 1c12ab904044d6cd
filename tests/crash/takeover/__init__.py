"""Bots that take over from each other, while people and the clock give them work."""
