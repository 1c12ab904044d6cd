"""A network that the bot does not have: pigeons carry its posts into a folder."""
