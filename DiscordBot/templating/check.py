"""Reading a template: what is wrong before anything is rendered.

Jinja computes what is constant while it reads; so this too belongs into the worker's process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import TrackingCodeGenerator
from jinja2.parser import Parser

from DiscordBot.templating.context import PARTS
from DiscordBot.templating.errors import TOO_DEEP, TemplateError, explained
from DiscordBot.templating.language import did_you_mean, no_such

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from DiscordBot.templating.language import TemplateLanguage

DEEPEST = 20
"""How many parts of a template may be inside each other; Python itself allows twenty loops."""

NOT_FOR_TEMPLATES: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.ScopedEvalContextModifier: "autoescape",
}
"""Tags that need files, or that Jinja would evaluate while it reads."""


def read(language: TemplateLanguage, text: str, names: AbstractSet[str]) -> nodes.Template:
    """Return the parsed template, which may speak of nothing but `names` and what it defines itself.

    Raises `TemplateError` for the first fault.
    """
    tree = _parsed(language, text)
    _refuse_depth(tree)
    for node in tree.find_all(tuple(NOT_FOR_TEMPLATES)):
        raise TemplateError(f"«{NOT_FOR_TEMPLATES[type(node)]}» is not available in templates.", node.lineno)
    _refuse_unknown_filters(language, tree)
    _refuse_unknown(language, tree, names)
    return tree


def _parsed(language: TemplateLanguage, text: str) -> nodes.Template:
    try:
        parser = Parser(language, text)
    except TemplateSyntaxError as error:
        raise explained(error) from error
    try:
        return parser.parse()
    except TemplateSyntaxError as error:
        raise explained(error) from error
    except RecursionError as error:
        raise TemplateError(TOO_DEEP, parser.stream.current.lineno) from error
    except ValueError as error:
        raise TemplateError("This number is too long.", parser.stream.current.lineno) from error


def _refuse_depth(tree: nodes.Node) -> None:
    level = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in node.iter_child_nodes()]
    if level:
        raise TemplateError(TOO_DEEP, level[0].lineno)


def _refuse_unknown_filters(language: TemplateLanguage, tree: nodes.Template) -> None:
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        kind, known = (
            ("filter", language.filters) if isinstance(node, nodes.Filter) else ("test", language.tests)
        )
        if node.name not in known:
            raise TemplateError(no_such(kind, node.name, known), node.lineno)


def _refuse_unknown(language: TemplateLanguage, tree: nodes.Template, names: AbstractSet[str]) -> None:
    # What meta.find_undeclared_variables does, but without computing constants.
    tracker = TrackingCodeGenerator(language)
    tracker.optimizer = None
    try:
        tracker.visit(tree)
    except TemplateSyntaxError as error:
        raise explained(error) from error
    unknown = tracker.undeclared_identifiers - names
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            known = {
                *names,
                *language.globals,
                *(f"{name}.{part}" for name in names for part in PARTS.get(name, ())),
            }
            raise TemplateError(
                f"Nothing is known as «{node.name}».{did_you_mean(node.name, known)}", node.lineno
            )
