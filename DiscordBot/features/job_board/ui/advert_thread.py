"""How a job advert looks on Discord, and what organisers read about the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import discord

from DiscordBot.discord_ui.limits import clip, fit_embed, split_text

if TYPE_CHECKING:
    from DiscordBot.features.job_board.adverts import Advert
    from DiscordBot.features.job_board.service import Report

THREAD_TITLE: Final = 100
PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def thread_title(advert: Advert) -> str:
    """Return the title of the advert's thread."""
    return clip(f"{advert.title} at {advert.company}", THREAD_TITLE)


def facts(advert: Advert, reference: str) -> discord.Embed:
    """Return the card at the top of the thread; its author stays unknown."""
    embed = discord.Embed(title=advert.title, url=advert.url or None, colour=discord.Colour.blurple())
    is_picture = bool(advert.picture) and urlsplit(advert.picture).path.lower().endswith(PICTURES)
    if is_picture:
        embed.set_image(url=advert.picture)
    lines = {
        "Company": advert.company,
        "Location": advert.location,
        "Apply by": advert.deadline,
        "Contact": ", ".join(filter(None, (advert.contact_name, advert.contact_email))),
        "More": advert.url,
        "Picture": "" if is_picture else advert.picture,
    }
    for name, value in lines.items():
        if value:
            embed.add_field(name=name, value=value)
    return fit_embed(embed.set_footer(text=footer(reference)))


def footer(reference: str) -> str:
    """Return the line by which the bot recognises a thread of its own."""
    return f"Advert {reference}"


def messages(advert: Advert) -> list[str]:
    """Return the long texts under their headings, in as many messages as they need."""
    return split_text("\n\n".join(f"**{heading}**\n{text}" for heading, text in advert.texts))


def report_text(report: Report) -> str:
    """Return the answer to `/refresh jobs`; Discord's limit for a message is not yet applied."""
    lines = [
        f"{report.posted} adverts are new on the board, {report.already} were there before.",
        f"{report.closed} have passed their deadline." if report.closed else "",
        "Adverts that are posted already stay as they are, whatever changed in the sheet.",
        *(f"⚠️ {problem}" for problem in report.problems),
    ]
    return "\n".join(filter(None, lines))
