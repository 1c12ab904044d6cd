"""What is wrong with a template, as an organiser can read it."""

from __future__ import annotations

from jinja2 import TemplateRuntimeError, TemplateSyntaxError

NAME = "<template>"
"""What Jinja calls a template that is no file, in tracebacks."""

TOO_MUCH_TIME = "This takes too long. Is there a loop that never ends, or one inside another?"
TOO_MUCH_MEMORY = "This needs too much memory. Does it make a text or a list very long?"
TOO_DEEP = "Too many brackets, operators, tags or macros are inside each other here."


class TemplateError(Exception):
    """A template cannot be used.

    `reason` is a sentence for organisers; `line` counts from 1, and is None where the fault is in no
    single line.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason, line)
        self.reason = reason
        self.line = line

    def __str__(self) -> str:
        return self.reason if self.line is None else f"Line {self.line}: {self.reason}"


class TookTooLongError(Exception):
    """The time for rendering is over."""


_REASONS: dict[type[Exception], str] = {
    TookTooLongError: TOO_MUCH_TIME,
    MemoryError: TOO_MUCH_MEMORY,
    OverflowError: TOO_MUCH_MEMORY,
    RecursionError: TOO_DEEP,
    ZeroDivisionError: "This divides by zero.",
}


def explained(error: Exception) -> TemplateError:
    """Return in a sentence what came up while a template was read or rendered, and in which line."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(_sentence(error.message or "This is not understood"), error.lineno)
    return TemplateError(_reason(error), _line(error))


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateError):
        return error.reason
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    if isinstance(error, TemplateRuntimeError | TypeError | ValueError):
        return _sentence(str(error))
    return f"This cannot be rendered ({type(error).__name__})."


def _line(error: Exception) -> int | None:
    """Return the innermost line of the template that was at work."""
    line, traceback = None, error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == NAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _sentence(text: str) -> str:
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    return f"{ended[:1].upper()}{ended[1:]}"
