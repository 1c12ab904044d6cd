"""The templates of benefits, tried for every sponsor who gets them, and for one who is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.sponsors.catalogue import Catalogue
from DiscordBot.features.sponsors.config import Company, Sponsors
from DiscordBot.templating.findings import template_fault
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.features.sponsors.config import Benefit

MADE_UP = "Example Inc."


async def probe(config: Config, _session: aiohttp.ClientSession) -> tuple[Finding, ...]:
    """Render every template before a start."""
    catalogue = Catalogue(config.require(Sponsors), config.conference)
    faults = await template_faults(catalogue, Templates(config.conference.timezone))
    return faults or (Finding("sponsors", Level.OK, "All templates of benefits can be used."),)


async def template_faults(catalogue: Catalogue, templates: Templates) -> tuple[Finding, ...]:
    """Return what is wrong with the templates of benefits, nothing if all is well."""
    found = [await _fault(benefit, catalogue, templates) for benefit in catalogue.benefits]
    return tuple(finding for finding in found if finding is not None)


async def _fault(benefit: Benefit, catalogue: Catalogue, templates: Templates) -> Finding | None:
    if benefit.template is None:
        return None
    # Sponsors may come later, and have neither handle nor address.
    made_up = [Company(name=MADE_UP, level=level) for level in benefit.levels]
    getting_it = [company for company in catalogue.companies if company.level in benefit.levels]
    contexts = {company.name: catalogue.context(company, benefit) for company in [*made_up, *getting_it]}
    return await template_fault(
        templates, f"sponsors: template of «{benefit.name}»", benefit.template, contexts
    )
