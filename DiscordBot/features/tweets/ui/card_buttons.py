"""How tweets look on Discord: cards, their buttons, and who pressed them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.buttons import button_kinds
from DiscordBot.discord_ui.cards.channel import card_post
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.reading import footers
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.features.tweets.cards.card_details import goes_out
from DiscordBot.features.tweets.cards.card_text import TweetButton, shown_of
from DiscordBot.features.tweets.errors import TooLateError, TweetError
from DiscordBot.features.tweets.intake.draft import Actor
from DiscordBot.features.tweets.outcome_words import listed
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence

    from DiscordBot.discord_ui.cards.buttons import Press
    from DiscordBot.discord_ui.cards.card import Card
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.messages.posted_message import Post
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

FEATURE = "tweets"

_FOOTER = re.compile(r"Tweet #(?P<tweet_id>[0-9]+) · revision (?P<revision>[0-9]+)")
_SUCCESS = discord.ButtonStyle.success
_PRIMARY = discord.ButtonStyle.primary
_SECONDARY = discord.ButtonStyle.secondary
_DANGER = discord.ButtonStyle.danger
_LOOKS = {
    TweetButton.APPROVE: ("Approve", _SUCCESS, "✅"),
    TweetButton.APPROVE_NOW: ("Approve & post now", _PRIMARY, "⚡"),
    TweetButton.APPROVE_OWN: ("Approve my own tweet", _DANGER, None),
    TweetButton.APPROVE_OWN_NOW: ("Approve my own tweet & post now", _DANGER, None),
    TweetButton.EDIT: ("Edit", _SECONDARY, "✏️"),
    TweetButton.RESCHEDULE: ("Reschedule", _SECONDARY, "🕒"),
    TweetButton.DENY: ("Deny", _DANGER, "⛔"),
    TweetButton.NETWORKS: ("Networks & texts", _SECONDARY, "🌐"),
    TweetButton.AS_TEXT: ("Also as text", _SECONDARY, "📝"),
    TweetButton.REOPEN: ("Reopen", _SECONDARY, "↩️"),
    TweetButton.WITHDRAW: ("Cancel", _DANGER, "🗑️"),
    TweetButton.RETRY: ("Retry", _PRIMARY, "🔁"),
    TweetButton.MARK_SENT: ("Mark as sent", _SUCCESS, "✅"),
    TweetButton.SEND_AGAIN: ("Send again", _DANGER, "🔁"),
    TweetButton.DELETE: ("Delete …", _DANGER, "🧹"),
    TweetButton.DELETE_SURE: ("Delete for everybody", _DANGER, "🧹"),
}


class Shown(NamedTuple):
    """The tweet that a card shows, and which revision of its text."""

    tweet_id: int
    revision: int


def actor_of(person: discord.Member | discord.User, staff: Staff) -> Actor:
    """Return the person with the roles of this moment; in a direct message nobody has any."""
    return Actor(
        person.id,
        person.display_name,
        is_organizer=staff.is_organizer(person),
        is_volunteer=staff.is_volunteer(person),
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the queue's "no" into an answer for the person who asked."""
    try:
        yield
    except TweetError as error:
        raise Refusal(str(error)) from None


