"""Building mentions from their configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.mentions.card_keeper import MentionCards
from DiscordBot.features.mentions.feed import MentionFeed
from DiscordBot.features.mentions.rows import MentionRows
from DiscordBot.features.mentions.service import MentionService
from DiscordBot.features.mentions.ui.card_buttons import MentionButtons, MentionChannel
from DiscordBot.features.mentions.ui.cog import MentionsCog, MentionsParts
from DiscordBot.features.tweets.cards.backlog import Backlog

if TYPE_CHECKING:
    from DiscordBot.config.sections import Mentions
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.tweets.ui.cog import TweetQueue
    from DiscordBot.networks.reader import Reader


def build_mentions(
    shared: Shared, mentions: Mentions, bot: ConferenceBot, *, tweets: TweetQueue, reader: Reader | None
) -> MentionsCog:
    """Build mentions; without a `reader` no mentions come, and those that are known can be decided."""
    clock, database, reporter = shared.clock, shared.database, shared.reporter
    rows = MentionRows(database)

    async def tweet_card(tweet_id: int) -> str | None:
        view = await tweets.service.get(tweet_id)
        if view.card_channel is None or view.card_message is None:
            return None
        return tweets.link(view.card_channel, view.card_message)

    def changed(mention_id: int) -> None:
        cards.changed(mention_id)

    service = MentionService(database, clock, tweets.service, changed=changed)
    buttons = MentionButtons(service, shared.staff, reporter, tweets.forms)
    cards = MentionCards(
        rows=rows,
        board=MentionChannel(shared.server, shared.config.channels.mentions, buttons),
        tweet_card=tweet_card,
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    following = Backlog(
        "answers to mentions",
        service.follow,
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    room = MentionsParts(
        config=shared.config,
        mentions=mentions,
        clock=clock,
        staff=shared.staff,
        reporter=reporter,
        scheduler=shared.scheduler,
        tweets=tweets.service,
        rows=rows,
        feed=None if reader is None else MentionFeed(rows, reader, clock),
        service=service,
        cards=cards,
        following=following,
        buttons=buttons,
        link=tweets.link,
    )
    return MentionsCog(bot, room)
