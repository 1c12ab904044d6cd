"""What is reposted on one network, as a text with its link for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.intake.fitting import fitted_for
from DiscordBot.features.tweets.intake.texts import naming_nobody
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.versions import collapsed, receivers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.networks.port import Network


async def as_text(tweet: TweetSnapshot, actor: Actor, networks: Sequence[Network]) -> Draft:
    """Return a draft for the other connected networks of what a tweet reposts; for each tweet there is one.

    Raises `DraftError`.
    """
    own = tweet.receivers(networks)
    others = [network for network in receivers(networks, None) if network not in own]
    if tweet.retweet_of is None:
        raise DraftError("Only what is reposted can be told of on other networks.")
    if not others:
        raise DraftError("No other network is connected. An organiser can do it by `/networks connect`.")
    if not tweet.original_link:
        raise DraftError("I do not know the address of this post. Write the text by `/tweet compose`.")
    where = f" on {own[0].title}" if own else ""
    author, said = (" ".join(naming_nobody(one).split()) for one in (tweet.original_author, tweet.text))
    title = f"{author or 'Read'}{where}{f': “{said}”' if said else ''}"
    text, texts = collapsed(await fitted_for(title, tweet.original_link, others))
    return Draft(
        text=text,
        texts=texts,
        source=Source.COMPOSED,
        source_key=f"repost as text:{tweet.id}",
        author=actor,
        networks=tuple(network.name for network in others),
    )
