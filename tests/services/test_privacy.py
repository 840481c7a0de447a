"""What is stored about a member: found whole, and forgotten whole; sums stay."""

from __future__ import annotations

import json
import os
import time

import pytest

from database import Database
from domain.naming import NOBODY
from domain.refusals import Refusal
from domain.submissions import Person, Status
from media.store import Audio, Upload
from services.drafts import Draft
from tables.personal import ABOUT
from tests.audio import song
from tests.live_env import notices
from tests.media.offers import offer
from tests.show import GUILD, MAX, MIA, OTHER_GUILD, RITA, Show

KNOWS_A_MEMBER = {"member_id", "holder_id", "doer_id"}


async def member_columns(database: Database) -> set[str]:
    """The tables that have a column for a member's id."""
    async with database.transaction() as tables:
        names = await tables.personal.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        found = set()
        for (name,) in names:
            columns = {row["name"] for row in await tables.personal.rows(f"PRAGMA table_info({name})")}
            if columns & KNOWS_A_MEMBER:
                found.add(name)
    return found


async def evening(show: Show) -> None:
    """Mia played once, waits twice, has points, a handle, credit, a notice and an action as staff."""
    await show.submit(MIA)
    await show.next()
    await show.submit(MIA)
    await show.approved(MIA)
    await show.give(MIA, 40)
    await show.earn(MIA, 60, "mia.sings")
    await show.services.credits.give(GUILD, RITA, MIA, 10, "thanks, Mia")
    await show.services.blocks.add_and_remove_songs(GUILD, RITA, MIA, "spam")
    await show.services.undo.undo(GUILD, RITA)
    await show.services.queue.switch_away(GUILD, MIA.member_id)
    await show.services.review.set_free_open(GUILD, MIA, free_open=False)


async def test_every_table_that_knows_a_member_is_in_the_export(show: Show) -> None:
    assert await member_columns(show.database) <= set(ABOUT)


async def test_the_export_has_everything_about_the_member_and_nothing_about_others(show: Show) -> None:
    await evening(show)
    await show.submit(MAX, skip=True)
    stored = json.loads(await show.services.privacy.export(GUILD, MIA.member_id))["stored"]
    assert set(stored) == set(ABOUT)
    assert len(stored["submissions"]) == 3
    for name in ("plays", "ledger", "balances", "lots", "accounts", "links", "away", "notices", "staff_actions"):
        assert stored[name], name
    assert "Max" not in json.dumps(stored)
    assert not any(json.loads(await show.services.privacy.export(OTHER_GUILD, MIA.member_id))["stored"].values())


async def test_the_export_can_be_asked_for_once_a_minute_by_each_member_in_each_server(show: Show) -> None:
    export = show.services.privacy.export
    await export(GUILD, MIA.member_id)
    with pytest.raises(Refusal, match="Ask again in 60 seconds"):
        await export(GUILD, MIA.member_id)
    await export(GUILD, MAX.member_id)
    await export(OTHER_GUILD, MIA.member_id)
    show.clock.advance(59)
    with pytest.raises(Refusal, match="Ask again in 1 second"):
        await export(GUILD, MIA.member_id)
    show.clock.advance(1)
    await export(GUILD, MIA.member_id)


async def test_a_clock_that_was_ahead_and_is_put_right_does_not_lock_the_export(show: Show) -> None:
    show.clock.advance(365 * 86_400)
    await show.services.privacy.export(GUILD, MIA.member_id)
    show.clock.advance(-365 * 86_400)
    await show.services.privacy.export(GUILD, MIA.member_id)


async def test_forgetting_takes_waiting_songs_names_and_links_and_keeps_the_sums(show: Show) -> None:
    await evening(show)
    async with show.database.transaction() as tables:
        before = await tables.ledger.number("SELECT sum(amount) FROM ledger")
    gone = await show.services.privacy.forget(GUILD, MIA.member_id)
    assert gone.songs == 2
    assert await show.order() == []
    about = json.loads(await show.services.privacy.export(GUILD, MIA.member_id))["stored"]
    assert not any(about.values())
    first = await show.song(1)
    assert (first.member.name, first.status) == (NOBODY, Status.PLAYING)
    assert first.member.member_id < 0
    async with show.database.transaction() as tables:
        assert await tables.ledger.number("SELECT sum(amount) FROM ledger") == before
        log = await tables.actions.log(GUILD, 50, 0)
    assert not [action for action in log if "Mia" in action.subject.replace("Mia – Song", "") + action.doer.name]
    await show.assert_sound()


async def test_others_and_other_servers_are_left_as_they_are(show: Show) -> None:
    await evening(show)
    await show.services.review.set_free_open(GUILD, RITA, free_open=True)
    maxs = await show.submit(MAX)
    elsewhere = Draft(OTHER_GUILD, MIA, "Mia", "There", "https://mia.bandcamp.com/track/there")
    await show.services.submissions.submit(elsewhere)
    await show.services.privacy.forget(GUILD, MIA.member_id)
    assert await show.song(maxs.number) == maxs
    there = (await show.services.queue.line_up(OTHER_GUILD)).order
    assert [one.member for one in there] == [MIA]


