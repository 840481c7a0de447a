"""What is posted about a song: that it plays or has played, and that a reviewer keeps it."""

from __future__ import annotations

import discord

from domain.settings import GuildSettings
from domain.shows import Play
from domain.submissions import Submission
from views.text import ago, plain, song_line, source_name

TITLES = {"playing": "▶️ Now playing", "played": "⏹️ Played", "undone": "↩️ Taken back: it was not played"}
COLOURS = {"playing": discord.Colour.green(), "played": discord.Colour.dark_grey(), "undone": discord.Colour.orange()}


def play_footer(play: Play) -> str:
    """By this the bot finds the message again after a restart.

    After a restore an id can be given again; the time tells the two plays apart.
    """
    return f"play {play.play_id} · {play.started_at:%Y-%m-%d %H:%M:%S}"


def bookmark_footer(song: Submission) -> str:
    """The same for a bookmark; a song has one at most."""
    return f"bookmark #{song.number}"


def now_playing(play: Play, song: Submission, settings: GuildSettings) -> discord.Embed:
    """The message of a play as it stands."""
    embed = _song_embed(TITLES[play.state], song, play_footer(play))
    embed.colour = COLOURS[play.state]
    embed.add_field(name="Submitted by", value=plain(song.member.name)[:200])
    embed.add_field(name="Line", value=song.line.label if song.line else "–")
    embed.add_field(name="Started", value=ago(play.started_at))
    if song.played_recently:
        embed.add_field(name="⚠️ Flag", value=f"played within {settings.replay_hours} h")
    return embed


def bookmarked(song: Submission, made_by: str) -> discord.Embed:
    """The message of a bookmark."""
    embed = _song_embed("🔖 Bookmarked", song, bookmark_footer(song))
    embed.add_field(name="Submitted by", value=plain(song.member.name)[:200])
    embed.add_field(name="Bookmarked by", value=plain(made_by)[:200])
    return embed


def open_button(song: Submission) -> discord.ui.View | None:
    """The way to the song's link, for a song that has one."""
    if song.song.link is None:
        return None
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label=f"Open on {source_name(song)}"[:34], url=song.song.link))
    return view


def file_note(*, has_file: bool, posted: bool, preview: bool) -> str:
    """What a listener has to know about the audio below; empty where there is nothing to say."""
    if preview:
        return "🎧 Preview copy: the file is too big to post here in full."
    return "📁 The file is too big to post here, or no longer stored." if has_file and not posted else ""


def _song_embed(title: str, song: Submission, footer: str) -> discord.Embed:
    embed = discord.Embed(title=title, description=f"{song_line(song)}\nfrom {source_name(song)}")
    if song.song.note:
        embed.add_field(name="Note", value=plain(song.song.note), inline=False)
    if song.song.artwork_url:
        embed.set_thumbnail(url=song.song.artwork_url)
    embed.set_footer(text=footer)
    return embed
