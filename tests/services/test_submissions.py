"""What members do with their songs (rules 1, 2, 3, 6, 12 and 13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from domain.blocks import BlockKind
from domain.changes import QueueChanged
from domain.lines import Line
from domain.refusals import Refusal
from domain.song_refusals import OwnDuplicate
from domain.submissions import Status
from tests.show import GUILD, MAX, MIA, RITA, ZOE, Show, link_to


async def test_a_song_waits_in_free_and_its_receipt_has_number_place_and_estimate(show: Show) -> None:
    await show.submit(MIA)
    receipt = await show.services.submissions.submit(show.draft(MAX))
    song = receipt.submission
    assert (song.number, song.status, song.line) == (2, Status.WAITING, Line.FREE)
    assert (receipt.place, receipt.estimate, receipt.remarks) == (2, None, ())
    assert await show.song(2) == song


async def test_the_estimate_comes_from_the_reviews_of_this_show(show: Show) -> None:
    for _ in range(5):
        await show.approved(ZOE)
    for _ in range(5):
        await show.next()  # a minute each; the fifth plays now
    receipt = await show.services.submissions.submit(show.draft(MIA))
    assert receipt.estimate
    assert [round(receipt.estimate.low_seconds), round(receipt.estimate.high_seconds)] == [60, 60]


async def test_a_member_has_one_waiting_song_in_free_and_the_second_is_refused(show: Show) -> None:
    await show.submit(MIA)
    with pytest.raises(Refusal, match="room for 1 waiting song"):
        await show.submit(MIA)
    assert await show.order() == [1]
    await show.submit(MAX)


async def test_a_song_that_plays_leaves_room_for_the_next_one(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    assert (await show.submit(MIA)).number == 2


async def test_pending_skips_and_paid_songs_do_not_take_the_room_in_free(show: Show) -> None:
    for _ in range(3):
        await show.submit(MIA, skip=True)
    await show.services.review.approve(GUILD, RITA, 1)
    await show.submit(MIA)
    assert await show.order() == [1, 4]


async def test_a_fourth_pending_skip_is_refused_in_every_way_and_there_is_room_once_one_is_decided(show: Show) -> None:
    songs = show.services.submissions
    played = (await show.submit(MIA)).number
    await show.next()
    await show.next()
    for _ in range(3):
        await show.submit(MIA, skip=True)
    ways = [show.submit(MIA, skip=True), songs.resubmit(GUILD, MIA, played, wants_skip=True)]
    for way in ways:
        with pytest.raises(Refusal, match="3 skips of one member wait for a reviewer already"):
            await way
    await songs.edit(2, show.draft(MIA))
    await show.submit(MAX, skip=True)
    await show.services.review.approve(GUILD, RITA, 2)
    await show.submit(MIA, skip=True)


async def test_the_number_of_pending_skips_is_a_setting_and_0_is_no_limit(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"limit_pending": "1"})
    await show.submit(MIA, skip=True)
    with pytest.raises(Refusal, match="1 skip of yours waits"):
        await show.submit(MIA, skip=True)
    await show.services.settings.change(GUILD, RITA, {"limit_pending": "0"})
    for _ in range(5):
        await show.submit(MIA, skip=True)


async def test_an_undo_brings_a_pending_skip_back_whatever_the_limit(show: Show) -> None:
    first = await show.submit(MIA, skip=True)
    await show.services.review.approve(GUILD, RITA, first.number)
    for _ in range(3):
        await show.submit(MIA, skip=True)
    await show.undo()
    assert await show.status(first.number) is Status.PENDING


async def test_the_room_in_a_line_is_a_setting(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"limit_free": "2", "limit_skip": "1"})
    await show.submit(MIA)
    await show.submit(MIA)
    with pytest.raises(Refusal, match="room for 2 waiting songs"):
        await show.submit(MIA)
    await show.approved(MIA)
    with pytest.raises(Refusal, match="one member in Skip"):
        await show.approved(MIA)


async def test_while_free_is_closed_a_song_for_free_is_refused_and_a_skip_goes_on(show: Show) -> None:
    await show.services.review.set_free_open(GUILD, RITA, free_open=False)
    with pytest.raises(Refusal, match="Free line is closed"):
        await show.submit(MIA)
    assert (await show.submit(MIA, skip=True)).status is Status.PENDING
    await show.services.review.set_free_open(GUILD, RITA, free_open=True)
    await show.submit(MAX)


async def test_a_skip_waits_for_a_reviewer_and_has_no_place_in_the_queue(show: Show) -> None:
    receipt = await show.services.submissions.submit(show.draft(MIA, skip=True))
    assert (receipt.submission.status, receipt.submission.line, receipt.place) == (Status.PENDING, None, None)
    assert await show.order() == []


async def test_the_same_link_of_somebody_else_is_refused_however_it_is_written(show: Show) -> None:
    await show.submit(MIA, link=link_to("hit"))
    with pytest.raises(Refusal, match="already in the queue as #1") as refused:
        await show.submit(MAX, link=link_to("hit").replace("https://", "http://www.") + "?from=hp")
    assert not isinstance(refused.value, OwnDuplicate)


async def test_the_same_song_of_the_same_member_is_offered_for_replacing(show: Show) -> None:
    await show.submit(MIA, link=link_to("hit"), skip=True)
    with pytest.raises(OwnDuplicate) as refused:
        await show.submit(MIA, link=link_to("hit"))
    assert refused.value.number == 1


@pytest.mark.parametrize(("seconds", "flagged"), [(23 * 3600, True), (25 * 3600, False)])
async def test_a_song_played_within_a_day_is_taken_and_flagged(
    show: Show,
    seconds: float,
    flagged: bool,  # noqa: FBT001  # pytest hands it over by name
) -> None:
    await show.submit(MIA, link=link_to("hit"))
    await show.next()
    await show.next()
    show.clock.advance(seconds)
    assert (await show.submit(MAX, link=link_to("hit"))).played_recently is flagged
    assert (await show.submit(ZOE)).played_recently is False


async def test_a_song_that_plays_now_is_taken_and_flagged_and_the_flag_can_be_switched_off(show: Show) -> None:
    await show.submit(MIA, link=link_to("hit"))
    await show.next()
    assert (await show.submit(MAX, link=link_to("hit"))).played_recently
    await show.services.submissions.remove(GUILD, MAX.member_id, 2)
    await show.services.settings.change(GUILD, RITA, {"replay_hours": "0"})
    assert not (await show.submit(MAX, link=link_to("hit"))).played_recently


async def test_an_edit_to_a_song_that_was_just_played_is_flagged_too(show: Show) -> None:
    await show.submit(MIA, link=link_to("hit"))
    await show.next()
    await show.next()
    await show.submit(MAX)
    receipt = await show.services.submissions.edit(2, show.draft(MAX, link=link_to("hit")))
    assert receipt.submission.played_recently
    assert (await show.song(2)).played_recently


async def test_a_blocked_member_a_blocked_website_and_a_blocked_text_are_refused(show: Show) -> None:
    blocks = show.services.blocks
    await blocks.add(GUILD, RITA, BlockKind.MEMBER, str(MAX.member_id), "spam")
    await blocks.add(GUILD, RITA, BlockKind.DOMAIN, "https://www.noise.bandcamp.com/", "noise")
    await blocks.add(GUILD, RITA, BlockKind.PATTERN, "KAZOO", "no kazoos")
    with pytest.raises(Refusal, match="You cannot submit songs here"):
        await show.submit(MAX)
    with pytest.raises(Refusal, match="not taken here: noise"):
        await show.submit(MIA, link=link_to("noise"))
    with pytest.raises(Refusal, match="not taken here: no kazoos"):
        await show.submit(MIA, title="Kazoo Solo", skip=True)
    await show.submit(MIA)


async def test_a_block_also_holds_for_an_edit_and_for_a_song_out_of_the_history(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX, title="Kazoo Solo")
    await show.services.submissions.remove(GUILD, MAX.member_id, 2)
    await show.services.blocks.add(GUILD, RITA, BlockKind.PATTERN, "kazoo", "no kazoos")
    with pytest.raises(Refusal, match="no kazoos"):
        await show.services.submissions.edit(1, show.draft(MIA, title="Kazoo"))
    with pytest.raises(Refusal, match="no kazoos"):
        await show.services.submissions.resubmit(GUILD, MAX, 2, wants_skip=False)
    assert (await show.song(1)).song.title == "Song"


async def test_an_edit_changes_names_and_link_and_keeps_the_place(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    before = await show.song(1)
    show.clock.advance(60)
    receipt = await show.services.submissions.edit(1, replace(show.draft(MIA, title="New"), note="loud"))
    after = await show.song(1)
    assert (after.song.title, after.song.note, receipt.place) == ("New", "loud", 1)
    assert after == replace(before, song=after.song)
    assert receipt.submission == after


async def test_an_edit_to_a_link_that_is_in_the_queue_is_refused_but_not_to_its_own(show: Show) -> None:
    await show.submit(MIA, link=link_to("mine"))
    await show.submit(MAX, link=link_to("his"))
    with pytest.raises(Refusal, match="already in the queue as #2"):
        await show.services.submissions.edit(1, show.draft(MIA, link=link_to("his")))
    await show.services.submissions.edit(1, show.draft(MIA, link=link_to("mine"), title="Other"))


@pytest.mark.parametrize("operation", ["edit", "remove", "resubmit", "delete", "own_song"])
async def test_somebody_elses_song_is_out_of_reach(show: Show, operation: str) -> None:
    await show.submit(MIA)
    songs, before = show.services.submissions, await show.song(1)
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "edit": lambda: songs.edit(1, show.draft(MAX)),
        "remove": lambda: songs.remove(GUILD, MAX.member_id, 1),
        "resubmit": lambda: songs.resubmit(GUILD, MAX, 1, wants_skip=False),
        "delete": lambda: songs.delete(GUILD, MAX.member_id, 1),
        "own_song": lambda: songs.own_song(GUILD, MAX.member_id, 1),
    }
    with pytest.raises(Refusal, match="#1 is not one of your songs"):
        await calls[operation]()
    assert await show.song(1) == before


async def test_a_member_removes_a_waiting_or_pending_song_and_not_one_that_plays(show: Show) -> None:
    songs = show.services.submissions
    await show.submit(MIA)
    await show.submit(MIA, skip=True)
    await songs.remove(GUILD, MIA.member_id, 2)
    assert await show.status(2) is Status.REMOVED
    await show.next()
    with pytest.raises(Refusal, match="#1 is playing by now"):
        await songs.remove(GUILD, MIA.member_id, 1)
    with pytest.raises(Refusal, match="#2 is removed by now"):
        await songs.remove(GUILD, MIA.member_id, 2)


async def test_a_song_out_of_the_history_is_a_new_song_with_a_new_number(show: Show) -> None:
    await show.submit(MIA, link=link_to("hit"))
    await show.next()
    await show.next()
    receipt = await show.services.submissions.resubmit(GUILD, MIA, 1, wants_skip=True)
    assert (receipt.submission.number, receipt.submission.status) == (2, Status.PENDING)
    assert receipt.submission.played_recently
    assert await show.status(1) is Status.PLAYED


async def test_a_song_out_of_the_history_is_refused_when_its_website_is_not_allowed_any_more(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    await show.next()
    await show.services.settings.change(GUILD, RITA, {"allowed_hosts": "soundcloud.com"})
    with pytest.raises(Refusal, match="not allowed on this server"):
        await show.services.submissions.resubmit(GUILD, MIA, 1, wants_skip=False)
    assert await show.order() == []


async def test_a_song_that_is_over_can_be_deleted_from_the_history_and_stays_in_the_archive(show: Show) -> None:
    songs = show.services.submissions
    await show.submit(MIA)
    with pytest.raises(Refusal, match="still in the queue"):
        await songs.delete(GUILD, MIA.member_id, 1)
    await show.next()
    with pytest.raises(Refusal, match="still in the queue"):
        await songs.delete(GUILD, MIA.member_id, 1)
    await show.next()
    await songs.delete(GUILD, MIA.member_id, 1)
    assert (await songs.mine(GUILD, MIA.member_id, 0)).songs == []
    assert [song.number for song in (await show.services.records.archive(GUILD, 0)).songs] == [1]


async def test_members_see_their_own_songs_and_no_others_newest_first_in_pages(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"limit_pending": "0"})
    for _ in range(7):
        await show.submit(MIA, skip=True)
        await show.submit(MAX, skip=True)
    await show.services.review.approve(GUILD, RITA, 13)
    first = await show.services.submissions.mine(GUILD, MIA.member_id, 0)
    second = await show.services.submissions.mine(GUILD, MIA.member_id, 1)
    assert [song.number for song in first.songs] == [13, 11, 9, 7, 5]
    assert [song.number for song in second.songs] == [3, 1]
    assert (first.has_more, second.has_more) == (True, False)
    assert first.places == {first.songs[0].submission_id: 1}
    assert {song.member.member_id for song in first.songs + second.songs} == {MIA.member_id}
    assert (await show.services.submissions.mine(GUILD, ZOE.member_id, 0)).songs == []


async def test_a_handle_that_comes_with_a_song_is_linked_and_a_refused_one_does_not_refuse_the_song(
    show: Show,
) -> None:
    songs = show.services.submissions
    mias = await songs.submit(replace(show.draft(MIA), handle="@Mia.Sings"))
    maxs = await songs.submit(replace(show.draft(MAX), handle="mia.sings"))
    assert "@mia.sings is linked to you and waits" in mias.remarks[0]
    assert "linked to somebody else" in maxs.remarks[0]
    assert await show.order() == [1, 2]


async def test_a_number_that_no_song_can_have_is_refused_like_any_other(show: Show) -> None:
    for number in (0, -1, 99, 2**63, 10**30):
        with pytest.raises(Refusal, match="no song"):
            await show.services.submissions.own_song(GUILD, MIA.member_id, number)


async def test_a_refused_song_takes_no_number_and_announces_nothing(show: Show) -> None:
    await show.submit(MIA)
    heard: list[object] = []
    show.services.feed.subscribe(QueueChanged, heard.append)
    with pytest.raises(Refusal):
        await show.submit(MIA)
    assert heard == []
    assert (await show.submit(MAX)).number == 2
    assert heard == [QueueChanged(GUILD)]


async def test_a_song_in_a_paid_line_keeps_its_link_and_file_and_may_get_other_names(show: Show) -> None:
    song = await show.approved(MIA)
    same = replace(show.draft(MIA, link=song.song.link), title="Better name")
    assert (await show.services.submissions.edit(song.number, same)).submission.song.title == "Better name"
    with pytest.raises(Refusal, match="waits in a paid line with the song that was approved"):
        await show.services.submissions.edit(song.number, show.draft(MIA, link=link_to("another")))
    assert (await show.song(song.number)).song.link == song.song.link
