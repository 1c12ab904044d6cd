"""The templates that the form of a campaign offers, and which one is meant when it is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.models import CampaignKind
from DiscordBot.templating.starters import STARTERS, About, Starter, starters

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN = "The text below"
"""What is picked as long as nobody picks one of the templates."""

_ABOUT = {CampaignKind.SESSIONS: About.SESSION, CampaignKind.SPONSORS: About.SPONSOR}


def first_template(kind: CampaignKind) -> str:
    """Return the template that a new campaign begins with."""
    return starters(_ABOUT[kind])[0].template


def offered(kind: CampaignKind) -> Sequence[str]:
    """Return what can be picked."""
    return (OWN, *(starter.title for starter in starters(_ABOUT[kind])))


def chosen(picked: str, typed: str, opened_with: str) -> str:
    """Return the template that is meant: what somebody has written themselves is never thrown away."""
    starter = starter_called(picked)
    return starter.template if starter is not None and typed.strip() in {"", opened_with.strip()} else typed


def starter_called(title: str) -> Starter | None:
    """Return the template with this title."""
    meant = title.strip().casefold()
    return next((starter for starter in STARTERS if starter.title.casefold() == meant), None)
