"""The rules about slash commands, read from the cogs' classes without starting a bot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from discord.app_commands import Command, Group
from discord.ext.commands import Cog

UNSAID = {"", "…"}  # discord.py puts an ellipsis where nobody wrote a description
Said = tuple[str, str]


def commands_are_described(modules: Iterable[ModuleType]) -> Iterator[str]:
    """Every command, group and option says what it does."""
    yield from (f"{name} has no description" for name, says in _all(modules) if says in UNSAID)


def commands_are_unique(modules: Iterable[ModuleType]) -> Iterator[str]:
    """No name is taken twice; of two commands with one name the bot would have one."""
    counts = Counter(name for name, _ in _all(modules))
    yield from (f"{name} exists {count} times" for name, count in counts.items() if count > 1)


def commands_are_for_servers(modules: Iterable[ModuleType]) -> Iterator[str]:
    """Discord offers no command in direct messages: each says so, or the group that it is in does."""
    for cog in _cogs(modules):
        if cog.__cog_is_app_commands_group__:
            roots = {f"/{cog.__cog_group_name__}": getattr(cog, "__discord_app_commands_guild_only__", False)}
        else:
            roots = {f"/{root.name}": root.guild_only for root in cog.__cog_app_commands__}
        yield from (f"{name} is offered there" for name, guild_only in roots.items() if not guild_only)


def readme_names_the_commands(readme: str, modules: Iterable[ModuleType]) -> Iterator[str]:
    """The README names every command and promises no other."""
    there = {name.split()[0] for name, _ in _all(modules)}
    named = set(re.findall(r"`(/[a-z-]+)", readme))
    yield from (f"README.md: {name} is missing" for name in sorted(there - named))
    yield from (f"README.md: there is no {name}" for name in sorted(named - there))


def _all(modules: Iterable[ModuleType]) -> Iterator[Said]:
    """The name and description of everything that a member can see in Discord's list of commands."""
    for cog in _cogs(modules):
        prefix = "/"
        if cog.__cog_is_app_commands_group__:
            prefix = f"/{cog.__cog_group_name__} "
            yield prefix.strip(), str(cog.__cog_group_description__)
        for command in cog.__cog_app_commands__:
            yield from _said(prefix, command)


def _said(prefix: str, command: Command[Any, ..., Any] | Group) -> Iterator[Said]:
    name = prefix + command.name
    yield name, command.description
    if isinstance(command, Group):
        for below in command.commands:
            yield from _said(f"{name} ", below)
    else:
        yield from ((f"{name} [{option.display_name}]", str(option.description)) for option in command.parameters)


def _cogs(modules: Iterable[ModuleType]) -> Iterator[type[Cog]]:
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Cog) and value.__module__ == module.__name__:
                yield value
