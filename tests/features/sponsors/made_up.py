"""Sponsors as a configuration has them."""

from __future__ import annotations

from datetime import date

from DiscordBot.config.sections import Conference
from DiscordBot.features.sponsors.config import Benefit, Company, Sponsors
from tests.features.tweets.post_office import BERLIN

CONFERENCE = Conference(
    name="PyCon Example",
    timezone=BERLIN,
    first_day=date(2027, 7, 14),
    last_day=date(2027, 7, 16),
    website="https://example.org",
)
THANKS, LOGO, SPEECH = "Thank-you tweet", "Logo on the website", "Tweet about the booth"
SPAM, NI = "Spam & Eggs", "Ni Ltd."
TEMPLATE = (
    "{{ sponsor }} ({{ sponsor.twittername }}) is {{ level }} sponsor of {{ conference }}: {{ benefit }}"
)
TEXT = "Spam & Eggs (@spameggs_ex) is Gold sponsor of PyCon Example: Thank-you tweet"


def sponsors(template: str = TEMPLATE, *, spam: str = SPAM) -> Sponsors:
    """Return two sponsors; `template` is that of the thank-you tweet, `spam` what the first is called."""
    return Sponsors(
        levels=("Gold", "Silver"),
        benefits=(
            Benefit(name=THANKS, levels=("Gold", "Silver"), template=template),
            Benefit(name=LOGO, levels=("Gold", "Silver")),
            Benefit(name=SPEECH, levels=("Gold",), template="Visit {{ sponsor }}! {{ sponsor.website }}"),
        ),
        companies=(
            Company(name=NI, level="Silver"),
            Company.model_validate(
                {
                    "name": spam,
                    "level": "Gold",
                    "twitter": "x.com/spameggs_ex",
                    "mastodon": "https://eggs.example/@spam",
                    "website": "https://spam.example",
                }
            ),
        ),
    )
