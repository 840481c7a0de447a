"""The rules of the house for what is not Python: documents, settings and lists of dependencies."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import NOT_OURS

# One character of each stands in brackets, so that this file does not break its own rule.
_PLACES = re.compile(r"(?<![\w.])/wor[k]\b|/tm[p]/|/far[m]/|/roo[t]/|\.\./share[d]\b|\bDESIG[N]\.md")
_CACHES = {".pytest_cache", ".mypy_cache", ".ruff_cache"}
_TEXTS = {"", ".py", ".md", ".toml", ".in", ".txt", ".sql", ".sh", ".yml", ".yaml", ".example", ".json", ".cfg"}


def settings_are_documented(root: Path) -> Iterator[str]:
    """Every field of Settings is in .env.example and the README, and the example has no other."""
    variables = {name.upper() for name in _settings(root)}
    in_example = set(re.findall(r"^([A-Z_]+)=", _text(root / ".env.example"), re.MULTILINE))
    in_readme = set(re.findall(r"`([A-Z_]+)`", _text(root / "README.md")))
    yield from (f".env.example: {name} is missing" for name in sorted(variables - in_example))
    yield from (f".env.example: nothing reads {name}" for name in sorted(in_example - variables))
    yield from (f"README.md: {name} is missing" for name in sorted(variables - in_readme))


def _settings(root: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(_text(root / "config.py"))):
        if isinstance(node, ast.ClassDef) and node.name == "Settings":
            fields = (line.target for line in node.body if isinstance(line, ast.AnnAssign))
            yield from (field.id for field in fields if isinstance(field, ast.Name))


def dependencies_have_their_line(root: Path) -> Iterator[str]:
    """Every package that the project asks for has a row in docs/dependencies.md, and no other has."""
    asked = _packages(root / "requirements.in") | _packages(root / "requirements-dev.in")
    explained = set(re.findall(r"^\| `([^`]+)`", _text(root / "docs" / "dependencies.md"), re.MULTILINE))
    yield from (f"docs/dependencies.md: no line for {name}" for name in sorted(asked - explained))
    yield from (f"docs/dependencies.md: {name} is not asked for" for name in sorted(explained - asked))


def locks_pin_what_is_asked_for(root: Path) -> Iterator[str]:
    """Each list has its lock with a version and a hash for every name, and with no address of a registry."""
    for asked, lock in (("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")):
        text = _text(root / lock)
        pinned = set(re.findall(r"^([\w.-]+)==[^\n]+\\\n +--hash=sha256:", text, re.MULTILINE))
        missing = {re.sub(r"[._]", "-", name.lower()) for name in _packages(root / asked)} - pinned
        yield from (f"{lock}: {name} is not pinned with its hashes" for name in sorted(missing))
        yield from (f"{lock}: {line} is an address" for line in text.splitlines() if "://" in line)


def _packages(path: Path) -> set[str]:
    return set(re.findall(r"^([A-Za-z][\w.-]*)", _text(path), re.MULTILINE))


def texts_name_no_place_of_one_machine(root: Path) -> Iterator[str]:
    """The project stands alone: no file names a folder that exists on somebody's machine only."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if (NOT_OURS | _CACHES) & set(parts) or path.suffix not in _TEXTS or not path.is_file() or path.name == ".env":
            continue
        for number, line in enumerate(_text(path).splitlines(), start=1):
            if found := _PLACES.search(line):
                yield f"{'/'.join(parts)}:{number}: names {found.group()}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
