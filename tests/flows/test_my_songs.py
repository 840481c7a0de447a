"""/mysubmissions, the portal's buttons, and sending a song again."""

from __future__ import annotations

from simcord.components import walk_components
from simcord.results import InteractionResult

from domain.submissions import Status
from services.drafts import Draft
from tests.audio import song
from tests.bot_env import BotEnv
from tests.flows.member_actions import fields, labels, newest, send_form, send_link, songs_of
from tests.flows.reviewer_actions import (
    answer,
    asked,
    in_queue,
    old_choice,
    old_message,
    press,
    press_at_once,
    read,
    someone,
)


async def open_mine(bot_env: BotEnv) -> InteractionResult:
    """Mia's own songs."""
    return await bot_env.mia.slash(bot_env.channels["queue"], "mysubmissions")


async def skips(bot_env: BotEnv, count: int) -> None:
    """So many pending songs of mia's."""
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"limit_pending": "0"})
    for number in range(1, count + 1):
        link = f"https://mia.bandcamp.com/track/{number}"
        draft = Draft(bot_env.guild.id, someone(bot_env.mia), "Mia", f"Song {number}", link, wants_skip=True)
        await bot_env.services.submissions.submit(draft)


async def test_the_page_shows_ones_own_songs_and_nobody_elses(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia, title="Hers")
    await send_link(bot_env, bot_env.max, title="His")
    shown = read(asked(await open_mine(bot_env)))
    assert "Hers" in shown
    assert "🎵 Free, place 1" in shown
    assert "His" not in shown


async def test_without_songs_the_page_says_how_to_start(bot_env: BotEnv) -> None:
    assert "Use /submit" in answer(await open_mine(bot_env))


async def test_the_pages_turn_and_fit_discords_limit(bot_env: BotEnv) -> None:
    await skips(bot_env, 12)
    page = await open_mine(bot_env)
    assert sum(1 for _ in walk_components(asked(page).components)) <= 40
    assert "Song 12" in read(asked(page))
    assert "Song 7" not in read(asked(page))
    await bot_env.mia.click(asked(page), label="Next page")
    assert "Song 7" in read(asked(page))
    await bot_env.mia.click(asked(page), label="Next page")
    assert "Song 1**" in read(asked(page))
    await bot_env.mia.click(asked(page), label="Previous page")
    assert "Song 3" in read(asked(page))


async def test_remove_on_the_page_takes_the_song_out_and_redraws_the_page(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    page = await open_mine(bot_env)
    await bot_env.mia.click(asked(page), label="Remove")
    assert "🗑️ Removed" in read(asked(page))
    assert labels(asked(page)) == ["Resubmit", "Delete"]
    assert await in_queue(bot_env) == []


async def test_remove_twice_at_once_removes_once(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    results = await press_at_once(bot_env, "mine:remove:1:0", bot_env.mia, bot_env.mia)
    said = [read(newest(one)) for one in results]
    assert sum("by now. Nothing changed." in one for one in said) == 1
    assert await in_queue(bot_env) == []


async def test_resubmit_asks_for_the_line_and_sends_the_song_again(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia, note="loud")
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, 1)
    question = await bot_env.mia.click(asked(await open_mine(bot_env)), label="Resubmit")
    assert labels(newest(question)) == ["Free", "Skip"]
    await bot_env.mia.click(newest(question), label="Free")
    assert newest(question).content.startswith("✅ #2 **Mia – Night** is in.")
    assert labels(newest(question)) == ["Edit", "Remove", "Why here?"]
    assert [one.song.note for one in await songs_of(bot_env, bot_env.mia)] == ["loud", "loud"]


async def test_resubmit_as_a_skip_waits_for_a_reviewer(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, 1)
    question = await bot_env.mia.click(asked(await open_mine(bot_env)), label="Resubmit")
    await bot_env.mia.click(newest(question), label="Skip")
    assert (await songs_of(bot_env, bot_env.mia))[0].status is Status.PENDING


async def test_resubmit_twice_at_once_submits_once(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, 1)
    results = await press_at_once(bot_env, "again:skip:1", bot_env.mia, bot_env.mia)
    assert sum("#2 is still in the queue. Nothing changed." in read(newest(one)) for one in results) == 1
    assert [one.number for one in await songs_of(bot_env, bot_env.mia)] == [2, 1]


async def test_resubmit_of_a_song_that_is_in_is_refused(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    assert "#1 is still in the queue" in await press(bot_env, bot_env.mia, "song:again:1")


async def test_a_song_of_the_past_resubmits_with_its_file(file_host: BotEnv) -> None:
    bot_env = file_host
    await send_form(bot_env, bot_env.mia, artist="Mia", title="Night", file=("a.mp3", song()))
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, 1)
    question = await bot_env.mia.click(asked(await open_mine(bot_env)), label="Resubmit")
    await bot_env.mia.click(newest(question), label="Free")
    stored = (await songs_of(bot_env, bot_env.mia))[0]
    assert stored.status is Status.WAITING
    assert bot_env.services.store.path(stored.song.file_hash or "") is not None


async def test_resubmit_asks_for_the_file_when_it_is_not_stored_any_more(file_host: BotEnv) -> None:
    bot_env = file_host
    await send_form(bot_env, bot_env.mia, artist="Mia", title="Night", file=("a.mp3", song()))
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, 1)
    for stored in (bot_env.folder / "media").iterdir():
        stored.unlink()
    shown = await bot_env.mia.click(asked(await open_mine(bot_env)), label="Resubmit")
    assert fields(shown)["title"]["value"] == "Night"
    file = ("a.mp3", song(pitch=300))
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "file": file, "line": "free"})
    assert "is in." in answer(sent)


