"""The reviewers' buttons: on old copies of a message, by the wrong people, on songs that are gone, twice at once."""

from __future__ import annotations

import pytest

from domain.lines import Line
from domain.submissions import Status
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import (
    answer,
    asked,
    in_queue,
    old_choice,
    old_message,
    playing,
    press,
    press_at_once,
    pressable,
    someone,
    status,
    submit,
)
from views.components import COMPONENTS, LARGEST, Modal, NumberedItem
from views.queue.pages import MyPlaceButton, QueuePageButton, QueueRefreshButton

FOR_ALL = {QueuePageButton.prefix, QueueRefreshButton.prefix, MyPlaceButton.prefix}
REVIEWERS = ("next", "undo", "approve", "approveto", "reject", "bookmark", "remove", "endshow", "endnow", "clearfree")


async def test_next_plays_the_next_song(bot_env: BotEnv) -> None:
    first, second = await submit(bot_env, bot_env.mia, "First"), await submit(bot_env, bot_env.max, "Second")
    assert f"Now playing: #{first.number}" in await press(bot_env, bot_env.rita, "review:next:0")
    assert f"Now playing: #{second.number}" in await press(bot_env, bot_env.rita, f"review:next:{first.number}")


async def test_a_next_that_comes_late_skips_no_song_and_offers_the_way_on(bot_env: BotEnv) -> None:
    songs = [await submit(bot_env, actor, "Song") for actor in (bot_env.mia, bot_env.max)]
    late = await bot_env.rita.click(old_message(bot_env, "review:next:0"), label="review:next:0")
    assert f"Now playing: #{songs[0].number}" in answer(late)
    late = await bot_env.sam.click(old_message(bot_env, "review:next:0"), label="review:next:0")
    assert f"#{songs[0].number} plays by now: this button is older. Nothing changed." in answer(late)
    assert await playing(bot_env) == songs[0].number
    assert f"Now playing: #{songs[1].number}" in answer(await bot_env.sam.click(asked(late), label="Next"))


async def test_two_reviewers_who_press_next_at_once_start_one_song_and_the_other_is_told(bot_env: BotEnv) -> None:
    songs = [await submit(bot_env, actor, "Song") for actor in (bot_env.mia, bot_env.max, bot_env.zoe)]
    texts = [answer(result) for result in await press_at_once(bot_env, "review:next:0", bot_env.rita, bot_env.sam)]
    assert sum(f"Now playing: #{songs[0].number}" in text for text in texts) == 1
    assert sum("this button is older" in text for text in texts) == 1
    assert await playing(bot_env) == songs[0].number


async def test_a_double_press_of_next_plays_one_song(bot_env: BotEnv) -> None:
    songs = [await submit(bot_env, actor, "Song") for actor in (bot_env.mia, bot_env.max)]
    await press_at_once(bot_env, "review:next:0", bot_env.rita, bot_env.rita)
    assert await playing(bot_env) == songs[0].number
    assert await in_queue(bot_env) == [songs[1].number]


