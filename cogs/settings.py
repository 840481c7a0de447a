"""/settings: every setting of the server, shown, changed, and carried as a file."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from domain import refusals
from domain.settings import FIELDS, LARGEST_BYTES, read_setting, read_settings_file, settings_file, stored_text
from guild.client import ShowBot
from views.answers import acknowledge
from views.base import Interaction, tell
from views.checks import check_is_here, guild_of, is_here, left_as_they_are, require_admin
from views.settings.pages import ask_for_ladder, show_settings, shown_value

MOST_CHOICES = 25  # Discord: of one autocomplete


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class SettingsCog(commands.GroupCog, name="settings", description="Every setting of this server."):
    """The commands of those with Manage Server."""

    @app_commands.command(name="show", description="Every setting with its value, meaning and bounds.")
    async def show(self, interaction: Interaction) -> None:
        """Answers with the first page."""
        await show_settings(interaction)

    @app_commands.command(name="set", description="Change one setting.")
    @app_commands.describe(name="The setting.", value="Its new value; none takes a channel or a role away.")
    async def change(self, interaction: Interaction, name: str, value: str) -> None:
        """Changes it; the ladder asks first."""
        doer, guild_id = require_admin(interaction), guild_of(interaction)
        read = read_setting(name, value)
        check_is_here(interaction, name, read)
        if name == "ladder":
            await ask_for_ladder(interaction, str(read))
            return
        settings = await interaction.client.services.settings.change(guild_id, doer, {name: stored_text(read)})
        await tell(interaction, f"{name} is {shown_value(name, getattr(settings, name))} now.")

    @app_commands.command(name="export", description="All settings as one file.")
    async def export(self, interaction: Interaction) -> None:
        """Attaches the file."""
        require_admin(interaction)
        guild_id = guild_of(interaction)
        text = settings_file(guild_id, await interaction.client.services.settings.of(guild_id))
        await tell(
            interaction,
            "The settings of this server. /settings import takes the file back.",
            file=lambda: discord.File(io.BytesIO(text.encode()), f"settings_{guild_id}.json"),
        )

    @app_commands.command(name="import", description="Take all settings from a file.")
    @app_commands.describe(file="A file that /settings export made.")
    async def submit_upload(self, interaction: Interaction, file: discord.Attachment) -> None:
        """All of them or none."""
        doer, guild_id = require_admin(interaction), guild_of(interaction)
        if file.size > LARGEST_BYTES:
            raise refusals.not_a_settings_file()
        await acknowledge(interaction)
        values = read_settings_file(await file.read())
        others = [
            name for name, value in values.items() if not is_here(interaction.guild, name, read_setting(name, value))
        ]
        ours = {name: value for name, value in values.items() if name not in others}
        await interaction.client.services.settings.change(guild_id, doer, ours)
        text = f"{len(ours)} settings are as in the file now. See them with /settings show."
        await tell(interaction, text + left_as_they_are(others))

    @change.autocomplete("name")
    async def _names(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [name for name in FIELDS if typed.strip().lower().replace(" ", "_") in name]
        return [app_commands.Choice(name=name, value=name) for name in found[:MOST_CHOICES]]

    @change.autocomplete("value")
    async def _values(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        known = _known_values(interaction, str(interaction.namespace.name or ""))
        found = [(label, value) for label, value in known.items() if typed.strip().lower() in label.lower()]
        return [app_commands.Choice(name=label[:100], value=value) for label, value in found[:MOST_CHOICES]]


def _known_values(interaction: Interaction, name: str) -> dict[str, str]:
    """What may be chosen for a setting, by what people see; a number or a list of hosts is typed, or the default."""
    guild = interaction.guild
    if name not in FIELDS or guild is None or not interaction.permissions.manage_guild:
        return {}
    if name.endswith("_channel"):
        return {f"#{channel.name}": str(channel.id) for channel in guild.text_channels} | {"none": "none"}
    if name.endswith("_role"):
        return {f"@{role.name}": str(role.id) for role in guild.roles if not role.is_default()} | {"none": "none"}
    default = stored_text(FIELDS[name].default)
    return {
        str(one): str(one) for one in FIELDS[name].metadata["choices"] or ((default,) if len(default) <= 100 else ())
    }


async def setup(bot: ShowBot) -> None:
    """Adds the cog; the group is for those with Manage Server, in servers only."""
    await bot.add_cog(SettingsCog())
