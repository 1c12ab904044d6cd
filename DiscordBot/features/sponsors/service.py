"""What sponsors get: each benefit is confirmed once, and those that are tweets are queued by that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.sponsors.catalogue import key_of
from DiscordBot.features.sponsors.errors import SponsorError
from DiscordBot.features.sponsors.template_check import template_faults
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.versions import collapsed
from DiscordBot.templating.errors import TemplateError
from DiscordBot.templating.templates import NO_NETWORK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.sponsors.catalogue import Catalogue
    from DiscordBot.features.sponsors.config import Benefit, Company
    from DiscordBot.features.sponsors.models import Confirmation
    from DiscordBot.features.sponsors.rows import ConfirmationRows
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService, TweetSnapshot
    from DiscordBot.templating.templates import Templates


@dataclass(frozen=True, slots=True)
class Offer:
    """A benefit that can be confirmed; `text` is that of its tweet, None if there shall be none.

    `texts` are the own ones of networks, by their names; such a tweet is for the `networks` that it was made
    for, since on others the handles in it may be somebody else's.
    """

    company: Company
    benefit: Benefit
    text: str | None
    texts: Mapping[str, str] = field(default_factory=dict)
    networks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A benefit by name; `confirmation` is None if it is still to be confirmed, `tweet` if it is no tweet."""

    benefit: str
    confirmation: Confirmation | None = None
    tweet: TweetSnapshot | None = None


@dataclass(frozen=True, slots=True)
class SponsorStatus:
    """How far a sponsor's benefits are; `is_configured` is False for one that is called otherwise now."""

    sponsor: str
    level: str
    given: tuple[Given, ...]
    is_configured: bool = True


@dataclass(slots=True, kw_only=True)
class SponsorService:
    """Confirms benefits. Who may do so is the caller's to see to; the queue asks its policy as well."""

    catalogue: Catalogue
    templates: Templates
    rows: ConfirmationRows
    tweets: TweetService
    database: Database
    clock: Clock
    _findings: tuple[Finding, ...] = field(default=(), init=False)

    async def offer(self, sponsor: str, benefit: str, actor: Actor, *, as_tweet: bool = True) -> Offer:
        """Return what confirming would do. Raises `SponsorError`, also if it was confirmed before.

        Without `as_tweet` the benefit is only noted, since the sponsor got it in another way.
        """
        company = self.catalogue.company(sponsor)
        wanted = self.catalogue.benefit(company, benefit)
        await self.rows.check_free(company, wanted, actor)
        if wanted.template is None or not as_tweet:
            return Offer(company, wanted, None)
        names = tuple(network.name for network in self.tweets.usual_networks(Source.SPONSOR))
        try:
            texts = await self.templates.render_for(
                wanted.template,
                self.catalogue.context(company, wanted),
                (*names, NO_NETWORK),
            )
        except TemplateError as error:
            raise SponsorError(
                f"The template of «{wanted.name}» cannot be used for {company.name}.\n{error}\n"
                "Correct it in the configuration, and restart me."
            ) from None
        if len(set(texts.values())) == 1:
            return Offer(company, wanted, texts[NO_NETWORK])
        return Offer(company, wanted, *collapsed({name: texts[name] for name in names}), networks=names)

    async def prepare(self, offer: Offer, actor: Actor) -> PreparedDraft | None:
        """Return the tweet of an offer, checked and measured, or None. Raises `TweetError`."""
        if offer.text is None:
            return None
        return await self.tweets.prepare(
            Draft(
                text=offer.text,
                texts=offer.texts,
                networks=offer.networks,
                source=Source.SPONSOR,
                author=actor,
            )
        )

    async def confirm(self, offer: Offer, actor: Actor) -> int | None:
        """Confirm an offer; return the number of its tweet, if it is one.

        Raises `ConfirmedAlreadyError` if somebody was faster, and `TweetError`.
        """
        prepared = await self.prepare(offer, actor)
        async with self.database.transaction() as session:
            row = await self.rows.take(session, offer.company, offer.benefit, actor, self.clock.now())
            if prepared is not None:
                draft = replace(prepared.draft, source_key=_source_key(offer, row.turns))
                row.tweet_id = await self.tweets.store(session, replace(prepared, draft=draft))
        if row.tweet_id is not None:
            await self.tweets.announce([row.tweet_id])
        return row.tweet_id

    async def statuses(self) -> list[SponsorStatus]:
        """Return all sponsors, the highest level first, then what was confirmed under other names."""
        rows = {(row.sponsor_key, row.benefit_key): row for row in await self.rows.all()}
        tweet_ids = [row.tweet_id for row in rows.values() if row.tweet_id is not None]
        tweets: dict[int | None, TweetSnapshot] = {
            tweet.id: tweet for tweet in await self.tweets.get_all(tweet_ids)
        }
        statuses = []
        for company in self.catalogue.companies:
            given = []
            for benefit in self.catalogue.benefits_of(company):
                row = rows.pop((key_of(company.name), key_of(benefit.name)), None)
                given.append(Given(benefit.name, row, tweets.get(row.tweet_id) if row else None))
            statuses.append(SponsorStatus(company.name, company.level, tuple(given)))
        return statuses + [
            SponsorStatus(
                row.sponsor,
                row.level,
                (Given(row.benefit, row, tweets.get(row.tweet_id)),),
                is_configured=False,
            )
            for row in rows.values()
        ]

    async def try_templates(self) -> None:
        """Try every template, for `findings` to tell what is wrong."""
        problems = await template_faults(self.catalogue, self.templates)
        count = len(self.catalogue.companies)
        self._findings = problems or (Finding("sponsors", Level.OK, f"{count} sponsors are configured."),)

    async def findings(self) -> tuple[Finding, ...]:
        """Return what `try_templates` has found."""
        return self._findings

    async def forget_people(self) -> None:
        """Forget who confirmed what."""
        await self.rows.forget_people()


def _source_key(offer: Offer, turn: int) -> str:
    names = f"{key_of(offer.company.name)}\n{key_of(offer.benefit.name)}"
    return f"sponsor:{hashlib.sha256(names.encode()).hexdigest()[:32]}:{turn}"
