"""Building mentions from their configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.backlog import Backlog
from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.feature import Built
from DiscordBot.features.mentions.config import MENTIONS_CHANNEL, Mentions
from DiscordBot.features.mentions.feed import MentionFeed
from DiscordBot.features.mentions.mention_cards import CARDS, MentionCards
from DiscordBot.features.mentions.models import Mention
from DiscordBot.features.mentions.rows import MentionRows
from DiscordBot.features.mentions.service import MentionService
from DiscordBot.features.mentions.ui.card_buttons import MentionButtons
from DiscordBot.features.mentions.ui.cog import MentionsCog, MentionsParts
from DiscordBot.features.tweets.ui.front_door import TweetQueue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.mentions.snapshot import MentionSnapshot


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; without a network that can be read no new mentions come."""
    clock, database, reporter = context.clock, context.database, context.reporter
    tweets = neighbours.require(TweetQueue)
    networks = neighbours.networks
    labels = {access.network.name: access.label for access in networks}
    rows = MentionRows(database)

    def changed(mention_id: int) -> None:
        cards.changed(mention_id, is_urgent=True)

    naming = {access.network.name for access in networks if access.replies_name_author}
    service = MentionService(database, clock, tweets.service, changed=changed, naming=naming)
    buttons = MentionButtons(service, context.staff, reporter, tweets.forms)
    cards = _cards(context, rows, tweets, buttons, labels)
    following = Backlog(
        "answers to mentions",
        service.follow,
        in_background=context.bot.in_background,
        on_error=reporter.report,
    )
    parts = MentionsParts(
        config=context.config,
        mentions=context.config.require(Mentions),
        clock=clock,
        staff=context.staff,
        reporter=reporter,
        scheduler=context.scheduler,
        tweets=tweets.service,
        rows=rows,
        feeds=[
            MentionFeed(rows, access, reader, clock)
            for access in networks
            if (reader := access.reader) is not None
        ],
        service=service,
        cards=cards,
        following=following,
        buttons=buttons,
        link=tweets.link,
        labels=labels,
    )

    async def delete_personal_data() -> None:
        await rows.forget_personal_data()
        cards.appeared()

    return Built(cogs=(MentionsCog(context.bot, parts),), delete_personal_data=delete_personal_data)


def _cards(
    context: Context,
    rows: MentionRows,
    tweets: TweetQueue,
    buttons: MentionButtons,
    labels: Mapping[str, str],
) -> CardKeeper[MentionSnapshot]:
    async def tweet_card(tweet_id: int) -> str | None:
        tweet = await tweets.service.get(tweet_id)
        if tweet.card_channel is None or tweet.card_message is None:
            return None
        return tweets.link(tweet.card_channel, tweet.card_message)

    reference = context.config.channels[MENTIONS_CHANNEL.key]
    return CardKeeper(
        CARDS,
        source=MentionCards(rows, tweet_card, labels),
        rows=CardRows(context.database, Mention),
        channels=CardChannels(context.server, {"": reference}, buttons.by_name),
        in_background=context.bot.in_background,
        on_error=context.reporter.report,
    )
