"""Blocks by staff (rule 12): who or what is not taken, why, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from domain import review_refusals, song_refusals
from domain.link_providers import HOST_NAME
from domain.submissions import Song
from domain.text import host_shown

SHORTEST_PATTERN = 3
LONGEST_WEBSITE = 300


class BlockKind(StrEnum):
    """What a block looks at."""

    MEMBER = "member"
    ACCOUNT = "account"
    DOMAIN = "domain"
    PATTERN = "pattern"


@dataclass(frozen=True)
class Block:
    """One block; `value` is a member id, a handle, a host, or a text looked for in artist and title."""

    block_id: int
    guild_id: int
    kind: BlockKind
    value: str
    reason: str
    expires_at: datetime | None
    made_by: str
    made_at: datetime

    def holds_at(self, now: datetime) -> bool:
        """False once it has run out."""
        return self.expires_at is None or now < self.expires_at


def read_website(text: str) -> str:
    """The host in `example.com`, `www.example.com` or a link to it; refuses what is no website."""
    typed = text.strip().partition("://")[2] or text.strip()
    name = re.split(r"[/?#]", typed[:LONGEST_WEBSITE], maxsplit=1)[0]
    try:
        host = host_shown(name).removeprefix("www.")
    except UnicodeError:
        host = ""
    if not HOST_NAME.fullmatch(host):
        raise review_refusals.not_a_website(text)
    return host


def check_blocks(blocks: Iterable[Block], member_id: int, song: Song, now: datetime) -> None:
    """Refuses the song when a block that holds at `now` matches its member, its link's host, or its names."""
    known = list(blocks)
    check_member(known, member_id, now)
    for block in known:
        if block.holds_at(now) and _matches_song(block, song):
            raise song_refusals.song_is_blocked(block.value, block.reason)


def check_member(blocks: Iterable[Block], member_id: int, now: datetime) -> None:
    """Refuses whatever a member sends whom a block names that holds at `now`."""
    for block in blocks:
        if block.holds_at(now) and block.kind is BlockKind.MEMBER and block.value == str(member_id):
            raise song_refusals.member_is_blocked(block.reason, _until(block.expires_at))


def _matches_song(block: Block, song: Song) -> bool:
    if block.kind is BlockKind.DOMAIN:
        host = urlsplit(song.link or "").hostname or ""
        return host == block.value or host.endswith("." + block.value)
    if block.kind is BlockKind.PATTERN:
        return any(block.value.casefold() in text.casefold() for text in (song.artist, song.title, song.name))
    return False


def _until(expires_at: datetime | None) -> str:
    return "for now" if expires_at is None else f"until {expires_at:%d %b %Y, %H:%M} UTC"
