"""The other servers: one with boards of this bot and a LIVE, one with people alone, and one whose admin forges."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from benchmarks.torture.disk import Disk
from benchmarks.torture.model import Facts
from demo.cast import CHANNELS, SET_UP
from standins.discord import Channel, Discord, Guild, Message, Permission, Person, Request
from standins.discord.user import User

WRITES = ("PATCH", "PUT", "DELETE")
# How songs are called in the show of the run and by the forger; neither belongs into another server's messages.
FOREIGN_SONGS = re.compile(r"\b(?:song|flood|forged)\d+")
LINKS = "https://soundcloud.com/neighbours/"


@dataclass(frozen=True)
class Server:
    """A server with its channels, an admin and a member."""

    guild: Guild
    channels: dict[str, Channel]
    admin: Person
    member: Person


def _open(world: Discord, name: str, admin: str, member: str) -> Server:
    guild = world.guild(name, boost_tier=2)
    channels = {one: guild.text_channel(one.replace("_", "-")) for one in CHANNELS}
    managers = guild.role("Managers", permissions=Permission.MANAGE_GUILD)
    return Server(guild, channels, guild.member(admin, roles=[managers]), guild.member(member))


class Neighbours:
    """Three servers beside the show; what stands in the first two when the run begins is watched."""

    def __init__(self, world: Discord, database: Path) -> None:
        self._world, self._database = world, database
        self.day = _open(world, "Day Show", "Dora", "Dave")
        self.tea = _open(world, "Tea Room", "Tess", "Toby")
        self.forgery = _open(world, "Forger's", "Mallory", "Mick")
        self._watched: dict[int, Message] = {}
        self._texts: dict[int, str] = {}
        self._read_until = 0

    @property
    def forger(self) -> Person:
        """The admin of the third server."""
        return self.forgery.admin

    async def set_up(self) -> None:
        """Two of them use the bot and play a song; in both of the watched ones people and another bot write."""
        await self._show(self.day, "day")
        await self._show(self.forgery, "forged")
        other = User(self._world.ids.next(), "Other Bot", is_bot=True)
        self._world.users[other.id] = other
        for server in (self.day, self.tea):
            bot = server.guild.join(other)
            for name, channel in server.channels.items():
                if server is self.tea or name != "submission":  # chatter there is tidied away after ten minutes
                    await server.member.say(channel, f"hello in {channel.name}")
                await bot.say(channel, "beep")
        await self._world.quiet(3, timeout=120)
        for server in (self.day, self.tea):
            self._watch(server.guild)
        self._read_until = len(self._world.requests)

    async def _show(self, server: Server, word: str) -> None:
        options = {name: server.channels[name] for name in SET_UP}
        await (await server.admin.slash(server.channels["chat"], "setup", **options)).finished()
        for number, who in enumerate((server.member, server.admin), 1):
            song = {"link": f"{LINKS}{word}{number}", "artist": "N", "title": f"{word}{number}"}
            await (await who.slash(server.channels["submission"], "submitlink", **song)).finished()
        await (await server.admin.slash(server.channels["reviewer"], "next")).finished()

    def _watch(self, guild: Guild) -> None:
        for channel in guild.channels.values():
            for message in channel.public_messages():
                self._watched[message.id], self._texts[message.id] = message, message.text

    def facts(self) -> Facts:
        """The songs, plays and points of the first server."""
        return Disk(self._database, self.day.guild.id).facts

    def numbers(self) -> list[int]:
        """Numbers of theirs that a forger can know: songs, messages, channels, members, servers."""
        guild = self.day.guild
        return [*self.facts().songs, *self._watched, *guild.channels, *guild.members, guild.id]

    def forgers_board(self) -> Message:
        """A message of the bot in the third server."""
        messages = self.forgery.channels["queue"].public_messages()
        return next(one for one in messages if one.author is self._world.bot)

    def targets(self) -> list[Message]:
        """What the forger wants to reach: every watched message, whoever wrote it."""
        return list(self._watched.values())

    def touched(self) -> list[str]:
        """What the bot did since the last look to messages that it had no business with."""
        new = self._world.requests[self._read_until :]
        self._read_until += len(new)
        return [*filter(None, map(self._wrong, new)), *self._changed()]

    def _wrong(self, request: Request) -> str | None:
        """A write is attributed to the server of its channel, and what it says to the server whose songs it names."""
        channel = self._world.places.get(request.channel_id or 0)
        guild = channel.guild if channel else None
        if guild is None or guild not in (self.day.guild, self.tea.guild):
            return None
        what = f"{request.method} {request.path} in {guild.name}"
        message = self._watched.get(request.message_id or 0)
        if message is not None and request.method in WRITES:
            if message.author is not self._world.bot:
                return f"{what}: a message of {message.author.name}"
            if request.method == "DELETE" and "pins" not in request.route_template:
                return f"{what}: the bot's own message of that server"
        if request.method != "GET" and FOREIGN_SONGS.search(json.dumps(request.body_json)):
            return f"{what}: songs of another server"
        return f"{what}: nobody uses the bot there" if guild is self.tea.guild and request.method == "POST" else None

    def _changed(self) -> list[str]:
        people = [one for one in self._watched.values() if one.author is not self._world.bot]
        return [
            f"message {one.id} of {one.author.name} in {one.place.guild.name if one.place.guild else ''} is another"
            for one in people
            if one.deleted or one.pinned or one.text != self._texts[one.id]
        ]