async def test_the_audio_of_a_waiting_song_goes_unless_another_song_needs_it(show: Show) -> None:
    files: dict[str, Upload] = {"own": offer(song(pitch=300), "own.mp3"), "shared": offer(song(pitch=310), "both.mp3")}
    kept = {name: await show.services.submissions.keep_file(GUILD, file) for name, file in files.items()}
    for name, skip in (("own", False), ("shared", True)):
        await show.services.submissions.submit(Draft(GUILD, MIA, "Mia", name, file=kept[name], wants_skip=skip))
    await show.services.submissions.submit(Draft(OTHER_GUILD, MAX, "Max", "shared", file=kept["shared"]))
    for file in kept.values():
        make_old(show, file, hours=2)
    assert (await show.services.privacy.forget(GUILD, MIA.member_id)).files == 1
    assert show.services.store.path(kept["own"].file_hash) is None
    assert show.services.store.path(kept["shared"].file_hash) is not None


async def test_a_file_of_the_last_hour_goes_by_tomorrow_when_nobody_else_has_it(show: Show) -> None:
    file = await show.services.submissions.keep_file(GUILD, offer(song(pitch=300), "own.mp3"))
    await show.services.submissions.submit(Draft(GUILD, MIA, "Mia", "own", file=file))
    assert (await show.services.privacy.forget(GUILD, MIA.member_id)).files == 0
    for hours, gone in ((2, 0), (25, 1)):
        make_old(show, file, hours=hours)
        assert await show.services.files.drop_old(0) == gone
    assert show.services.store.path(file.file_hash) is None


async def test_a_file_that_another_member_has_too_stays_when_one_is_forgotten(show: Show) -> None:
    file = await show.services.submissions.keep_file(GUILD, offer(song(pitch=300), "own.mp3"))
    for member in (MIA, MAX):
        await show.services.submissions.submit(Draft(GUILD, member, "A", "shared", file=file))
        await show.services.review.clear_free(GUILD, RITA)
    show.clock.advance(7200)
    await show.services.privacy.forget(GUILD, MIA.member_id)
    make_old(show, file, hours=25)
    assert await show.services.files.drop_old(0) == 0
    await show.services.privacy.forget(GUILD, MAX.member_id)
    assert await show.services.files.drop_old(0) == 1


def make_old(show: Show, file: Audio, *, hours: float) -> None:
    """As if the file had been sent so long ago."""
    place = show.services.store.path(file.file_hash)
    assert place
    os.utime(place, (time.time(), time.time() - hours * 3600))


async def test_the_ledger_is_append_only_again_afterwards(show: Show) -> None:
    await evening(show)
    await show.services.privacy.forget(GUILD, MIA.member_id)
    async with show.database.transaction() as tables:
        triggers = await tables.ledger.rows("SELECT name FROM sqlite_schema WHERE sql LIKE '%append-only%'")
    assert len(triggers) == 4


async def test_a_song_of_somebody_forgotten_can_still_be_undone(show: Show) -> None:
    await evening(show)
    await show.services.privacy.forget(GUILD, MIA.member_id)
    try:
        assert await show.undo() in {"next", "approve", "adjust points"}
    except Refusal as refusal:
        raise AssertionError(str(refusal)) from refusal
    await show.assert_sound()


async def test_forgetting_somebody_with_a_name_of_one_letter_leaves_the_log_about_others_readable(show: Show) -> None:
    tiny = Person(77, "a")
    await show.submit(tiny)
    for member in (MAX, tiny):
        await show.services.points.adjust(GUILD, RITA, member, 5, "thanks")
        await show.services.linking.move(GUILD, RITA, member, f"sings.{member.member_id}")
        await show.services.points.reset_member(GUILD, RITA, member)
    await show.services.privacy.forget(GUILD, tiny.member_id)
    log = [action.subject for action in (await show.services.records.audit(GUILD, 0)).actions]
    of_max = ["Max", "@sings.2 to Max", "+5 for Max"]
    assert log == [NOBODY, f"a handle to {NOBODY}", f"+5 for {NOBODY}", *of_max]


async def test_somebody_who_was_forgotten_is_not_in_the_leaderboard(show: Show) -> None:
    await show.give(MIA, 40)
    await show.give(MAX, 30)
    await show.services.privacy.forget(GUILD, MIA.member_id)
    assert await show.services.points.leaderboard(GUILD) == [(MAX.member_id, 30)]


async def test_nobody_is_told_about_a_song_of_somebody_who_was_forgotten(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    await show.services.privacy.forget(GUILD, MIA.member_id)
    await show.services.undo.undo(GUILD, RITA)
    await show.services.review.remove(GUILD, RITA, 1)
    assert await notices(show) == []


async def test_audio_goes_after_the_days_that_the_owner_chose_unless_it_waits(show: Show) -> None:
    days = 30
    names = {"old": 400, "waits": 410, "new": 420}
    kept = {
        name: await show.services.submissions.keep_file(GUILD, offer(song(pitch=pitch), f"{name}.mp3"))
        for name, pitch in names.items()
    }
    for name in ("old", "waits"):
        place = show.services.store.path(kept[name].file_hash)
        assert place
        os.utime(place, (time.time(), time.time() - (days + 1) * 24 * 3600))
    await show.services.submissions.submit(Draft(GUILD, MIA, "Mia", "waits", file=kept["waits"]))
    os.utime(show.services.store.path(kept["waits"].file_hash) or "", (0, time.time() - (days + 1) * 24 * 3600))
    assert await show.services.files.drop_old(days) == 1
    assert show.services.store.path(kept["old"].file_hash) is None
    assert show.services.store.path(kept["waits"].file_hash)
    assert show.services.store.path(kept["new"].file_hash)
