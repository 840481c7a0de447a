"""The bot environment of the tests: the services on a real file, and the whole bot in a simulated Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import discord
import simcord

from bot import MusicBot
from database import Database, open_database
from domain.installation import Installation
from domain.refusals import Refusal
from domain.submissions import Person
from media.link_lookup import LinkLookup
from media.store import MediaStore
from services.base import Clock, Dependencies, Feed
from services.container import Services, build_services
from services.live_recorder import GuildRecorder
from tiktok.ports import LiveSettings
from tiktok.supervisor import Supervisors

NOBODY_LISTENS = "http://127.0.0.1:9"  # the discard port: lookups of links fail at once
QUOTA_BYTES = 1024**3
BOT_PERMISSIONS = discord.Permissions(2251799813811264)


class HandClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time it shows; a microsecond later each time, as real clocks do."""
        self.now += timedelta(microseconds=1)
        return self.now

    def advance(self, seconds: float) -> None:
        """Moves the clock on."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Opened:
    """Open services and what they stand on."""

    services: Services
    database: Database


@asynccontextmanager
async def open_services(
    folder: Path, clock: Clock, oembed_base: str = NOBODY_LISTENS, *, quota_bytes: int = QUOTA_BYTES
) -> AsyncIterator[Opened]:
    """The services over the data in `folder`, which is made when it is not there; opening twice is a restart."""
    async with aiohttp.ClientSession() as session, open_database(folder / "music_queue.db") as database:
        store, lookup = MediaStore(folder / "media"), LinkLookup(session, oembed_base)
        parts = Dependencies(database, Feed(), clock)
        yield Opened(build_services(parts, store, lookup, folder / "backups", quota_bytes), database)


@dataclass
class BotEnv:
    """A server with everything set up; `boss` has Manage Server, `rita` and `sam` review, the others are fans."""

    folder: Path
    env: simcord.Env
    bot: MusicBot
    services: Services
    database: Database
    guild: simcord.GuildHandle
    staff_role: simcord.RoleHandle
    channels: dict[str, simcord.ChannelHandle] = field(default_factory=dict)
    people: dict[str, simcord.MemberActor] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _message_content: bool = False

    def __getattr__(self, name: str) -> simcord.MemberActor:
        """`bot environment.rita` is short for `bot environment.people["rita"]`."""
        try:
            return self.__dict__["people"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    async def restart(self, home: int | None = None) -> None:
        """Ends the bot and starts a new one on the same data; `home` is its GUILD_ID."""
        old = self._stack
        bot, stack, opened = await _new_bot(self.folder, self.env, home=home, message_content=self._message_content)
        await self.env.restart_bot(bot)
        await old.aclose()
        self.bot, self._stack, self.services, self.database = bot, stack, opened.services, opened.database
        await self.env.settle()


def new_bot(opened: Opened, folder: Path, home: int | None, *, message_content: bool) -> MusicBot:
    """The bot as bot.py builds it; nobody answers where it looks for TikTok."""
    settings = LiveSettings(sign_api_url=NOBODY_LISTENS, tiktok_url=NOBODY_LISTENS, tiktok_webcast_url=NOBODY_LISTENS)
    services = opened.services
    supervisors = Supervisors(settings, services.clock, partial(GuildRecorder, services.live, services.feed))
    return MusicBot(
        services, supervisors, Installation(folder, folder / "backups", home), message_content=message_content
    )


async def _new_bot(
    folder: Path, env: simcord.Env, *, home: int | None, message_content: bool
) -> tuple[MusicBot, AsyncExitStack, Opened]:
    stack = AsyncExitStack()
    opened = await stack.enter_async_context(open_services(folder, env.now))
    bot = new_bot(opened, folder, home, message_content=message_content)
    return bot, stack, opened


@asynccontextmanager
async def open_bot_env(
    folder: Path, *, message_content: bool = False, permissions: discord.Permissions = BOT_PERMISSIONS
) -> AsyncIterator[BotEnv]:
    """A running bot on a bot environment; the clock of the show is the simulation's.

    A fixture that uses this hands out `bot_env.env` as a fixture too (see conftest.py): that is how simcord's
    plugin finds the environment whose clock the test runs under.
    """
    bot_env: BotEnv | None = None
    stack = AsyncExitStack()

    def now() -> datetime:
        return env.now()

    opened = await stack.enter_async_context(open_services(folder, now))
    bot = new_bot(opened, folder, None, message_content=message_content)
    env = simcord.Env(bot)
    await env.start()
    try:
        bot_env = _build(folder, env, bot, opened, permissions)
        bot_env._stack, bot_env._message_content = stack, message_content
        await set_up(bot_env)
        yield bot_env
    finally:
        await env.shutdown()
        await (stack if bot_env is None else bot_env._stack).aclose()
        await asyncio.sleep(0)
    raise_bugs(env)


def raise_bugs(env: simcord.Env) -> None:
    """Raises what the bot raised; a refusal is an answer, though discord.py reports it like any error of a command."""
    causes = [getattr(error, "original", error) for error in env.errors]
    if bugs := [cause for cause in causes if not isinstance(cause, Refusal)]:
        raise BaseExceptionGroup("the bot raised", bugs)


def _build(folder: Path, env: simcord.Env, bot: MusicBot, opened: Opened, permissions: discord.Permissions) -> BotEnv:
    guild = env.create_guild(name="Night Show")
    invited_with(env, guild, permissions)
    staff = guild.create_role("Reviewers")
    manager = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    bot_env = BotEnv(folder, env, bot, opened.services, opened.database, guild, staff)
    for name in ("submission", "queue", "reviewer", "now_playing", "bookmarks", "debug"):
        bot_env.channels[name] = guild.create_text_channel(name.replace("_", "-"))
    for name in ("mia", "max", "zoe"):
        bot_env.people[name] = guild.add_member(env.create_user(name))
    for name in ("rita", "sam"):
        bot_env.people[name] = guild.add_member(env.create_user(name), roles=[staff])
    bot_env.people["boss"] = guild.add_member(env.create_user("boss"), roles=[manager])
    return bot_env


def invited_with(env: simcord.Env, guild: simcord.GuildHandle, permissions: discord.Permissions) -> None:
    """Gives the bot the permissions of an invite link; simcord invites it with nearly all there are."""
    role = next(role for role in env.backend.get_guild(guild.id).roles.values() if role.managed)
    env.backend.edit_role(guild.id, role.id, {"permissions": permissions.value})


async def set_up(bot_env: BotEnv) -> None:
    """Gives the server its channels and its staff role, as /setup does."""
    values = {f"{name}_channel": str(channel.id) for name, channel in bot_env.channels.items()}
    values["staff_role"] = str(bot_env.staff_role.id)
    with bot_env.env._bot_scope():  # as if the bot did it: what the displays then do runs on the simulated clock
        await bot_env.services.settings.change(bot_env.guild.id, Person(bot_env.boss.id, "boss"), values)
    await bot_env.env.settle()
