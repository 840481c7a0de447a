"""Start here: settings, logging, database, services, the bot and its cogs, in that order."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from functools import partial
from pathlib import Path

import aiohttp
import discord
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from config import Settings, load_settings
from database import open_database
from doctor.command import DoctorInput, run_checks
from domain.follow import LiveSupervisors
from domain.installation import Installation
from domain.rounds import Rounds
from guild.client import NO_PINGS, ShowBot
from guild.library_names import names_that_moved
from media.link_lookup import LinkLookup
from media.store import MediaStore
from process.clock import SteadyClock, keep_right, wall_clock
from process.command_line import back_up, bring_back, read_arguments
from process.command_sync import sync_commands
from process.crash_loop import note_start
from process.exit_codes import ended_in_a_sentence
from process.folder_lock import alone_in
from process.folders import check_home, raise_limit
from process.logs import set_up_log
from services.base import Dependencies, Feed
from services.container import Services, build_services
from services.live_recorder import GuildRecorder
from tiktok.ports import LiveSettings
from tiktok.supervisor import Supervisors
from views.base import ShowTree, one_error_path
from views.components import COMPONENTS, check_is_known
from web.pages import serving_pages

log = logging.getLogger(__name__)

# Supervisors kill what does not stop within five to ten seconds.
ANSWER_SECONDS = 2
GOODBYE_SECONDS = 0.7
FINISH_SECONDS = 1
# How discord.py 2.7.1 names their tasks, and views/answering its own.
HANDLERS = ("CommandTree-invoker", "discord-ui-", "discord.py: on_", "late deferral")

COGS = sorted(f"cogs.{file.stem}" for file in (Path(__file__).parent / "cogs").glob("[a-z]*.py"))


class MusicBot(ShowBot):
    """The Discord client: loads the cogs, keeps Discord's list of commands up to date, and caches next to nothing."""

    def __init__(
        self, services: Services, supervisors: LiveSupervisors, home: Installation, *, message_content: bool
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=ShowTree,
            intents=discord.Intents(guilds=True, guild_messages=True, message_content=message_content),
            allowed_mentions=NO_PINGS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.services = services
        self.supervisors = supervisors
        self.command_ids = {}
        self.home = home
        self.rounds = Rounds()

    async def setup_hook(self) -> None:
        """Loads every cog, and stops the start when one fails; never done in on_ready, which fires many times."""
        for cog in COGS:
            await self.load_extension(cog)
        self.add_dynamic_items(*COMPONENTS)  # after the cogs, because importing them defines the buttons
        self.command_ids = await sync_commands(self, self.home.guild_id, self.home.data_dir / "commands.json")

    async def on_message(self, message: discord.Message, /) -> None:
        """There are no text commands; the cogs listen for themselves."""

    async def on_interaction(self, interaction: discord.Interaction[ShowBot]) -> None:
        """Answers what discord.py would drop in silence: forgotten forms and unknown buttons."""
        async with one_error_path(interaction):
            check_is_known(interaction)


def point_at_stand_ins(settings: Settings) -> None:
    """Sends discord.py to another Discord; these three names are all it takes in discord.py 2.7.1."""
    if settings.discord_api_base:
        Route.BASE = settings.discord_api_base
        discord.Asset.BASE = settings.discord_api_base
    if settings.discord_gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway)


async def may_read_messages(token: str) -> bool:
    """Whether the owner switched the message content intent on.

    Discord: asking for an intent that is off ends the connection (4014), so the application's flags are read first.
    """
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        flags = client.application_flags
    return flags.gateway_message_content or flags.gateway_message_content_limited


async def run(settings: Settings) -> None:
    """Runs the bot, alone in its data folder, until it is told to stop."""
    stop_on_sigterm()
    if moved := list(names_that_moved()):
        log.warning("discord.py %s lacks what this bot was made for: %s", discord.__version__, ", ".join(moved))
    with alone_in(settings.data_dir):
        check_home(home_of(settings))
        await pause_in_a_crash_loop(settings.data_dir)
        message_content = await may_read_messages(settings.discord_token)
        await run_show(settings, SteadyClock(), message_content=message_content)