async def test_two_reviewers_who_approve_at_once_approve_once(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    texts = [
        answer(result)
        for result in await press_at_once(bot_env, f"review:approve:{song.number}", bot_env.rita, bot_env.sam)
    ]
    assert sum("Approved" in text for text in texts) == 1
    assert sum("Nothing changed." in text for text in texts) == 1
    assert await in_queue(bot_env) == [song.number]


async def test_approve_to_asks_for_a_paid_line_and_takes_it(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    message = old_message(bot_env, f"review:approveto:{song.number}")
    choice = await bot_env.rita.click(message, custom_id=f"review:approveto:{song.number}")
    options = asked(choice).components[0]["components"][0]["options"]
    assert [one["label"] for one in options] == ["BackToBack", "DoubleSkip", "Skip"]
    chosen = await bot_env.rita.select(asked(choice), [Line.DOUBLE_SKIP.value])
    assert "waits in DoubleSkip now" in answer(chosen)
    assert pressable(asked(choice)) == []


async def test_reject_opens_a_form_whose_reason_reaches_the_member(bot_env: BotEnv) -> None:
    await submit(bot_env, bot_env.mia, "Free")
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    form = await bot_env.rita.click(old_message(bot_env, f"review:reject:{song.number}"))
    assert form.modal is not None
    sent = await bot_env.rita.submit_modal(form, {"reason": "too quiet"})
    assert "was returned to its member" in answer(sent)
    async with bot_env.database.transaction() as tables:
        found = await tables.submissions.get(song.submission_id)
    assert found is not None
    assert (found.status, found.reason) == (Status.REJECTED, "too quiet")


async def test_a_reject_form_that_was_open_during_a_restart_is_answered(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    form = await bot_env.rita.click(old_message(bot_env, f"review:reject:{song.number}"))
    await bot_env.restart()
    Modal.open_modals.clear()  # what a new process does not have
    sent = await bot_env.rita.submit_modal(form, {})
    assert "The bot was restarted while this form was open. Nothing changed." in answer(sent)
    assert await status(bot_env, song) is Status.PENDING


async def test_remove_offers_the_songs_in_play_order_and_takes_out_the_chosen_one(bot_env: BotEnv) -> None:
    one, two = await submit(bot_env, bot_env.mia, "One"), await submit(bot_env, bot_env.max, "Two", skip=True)
    choice = await bot_env.rita.click(old_message(bot_env, "review:remove"), custom_id="review:remove")
    options = asked(choice).components[0]["components"][0]["options"]
    assert [(option["value"], option["label"]) for option in options] == [
        (str(one.number), f"#{one.number} Artist – One"),
        (str(two.number), f"#{two.number} Artist – Two"),
    ]
    assert options[1]["description"] == "waits for approval · max"
    chosen = await bot_env.rita.select(asked(choice), [str(two.number)])
    assert f"Removed: #{two.number}" in answer(chosen)
    assert await status(bot_env, two) is Status.REMOVED


async def test_remove_offers_25_songs_and_names_the_command_for_the_others(bot_env: BotEnv) -> None:
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"limit_pending": "0"})
    for number in range(26):
        await submit(bot_env, bot_env.mia, f"{number} " + "x" * 90, artist="y" * 100, skip=True)
    choice = await bot_env.rita.click(old_message(bot_env, "review:remove"), custom_id="review:remove")
    assert len(asked(choice).components[0]["components"][0]["options"]) == 25
    assert "for others use /remove" in answer(choice)


async def test_remove_with_an_empty_queue_says_so(bot_env: BotEnv) -> None:
    assert "No song waits right now. Nothing changed." in await press(bot_env, bot_env.rita, "review:remove")


async def test_bookmark_keeps_the_song_that_plays_or_the_named_one_once(bot_env: BotEnv) -> None:
    one, two = await submit(bot_env, bot_env.mia, "One"), await submit(bot_env, bot_env.max, "Two")
    assert "No song plays right now. Nothing changed." in await press(bot_env, bot_env.rita, "review:bookmark")
    await press(bot_env, bot_env.rita, "review:next:0")
    assert f"Bookmarked: #{one.number}" in await press(bot_env, bot_env.rita, "review:bookmark")
    assert f"#{one.number} is bookmarked already" in await press(bot_env, bot_env.sam, "review:bookmark")
    assert f"Bookmarked: #{two.number}" in await press(bot_env, bot_env.sam, f"review:bookmark:{two.number}")


async def test_end_show_asks_first_and_ends_the_song_that_plays(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "One")
    await press(bot_env, bot_env.rita, "review:next:0")
    question = await bot_env.rita.click(old_message(bot_env, "review:endshow"), custom_id="review:endshow")
    assert "End the show?" in answer(question)
    assert await playing(bot_env) == song.number
    ended = await bot_env.rita.click(asked(question), label="End show")
    assert f"Ended: #{song.number}" in answer(ended)
    assert await playing(bot_env) is None
    assert "No show is open. Nothing changed." in await press(bot_env, bot_env.rita, "review:endnow:0")


async def test_an_old_confirmation_does_not_end_a_show_that_went_on(bot_env: BotEnv) -> None:
    songs = [await submit(bot_env, actor, "Song") for actor in (bot_env.mia, bot_env.max)]
    await press(bot_env, bot_env.rita, "review:next:0")
    await bot_env.rita.slash(bot_env.channels["reviewer"], "next")
    assert "Nothing changed." in await press(bot_env, bot_env.sam, f"review:endnow:{songs[0].number}")
    assert await playing(bot_env) == songs[1].number


async def test_no_reviewers_button_works_for_a_member(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    for name in REVIEWERS:
        text = await press(bot_env, bot_env.max, f"review:{name}:{song.number}")
        assert text.startswith("Only reviewers can do this. Nothing changed."), name
    for custom_id, value in ((f"review:line:{song.number}", "skip"), ("review:song", str(song.number))):
        chosen = await bot_env.max.select(old_choice(bot_env, custom_id, value), [value])
        assert answer(chosen).startswith("Only reviewers can do this. Nothing changed."), custom_id
    for name in ("records:archive:0:0", "records:audit:0"):
        assert (await press(bot_env, bot_env.max, name)).startswith("Only reviewers can do this."), name
    assert await status(bot_env, song) is Status.PENDING


async def test_a_form_that_a_reviewer_opened_is_refused_when_the_role_is_gone(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    form = await bot_env.rita.click(old_message(bot_env, f"review:reject:{song.number}"))
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"staff_role": "none"})
    assert "Only reviewers can do this" in answer(await bot_env.rita.submit_modal(form, {}))
    assert await status(bot_env, song) is Status.PENDING


async def test_buttons_on_a_song_that_is_gone_say_how_it_stands(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    await bot_env.services.review.remove(bot_env.guild.id, someone(bot_env.rita), song.number)
    for custom_id in (f"review:approve:{song.number}", "review:approve:4711", "review:bookmark:4711"):
        assert "Nothing changed." in await press(bot_env, bot_env.rita, custom_id), custom_id
    for custom_id, value in ((f"review:line:{song.number}", "skip"), ("review:song", str(song.number))):
        chosen = await bot_env.rita.select(old_choice(bot_env, custom_id, value), [value])
        assert f"#{song.number} is removed by now. Nothing changed." in answer(chosen)


async def test_forged_values_of_selects_are_refused(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    for custom_id, value, said in (
        (f"review:line:{song.number}", "tier_25", "This server has no line"),
        (f"review:line:{song.number}", "'; DROP TABLE submissions", "This server has no line"),
        ("review:song", "everything", "is not a song's number"),
        ("review:song", "4711", "There is no song #4711 here"),
    ):
        chosen = await bot_env.rita.select(old_choice(bot_env, custom_id, value), [value])
        assert said in answer(chosen), value
    assert await status(bot_env, song) is Status.PENDING


@pytest.mark.parametrize("numbers", ["", ":9999999999999999999", f":{LARGEST}", ":0", ":1:2:3"])
async def test_forged_custom_ids_are_answered_and_never_a_bug(bot_env: BotEnv, numbers: str) -> None:
    known = [kind.prefix for kind in COMPONENTS if issubclass(kind, NumberedItem)]
    prefixes = [prefix for prefix in known if prefix.partition(":")[0] in {"review", "queue", "records"}]
    assert {f"review:{name}" for name in REVIEWERS} | FOR_ALL < set(prefixes)
    for prefix in prefixes:
        result = await bot_env.rita.click(old_message(bot_env, prefix + numbers), custom_id=prefix + numbers)
        assert result.acknowledged, prefix
        if result.modal is None:
            assert "Something went wrong" not in answer(result), prefix


async def test_a_button_that_nobody_knows_is_answered(bot_env: BotEnv) -> None:
    for custom_id in ("review:nuke", "review:approve:x", "review:approve:1:2:3:4", "review:approve:-1", "🎵"):
        assert "does not belong to anything any more" in await press(bot_env, bot_env.rita, custom_id)


async def test_old_buttons_work_after_a_restart(bot_env: BotEnv) -> None:
    first, second = await submit(bot_env, bot_env.mia, "First"), await submit(bot_env, bot_env.max, "Skip", skip=True)
    board = old_message(bot_env, "review:next:0", f"review:approve:{second.number}", "review:undo", "queue:page:0")
    question = await bot_env.rita.slash(bot_env.channels["reviewer"], "clearfree")
    await bot_env.restart()
    assert f"Approved: #{second.number}" in answer(
        await bot_env.rita.click(board, custom_id=f"review:approve:{second.number}")
    )
    assert f"Now playing: #{second.number}" in answer(await bot_env.rita.click(board, custom_id="review:next:0"))
    assert f"#{first.number} **Artist – First**" in answer(await bot_env.max.click(board, custom_id="queue:page:0"))
    assert "1 song was removed" in answer(await bot_env.rita.click(asked(question), label="Clear Free"))
    assert "cleared Free" in answer(await bot_env.rita.click(board, custom_id="review:undo"))
    assert await in_queue(bot_env) == [first.number]
