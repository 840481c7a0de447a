"""Discord's list of commands: sent when it differs from what was sent last, and never shown twice."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import discord

from guild.client import ShowBot


@dataclass(frozen=True)
class Synced:
    """Which commands Discord has, and for which server; `home` is None where they show everywhere."""

    application: int | None
    home: int | None
    digest: str

    @classmethod
    def read(cls, note: Path) -> Synced | None:
        """What was noted at the last sync; None where that cannot be read, which only costs a sync."""
        try:
            return cls(**json.loads(note.read_text()))
        except (OSError, ValueError, TypeError):
            return None


async def sync_commands(bot: ShowBot, home: int | None, note: Path) -> dict[str, int]:
    """Sends the commands, to the server `home` alone if there is one, and gives their ids by name.

    Discord: 200 creates a day, so a start with the same commands as last time only reads them.
    """
    place = discord.Object(home) if home else None
    if place:
        bot.tree.copy_global_to(guild=place)
    now, last = Synced(bot.application_id, home, _digest(bot, place)), Synced.read(note)
    known = await bot.tree.fetch_commands(guild=place) if now == last else []
    # Another program with this token may have sent a list of its own since.
    if {one.name for one in known} != {one.name for one in bot.tree.get_commands(guild=place)}:
        known = await bot.tree.sync(guild=place)
        await _empty_other_sets(bot, home, last)
        await asyncio.to_thread(note.write_text, json.dumps(asdict(now)))
    return {command.name: command.id for command in known}


def _digest(bot: ShowBot, place: discord.Object | None) -> str:
    payload = [command.to_dict(bot.tree) for command in bot.tree.get_commands(guild=place)]
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


async def _empty_other_sets(bot: ShowBot, home: int | None, last: Synced | None) -> None:
    """Takes away the commands of an earlier home and, with a home, those that show everywhere."""
    if home:
        bot.tree.clear_commands(guild=None)
        await bot.tree.sync()
    if last and last.home and last.home != home:
        earlier = discord.Object(last.home)
        bot.tree.clear_commands(guild=earlier)
        await bot.tree.sync(guild=earlier)
