"""The doctor in Discord: /doctor says what is well and what is not; the computer's lines are for the bot's owner."""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from doctor.channels import channel_lines
from doctor.checks import CheckResult, clock_line, commands_line, following_line, intents_line, reach_lines, rounds_line
from doctor.host import host_lines
from guild.client import ShowBot
from views.answers import acknowledge
from views.base import Interaction, tell
from views.checks import guild_of, require_admin
from views.text import plain

LONGEST = 1900  # Discord: a message has at most 2,000 characters


class DoctorCog(commands.Cog):
    """One command."""

    @app_commands.command(description="What is well with the bot and what is not, and how to mend it.")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def doctor(self, interaction: Interaction) -> None:
        """Looks at this server; for the application's owner at the computer too."""
        require_admin(interaction)
        await acknowledge(interaction)
        lines = await server_lines(interaction)
        if await interaction.client.is_owner(interaction.user):
            lines += await computer_lines(interaction.client)
        for page in pages([plain(str(line)) for line in lines]):
            await tell(interaction, page)


async def server_lines(interaction: Interaction) -> list[CheckResult]:
    """This server's channels, and what the bot is to it."""
    bot, guild_id = interaction.client, guild_of(interaction)
    home = discord.Object(bot.home.guild_id) if bot.home.guild_id else None
    known = await bot.tree.fetch_commands(guild=home)
    ours = [command.name for command in bot.tree.get_commands(guild=home)]
    lines = [
        intents_line((await bot.application_info()).flags, in_use=bot.intents.message_content),
        commands_line([command.name for command in known], ours),
        following_line(bot.supervisors.status(guild_id)),
        rounds_line(bot.rounds),
    ]
    guild = interaction.guild
    if guild:
        lines += channel_lines(await bot.services.settings.of(guild_id), guild.get_channel, guild.me)
    return lines


async def computer_lines(bot: ShowBot) -> list[CheckResult]:
    """The computer and the ways out of it; that the bot could be asked says that its token works."""
    lines = [CheckResult("token", "it works."), await clock_line(bot.services.clock)]
    lines += await asyncio.to_thread(host_lines, bot.home, bot.services.clock())
    return [*lines, *reach_lines(await bot.supervisors.reach(), has_key=bot.supervisors.has_sign_key)]


def pages(lines: list[str]) -> list[str]:
    """The lines in as few messages as they fit in."""
    found = [""]
    for line in lines:
        if len(found[-1]) + len(line) > LONGEST:
            found.append("")
        found[-1] += f"{line[:LONGEST]}\n"
    return found


async def setup(bot: ShowBot) -> None:
    """Adds the cog."""
    await bot.add_cog(DoctorCog())
