"""A role of a guild."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standins.discord.guild import Guild
    from standins.discord.wire import Json


@dataclass(eq=False)
class Role:
    """A role; changing it tells a connected bot."""

    guild: Guild
    id: int
    name: str
    permissions: int = 0
    position: int = 1
    managed: bool = False
    mentionable: bool = False

    @property
    def mention(self) -> str:
        """How a message mentions this role."""
        return f"<@&{self.id}>"

    def change(self, *, permissions: int | None = None, name: str | None = None) -> None:
        """Gives the role other permissions or another name."""
        self.permissions = self.permissions if permissions is None else permissions
        self.name = name or self.name
        self._tell("GUILD_ROLE_UPDATE", {"role": self.payload()})

    def delete(self) -> None:
        """Deletes the role and takes it from everyone."""
        del self.guild.roles[self.id]
        for member in self.guild.members.values():
            if self in member.roles:
                member.roles.remove(self)
        self._tell("GUILD_ROLE_DELETE", {"role_id": str(self.id)})

    def _tell(self, event: str, body: Json) -> None:
        self.guild.world.gateway.dispatch(event, {"guild_id": str(self.guild.id), **body})

    def payload(self) -> Json:
        """The role object."""
        body: Json = {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": self.position,
            "permissions": str(int(self.permissions)),
            "managed": self.managed,
            "mentionable": self.mentionable,
            "flags": 0,
        }
        return body | {"tags": {"bot_id": str(self.guild.world.bot.id)}} if self.managed else body