async def run_show(settings: Settings, clock: SteadyClock, *, message_content: bool) -> None:
    """Opens what the bot needs, and closes all in reverse."""
    home = home_of(settings)
    async with aiohttp.ClientSession() as session, open_database(home.database) as database:
        store = MediaStore(home.media)
        lookup = LinkLookup(session, settings.oembed_base)
        parts = Dependencies(database, Feed(), clock)
        services = build_services(parts, store, lookup, home.backup_dir, home.media_quota_bytes)
        await services.times.bring_back()
        supervisors = Supervisors(live_settings(settings), clock, partial(GuildRecorder, services.live, services.feed))
        bot = MusicBot(services, supervisors, home, message_content=message_content)
        pages = serving_pages(bot, settings.overlay_host, settings.overlay_port)
        on_time = keeping_time(clock, services)
        async with finishing_what_is_under_way(), on_time, aclosing(supervisors), pages, bot, answering_who_waits():
            await bot.start(settings.discord_token)


def home_of(settings: Settings) -> Installation:
    """What the process was given."""
    quota_bytes, keep_days = settings.media_quota_gb * 1024**3, settings.media_keep_days
    return Installation(settings.data_dir, settings.backup_dir, settings.guild_id, quota_bytes, keep_days)


async def pause_in_a_crash_loop(data_dir: Path) -> None:
    """Waits where the bot was started again and again, before it asks Discord for anything."""
    seconds = note_start(data_dir, wall_clock())
    if seconds:
        log.warning(
            "this bot was started many times in the last hour: it waits before the next try seconds=%d", seconds
        )
        await asyncio.sleep(seconds)


def live_settings(settings: Settings) -> LiveSettings:
    """How to reach TikTok."""
    return LiveSettings(
        sign_api_key=settings.sign_api_key,
        sign_api_url=settings.sign_api_url,
        tiktok_url=settings.tiktok_url,
        tiktok_webcast_url=settings.tiktok_webcast_url,
    )


@asynccontextmanager
async def answering_who_waits() -> AsyncIterator[None]:
    """Lets the handlers that run at the end give their answers, while there is a way to Discord; no new ones begin.

    One that needs longer is cancelled: what it has not committed is undone, and its last answer says so.
    """
    try:
        yield
    finally:
        late = {task for task in asyncio.all_tasks() if task.get_name().startswith(HANDLERS)}
        for seconds in (ANSWER_SECONDS, GOODBYE_SECONDS):
            if late:
                _, late = await asyncio.wait(late, timeout=seconds)
            for task in late:
                task.cancel()


@asynccontextmanager
async def keeping_time(clock: SteadyClock, services: Services) -> AsyncIterator[None]:
    """Sees to it that the show's clock follows the computer's."""
    keeping = asyncio.create_task(keep_right(clock, services.times.put_right), name="the clock")
    try:
        yield
    finally:
        keeping.cancel()


@asynccontextmanager
async def finishing_what_is_under_way() -> AsyncIterator[None]:
    """Lets what still runs when the bot is closed come to its end, while the database is open."""
    before = asyncio.all_tasks()
    try:
        yield
    finally:
        late = asyncio.all_tasks() - before
        if late:
            await asyncio.wait(late, timeout=FINISH_SECONDS)


def stop_on_sigterm() -> None:
    """Turns the polite kill of supervisors into a cancellation, so that everything is closed."""
    task = asyncio.current_task()
    if task and sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def call_the_doctor(settings: Settings) -> int:
    """Says what is well and what is not; the exit code is 1 when something is to mend."""
    patient = DoctorInput(home_of(settings), live_settings(settings), settings.discord_token)
    is_well = True
    async for line in run_checks(patient, wall_clock):
        sys.stdout.write(f"{line}\n")
        is_well = is_well and line.is_green
    return 0 if is_well else 1


def main() -> None:
    """Runs the bot, or what was asked for; what the owner has to mend is said in one sentence."""
    asked = read_arguments(sys.argv[1:])
    set_up_log()
    with ended_in_a_sentence():
        settings = load_settings(needs_token=asked.command is None)
        level = "WARNING" if asked.command else settings.log_level
        set_up_log(level, [settings.discord_token, settings.sign_api_key or ""])
        # There is no voice here, and an owner should not have to wonder about a warning.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        point_at_stand_ins(settings)
        raise_limit()
        if asked.command is None:
            asyncio.run(run(settings))
        elif asked.command == "doctor":
            sys.exit(asyncio.run(call_the_doctor(settings)))
        elif asked.command == "backup":
            sys.stdout.write(f"{back_up(home_of(settings), wall_clock())}\n")
        else:
            sys.stdout.write(f"{bring_back(home_of(settings), asked.file, wall_clock())}\n")


if __name__ == "__main__":
    main()
