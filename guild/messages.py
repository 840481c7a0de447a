"""The bot's own messages: the one way from a stored channel and message id, and finding them again by their marks."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum, auto

import discord

from domain.outbox import Place
from guild.permissions import Channel

LOOKED_THROUGH = 50  # messages: what a kill left behind is among the newest


async def boards_in(channel: Channel, mark: int) -> list[discord.Message]:
    """The bot's own boards with that mark, among the pins and the newest messages, newest first."""
    found: dict[int, discord.Message] = {message.id: message async for message in channel.pins(limit=LOOKED_THROUGH)}
    found |= {message.id: message async for message in channel.history(limit=LOOKED_THROUGH)}
    own = [message for message in found.values() if message.author.id == channel.guild.me.id]
    return sorted((message for message in own if _has_mark(message, mark)), key=lambda message: -message.id)


def _has_mark(message: discord.Message, mark: int) -> bool:
    return any(isinstance(part, discord.Container) and part.id == mark for part in message.components)


async def remove_pin_notes(channel: Channel) -> None:
    """Removes what Discord wrote into the channel when the bot pinned something."""
    notes = [message async for message in channel.history(limit=LOOKED_THROUGH) if is_own_pin_note(message)]
    for note in notes:
        await remove(note)


def is_own_pin_note(message: discord.Message) -> bool:
    """True for Discord's "pinned a message" where the bot did it."""
    own = message.guild is not None and message.author.id == message.guild.me.id
    return own and message.type is discord.MessageType.pins_add


async def post_with(channel: Channel, footer: str) -> discord.Message | None:
    """The bot's own message whose embed has that footer, among the newest; None if there is none."""
    async for message in channel.history(limit=LOOKED_THROUGH):
        own = message.author.id == channel.guild.me.id
        if own and any(embed.footer.text == footer for embed in message.embeds):
            return message
    return None


async def remove(message: discord.Message | discord.PartialMessage) -> None:
    """Deletes one of the bot's own messages, if it is still there and the bot still sees it."""
    with suppress(discord.NotFound, discord.Forbidden):
        await message.delete()


class Nowhere(Enum):
    """Why there is no message to be had."""

    NOT_NOW = auto()  # Discord does not show the server at the moment
    NOT_HERE = auto()  # the channel is gone, or was never the server's own


def message_at(guild: discord.Guild | None, place: Place) -> discord.PartialMessage | Nowhere:
    """The message of a row of that server, unseen."""
    if guild is None or guild.unavailable:
        return Nowhere.NOT_NOW
    channel = guild.get_channel(place.channel_id)
    if not isinstance(channel, discord.TextChannel) or not place.message_id:
        return Nowhere.NOT_HERE
    return channel.get_partial_message(place.message_id)
