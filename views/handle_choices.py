"""TikTok handles suggested while somebody types; any other text can arrive all the same."""

from __future__ import annotations

from collections.abc import Iterable

from discord import app_commands

from views.base import Interaction, guild_of


async def suggest_handle(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Handles of this server that start like what is typed."""
    linking = interaction.client.services.linking
    return _choices(await linking.suggestions(guild_of(interaction), current))


async def suggest_own_handle(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The person's own linked handles that hold what is typed."""
    linking = interaction.client.services.linking
    accounts = await linking.handles_of(guild_of(interaction), interaction.user.id)
    wanted = current.strip().lstrip("@").lower()
    return _choices(account.handle for account in accounts if wanted in account.handle)


def _choices(handles: Iterable[str]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"@{handle}", value=handle) for handle in handles][:25]
