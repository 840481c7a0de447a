"""A server that the bot has just come to: a channel to talk in, an owner with Manage Server, a fan, and no settings."""

from __future__ import annotations

from dataclasses import dataclass

import discord
import simcord
from simcord.results import ResponseMessage

from domain.settings import GuildSettings
from domain.submissions import Person
from tests.bot_env import BotEnv, invited_with
from tests.flows.reviewer_actions import asked, read

MANAGE_CHANNELS = discord.Permissions(2251799813811280)


@dataclass
class NewServer:
    """`olga` has Manage Server and the Hosts role is there for her reviewers; `actions` counts what she did."""

    bot_env: BotEnv
    guild: simcord.GuildHandle
    hall: simcord.ChannelHandle
    hosts: simcord.RoleHandle
    olga: simcord.MemberActor
    fan: simcord.MemberActor
    actions: int = 0

    async def setup(self) -> ResponseMessage:
        """Olga uses /setup; the panel."""
        self.actions += 1
        return asked(await self.olga.slash(self.hall, "setup"))

    async def press(self, panel: ResponseMessage, label: str) -> str:
        """Olga presses a button of the panel; what it says then."""
        self.actions += 1
        await self.olga.click(panel, label=label)
        return read(panel)

    async def choose(self, panel: ResponseMessage, custom_id: str, value: object) -> str:
        """Olga chooses from a select of the panel; what it says then."""
        self.actions += 1
        await self.olga.select(panel, [value], custom_id=custom_id)
        return read(panel)

    async def settings(self) -> GuildSettings:
        """The server's settings."""
        return await self.bot_env.services.settings.of(self.guild.id)

    async def create_all(self) -> str:
        """Olga lets the bot make everything, with the Hosts as staff; what the panel says then."""
        panel = await self.setup()
        await self.press(panel, "Create everything for me")
        return await self.choose(panel, "setup:createfor", self.hosts)

    async def forget(self, *names: str) -> None:
        """The server's settings lose these, as if they had never been written."""
        with self.bot_env.env._bot_scope():
            service, olga = self.bot_env.services.settings, Person(self.olga.id, "olga")
            await service.change(self.guild.id, olga, dict.fromkeys(names, "none"))

    def made(self) -> dict[str, discord.TextChannel]:
        """The text channels in the category that the bot makes, by name, as the bot sees them."""
        guild = self.seen()
        return {one.name: one for category in guild.categories for one in category.text_channels}

    def seen(self) -> discord.Guild:
        """The server as the bot sees it."""
        guild = self.bot_env.bot.get_guild(self.guild.id)
        assert guild
        return guild


def new_server(bot_env: BotEnv, permissions: discord.Permissions = MANAGE_CHANNELS) -> NewServer:
    """The bot comes to another server, with these permissions."""
    guild = bot_env.env.create_guild(name="Fresh Show")
    invited_with(bot_env.env, guild, permissions)
    hall, hosts = guild.create_text_channel("hall"), guild.create_role("Hosts")
    manager = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    olga = guild.add_member(bot_env.env.create_user("olga"), roles=[manager])
    return NewServer(bot_env, guild, hall, hosts, olga, guild.add_member(bot_env.env.create_user("fan")))
