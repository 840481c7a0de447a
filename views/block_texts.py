"""Blocks in words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.blocks import Block, BlockKind
from views.boards.layout import fitting, more
from views.text import ago, plain

MOST_CHARACTERS = 1900  # Discord: a message has 2,000
_LOOKS = {
    BlockKind.ACCOUNT: "TikTok account @{}",
    BlockKind.DOMAIN: "website {}",
    BlockKind.PATTERN: "text “{}”",
}


def block_text(block: Block) -> str:
    """`**3** website example.com: spam (until taken away)`, safe to show."""
    until = "until taken away" if block.expires_at is None else f"ends {ago(block.expires_at)}"
    # Discord: a mention of a member shows the name of today; it pings nobody, for no message allows pings.
    what = f"<@{block.value}>" if block.kind is BlockKind.MEMBER else _LOOKS[block.kind].format(plain(block.value))
    return f"**{block.block_id}** {what}: {plain(block.reason)} ({until})"


def blocked_and_removed_text(block: Block, songs: int) -> str:
    """A block that took the member's songs along, and the way back."""
    were = "1 song that waited is" if songs == 1 else f"{songs} songs that waited are"
    return f"🚫 Blocked: {block_text(block)}\n{were} taken out. /undo takes back both, /block remove only the block."


def block_list(blocks: Sequence[Block]) -> str:
    """The blocks one a line, oldest first, as many as fit."""
    if not blocks:
        return "Nobody and nothing is blocked."
    rows = fitting([block_text(block) for block in blocks], MOST_CHARACTERS)
    return "\n".join([*rows, *more(len(blocks) - len(rows))])
