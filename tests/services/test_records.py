"""The archive and the audit, page by page."""

from __future__ import annotations

from domain.lines import Line
from tests.show import GUILD, MAX, MIA, RITA, Show, fan


async def test_the_archive_has_the_songs_played_newest_first_in_pages_of_ten(show: Show) -> None:
    for number in range(13):
        await show.submit(fan(number))
    for _ in range(13):
        await show.next()
    first, second = [await show.services.records.archive(GUILD, page) for page in (0, 1)]
    assert [song.number for song in first.songs] == list(range(12, 2, -1))
    assert [song.number for song in second.songs] == [2, 1]  # the thirteenth plays
    assert (first.has_more, second.has_more) == (True, False)


async def test_the_archive_of_a_member_has_only_their_songs(show: Show) -> None:
    for member in (MIA, MAX):
        await show.submit(member)
        await show.next()
    await show.next()
    found = await show.services.records.archive(GUILD, 0, MAX.member_id)
    assert [song.number for song in found.songs] == [2]


async def test_songs_that_were_removed_are_not_in_the_archive_and_an_undone_play_neither(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    await show.services.review.remove(GUILD, RITA, 1)
    await show.next()
    await show.next()
    await show.undo()
    assert (await show.services.records.archive(GUILD, 0)).songs == []


async def test_the_audit_comes_in_pages_newest_first(show: Show) -> None:
    await show.submit(MIA)
    for number in range(13):
        await show.services.review.move(GUILD, RITA, 1, (Line.SKIP, Line.FREE)[number % 2])
    first, second = [await show.services.records.audit(GUILD, page) for page in (0, 1)]
    assert (len(first.actions), first.has_more) == (10, True)
    assert (len(second.actions), second.has_more) == (3, False)
    made = [one.made_at for one in first.actions + second.actions]
    assert made == sorted(made, reverse=True)
