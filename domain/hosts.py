"""The sites that songs come from: which hosts are theirs, which only shorten, which are never taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

HOSTS = {
    "SoundCloud": ("soundcloud.com",),
    "Spotify": ("spotify.com", "spotify.link", "spotify.app.link"),
    "YouTube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "Deezer": ("deezer.com", "deezer.page.link"),
    "Bandcamp": ("bandcamp.com",),
    "Audiomack": ("audiomack.com",),
    "Ditto": ("ditto.fm", "dittomusic.com"),
    "TikTok": ("tiktok.com",),
    "Google Drive": ("drive.google.com", "drive.usercontent.google.com"),
    "Dropbox": ("dropbox.com", "dropboxusercontent.com"),
}
ALLOWED_BY_DEFAULT: tuple[str, ...] = tuple(host for hosts in HOSTS.values() for host in hosts)
SHORT_HOSTS = frozenset(
    {
        "on.soundcloud.com",
        "spotify.link",
        "spotify.app.link",
        "deezer.page.link",
        "link.deezer.com",
        "vm.tiktok.com",
        "vt.tiktok.com",
    }
)
HOST_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_APPLE = ("music.apple.com", "itunes.apple.com", "itun.es", "apple.co")


def is_within(host: str, names: Collection[str]) -> bool:
    """Whether `host` is one of `names` or a subdomain of one; never by substring."""
    return any(host == name or host.endswith("." + name) for name in names)


def provider_of(host: str) -> str | None:
    """The name, as people write it, of the site that `host` (lower case, punycode) belongs to, if known."""
    return next((name for name, hosts in HOSTS.items() if is_within(host, hosts)), None)


def is_apple(host: str) -> bool:
    """Whether `host` belongs to Apple Music or iTunes, which are refused by name."""
    return is_within(host, _APPLE)
