"""The whole room on its stage: commands and forms besides the cards."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload
from simcord.results import InteractionResult

from DiscordBot.app import FEATURES, build_settings
from DiscordBot.context import Context
from DiscordBot.discord_ui.channel_log import ChannelLog
from DiscordBot.discord_ui.forms import Forms
from DiscordBot.discord_ui.server import Server
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.tweets.build import sentence_of
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.ui.cog import TweetCog, TweetQueue, TweetsCog
from DiscordBot.features.tweets.ui.compose_form import Composer
from DiscordBot.features.tweets.ui.edit_forms import TweetForms
from DiscordBot.features.tweets.ui.previews import Previews
from DiscordBot.features.tweets.ui.receipts import Receipts
from DiscordBot.networks.port import NetworkAccess
from tests.features.tweets.post_office import PlannedScheduler
from tests.features.tweets.stage import CHANNEL, CardBot, Stage
from tests.made_up_config import config_with
from tests.patience import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from decimal import Decimal

    from simcord import ChannelHandle, MemberActor, RoleHandle
    from simcord.results import ResponseMessage

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.networks.port import Network, Reader


def config_for(guild_id: int) -> Config:
    return config_with(guild_id=guild_id, channels={"moderation": CHANNEL})


def made_up_programme(
    sessions: Callable[[], Sequence[Session]], twitter_name: Callable[[str], str] = str
) -> ProgrammeAccess:
    """Return a programme of which only sessions and handles are of interest."""
    nothing: Any = None
    return ProgrammeAccess(
        sessions=sessions,
        speakers=tuple,
        known=lambda _: None,
        twitter_name=twitter_name,
        embeds=nothing,
        listen=lambda _: None,
        listen_to_speakers=lambda _: None,
        refresh=nothing,
    )


def readable(reader: Reader | None) -> NetworkAccess:
    """Return a network of which only the reading is of interest."""
    nothing: Any = None
    return NetworkAccess(network=nothing, reader=reader, budget_left=nothing, listen=lambda _: None)


def posting(
    network: Network, measure: Callable[[str], int], budget_left: Callable[[], Awaitable[Decimal | None]]
) -> NetworkAccess:
    """Return a network of which only the posting is of interest."""
    return NetworkAccess(network=network, measure=measure, budget_left=budget_left, listen=lambda _: None)


def stage_context(bot: CardBot, config: Config, scheduler: Any, session: Any = None) -> Context:  # noqa: ANN401 - stand-ins
    """Return what a further feature on the stage is built from; organisers' log goes nowhere."""
    stage, log = bot.stage, ChannelLog(lambda: None)
    me: Any = bot
    return Context(
        config=config,
        clock=stage.clock,
        database=stage.database,
        scheduler=scheduler,
        settings=build_settings(
            config,
            FEATURES,
            database=stage.database,
            clock=stage.clock,
            bot_log=log,
            reporter=bot.reporter,
        ),
        reporter=bot.reporter,
        server=Server(lambda: bot.get_guild(stage.guild.id)),
        staff=bot.staff,
        bot_log=log,
        bot=me,
        session=session,
    )


Json = dict[str, Any]


class JobBook(PlannedScheduler):
    """A scheduler that also remembers what is to be done again and again."""

    jobs: tuple[str, ...] = ()

    def every(self, interval: Any, name: str, work: Any) -> None:  # noqa: ANN401 - as the scheduler's
        super().every(interval, name, work)
        self.jobs += (name,)

    def never(self, name: str) -> None:
        del name
        self.moment = None


class RoomBot(CardBot):
    """A bot with this room only."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.scheduler = JobBook(stage.clock, on_error=self.reporter.report, describe=repr)
        self.forms = Forms("tweets", self.reporter, explain=partial(sentence_of, self._link))
        self.facts = facts = FactsReader(
            stage.clock, networks=stage.networks, policy=lambda: stage.policy, due_at=self.service.due_at
        )
        together: Any = {"service": self.service, "facts": facts, "staff": self.staff}
        self.edit_forms = TweetForms(self.forms, clock=stage.clock, **together)
        self.receipts = Receipts(
            service=self.service,
            facts=facts,
            show_card=self.cards.show,
            link=self._link,
            on_error=self.reporter.report,
        )
        self.composer = Composer(
            self.forms,
            clock=stage.clock,
            service=self.service,
            receipts=self.receipts,
            staff=self.staff,
            remove_card=self.channel.remove,
        )
        self.outboxes = tuple(
            Outbox(
                stage.database,
                stage.clock,
                network,
                self.scheduler,
                changed=self.service.changed,
                on_error=self.reporter.report,
            )
            for network in stage.networks
        )

    async def setup_hook(self) -> None:
        guild = discord.Object(self.stage.guild.id)
        room = self._room()
        self.cog: Any = TweetsCog(self, room)  # type: ignore[arg-type]  # it has what the cog needs of the bot
        await self.add_cog(self.cog, guild=guild)
        await self.add_cog(TweetCog(room), guild=guild)
        await self.tree.sync(guild=guild)

    def _room(self) -> TweetQueue:
        stage = self.stage
        return TweetQueue(
            config=config_for(stage.guild.id),
            clock=stage.clock,
            staff=self.staff,
            reporter=self.reporter,
            scheduler=self.scheduler,
            policy=lambda: stage.policy,
            networks=stage.networks,
            service=self.service,
            outboxes=self.outboxes,
            cards=self.cards,
            notices=self.notices,
            digest=self.digest,
            buttons=self.buttons,
            forms=self.forms,
            edit_forms=self.edit_forms,
            previews=Previews(self.facts, stage.clock),
            receipts=self.receipts,
            composer=self.composer,
            link=self._link,
        )

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Leave it to the cog."""

    async def _edit(self, interaction: discord.Interaction, tweet_id: int) -> None:
        await self.edit_forms.open_edit(interaction, tweet_id)

    async def _refuse(self, interaction: discord.Interaction, tweet_id: int) -> None:
        await self.edit_forms.open_reschedule(interaction, tweet_id)

    async def _deny(self, interaction: discord.Interaction, tweet_id: int) -> None:
        await self.edit_forms.open_deny(interaction, tweet_id)

    def _link(self, channel: int, message: int) -> str:
        return f"https://discord.com/channels/{self.stage.guild.id}/{channel}/{message}"


