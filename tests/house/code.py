"""The rules about what may stand where inside a file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import TOOLS, name_of, sources

SQL_ROOMS = {"tables", "database"}
REFUSALS = re.compile(r"domain/(\w+_)?refusals\.py")
BROAD = {"everything", "Exception", "BaseException"}
LONGEST_FILE = 350
LONGEST_FUNCTION = 50

_SQL = re.compile(
    r"\bSELECT\b.+\bFROM\b|\bINSERT\b.*\bINTO\b|\bREPLACE INTO\b|\bUPDATE\b.+\bSET\b|\bDELETE FROM\b"
    r"|\b(CREATE|DROP|ALTER)\b.*\b(TABLE|INDEX|TRIGGER|VIEW)\b|\bPRAGMA \w|\bBEGIN (IMMEDIATE|EXCLUSIVE)\b",
    re.DOTALL,
)
_REACHES_MESSAGES = {
    *("get_partial_message", "get_partial_messageable", "fetch_message", "fetch_channel", "purge", "delete_messages"),
    *("PartialMessage", "PartialMessageable"),
}
_FINDS_CHANNELS = {"get_channel", "get_channel_or_thread", "get_thread"}
_RUNS_SQL = {"execute", "executemany", "executescript", "execute_fetchall"}


def errors_rise_to_one_place(root: Path) -> Iterator[str]:
    """Exception is caught once, in views/base.py, and BaseException only where database.py rolls back."""
    for source in sources(root):
        allowed = {"views/base.py": ["Exception"], "database.py": ["BaseException"]}.get(str(source.path), [])
        for node, name in _broad_catches(source.tree):
            if name in allowed:
                allowed.remove(name)
            else:
                yield source.at(node, f"catches {name}")


def _broad_catches(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = {"everything"} if node.type is None else _names(node.type)
        elif isinstance(node, ast.Call) and name_of(node.func) == "suppress":
            caught = {name for argument in node.args for name in _names(argument)}
        else:
            continue
        yield from ((node, name) for name in sorted(caught & BROAD))


def _names(node: ast.AST) -> set[str]:
    return {name_of(part) for part in (node.elts if isinstance(node, ast.Tuple) else [node])}


def stored_messages_are_reached_one_way(root: Path) -> Iterator[str]:
    """guild/messages.py looks whether a channel is the server's own; whoever went around it might reach a stranger's.

    A channel is asked of its guild, never of the client, which knows those of all servers.
    """
    for source in sources(root):
        if source.room in TOOLS | {"standins", "demo"} or str(source.path) == "guild/messages.py":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and _goes_around(node.func):
                yield source.at(node, f"calls {ast.unparse(node.func)}, and not guild/messages.py")


def _goes_around(called: ast.expr) -> bool:
    of = name_of(called.value) if isinstance(called, ast.Attribute) else ""
    return (
        name_of(called) in _REACHES_MESSAGES or of == "http" or (name_of(called) in _FINDS_CHANNELS and of != "guild")
    )


def sql_stays_in_tables(root: Path) -> Iterator[str]:
    """SQL is written and run in tables/ and database.py alone."""
    for source in sources(root):
        if source.room in TOOLS | SQL_ROOMS:
            continue
        docstrings = set(_docstrings(source.tree))
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and node not in docstrings and _SQL.search(_text(node)):
                yield source.at(node, "SQL outside tables/ and database.py")
            if isinstance(node, ast.Call) and name_of(node.func) in _RUNS_SQL:
                yield source.at(node, "runs SQL outside tables/ and database.py")


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (line.value for line in node.body[:1] if isinstance(line, ast.Expr))


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "?".join(_text(part) for part in node.values if isinstance(part, ast.Constant))


def refusals_are_written_in_one_place(root: Path) -> Iterator[str]:
    """Every sentence that turns a request down is made where one test can read them all."""
    for source in sources(root):
        if source.room == "tests" or REFUSALS.fullmatch(str(source.path)):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and name_of(node.func) == "Refusal":
                yield source.at(node, "makes a Refusal of its own")
            if isinstance(node, ast.ClassDef) and any(name_of(base) == "Refusal" for base in node.bases):
                yield source.at(node, "makes a kind of Refusal of its own")


def files_and_functions_are_short(root: Path) -> Iterator[str]:
    """A longer file holds a second noun, a longer function a second verb; a test may tell its whole story."""
    for source in sources(root):
        if (lines := source.text.count("\n")) > LONGEST_FILE:
            yield f"{source.path}: {lines} lines"
        if source.path.name.startswith("test_"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > LONGEST_FUNCTION:
                yield source.at(node, f"{node.name} has {_length(node)} lines")


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
