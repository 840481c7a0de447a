"""Who may: the one place that decides who reviews and who administers, and whether a server has what is named."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from domain import refusals
from domain.settings import OF_DISCORD
from domain.submissions import Person
from views.base import Interaction, person


def guild_of(interaction: Interaction) -> int:
    """The server in which this happens; refuses direct messages."""
    if interaction.guild_id is None:
        raise refusals.only_in_a_server()
    return interaction.guild_id


async def require_reviewer(interaction: Interaction) -> Person:
    """Who is asking, if they may review: the staff role, or Manage Server. Refuses everybody else."""
    settings = await interaction.client.services.settings.of(guild_of(interaction))
    if not interaction.permissions.manage_guild and not _has_role(interaction, settings.staff_role):
        raise refusals.not_a_reviewer()
    return person(interaction)


def require_admin(interaction: Interaction) -> Person:
    """Who is asking, if they have Manage Server. Refuses everybody else."""
    guild_of(interaction)
    if not interaction.permissions.manage_guild:
        raise refusals.not_an_admin()
    return person(interaction)


def _has_role(interaction: Interaction, role_id: int | None) -> bool:
    member = interaction.user
    return isinstance(member, discord.Member) and role_id is not None and member.get_role(role_id) is not None


def check_is_here(interaction: Interaction, name: str, value: object) -> None:
    """Refuses, for the setting `name`, the id of a channel or a role that this server does not have."""
    if is_here(interaction.guild, name, value):
        return
    if value == interaction.guild_id:
        raise refusals.everyone_cannot_review()
    kind = "text channel" if name.endswith("_channel") else "role"
    raise refusals.setting_out_of_bounds(name, f"a {kind} of this server")


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
