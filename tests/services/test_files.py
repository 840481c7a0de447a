"""Files of songs: kept as long as a song needs them, and asked for again when they are gone (rule 8)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from domain.blocks import BlockKind
from domain.refusals import Refusal
from domain.song_refusals import OwnDuplicate
from domain.submissions import Person
from media.store import Audio
from services.drafts import Draft
from tests import audio
from tests.media.offers import offer
from tests.show import GUILD, MAX, MIA, RITA, SAM, Show, link_to

WEEK = 7 * 24 * 3_600


async def keep(show: Show, pitch: int = 440) -> Audio:
    """A stored song of its own sound."""
    upload = offer(audio.song(pitch=pitch, artist="Ana", title="Sol"), "sol.mp3")
    return await show.services.submissions.keep_file(GUILD, upload)


def with_file(show: Show, member: Person, file: Audio) -> Draft:
    return replace(show.draft(member), artist="", title="", link="", file=file)


def age(show: Show, file_hash: str | None) -> None:
    """Makes a stored file a week old."""
    place = show.services.store.path(file_hash or "")
    assert place
    old = place.stat().st_mtime - WEEK
    os.utime(place, (old, old))


async def make_room(show: Show) -> None:
    """What happens when the disk is as full as it may be and the next file comes, an hour after the last song ended."""
    show.clock.advance(3601)
    show.services.files._quota_bytes = 0
    await keep(show, pitch=999)


def there(show: Show, file: Audio) -> Path | None:
    return show.services.store.path(file.file_hash)


async def test_a_song_with_a_file_takes_its_names_from_the_tags(show: Show) -> None:
    song = (await show.services.submissions.submit(with_file(show, MIA, await keep(show)))).submission.song
    assert (song.artist, song.title, song.file_name) == ("Ana", "Sol", "sol.mp3")
    assert song.duration_seconds == pytest.approx(1, abs=0.2)


async def test_the_same_file_of_somebody_else_is_refused_whatever_its_name(show: Show) -> None:
    await show.services.submissions.submit(with_file(show, MIA, await keep(show)))
    renamed = await show.services.submissions.keep_file(GUILD, offer((await read(show)), "other.mp3"))
    with pytest.raises(Refusal, match="already in the queue as #1"):
        await show.services.submissions.submit(with_file(show, MAX, renamed))
    with pytest.raises(OwnDuplicate):
        await show.services.submissions.submit(with_file(show, MIA, renamed))


async def read(show: Show) -> bytes:
    place = show.services.store.path((await show.song(1)).song.file_hash or "")
    assert place
    return place.read_bytes()


async def test_the_limit_for_files_is_a_setting(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"file_limit_mib": "1"})
    with pytest.raises(Refusal, match="bigger than 1 MiB"):
        await show.services.submissions.keep_file(GUILD, offer(audio.song(size=1024 * 1024 + 1)))


async def test_files_of_pending_waiting_and_playing_songs_are_never_dropped(show: Show) -> None:
    files = [await keep(show, pitch) for pitch in (440, 441, 442, 443)]
    playing, waiting, pending, over = files
    submit = show.services.submissions.submit
    await submit(with_file(show, RITA, over))
    await show.next()
    await submit(with_file(show, MIA, playing))
    await show.next()
    await submit(with_file(show, MAX, waiting))
    await submit(replace(with_file(show, MAX, pending), wants_skip=True))
    for file in files:
        age(show, file.file_hash)
    await make_room(show)
    assert [there(show, file) is not None for file in files] == [True, True, True, False]


async def test_a_song_of_last_week_is_resubmitted_with_its_file_and_kept_while_that_happens(show: Show) -> None:
    file = await keep(show)
    await show.services.submissions.submit(with_file(show, MIA, file))
    await show.next()
    await show.next()
    age(show, file.file_hash)
    song = (await show.services.submissions.resubmit(GUILD, MIA, 1, wants_skip=False)).submission
    assert song.song.file_hash == file.file_hash
    await show.services.submissions.remove(GUILD, MIA.member_id, 2)
    await make_room(show)  # as if it had been under way since before the resubmission
    assert there(show, file)


async def test_a_song_whose_file_is_gone_is_asked_for_again_and_one_with_a_link_goes_on_without(show: Show) -> None:
    file, other = await keep(show), await keep(show, 441)
    await show.services.submissions.submit(with_file(show, MIA, file))
    await show.services.submissions.submit(replace(with_file(show, MAX, other), link=link_to("max")))
    await show.services.review.clear_free(GUILD, RITA)
    for one in (file, other):
        age(show, one.file_hash)
    await make_room(show)
    with pytest.raises(Refusal, match="file of #1 is no longer stored"):
        await show.services.submissions.resubmit(GUILD, MIA, 1, wants_skip=False)
    song = (await show.services.submissions.resubmit(GUILD, MAX, 2, wants_skip=False)).submission.song
    assert (song.file_hash, song.file_name, song.link) == (None, None, link_to("max"))


async def test_a_song_that_was_just_removed_keeps_its_file_for_undo(show: Show) -> None:
    file = await keep(show)
    await show.services.submissions.submit(with_file(show, MIA, file))
    age(show, file.file_hash)
    await show.services.review.remove(GUILD, RITA, 1)
    show.services.files._quota_bytes = 0
    await show.services.files.make_room()
    await show.undo()
    assert there(show, file)


async def test_a_draft_that_was_kept_until_its_file_was_gone_is_refused(show: Show) -> None:
    file = await keep(show)
    draft = with_file(show, MIA, file)
    age(show, file.file_hash)
    await make_room(show)
    await show.submit(MIA)
    with pytest.raises(Refusal, match="no longer kept"):
        await show.services.submissions.submit(draft)
    with pytest.raises(Refusal, match="no longer kept"):
        await show.services.submissions.edit(1, draft)


async def test_an_edit_keeps_the_file_unless_another_comes_with_it(show: Show) -> None:
    first, second = await keep(show), await keep(show, 441)
    edit = show.services.submissions.edit
    await show.services.submissions.submit(with_file(show, MIA, first))
    await edit(1, replace(show.draft(MIA, title="New"), link=""))
    song = (await show.song(1)).song
    assert (song.title, song.file_hash, song.file_name) == ("New", first.file_hash, first.file_name)
    await edit(1, with_file(show, MIA, second))
    assert (await show.song(1)).song.file_hash == second.file_hash


async def test_a_refused_draft_is_kept_for_a_day_for_its_writer_and_comes_back_whole(show: Show) -> None:
    drafts, draft = show.services.drafts, replace(with_file(show, MIA, await keep(show)), note="loud")
    kept = await drafts.keep(draft, MIA.member_id)
    await show.restart()
    assert await show.services.drafts.get(GUILD, kept, MIA.member_id) == draft
    with pytest.raises(Refusal, match="no longer kept"):
        await show.services.drafts.get(GUILD, kept, SAM.member_id)
    show.clock.advance(WEEK)
    await show.services.drafts.keep(draft, MAX.member_id)
    with pytest.raises(Refusal, match="no longer kept"):
        await show.services.drafts.get(GUILD, kept, MIA.member_id)


async def test_a_draft_that_was_handed_in_is_forgotten(show: Show) -> None:
    kept = await show.services.drafts.keep(show.draft(MIA), MIA.member_id)
    await show.services.drafts.drop(kept)
    with pytest.raises(Refusal, match="no longer kept"):
        await show.services.drafts.get(GUILD, kept, MIA.member_id)


@pytest.mark.parametrize("reason", ["is blocked", "line is full", "is closed", "skips wait", "moved on"])
async def test_what_is_refused_anyway_is_refused_before_its_file_is_fetched(show: Show, reason: str) -> None:
    draft, number, said = show.draft(MIA), None, "cannot submit songs here"
    if reason == "is blocked":
        await show.services.blocks.add(GUILD, RITA, BlockKind.MEMBER, str(MIA.member_id), "spam")
    elif reason == "line is full":
        await show.submit(MIA)
        said = "room for 1 waiting song"
    elif reason == "is closed":
        await show.services.review.set_free_open(GUILD, RITA, free_open=False)
        said = "Free line is closed"
    elif reason == "skips wait":
        for _ in range(3):
            await show.submit(MIA, skip=True)
        draft, said = replace(draft, wants_skip=True), "more are not taken"
    else:
        number, said = (await show.submit(MIA)).number, "is playing by now"
        await show.next()
    with pytest.raises(Refusal, match=said):
        await show.services.submissions.check_before_file(draft, number)
