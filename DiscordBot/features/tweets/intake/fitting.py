"""A title and a link as one tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from DiscordBot.networks.port import Network

LONGEST_TITLE = 280
"""Characters; no network is asked about longer ones."""


async def fitted_for(title: str, link: str, networks: Sequence[Network]) -> Mapping[str, str]:
    """Return a text as `fitted` makes it for each network by its name, or one for none if there are none."""
    texts = {network.name: await fitted(title, link, [network]) for network in networks}
    return texts or {"": await fitted(title, link, ())}


async def fitted(title: str, link: str, networks: Sequence[Network]) -> str:
    """Return the title with the link below it, the title cut as little as all networks demand.

    A link counts as what networks make of it, and so do emoji and links in the title; so they are asked.
    """
    # Halving: `fits` characters are known to fit, those beyond `most` are known not to.
    fits, most = 0, min(len(title), LONGEST_TITLE)
    middle = most
    while fits < most:
        if await _fits(_text(title, link, middle), networks):
            fits = middle
        else:
            most = middle - 1
        middle = (fits + most + 1) // 2
    return _text(title, link, fits)


def _text(title: str, link: str, length: int) -> str:
    # Of two characters one would be the ellipsis.
    shown = clip(title, length) if length > 1 or length == len(title) else ""
    return f"{shown}\n{link}" if shown else link


async def _fits(text: str, networks: Sequence[Network]) -> bool:
    for network in networks:
        if not (await network.measure(text)).fits:
            return False
    return True
