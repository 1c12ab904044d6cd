"""A feature that the bot does not have, with a bit of everything that a feature may declare."""
