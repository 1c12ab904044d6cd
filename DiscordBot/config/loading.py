"""The configuration: config.toml, the files that it names, and the secrets.

Only this package reads configuration files or the environment.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import ConfigDict, Field, SkipValidation

from DiscordBot.config.files import ConfigurationError, mistake, read_text
from DiscordBot.config.mistakes import parse_sections, room_warnings
from DiscordBot.config.schema import Schema, schema_of
from DiscordBot.config.secrets import (
    DATABASE_PASSWORD,
    DISCORD_BOT_TOKEN,
    SECRETS_FILE,
    Secrets,
    build_secrets,
    check_secrets,
    needed_secrets,
    parse_secrets,
    webhook_names,
)
from DiscordBot.config.sections import Section, SharedSections
from DiscordBot.config.toml_text import read_toml
from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from DiscordBot.feature import Feature

CONFIG_FILE = "config.toml"
LOCAL_CONFIG_FILE = "config.local.toml"

Kind = TypeVar("Kind", bound=Section)
Result = TypeVar("Result")


class Config(SharedSections):
    """All that was configured; `warnings` are findings that keep nothing from working.

    `features` holds the features' sections by their names, `files` what the files say that they name, see
    `ConfigFile`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    features: SkipValidation[Mapping[str, Section]]
    channels: Mapping[str, str | int]
    file: Path = Path(CONFIG_FILE)
    files: Mapping[str, Any] = Field(default_factory=dict)
    secrets: Secrets = Secrets()
    warnings: tuple[Finding, ...] = ()
    known: Any = Field(default=None, repr=False, exclude=True)
    """The `Schema` of the file; pydantic, which shall not look into it, is not told so."""

    def section(self, kind: type[Kind]) -> Kind | None:
        """Return a feature's section; None if it is absent."""
        return next((section for section in self.features.values() if isinstance(section, kind)), None)

    def require(self, kind: type[Kind]) -> Kind:
        """Return a section that is there. Raises `LookupError` if it is not."""
        found = self.section(kind)
        if found is None:
            raise LookupError(f"the configuration has no {kind.__name__}")
        return found

    def has(self, *names: str) -> bool:
        """Tell whether all these sections of features are there, by their names in config.toml."""
        return self.features.keys() >= {*names}

    def has_any(self, names: str | tuple[str, ...]) -> bool:
        """Tell whether this section of a feature is there, or any of these."""
        return not self.features.keys().isdisjoint((names,) if isinstance(names, str) else names)

    def with_section(self, section: Section) -> Self:
        """Return the configuration with another section of that kind."""
        (name,) = (name for name, kind in self._schema.kinds().items() if kind is type(section))
        return self.model_copy(update={"features": {**self.features, name: section}})

    def read_again(self) -> Config:
        """Read the sections again, for what may change while the bot runs; all else stays.

        Raises `ConfigurationError` with all problems of the file.
        """
        sections, mistakes = parse_sections(_read_document(self.file), self.file.name, self._schema)
        if sections is None:
            raise ConfigurationError(tuple(mistakes))
        return self.model_copy(update=_fields(sections, self._schema))

    @property
    def _schema(self) -> Schema:
        if not isinstance(self.known, Schema):
            raise TypeError("this configuration was read from no file")
        return self.known


def find_config_file(root: Path, given: Path | None = None) -> Path:
    """Choose the file: `given`, else config.local.toml in `root` or in its DiscordBot/, else config.toml.

    The file named need not exist; `load_config` says so then.
    """
    if given is not None:
        return given
    local_files = (root / LOCAL_CONFIG_FILE, root / "DiscordBot" / LOCAL_CONFIG_FILE)
    return next((file for file in local_files if file.exists()), root / CONFIG_FILE)


