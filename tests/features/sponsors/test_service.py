from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.features.sponsors.catalogue import Catalogue
from DiscordBot.features.sponsors.errors import ConfirmedAlreadyError, SponsorError
from DiscordBot.features.sponsors.rows import ConfirmationRows
from DiscordBot.features.sponsors.service import SponsorService
from DiscordBot.features.tweets.models import Source, TweetStatus
from DiscordBot.features.tweets.service import DraftError, NotAllowedError, Outcome
from DiscordBot.features.tweets.versions import text_for
from DiscordBot.networks.port import RejectedError
from DiscordBot.templating.templates import Templates
from tests.features.sponsors.made_up import (
    CONFERENCE,
    LOGO,
    NI,
    SPAM,
    SPEECH,
    TEMPLATE,
    TEXT,
    THANKS,
    sponsors,
)
from tests.features.tweets.post_office import BERLIN, PaperNetwork
from tests.features.tweets.queue_harness import ADA, EVE, GRACE, QueueHarness

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.sponsors.models import Confirmation


class SponsorHarness(QueueHarness):
    """The queue with sponsors in front of it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.templates = Templates(BERLIN)
        self.configure()

    def configure(self, template: str = TEMPLATE, *, spam: str = SPAM) -> None:
        """Start anew with another configuration."""
        self.rows = ConfirmationRows(self.database)
        self.sponsors = SponsorService(
            catalogue=Catalogue(sponsors(template, spam=spam), CONFERENCE),
            templates=self.templates,
            rows=self.rows,
            tweets=self.service,
            database=self.database,
            clock=self.clock,
        )

    async def confirm(self, benefit: str = THANKS, sponsor: str = SPAM) -> int | None:
        return await self.sponsors.confirm(await self.sponsors.offer(sponsor, benefit, ADA), ADA)

    async def confirmations(self) -> list[Confirmation]:
        return [*await self.rows.all()]


@pytest.fixture
async def harness(database: Database) -> SponsorHarness:
    return SponsorHarness(database)


async def test_confirming_queues_what_was_shown(harness: SponsorHarness) -> None:
    offer = await harness.sponsors.offer(SPAM, THANKS, ADA)
    assert offer.text == TEXT
    tweet_id = await harness.sponsors.confirm(offer, ADA)

    assert tweet_id is not None
    view = await harness.service.get(tweet_id)
    assert (view.text, view.source, view.author_id) == (TEXT, Source.SPONSOR, ADA.id)
    assert view.status is TweetStatus.PENDING
    (row,) = await harness.confirmations()
    assert (row.sponsor, row.benefit, row.level) == (SPAM, THANKS, "Gold")
    assert (row.tweet_id, row.confirmed_by, row.confirmed_at) == (tweet_id, ADA.id, harness.clock.now())
    assert [change.tweet_id for change in harness.changes] == [tweet_id]


async def test_what_is_no_tweet_is_only_noted(harness: SponsorHarness) -> None:
    assert await harness.confirm(LOGO) is None

    assert await harness.service.recent(1) == ()
    (row,) = await harness.confirmations()
    assert (row.benefit, row.tweet_id) == (LOGO, None)


@pytest.mark.parametrize("benefit", [THANKS, LOGO])
async def test_each_benefit_is_confirmed_once(harness: SponsorHarness, benefit: str) -> None:
    await harness.confirm(benefit)

    with pytest.raises(ConfirmedAlreadyError, match="You have confirmed"):
        await harness.confirm(benefit)
    with pytest.raises(ConfirmedAlreadyError, match=f"<@{ADA.id}> was faster"):
        await harness.sponsors.offer(SPAM.upper(), benefit, GRACE)
    await harness.confirm(benefit, NI)
    assert len(await harness.confirmations()) == 2


@pytest.mark.parametrize("benefit", [THANKS, LOGO])
async def test_two_people_confirm_together(harness: SponsorHarness, benefit: str) -> None:
    offer = await harness.sponsors.offer(SPAM, benefit, ADA)

    results = await asyncio.gather(
        *(harness.sponsors.confirm(offer, one) for one in (ADA, GRACE) * 5), return_exceptions=True
    )

    lost = [result for result in results if isinstance(result, ConfirmedAlreadyError)]
    assert len(lost) == 9
    (row,) = await harness.confirmations()
    assert row.turns == 1
    assert any(f"<@{row.confirmed_by}> was faster" in str(error) for error in lost)
    assert len(await harness.service.recent(10)) == (benefit == THANKS)


@pytest.mark.parametrize("give_up", ["deny", "cancel"])
async def test_a_tweet_that_was_given_up_makes_room(harness: SponsorHarness, give_up: str) -> None:
    first = await harness.confirm()
    assert first is not None
    await getattr(harness.service, give_up)(first, GRACE)
    harness.clock.forward(hours=1)

    second = await harness.confirm()

    assert second not in {first, None}
    (row,) = await harness.confirmations()
    assert (row.tweet_id, row.turns, row.confirmed_at) == (second, 2, harness.clock.now())
    with pytest.raises(ConfirmedAlreadyError):
        await harness.confirm()


async def test_a_tweet_that_failed_is_not_given_up(harness: SponsorHarness) -> None:
    tweet_id = await harness.confirm()
    assert tweet_id is not None
    await harness.service.approve(tweet_id, GRACE)
    harness.network.troubles.append(RejectedError("Paper does not like it."))
    await harness.outbox.work()

    assert (await harness.service.get(tweet_id)).outcome is Outcome.FAILED
    with pytest.raises(ConfirmedAlreadyError, match=f"tweet #{tweet_id}"):
        await harness.confirm()


async def test_nothing_is_noted_if_the_tweet_cannot_be_queued(harness: SponsorHarness) -> None:
    harness.configure("x" * 281)
    with pytest.raises(DraftError, match="281 characters"):
        await harness.confirm()
    harness.configure()
    with pytest.raises(NotAllowedError):
        await harness.sponsors.confirm(await harness.sponsors.offer(SPAM, THANKS, EVE), EVE)

    assert await harness.confirmations() == []


@pytest.mark.slow
@pytest.mark.usefixtures("own_processes")
@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Thanks\n{{ sponser }}", "Line 2: .*«sponser».*«sponsor»"),
        ("{{ sponsor.web }}", "Line 1: .*«web»"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "takes too long"),
        ("{{ ''.__class__ }}", "«__class__» is not available"),
    ],
)
async def test_templates_that_cannot_be_used(harness: SponsorHarness, template: str, words: str) -> None:
    harness.configure(template)

    with pytest.raises(SponsorError, match=words):
        await harness.confirm()


async def test_a_sponsor_with_another_name_is_another_one(harness: SponsorHarness) -> None:
    tweet_id = await harness.confirm()
    harness.configure(spam="Spam Inc.")

    new, _, old = await harness.sponsors.statuses()

    assert (new.sponsor, [given.confirmation for given in new.given]) == ("Spam Inc.", [None] * 3)
    assert (old.sponsor, old.is_configured) == (SPAM, False)
    assert [given.tweet.id for given in old.given if given.tweet] == [tweet_id]
    assert await harness.confirm(sponsor="Spam Inc.") != tweet_id


async def test_how_far_the_benefits_are(harness: SponsorHarness) -> None:
    await harness.confirm()
    await harness.confirm(LOGO, NI)

    spam, ni = await harness.sponsors.statuses()

    assert [(given.benefit, given.confirmation is not None) for given in spam.given] == [
        (THANKS, True),
        (LOGO, False),
        (SPEECH, False),
    ]
    assert [given.tweet.text for given in spam.given if given.tweet] == [TEXT]
    assert [(given.confirmation is not None, given.tweet) for given in ni.given] == [
        (False, None),
        (True, None),
    ]


async def test_people_are_forgotten_and_confirmations_are_not(harness: SponsorHarness) -> None:
    await harness.confirm(LOGO)
    await harness.sponsors.forget_people()

    assert [row.confirmed_by for row in await harness.confirmations()] == [None]
    with pytest.raises(
        ConfirmedAlreadyError, match=r"^«Logo on the website» for Spam & Eggs was confirmed <t:"
    ):
        await harness.confirm(LOGO)


@pytest.mark.parametrize(
    ("template", "level", "detail"),
    [
        (TEMPLATE, Level.OK, "2 sponsors are configured."),
        (
            "{{ sponsor.website }}",
            Level.ERROR,
            "For Example Inc.: it makes no text.",
        ),
        ("{{ sponser }}", Level.ERROR, "Line 1: Nothing is known as «sponser». Did you mean «sponsor»?"),
        (
            '{% if sponsor.name == "Ni Ltd." %}{{ sponsor.web }}{% endif %}Thanks',
            Level.ERROR,
            "For Ni Ltd.: Line 1: There is no «web» in a sponsor. Did you mean «website»?",
        ),
    ],
)
async def test_templates_are_tried_before_they_are_needed(
    harness: SponsorHarness, template: str, level: Level, detail: str
) -> None:
    harness.configure(template)
    await harness.sponsors.try_templates()

    (finding,) = await harness.sponsors.findings()
    assert (finding.level, finding.detail) == (level, detail)


async def test_each_network_gets_its_own_handle_of_the_sponsor(harness: SponsorHarness) -> None:
    names = ("twitter", "mastodon", "bluesky")
    harness.open_with(*(PaperNetwork(harness.clock, name=name) for name in names))
    harness.configure("Thank you, {{ sponsor|social or sponsor }}!")

    tweet_id = await harness.confirm()

    assert tweet_id is not None
    tweet = await harness.service.get(tweet_id)
    assert tweet.networks == list(names)
    assert {name: text_for(tweet, name) for name in names} == {
        "twitter": "Thank you, @spameggs_ex!",
        "mastodon": "Thank you, @spam@eggs.example!",
        "bluesky": "Thank you, Spam & Eggs!",
    }
