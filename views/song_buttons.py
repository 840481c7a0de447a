"""The buttons under a receipt that need no form; each takes effect only for the song's own member."""

from __future__ import annotations

from domain import song_refusals
from domain.submissions import Status
from views.answering import answer
from views.base import Interaction, guild_of, tell
from views.pressable import Press
from views.text import song_line


class RemovePress(Press, prefix="song:remove"):
    """Takes one's own song out of the queue; it can be submitted again from the history."""

    label = "Remove"
    emoji = "🗑️"

    async def press(self, interaction: Interaction) -> None:
        submissions = interaction.client.services.submissions
        song = await submissions.remove(guild_of(interaction), interaction.user.id, self.arg())
        text = f"🗑️ {song_line(song)} is out of the queue. /mysubmissions can send it again."
        await answer(interaction, in_place=True, content=text, view=None)


class WhyPress(Press, prefix="song:why"):
    """Explains the place of one's own song."""

    label = "Why here?"
    emoji = "❔"

    async def press(self, interaction: Interaction) -> None:
        services, guild_id = interaction.client.services, guild_of(interaction)
        song = await services.submissions.own_song(guild_id, interaction.user.id, self.arg())
        line_up = await services.queue.line_up(guild_id)
        if song.status is Status.PENDING:
            await tell(interaction, f"{song_line(song)} waits until a reviewer approves it as a skip.")
            return
        place = line_up.place(song)
        if place is None:
            raise song_refusals.song_moved_on(song.number, song.status)
        await tell(interaction, f"{song_line(song)} is at place {place}. {line_up.why(song)}")
