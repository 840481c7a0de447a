"""Backups: made on time, and by admins with /backup."""

from __future__ import annotations

import logging
from functools import partial

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands, tasks

from domain import backup_refusals
from domain.refusals import Refusal
from guild.alerts import Alerts
from guild.client import ShowBot
from media.receiving import download
from services.backup_intake import MIB, MOST_MIB
from services.backups import DUE, Preview
from services.tasks import Tasks
from views.answers import acknowledge
from views.base import Interaction, tell
from views.checks import guild_of, require_admin
from views.settings.restore import ask_to_restore
from views.text import ago

log = logging.getLogger(__name__)

MOST_CHOICES = 25  # Discord: of one autocomplete
MOST_LISTED = 25


class BackupsCog(commands.Cog):
    """Keeps the backups up to date, and hands them to admins."""

    backup = app_commands.Group(
        name="backup",
        description="Everything that belongs to this server, kept and brought back.",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot
        self._tasks = Tasks()
        self._alerts = Alerts(bot, self._tasks)
        self._failing: set[str] = set()

    async def cog_load(self) -> None:
        """Begins at once with what is missing since the process was last there."""
        self.keep_up.add_exception_type(Exception)  # whatever a round meets, the next one comes, after a pause
        self.keep_up.start()

    async def cog_unload(self) -> None:
        """Stops; a backup that is half written never gets its name."""
        self.keep_up.cancel()
        await self._tasks.close()

    @tasks.loop(minutes=1)
    async def keep_up(self) -> None:
        """Makes what is due; looking every minute does not mind a clock that jumps, or a computer that slept."""
        with self._bot.rounds.noted("backups"):
            failures = await self._bot.services.backups.make_due()
            for what in DUE:
                self._tell(what, failures.get(what))

    def _tell(self, what: str, failure: str | None) -> None:
        """Tells once that a backup cannot be made, in the log and in every debug channel, and once that it can."""
        if failure and what not in self._failing:
            log.error("the %s cannot be made: %s", what, failure)
        (self._failing.add if failure else self._failing.discard)(what)
        for guild in self._bot.guilds:
            if failure:
                text = f"The {what} cannot be made: {failure}. The bot goes on, and tries again every minute."
                self._alerts.report(guild.id, what, f"{text} Its owner has to look at the disk.")
            else:
                self._alerts.recovered(guild.id, what, f"✅ The {what} is made again.")

    @backup.command(name="now", description="Back up everything that belongs to this server.")
    async def make(self, interaction: Interaction) -> None:
        """Writes it, and hands it over where it is not too big."""
        require_admin(interaction)
        await acknowledge(interaction)
        path = await self._bot.services.backups.make_for(guild_of(interaction))
        text = f"✅ `{path.name}` is in the bot's folder for backups. Songs' audio files are not in it."
        if path.stat().st_size > interaction.filesize_limit:
            await tell(interaction, f"{text} It is too big to send it here.")
        else:
            await tell(interaction, text, file=partial(discord.File, path))

    @backup.command(name="list", description="What this server can be brought back from.")
    async def show(self, interaction: Interaction) -> None:
        """The newest ones."""
        require_admin(interaction)
        names = await self._bot.services.backups.names(guild_of(interaction))
        lines = [f"- `{one.name}` · {ago(one.made_at)}" for one in names[:MOST_LISTED]]
        head = "points_backup: every hour, points and TikTok names. guild: by /backup now, everything of this server."
        await tell(interaction, "\n".join([head, *lines]) if lines else "There is no backup yet. Use /backup now.")

    @backup.command(name="restore", description="Bring this server back from a backup; asks first.")
    @app_commands.describe(file="A file that /backup now made.", name="One of /backup list.")
    async def restore(
        self, interaction: Interaction, file: discord.Attachment | None = None, name: str | None = None
    ) -> None:
        """Reads it and asks."""
        require_admin(interaction)
        await acknowledge(interaction)
        if file and not name:
            preview = await self._take_in(interaction, file)
        elif name and not file:
            preview = await self._bot.services.backups.preview(guild_of(interaction), name)
        else:
            raise backup_refusals.which_backup()
        await ask_to_restore(interaction, preview)

    @restore.autocomplete("name")
    async def _names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            require_admin(interaction)
        except Refusal:
            return []
        names = [one.name for one in await self._bot.services.backups.names(guild_of(interaction))]
        found = [name for name in names if typed.strip().lower() in name]
        return [app_commands.Choice(name=name, value=name) for name in found[:MOST_CHOICES]]

    async def _take_in(self, interaction: Interaction, file: discord.Attachment) -> Preview:
        """Discord: an attachment of a command disappears after a while, so it is kept at once."""
        if file.size > MOST_MIB * MIB:
            raise backup_refusals.backup_too_big(MOST_MIB)
        try:
            return await self._bot.services.backups.submit_upload(guild_of(interaction), download(file.url))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise backup_refusals.backup_did_not_arrive() from error


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(BackupsCog(bot))