class RoomStage(Stage):
    """The stage with commands and forms; `expected_errors` are what a test provokes in commands."""

    bot: RoomBot

    def build(self, bot: CardBot | None = None) -> CardBot:
        return super().build(bot or RoomBot(self))

    async def open(self) -> None:
        self.expected_errors: list[type[BaseException]] = []
        await super().open()

    async def settle(self) -> None:
        """Wait until the bot has nothing to do, and look often whether it has."""
        while self.bot.tasks:
            await asyncio.wait(set(self.bot.tasks))
        await self.env.settle()

    @property
    def organizers(self) -> RoleHandle:
        return self.guild.roles["Organizers"]

    async def say(self, who: str, command: str, /, **options: Any) -> str:  # noqa: ANN401 - any option
        """Type a command; return what the person alone reads."""
        return text_of(await self.result(who, command, **options))

    async def result(self, who: str, command: str, /, **options: Any) -> InteractionResult:  # noqa: ANN401
        result = await self.people[who].slash(self.channel, command, **options)
        await self.settle()
        return result

    async def fill_in(self, who: str, form: InteractionResult, **typed: str) -> ResponseMessage:
        """Change some fields of a form, submit it, and return the answer."""
        shown = {key: field["value"] for key, field in fields(form).items()}
        result = await self.people[who].submit_modal(form, {**shown, **typed})
        await self.settle()
        assert result.response is not None
        assert result.ephemeral
        return result.response

    async def menu(self, who: str, name: str, message: discord.Message) -> InteractionResult:
        """Choose a command of a message's menu."""
        person = self.people[who]
        dispatch = person._dispatch_interaction  # noqa: SLF001 - see below

        async def as_discord_does(kind: int, channel: ChannelHandle, data: Json) -> InteractionResult:
            # simcord forgets to say whose command it is, and discord.py looks for it among the global ones:
            # https://discord.com/developers/docs/interactions/receiving-and-responding
            return await dispatch(kind, channel, {**data, "guild_id": str(self.guild.id)})

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(person, "_dispatch_interaction", as_discord_does)
            return await person.context_menu(self.channel, name, message)

    async def together(self, acts: Sequence[tuple[MemberActor, Json]], tweet_id: int) -> dict[int, str]:
        """Let many people press or submit something about a card together; return what each reads.

        `acts` are what Discord says of each interaction. simcord lets one actor act at a time, so this
        hands the events to the bot by itself.
        """
        backend = self.env.backend
        card = message_payload(backend, backend.get_message(self.channel.id, self.card(tweet_id).id))
        results = {}
        for person, data in acts:
            record, payload = base_payload(
                backend,
                type=5 if "components" in data else 3,
                channel_id=self.channel.id,
                guild_id=self.guild.id,
                user_id=person.id,
                data=data,
            )
            results[person.id] = InteractionResult(self.env, record)
            backend.emit("INTERACTION_CREATE", {**payload, "message": dict(card)})
        # simcord takes those who queue for the database's one connection for lost.
        await until(lambda: all(_is_answered(result) for result in results.values()))
        await self.settle()
        return {user_id: text_of(result) for user_id, result in results.items()}

    async def click(self, who: str, message: Any, label: str) -> InteractionResult:  # noqa: ANN401 - a message or an answer
        return await self.people[who].click(message, label=label)

    def person(self, who: str) -> MemberActor:
        return self.people[who]


def _is_answered(result: InteractionResult) -> bool:
    """Tell whether there is more to read than that the bot is thinking."""
    return result.response is not None and text_of(result) != ""


def fields(form: InteractionResult) -> dict[str, dict[str, str]]:
    """Return the fields of a form by their keys: `label`, `description` and `value`."""
    assert form.modal is not None, form
    return {
        label["component"]["custom_id"]: {
            "label": label["label"],
            "description": label.get("description") or "",
            "value": label["component"].get("value") or "",
        }
        for label in form.modal["components"]
    }


def text_of(result: InteractionResult | ResponseMessage) -> str:
    """Return all that stands in an answer."""
    response = result.response if isinstance(result, InteractionResult) else result
    assert response is not None
    assert response.ephemeral
    parts = [response.content]
    for embed in response.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}: {field.value}" for field in embed.fields]
    return "\n".join(parts)


@asynccontextmanager
async def open_room(database: Database) -> AsyncIterator[RoomStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    stage = RoomStage(database)
    await stage.open()
    try:
        yield stage
        await stage.settle()
        assert [type(error) for error in stage.env.errors] == stage.expected_errors
        assert [line for line in stage.log if line not in stage.expected_log] == []
    finally:
        await stage.bot.close()
        await stage.env.shutdown()
