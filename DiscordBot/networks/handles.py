"""The handles on each network that somebody means by free answers in a form.

LinkedIn has none: its API mentions people by numbers that only they and LinkedIn know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.bluesky.handles import HANDLES as BLUESKY_HANDLES
from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.mastodon.handles import HANDLES as MASTODON_HANDLES
from DiscordBot.networks.mastodon.names import MASTODON
from DiscordBot.networks.twitter.handles import HANDLES as X_HANDLES
from DiscordBot.networks.twitter.names import X

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.networks.handle_form import HandleForm

FORMS: Mapping[str, HandleForm] = {
    X.stored: X_HANDLES,
    MASTODON.stored: MASTODON_HANDLES,
    BLUESKY.stored: BLUESKY_HANDLES,
}
"""By the names of networks, as `Network.name` gives them."""


def handles(answers: Mapping[str, str | None]) -> dict[str, str]:
    """Return the handles, with their @, by network, of those networks for which an answer means one."""
    found = {network: FORMS[network].handle(answer or "") for network, answer in answers.items()}
    return {network: handle for network, handle in found.items() if handle}
