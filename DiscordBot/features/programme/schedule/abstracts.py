"""Abstracts as plain text: pretalx stores Markdown, of which Discord shows only a part, and differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

_PARAGRAPH = "\n\n"


def plain_text(markdown: str) -> str:
    """Return the words of a Markdown text, in paragraphs; lists keep their bullets, links only their text."""
    text = "".join(_blocks(MarkdownIt("commonmark").parse(markdown)))
    return _PARAGRAPH.join(filter(None, map(_tidy, text.split(_PARAGRAPH))))


def _tidy(paragraph: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in paragraph.splitlines())))


def _blocks(tokens: Iterable[Token]) -> Iterator[str]:
    in_list = 0
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                in_list += 1
            case "bullet_list_close" | "ordered_list_close":
                in_list -= 1
                yield "\n" if in_list else _PARAGRAPH
            case "list_item_open":
                yield "• "
            case "inline":
                yield "".join(_inline(token.children or ()))
            case "paragraph_close" | "heading_close":
                yield "\n" if in_list else _PARAGRAPH
            case "fence" | "code_block":
                yield token.content + _PARAGRAPH


def _inline(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                yield token.content
            case "softbreak":
                yield " "
            case "hardbreak":
                yield "\n"
