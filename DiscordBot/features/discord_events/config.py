"""What of the configuration is about Discord's own events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BeforeValidator, model_validator

from DiscordBot.config.files import ConfigurationError, mistake
from DiscordBot.config.schema import ConfigFile
from DiscordBot.config.sections import Section
from DiscordBot.config.values import one_or_many

if TYPE_CHECKING:
    from pathlib import Path

SUBJECT = "discord_events.picture"
_LARGEST = 8 * 1024 * 1024
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8", b"GIF8")

Texts = Annotated[tuple[str, ...], BeforeValidator(one_or_many)]


class DiscordEvents(Section):
    """Sessions of these types, of these tracks, or with these codes become events; breaks never do.

    `picture` is the file of a cover for all of them, beside config.toml: PNG, JPEG or GIF, best 880 × 352.
    """

    types: Texts = ("Keynote",)
    tracks: Texts = ()
    sessions: Texts = ()
    everything: bool = False
    picture: str = ""

    @model_validator(mode="after")
    def _chooses_something(self) -> Self:
        if not (self.types or self.tracks or self.sessions or self.everything):
            raise ValueError(
                'chooses no session: name types = ["Keynote"], tracks, sessions (their codes), '
                "or say everything = true"
            )
        return self


def read_cover(file: Path) -> bytes:
    """Return the picture of a file. Raises `ConfigurationError`."""
    try:
        content = file.read_bytes()
    except (OSError, ValueError):
        detail, remedy = f"cannot read {file}", "Correct the name, or leave it out."
        raise ConfigurationError((mistake(SUBJECT, detail, remedy),)) from None
    if not content.startswith(_BEGINNINGS) or len(content) > _LARGEST:
        detail = "is no PNG, JPEG or GIF of at most 8 MB, which is what Discord takes"
        raise ConfigurationError((mistake(SUBJECT, detail, "Save it again as one of these, smaller."),))
    return content


COVER = ConfigFile("discord_events", "picture", "", read_cover)
