"""The button below a repost that tells of it on the other networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.features.tweets.intake.reposts import as_text
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.ui.card_buttons import read_revision, refusals

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from DiscordBot.features.tweets.ui.form_access import FormAccess
    from DiscordBot.networks.port import Network


@dataclass(frozen=True, slots=True)
class AlsoAsText:
    """Queues a text for whoever may write tweets; it waits for approval, since nobody has read it yet."""

    access: FormAccess
    networks: Sequence[Network]

    async def press(self, interaction: discord.Interaction[Any], tweet_id: int) -> None:
        """Take a press of the button. Raises `Refusal`."""
        read_revision(interaction, tweet_id)
        with refusals():
            await answer_in_time(interaction, self._queue(interaction, tweet_id))

    async def _queue(self, interaction: discord.Interaction[Any], tweet_id: int) -> Answer:
        actor, service = self.access.actor(interaction), self.access.service
        service.require(Action.COMPOSE, actor)
        draft = await as_text(await service.get(tweet_id), actor, self.networks)
        submitted = await service.submit(draft, is_unread=True)
        state = in_words(submitted.outcome)
        if not submitted.is_new:
            return Answer(f"That is tweet #{submitted.tweet_id} already: {state}.")
        titles = ", ".join(
            network.title for network in self.networks if network.name in (draft.networks or ())
        )
        return Answer(f"📝 Tweet #{submitted.tweet_id} tells of it on {titles}: {state}.")
