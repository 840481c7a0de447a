"""The "Now playing" messages: one for each play, in order, edited when the song has ended or was taken back."""

from __future__ import annotations

from contextlib import suppress

import discord

from displays.display import Display
from displays.permissions import Channel
from displays.places import message_at
from displays.posts import Post, post_once
from displays.troubles import Troubles
from displays.worker import Step
from services.outbox import PlayToShow
from tables.displays import Place
from views.base import ShowBot
from views.boards.now_playing import now_playing
from views.text import NO_PINGS


class NowPlaying(Display):
    """One server's plays."""

    def __init__(self, bot: ShowBot, troubles: Troubles, guild_id: int) -> None:
        super().__init__(bot, troubles, guild_id, "now playing", "now_playing_channel")

    async def show(self, channel: Channel) -> Step:
        """Posts or edits the message of the oldest play that is not shown as it is; noted before the next one."""
        outbox = self.bot.services.outbox
        plays = await outbox.plays_to_show(self.guild_id)
        if not plays:
            return Step.DONE
        oldest = plays[0]
        embed = now_playing(oldest.play, oldest.submission, await self.bot.services.settings.of(self.guild_id))
        if oldest.play.shown is None:
            in_doubt, self.in_doubt = self.in_doubt, True
            post = Post(oldest.submission, embed)
            message = await post_once(channel, self.bot.services.store, post, in_doubt=in_doubt)
            place = Place(channel.id, message.id)
        else:
            place = await self._edit(oldest, embed)
        await outbox.set_play_shown(oldest.play, place)
        self.in_doubt = False  # only the oldest can have been sent by a process that was killed before it noted so
        return Step.SENT if len(plays) == 1 else Step.MORE

    async def leave(self) -> None:
        """Without a channel a play counts as shown, so that one set later is not flooded with the past."""
        for late in await self.bot.services.outbox.plays_to_show(self.guild_id):
            await self.bot.services.outbox.set_play_shown(late.play, _place(late))

    async def _edit(self, late: PlayToShow, embed: discord.Embed) -> Place:
        """Edits the message where it was posted; one that is gone, or out of the bot's reach by now, stays as it is."""
        place = _place(late)
        message = message_at(self.bot.get_guild(self.guild_id), place)
        if isinstance(message, discord.PartialMessage):
            with suppress(discord.NotFound, discord.Forbidden):
                # The file stays: an edit that does not name attachments keeps them.
                await message.edit(embed=embed, allowed_mentions=NO_PINGS)
        return place


def _place(late: PlayToShow) -> Place:
    return Place(late.play.channel_id or 0, late.play.message_id or 0)
