"""What people press below sessions' cards and in their threads, and the forms that open."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time, parts_of
from DiscordBot.discord_ui.components import persistent_button
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.forms import Field
from DiscordBot.features.session_threads.errors import ThreadError
from DiscordBot.features.session_threads.keeping import ANSWERED, ASK, RATE, REOPEN, RESULTS, buttons_of
from DiscordBot.features.session_threads.service import LONGEST_COMMENT, Person
from DiscordBot.features.session_threads.texts import LONGEST_QUESTION, post_face, results_face
from DiscordBot.features.session_threads.ui.threads import thread_link
from DiscordBot.translation.language import speaking, tr, translatable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from DiscordBot.discord_ui.cards.buttons import Press
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.session_threads.models import SessionThread
    from DiscordBot.features.session_threads.service import SessionThreadService

FEATURE = "session_threads"
_QUESTION, _STARS, _COMMENT = "question", "stars", "comment"
_PRIMARY, _SECONDARY = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
_LOOKS = {
    ASK: (translatable("Ask without your name"), _PRIMARY, "🙋"),
    ANSWERED: (translatable("Mark as answered"), _SECONDARY, "✅"),
    REOPEN: (translatable("Not answered yet"), _SECONDARY, "↩️"),
    RATE: (translatable("Rate this session"), _PRIMARY, "⭐"),
    RESULTS: (translatable("Results"), _SECONDARY, "📊"),
}


class ThreadButtons:
    """Asks the service for whoever presses; `language` is the one of what everybody reads."""

    def __init__(
        self,
        service: SessionThreadService,
        *,
        staff: Staff,
        reporter: ErrorReporter,
        forms: Forms,
        retention_days: int,
        language: str,
    ) -> None:
        self._service = service
        self._staff = staff
        self._retention_days = retention_days
        self._language = language
        self._question_form = forms.kind("ask", self._asked, numbers=1)
        self._rating_form = forms.kind("rate", self._rated, numbers=1)
        handlers: dict[str, Press] = {
            ASK: self._ask,
            ANSWERED: partial(self._mark, is_answered=True),
            REOPEN: partial(self._mark, is_answered=False),
            RATE: self._rate,
            RESULTS: self._results,
        }
        self.by_name: dict[str, type[PersistentButton]] = {
            name: persistent_button(
                feature=FEATURE,
                action=name,
                label=label,
                style=style,
                emoji=emoji,
                handler=handlers[name],
                reporter=reporter,
            )
            for name, (label, style, emoji) in _LOOKS.items()
        }

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """All kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return tuple(self.by_name.values())

    def ask_button(self, number: int | None) -> PersistentButton | None:
        """Return the button for questions in a thread, to be put below a session; None for no thread."""
        return None if number is None else self.by_name[ASK](number)

    async def _ask(self, interaction: discord.Interaction[Any], number: int) -> None:
        with refusals():
            await self._service.open_thread(number)
        # Whoever is shy shall know beforehand who could learn of it.
        privacy = tr(
            "Only organisers can look up who asked, against abuse, until {days} days after the conference."
        ).format(days=self._retention_days)
        field = Field(
            key=_QUESTION,
            label=tr("Your question"),
            description=privacy,
            max_length=LONGEST_QUESTION,
            is_long=True,
            is_required=True,
        )
        form = self._question_form.form(tr("Ask without your name"), [field], number)
        await interaction.response.send_modal(form)

    async def _asked(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        (number,) = numbers

        async def work() -> Answer:
            thread = await self._service.ask(number, self._person(interaction), typed[_QUESTION])
            told = tr("🙋 Your question will be in the thread in a moment, without your name: {link}")
            return Answer(told.format(link=_link(interaction, thread)))

        with refusals():
            await answer_in_time(interaction, work())

    async def _mark(self, interaction: discord.Interaction[Any], number: int, *, is_answered: bool) -> None:
        with refusals():
            post = await self._service.mark(number, self._person(interaction), is_answered=is_answered)
        with speaking(self._language):
            buttons = [self.by_name[button.name](button.number) for button in buttons_of(post)]
            shown = parts_of(Answer(face=post_face(post), buttons=buttons))
        await interaction.response.edit_message(**shown)

    async def _rate(self, interaction: discord.Interaction[Any], number: int) -> None:
        with refusals():
            await self._service.rated_thread(number)
        worst_to_best = (
            tr("1 – poor"),
            tr("2 – fair"),
            tr("3 – good"),
            tr("4 – very good"),
            tr("5 – excellent"),
        )
        fields = [
            Field(
                key=_STARS,
                label=tr("How was it?"),
                description=tr("Nobody is told who rated how, not even organisers."),
                choices=worst_to_best[::-1],
            ),
            Field(
                key=_COMMENT,
                label=tr("A line for the speaker, if you like"),
                max_length=LONGEST_COMMENT,
            ),
        ]
        form = self._rating_form.form(tr("Rate this session"), fields, number)
        await interaction.response.send_modal(form)

    async def _rated(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], numbers: Sequence[int]
    ) -> None:
        (number,) = numbers

        async def work() -> Answer:
            given = typed[_STARS][:1]
            stars = int(given) if given.isdecimal() else 0
            page = await self._service.rate(number, self._person(interaction), stars, typed[_COMMENT])
            thanks = tr("⭐ Thank you! The speaker and the organisers see all ratings together.")
            more = tr("If you have more to say: {page}").format(page=page) if page else ""
            return Answer(f"{thanks} {more}".strip())

        with refusals():
            await answer_in_time(interaction, work())

    async def _results(self, interaction: discord.Interaction[Any], number: int) -> None:
        async def work() -> Answer:
            thread, results = await self._service.results(number, self._person(interaction))
            return Answer(face=results_face(thread.title, results))

        with refusals():
            await answer_in_time(interaction, work())

    def _person(self, interaction: discord.Interaction[Any]) -> Person:
        is_organizer = self._staff.is_organizer(interaction.user)
        return Person(
            id=interaction.user.id,
            is_organizer=is_organizer,
            is_staff=is_organizer or self._staff.is_volunteer(interaction.user),
        )


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the rules refuse into what people read."""
    try:
        yield
    except ThreadError as error:
        raise Refusal(str(error)) from None


def _link(interaction: discord.Interaction[Any], thread: SessionThread) -> str:
    return thread_link(interaction.guild_id or 0, thread)
