"""A person: a member of a guild who acts."""

from __future__ import annotations

from standins.discord.acts_components import ComponentActor


class Person(ComponentActor):
    """Somebody at their client: reads, writes, uses commands, buttons and forms, and leaves."""

    def leave(self) -> None:
        """Leaves the guild."""
        self.guild.expel(self)
