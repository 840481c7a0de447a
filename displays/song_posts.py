"""Songs that are posted: each play and each bookmark, once, with its audio, and edited when the song has ended."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import discord

from displays.display import Display
from displays.worker import Step
from domain.outbox import Place
from domain.submissions import Submission
from guild.alerts import Alerts
from guild.client import NO_PINGS, ShowBot
from guild.messages import message_at, post_with
from guild.permissions import Channel
from media.store import MediaStore, Playable
from services.outbox import PlayToShow
from views.boards.now_playing import bookmarked, file_note, now_playing, open_button


@dataclass(frozen=True)
class Post:
    """A song's message; the embed's footer tells it from all others."""

    song: Submission
    embed: discord.Embed

    @property
    def footer(self) -> str:
        """The embed's footer."""
        return self.embed.footer.text or ""


async def post_once(channel: Channel, store: MediaStore, post: Post, *, in_doubt: bool) -> discord.Message:
    """Posts it, or finds it: in doubt, an earlier send may have arrived without the bot hearing of it.

    Discord: a nonce is remembered for a few minutes only, so it cannot stand in for the look.
    """
    earlier = await post_with(channel, post.footer) if in_doubt else None
    if earlier:
        await earlier.edit(embed=post.embed, allowed_mentions=NO_PINGS)
        return earlier
    playable = await _playable(channel, store, post.song)
    try:
        return await _send(channel, post, playable)
    except discord.HTTPException as error:
        if playable is None or error.status != 413:  # Discord: the request is too large
            raise
        return await _send(channel, post, None)


async def _playable(channel: Channel, store: MediaStore, song: Submission) -> Playable | None:
    if song.song.file_hash is None:
        return None
    return await store.playable(song.song.file_hash, channel.guild.filesize_limit)


async def _send(channel: Channel, post: Post, playable: Playable | None) -> discord.Message:
    """Discord: only an attachment of a message without Components V2 gets the audio player."""
    song = post.song.song
    preview = playable is not None and playable.is_preview
    note = file_note(has_file=song.file_hash is not None, posted=playable is not None, preview=preview)
    return await channel.send(
        note or None,
        embed=post.embed,
        view=open_button(post.song) or discord.utils.MISSING,
        file=_file(song.file_name or "song", playable) if playable else discord.utils.MISSING,
        nonce=post.footer[:25],
        allowed_mentions=NO_PINGS,
    )


def _file(name: str, playable: Playable) -> discord.File:
    stem = name.rpartition(".")[0] or name
    return discord.File(playable.path, filename=f"{stem}{playable.path.suffix}")


class NowPlaying(Display):
    """One server's plays."""

    def __init__(self, bot: ShowBot, troubles: Alerts, guild_id: int) -> None:
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


class Bookmarks(Display):
    """One server's bookmarks."""

    def __init__(self, bot: ShowBot, troubles: Alerts, guild_id: int) -> None:
        super().__init__(bot, troubles, guild_id, "bookmarks", "bookmarks_channel")

    async def show(self, channel: Channel) -> Step:
        """Posts the oldest bookmark that has no message; noted before the next one."""
        services = self.bot.services
        marks = await services.outbox.bookmarks_to_post(self.guild_id)
        if not marks:
            return Step.DONE
        song = marks[0].submission
        post = Post(song, bookmarked(song, marks[0].bookmark.made_by))
        in_doubt, self.in_doubt = self.in_doubt, True
        message = await post_once(channel, services.store, post, in_doubt=in_doubt)
        await services.outbox.set_bookmark_posted(song.submission_id, message.id)
        self.in_doubt = False
        return Step.SENT if len(marks) == 1 else Step.MORE

    async def leave(self) -> None:
        """Bookmarks wait for a channel."""
