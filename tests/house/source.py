"""The Python files of the project, parsed once for all rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

TOOLS = {"tests", "benchmarks", "scripts"}  # may look into every room; no room may look into them
NOT_OURS = {".venv", ".git", "data", "demo-out", "backups", "__pycache__", ".hypothesis"}


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, its text and its syntax tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The name that others import it by: the first folder, or the file at the root."""
        return self.path.parts[0].removesuffix(".py")

    def at(self, node: ast.AST, says: str) -> str:
        """`says`, with the place in front."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {says}"

    def imports(self) -> Iterator[tuple[ast.AST, str]]:
        """Every import with its full dotted name, relative ones resolved."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                parents = self.path.parts[: len(self.path.parts) - node.level] if node.level else ()
                module = ".".join([*parents, *filter(None, [node.module])])
                yield from ((node, f"{module}.{alias.name}") for alias in node.names)


@cache
def sources(root: Path) -> tuple[Source, ...]:
    """All Python files of the tree at `root` that belong to the project."""
    files = (path for path in sorted(root.rglob("*.py")) if not NOT_OURS & set(path.relative_to(root).parts))
    return tuple(_read(root, path) for path in files)


def _read(root: Path, path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(PurePosixPath(path.relative_to(root).as_posix()), text, ast.parse(text))


def name_of(node: ast.AST) -> str:
    """The last part of a plain or dotted name, empty for anything else."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
