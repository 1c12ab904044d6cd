"""The handles on each network that somebody means by free answers in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.all_networks import ALL_NETWORKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.networks.handle_spelling import HandleSpelling

SPELLINGS: Mapping[str, HandleSpelling] = {
    network.name: network.handles for network in ALL_NETWORKS if network.handles is not None
}
"""By the names of networks, as `Network.name` gives them."""


def handles(answers: Mapping[str, str | None]) -> dict[str, str]:
    """Return the handles, with their @, by network, of those networks for which an answer means one."""
    found = {network: SPELLINGS[network].handle(answer or "") for network, answer in answers.items()}
    return {network: handle for network, handle in found.items() if handle}
