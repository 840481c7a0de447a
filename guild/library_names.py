"""The private names of discord.py that the bot uses: looked up at each start, and named where they moved."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from types import ModuleType

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.state import ConnectionState

# discord.py 2.7.1: an owner, a name of its own, and who needs it.
NAMES: tuple[tuple[type, str], ...] = (
    (app_commands.CommandTree, "_call"),  # views/base.py: every command is attended to
    (discord.Interaction, "_state"),  # views/answers.py: a modal whose answer was lost
    (discord.Interaction, "_session"),  # views/answers.py: a followup is sent once
    (ConnectionState, "store_view"),
    (DiscordWebSocket, "open"),  # web/health.py
)
COMPILED = "__discord_ui_compiled_template__"  # views/components.py: whether any class answers for a custom id
# How tasks of handlers are named; bot.py waits for these at the end.
TASKS: Mapping[ModuleType, str] = {
    inspect.getmodule(app_commands.CommandTree) or discord: "CommandTree-invoker",
    inspect.getmodule(discord.ui.View) or discord: "discord-ui-",
    inspect.getmodule(discord.Client) or discord: "discord.py: ",
}


class _Sample(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template="sample"):
    """A component, to see what discord.py makes of its template."""


def names_that_moved() -> Iterator[str]:
    """The names that are not where they were."""
    yield from (f"{owner.__name__}.{name}" for owner, name in NAMES if not hasattr(owner, name))
    if not hasattr(_Sample, COMPILED):
        yield f"DynamicItem.{COMPILED}"
    for module, name in TASKS.items():
        if name not in inspect.getsource(module):
            yield f"tasks called {name}… in {module.__name__}"
