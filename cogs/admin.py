"""What admins set: /setup for channels and the staff role, /settings for everything."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from displays.report import setup_report
from domain import refusals
from domain.settings import FIELDS, read_setting, stored_text
from views.base import Interaction, ShowBot, guild_of, require_admin, tell
from views.settings_pages import ask_for_ladder, show_settings, shown_value

MOST_CHOICES = 25  # Discord: of one autocomplete


class Admin(commands.Cog):
    """The commands of those with Manage Server."""

    settings = app_commands.Group(
        name="settings",
        description="Every setting of this server.",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @app_commands.command(name="setup", description="Choose the channels and the staff role, and check permissions.")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        submission="Where members submit; the portal message lives here.",
        queue="Where the public queue is shown.",
        reviewer="Where reviewers see the queue and the pending skips.",
        now_playing="Where the song that plays is posted.",
        bookmarks="Where bookmarked songs are kept.",
        metrics="Where the numbers of a LIVE are posted when it is over.",
        debug="Where the bot tells you about trouble.",
        staff_role="Who may review, besides those with Manage Server.",
    )
    async def set_up(
        self,
        interaction: Interaction,
        submission: discord.TextChannel | None = None,
        queue: discord.TextChannel | None = None,
        reviewer: discord.TextChannel | None = None,
        now_playing: discord.TextChannel | None = None,
        bookmarks: discord.TextChannel | None = None,
        metrics: discord.TextChannel | None = None,
        debug: discord.TextChannel | None = None,
        staff_role: discord.Role | None = None,
    ) -> None:
        """Sets what is given, and answers with a check list of everything."""
        doer, guild_id = require_admin(interaction), guild_of(interaction)
        if staff_role and staff_role.is_default():
            raise refusals.everyone_cannot_review()
        given: dict[str, discord.TextChannel | discord.Role | None] = {
            "submission_channel": submission,
            "queue_channel": queue,
            "reviewer_channel": reviewer,
            "now_playing_channel": now_playing,
            "bookmarks_channel": bookmarks,
            "metrics_channel": metrics,
            "debug_channel": debug,
            "staff_role": staff_role,
        }
        service = interaction.client.services.settings
        old = await service.of(guild_id)
        new = {name: str(one.id) for name, one in given.items() if one and one.id != getattr(old, name)}
        settings = await service.change(guild_id, doer, new) if new else old
        await tell(interaction, setup_report(interaction, settings, len(new)))

    @settings.command(name="show", description="Every setting with its value, meaning and bounds.")
    async def show(self, interaction: Interaction) -> None:
        """Answers with the first page."""
        await show_settings(interaction)

    @settings.command(name="set", description="Change one setting.")
    @app_commands.describe(name="The setting.", value="Its new value; none takes a channel or a role away.")
    async def change(self, interaction: Interaction, name: str, value: str) -> None:
        """Changes it; the ladder asks first."""
        doer, guild_id = require_admin(interaction), guild_of(interaction)
        read = read_setting(name, value)
        _check_is_here(interaction, name, read)
        if name == "ladder":
            await ask_for_ladder(interaction, str(read))
            return
        settings = await interaction.client.services.settings.change(guild_id, doer, {name: stored_text(read)})
        await tell(interaction, f"{name} is {shown_value(name, getattr(settings, name))} now.")

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


def _check_is_here(interaction: Interaction, name: str, value: object) -> None:
    """Refuses the id of a channel or a role that this server does not have."""
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


async def setup(bot: ShowBot) -> None:
    """Adds the cog."""
    await bot.add_cog(Admin())
