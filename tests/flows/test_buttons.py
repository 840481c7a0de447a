"""The reviewers' buttons: on old copies of a message, by the wrong people, on songs that are gone, twice at once."""

from __future__ import annotations

import pytest

from domain.lines import Line
from domain.submissions import Status
from tests.flows.desk import (
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
from tests.stage import Stage
from views.pressable import LARGEST, PRESSABLE, Form, Numbered
from views.queue_pages import MyPlacePress, QueuePagePress, QueueRefreshPress

FOR_ALL = {QueuePagePress.prefix, QueueRefreshPress.prefix, MyPlacePress.prefix}
REVIEWERS = ("next", "undo", "approve", "approveto", "reject", "bookmark", "remove", "endshow", "endnow", "clearfree")


async def test_next_plays_the_next_song(stage: Stage) -> None:
    first, second = await submit(stage, stage.mia, "First"), await submit(stage, stage.max, "Second")
    assert f"Now playing: #{first.number}" in await press(stage, stage.rita, "review:next:0")
    assert f"Now playing: #{second.number}" in await press(stage, stage.rita, f"review:next:{first.number}")


async def test_a_next_that_comes_late_skips_no_song_and_offers_the_way_on(stage: Stage) -> None:
    songs = [await submit(stage, actor, "Song") for actor in (stage.mia, stage.max)]
    late = await stage.rita.click(old_message(stage, "review:next:0"), label="review:next:0")
    assert f"Now playing: #{songs[0].number}" in answer(late)
    late = await stage.sam.click(old_message(stage, "review:next:0"), label="review:next:0")
    assert f"#{songs[0].number} plays by now: this button is older. Nothing changed." in answer(late)
    assert await playing(stage) == songs[0].number
    assert f"Now playing: #{songs[1].number}" in answer(await stage.sam.click(asked(late), label="Next"))


async def test_two_reviewers_who_press_next_at_once_start_one_song_and_the_other_is_told(stage: Stage) -> None:
    songs = [await submit(stage, actor, "Song") for actor in (stage.mia, stage.max, stage.zoe)]
    texts = [answer(result) for result in await press_at_once(stage, "review:next:0", stage.rita, stage.sam)]
    assert sum(f"Now playing: #{songs[0].number}" in text for text in texts) == 1
    assert sum("this button is older" in text for text in texts) == 1
    assert await playing(stage) == songs[0].number


async def test_a_double_press_of_next_plays_one_song(stage: Stage) -> None:
    songs = [await submit(stage, actor, "Song") for actor in (stage.mia, stage.max)]
    await press_at_once(stage, "review:next:0", stage.rita, stage.rita)
    assert await playing(stage) == songs[0].number
    assert await in_queue(stage) == [songs[1].number]


async def test_two_reviewers_who_approve_at_once_approve_once(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    texts = [
        answer(result) for result in await press_at_once(stage, f"review:approve:{song.number}", stage.rita, stage.sam)
    ]
    assert sum("Approved" in text for text in texts) == 1
    assert sum("Nothing changed." in text for text in texts) == 1
    assert await in_queue(stage) == [song.number]


async def test_approve_to_asks_for_a_paid_line_and_takes_it(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    message = old_message(stage, f"review:approveto:{song.number}")
    choice = await stage.rita.click(message, custom_id=f"review:approveto:{song.number}")
    options = asked(choice).components[0]["components"][0]["options"]
    assert [one["label"] for one in options] == ["BackToBack", "DoubleSkip", "Skip"]
    chosen = await stage.rita.select(asked(choice), [Line.DOUBLE_SKIP.value])
    assert "waits in DoubleSkip now" in answer(chosen)
    assert pressable(asked(choice)) == []


async def test_reject_opens_a_form_whose_reason_reaches_the_member(stage: Stage) -> None:
    await submit(stage, stage.mia, "Free")
    song = await submit(stage, stage.mia, "Skip", skip=True)
    form = await stage.rita.click(old_message(stage, f"review:reject:{song.number}"))
    assert form.modal is not None
    sent = await stage.rita.submit_modal(form, {"reason": "too quiet"})
    assert "was returned to its member" in answer(sent)
    async with stage.database.transaction() as tables:
        found = await tables.submissions.get(song.submission_id)
    assert found is not None
    assert (found.status, found.reason) == (Status.REJECTED, "too quiet")


async def test_a_reject_form_that_was_open_during_a_restart_is_answered(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    form = await stage.rita.click(old_message(stage, f"review:reject:{song.number}"))
    await stage.restart()
    Form.open_forms.clear()  # what a new process does not have
    sent = await stage.rita.submit_modal(form, {})
    assert "The bot was restarted while this form was open. Nothing changed." in answer(sent)
    assert await status(stage, song) is Status.PENDING


async def test_remove_offers_the_songs_in_play_order_and_takes_out_the_chosen_one(stage: Stage) -> None:
    one, two = await submit(stage, stage.mia, "One"), await submit(stage, stage.max, "Two", skip=True)
    choice = await stage.rita.click(old_message(stage, "review:remove"), custom_id="review:remove")
    options = asked(choice).components[0]["components"][0]["options"]
    assert [(option["value"], option["label"]) for option in options] == [
        (str(one.number), f"#{one.number} Artist – One"),
        (str(two.number), f"#{two.number} Artist – Two"),
    ]
    assert options[1]["description"] == "waits for approval · max"
    chosen = await stage.rita.select(asked(choice), [str(two.number)])
    assert f"Removed: #{two.number}" in answer(chosen)
    assert await status(stage, two) is Status.REMOVED


async def test_remove_offers_25_songs_and_names_the_command_for_the_others(stage: Stage) -> None:
    await stage.services.settings.change(stage.guild.id, someone(stage.boss), {"limit_pending": "0"})
    for number in range(26):
        await submit(stage, stage.mia, f"{number} " + "x" * 90, artist="y" * 100, skip=True)
    choice = await stage.rita.click(old_message(stage, "review:remove"), custom_id="review:remove")
    assert len(asked(choice).components[0]["components"][0]["options"]) == 25
    assert "for others use /remove" in answer(choice)


async def test_remove_with_an_empty_queue_says_so(stage: Stage) -> None:
    assert "No song waits right now. Nothing changed." in await press(stage, stage.rita, "review:remove")


async def test_bookmark_keeps_the_song_that_plays_or_the_named_one_once(stage: Stage) -> None:
    one, two = await submit(stage, stage.mia, "One"), await submit(stage, stage.max, "Two")
    assert "No song plays right now. Nothing changed." in await press(stage, stage.rita, "review:bookmark")
    await press(stage, stage.rita, "review:next:0")
    assert f"Bookmarked: #{one.number}" in await press(stage, stage.rita, "review:bookmark")
    assert f"#{one.number} is bookmarked already" in await press(stage, stage.sam, "review:bookmark")
    assert f"Bookmarked: #{two.number}" in await press(stage, stage.sam, f"review:bookmark:{two.number}")


async def test_end_show_asks_first_and_ends_the_song_that_plays(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "One")
    await press(stage, stage.rita, "review:next:0")
    question = await stage.rita.click(old_message(stage, "review:endshow"), custom_id="review:endshow")
    assert "End the show?" in answer(question)
    assert await playing(stage) == song.number
    ended = await stage.rita.click(asked(question), label="End show")
    assert f"Ended: #{song.number}" in answer(ended)
    assert await playing(stage) is None
    assert "No show is open. Nothing changed." in await press(stage, stage.rita, "review:endnow:0")


async def test_an_old_confirmation_does_not_end_a_show_that_went_on(stage: Stage) -> None:
    songs = [await submit(stage, actor, "Song") for actor in (stage.mia, stage.max)]
    await press(stage, stage.rita, "review:next:0")
    await stage.rita.slash(stage.channels["reviewer"], "next")
    assert "Nothing changed." in await press(stage, stage.sam, f"review:endnow:{songs[0].number}")
    assert await playing(stage) == songs[1].number


async def test_no_reviewers_button_works_for_a_member(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    for name in REVIEWERS:
        text = await press(stage, stage.max, f"review:{name}:{song.number}")
        assert text.startswith("Only reviewers can do this. Nothing changed."), name
    for custom_id, value in ((f"review:line:{song.number}", "skip"), ("review:song", str(song.number))):
        chosen = await stage.max.select(old_choice(stage, custom_id, value), [value])
        assert answer(chosen).startswith("Only reviewers can do this. Nothing changed."), custom_id
    for name in ("records:archive:0:0", "records:audit:0"):
        assert (await press(stage, stage.max, name)).startswith("Only reviewers can do this."), name
    assert await status(stage, song) is Status.PENDING


async def test_a_form_that_a_reviewer_opened_is_refused_when_the_role_is_gone(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    form = await stage.rita.click(old_message(stage, f"review:reject:{song.number}"))
    await stage.services.settings.change(stage.guild.id, someone(stage.boss), {"staff_role": "none"})
    assert "Only reviewers can do this" in answer(await stage.rita.submit_modal(form, {}))
    assert await status(stage, song) is Status.PENDING


async def test_buttons_on_a_song_that_is_gone_say_how_it_stands(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    await stage.services.review.remove(stage.guild.id, someone(stage.rita), song.number)
    for custom_id in (f"review:approve:{song.number}", "review:approve:4711", "review:bookmark:4711"):
        assert "Nothing changed." in await press(stage, stage.rita, custom_id), custom_id
    for custom_id, value in ((f"review:line:{song.number}", "skip"), ("review:song", str(song.number))):
        chosen = await stage.rita.select(old_choice(stage, custom_id, value), [value])
        assert f"#{song.number} is removed by now. Nothing changed." in answer(chosen)


async def test_forged_values_of_selects_are_refused(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    for custom_id, value, said in (
        (f"review:line:{song.number}", "tier_25", "This server has no line"),
        (f"review:line:{song.number}", "'; DROP TABLE submissions", "This server has no line"),
        ("review:song", "everything", "is not a song's number"),
        ("review:song", "4711", "There is no song #4711 here"),
    ):
        chosen = await stage.rita.select(old_choice(stage, custom_id, value), [value])
        assert said in answer(chosen), value
    assert await status(stage, song) is Status.PENDING


@pytest.mark.parametrize("numbers", ["", ":9999999999999999999", f":{LARGEST}", ":0", ":1:2:3"])
async def test_forged_custom_ids_are_answered_and_never_a_bug(stage: Stage, numbers: str) -> None:
    known = [kind.prefix for kind in PRESSABLE if issubclass(kind, Numbered)]
    prefixes = [prefix for prefix in known if prefix.partition(":")[0] in {"review", "queue", "records"}]
    assert {f"review:{name}" for name in REVIEWERS} | FOR_ALL < set(prefixes)
    for prefix in prefixes:
        result = await stage.rita.click(old_message(stage, prefix + numbers), custom_id=prefix + numbers)
        assert result.acknowledged, prefix
        if result.modal is None:
            assert "Something went wrong" not in answer(result), prefix


async def test_a_button_that_nobody_knows_is_answered(stage: Stage) -> None:
    for custom_id in ("review:nuke", "review:approve:x", "review:approve:1:2:3:4", "review:approve:-1", "🎵"):
        assert "does not belong to anything any more" in await press(stage, stage.rita, custom_id)


async def test_old_buttons_work_after_a_restart(stage: Stage) -> None:
    first, second = await submit(stage, stage.mia, "First"), await submit(stage, stage.max, "Skip", skip=True)
    board = old_message(stage, "review:next:0", f"review:approve:{second.number}", "review:undo", "queue:page:0")
    question = await stage.rita.slash(stage.channels["reviewer"], "clearfree")
    await stage.restart()
    assert f"Approved: #{second.number}" in answer(
        await stage.rita.click(board, custom_id=f"review:approve:{second.number}")
    )
    assert f"Now playing: #{second.number}" in answer(await stage.rita.click(board, custom_id="review:next:0"))
    assert f"#{first.number} **Artist – First**" in answer(await stage.max.click(board, custom_id="queue:page:0"))
    assert "1 song was removed" in answer(await stage.rita.click(asked(question), label="Clear Free"))
    assert "cleared Free" in answer(await stage.rita.click(board, custom_id="review:undo"))
    assert await in_queue(stage) == [first.number]
