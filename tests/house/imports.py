"""The rules about who may import whom."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import TOOLS, sources

_BELOW_VIEWS = {"services", "tables", "media", "domain"}
_ALL_BELOW_BOT = _BELOW_VIEWS | {
    "config",
    "cogs",
    "database",
    "displays",
    "doctor",
    "overlay",
    "process",
    "tiktok",
    "views",
}
# A room of the house, and the rooms whose names it may import. The sandbox is the outside world: it knows nobody.
MAY_IMPORT: dict[str, set[str]] = {
    "bot": _ALL_BELOW_BOT,
    "process": {"config", "database", "overlay", "services", "tables", "domain"},
    "overlay": {"views"} | _BELOW_VIEWS,
    "doctor": {"database", "displays", "tiktok"} | _BELOW_VIEWS,
    "cogs": {"displays", "doctor", "views", "welcome", "tiktok"} | _BELOW_VIEWS,
    "welcome": {"displays", "views"} | _BELOW_VIEWS,
    "displays": {"views"} | _BELOW_VIEWS,
    "views": _BELOW_VIEWS,
    "services": {"database", "tables", "media", "process", "domain"},
    "database": {"tables", "domain"},
    "tables": {"domain"},
    "media": {"process", "domain"},
    "tiktok": {"domain"},
    "domain": set(),
    "config": set(),
    "sandbox": set(),
}
NEVER_SEE_DISCORD = {"services", "database", "tables", "media", "tiktok", "domain", "config"}


def imports_point_down(root: Path) -> Iterator[str]:
    """Each room imports only what lies below it."""
    for source in sources(root):
        if source.room in TOOLS:
            continue
        if source.room not in MAY_IMPORT:
            yield f"{source.path}: this room is not in the table of who may import whom"
            continue
        out_of_reach = (MAY_IMPORT.keys() | TOOLS) - MAY_IMPORT[source.room] - {source.room}
        for node, name in source.imports():
            if _top(name) in out_of_reach:
                yield source.at(node, f"{source.room} may not import {name}")


def domain_needs_the_standard_library_only(root: Path) -> Iterator[str]:
    """The rules run anywhere: domain/ imports the standard library and itself."""
    for source in sources(root):
        for node, name in source.imports():
            if source.room == "domain" and _top(name) not in sys.stdlib_module_names | {"domain"}:
                yield source.at(node, f"domain may not import {name}")


def services_and_below_never_see_discord(root: Path) -> Iterator[str]:
    """Code that may hold the database's lock cannot await Discord, because it cannot see it."""
    for source in sources(root):
        for node, name in source.imports():
            if source.room in NEVER_SEE_DISCORD and _top(name) == "discord":
                yield source.at(node, f"{source.room} may not import {name}")


def no_cog_imports_another(root: Path) -> Iterator[str]:
    """What two cogs share lies in a room below."""
    for source in sources(root):
        if source.room != "cogs":
            continue
        own = f"cogs.{source.path.parts[1].removesuffix('.py')}."
        for node, name in source.imports():
            if _top(name) == "cogs" and not f"{name}.".startswith(own):
                yield source.at(node, f"a cog may not import {name}")


def nothing_is_mocked(root: Path) -> Iterator[str]:
    """Tests use real parts: nothing pretends to be discord.py or one of ours."""
    for source in sources(root):
        for node, name in source.imports():
            if name.startswith("unittest.mock") or _top(name) in {"mock", "pytest_mock"}:
                yield source.at(node, f"imports {name}")


def _top(name: str) -> str:
    return name.partition(".")[0]
