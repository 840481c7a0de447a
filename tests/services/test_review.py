"""What reviewers decide about single songs, and what members are told of it (rules 2 and 3)."""

from __future__ import annotations

import pytest

from domain.lines import Line
from domain.refusals import Refusal
from domain.submissions import Person, Status
from tests.show import GUILD, MAX, MIA, RITA, SAM, ZOE, Show


async def notices(show: Show, member: Person = MIA) -> list[str]:
    found = await show.services.outbox.notices_to_send(GUILD)
    return [one.text for one in found if one.member_id == member.member_id]


async def test_an_approved_skip_waits_in_the_lowest_paid_line_from_now_on(show: Show) -> None:
    await show.submit(MIA, skip=True)
    early = await show.approved(MAX)
    show.clock.advance(60)
    song = await show.services.review.approve(GUILD, RITA, 1)
    assert (song.status, song.line) == (Status.WAITING, Line.SKIP)
    assert song.entered_at > early.entered_at
    assert await show.order() == [2, 1]
    assert "was approved for Skip" in (await notices(show))[0]


async def test_a_skip_can_be_approved_into_a_line_that_the_reviewer_chose(show: Show) -> None:
    await show.submit(MIA, skip=True)
    assert (await show.services.review.approve(GUILD, RITA, 1, Line.BACK_TO_BACK)).line is Line.BACK_TO_BACK


async def test_a_line_of_another_ladder_cannot_be_chosen(show: Show) -> None:
    await show.submit(MIA, skip=True)
    await show.submit(MAX)
    with pytest.raises(Refusal, match="no line “25"):
        await show.services.review.approve(GUILD, RITA, 1, Line.TIER_25)
    with pytest.raises(Refusal, match="no line “5 Skip”"):
        await show.services.review.move(GUILD, RITA, 2, Line.TIER_5)
    assert await show.status(1) is Status.PENDING


async def test_a_pending_skip_is_never_played_and_next_says_how_many_wait(show: Show) -> None:
    await show.submit(MIA, skip=True)
    await show.submit(MAX, skip=True)
    result = await show.services.queue.play_next(GUILD, RITA)
    assert (result.started, result.ended, result.pending) == (None, None, 2)
    assert [song.number for song in (await show.services.queue.line_up(GUILD)).pending] == [1, 2]


async def test_a_rejected_skip_goes_back_to_free_where_its_member_has_room(show: Show) -> None:
    await show.submit(MIA, skip=True)
    rejected = await show.services.review.reject(GUILD, RITA, 1, "too long")
    assert rejected.back_to_free
    assert (await show.song(1)).line is Line.FREE
    assert await show.order() == [1]
    told = (await notices(show))[0]
    assert "waits in Free" in told
    assert "too long" in told


@pytest.mark.parametrize("why_no_room", ["full", "closed"])
async def test_a_rejected_skip_is_returned_with_the_reason_where_there_is_no_room(show: Show, why_no_room: str) -> None:
    await show.submit(MIA, skip=True)
    if why_no_room == "full":
        await show.submit(MIA)
    else:
        await show.services.review.set_free_open(GUILD, RITA, free_open=False)
    rejected = await show.services.review.reject(GUILD, RITA, 1, "too long")
    song = await show.song(1)
    assert not rejected.back_to_free
    assert (song.status, song.line, song.reason) == (Status.REJECTED, None, "too long")
    assert (await notices(show))[0].endswith("was not taken as a skip. Reason: too long")


@pytest.mark.parametrize("operation", ["approve", "reject"])
async def test_only_the_first_of_two_reviewers_decides_about_a_skip(show: Show, operation: str) -> None:
    await show.submit(MIA, skip=True)
    await show.services.review.approve(GUILD, RITA, 1, Line.DOUBLE_SKIP)
    with pytest.raises(Refusal, match="#1 is approved by now"):
        await getattr(show.services.review, operation)(GUILD, SAM, 1)
    assert (await show.song(1)).line is Line.DOUBLE_SKIP
    assert len(await notices(show)) == 1


async def test_a_moved_song_goes_to_the_end_of_its_new_line(show: Show) -> None:
    await show.submit(MIA)
    await show.approved(MAX)
    show.clock.advance(1)
    assert (await show.services.review.move(GUILD, RITA, 1, Line.SKIP)).line is Line.SKIP
    assert await show.order() == [2, 1]
    with pytest.raises(Refusal, match="#1 is in Skip already"):
        await show.services.review.move(GUILD, RITA, 1, Line.SKIP)


