"""The sponsors and benefits of the configuration, as people name them and as templates speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.config.values import suggestion
from DiscordBot.features.sponsors.errors import SponsorError
from DiscordBot.templating import context as templating_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.config.sections import Conference
    from DiscordBot.features.sponsors.config import Benefit, Company, Sponsors

LONGEST_CHOICE = 100
"""Discord's limit for what a choice stands for; so much of a name is enough to mean it."""


class Catalogue:
    """Who gets what."""

    def __init__(self, sponsors: Sponsors, conference: Conference) -> None:
        self._sponsors = sponsors
        self._conference = templating_context.Conference(
            name=conference.name,
            website=conference.website or "",
            first_day=conference.first_day,
            last_day=conference.last_day,
        )

    @property
    def companies(self) -> Sequence[Company]:
        """All sponsors, those of the highest level first."""
        levels = self._sponsors.levels
        return sorted(self._sponsors.companies, key=lambda company: levels.index(company.level))

    @property
    def benefits(self) -> Sequence[Benefit]:
        """All benefits, in the order of the configuration."""
        return self._sponsors.benefits

    def benefits_of(self, company: Company) -> Sequence[Benefit]:
        """Return what the level of a sponsor comes with."""
        return [benefit for benefit in self.benefits if company.level in benefit.levels]

    def company(self, typed: str) -> Company:
        """Return the sponsor of that name. Raises `SponsorError`."""
        by_name = {company.name: company for company in self.companies}
        name = _named(typed, by_name)
        if name is None:
            raise SponsorError(f"There is no sponsor «{typed}».{_did_you_mean(typed, by_name)}")
        return by_name[name]

    def benefit(self, company: Company, typed: str) -> Benefit:
        """Return what a sponsor gets under that name. Raises `SponsorError`."""
        by_name = {benefit.name: benefit for benefit in self.benefits_of(company)}
        name = _named(typed, by_name)
        if name is None:
            raise SponsorError(
                f"A {company.level} sponsor does not get «{typed}».{_did_you_mean(typed, by_name)}"
            )
        return by_name[name]

    def context(self, company: Company, benefit: Benefit) -> dict[str, object]:
        """Return what the template of a benefit can speak of."""
        level = templating_context.Level(company.level)
        sponsor = templating_context.Sponsor(
            name=company.name,
            level=level,
            handles=company.handles,
            website=company.website or "",
        )
        return {
            "sponsor": sponsor,
            "level": level,
            "benefit": templating_context.Benefit(benefit.name),
            "conference": self._conference,
        }


def key_of(name: str) -> str:
    """Return what is the same for a name in capitals, or with more space in it."""
    return " ".join(name.split()).casefold()


def _named(typed: str, names: Iterable[str]) -> str | None:
    wanted = key_of(typed)[:LONGEST_CHOICE].rstrip()
    found = [name for name in names if wanted == key_of(name)[:LONGEST_CHOICE].rstrip()]
    # Two names may begin alike for longer than a choice can tell.
    return found[0] if len(found) == 1 else None


def _did_you_mean(typed: str, names: Iterable[str]) -> str:
    meant = suggestion(typed, list(names))
    return f" Did you mean «{meant}»?" if meant else " `/sponsor list` shows all."
