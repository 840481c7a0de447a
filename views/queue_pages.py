"""The queue as everybody may see it: the public board, pages of one's own, and one's own places."""

from __future__ import annotations

from typing import Any

import discord

from domain.estimate import wait_text
from domain.submissions import Status, Submission
from services.line_up import LineUp
from views.base import Interaction, guild_of, tell
from views.boards.public_queue import last_page, render_public_queue
from views.paging import LAST_PAGE, show_own
from views.pressable import Press
from views.text import short_song_line

MOST_PLACES = 3


class QueuePagePress(Press, prefix="queue:page"):
    """Previous or Next page: carries the page that it leads to."""

    label = "Next page"

    async def press(self, interaction: Interaction) -> None:
        await show_queue(interaction, self.arg(most=LAST_PAGE))


class QueueRefreshPress(Press, prefix="queue:refresh"):
    """Shows how the queue stands now; carries the page, where it is not the first."""

    label = "Refresh"
    emoji = "🔄"

    async def press(self, interaction: Interaction) -> None:
        await show_queue(interaction, self.arg(most=LAST_PAGE) if self.numbers else 0)


class MyPlacePress(Press, prefix="queue:mine"):
    """Tells where one's own songs stand, and why there."""

    label = "My place"
    emoji = "📍"

    async def press(self, interaction: Interaction) -> None:
        line_up = await interaction.client.services.queue.line_up(guild_of(interaction))
        await tell(interaction, places_text(line_up, interaction.user.id))


async def show_queue(interaction: Interaction, page: int = 0) -> None:
    """Answers with a page of the person's own, their places on top."""
    line_up = await interaction.client.services.queue.line_up(guild_of(interaction))
    await show_own(interaction, queue_board(line_up, page, places_text(line_up, interaction.user.id)))


def queue_board(line_up: LineUp, page: int = 0, heading: str = "") -> discord.ui.LayoutView:
    """The board with its buttons: page 0 without a heading is the one that all see. A page too far is the last."""
    shown = min(page, last_page(line_up))
    navigation: list[discord.ui.Item[Any]] = [
        QueuePagePress(max(shown - 1, 0), label="Previous", disabled=shown == 0),
        QueuePagePress(shown + 1, disabled=shown == last_page(line_up)),
        QueueRefreshPress(shown),
        MyPlacePress(),
    ]
    return render_public_queue(line_up, shown, navigation, heading)


def places_text(line_up: LineUp, member_id: int) -> str:
    """Where the member's songs stand, how long they may wait, and why; the first three, in play order."""
    known = [line_up.playing] if line_up.playing else []
    own = [song for song in (*known, *line_up.order, *line_up.pending) if song.member.member_id == member_id]
    if not own:
        return "You have no song in the queue. Use /submit to send one."
    more = [f"… and {len(own) - MOST_PLACES} more: see /mysubmissions."] if len(own) > MOST_PLACES else []
    return "\n".join([_place_text(line_up, song) for song in own[:MOST_PLACES]] + more)


def _place_text(line_up: LineUp, song: Submission) -> str:
    name = f"📍 {short_song_line(song)}"
    if song.status is Status.PLAYING:
        return f"{name} plays now."
    place = line_up.place(song)
    if place is None or song.line is None:
        return f"{name} waits until a reviewer approves it as a skip."
    wait = wait_text(line_up.estimate(place))
    return f"{name}: place {place}, {song.line.label}, {wait}.\n-# Why here? {line_up.why(song)}"
