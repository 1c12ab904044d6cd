"""The queue's stage with campaigns on it: a programme, sponsors, organisers and a volunteer."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from DiscordBot.features.campaigns.config import Campaigns
from DiscordBot.features.campaigns.feature import FEATURE
from DiscordBot.features.campaigns.ui.cog import CampaignsParts
from DiscordBot.features.programme.schedule.sessions import Person
from DiscordBot.features.sponsors.config import Company, Sponsors
from tests.features.programme.made_up import made_up_programme, session
from tests.features.tweets.command_stage import CommandStage, fields, running, text_of
from tests.features.tweets.post_office import berlin
from tests.features.tweets.stage import QueueBot
from tests.shown_messages import controls, faces
from tests.whole_bot import front_door

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import discord
    from simcord.results import InteractionResult, ResponseMessage

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.feature import Feature
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

TRACKS = ("Data Science", "Web", "Community")
SPONSORS = Sponsors(
    levels=("Gold", "Silver"),
    companies=(
        Company.model_validate(
            {
                "name": "Spam & Eggs",
                "level": "Gold",
                "twitter": "https://x.com/spameggs_ex",
                "website": "https://spam.example",
            }
        ),
        Company(name="Ni Ltd.", level="Silver"),
    ),
)
TEMPLATE = (
    "{%macro speaker(s)%}{{s}}{%if s.twittername%} ({{s.twittername}}){%endif%}{%endmacro%}"
    '{{ ["Come see", "Meet", "Listen to"]|shuffle|first }} '
    '{{session.speaker.all()|map("applymacro", "speaker")|join(" and ")}} talk about {{session.title}}'
)
HANDLES = {"P1": {"twitter": "@first_ex"}}
PREVIEW = {"kind": "sessions", "name": "Talks", "start": "tomorrow 9:00", "every": "45 min"}


def programme(count: int) -> list[Session]:
    """Make so many talks, ten a day, and a break among them."""
    first = berlin("2027-08-02 10:00")
    talks = [
        session(
            f"T{number:03}-1",
            first + timedelta(days=number // 10, minutes=45 * (number % 10)),
            title=f"Talk number {number}",
            track=TRACKS[number % 3],
            kind="Tutorial" if number % 5 == 0 else "Talk",
            speakers=(Person(code=f"P{number}", name=f"Speaker {number}"),),
        )
        for number in range(count)
    ]
    return [session("break-1-1", first, title="Lunch", is_break=True, speakers=()), *talks]


class CampaignBot(QueueBot):
    """The queue and campaigns."""

    @property
    def campaigns(self) -> CampaignsParts:
        return self.front_door(CampaignsParts)


class CampaignStage(CommandStage):
    """The stage; `sessions` are what the programme has."""

    kind = CampaignBot
    bot: CampaignBot

    @property
    def config(self) -> Config:
        return super().config.with_section(SPONSORS).with_section(Campaigns(most_tweets=150))

    @property
    def features(self) -> tuple[Feature, ...]:
        programme = made_up_programme(lambda: self.sessions, lambda code: HANDLES.get(code, {}))
        return (front_door("programme", programme), *super().features, FEATURE)

    async def open(self) -> None:
        self.sessions = programme(3)
        self.network.left = Decimal(20)
        await super().open()

    async def preview(self, template: str = TEMPLATE, who: str = "ada", **options: Any) -> ResponseMessage:  # noqa: ANN401 - any option
        """Preview a campaign as an organiser does, and return the answer."""
        form = await self.result(who, "campaign preview", **{**PREVIEW, **options})
        assert list(fields(form)) == ["starter", "template"]
        return await self.fill_in(who, form, template=template)

    async def create(self, template: str = TEMPLATE, who: str = "ada", **options: Any) -> int:  # noqa: ANN401 - any option
        """Preview and create a campaign; return its number."""
        answer = await self.preview(template, who, **options)
        number = number_of(answer)
        await self.push(who, answer, "Create")
        assert "Created" in text_of(answer)
        return number

    async def push(self, who: str, message: Any, label: str) -> InteractionResult:  # noqa: ANN401 - a message or an answer
        """Press a button and wait until all is done that follows."""
        result = await self.people[who].click(message, label=label)
        await self.settle()
        return result

    async def choose(self, who: str, answer: ResponseMessage, *tweet_ids: int) -> ResponseMessage:
        """Choose tweets of a page; return the answer."""
        (select,) = [part for part in controls(answer) if part["type"] == 3]
        result = await self.people[who].select(
            answer, [str(tweet_id) for tweet_id in tweet_ids], custom_id=select["custom_id"]
        )
        await self.settle()
        assert result.response is not None
        assert result.ephemeral
        return result.response

    async def all_pages(self, who: str, answer: ResponseMessage) -> list[str]:
        """Turn all pages of an answer; return what stands on each."""
        pages = [text_of(answer)]
        while not buttons(answer)["▶"]["disabled"]:
            await self.push(who, answer, "▶")
            pages.append(text_of(answer))
        return pages

    async def open_pages(self, who: str, number: int) -> ResponseMessage:
        """Open a campaign from its card."""
        result = await self.push(who, self.campaign_card(number), "Open its tweets")
        assert result.response is not None
        assert result.ephemeral
        return result.response

    def campaign_card(self, number: int) -> discord.Message:
        """Return the one card of a campaign."""
        (card,) = self.campaign_cards(number)
        return card

    def campaign_cards(self, number: int) -> list[discord.Message]:
        return [
            message
            for message in self.messages()
            for embed in faces(message)
            if (embed.title or "").startswith(f"📣 Campaign #{number}:")
        ]

    def card_text(self, number: int) -> str:
        (embed,) = faces(self.campaign_card(number))
        return "\n".join([embed.description or "", *(f"{part.name}: {part.value}" for part in embed.fields)])

    async def tweets(self, number: int) -> list[TweetSnapshot]:
        """Return a campaign's tweets in the order in which they go out."""
        return (await self.bot.campaigns.service.snapshot(number)).in_order

    def count(self, method: str, part: str = "") -> int:
        return sum(part in path for path in self.requests(method))


def buttons(answer: ResponseMessage) -> dict[str, dict[str, Any]]:
    """Return the buttons of an answer by what stands on them."""
    return {part["label"]: {"disabled": False, **part} for part in controls(answer) if "label" in part}


def number_of(answer: ResponseMessage) -> int:
    found = re.search(r"campaign #(\d+)", faces(answer)[0].title or "")
    assert found is not None
    return int(found[1])


@asynccontextmanager
async def open_campaigns(database: Database) -> AsyncIterator[CampaignStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    stage = CampaignStage(database)
    async with running(stage):
        yield stage


def told(result: InteractionResult) -> str:
    """Return what somebody was told in reply to a press, besides the message that they pressed on."""
    return "\n".join(text_of(answer) for answer in (*result.followups, *filter(None, [result.response])))
