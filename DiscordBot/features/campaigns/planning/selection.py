"""What campaigns can be about: the programme's sessions and the sponsors, as templates speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.models import CampaignKind, CampaignRule
from DiscordBot.features.campaigns.planning.plan import Item
from DiscordBot.templating.context import Conference, Level, Session, Speaker, Sponsor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from DiscordBot.config.sections import Conference as ConferenceSection
    from DiscordBot.core.clock import Clock
    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.programme.schedule import sessions as schedule
    from DiscordBot.features.sponsors.config import Company


OF_SESSIONS = frozenset({"session", "conference"})
"""What templates about sessions can speak of."""


class Catalogue:
    """The sessions and sponsors of this moment.

    `sessions` gives what the programme has stored; `handles` gives those of a speaker by their code in
    pretalx, with their @, by the names of networks.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        conference: ConferenceSection,
        sessions: Callable[[], Iterable[schedule.Session]],
        companies: Sequence[Company],
        handles: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._clock = clock
        self._sessions = sessions
        self._companies = companies
        self._handles = handles
        self._conference = Conference(
            name=conference.name,
            website=str(conference.website or ""),
            first_day=conference.first_day,
            last_day=conference.last_day,
        )

    def items(self, campaign: Campaign) -> list[Item]:
        """Return what a campaign has one tweet for each of."""
        if campaign.kind is CampaignKind.SPONSORS:
            return [self._sponsor(company) for company in self._companies if _fits(campaign, company)]
        # Who speaks twice about the same is announced once, but each session that begins is one.
        sessions = self._sessions_of_talks() if campaign.rule is CampaignRule.BEFORE else self._talks()
        return [
            self._session(session)
            for session in sessions
            if campaign.track in {"", session.track} and campaign.session_type in {"", session.kind}
        ]

    def tracks(self) -> list[str]:
        """Return the names of all tracks."""
        return sorted({session.track for session in self._talks()} - {""})

    def types(self) -> list[str]:
        """Return the names of all types of sessions."""
        return sorted({session.kind for session in self._talks()} - {""})

    def levels(self) -> list[str]:
        """Return the levels that sponsors have, in the order of the configuration."""
        return list(dict.fromkeys(company.level for company in self._companies))

    def _talks(self) -> list[schedule.Session]:
        """Return each talk by its first session: X refuses the same text."""
        by_code: dict[str, schedule.Session] = {}
        for session in self._sessions_of_talks():
            by_code.setdefault(_code(session), session)
        return list(by_code.values())

    def _sessions_of_talks(self) -> list[schedule.Session]:
        ordered = sorted(self._sessions(), key=lambda session: (session.start, session.key))
        return [session for session in ordered if not session.is_break]

    def _session(self, session: schedule.Session) -> Item:
        told = Session(
            title=session.title,
            start=self._clock.local(session.start),
            end=self._clock.local(session.end),
            speakers=tuple(
                Speaker(speaker.name, self._handles(speaker.code)) for speaker in session.speakers
            ),
            track=session.track,
            room=session.room,
            type=session.kind,
            abstract=session.abstract,
            code=_code(session),
            url=session.url,
        )
        context = {"session": told, "conference": self._conference}
        return Item(session.key, session.title, context, session.start)

    def _sponsor(self, company: Company) -> Item:
        level = Level(company.level)
        told = Sponsor(company.name, level, company.handles, str(company.website or ""))
        context = {"sponsor": told, "level": level, "conference": self._conference}
        return Item(company.name, company.name, context)


def _fits(campaign: Campaign, company: Company) -> bool:
    return campaign.level in {"", company.level}


def _code(session: schedule.Session) -> str:
    return session.key.rpartition("-")[0]
