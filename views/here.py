"""Ids that people send: whether this server has what they name."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from domain import setting_refusals
from domain.settings import OF_DISCORD
from views.base import Interaction


def check_is_here(interaction: Interaction, name: str, value: object) -> None:
    """Refuses, for the setting `name`, the id of a channel or a role that this server does not have."""
    if is_here(interaction.guild, name, value):
        return
    if value == interaction.guild_id:
        raise setting_refusals.everyone_cannot_review()
    kind = "text channel" if name.endswith("_channel") else "role"
    raise setting_refusals.setting_out_of_bounds(name, f"a {kind} of this server")


def is_here(guild: discord.Guild | None, name: str, value: object) -> bool:
    """Whether the server has what the setting `name` would mean; Discord: its own id is that of everybody's role."""
    if name not in OF_DISCORD or not isinstance(value, int):
        return True
    if guild is None:
        return False
    if name.endswith("_channel"):
        return isinstance(guild.get_channel(value), discord.TextChannel)
    return value != guild.id and guild.get_role(value) is not None


def left_as_they_are(names: Iterable[str]) -> str:
    """Says which settings were not taken from a file; empty where all were."""
    listed = ", ".join(names)
    return f"\nLeft as they are, because this server has no such channel or role: {listed}." if listed else ""
