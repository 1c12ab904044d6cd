"""How attendees and speakers meet by their e-mail addresses without the addresses being kept."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.config import Config


def email_hash(config: Config) -> Callable[[str], str]:
    """Make the keyed hash of an address, which is given in small letters without spaces around it."""
    # The token of the ticket shop is there whenever attendees are, and never in the database.
    names = ("PRETIX_TOKEN", "TITO_TOKEN", "DISCORD_BOT_TOKEN")
    token = next(filter(None, map(config.secrets.reveal, names)), "")
    secret = f"e-mail addresses {token}"
    key = hashlib.sha256(secret.encode()).digest()
    return lambda address: hmac.new(key, address.encode(), hashlib.sha256).hexdigest()
