"""Configured templates, tried before they are needed: with everything that they may be rendered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.templating.templates import Templates

_REMEDY = "Correct it in the configuration; docs/templates.md helps."


async def template_fault(
    templates: Templates, subject: str, template: str, contexts: Mapping[str, Mapping[str, object]]
) -> Finding | None:
    """Return what is wrong with a template, None if nothing is.

    `contexts` are for whom or what it is rendered, at least one, by names that people know.
    """
    try:
        texts = await templates.render_all(template, contexts)
    except TemplateError as error:
        return Finding(subject, Level.ERROR, str(error), _REMEDY)
    for name, text in texts.items():
        if isinstance(text, TemplateError):
            return Finding(subject, Level.ERROR, f"For {name}: {text}", _REMEDY)
        if not text.strip():
            return Finding(subject, Level.ERROR, f"For {name}: it makes no text.", _REMEDY)
    return None
