"""What has to appear on Discord, told again after a restart until it is settled."""

from __future__ import annotations

from domain.outbox import Cleanup, Place
from tests.show import GUILD, MAX, MIA, RITA, Show


async def test_a_display_is_remembered_moved_and_forgotten(show: Show) -> None:
    outbox = show.services.outbox
    await outbox.set_place(GUILD, "public_queue", Place(1, 2))
    await outbox.set_place(GUILD, "portal", Place(3, 4))
    await outbox.set_place(GUILD, "public_queue", Place(5, 6))
    await show.restart()
    assert await show.services.outbox.places(GUILD) == {"public_queue": Place(5, 6), "portal": Place(3, 4)}
    await show.services.outbox.forget_place(GUILD, "portal")
    assert await show.services.outbox.places(GUILD) == {"public_queue": Place(5, 6)}


async def test_a_play_is_shown_when_it_starts_and_again_when_it_ends(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    await show.restart()
    (playing,) = await show.services.outbox.plays_to_show(GUILD)
    assert (playing.submission.number, playing.play.state, playing.play.shown) == (1, "playing", None)
    await show.services.outbox.set_play_shown(playing.play, Place(1, 2))
    assert await show.services.outbox.plays_to_show(GUILD) == []
    await show.next()
    (played,) = await show.services.outbox.plays_to_show(GUILD)
    assert (played.play.state, played.play.shown, played.play.message_id) == ("played", "playing", 2)


async def test_a_message_that_says_less_than_what_happened_meanwhile_is_edited_once_more(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    (seen,) = await show.services.outbox.plays_to_show(GUILD)
    await show.next()
    await show.services.outbox.set_play_shown(seen.play, Place(1, 2))
    assert [one.play.state for one in await show.services.outbox.plays_to_show(GUILD)] == ["played"]


async def test_a_bookmark_is_posted_once(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"bookmarks_channel": "5"})
    song = await show.submit(MIA)
    await show.services.review.bookmark(GUILD, RITA, 1)
    await show.restart()
    assert len(await show.services.outbox.bookmarks_to_post(GUILD)) == 1
    await show.services.outbox.set_bookmark_posted(song.submission_id, 9)
    assert await show.services.outbox.bookmarks_to_post(GUILD) == []


async def test_a_notice_is_told_until_it_is_settled_and_says_whether_it_was_tried(show: Show) -> None:
    for member in (MIA, MAX):
        song = await show.submit(member)
        await show.services.review.remove(GUILD, RITA, song.number)
    first, second = await show.services.outbox.notices_to_send(GUILD)
    assert (first.member_id, first.tried) == (MIA.member_id, False)
    await show.services.outbox.set_notice_tried(first.notice_id)
    await show.restart()
    assert [one.tried for one in await show.services.outbox.notices_to_send(GUILD)] == [True, False]
    await show.services.outbox.settle_notice(first.notice_id, "dm")
    await show.services.outbox.settle_notice(second.notice_id, "nowhere")
    assert await show.services.outbox.notices_to_send(GUILD) == []


async def test_a_message_of_the_submission_channel_goes_after_ten_minutes_also_after_a_restart(show: Show) -> None:
    cleanup = Cleanup(GUILD, 5, 6)
    await show.services.outbox.clean_up_later(cleanup)
    await show.services.outbox.clean_up_later(cleanup)
    show.clock.advance(599)
    assert await show.services.outbox.due_cleanups() == []
    await show.restart()
    show.clock.advance(1)
    assert await show.services.outbox.due_cleanups() == [cleanup]
    await show.services.outbox.drop_cleanup(6)
    assert await show.services.outbox.due_cleanups() == []
