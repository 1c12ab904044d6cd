"""Settings that may change while the bot runs, and outlive it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlmodel import select

from DiscordBot.config.values import suggestion
from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.settings.models import StoredSetting
from DiscordBot.core.settings.setting_kinds import NotAcceptedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.core.settings.setting_kinds import SettingKind, SettingValue


class SettingRefusedError(Exception):
    """A setting was not changed; the text tells whoever tried why, and what to type instead."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that organisers may change; `configured` is what config.toml or its default says."""

    name: str
    meaning: str
    kind: SettingKind
    configured: SettingValue


@dataclass(frozen=True, slots=True)
class CurrentSetting:
    """A setting and what counts now; `changed_at` (UTC) is None where that is config.toml's value."""

    setting: Setting
    value: SettingValue
    changed_at: datetime | None = None

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return self.setting.kind.show(self.value)


@dataclass(frozen=True, slots=True)
class SettingChange:
    """What member `by` changed, with the values as people read them."""

    name: str
    before: str
    after: str
    by: int

    @property
    def line(self) -> str:
        """What the organisers' log says of it."""
        return f"⚙️ <@{self.by}> changed `{self.name}` from {self.before} to {self.after}."


class Settings:
    """What counts now: a value set on Discord, else the one of config.toml.

    `write_log` gets every change for the organisers' log; `on_error` what a listener raises, and where.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        known: Iterable[Setting],
        *,
        write_log: Callable[[SettingChange], None],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._database = database
        self._clock = clock
        self._current = {setting.name: CurrentSetting(setting, setting.configured) for setting in known}
        self._write_log = write_log
        self._on_error = on_error
        self._listeners: dict[str, list[Callable[[], Awaitable[object]]]] = {}
        self._unusable: list[str] = []
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Read what was set before; of features that are off now it is kept and not used."""
        async with self._database.read() as session:
            stored = (await session.execute(select(StoredSetting))).scalars().all()
        for row in stored:
            if row.name in self._current:
                self._take(row)

    def get(self, name: str) -> SettingValue:
        """Return the value that counts now. Raises `KeyError` for a name that is not known."""
        return self._current[name].value

    def number(self, name: str) -> int:
        """Return the value of a `WholeNumber`."""
        value = self.get(name)
        if not isinstance(value, int):
            raise TypeError(f"{name} is no number")
        return value

    def switch(self, name: str) -> bool:
        """Return the value of a `Switch`."""
        return bool(self.get(name))

    def choice(self, name: str) -> str:
        """Return the value of a `Choice`."""
        return str(self.get(name))

    def dollars(self, name: str) -> Decimal:
        """Return the value of `Dollars`."""
        return Decimal(str(self.get(name)))

    def words(self, name: str) -> tuple[str, ...]:
        """Return the value of `Hashtags`."""
        value = self.get(name)
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is no list")
        return value

    def all(self) -> tuple[CurrentSetting, ...]:
        """Return every setting in the order in which they were made known."""
        return tuple(self._current.values())

    def listen(self, name: str, listener: Callable[[], Awaitable[object]]) -> None:
        """Call `listener` after each change of the setting, before whoever changed it is answered."""
        self._listeners.setdefault(name, []).append(listener)

    async def set(self, name: str, text: str, by: int) -> SettingChange:
        """Change a setting to what a member typed. Raises `SettingRefusedError`."""
        setting = self._known(name)
        try:
            value = setting.kind.read(text)
        except NotAcceptedError as error:
            raise SettingRefusedError(f"`{setting.name}` {error}.") from None
        row = StoredSetting(name=name, value=setting.kind.write(value), changed_at=self._clock.now())
        return await self._change(CurrentSetting(setting, value, row.changed_at), row, by)

    async def reset(self, name: str, by: int) -> SettingChange:
        """Let config.toml decide again. Raises `SettingRefusedError`."""
        setting = self._known(name)
        return await self._change(CurrentSetting(setting, setting.configured), None, by)

    def findings(self) -> tuple[Finding, ...]:
        """Tell what differs from config.toml, so that nobody wonders why editing it changes nothing."""
        remedy = "Set it again with `/settings set`; until then config.toml's value counts."
        unusable = tuple(
            Finding(f"setting {name}", Level.WARNING, "What was stored cannot be used.", remedy)
            for name in self._unusable
        )
        changed = [current.setting.name for current in self.all() if current.changed_at is not None]
        if not changed:
            return unusable
        return (*unusable, Finding("settings", Level.OK, f"Changed on Discord: {', '.join(changed)}."))

    def _known(self, name: str) -> Setting:
        current = self._current.get(name)
        if current is not None:
            return current.setting
        meant = suggestion(name, list(self._current))
        hint = f" Did you mean `{meant}`?" if meant else " `/settings show` lists them all."
        raise SettingRefusedError(f"There is no such setting.{hint}")

    def _take(self, row: StoredSetting) -> None:
        setting = self._current[row.name].setting
        try:
            self._current[row.name] = CurrentSetting(setting, setting.kind.read(row.value), row.changed_at)
        except NotAcceptedError:
            self._unusable.append(row.name)

    async def _change(self, new: CurrentSetting, row: StoredSetting | None, by: int) -> SettingChange:
        name = new.setting.name
        # Memory and database change in the same order, also when two organisers are at it.
        async with self._turn:
            await self._store(name, row)
            before = self._current[name]
            self._current[name] = new
        self._unusable = [unusable for unusable in self._unusable if unusable != name]
        change = SettingChange(name, before.shown, new.shown, by)
        if new.value != before.value:
            self._write_log(change)
            await self._tell_listeners(name)
        return change

    async def _store(self, name: str, row: StoredSetting | None) -> None:
        async with self._database.transaction() as session:
            if row is not None:
                await session.merge(row)
            elif (stored := await session.get(StoredSetting, name)) is not None:
                await session.delete(stored)

    async def _tell_listeners(self, name: str) -> None:
        for listener in self._listeners.get(name, ()):
            try:
                await listener()
            except Exception as error:  # noqa: BLE001 - the setting is changed, whatever a feature makes of it
                self._on_error(error, f"the change of {name}")
