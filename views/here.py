"""Ids that people send: whether this server has what they name."""

from __future__ import annotations

import discord

from domain import refusals
from views.base import Interaction


def check_is_here(interaction: Interaction, name: str, value: object) -> None:
    """Refuses, for the setting `name`, the id of a channel or a role that this server does not have."""
    guild = interaction.guild
    if guild is None or not isinstance(value, int):
        return
    if name.endswith("_channel") and not isinstance(guild.get_channel(value), discord.TextChannel):
        raise refusals.setting_out_of_bounds(name, "a text channel of this server")
    if name.endswith("_role"):
        role = guild.get_role(value)
        if role is None:
            raise refusals.setting_out_of_bounds(name, "a role of this server")
        if role.is_default():
            raise refusals.everyone_cannot_review()
