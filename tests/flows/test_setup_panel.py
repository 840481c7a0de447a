"""The panel of /setup: from an empty server to the first song, and nothing made twice on the way."""

from __future__ import annotations

import discord
import pytest
from simcord.components import walk_components
from simcord.results import ResponseMessage

from domain.settings import FIELDS
from guild.permissions import PURPOSES
from tests.bot_env import BOT_PERMISSIONS, BotEnv, invited_with
from tests.flows.display_checks import allow, drawn, submit
from tests.flows.new_server import MANAGE_CHANNELS, new_server
from tests.flows.reviewer_actions import answer, asked, press_at_once, read
from views.setup.checklist import PRESETS

PRIVATE = {"reviewers", "bookmarks", "debug"}
READ_ONLY = {"queue", "now-playing", "metrics"}
NAMES = PRIVATE | READ_ONLY | {"submissions"}
BUTTON = 2


def links(panel: ResponseMessage) -> list[str]:
    """Where the panel's link buttons lead."""
    return [part["url"] for part in walk_components(panel.components) if part["type"] == BUTTON and "url" in part]


async def test_from_an_empty_server_to_the_first_song_the_owner_does_four_things(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    report = await server.create_all()
    assert "Channels made: 7" in report
    assert all(f"✅ {purpose.removesuffix('_channel').replace('_', ' ')}" in report for purpose in PURPOSES)
    assert f"✅ staff role: <@&{server.hosts.id}>" in report
    assert "❌" not in report
    await drawn(bot_env)
    channels = server.guild.channels
    link = "https://soundcloud.com/fan/first"
    await server.fan.slash(channels["submissions"], "submitlink", link=link, artist="Fan", title="First")
    server.actions += 1
    assert "First" in answer(await server.olga.slash(channels["reviewers"], "next"))
    await drawn(bot_env)
    assert len(channels["now-playing"].history()) == 1
    assert server.actions == 4


async def test_the_displays_are_posted_and_pinned_once(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    await server.create_all()
    await drawn(bot_env)
    await server.press(await server.setup(), "Check again")
    await drawn(bot_env)
    for name, count in {"submissions": 1, "queue": 1, "reviewers": 2}.items():
        assert [message.pinned for message in server.guild.channels[name].history()] == [True] * count


async def test_private_is_private_read_only_is_read_only_and_the_bot_locks_itself_out_nowhere(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    await server.create_all()
    guild = server.seen()
    hosts = guild.get_role(server.hosts.id)
    assert hosts
    assert server.made().keys() == NAMES
    for name, channel in server.made().items():
        everyone = channel.permissions_for(guild.default_role)
        assert everyone.view_channel is (name not in PRIVATE)
        assert everyone.send_messages is (name not in PRIVATE | READ_ONLY)
        assert channel.permissions_for(hosts).view_channel
        assert channel.overwrites_for(guild.me).view_channel
        for rule in channel.overwrites.values():
            allowed, denied = rule.pair()
            assert guild.me.guild_permissions >= discord.Permissions(allowed.value | denied.value)


async def test_what_is_set_is_kept_and_only_the_rest_is_made(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    panel = await server.setup()
    await server.press(panel, "Pick channels and role")
    assert f"✅ queue: <#{server.hall.id}>" in await server.choose(panel, "setup:channel:1", server.hall)
    await server.press(panel, "Back")
    await server.press(panel, "Create everything for me")
    assert "Channels made: 6" in await server.press(panel, "Go on without a staff role")
    assert (await server.settings()).queue_channel == server.hall.id
    assert server.made().keys() == NAMES - {"queue"}
    assert server.made()["debug"].overwrites_for(server.olga.member or server.seen().me).view_channel


async def test_again_makes_only_what_was_deleted(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    await server.create_all()
    kept = {name: one.id for name, one in server.made().items() if name != "queue"}
    with bot_env.env._bot_scope():
        bot_env.env.backend.delete_channel(server.made()["queue"].id)
    assert "Channels made: 1" in await server.press(await server.setup(), "Create everything for me")
    made = {name: one.id for name, one in server.made().items()}
    assert made.items() > kept.items()
    assert made.keys() == NAMES


async def test_a_run_that_was_cut_off_goes_on_where_it_stopped(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    panel = await server.setup()
    await server.press(panel, "Create everything for me")
    bot_env.env.inject_error("POST", f"/guilds/{server.guild.id}/channels", status=403, code=50013, times=1)
    assert "Channels made: 0. Discord did not let the bot" in await server.choose(
        panel, "setup:createfor", server.hosts
    )
    assert "Channels made: 7" in await server.press(panel, "Create everything for me")
    assert len(server.guild.channels) == len(NAMES | {"hall", "Music Show"})


async def test_channels_that_a_killed_run_never_noted_are_taken_over(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    await server.create_all()
    ids = {one.id for one in server.made().values()}
    await server.forget(*PURPOSES)
    await server.press(await server.setup(), "Create everything for me")
    assert {one.id for one in server.made().values()} == ids
    settings = await server.settings()
    assert {getattr(settings, purpose) for purpose in PURPOSES} == ids


async def test_a_public_channel_of_somebody_else_never_becomes_a_private_one(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    category = server.guild.create_category("Music Show")
    decoy = server.guild.create_text_channel("reviewers", category=category)
    await server.create_all()
    assert (await server.settings()).reviewer_channel != decoy.id


@pytest.mark.bot_env(permissions=MANAGE_CHANNELS)
async def test_two_admins_who_press_create_at_once_get_each_channel_once(bot_env: BotEnv) -> None:
    with bot_env.env._bot_scope():
        for name in bot_env.channels.keys() - {"reviewer"}:
            bot_env.env.backend.delete_channel(bot_env.channels[name].id)
    second = bot_env.guild.add_member(bot_env.env.create_user("bob"), roles=[bot_env.guild.roles["Managers"]])
    results = await press_at_once(bot_env, "setup:createalone", bot_env.boss, second)
    guild = bot_env.bot.get_guild(bot_env.guild.id)
    assert guild
    [category] = guild.categories
    assert sorted(one.name for one in category.text_channels) == sorted(NAMES - {"reviewers"})
    assert sorted("Channels made: 6" in answer(result) for result in results) == [False, True]


async def test_without_manage_channels_there_is_a_sentence_and_the_link_that_adds_just_that(bot_env: BotEnv) -> None:
    server = new_server(bot_env, BOT_PERMISSIONS)
    panel = await server.setup()
    assert "The bot's role lacks Manage Channels." in read(panel)
    await server.press(panel, "Create everything for me")
    report = await server.press(panel, "Go on without a staff role")
    assert "lacks Manage Channels. Nothing changed." in report
    [link] = links(panel)
    assert "permissions=2251799813811280&" in link
    assert f"guild_id={server.guild.id}&" in link
    assert server.made() == {}
    invited_with(bot_env.env, server.guild, MANAGE_CHANNELS)
    await server.press(panel, "Check again")
    assert links(panel) == []
    await server.press(panel, "Create everything for me")
    assert "Channels made: 7" in await server.press(panel, "Go on without a staff role")


async def test_a_red_line_says_what_is_missing_where_and_what_mends_it(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    await server.create_all()
    lacking = discord.Permissions(MANAGE_CHANNELS.value)
    lacking.update(attach_files=False, add_reactions=False)
    everyone = {"permissions": discord.Permissions(view_channel=True, use_application_commands=True).value}
    bot_env.env.backend.edit_role(server.guild.id, server.guild.id, everyone)
    invited_with(bot_env.env, server.guild, lacking)
    await server.forget("now_playing_channel")
    panel = await server.setup()
    await server.press(panel, "Pick channels and role")
    report = await server.choose(panel, "setup:channel:3", server.hall)
    [line] = [line for line in report.splitlines() if "now playing" in line]
    assert line.startswith(
        f"❌ now playing: <#{server.hall.id}> lacks Attach Files. The bot's role lacks that everywhere"
    )
    await server.press(panel, "Back")
    [link] = links(panel)
    asked_for = discord.Permissions(lacking.value)
    asked_for.update(attach_files=True)
    assert f"permissions={asked_for.value}&" in link


async def test_a_permission_that_only_a_channel_denies_is_mended_there_and_not_by_a_link(bot_env: BotEnv) -> None:
    allow(bot_env, "now_playing", attach_files=False)
    bot_env.channels["metrics"] = bot_env.guild.create_text_channel("metrics")
    result = await bot_env.boss.slash(bot_env.channels["debug"], "setup", metrics=bot_env.channels["metrics"])
    [line] = [line for line in answer(result).splitlines() if "now playing" in line]
    assert line.endswith("lacks Attach Files. Give the bot that in the channel's settings.")
    assert links(asked(result)) == []


async def test_a_staff_role_that_cannot_see_the_reviewers_channel_is_red(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    panel = await server.setup()
    await server.press(panel, "Create everything for me")
    await server.press(panel, "Go on without a staff role")
    await server.press(panel, "Pick channels and role")
    report = await server.choose(panel, "setup:staff", server.hosts)
    settings = await server.settings()
    places = f"<#{settings.reviewer_channel}> and <#{settings.bookmarks_channel}>"
    assert f"❌ staff role: <@&{server.hosts.id}> cannot see {places}. Give it View Channel" in report


async def test_message_content_that_is_off_is_explained(bot_env: BotEnv) -> None:
    report = answer(await bot_env.boss.slash(bot_env.channels["debug"], "setup"))
    assert "➖ message content: off, so a dropped file or link gets a Submit button" in report


@pytest.mark.bot_env(message_content=True)
async def test_message_content_that_is_on_is_green(bot_env: BotEnv) -> None:
    report = answer(await bot_env.boss.slash(bot_env.channels["debug"], "setup"))
    assert "✅ message content: on" in report


async def test_the_rules_are_chosen_and_each_choice_has_its_sentence(bot_env: BotEnv) -> None:
    for name, sentences in PRESETS.items():
        assert tuple(sentences) == FIELDS[name].metadata["choices"]
    panel = asked(await bot_env.boss.slash(bot_env.channels["debug"], "setup"))
    assert "Where gifts promote songs, the handle proof code is better" in read(panel)
    await bot_env.boss.click(panel, label="Select the rules")
    for number, value in enumerate(("tiers", "fair", "code")):
        await bot_env.boss.select(panel, [value], custom_id=f"setup:preset:{number}")
    settings = await bot_env.services.settings.of(bot_env.guild.id)
    assert (settings.ladder, settings.free_order, settings.handle_proof) == ("tiers", "fair", "code")
    assert "✅ handle proof: code, a fan types a code" in read(panel)
    assert "💡" not in read(panel)


async def test_a_ladder_that_would_move_songs_asks_first(bot_env: BotEnv) -> None:
    song = await submit(bot_env, "First", skip=True)
    await bot_env.rita.slash(bot_env.channels["reviewer"], "approve", submission=str(song.number))
    panel = asked(await bot_env.boss.slash(bot_env.channels["debug"], "setup"))
    await bot_env.boss.click(panel, label="Select the rules")
    result = await bot_env.boss.select(panel, ["tiers"], custom_id="setup:preset:0")
    assert "Change the ladder from classic to tiers?" in answer(result)
    assert (await bot_env.services.settings.of(bot_env.guild.id)).ladder == "classic"
