"""The conference bot: tickets, programme, numbers and public voice of a community conference."""
