"""A member: a user in one guild."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord.files import DEFAULT_UPLOAD_LIMIT, NITRO_UPLOAD_LIMIT
from standins.discord.wire import iso

if TYPE_CHECKING:
    from collections.abc import Iterable

    from standins.discord.guild import Guild
    from standins.discord.role import Role
    from standins.discord.user import User
    from standins.discord.wire import Json


class Member:
    """The state of a user in a guild; `actors.Person` adds what people can do."""

    def __init__(self, guild: Guild, user: User, roles: Iterable[Role] = (), *, nitro: bool = False) -> None:
        self.guild = guild
        self.user = user
        self.roles = list(roles)
        self.nitro = nitro
        self.joined_at = guild.world.clock.now()

    @property
    def id(self) -> int:
        """The id of the user."""
        return self.user.id

    @property
    def name(self) -> str:
        """The name shown in the guild."""
        return self.user.name

    @property
    def mention(self) -> str:
        """How a message mentions this member."""
        return self.user.mention

    @property
    def upload_limit(self) -> int:
        """The largest file in bytes that this member can upload here."""
        own = NITRO_UPLOAD_LIMIT if self.nitro else DEFAULT_UPLOAD_LIMIT
        return max(own, self.guild.upload_limit)

    def give(self, role: Role) -> None:
        """Gives the member a role."""
        self.roles.append(role)
        self._tell_update()

    def take(self, role: Role) -> None:
        """Takes a role from the member."""
        self.roles.remove(role)
        self._tell_update()

    def _tell_update(self) -> None:
        self.guild.world.gateway.dispatch_member("GUILD_MEMBER_UPDATE", self)

    def partial(self) -> Json:
        """The member object without its user, as messages carry it."""
        return {
            "roles": [str(role.id) for role in self.roles],
            "nick": None,
            "avatar": None,
            "banner": None,
            "joined_at": iso(self.joined_at),
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "communication_disabled_until": None,
            "flags": 0,
        }

    def payload(self) -> Json:
        """The member object with its user."""
        return {**self.partial(), "user": self.user.payload()}
