"""The portal: how to submit a song here, and the three buttons to do it."""

from __future__ import annotations

from discord.ui import LayoutView

from domain.hosts import HOSTS
from domain.settings import GuildSettings
from services.line_up import LineUp
from views.boards.layout import Mark, board, rows, text
from views.portal_buttons import HistoryPress, MySongsPress, SubmitPress

MOST_HOSTS = 12


def portal(line_up: LineUp) -> LayoutView:
    """The board."""
    return board(Mark.PORTAL, [text(*_lines(line_up)), *rows([SubmitPress(), HistoryPress(), MySongsPress()])])


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
