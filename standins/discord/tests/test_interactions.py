"""Commands, buttons, forms: what members see, and the deadlines that the bot has."""

from __future__ import annotations

import asyncio

import discord
import pytest

from standins.discord import NO_ANSWER, ActorError, Discord, Permission, Upload
from standins.discord.tests.conftest import Scene, code_of
from standins.discord.tests.little_bot import Button, Panel, SongModal


async def _silent(scene: Scene) -> Button:
    """An interaction that nobody has answered yet."""
    task = asyncio.create_task(scene.mia.slash(scene.channel, "silent"))
    await scene.world.until(lambda: scene.bot.interactions)
    task.cancel()
    return scene.bot.interactions[-1]


async def test_a_slash_command_carries_every_kind_of_option(scene: Scene) -> None:
    song = Upload("song.mp3", b"x" * 123)
    reply = await scene.mia.slash(scene.channel, "echo", count=3, member=scene.kim, channel=scene.channel, file=song)
    assert reply.text == "3 Kim submit 123"
    assert not reply.ephemeral
    assert 0 < reply.latency_seconds < 3
    assert scene.channel.messages_seen_by(scene.kim) == [reply.message]


async def test_what_the_client_would_not_send_is_refused_before_it_reaches_the_bot(scene: Scene) -> None:
    with pytest.raises(ActorError, match="no command"):
        await scene.mia.slash(scene.channel, "nothing")
    with pytest.raises(ActorError, match="unknown options"):
        await scene.mia.slash(scene.channel, "echo", count=1, other=2)
    with pytest.raises(ActorError, match="required"):
        await scene.mia.slash(scene.channel, "echo")
    with pytest.raises(ActorError, match="between 1 and 10"):
        await scene.mia.slash(scene.channel, "echo", count=11)
    with pytest.raises(ActorError, match="takes"):
        await scene.mia.slash(scene.channel, "echo", count="one")
    with pytest.raises(ActorError, match="subcommand"):
        await scene.mia.slash(scene.channel, "block")


async def test_subcommands_suggestions_and_menus_work(scene: Scene) -> None:
    choices = await scene.mia.autocomplete(scene.channel, "block add", "name", "so")
    assert [(choice.name, choice.value) for choice in choices] == [("so!", "so")]
    assert (await scene.mia.slash(scene.channel, "block add", name="Bob")).text == "blocked Bob"
    message = await scene.mia.say(scene.channel, "my song")
    reply = await scene.kim.menu(scene.channel, "Read this", message)
    assert (reply.text, reply.ephemeral) == ("read my song", True)


async def test_a_button_changes_its_message_and_adds_a_followup(scene: Scene) -> None:
    panel = (await scene.mia.slash(scene.channel, "panel")).message
    assert panel is not None
    reply = await scene.kim.press(panel, "⏭️ Next")
    await scene.world.until(lambda: reply.followups)
    assert reply.updates_message
    assert panel.text == "pressed"
    assert [edit.text_before for edit in panel.edits] == ["panel"]
    assert reply.followups[0].visible_to == scene.kim.id


async def test_a_select_of_members_sends_the_chosen_member(scene: Scene) -> None:
    panel = (await scene.mia.slash(scene.channel, "panel")).message
    assert panel is not None
    assert (await scene.mia.choose(panel, "Who?", [scene.kim])).text == "chose Kim"


async def test_a_form_brings_text_file_and_choice_and_its_deferred_answer_is_filled(scene: Scene) -> None:
    panel = (await scene.mia.slash(scene.channel, "panel")).message
    assert panel is not None
    form = (await scene.mia.press(panel, "Modal")).modal
    reply = await scene.mia.fill(
        form, {"Artist": "Nova", "Line": "Skip"}, files={"File": [Upload("a b.mp3", b"y" * 50)]}
    )
    assert reply.deferred
    assert (await reply.finished()).text == "Nova skip [50]"
    assert reply.ephemeral


async def test_a_form_that_breaks_its_own_limits_is_sent_by_forgers_only(scene: Scene) -> None:
    panel = (await scene.mia.slash(scene.channel, "panel")).message
    assert panel is not None
    form = (await scene.mia.press(panel, "Modal")).modal
    with pytest.raises(ActorError, match="characters"):
        await scene.mia.fill(form, {"Artist": "n" * 21})
    with pytest.raises(ActorError, match="larger"):
        await scene.mia.fill(form, {"Artist": "n"}, files={"File": [Upload("a.mp3", bytes(11 << 20))]})
    reply = await scene.mia.fill(form, {"Artist": "n" * 21, "Line": "forged"}, forged=True)
    assert (await reply.finished()).text == f"{'n' * 21} forged []"


