from __future__ import annotations

import pytest

from DiscordBot.features.sponsors.catalogue import Catalogue
from DiscordBot.features.sponsors.config import Benefit, Company, Sponsors
from DiscordBot.features.sponsors.errors import SponsorError
from DiscordBot.templating.context import Level, Sponsor
from tests.features.sponsors.made_up import CONFERENCE, LOGO, NI, SPAM, SPEECH, THANKS, sponsors

CATALOGUE = Catalogue(sponsors(), CONFERENCE)


def test_the_highest_level_comes_first() -> None:
    assert [company.name for company in CATALOGUE.companies] == [SPAM, NI]


@pytest.mark.parametrize("typed", [SPAM, " spam  &\teggs ", "SPAM & EGGS"])
def test_names_are_understood_however_they_are_typed(typed: str) -> None:
    assert CATALOGUE.company(typed).name == SPAM


def test_the_level_decides_what_a_sponsor_gets() -> None:
    spam, ni = CATALOGUE.company(SPAM), CATALOGUE.company(NI)
    assert [benefit.name for benefit in CATALOGUE.benefits_of(spam)] == [THANKS, LOGO, SPEECH]
    assert [benefit.name for benefit in CATALOGUE.benefits_of(ni)] == [THANKS, LOGO]
    assert CATALOGUE.benefit(spam, SPEECH.upper()).name == SPEECH
    with pytest.raises(SponsorError, match="A Silver sponsor does not get"):
        CATALOGUE.benefit(ni, SPEECH)


def test_what_was_perhaps_meant() -> None:
    with pytest.raises(SponsorError, match="Did you mean «Spam & Eggs»"):
        CATALOGUE.company("Spam and Eggs")
    with pytest.raises(SponsorError, match="`/sponsor list` shows all"):
        CATALOGUE.company("?")


def test_long_names_are_known_by_what_a_choice_can_tell() -> None:
    name, other = "Company " * 20 + "One", "Company " * 15 + "Two"
    companies = tuple(Company(name=one, level="Gold") for one in (name, other))
    catalogue = Catalogue(Sponsors(levels=("Gold",), companies=companies), CONFERENCE)
    with pytest.raises(SponsorError):
        catalogue.company(name[:100])
    benefit = Benefit(name="Benefit " * 20, levels=("Gold",))
    catalogue = Catalogue(
        Sponsors(levels=("Gold",), companies=companies[:1], benefits=(benefit,)), CONFERENCE
    )
    company = catalogue.company(name[:100])
    assert company.name == name
    assert catalogue.benefit(company, benefit.name[:100]) == benefit


def test_what_templates_can_speak_of() -> None:
    company = CATALOGUE.company(SPAM)
    context = CATALOGUE.context(company, CATALOGUE.benefit(company, THANKS))
    assert {name: str(value) for name, value in context.items()} == {
        "sponsor": SPAM,
        "level": "Gold",
        "benefit": THANKS,
        "conference": "PyCon Example",
    }
    assert context["sponsor"] == Sponsor(
        SPAM,
        Level("Gold"),
        {"twitter": "@spameggs_ex", "mastodon": "@spam@eggs.example"},
        "https://spam.example",
    )
    about_ni = CATALOGUE.context(CATALOGUE.company(NI), CATALOGUE.benefits[0])
    assert about_ni["sponsor"] == Sponsor(NI, Level("Silver"))
