"""The world: one Discord on loopback with one bot, from start to end of a test or a demo."""

from __future__ import annotations

import asyncio
import base64
import time
from typing import TYPE_CHECKING, Self

from standins.discord import errors
from standins.discord.cdn import FileHost
from standins.discord.channel import Channel, DirectChannel, Place
from standins.discord.clock import Clock
from standins.discord.commands import Registry
from standins.discord.errors import ApiError
from standins.discord.faults import Faults
from standins.discord.files import DEFAULT_UPLOAD_LIMIT
from standins.discord.gateway import Gateway
from standins.discord.guild import Guild
from standins.discord.ids import Snowflakes
from standins.discord.intents import PRIVILEGED, Intent
from standins.discord.interactions import InteractionRegistry
from standins.discord.permissions import DEFAULT_EVERYONE, INVITE
from standins.discord.post import Post
from standins.discord.ratelimits import RateLimits
from standins.discord.server import Server
from standins.discord.user import User
from standins.discord.wire import API_PATH

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from standins.discord.log import Request

POLL_SECONDS = 0.01
# Discord: application flags that tell a bot which privileged intents are switched on (limited, for small bots).
_LIMITED_FLAGS = {
    Intent.GUILD_PRESENCES: 1 << 13,
    Intent.GUILD_MEMBERS: 1 << 15,
    Intent.MESSAGE_CONTENT: 1 << 19,
}


class Discord:
    """A stand-in of Discord. Use it as `async with Discord() as world`; everything lives in memory.

    `privileged_intents` are those switched on in the developer portal: MESSAGE_CONTENT unless told otherwise.
    `rate_limits=False` lets every request pass. `upload_limit` is in bytes, for guilds without boosts.
    """

    def __init__(
        self,
        *,
        bot_name: str = "Night Bot",
        privileged_intents: int = Intent.MESSAGE_CONTENT,
        rate_limits: bool = True,
        upload_limit: int = DEFAULT_UPLOAD_LIMIT,
    ) -> None:
        self.clock = Clock()
        self.ids = Snowflakes(self.clock)
        self.bot = User(self.ids.next(), bot_name, is_bot=True)
        self.app_owner = User(self.ids.next(), "App Owner")
        self.users: dict[int, User] = {user.id: user for user in (self.bot, self.app_owner)}
        self.guilds: list[Guild] = []
        self.places: dict[int, Place] = {}
        self._directs: dict[int, DirectChannel] = {}
        self.closed_dms: set[int] = set()
        self.privileged_intents = privileged_intents & PRIVILEGED
        self.default_upload_limit = upload_limit
        self.requests: list[Request] = []
        self.surprises: list[str] = []
        self.token = self._make_token()
        self.commands = Registry(self)
        self.desk = InteractionRegistry(self)
        self.files = FileHost(self)
        self.faults = Faults()
        self.gateway = Gateway(self)
        self.post = Post(self)
        self.ratelimits = RateLimits(self.clock)
        self.ratelimits.on = rate_limits
        self._server = Server(self)
        self._address = ""

    def _make_token(self) -> str:
        name = base64.urlsafe_b64encode(str(self.bot.id).encode()).decode().rstrip("=")
        return f"{name}.sandbox.{self.ids.next():x}"

    async def __aenter__(self) -> Self:
        self._address = await self._server.start()
        self.files.origin = f"http://{self._address}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gateway.close(1001)
        await self._server.stop()

    @property
    def api_base(self) -> str:
        """The base of the REST API, version included."""
        return f"http://{self._address}{API_PATH}"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://{self._address}/gateway/"

    @property
    def application_flags(self) -> int:
        """The flags of the application: which privileged intents it has."""
        return sum(flag for intent, flag in _LIMITED_FLAGS.items() if self.privileged_intents & intent)

    def env(self) -> dict[str, str]:
        """The variables that point a bot's process at this world."""
        return {
            "DISCORD_API_BASE": self.api_base,
            "DISCORD_GATEWAY": self.gateway_url,
            "DISCORD_TOKEN": self.token,
        }

    def guild(
        self, name: str, *, bot_permissions: int = INVITE, everyone: int = DEFAULT_EVERYONE, boost_tier: int = 0
    ) -> Guild:
        """A new guild that the bot is a member of. `everyone` are the permissions of @everyone there."""
        guild = Guild(self, name, bot_permissions=bot_permissions, everyone=everyone, boost_tier=boost_tier)
        self.guilds.append(guild)
        self.gateway.dispatch("GUILD_CREATE", guild.create_payload(with_members=False))
        return guild

    def find_guild(self, guild_id: int) -> Guild:
        """The guild, if the bot is in it; raises 10004, or 50001 where the bot is no member."""
        guild = next((guild for guild in self.guilds if guild.id == guild_id), None)
        if guild is None:
            raise ApiError(errors.UNKNOWN_GUILD)
        if self.bot.id not in guild.members:
            raise ApiError(errors.MISSING_ACCESS)
        return guild

    def drop_guild(self, guild: Guild) -> None:
        """Takes a deleted guild out of the world."""
        self.guilds.remove(guild)
        for channel in list(guild.channels.values()):
            self.drop_channel(channel)

    def drop_channel(self, channel: Channel) -> None:
        """Takes a deleted channel out of the world."""
        for message in list(channel.messages.values()):
            self.post.forget(message)
        del self.places[channel.id]
        del channel.guild.channels[channel.id]

    def guild_channel(self, place: Place) -> Channel | None:
        """The place as a channel of a guild, None for direct messages."""
        return place if isinstance(place, Channel) else None

    def direct(self, user: User) -> DirectChannel:
        """The direct messages between the bot and a user; made when first asked for."""
        if user.id not in self._directs:
            made = self._directs[user.id] = DirectChannel(self, self.ids.next(), user)
            self.places[made.id] = made
        return self._directs[user.id]

    async def bot_ready(self, timeout: float = 30) -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until a session of the bot is connected; its commands are synced by then, if it has any."""
        await self.until(lambda: self.gateway.connected, timeout=timeout, what="the bot to connect")

    async def bot_gone(self, timeout: float = 30) -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until no session is connected, as after the end of the bot's process."""
        await self.until(lambda: not self.gateway.connected, timeout=timeout, what="the bot to go")

    async def until(self, condition: Callable[[], object], *, timeout: float = 30, what: str = "") -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until the condition holds; raises `TimeoutError` after so many real seconds."""
        deadline = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {timeout} s for {what or 'a condition'}")
            await asyncio.sleep(POLL_SECONDS)

    async def quiet(self, seconds: float = 0.3, *, timeout: float = 30) -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until the bot made no request for so many real seconds."""
        deadline = time.monotonic() + timeout
        seen = -1
        while seen != len(self.requests) or any(not request.status for request in self.requests[-50:]):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the bot was never quiet for {seconds} s")
            seen = len(self.requests)
            await asyncio.sleep(seconds)
