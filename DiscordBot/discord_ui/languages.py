"""Discord says in which language a person reads it; answers and descriptions of commands follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from DiscordBot.translation.language import catalogue, speak, supported

if TYPE_CHECKING:
    import discord


def speak_to(interaction: discord.Interaction[Any]) -> None:
    """Speak the language of whoever acts from now on in this task, if there are texts in it."""
    if (language := supported(str(interaction.locale))) is not None:
        speak(language)


class CommandTranslator(app_commands.Translator):
    """Gives Discord what commands and options are described as in other languages; names stay as they are."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        _context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the text in that language, None if there is none of its own."""
        language = supported(str(locale))
        text = string.message if language is None else catalogue(language).gettext(string.message)
        return None if text == string.message else text