async def test_moving_a_pending_skip_approves_it(show: Show) -> None:
    await show.submit(MIA, skip=True)
    await show.services.review.move(GUILD, RITA, 1, Line.DOUBLE_SKIP)
    assert await show.order() == [1]
    assert "was approved for DoubleSkip" in (await notices(show))[0]


async def test_a_move_into_free_needs_room_there(show: Show) -> None:
    await show.submit(MIA)
    await show.approved(MIA)
    with pytest.raises(Refusal, match="one member in Free"):
        await show.services.review.move(GUILD, RITA, 2, Line.FREE)
    assert await show.order() == [2, 1]


async def test_a_removed_song_is_gone_and_its_member_is_told_why(show: Show) -> None:
    await show.submit(MIA)
    await show.services.review.remove(GUILD, RITA, 1, "  wrong\nshow ")
    assert await show.order() == []
    assert (await show.song(1)).reason == "wrong show"
    assert (await notices(show))[0].endswith("was taken out of the queue by the staff. Reason: wrong show")


@pytest.mark.parametrize("operation", ["remove", "approve", "reject"])
async def test_a_song_that_plays_or_is_over_cannot_be_decided_about(show: Show, operation: str) -> None:
    await show.submit(MIA)
    for status in ("playing", "played"):
        await show.next()
        with pytest.raises(Refusal, match=f"#1 is {status} by now"):
            await getattr(show.services.review, operation)(GUILD, RITA, 1)


async def test_clearing_free_takes_every_song_out_of_free_and_no_other(show: Show) -> None:
    for member in (MIA, MAX, ZOE):
        await show.submit(member)
    await show.approved(MIA)
    await show.submit(MAX, skip=True)
    assert await show.services.review.clear_free(GUILD, RITA) == 3
    assert await show.order() == [4]
    assert [await show.status(number) for number in (1, 5)] == [Status.REMOVED, Status.PENDING]
    with pytest.raises(Refusal, match="No song waits in the Free line"):
        await show.services.review.clear_free(GUILD, RITA)


async def test_free_cannot_be_closed_or_opened_twice(show: Show) -> None:
    review = show.services.review
    with pytest.raises(Refusal, match="open already"):
        await review.set_free_open(GUILD, RITA, free_open=True)
    await review.set_free_open(GUILD, RITA, free_open=False)
    with pytest.raises(Refusal, match="closed already"):
        await review.set_free_open(GUILD, SAM, free_open=False)
    assert not (await show.services.queue.line_up(GUILD)).free_open


async def test_closing_free_keeps_the_songs_that_wait_there_and_they_are_played(show: Show) -> None:
    await show.submit(MIA)
    await show.services.review.set_free_open(GUILD, RITA, free_open=False)
    assert await show.next() == 1


async def test_a_bookmark_is_for_a_song_or_for_the_one_that_plays_and_only_once(show: Show) -> None:
    review = show.services.review
    await show.submit(MIA)
    with pytest.raises(Refusal, match="no channel for bookmarks"):
        await review.bookmark(GUILD, RITA)
    await show.services.settings.change(GUILD, RITA, {"bookmarks_channel": "5"})
    with pytest.raises(Refusal, match="No song plays"):
        await review.bookmark(GUILD, RITA)
    await show.next()
    assert (await review.bookmark(GUILD, RITA)).number == 1
    with pytest.raises(Refusal, match="#1 is bookmarked already"):
        await review.bookmark(GUILD, SAM, 1)
    kept = await show.services.outbox.bookmarks_to_post(GUILD)
    assert [(one.submission.number, one.bookmark.made_by) for one in kept] == [(1, "Rita")]


@pytest.mark.parametrize("operation", ["approve", "reject", "remove", "bookmark"])
async def test_a_number_that_is_not_there_is_refused(show: Show, operation: str) -> None:
    await show.services.settings.change(GUILD, RITA, {"bookmarks_channel": "5"})
    with pytest.raises(Refusal, match="no song #99"):
        await getattr(show.services.review, operation)(GUILD, RITA, 99)


async def test_every_decision_is_in_the_audit_with_doer_song_and_reason(show: Show) -> None:
    await show.submit(MIA, title="One")
    await show.services.review.move(GUILD, RITA, 1, Line.SKIP)
    await show.services.review.remove(GUILD, SAM, 1, "wrong show")
    actions = (await show.services.records.audit(GUILD, 0)).actions
    assert [(one.kind, one.doer, one.subject, one.reason) for one in actions] == [
        ("remove", SAM, "#1 Mia – One", "wrong show"),
        ("move", RITA, "#1 Mia – One to Skip", ""),
    ]
