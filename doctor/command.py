"""`python bot.py doctor`: all checks from outside, also beside a running bot, and without the gateway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp
import discord
from discord import app_commands

from database import open_database
from doctor.channels import channel_lines
from doctor.checks import CheckResult, clock_line, commands_line, intents_line, reach_lines
from doctor.host import host_lines
from domain.installation import Installation
from domain.settings import GuildSettings
from tiktok.library import troubles
from tiktok.ports import LiveSettings

NEEDED_TO_READ = {"database", "migrations"}


@dataclass(frozen=True)
class DoctorInput:
    """What is looked at."""

    home: Installation
    live: LiveSettings
    token: str


async def run_checks(patient: DoctorInput, clock: Callable[[], datetime]) -> AsyncIterator[CheckResult]:
    """All lines, as soon as each is known."""
    host = await asyncio.to_thread(host_lines, patient.home, clock())
    for line in host:
        yield line
    for line in reach_lines(await troubles(patient.live), has_key=bool(patient.live.sign_api_key)):
        yield line
    yield await clock_line(clock)
    usable = patient.home.database.exists() and all(line.is_green for line in host if line.name in NEEDED_TO_READ)
    async for line in _discord_lines(patient, with_settings=usable):
        yield line


async def _discord_lines(patient: DoctorInput, *, with_settings: bool) -> AsyncIterator[CheckResult]:
    if not patient.token:
        yield CheckResult(
            "token", "there is none.", "Get one at https://discord.com/developers/applications, into .env."
        )
        return
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        try:
            await client.login(patient.token)
        except discord.LoginFailure:
            mend = "Reset it at https://discord.com/developers/applications, and write the new one into .env."
            yield CheckResult("token", "Discord does not accept it.", mend)
            return
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            yield CheckResult("token", f"Discord cannot be asked ({type(error).__name__}).", "Look at the network.")
            return
        yield CheckResult("token", f"it is that of {client.user}.")
        yield intents_line(client.application_flags)
        home = discord.Object(patient.home.guild_id) if patient.home.guild_id else None
        known = await app_commands.CommandTree(client).fetch_commands(guild=home)
        yield commands_line([command.name for command in known], None)
        async for line in _server_lines(client, patient.home, with_settings=with_settings):
            yield line


async def _server_lines(
    client: discord.Client, home: Installation, *, with_settings: bool
) -> AsyncIterator[CheckResult]:
    """The channels of every server that the bot is in and that was set up."""
    guilds = [guild async for guild in client.fetch_guilds(limit=None) if home.guild_id in {None, guild.id}]
    if not guilds:
        yield CheckResult("servers", "the bot is in none.", "Open the invite link of the README.")
    for guild_id in [guild.id for guild in guilds] if with_settings else []:
        guild = await client.fetch_guild(guild_id)
        me = await guild.fetch_member(client.application_id or 0)
        channels = {channel.id: channel for channel in await guild.fetch_channels()}
        for line in channel_lines(await _settings_of(home, guild_id), channels.get, me):
            yield CheckResult(f"{guild.name}, {line.name}", line.finding, line.mend)


async def _settings_of(home: Installation, guild_id: int) -> GuildSettings:
    """Only for a sound file of this version: opening an older one would change it."""
    async with open_database(home.database) as database, database.transaction() as tables:
        return await tables.guilds.settings(guild_id)
