"""What admins set: /setup and /settings."""

from __future__ import annotations

import discord

from domain.lines import Line
from domain.settings import FIELDS
from tests.flows.boards import backstage, board, boss, drawn, messages, submit
from tests.flows.desk import answer, asked, read
from tests.stage import Stage
from views.settings_pages import SETTINGS_ON_A_PAGE


async def test_setup_sets_what_is_given_and_answers_with_a_check_list(stage: Stage) -> None:
    debug = stage.guild.create_text_channel("trouble")
    role = stage.guild.create_role("Hosts")
    result = await stage.boss.slash(stage.channels["debug"], "setup", debug=debug, staff_role=role)
    settings = await stage.services.settings.of(stage.guild.id)
    assert (settings.debug_channel, settings.staff_role) == (debug.id, role.id)
    assert settings.queue_channel == stage.channels["queue"].id
    report = answer(result)
    assert "Settings changed: 2" in report
    assert f"✅ debug: <#{debug.id}>" in report
    assert f"✅ staff role: <@&{role.id}>" in report


async def test_setup_again_makes_nothing_twice_and_a_changed_channel_takes_its_display_along(stage: Stage) -> None:
    await drawn(stage)
    for _ in range(2):
        result = await stage.boss.slash(stage.channels["debug"], "setup", queue=stage.channels["queue"])
        assert "Settings changed" not in answer(result)
        await drawn(stage)
    assert len(messages(stage, "queue")) == 1
    stage.channels["hall"] = stage.guild.create_text_channel("hall")
    await stage.boss.slash(stage.channels["debug"], "setup", queue=stage.channels["hall"])
    await drawn(stage)
    assert messages(stage, "queue") == []
    assert board(stage, "hall", "The queue").pinned
    assert len(messages(stage, "hall")) == 1


async def test_setup_names_the_permissions_that_are_missing_and_where(stage: Stage) -> None:
    everyone = discord.PermissionOverwrite(attach_files=False, embed_links=False)
    hall = stage.guild.create_text_channel("hall", overwrites={stage.guild.default_role: everyone})
    report = answer(await stage.boss.slash(stage.channels["debug"], "setup", now_playing=hall))
    line = next(line for line in report.splitlines() if "now playing" in line)
    assert line.startswith("❌")
    assert "Embed Links, Attach Files" in line
    assert f"<#{hall.id}>" in line


async def test_the_role_of_everybody_cannot_review(stage: Stage) -> None:
    result = await stage.boss.slash(stage.channels["debug"], "setup", staff_role=stage.guild.default_role)
    assert "@everyone cannot be the staff role" in answer(result)
    assert (await stage.services.settings.of(stage.guild.id)).staff_role == stage.staff_role.id


async def test_setup_and_settings_are_for_admins_though_a_server_opens_them_to_others(stage: Stage) -> None:
    for name in ("setup", "settings"):
        stage.guild.set_command_permissions(stage.bot.command_ids[name], {stage.rita.user: True})
    for command, options in (
        ("setup", {"queue": stage.channels["debug"]}),
        ("settings show", {}),
        ("settings set", {"name": "replay_hours", "value": "1"}),
    ):
        result = await stage.rita.slash(stage.channels["debug"], command, **options)
        assert "Only people with Manage Server" in answer(result)


async def test_settings_show_has_every_setting_with_value_default_bounds_and_meaning(stage: Stage) -> None:
    result = await stage.boss.slash(stage.channels["debug"], "settings show")
    text = answer(result)
    for number in range(1, -(-len(FIELDS) // SETTINGS_ON_A_PAGE)):
        await stage.boss.click(asked(result), custom_id=f"settings:page:{number}")
        text += read(asked(result))
    for name, one in FIELDS.items():
        assert f"**{name}** is" in text
        assert one.metadata["meaning"] in text
        assert one.metadata["bounds"] in text


async def test_a_setting_is_set_within_its_bounds(stage: Stage) -> None:
    channel = stage.channels["debug"]
    result = await stage.boss.slash(channel, "settings set", name="replay_hours", value="48")
    assert "replay_hours is 48 now" in answer(result)
    for name, value in (("replay_hours", "721"), ("replay_hours", "soon"), ("no_such", "1"), ("queue_channel", "1")):
        result = await stage.boss.slash(channel, "settings set", name=name, value=value)
        assert "Nothing changed" in answer(result)
    assert (await stage.services.settings.of(stage.guild.id)).replay_hours == 48


async def test_names_and_values_are_suggested(stage: Stage) -> None:
    channel = stage.channels["debug"]
    names = await stage.boss.autocomplete(channel, "settings set", "name", "lad")
    assert [choice["value"] for choice in names] == ["ladder"]
    values = await stage.boss.autocomplete(channel, "settings set", "value", "", name="ladder")
    assert [choice["value"] for choice in values] == ["classic", "tiers"]
    values = await stage.boss.autocomplete(channel, "settings set", "value", "queue", name="queue_channel")
    assert str(stage.channels["queue"].id) in [choice["value"] for choice in values]


async def test_the_ladder_changes_after_a_preview_and_undo_takes_it_back(stage: Stage) -> None:
    song = await submit(stage, "First", skip=True)
    with backstage(stage) as services:
        await services.review.approve(stage.guild.id, boss(stage), song.number)
    result = await stage.boss.slash(stage.channels["debug"], "settings set", name="ladder", value="tiers")
    assert "#1 **Band – First**: Skip → 15 Skip" in answer(result)
    assert (await stage.services.settings.of(stage.guild.id)).ladder == "classic"
    confirmed = await stage.boss.click(asked(result), label="Change the ladder")
    assert "The ladder is tiers now. Songs moved: 1" in answer(confirmed)
    assert (await stage.services.queue.line_up(stage.guild.id)).order[0].line is Line.TIER_15
    again = await stage.boss.click(asked(result), label="Change the ladder")
    assert "tiers already" in answer(again)
    with backstage(stage) as services:
        await services.undo.undo(stage.guild.id, boss(stage))
    assert (await stage.services.queue.line_up(stage.guild.id)).order[0].line is Line.SKIP
