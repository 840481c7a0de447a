"""Texts for Discord: what people typed is shown as they typed it, and does nothing."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import discord

from domain.submissions import Submission
from domain.text import clean_line

LONGEST_ON_BOARD = 70
LONGEST_TEXT = 2000  # Discord: a message has no more


def plain(text: str) -> str:
    """Text of a member on one line, without hidden characters, markdown, mentions and `<…>` tags made harmless.

    What is stored was cleaned when it came; what an older version or a backup brought may not have been.

    Discord: escape_markdown leaves `<t:…>`, `<id:…>` and links alone, so `<` and `://` are broken up as well.
    """
    escaped = discord.utils.escape_mentions(discord.utils.escape_markdown(clean_line(text, LONGEST_TEXT)))
    return escaped.replace("<", "\\<").replace("://", ":\u200b//").replace("](", "]\u200b(")


def song_name(song: Submission) -> str:
    """`**Artist – Title**`, safe to show."""
    return f"**{plain(song.song.artist)} – {plain(song.song.title)}**"


def song_line(song: Submission) -> str:
    """`#17 **Artist – Title**`, safe to show."""
    return f"#{song.number} {song_name(song)}"


def short_song_line(song: Submission) -> str:
    """`#17 **Artist – Title**`, cut so that ten of them fit on one board whatever they hold.

    Discord: the texts of one layout may have 4,000 characters in all, and escaping can double a name.
    """
    return f"#{song.number} **{plain(clean_line(song.song.name, LONGEST_ON_BOARD))}**"


def source_name(song: Submission) -> str:
    """Where the song comes from: the host of its link, or the kind of its file."""
    if song.song.link:
        return (urlsplit(song.song.link).hostname or "link").removeprefix("www.")
    return f"{(song.song.file_name or 'file').rpartition('.')[2].upper()} file"


def ago(at: datetime) -> str:
    """A time that ticks by itself in the reader's zone."""
    return discord.utils.format_dt(at, "R")
