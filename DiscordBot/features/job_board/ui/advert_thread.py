"""How a job advert looks on Discord, and what organisers read about the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.discord_ui.texts.limits import EMBED_TITLE, clip, fit_embed, split_text
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line

if TYPE_CHECKING:
    from DiscordBot.features.job_board.adverts import Advert
    from DiscordBot.features.job_board.service import Report

THREAD_TITLE = 100


def thread_title(advert: Advert) -> str:
    """Return the title of the advert's thread."""
    return clip(f"{advert.title} at {advert.company}", THREAD_TITLE)


def facts(advert: Advert, reference: str, picture: str) -> discord.Embed:
    """Return the card at the top of the thread; its author stays unknown.

    `picture` is where the advert's can be seen, or empty.
    Adverts are the words of strangers: all is plain text, and links are shown whole.
    """
    title = shown_line(clip(advert.title, EMBED_TITLE))
    embed = discord.Embed(title=title, url=advert.url or None, colour=discord.Colour.blurple())
    if picture:
        embed.set_image(url=picture)
    lines = {
        "Company": advert.company,
        "Location": advert.location,
        "Apply by": advert.deadline,
        "Contact": ", ".join(filter(None, (advert.contact_name, advert.contact_email))),
        "More": advert.url,
        "Picture": "" if picture == advert.picture else advert.picture,
    }
    for name, value in lines.items():
        if value:
            embed.add_field(name=name, value=shown(value))
    return fit_embed(embed.set_footer(text=footer(reference)))


def footer(reference: str) -> str:
    """Return the line by which the bot recognises a thread of its own."""
    return f"Advert {reference}"


def messages(advert: Advert) -> list[str]:
    """Return the long texts under their headings, in as many messages as they need."""
    return split_text("\n\n".join(f"**{heading}**\n{shown(text)}" for heading, text in advert.texts))


def report_text(report: Report) -> str:
    """Return the answer to `/refresh jobs`; Discord's limit for a message is not yet applied."""
    lines = [
        f"{report.posted} adverts are new on the board, {report.already} were there before.",
        f"{report.closed} have passed their deadline." if report.closed else "",
        f"{report.edited} were edited by their authors, and their threads follow." if report.edited else "",
        f"{report.waiting} wait for approval." if report.waiting else "",
        "Adverts that are posted already stay as they are, whatever changed in the sheet.",
        *(f"⚠️ {problem}" for problem in report.problems),
    ]
    return "\n".join(filter(None, lines))
