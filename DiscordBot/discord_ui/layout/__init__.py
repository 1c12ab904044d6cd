"""How everything that the bot says on Discord looks: one kind of card, its colours and its spacing.

Components V2: https://discord.com/developers/docs/components/reference
"""
