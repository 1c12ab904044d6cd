from __future__ import annotations

import re

from DiscordBot.networks.handle_spelling import HandleSpelling, is_name


def _read(word: str, is_alone: bool) -> str:  # noqa: FBT001, ARG001 - as `HandleSpelling.read` is called
    match = re.fullmatch(r"@?(?P<loft>[a-z]+)/(?P<ring>\d+)", word)
    return f"@{match['loft']}/{match['ring']}" if match and is_name(match["loft"]) else ""


HANDLES = HandleSpelling(frozenset({"pigeon"}), _read, "@dovecote/17")
