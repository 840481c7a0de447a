"""The one rule about imports that no tool has; pyproject.toml has the contracts of all others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import sources


def domain_needs_the_standard_library_only(root: Path) -> Iterator[str]:
    """The rules run anywhere: domain/ imports the standard library and itself."""
    for source in sources(root):
        for node, name in source.imports():
            if source.room == "domain" and _top(name) not in sys.stdlib_module_names | {"domain"}:
                yield source.at(node, f"domain may not import {name}")


def _top(name: str) -> str:
    return name.partition(".")[0]
