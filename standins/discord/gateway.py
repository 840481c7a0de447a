"""The gateway: sessions of the bot, what they ask, and what they are told."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from standins.discord import intents as rules
from standins.discord import permissions, session
from standins.discord.intents import Intent
from standins.discord.permissions import Permission
from standins.discord.session import Connection, Session

if TYPE_CHECKING:
    from standins.discord.channel import Place
    from standins.discord.member import Member
    from standins.discord.message import Message
    from standins.discord.wire import Json
    from standins.discord.world import Discord

HEARTBEAT_SECONDS = 41.25
# Discord: the close codes of the gateway.
UNKNOWN_OP, BAD_JSON, NOT_IDENTIFIED, BAD_TOKEN, TWICE, BAD_INTENTS, DISALLOWED = (
    4001,
    4002,
    4003,
    4004,
    4005,
    4013,
    4014,
)
_ENDS_SESSION = frozenset({1000, 1001})


class Gateway:
    """Speaks gateway v10 with zlib-stream; `identifies` counts the sessions that were opened."""

    def __init__(self, world: Discord) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self.identifies = 0
        self.resumes = 0

    @property
    def connected(self) -> bool:
        """Whether a session has a living connection."""
        return any(open_session.connection for open_session in self._sessions.values())

    @property
    def reachable(self) -> bool:
        """Whether a session is connected or could still be resumed."""
        return bool(self._sessions)

    def dispatch(self, event: str, data: Json, *, in_guild: bool = True) -> None:
        """Sends an event to every session whose intents ask for it."""
        for open_session in self._sessions.values():
            if rules.wanted(event, open_session.intents, in_guild=in_guild):
                open_session.dispatch(event, data)

    def dispatch_member(self, event: str, member: Member) -> None:
        """Sends a member event; the bot's own updates need no intent."""
        data = {**member.payload(), "guild_id": str(member.guild.id)}
        for open_session in self._sessions.values():
            own = member is member.guild.bot
            if own or rules.wanted(event, open_session.intents):
                open_session.dispatch(event, data)

    def dispatch_message(self, event: str, message: Message) -> None:
        """Sends a message to sessions that want it, as much of it as each may read."""
        if message.visible_to is not None or not self._sessions or not self._bot_sees(message.place):
            return
        body = message.payload(for_gateway=True)
        for open_session in self._sessions.values():
            if rules.wanted(event, open_session.intents, in_guild=message.place.guild is not None):
                open_session.dispatch(event, rules.readable(message, body, open_session.intents))

    def dispatch_in(self, place: Place, event: str, data: Json) -> None:
        """Sends an event about a place, if the bot can see the place."""
        if self._bot_sees(place):
            guild: Json = {"guild_id": str(place.guild.id)} if place.guild else {}
            body = {"channel_id": str(place.id), **guild, **data}
            self.dispatch(event, body, in_guild=place.guild is not None)

    @staticmethod
    def _bot_sees(place: Place) -> bool:
        channel = place.world.guild_channel(place)
        if channel is None:
            return True
        guild = channel.guild
        held = permissions.in_channel(channel, guild.bot)
        return guild.bot.id in guild.members and bool(held & Permission.VIEW_CHANNEL)

    def close(self, code: int = 4000) -> None:
        """Closes every connection with a code; 1000 and 1001 end the session too."""
        for connection in list(self._connections):
            connection.close(code)
            self._leave(connection, code)

    def ask_to_reconnect(self) -> None:
        """Sends RECONNECT: the client is to come back and resume."""
        for connection in self._connections:
            connection.send(session.RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Sends INVALID_SESSION; unless resumable, the client has to identify anew."""
        if not resumable:
            self._sessions.clear()
        for connection in self._connections:
            connection.send(session.INVALID_SESSION, resumable)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serves one websocket from HELLO to its end."""
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        compression = request.query.get("compress")
        if compression not in (None, "zlib-stream"):
            self._world.surprises.append(f"gateway: unknown compression {compression}")
        connection = Connection(socket, compress=compression == "zlib-stream")
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.send(session.HELLO, {"heartbeat_interval": int(HEARTBEAT_SECONDS * 1000), "_trace": []})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._receive(connection, frame.data)
        # The socket itself reports 1000 when this side closed it, whatever the code was.
        self._leave(connection, connection.closed_with or socket.close_code)
        if connection.closed_with is None:
            writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
        return socket

    def _leave(self, connection: Connection, code: int | None) -> None:
        self._connections.discard(connection)
        open_session = connection.session
        if open_session is not None and open_session.connection is connection:
            open_session.connection = None
            if code in _ENDS_SESSION:
                self._sessions.pop(open_session.id, None)

    def _receive(self, connection: Connection, text: str) -> None:
        try:
            message = json.loads(text)
        except json.JSONDecodeError:
            connection.close(BAD_JSON)
            return
        op, data = message.get("op"), message.get("d")
        if op == session.HEARTBEAT:
            connection.send(session.HEARTBEAT_ACK, None)
        elif op == session.IDENTIFY:
            self._identify(connection, data)
        elif op == session.RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            connection.close(NOT_IDENTIFIED)
        elif op == session.REQUEST_MEMBERS:
            self._send_members(connection.session, data)
        elif op != session.PRESENCE:
            self._world.surprises.append(f"gateway: unknown op {op}")
            connection.close(UNKNOWN_OP)

    def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies += 1
        intents = data.get("intents")
        if connection.session is not None:
            connection.close(TWICE)
        elif data.get("token") != self._world.token:
            connection.close(BAD_TOKEN)
        elif not isinstance(intents, int) or not 0 <= intents <= rules.ALL_INTENTS:
            connection.close(BAD_INTENTS)
        elif intents & rules.PRIVILEGED & ~self._world.privileged_intents:
            connection.close(DISALLOWED)
        else:
            self._open(connection, intents)

    def _open(self, connection: Connection, intents: int) -> None:
        # A process that identifies anew has forgotten its earlier session, which nobody will resume.
        self._sessions = {key: kept for key, kept in self._sessions.items() if kept.connection}
        opened = Session(f"{self._world.ids.next():x}", intents, connection)
        self._sessions[opened.id] = connection.session = opened
        guilds = [guild for guild in self._world.guilds if guild.bot.id in guild.members]
        opened.dispatch("READY", self._ready(opened, [str(guild.id) for guild in guilds]))
        if rules.wanted("GUILD_CREATE", intents):
            with_members = bool(intents & Intent.GUILD_MEMBERS)
            for guild in filter(lambda one: one.available, guilds):
                opened.dispatch("GUILD_CREATE", guild.create_payload(with_members=with_members))

    def _ready(self, opened: Session, guild_ids: list[str]) -> Json:
        world = self._world
        return {
            "v": 10,
            "user": {**world.bot.payload(), "verified": True, "mfa_enabled": True, "email": None, "flags": 0},
            "guilds": [{"id": guild_id, "unavailable": True} for guild_id in guild_ids],
            "session_id": opened.id,
            "session_type": "normal",
            "resume_gateway_url": world.gateway_url,
            "private_channels": [],
            "relationships": [],
            "application": {"id": str(world.bot.id), "flags": world.application_flags},
            "_trace": [],
        }

    def _resume(self, connection: Connection, data: Json) -> None:
        known = self._sessions.get(data.get("session_id") or "")
        seen = data.get("seq")
        if data.get("token") != self._world.token:
            connection.close(BAD_TOKEN)
        elif known is None or not isinstance(seen, int) or seen > known.number:
            connection.send(session.INVALID_SESSION, data=False)
        else:
            self.resumes += 1
            connection.session = known
            known.resume(connection, seen)

    def _send_members(self, asking: Session, data: Json) -> None:
        guild = self._world.find_guild(int(data["guild_id"]))
        listed = {int(user) for user in data.get("user_ids") or ()}
        start = (data.get("query") or "").lower()
        found = [
            member.payload()
            for member in guild.members.values()
            if (member.id in listed if listed else member.name.lower().startswith(start))
        ]
        chunk: Json = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1}
        asking.dispatch("GUILD_MEMBERS_CHUNK", {**chunk, "nonce": data.get("nonce"), "not_found": []})