def load_config(
    file: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    need_discord_token: bool = True,
    features: Sequence[Feature] | None = None,
) -> Config:
    """Read `file`, the `.secrets` and the files named next to it; `environment` wins over `.secrets`.

    Paths in the file are relative to its folder, except the database's, which is SQLAlchemy's and
    relative to the working directory. Without `features` those of the bot may have sections. Raises
    `ConfigurationError` with all problems of all files.
    """
    schema = schema_of(
        _all_features() if features is None else features, [DISCORD_BOT_TOKEN, DATABASE_PASSWORD]
    )
    findings: list[Finding] = []
    document = _collect(findings, lambda: _read_document(file))
    sections, mistakes = parse_sections(document, file.name, schema) if document is not None else (None, [])
    findings += mistakes
    files = _read_files(findings, document or {}, file.parent, schema)
    values, warnings = _read_secrets(file.parent / SECRETS_FILE, environment, schema)
    webhooks = webhook_names(document or {})
    known = schema.secrets.values()
    needed = needed_secrets(document or {}, known, need_discord_token=need_discord_token)
    findings += [*warnings, *check_secrets(values, needed, webhooks)]
    if sections is None or any(found.level is Level.ERROR for found in findings):
        # A file may be named twice.
        raise ConfigurationError(tuple(dict.fromkeys(findings)))
    config = Config(
        **_fields(sections, schema),
        file=file,
        files=files,
        secrets=build_secrets(values, [*schema.secrets, *webhooks]),
        known=schema,
    )
    return config.model_copy(update={"warnings": (*findings, *_warnings_about(config, schema))})


def file_version(file: Path) -> int:
    """Return a number that is another one after the file was changed; 0 while it is not there."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _all_features() -> Sequence[Feature]:
    # Only here, and only when they are not named: their config.py import this package.
    from DiscordBot.app import FEATURES  # noqa: PLC0415 - see above

    return FEATURES


def _fields(sections: SharedSections, schema: Schema) -> dict[str, Any]:
    """Return the fields of `Config` that config.toml fills."""
    shared = {name: getattr(sections, name) for name in SharedSections.model_fields}
    found = {name: getattr(sections, name) for name in schema.kinds()}
    channels: Section = getattr(sections, "channels")  # noqa: B009 - the model was put together at run time
    return {
        **shared,
        "channels": dict(channels),
        "features": {name: section for name, section in found.items() if section is not None},
    }


def _warnings_about(config: Config, schema: Schema) -> list[Finding]:
    of_features = (warning for feature in schema.features for warning in feature.warnings(config))
    return [
        Finding(f"{config.file.name}: {key}", Level.WARNING, detail, remedy)
        for key, detail, remedy in (*room_warnings(config), *of_features)
    ]


def _read_files(
    findings: list[Finding], document: Mapping[str, object], folder: Path, schema: Schema
) -> dict[str, Any]:
    """Read what sections name, also when they are wrong elsewhere."""
    files = [(file, *named) for file in schema.files for named in file.paths(document, folder).items()]
    contents = {name: _collect(findings, partial(file.read, path)) for file, name, path in files}
    return {name: content for name, content in contents.items() if content is not None}


def _read_document(file: Path) -> dict[str, Any]:
    text = read_text(file)
    try:
        return read_toml(text)
    except ValueError as error:
        remedy = "Correct the line; config.toml of the project shows how it is written."
        raise ConfigurationError((mistake(file.name, str(error), remedy),)) from None


def _read_secrets(
    file: Path, environment: Mapping[str, str], schema: Schema
) -> tuple[dict[str, str], list[Finding]]:
    # An empty variable is what container tools pass for one that nobody set.
    from_environment = {name: value.strip() for name, value in environment.items() if value.strip()}
    try:
        mode = file.stat().st_mode
    except OSError:
        return from_environment, []
    findings: list[Finding] = []
    text = _collect(findings, lambda: read_text(file))
    values, warnings = parse_secrets(text or "", schema.secrets)
    if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
        detail, remedy = "can be read by other users of this computer", f"Run: chmod 600 {SECRETS_FILE}"
        findings.append(Finding(SECRETS_FILE, Level.WARNING, detail, remedy))
    return values | from_environment, findings + warnings


def _collect(findings: list[Finding], read: Callable[[], Result]) -> Result | None:
    """Return what `read` returns, or None after adding its problems to `findings`."""
    try:
        return read()
    except ConfigurationError as error:
        findings.extend(error.findings)
        return None
