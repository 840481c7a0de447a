"""What admins set: /setup and /settings."""

from __future__ import annotations

import discord

from domain.lines import Line
from domain.settings import FIELDS
from tests.bot_env import BotEnv
from tests.flows.display_checks import backstage, board, boss, drawn, messages, submit
from tests.flows.reviewer_actions import answer, asked, read
from views.settings.pages import SETTINGS_ON_A_PAGE


async def test_setup_sets_what_is_given_and_answers_with_a_check_list(bot_env: BotEnv) -> None:
    debug = bot_env.guild.create_text_channel("trouble")
    role = bot_env.guild.create_role("Hosts")
    result = await bot_env.boss.slash(bot_env.channels["debug"], "setup", debug=debug, staff_role=role)
    settings = await bot_env.services.settings.of(bot_env.guild.id)
    assert (settings.debug_channel, settings.staff_role) == (debug.id, role.id)
    assert settings.queue_channel == bot_env.channels["queue"].id
    report = answer(result)
    assert "Settings changed: 2" in report
    assert f"✅ debug: <#{debug.id}>" in report
    assert f"✅ staff role: <@&{role.id}>" in report


async def test_setup_again_makes_nothing_twice_and_a_changed_channel_takes_its_display_along(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    for _ in range(2):
        result = await bot_env.boss.slash(bot_env.channels["debug"], "setup", queue=bot_env.channels["queue"])
        assert "Settings changed" not in answer(result)
        await drawn(bot_env)
    assert len(messages(bot_env, "queue")) == 1
    bot_env.channels["hall"] = bot_env.guild.create_text_channel("hall")
    await bot_env.boss.slash(bot_env.channels["debug"], "setup", queue=bot_env.channels["hall"])
    await drawn(bot_env)
    assert messages(bot_env, "queue") == []
    assert board(bot_env, "hall", "The queue").pinned
    assert len(messages(bot_env, "hall")) == 1


async def test_setup_names_the_permissions_that_are_missing_and_where(bot_env: BotEnv) -> None:
    everyone = discord.PermissionOverwrite(attach_files=False, embed_links=False)
    hall = bot_env.guild.create_text_channel("hall", overwrites={bot_env.guild.default_role: everyone})
    report = answer(await bot_env.boss.slash(bot_env.channels["debug"], "setup", now_playing=hall))
    line = next(line for line in report.splitlines() if "now playing" in line)
    assert line.startswith("❌")
    assert "Embed Links, Attach Files" in line
    assert f"<#{hall.id}>" in line


async def test_the_role_of_everybody_cannot_review(bot_env: BotEnv) -> None:
    result = await bot_env.boss.slash(bot_env.channels["debug"], "setup", staff_role=bot_env.guild.default_role)
    assert "@everyone cannot be the staff role" in answer(result)
    assert (await bot_env.services.settings.of(bot_env.guild.id)).staff_role == bot_env.staff_role.id


async def test_setup_and_settings_are_for_admins_though_a_server_opens_them_to_others(bot_env: BotEnv) -> None:
    for name in ("setup", "settings"):
        bot_env.guild.set_command_permissions(bot_env.bot.command_ids[name], {bot_env.rita.user: True})
    for command, options in (
        ("setup", {"queue": bot_env.channels["debug"]}),
        ("settings show", {}),
        ("settings set", {"name": "replay_hours", "value": "1"}),
    ):
        result = await bot_env.rita.slash(bot_env.channels["debug"], command, **options)
        assert "Only people with Manage Server" in answer(result)


async def test_settings_show_has_every_setting_with_value_default_bounds_and_meaning(bot_env: BotEnv) -> None:
    result = await bot_env.boss.slash(bot_env.channels["debug"], "settings show")
    text = answer(result)
    for number in range(1, -(-len(FIELDS) // SETTINGS_ON_A_PAGE)):
        await bot_env.boss.click(asked(result), custom_id=f"settings:page:{number}")
        text += read(asked(result))
    for name, one in FIELDS.items():
        assert f"**{name}** is" in text
        assert one.metadata["meaning"] in text
        assert one.metadata["bounds"] in text


async def test_a_setting_is_set_within_its_bounds(bot_env: BotEnv) -> None:
    channel = bot_env.channels["debug"]
    result = await bot_env.boss.slash(channel, "settings set", name="replay_hours", value="48")
    assert "replay_hours is 48 now" in answer(result)
    for name, value in (("replay_hours", "721"), ("replay_hours", "soon"), ("no_such", "1"), ("queue_channel", "1")):
        result = await bot_env.boss.slash(channel, "settings set", name=name, value=value)
        assert "Nothing changed" in answer(result)
    assert (await bot_env.services.settings.of(bot_env.guild.id)).replay_hours == 48


async def test_names_and_values_are_suggested(bot_env: BotEnv) -> None:
    channel = bot_env.channels["debug"]
    names = await bot_env.boss.autocomplete(channel, "settings set", "name", "lad")
    assert [choice["value"] for choice in names] == ["ladder"]
    values = await bot_env.boss.autocomplete(channel, "settings set", "value", "", name="ladder")
    assert [choice["value"] for choice in values] == ["classic", "tiers"]
    values = await bot_env.boss.autocomplete(channel, "settings set", "value", "queue", name="queue_channel")
    assert str(bot_env.channels["queue"].id) in [choice["value"] for choice in values]


async def test_the_ladder_changes_after_a_preview_and_undo_takes_it_back(bot_env: BotEnv) -> None:
    song = await submit(bot_env, "First", skip=True)
    with backstage(bot_env) as services:
        await services.review.approve(bot_env.guild.id, boss(bot_env), song.number)
    result = await bot_env.boss.slash(bot_env.channels["debug"], "settings set", name="ladder", value="tiers")
    assert "#1 **Band – First**: Skip → 15 Skip" in answer(result)
    assert (await bot_env.services.settings.of(bot_env.guild.id)).ladder == "classic"
    confirmed = await bot_env.boss.click(asked(result), label="Change the ladder")
    assert "The ladder is tiers now. Songs moved: 1" in answer(confirmed)
    assert (await bot_env.services.queue.line_up(bot_env.guild.id)).order[0].line is Line.TIER_15
    again = await bot_env.boss.click(asked(result), label="Change the ladder")
    assert "tiers already" in answer(again)
    with backstage(bot_env) as services:
        await services.undo.undo(bot_env.guild.id, boss(bot_env))
    assert (await bot_env.services.queue.line_up(bot_env.guild.id)).order[0].line is Line.SKIP