async def test_an_ephemeral_answer_is_seen_by_its_member_only_and_not_through_the_channel(scene: Scene) -> None:
    reply = await scene.mia.slash(scene.channel, "panel", hidden=1)
    assert reply.message is not None
    assert scene.channel.messages_seen_by(scene.mia) == [reply.message]
    assert scene.channel.messages_seen_by(scene.kim) == []
    assert await code_of(scene.seen().fetch_message(reply.message.id)) == 10008
    assert [message async for message in scene.seen().history()] == []
    with pytest.raises(ActorError, match="does not see"):
        await scene.kim.press(reply.message, "Modal")


async def test_the_first_response_is_refused_after_three_seconds(scene: Scene) -> None:
    interaction = await _silent(scene)
    scene.world.clock.advance(3.1)
    assert await code_of(interaction.response.send_message("late")) == 10062


async def test_the_token_dies_after_fifteen_minutes(scene: Scene) -> None:
    reply = await scene.mia.slash(scene.channel, "panel")
    scene.world.clock.advance(14 * 60)
    await scene.bot.interactions[-1].edit_original_response(content="still here")
    assert reply.text == "still here"
    scene.world.clock.advance(61)
    assert await code_of(scene.bot.interactions[-1].edit_original_response(content="gone")) == 50027


async def test_a_second_response_is_refused(scene: Scene) -> None:
    interaction = await _silent(scene)
    await interaction.response.defer()
    assert await code_of(discord.InteractionResponse(interaction).send_modal(SongModal())) == 40060


async def test_a_form_cannot_follow_a_form(scene: Scene) -> None:
    panel = (await scene.mia.slash(scene.channel, "panel")).message
    assert panel is not None
    form = (await scene.mia.press(panel, "Modal")).modal
    scene.bot._connection._view_store._modals.clear()
    task = asyncio.create_task(scene.mia.fill(form, {"Artist": "x"}))
    await scene.world.until(lambda: len(scene.bot.interactions) == 3)
    assert await code_of(scene.bot.interactions[-1].response.send_modal(SongModal())) == 50035
    await scene.bot.interactions[-1].response.send_message("instead")
    assert (await task).text == "instead"


async def test_an_interaction_that_is_lost_ends_as_not_answered_after_three_seconds(scene: Scene) -> None:
    scene.world.faults.swallow_interactions()
    reply = await scene.mia.slash(scene.channel, "echo", count=1)
    assert (reply.answered, reply.text) == (False, NO_ANSWER)
    assert scene.bot.interactions == []


async def test_without_a_bot_nobody_answers(world: Discord) -> None:
    guild = world.guild("Night Show")
    channel, mia = guild.text_channel("submit"), guild.member("Mia")
    world.commands.replace(None, [{"name": "echo", "description": "x"}])
    assert (await mia.slash(channel, "echo")).text == NO_ANSWER


async def test_a_forged_button_reaches_the_bot_and_a_disabled_one_cannot_be_pressed(scene: Scene) -> None:
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="Off", disabled=True, custom_id="off"))
    sent = await scene.seen().send("x", view=view)
    message = scene.channel.messages[sent.id]
    with pytest.raises(ActorError, match="cannot be pressed"):
        await scene.mia.press(message, "Off")
    reply = await scene.mia.press_raw(message, custom_id="panel:next")
    assert message.text == "pressed"
    assert reply.answered


async def test_buttons_work_in_direct_messages(scene: Scene) -> None:
    user = await scene.bot.fetch_user(scene.mia.id)
    await user.send("hello", view=Panel())
    assert (await scene.mia.press(scene.mia.dms[0], "Modal")).modal is not None


async def test_a_command_is_shown_only_to_those_who_hold_its_permissions(world: Discord) -> None:
    guild = world.guild("Night Show")
    channel, mia = guild.text_channel("submit"), guild.member("Mia")
    needed = str(int(Permission.MANAGE_GUILD))
    world.commands.replace(None, [{"name": "setup", "description": "x", "default_member_permissions": needed}])
    with pytest.raises(ActorError, match="not shown to Mia"):
        await mia.slash(channel, "setup")
    mia.give(guild.role("Admin", Permission.MANAGE_GUILD))
    assert (await mia.slash(channel, "setup")).text == NO_ANSWER
