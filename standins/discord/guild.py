"""A guild: members, roles and channels, and what its people change by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord.actors import Person
from standins.discord.channel import CATEGORY, TEXT, Channel
from standins.discord.files import MIB
from standins.discord.member import Member
from standins.discord.role import Role
from standins.discord.user import User
from standins.discord.wire import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from standins.discord.permissions import Overwrite
    from standins.discord.wire import Json
    from standins.discord.world import Discord

# Discord: boosting raises what anyone can upload: 10 MiB, from tier 2 on 50 MiB, in tier 3 100 MiB.
_UPLOAD_LIMITS = {2: 50 * MIB, 3: 100 * MIB}


class Guild:
    """One server. The bot is a member of it, with a managed role that carries the invite's permissions."""

    def __init__(self, world: Discord, name: str, *, bot_permissions: int, everyone: int, boost_tier: int = 0) -> None:
        self.world = world
        self.id = world.ids.next()
        self.name = name
        self.boost_tier = boost_tier
        self.available = True
        self.roles: dict[int, Role] = {}
        self.channels: dict[int, Channel] = {}
        self.members: dict[int, Member] = {}
        self.joined_at = world.clock.now()
        self.everyone = self.roles[self.id] = Role(self, self.id, "@everyone", everyone, position=0)
        self.bot_role = self._add_role(Role(self, world.ids.next(), world.bot.name, bot_permissions, managed=True))
        self.bot = self.members[world.bot.id] = Member(self, world.bot, [self.bot_role])
        self.owner = self._add_person("Owner", ())

    @property
    def upload_limit(self) -> int:
        """The largest file in bytes that anyone, the bot included, can upload here."""
        return max(_UPLOAD_LIMITS.get(self.boost_tier, 0), self.world.default_upload_limit)

    def text_channel(self, name: str, *, overwrites: Mapping[Role | Member, Overwrite] | None = None) -> Channel:
        """A human creates a text channel, with overwrites for roles and members."""
        return self.add_channel(Channel(self, self.world.ids.next(), name, TEXT), overwrites or {})

    def category(self, name: str, *, overwrites: Mapping[Role | Member, Overwrite] | None = None) -> Channel:
        """A human creates a category."""
        return self.add_channel(Channel(self, self.world.ids.next(), name, CATEGORY), overwrites or {})

    def add_channel(self, channel: Channel, overwrites: Mapping[Role | Member, Overwrite]) -> Channel:
        """Adds a channel that is ready and tells a connected bot."""
        channel.use_overwrites(overwrites)
        self.channels[channel.id] = self.world.places[channel.id] = channel
        channel.tell("CHANNEL_CREATE")
        return channel

    def role(self, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        """A human creates a role, above the earlier ones."""
        role = Role(self, self.world.ids.next(), name, permissions, mentionable=mentionable)
        self._add_role(role)
        self.tell("GUILD_ROLE_CREATE", {"role": role.payload()})
        return role

    def _add_role(self, role: Role) -> Role:
        role.position = len(self.roles)
        self.roles[role.id] = role
        return role

    def member(self, name: str, *, roles: Iterable[Role] = (), nitro: bool = False) -> Person:
        """Someone joins, with these roles; Nitro raises what they can upload."""
        person = self._add_person(name, roles, nitro=nitro)
        self.world.gateway.dispatch_member("GUILD_MEMBER_ADD", person)
        return person

    def join(self, user: User, *, roles: Iterable[Role] = ()) -> Person:
        """A user whom another guild knows already joins this one too."""
        person = self._admit(Person(self, user, roles))
        self.world.gateway.dispatch_member("GUILD_MEMBER_ADD", person)
        return person

    def _add_person(self, name: str, roles: Iterable[Role], *, nitro: bool = False) -> Person:
        user = User(self.world.ids.next(), name)
        self.world.users[user.id] = user
        return self._admit(Person(self, user, roles, nitro=nitro))

    def _admit(self, person: Person) -> Person:
        self.members[person.id] = person
        return person

    def expel(self, member: Member) -> None:
        """The member leaves or is removed; the bot itself too, which then hears of the guild no more."""
        del self.members[member.id]
        if member is self.bot:
            self.world.gateway.dispatch("GUILD_DELETE", {"id": str(self.id)})
            return
        self.tell("GUILD_MEMBER_REMOVE", {"user": member.user.payload()})

    def invite_bot(self, permissions: int) -> None:
        """A human opens an invite link: the bot's role gets its permissions, and the bot comes in if it was outside."""
        self.bot_role.change(permissions=permissions)
        if self.bot.id not in self.members:
            self.members[self.bot.id] = self.bot
            body = self.create_payload(with_members=False)
            del body["unavailable"]  # Discord: it is there, and false, only for guilds that were known before
            self.world.gateway.dispatch("GUILD_CREATE", body)

    def go_down(self) -> None:
        """An outage of Discord: the guild is unavailable, and the bot is a member of it all the same."""
        self.available = False
        self.world.gateway.dispatch("GUILD_DELETE", {"id": str(self.id), "unavailable": True})

    def come_up(self) -> None:
        """The end of the outage."""
        self.available = True
        self.world.gateway.dispatch("GUILD_CREATE", self.create_payload(with_members=False))

    def rename(self, name: str) -> None:
        """A human gives the guild another name."""
        self.name = name
        self.world.gateway.dispatch("GUILD_UPDATE", self.payload())

    def delete(self) -> None:
        """The guild is deleted with all its channels."""
        self.world.drop_guild(self)
        self.world.gateway.dispatch("GUILD_DELETE", {"id": str(self.id)})

    def tell(self, event: str, body: Json) -> None:
        """Tells a connected bot something about this guild."""
        self.world.gateway.dispatch(event, {"guild_id": str(self.id), **body})

    def payload(self) -> Json:
        """The guild object as REST gives it."""
        nothing = dict.fromkeys(_ALWAYS_NULL)
        return {
            **nothing,
            **_ALWAYS,
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "premium_tier": self.boost_tier,
            "roles": [role.payload() for role in self.roles.values()],
        }

    def create_payload(self, *, with_members: bool) -> Json:
        """The guild as GUILD_CREATE carries it; without the members intent it holds the bot alone."""
        members = self.members.values() if with_members else [self.bot]
        empty: Json = {key: [] for key in _ALWAYS_EMPTY_AT_CREATE}
        return {
            **self.payload(),
            **empty,
            "joined_at": iso(self.joined_at),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [member.payload() for member in members],
            "channels": [channel.payload() for channel in self.channels.values()],
        }


_ALWAYS_NULL = (
    "icon",
    "splash",
    "discovery_splash",
    "banner",
    "description",
    "afk_channel_id",
    "application_id",
    "system_channel_id",
    "rules_channel_id",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "vanity_url_code",
    "incidents_data",
    "max_presences",
    "widget_channel_id",
)
_ALWAYS: Json = {
    "afk_timeout": 300,
    "default_message_notifications": 1,
    "emojis": [],
    "explicit_content_filter": 0,
    "features": [],
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "mfa_level": 0,
    "nsfw": False,
    "nsfw_level": 0,
    "preferred_locale": "en-US",
    "premium_progress_bar_enabled": False,
    "premium_subscription_count": 0,
    "region": "us-east",
    "stickers": [],
    "system_channel_flags": 0,
    "verification_level": 1,
    "widget_enabled": False,
}
_ALWAYS_EMPTY_AT_CREATE = (
    "voice_states",
    "threads",
    "presences",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
    "embedded_activities",
)
