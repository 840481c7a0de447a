"""One way to take a rule out of the show, and the tests that have to fail then."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from typing import Any

Replacement = Callable[..., Any]


@dataclass(frozen=True)
class Rule:
    """One way to take a rule out: `function` of `module` becomes `replacement`, and every one of `tests` fails."""

    number: int
    says: str
    module: str
    function: str
    replacement: Replacement
    tests: tuple[str, ...]

    @property
    def key(self) -> str:
        """What names this entry on a command line."""
        return f"{self.module}.{self.function}"

    def original(self) -> Replacement:
        """The function that holds the rule."""
        found: Replacement = _inside(self.module, self.function.split("."))
        return found

    def take_out(self) -> None:
        """Replaces the function in its own module or class, and wherever it was imported by name."""
        original, (*path, name) = self.original(), self.function.split(".")
        setattr(_inside(self.module, path), name, self.replacement)
        for module in list(sys.modules.values()):
            if vars(module).get(name) is original:
                setattr(module, name, self.replacement)


def _inside(module: str, path: list[str]) -> Any:  # noqa: ANN401  # a module, a class or a function
    found: Any = import_module(module)
    return reduce(getattr, path, found)


def nothing(*_: object, **__: object) -> None:
    """A check that lets everything pass."""


async def nothing_async(*_: object, **__: object) -> None:
    """The same for an async one."""


def always(value: object) -> Replacement:
    """A function that gives the same answer to everything."""
    return lambda *_, **__: value


def always_async(value: object) -> Replacement:
    """The same for an async one."""

    async def answer(*_: object, **__: object) -> object:
        return value

    return answer
