"""What of the configuration is about sponsors."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from DiscordBot.config.sections import Section, with_keys
from DiscordBot.config.values import Link, Text, Texts, list_to_tuple
from DiscordBot.networks.handles import SPELLINGS, handles


class Benefit(Section):
    """What sponsors of some `levels` get; with a `template` it is a tweet, without one only noted as done."""

    name: Text = Field(examples=["Thank-you tweet"])
    levels: Texts = Field(min_length=1, examples=[("Gold", "Silver")])
    template: Text | None = Field(
        default=None, examples=["{{ sponsor }} is our {{ level }} sponsor. Thank you! {{ sponsor.website }}"]
    )


@with_keys(
    {
        network: (Text | None, Field(default=None, examples=[spelling.example]))
        for network, spelling in SPELLINGS.items()
    }
)
class Company(Section):
    """One sponsor; its handle on each network that has some is a key with the network's name."""

    name: Text = Field(examples=["Example Inc."])
    level: Text = Field(examples=["Gold"])
    website: Link | None = Field(default=None, examples=["https://example.com"])

    @property
    def handles(self) -> dict[str, str]:
        """The handles with their @, by the names of networks, of those networks where it has one."""
        return handles({network: getattr(self, network) for network in SPELLINGS})


class Sponsors(Section):
    """The sponsors and what each level gets; `levels` begins with the highest."""

    levels: Texts = Field(min_length=1, examples=[("Gold", "Silver")])
    benefits: Annotated[tuple[Benefit, ...], BeforeValidator(list_to_tuple)] = ()
    companies: Annotated[tuple[Company, ...], BeforeValidator(list_to_tuple)] = ()

    @model_validator(mode="after")
    def _of_known_levels(self) -> Sponsors:
        used = {level for benefit in self.benefits for level in benefit.levels}
        unknown = sorted((used | {company.level for company in self.companies}) - {*self.levels})
        if unknown:
            raise ValueError(f"has no such level: {', '.join(unknown)}")
        for kind, names in (
            ("company", [company.name for company in self.companies]),
            ("benefit", [benefit.name for benefit in self.benefits]),
        ):
            twice = sorted(name for name, count in Counter(map(str.casefold, names)).items() if count > 1)
            if twice:
                raise ValueError(f"has a {kind} twice: {', '.join(twice)}")
        return self
