"""What the bot says to people when something is wrong, read from its code."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_GAP = "…"


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """What is wrong and what to do, both as sentences with … where a value stands."""

    what: str
    remedy: str = ""


def findings(package: Path) -> list[Said]:
    """Return the warnings and errors of `/health`, `check` and set-up whose words stand in the code."""
    found = set()
    for scope, call in _calls(package, "Finding"):
        values = dict(zip(("subject", "level", "detail", "remedy"), call.args, strict=False))
        level = values.get("level")
        if isinstance(level, ast.Attribute) and level.attr in {"WARNING", "ERROR"}:
            what, remedy = (_text(values.get(key), scope) for key in ("detail", "remedy"))
            if what.strip(f"{_GAP} .:") and remedy:
                found.add(Said(what, remedy))
    return sorted(found)


def refusals(package: Path) -> list[Said]:
    """Return the sentences with which commands, buttons and forms say no."""
    texts = {_text(call.args[0], scope) for scope, call in _calls(package, "Refusal") if call.args}
    return [Said(text) for text in sorted(texts) if text.strip(f"{_GAP} .:")]


def _calls(package: Path, name: str) -> Iterator[tuple[Mapping[str, ast.expr], ast.Call]]:
    for file in sorted(package.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        outer = _assigned(tree.body)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                scope = outer | _assigned(ast.walk(function))
                for node in ast.walk(function):
                    if (
                        isinstance(node, ast.Call)
                        and isinstance(node.func, ast.Name)
                        and node.func.id == name
                    ):
                        yield scope, node


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, ast.expr]:
    """Return what names stand for, where that is said once."""
    found: dict[str, ast.expr] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
    return found


def _text(value: ast.expr | None, scope: Mapping[str, ast.expr], depth: int = 3) -> str:
    match _untranslated(value):
        case ast.Constant(value=str(text)):
            return re.sub(r"\{[a-z_]+\}", _GAP, text)
        case ast.JoinedStr(values=parts):
            return "".join(
                _text(part, scope, 0) if isinstance(part, ast.Constant) else _GAP for part in parts
            )
        case ast.Name(id=name) if depth and name in scope:
            return _text(scope[name], scope, depth - 1)
        case None:
            return ""
        case _:
            return _GAP


def _untranslated(value: ast.expr | None) -> ast.expr | None:
    """Return what stands in `tr("…")`, `translatable("…")` and `tr("…").format(…)`."""
    match value:
        case ast.Call(func=ast.Name(id="tr" | "translatable"), args=[text]):
            return text
        case ast.Call(func=ast.Attribute(value=text, attr="format")):
            return _untranslated(text)
        case _:
            return value
