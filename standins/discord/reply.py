"""What a member sees after they used a command, a button or a form."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from standins.discord import interactions
from standins.discord.modal import Modal

if TYPE_CHECKING:
    from standins.discord.interactions import Interaction
    from standins.discord.message import Message

NO_ANSWER = "The application did not respond"
# The deadline is checked when the answer arrives; this leaves the answer of the last moment time to arrive.
_GRACE_SECONDS = 0.5


class Reply:
    """The answer to one interaction; every property reads the state of this moment."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    async def arrived(self) -> Self:
        """Waits for the first response, three seconds at most; not at all if no bot can hear."""
        limit = interactions.ANSWER_SECONDS + _GRACE_SECONDS if self.interaction.world.gateway.reachable else 0
        try:
            await asyncio.wait_for(self.interaction.answered.wait(), limit)
        except TimeoutError:
            return self
        return self

    async def finished(self, timeout: float = 30) -> Self:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until a deferred reply got its content; at once if the reply was not deferred."""
        world = self.interaction.world
        await world.until(lambda: not self._unfinished, timeout=timeout, what="a deferred reply to be filled")
        return self

    @property
    def _unfinished(self) -> bool:
        return self.deferred and self.interaction.loading

    @property
    def answered(self) -> bool:
        """Whether the bot answered in time."""
        return self.interaction.answer is not None

    @property
    def deferred(self) -> bool:
        """Whether the bot only said that it is thinking."""
        return self.interaction.answer == interactions.DEFER_REPLY

    @property
    def updates_message(self) -> bool:
        """Whether the answer changes the message whose button was pressed, now or later."""
        return self.interaction.answer in {interactions.UPDATE, interactions.DEFER_UPDATE}

    @property
    def latency_seconds(self) -> float:
        """Real seconds from the interaction to the first response; raises `LookupError` without one."""
        if self.interaction.latency_seconds is None:
            raise LookupError(NO_ANSWER)
        return self.interaction.latency_seconds

    @property
    def message(self) -> Message | None:
        """The original response, or the updated message; None for a form, or when it was deleted."""
        original = self.interaction.original
        return None if original is None or original.deleted else original

    @property
    def text(self) -> str:
        """What the member reads in the original response; Discord's own sentence when the bot did not answer."""
        if not self.answered:
            return NO_ANSWER
        return self.message.text if self.message else ""

    @property
    def ephemeral(self) -> bool:
        """Whether only this member sees the response."""
        return self.message is not None and self.message.ephemeral

    @property
    def followups(self) -> list[Message]:
        """Further messages, oldest first, as far as they still exist."""
        return [message for message in self.interaction.followups if not message.deleted]

    @property
    def modal(self) -> Modal | None:
        """The form that opened, if the answer was one."""
        return Modal(self.interaction, self.interaction.modal) if self.interaction.modal else None
