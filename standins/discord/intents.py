"""Intents: which events a session asked for, and what it may read of a message."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from standins.discord.message import HIDDEN_WITHOUT_INTENT

if TYPE_CHECKING:
    from standins.discord.message import Message
    from standins.discord.wire import Json


class Intent(IntEnum):
    """The intents that matter to a bot that reads and writes messages."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    MESSAGE_CONTENT = 1 << 15


# Discord: asking for one of these without its switch in the developer portal ends the connection with 4014.
PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
ALL_INTENTS = (1 << 26) - 1

_IN_GUILDS = {
    "MESSAGE_CREATE": Intent.GUILD_MESSAGES,
    "MESSAGE_UPDATE": Intent.GUILD_MESSAGES,
    "MESSAGE_DELETE": Intent.GUILD_MESSAGES,
    "MESSAGE_DELETE_BULK": Intent.GUILD_MESSAGES,
    "MESSAGE_REACTION_ADD": Intent.GUILD_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE": Intent.GUILD_MESSAGE_REACTIONS,
    "GUILD_MEMBER_ADD": Intent.GUILD_MEMBERS,
    "GUILD_MEMBER_UPDATE": Intent.GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": Intent.GUILD_MEMBERS,
}
_IN_DIRECT_MESSAGES = {
    Intent.GUILD_MESSAGES: Intent.DIRECT_MESSAGES,
    Intent.GUILD_MESSAGE_REACTIONS: Intent.DIRECT_MESSAGE_REACTIONS,
}
_ALWAYS_SENT = frozenset({"READY", "RESUMED", "INTERACTION_CREATE", "USER_UPDATE"})


def wanted(event: str, intents: int, *, in_guild: bool = True) -> bool:
    """Whether a session with these intents gets the event."""
    if event in _ALWAYS_SENT:
        return True
    needed = _IN_GUILDS.get(event, Intent.GUILDS)
    if not in_guild:
        needed = _IN_DIRECT_MESSAGES.get(needed, needed)
    return bool(intents & needed)


def readable(message: Message, body: Json, intents: int) -> Json:
    """The message as a session or an application with these intents may read it, and the one it replies to."""
    if message.reference is not None and body.get("referenced_message"):
        body = {**body, "referenced_message": readable(message.reference, body["referenced_message"], intents)}
    # Discord: without the intent, content is empty but for own messages, direct ones, and those that mention the bot.
    bot = message.place.world.bot
    mentioned = message.mentions is not None and bot in message.mentions.users
    if intents & Intent.MESSAGE_CONTENT or message.author is bot or mentioned or message.place.guild is None:
        return body
    return {**body, **HIDDEN_WITHOUT_INTENT}
