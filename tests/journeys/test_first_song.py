"""The owner's way over the wire: from the invite to the first song that plays."""

from __future__ import annotations

import pytest

from standins.discord import Discord, Guild, Message, Permission, Person, Reply
from tests.journeys.show import LINKS, Show

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys from the start")]
WITH_CHANNELS = 2251799813811280
MOST_ACTIONS = 6
BOARDS = {"submissions": 1, "queue": 1, "reviewers": 2}
MADE = {"submissions", "queue", "reviewers", "now-playing", "bookmarks", "metrics", "debug"}


class Owner:
    """Somebody with Manage Server in a new server, whose every action counts."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.actions = 0

    async def does(self, action: Reply) -> Message:
        """The message that an action leads to, once it is all there."""
        self.actions += 1
        message = (await action.finished()).message
        assert message, action.text
        return message


def new_guild(world: Discord) -> tuple[Guild, Owner]:
    """A server with one channel, before the bot comes."""
    guild = world.guild("Fresh Show")
    guild.expel(guild.bot)
    guild.text_channel("general")
    guild.role("Hosts")
    manager = guild.role("Managers", Permission.MANAGE_GUILD)
    return guild, Owner(guild.member("Olga", roles=[manager]))


async def test_from_the_invite_to_the_first_song_the_owner_does_at_most_six_things(show: Show) -> None:
    world = show.world
    guild, owner = new_guild(world)
    olga, fan = owner.person, guild.member("Fred")
    await world.quiet(2.5, timeout=60)  # discord.py takes a server for an old one in the first two seconds
    owner.actions += 1
    guild.invite_bot(WITH_CHANNELS)
    [general] = guild.channels.values()
    await world.until(general.public_messages, what="the bot's hello")
    [hello] = general.public_messages()
    panel = await owner.does(await olga.press(hello, "Set up"))
    assert panel.ephemeral
    await owner.does(await olga.press(panel, "Create everything for me"))
    [hosts] = [role for role in guild.roles.values() if role.name == "Hosts"]
    await owner.does(await olga.choose(panel, "Pick the staff role", [hosts]))
    await world.until(lambda: "Channels made: 7" in panel.text, what="the channels")
    channels = {channel.name: channel for channel in guild.channels.values()}
    assert channels.keys() == MADE | {"general", "Music Show"}
    await world.until(
        lambda: all(len(channels[name].pins()) == count for name, count in BOARDS.items()), timeout=60, what="boards"
    )
    reply = await fan.slash(channels["submissions"], "submitlink", link=LINKS + "first", artist="Fred", title="First")
    assert "is in." in (await reply.finished()).text
    owner.actions += 1
    assert "Now playing: #1 " in (await (await olga.slash(channels["general"], "next")).finished()).text
    await world.until(channels["now-playing"].public_messages, timeout=60, what="the song")
    await world.quiet(2.5, timeout=60)
    assert {name: len(channels[name].public_messages()) for name in BOARDS} == BOARDS
    assert owner.actions <= MOST_ACTIONS


async def test_without_manage_channels_the_link_on_the_panel_is_all_that_is_missing(show: Show) -> None:
    guild, owner = new_guild(show.world)
    guild.invite_bot(WITH_CHANNELS - Permission.MANAGE_CHANNELS)
    [general] = guild.channels.values()
    panel = await owner.does(await owner.person.slash(general, "setup"))
    await owner.does(await owner.person.press(panel, "Create everything for me"))
    await owner.does(await owner.person.press(panel, "Go on without a staff role"))
    assert "it lacks Manage Channels. Nothing changed." in panel.text
    [link] = [button.url for button in panel.buttons if button.url]
    assert link
    permissions = int(link.partition("permissions=")[2].partition("&")[0])
    assert permissions == WITH_CHANNELS
    guild.invite_bot(permissions)
    await owner.does(await owner.person.press(panel, "Check again"))
    await owner.does(await owner.person.press(panel, "Create everything for me"))
    await owner.does(await owner.person.press(panel, "Go on without a staff role"))
    await show.world.until(lambda: "Channels made: 7" in panel.text, what="the channels")


async def test_channels_that_discord_made_and_did_not_tell_of_are_not_made_twice(show: Show) -> None:
    """Discord: creating a channel has no nonce, so the library's own retry after a 502 makes a second one."""
    guild, owner = new_guild(show.world)
    guild.invite_bot(WITH_CHANNELS)
    [general] = guild.channels.values()
    fault = show.world.faults.fail("POST", "/guilds/{guild_id}/channels", 502, after_effect=True, times=2)
    panel = await owner.does(await owner.person.slash(general, "setup"))
    await owner.does(await owner.person.press(panel, "Create everything for me"))
    await owner.does(await owner.person.press(panel, "Go on without a staff role"))
    await show.world.until(lambda: "Channels made: 7" in panel.text, timeout=60, what="the channels")
    assert fault.left == 0
    assert sorted(channel.name for channel in guild.channels.values()) == sorted(MADE | {"general", "Music Show"})
