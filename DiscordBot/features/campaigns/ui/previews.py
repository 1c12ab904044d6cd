"""Previews on Discord: their pages, and what can be done with a draft from there."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.buttons import button_kinds
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.texts.limits import INPUT_VALUE
from DiscordBot.discord_ui.texts.shown_text import shown, shown_line
from DiscordBot.features.campaigns.planning.planner import PreviewRefusedError
from DiscordBot.features.campaigns.snapshot import Status
from DiscordBot.features.campaigns.texts.card_text import line
from DiscordBot.features.campaigns.texts.footer_state import PageState, page_footer, read_page
from DiscordBot.features.campaigns.texts.pagination import joined
from DiscordBot.features.campaigns.texts.preview_text import preview_pages, verdict
from DiscordBot.features.campaigns.texts.template_choice import OWN, chosen, first_template, offered
from DiscordBot.features.campaigns.ui.page_messages import FEATURE, last_line, pressable, update_in_time
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from DiscordBot.discord_ui.cards.buttons import Press
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Form, Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.campaigns.models import CampaignKind
    from DiscordBot.features.campaigns.planning.drafts import Drafts, Request
    from DiscordBot.features.campaigns.planning.planner import Previewed
    from DiscordBot.features.campaigns.service import CampaignService

TEMPLATE_LABEL = "Template"
TEMPLATE_HINT = "The bot fills the gaps {{ … }} for each one. All that is possible: docs/templates.md"
STARTER_LABEL = "Start from"
STARTER_HINT = "One of these takes the place of the text below, unless you change that."
_TEMPLATE = "template"
_STARTER = "starter"


class PreviewButton(StrEnum):
    """A button; the value is a part of its id, so it never changes."""

    BACK = "preview_back"
    PLACE = "preview_place"
    FORWARD = "preview_forward"
    CREATE = "create"
    EDIT = "template"
    SEED = "seed"


_LOOKS = {
    PreviewButton.BACK: ("◀", discord.ButtonStyle.secondary, None),
    PreviewButton.PLACE: ("1 / 1", discord.ButtonStyle.secondary, None),
    PreviewButton.FORWARD: ("▶", discord.ButtonStyle.secondary, None),
    PreviewButton.CREATE: ("Create", discord.ButtonStyle.success, "✅"),
    PreviewButton.EDIT: ("Edit template", discord.ButtonStyle.primary, "✏️"),
    PreviewButton.SEED: ("Shuffle again", discord.ButtonStyle.secondary, "🎲"),
}


class CampaignPreviews:
    """Shows previews to organisers; everything about one stands in its message and in the database."""

    def __init__(
        self,
        *,
        drafts: Drafts,
        service: CampaignService,
        forms: Forms,
        staff: Staff,
        reporter: ErrorReporter,
    ) -> None:
        self._drafts = drafts
        self._service = service
        self._forms = forms
        self._staff = staff
        handlers: dict[PreviewButton, Press] = {
            PreviewButton.BACK: partial(self._turn, step=-1),
            PreviewButton.PLACE: partial(self._turn, step=0),
            PreviewButton.FORWARD: partial(self._turn, step=1),
            PreviewButton.CREATE: self._create,
            PreviewButton.EDIT: self._edit,
            PreviewButton.SEED: self._new_seed,
        }
        self._kinds = button_kinds(FEATURE, _LOOKS, handlers, reporter, staff.require_organizer)

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """All kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return tuple(self._kinds.values())

    async def ask(self, interaction: discord.Interaction[Any], request: Request) -> None:
        """Open the form for the template of a new campaign."""
        await interaction.response.send_modal(self._new_form(request, first_template(request.kind)))

    async def begin(self, interaction: discord.Interaction[Any], request: Request, template: str) -> None:
        """Answer with the preview of a new draft. Raises `Refusal`."""
        with refusals():
            await answer_in_time(interaction, self._answered(self._drafts.begin(request, template)))

    async def create(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        """Create what was previewed last, or answer with the preview as it is now. Raises `Refusal`."""
        with refusals():
            await answer_in_time(interaction, self._created(interaction, campaign_id, None))

    async def _answered(self, work: Coroutine[Any, Any, Previewed], page: int = 1) -> Answer:
        return self._page(await work, page)

    def _page(self, previewed: Previewed, page: int, note: str | None = None) -> Answer:
        number = previewed.campaign.number
        pages = preview_pages(previewed)
        page = min(max(page, 1), len(pages))
        state = PageState(number, page, previewed.digest)
        shown_page = pages[page - 1]
        face = CardFace(
            title=f"📝 Preview of campaign #{number}: {shown_line(previewed.campaign.name)}",
            tone=Tone.DONE if previewed.can_be_created else Tone.TROUBLE,
            text=joined(verdict(previewed), *shown_page.texts),
            fields=shown_page.facts,
            footer=page_footer(state, len(pages)),
        )
        buttons = {action: kind(number) for action, kind in self._kinds.items()}
        pressable(buttons[PreviewButton.BACK], enabled=page > 1)
        pressable(buttons[PreviewButton.FORWARD], enabled=page < len(pages))
        pressable(buttons[PreviewButton.PLACE], enabled=False, label=f"{page} / {len(pages)}")
        pressable(buttons[PreviewButton.CREATE], enabled=previewed.can_be_created)
        return Answer(note, face=face, buttons=tuple(buttons.values()))

    async def _turn(self, interaction: discord.Interaction[Any], campaign_id: int, *, step: int) -> None:
        state = _page_state(interaction, campaign_id)

        async def work() -> Answer:
            previewed = await self._drafts.preview(campaign_id)
            changed = None if previewed.digest == state.read else "⚠️ Texts or times have changed meanwhile."
            return self._page(previewed, state.page + step, changed)

        with refusals():
            await update_in_time(interaction, work())

    async def _create(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        state = _page_state(interaction, campaign_id)
        with refusals():
            await update_in_time(interaction, self._created(interaction, campaign_id, state.read))

    async def _created(
        self, interaction: discord.Interaction[Any], campaign_id: int, read: str | None
    ) -> Answer:
        try:
            snapshot = await self._service.create(campaign_id, actor_of(interaction.user, self._staff), read)
        except PreviewRefusedError as error:
            return self._page(error.previewed, 1, f"⚠️ {error}")
        if snapshot.status is Status.WAITING:
            return Answer(f"📣 Created: {shown(line(snapshot))}\nIts tweets are queued when that comes.")
        return Answer(
            f"📣 Created: {shown(line(snapshot))}\nAll {len(snapshot.tweets)} tweets wait for approval; "
            "the campaign's card in the moderation channel opens them."
        )

    async def _new_seed(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        state = _page_state(interaction, campaign_id)
        with refusals():
            work = self._answered(self._drafts.with_new_seed(campaign_id), state.page)
            await update_in_time(interaction, work)

    async def _edit(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        with refusals():
            draft = await self._drafts.get(campaign_id)
        await interaction.response.send_modal(self._edit_form(campaign_id, draft.kind, draft.template))

    def _new_form(self, request: Request, template: str) -> Form:
        def preview(typed: str) -> Coroutine[Any, Any, Previewed]:
            return self._drafts.begin(request, typed)

        fields = _fields(request.kind, template)
        return self._form(f"Campaign {request.name}", fields, preview, partial(self._new_form, request))

    def _edit_form(self, campaign_id: int, kind: CampaignKind, template: str) -> Form:
        def preview(typed: str) -> Coroutine[Any, Any, Previewed]:
            return self._drafts.with_template(campaign_id, typed)

        again = partial(self._edit_form, campaign_id, kind)
        return self._form(f"Template of campaign #{campaign_id}", _fields(kind, template), preview, again)

    def _form(
        self,
        title: str,
        fields: Sequence[Field],
        preview: Callable[[str], Coroutine[Any, Any, Previewed]],
        again: Callable[[str], Form],
    ) -> Form:
        (opened_with,) = (field.default for field in fields if field.key == _TEMPLATE)

        async def submit(interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
            await self._staff.require_organizer(interaction)
            text = chosen(typed[_STARTER], typed[_TEMPLATE], opened_with)
            work = self._answered(preview(text))
            await self._forms.answer(interaction, work, typed=text, reopen=partial(again, text))

        return self._forms.form(title, fields, submit)


def _fields(kind: CampaignKind, template: str) -> tuple[Field, ...]:
    return (
        Field(
            key=_STARTER,
            label=STARTER_LABEL,
            description=STARTER_HINT,
            default=OWN,
            choices=offered(kind),
        ),
        Field(
            key=_TEMPLATE,
            label=TEMPLATE_LABEL,
            description=TEMPLATE_HINT,
            default=template,
            max_length=INPUT_VALUE,
            is_long=True,
            is_required=True,
        ),
    )


def _page_state(interaction: discord.Interaction[Any], campaign_id: int) -> PageState:
    state = read_page(last_line(interaction))
    if state is None or state.campaign_id != campaign_id:
        raise Refusal("This button does not belong to the preview above it. Use `/campaign preview` again.")
    return state
