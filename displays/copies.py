"""Finding the bot's own messages again: boards by their mark, posts by their footer, notes about pins."""

from __future__ import annotations

from contextlib import suppress

import discord

from displays.permissions import Channel

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
