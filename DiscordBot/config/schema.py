"""What a configuration may consist of: the shared sections, and whatever the features declare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import create_model

from DiscordBot.config.sections import Section, SharedSections
from DiscordBot.config.values import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from DiscordBot.config.secrets import Secret
    from DiscordBot.feature import Feature


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A further file that `key` of `section` names, by default `default`, in config.toml's folder.

    The key may also be a table that names several. `read` returns what `Config.files` then holds under
    `section.key`, or for a table under `section.key.key of the table`; it raises `ConfigurationError`.
    """

    section: str
    key: str
    default: str
    read: Callable[[Path], Any]

    @property
    def name(self) -> str:
        """How `Config.files` knows it."""
        return f"{self.section}.{self.key}"

    def paths(self, document: Mapping[str, object], folder: Path) -> dict[str, Path]:
        """Find the files by their names, also when the section is wrong elsewhere; none without it."""
        section = document.get(self.section)
        if not isinstance(section, dict):
            return {}
        named = section.get(self.key, self.default)
        files = named if isinstance(named, dict) else {"": named}
        return {
            f"{self.name}.{key}" if key else self.name: folder / name.strip()
            for key, name in files.items()
            if isinstance(name, str) and name.strip()
        }


@dataclass(frozen=True, slots=True)
class Schema:
    """All that may be configured; `sections` is the whole of config.toml as one model."""

    features: Sequence[Feature]
    sections: type[SharedSections]
    secrets: Mapping[str, Secret]

    @property
    def files(self) -> Iterable[ConfigFile]:
        """What is read besides config.toml and .secrets."""
        return (file for feature in self.features for file in feature.files)

    def kinds(self) -> dict[str, type[Section]]:
        """Return the features' sections, by their names in config.toml."""
        return {name: kind for feature in self.features for name, kind in feature.sections.items()}


def schema_of(features: Sequence[Feature], shared_secrets: Iterable[Secret]) -> Schema:
    """Put together what the features declare. Raises `ValueError` if two declare the same."""
    names = [
        *SharedSections.model_fields,
        *(name for feature in features for name in feature.sections),
        *(f"channels.{channel.key}" for feature in features for channel in feature.channels),
    ]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"declared by two features: {', '.join(sorted(twice))}")
    secrets = [*shared_secrets, *(secret for feature in features for secret in feature.secrets)]
    return Schema(features, _sections(features), {secret.name: secret for secret in secrets})


def _sections(features: Sequence[Feature]) -> type[SharedSections]:
    keys: dict[str, Any] = {
        channel.key: (Channel, channel.default) for feature in features for channel in feature.channels
    }
    channels = create_model("Channels", __base__=Section, __doc__="Where the bot speaks.", **keys)
    sections: dict[str, Any] = {
        name: (kind | None, None) for feature in features for name, kind in feature.sections.items()
    }
    return create_model(
        "Sections",
        __base__=SharedSections,
        __doc__="The whole of config.toml; a section that is None is absent.",
        channels=(channels, channels()),
        **sections,
    )
