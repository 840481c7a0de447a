"""The one way from a stored channel and message id to the message: the channel has to be the server's own.

Rows can be wrong, as after a restore by an earlier version; an id in them that means a channel of another server would
have the bot edit or delete a stranger's message. A test forbids every other way.
"""

from __future__ import annotations

from enum import Enum, auto

import discord

from tables.displays import Place


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
