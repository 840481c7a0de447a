"""Every piece of SQL that is written in the code, as a pattern that the statements with it match."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A whole statement, or a condition with a place for a value.
IS_SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|PRAGMA|VACUUM) |([=<>]|\bIS|LIMIT) (\?|:\w)")
HOLE = "\0"


@dataclass(frozen=True)
class Written:
    """A piece of SQL at a line of a file; what stands in the braces of an f-string may be anything."""

    place: str
    pattern: re.Pattern[str]


def written_in(folder: Path) -> Iterator[Written]:
    """The SQL in the files of a folder. A docstring of one word too many is no harm: it would be missed at once."""
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            text = _text(node) if id(node) not in parts else ""
            if IS_SQL.search(text.replace(HOLE, "x")):
                pattern = ".*".join(re.escape(piece) for piece in text.split(HOLE))
                yield Written(f"{path.name}:{getattr(node, 'lineno', 0)}", re.compile(pattern, re.DOTALL))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or HOLE for part in node.values)
    return ""
