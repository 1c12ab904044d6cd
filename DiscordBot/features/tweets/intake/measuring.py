"""The texts of a tweet, put into one form and measured by the networks that get them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.errors import DraftError, TooLong, TooLongError
from DiscordBot.features.tweets.intake.texts import normalised, says_something
from DiscordBot.features.tweets.versions import text_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from DiscordBot.features.tweets.versions import Versions
    from DiscordBot.networks.port import Network


@dataclass(frozen=True, slots=True)
class TidyTexts:
    """A common text and the own versions of networks by their names, as they are stored."""

    text: str
    texts: Mapping[str, str]


def tidied(text: str, texts: Mapping[str, str], readable: Callable[[str], str]) -> TidyTexts:
    """Return texts as they are stored; versions that say nothing of their own are left out.

    `readable` makes of Discord's own marks what others can read. Raises `DraftError`.
    """
    common = normalised(readable(text))
    if not says_something(common):
        raise DraftError("There is no text. Please write what the tweet shall say.")
    own = {name: normalised(readable(version)) for name, version in texts.items()}
    return TidyTexts(
        common,
        {name: version for name, version in own.items() if says_something(version) and version != common},
    )


async def check_lengths(texts: Versions, networks: Iterable[Network]) -> None:
    """Raise `TooLongError` if the texts are too long for any of these networks, else perhaps `DraftError`."""
    too_long = []
    for network in networks:
        measure = await network.measure(text_for(texts, network.name))
        if measure.length > measure.limit:
            too_long.append(TooLong(network.name, network.title, measure.length, measure.limit))
        elif not measure.fits:
            raise DraftError(f"{network.title} takes no text of these characters. Please change it.")
    if too_long:
        raise TooLongError(too_long)
