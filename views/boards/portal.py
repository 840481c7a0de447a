"""The three buttons of the submission channel's portal message."""

from __future__ import annotations

import discord
from discord.ui import LayoutView

from domain.link_providers import HOSTS
from domain.settings import GuildSettings
from services.drafts import Draft
from services.line_up import LineUp
from views.base import Interaction, person
from views.checks import guild_of
from views.components import Button
from views.layout import Mark, board, rows, text
from views.submitting.my_songs import show_mine
from views.submitting.resubmit import offer_history
from views.submitting.song_modal import open_song_modal
from views.submitting.submit_flow import answer
from views.submitting.upload import SongUpload


class SubmitButton(Button, prefix="portal:submit"):
    """Opens an empty form."""

    label = "Submit"
    emoji = "🎵"
    style = discord.ButtonStyle.primary

    async def press(self, interaction: Interaction) -> None:
        await open_new_song_modal(interaction)


class HistoryButton(Button, prefix="portal:history"):
    """Offers one's own songs that are over."""

    label = "From history"
    emoji = "🔁"

    async def press(self, interaction: Interaction) -> None:
        await offer_history(interaction)


class MySongsButton(Button, prefix="portal:mine"):
    """Shows one's own songs."""

    label = "My songs"
    emoji = "📋"

    async def press(self, interaction: Interaction) -> None:
        await show_mine(interaction)


async def open_new_song_modal(interaction: Interaction, handle: str = "") -> None:
    """Opens the form for a new song; a TikTok handle goes with it."""
    draft = Draft(guild_of(interaction), person(interaction), handle=handle)
    await open_song_modal(interaction, SongUpload(draft, interaction.user.id), answer)


MOST_HOSTS = 12


def portal(line_up: LineUp) -> LayoutView:
    """The board."""
    return board(Mark.PORTAL, [text(*_lines(line_up)), *rows([SubmitButton(), HistoryButton(), MySongsButton()])])


def _lines(line_up: LineUp) -> list[str]:
    settings = line_up.settings
    free = "🟢 Free is open." if line_up.free_open else "🔴 Free is closed right now. You can still ask for a skip."
    limit = settings.limit_free
    room = f"You may have {limit} song{'' if limit == 1 else 's'} in Free at a time." if limit else ""
    return [
        "## 🎵 Send in your song",
        free + (f" {room}" if room and line_up.free_open else ""),
        f"📁 Files: MP3, WAV, M4A or FLAC, up to {settings.file_limit_mib} MiB. Discord may allow you less.",
        f"🔗 Links: {_sites(settings)}.",
        "A skip waits until a reviewer approves it.",
    ]


def _sites(settings: GuildSettings) -> str:
    """The sites by name where all their hosts are allowed, the other hosts as they are."""
    allowed = set(settings.allowed_hosts)
    whole = [name for name, hosts in HOSTS.items() if allowed.issuperset(hosts)]
    named = {host for name in whole for host in HOSTS[name]}
    sites = whole + [host for host in settings.allowed_hosts if host not in named]
    rest = len(sites) - MOST_HOSTS
    return ", ".join(sites[:MOST_HOSTS]) + (f" and {rest} more" if rest > 0 else "")
