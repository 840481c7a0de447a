"""Posting a song exactly once, with its audio, whatever happened between an earlier send and the database."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from displays.copies import post_with
from displays.permissions import Channel
from domain.submissions import Submission
from media.store import MediaStore, Playable
from views.boards.now_playing import file_note, open_button
from views.text import NO_PINGS


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