async def test_delete_asks_first_and_hides_the_song_from_its_member_alone(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    page = await open_mine(bot_env)
    await bot_env.mia.click(asked(page), label="Delete")
    assert "cannot be taken back" in read(asked(page))
    await bot_env.mia.click(asked(page), label="Keep it")
    assert "Night" in read(asked(page))
    await bot_env.mia.click(asked(page), label="Delete")
    await bot_env.mia.click(asked(page), label="Delete for good")
    assert "There is nothing here yet" in read(asked(page))
    assert await songs_of(bot_env, bot_env.mia) == []
    assert [one.number for one in (await bot_env.services.records.archive(bot_env.guild.id, 0)).songs] == [1]


async def test_delete_twice_is_safe_and_an_active_song_cannot_be_deleted(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    assert "#1 is still in the queue. Nothing changed." in await press(bot_env, bot_env.mia, "mine:deletenow:1:0")
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, 1)
    await press_at_once(bot_env, "mine:deletenow:1:0", bot_env.mia, bot_env.mia)
    assert await songs_of(bot_env, bot_env.mia) == []


async def test_nothing_works_on_the_song_of_somebody_else(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, 1)
    for custom_id in ("mine:delete:1:0", "mine:deletenow:1:0", "song:again:1", "again:free:1", "mine:remove:1:0"):
        assert "#1 is not one of your songs. Nothing changed." in await press(bot_env, bot_env.max, custom_id)
    choice = old_choice(bot_env, "history:pick", "1")
    assert "not one of your songs" in answer(await bot_env.max.select(choice, ["1"], custom_id="history:pick"))
    assert [one.status for one in await songs_of(bot_env, bot_env.mia)] == [Status.REMOVED]


async def test_the_song_that_plays_has_no_buttons(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    page = asked(await open_mine(bot_env))
    assert "▶️ Plays now" in read(page)
    assert labels(page) == []


async def test_a_rejected_song_shows_its_reason(bot_env: BotEnv) -> None:
    await skips(bot_env, 1)
    await bot_env.services.review.set_free_open(bot_env.guild.id, someone(bot_env.rita), free_open=False)
    await bot_env.services.review.reject(bot_env.guild.id, someone(bot_env.rita), 1, "too *long*")
    assert "Not taken as a skip" in (text := read(asked(await open_mine(bot_env))))
    assert "too \\*long\\*" in text


async def test_the_portal_opens_form_and_songs_for_whoever_presses(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    portal = old_message(bot_env, "portal:submit", "portal:history", "portal:mine")
    assert (await bot_env.max.click(portal, custom_id="portal:submit")).modal is not None
    assert "Night" in answer(await bot_env.mia.click(portal, custom_id="portal:mine"))
    assert "nothing here yet" in answer(await bot_env.max.click(portal, custom_id="portal:mine"))


async def test_from_history_offers_each_song_once_and_sends_it_again(bot_env: BotEnv) -> None:
    for _ in range(2):
        await send_link(bot_env, bot_env.mia)
        await bot_env.services.submissions.remove(
            bot_env.guild.id, bot_env.mia.id, len(await songs_of(bot_env, bot_env.mia))
        )
    portal = old_message(bot_env, "portal:history")
    menu = newest(await bot_env.mia.click(portal, custom_id="portal:history"))
    (select,) = [one for one in walk_components(menu.components) if one["type"] == 3]
    assert [(one["label"], one["value"]) for one in select["options"]] == [("#2 Mia – Night", "2")]
    question = await bot_env.mia.select(menu, ["2"], custom_id="history:pick")
    await bot_env.mia.click(newest(question), label="Free")
    assert await in_queue(bot_env) == [3]
    assert "no songs from earlier" in answer(await bot_env.max.click(portal, custom_id="portal:history"))


async def test_the_page_shows_long_names_within_discords_limit(bot_env: BotEnv) -> None:
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"limit_pending": "0"})
    for number in range(5):
        await send_link(
            bot_env, bot_env.mia, link=f"https://a.bandcamp.com/{number}", artist="*" * 99, title="_" * 99, skip=True
        )
    assert len(read(asked(await open_mine(bot_env)))) <= 4000