class CardButtons:
    """The buttons below cards; each asks the service, which asks the policy about the person's roles.

    `open_edit`, `open_reschedule`, `open_deny` and `open_networks` open forms; they get the interaction and
    the tweet's number, and `read_revision` tells them which text the person has read. So does `also_as_text`,
    which queues what a repost is about for other networks.
    """

    def __init__(
        self,
        service: TweetService,
        facts: FactsReader,
        staff: Staff,
        reporter: ErrorReporter,
        *,
        open_edit: Press,
        open_reschedule: Press,
        open_deny: Press,
        open_networks: Press,
        also_as_text: Press,
    ) -> None:
        self._service = service
        self._facts = facts
        self._staff = staff
        handlers: dict[TweetButton, Press] = {
            TweetButton.APPROVE: self._approving(),
            TweetButton.APPROVE_NOW: self._approving(post_now=True),
            TweetButton.APPROVE_OWN: self._approving(bypass=True),
            TweetButton.APPROVE_OWN_NOW: self._approving(post_now=True, bypass=True),
            TweetButton.EDIT: open_edit,
            TweetButton.RESCHEDULE: open_reschedule,
            TweetButton.DENY: open_deny,
            TweetButton.NETWORKS: open_networks,
            TweetButton.AS_TEXT: also_as_text,
            TweetButton.REOPEN: self._doing(service.reopen, "Tweet #{} waits for approval again."),
            TweetButton.WITHDRAW: self._doing(service.cancel, "Tweet #{} is cancelled."),
            TweetButton.RETRY: self._doing(service.retry, "I try again to send tweet #{}."),
            TweetButton.MARK_SENT: self._doing(service.mark_sent, "Tweet #{} counts as sent."),
            TweetButton.SEND_AGAIN: self._doing(service.send_again, "I send tweet #{} again."),
            TweetButton.DELETE: self._answering(self.deletion_question),
            TweetButton.DELETE_SURE: self._answering(self._delete),
        }
        self.by_name = button_kinds(FEATURE, _LOOKS, handlers, reporter)

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """All kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return tuple(self.by_name.values())

    def post(self, card: Card) -> Post:
        """Return a card as the message that shows it."""
        return card_post(card, self.by_name)

    async def approve(
        self,
        tweet_id: int,
        actor: Actor,
        revision: int | None,
        *,
        post_now: bool = False,
        bypass: bool = False,
    ) -> Answer:
        """Approve, or offer the bypass to an organiser whose own tweet it is. Raises `TweetError`.

        Without a `revision` nobody knows what `actor` has read, so the answer shows what they have approved.
        """
        tweet = await self._service.get(tweet_id)
        is_pending = tweet.outcome is Outcome.PENDING
        if is_pending:
            # Better before it is out on one network and refused by another.
            await self._service.check_lengths(tweet)
        if is_pending and not bypass and self._service.needs_bypass(actor, tweet):
            return await self._offer_bypass(tweet, post_now=post_now)
        await self._service.approve(tweet_id, actor, revision=revision, post_now=post_now, bypass=bypass)
        tweet = await self._service.get(tweet_id)
        facts = await self._facts.of(tweet)
        face = shown_of(tweet, facts) if revision is None else None
        return Answer(f"Tweet #{tweet_id} is approved. It goes out: {goes_out(tweet, facts)}", face=face)

    async def deletion_question(self, tweet_id: int, actor: Actor) -> Answer:
        """Return the question whether a tweet that is out shall be deleted. Raises `TweetError`."""
        tweet = await self._service.get(tweet_id)
        self._service.require(Action.DELETE, actor)
        if not tweet.is_out:
            raise TooLateError("This tweet is out nowhere, so there is nothing to delete.")
        facts = await self._facts.of(tweet)
        titles = [network.title for network in facts.networks if network.name in tweet.is_out]
        where = listed(titles or sorted(tweet.is_out))
        return Answer(
            f"Delete this on **{where}**? Answers and likes are lost with it, and it cannot be undone.",
            face=shown_of(tweet, facts),
            buttons=self._below(tweet_id, (TweetButton.DELETE_SURE,)),
        )

    async def _delete(self, tweet_id: int, actor: Actor) -> Answer:
        found = await self._service.delete(tweet_id, actor)
        gone = [one.title for one in found if not one.problem]
        lines = [f"🧹 Tweet #{tweet_id} is deleted on {listed(gone)}."] if gone else []
        lines += [f"⚠️ Not deleted on {one.title}: {shown(one.problem)}" for one in found if one.problem]
        if len(gone) < len(found):
            lines.append("You can press “Delete …” again: what is gone already does no harm.")
        return Answer("\n".join(lines))

    async def _offer_bypass(self, tweet: TweetSnapshot, *, post_now: bool) -> Answer:
        button = TweetButton.APPROVE_OWN_NOW if post_now else TweetButton.APPROVE_OWN
        return Answer(
            "This is your own tweet, or you have changed its text, and nobody else has looked at it. Better "
            "ask another organiser; if you approve it yourself, that is noted on its card.",
            face=shown_of(tweet, await self._facts.of(tweet)),
            buttons=self._below(tweet.id, (button,)),
        )

    def _approving(self, *, post_now: bool = False, bypass: bool = False) -> Press:
        async def press(interaction: discord.Interaction[Any], tweet_id: int) -> None:
            revision = read_revision(interaction, tweet_id)
            actor = actor_of(interaction.user, self._staff)
            work = self.approve(tweet_id, actor, revision, post_now=post_now, bypass=bypass)
            with refusals():
                await answer_in_time(interaction, work)

        return press

    def _answering(self, work: Callable[[int, Actor], Coroutine[Any, Any, Answer]]) -> Press:
        async def press(interaction: discord.Interaction[Any], tweet_id: int) -> None:
            read_revision(interaction, tweet_id)
            with refusals():
                await answer_in_time(interaction, work(tweet_id, actor_of(interaction.user, self._staff)))

        return press

    def _doing(self, do: Callable[[int, Actor], Awaitable[None]], done: str) -> Press:
        async def press(interaction: discord.Interaction[Any], tweet_id: int) -> None:
            read_revision(interaction, tweet_id)

            async def work() -> Answer:
                await do(tweet_id, actor_of(interaction.user, self._staff))
                return Answer(done.format(tweet_id))

            with refusals():
                await answer_in_time(interaction, work())

        return press

    def _below(self, tweet_id: int, buttons: Sequence[TweetButton]) -> list[PersistentButton]:
        return [self.by_name[button](tweet_id) for button in buttons]


def read_footer(message: discord.Message) -> Shown | None:
    """Return which tweet a message of the bot's shows, if it shows one."""
    for footer in footers(message):
        found = _FOOTER.fullmatch(footer)
        if found is not None:
            return Shown(int(found["tweet_id"]), int(found["revision"]))
    return None


def read_revision(interaction: discord.Interaction[Any], tweet_id: int) -> int:
    """Return which revision of the tweet was shown above the button that somebody pressed.

    Raises `Refusal` if the message does not show this tweet.
    """
    shown = None if interaction.message is None else read_footer(interaction.message)
    if shown is None or shown.tweet_id != tweet_id:
        raise Refusal(
            "This button does not belong to the tweet above it. Find the tweet with `/tweet queue`."
        )
    return shown.revision
