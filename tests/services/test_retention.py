"""What nobody needs any more goes after its time, a little at a time; sums, reports and the log stay true."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.retention import ROWS_KEPT, SESSION_DAYS
from services import housekeeping
from tests.live_env import FAN, LiveEnv, credit_of
from tests.live_samples import Tape, hold_live, viewer
from tests.show import GUILD, MIA, RITA, Show, fan

DAY = 24 * 3600


async def count(show: Show, table: str) -> int:
    """The rows of a table."""
    async with show.database.transaction() as tables:
        return await tables.guilds.number(f"SELECT count(*) FROM {table}")  # noqa: S608


async def days_later(show: Show, days: float) -> None:
    """So many days pass, and the round is made."""
    show.clock.advance(days * DAY)
    await show.services.retention.drop_old()


async def test_a_notice_that_was_settled_goes_after_thirty_days_and_one_that_was_not_stays(show: Show) -> None:
    for member in (fan(1), fan(2)):
        song = await show.submit(member, skip=True)
        await show.services.review.approve(GUILD, RITA, song.number)
    first, _ = await show.services.outbox.notices_to_send(GUILD)
    await show.services.outbox.settle_notice(first.notice_id, "dm")
    await days_later(show, 29)
    assert await count(show, "notices") == 2
    await days_later(show, 2)
    [left] = await show.services.outbox.notices_to_send(GUILD)
    assert (await count(show, "notices"), left.member_id) == (1, fan(2).member_id)


async def test_a_code_goes_a_day_after_it_expired(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"handle_proof": "code"})
    await show.services.linking.link(GUILD, MIA, "mia.sings")
    await days_later(show, 7.5)
    assert await count(show, "handle_codes") == 1
    await days_later(show, 1)
    assert await count(show, "handle_codes") == 0


async def test_caps_go_a_day_after_their_window(show: Show, live: LiveEnv) -> None:
    await live.send(live.comment())
    assert await count(show, "caps") == 1
    await days_later(show, 0.9)
    assert await count(show, "caps") == 1
    await days_later(show, 0.2)
    assert await count(show, "caps") == 0


async def test_credit_that_expired_goes_and_that_which_can_be_spent_stays(show: Show) -> None:
    await show.services.credits.give(GUILD, RITA, MIA, 10, "thanks")
    await days_later(show, 59)
    assert await count(show, "lots") == 1
    await show.services.credits.give(GUILD, RITA, MIA, 20, "thanks")
    await days_later(show, 2)
    assert (await count(show, "lots"), await credit_of(show, MIA)) == (1, 20)


async def test_what_was_spent_on_a_song_that_waits_comes_back_however_old_it_is(show: Show) -> None:
    song = await show.submit(MIA)
    await show.services.credits.give(GUILD, RITA, MIA, 1_000, "thanks")
    await days_later(show, 1_000)
    assert (await count(show, "spendings"), await count(show, "lots")) == (1, 1)
    await show.services.review.remove(GUILD, RITA, song.number)
    assert await credit_of(show, MIA) == 1_000


async def test_what_was_spent_on_a_song_that_is_over_goes_with_its_lot_and_the_log_still_says_it(show: Show) -> None:
    await show.submit(MIA)
    await show.services.credits.give(GUILD, RITA, MIA, 1_000, "thanks")
    await show.next()
    await show.next()
    await days_later(show, 399)
    assert (await count(show, "spendings"), await count(show, "lots")) == (1, 1)
    await days_later(show, 2)
    assert (await count(show, "spendings"), await count(show, "lots")) == (0, 0)
    subjects = [action.subject for action in (await show.services.records.audit(GUILD, 0)).actions]
    assert "#1 Mia – Song to Skip for 1,000 coins" in subjects
    await show.assert_sound()


async def held(show: Show) -> int:
    """A LIVE of three viewers, of whom one is Mia."""
    await show.services.linking.link(GUILD, MIA, "mia.tok")
    tape = Tape(show.clock())
    for seconds, who in ((5, viewer(1, "mia.tok")), (15, viewer(2)), (25, viewer(3))):
        tape.likes(seconds, who, 40)
        tape.gift(seconds + 1, who, 30)
        tape.watched_by(seconds, 100 + int(seconds), 500)
    session_id = await hold_live(show.services, GUILD, tape)
    await show.services.reports.settle(session_id)
    return session_id


async def test_a_session_keeps_its_sums_when_what_each_account_did_goes(show: Show) -> None:
    session_id = await held(show)
    session = await show.services.reports.find(GUILD, session_id)
    whole = await show.services.reports.read(session)
    points = await show.points(MIA)
    await days_later(show, SESSION_DAYS - 1)
    assert await show.services.reports.read(session) == whole
    await days_later(show, 2)
    kept = await show.services.reports.read(session)
    assert (kept.accounts, kept.counts, kept.kept) == ([], [], whole.totals)
    assert (kept.totals, kept.songs, kept.duration) == (whole.totals, whole.songs, whole.duration)
    assert [await count(show, name) for name in ("attendance", "viewer_counts", "report_parts")] == [0, 0, 0]
    assert await show.points(MIA) == points > 0
    await show.assert_sound()


async def test_a_report_that_is_due_keeps_its_session_whole(show: Show) -> None:
    await hold_live(show.services, GUILD, Tape(show.clock()))
    tape = Tape(show.clock())
    tape.likes(1, viewer(1), 5)
    await hold_live(show.services, GUILD, tape)
    await days_later(show, SESSION_DAYS + 1)
    assert await count(show, "attendance") == 1


@pytest.mark.parametrize("stopped_after", range(8))
async def test_stopped_anywhere_in_between_no_sum_is_lost_and_the_next_round_ends_it(
    show: Show, stopped_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = await held(show)
    session = await show.services.reports.find(GUILD, session_id)
    totals = (await show.services.reports.read(session)).totals
    monkeypatch.setattr(housekeeping, "DROPPED_AT_ONCE", 1)
    show.clock.advance((SESSION_DAYS + 1) * DAY)
    transaction, left = show.database.transaction, stopped_after

    def some() -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise asyncio.CancelledError
        return transaction()

    monkeypatch.setattr(show.database, "transaction", some)
    with suppress(asyncio.CancelledError):
        await show.services.retention.drop_old()
    monkeypatch.setattr(show.database, "transaction", transaction)
    assert (await show.services.reports.read(session)).totals == totals
    await show.services.retention.drop_old()
    assert await count(show, "attendance") + await count(show, "viewer_counts") == 0
    assert (await show.services.reports.read(session)).totals == totals


async def test_many_rows_go_in_small_steps_between_which_others_have_their_turn(
    show: Show, live: LiveEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "DROPPED_AT_ONCE", 10)
    monkeypatch.setattr(housekeeping, "FOUND_AT_ONCE", 30)
    for number in range(100):
        await live.send(live.comment("hi", replace(FAN, user_id=number + 1, handle=f"fan{number}")))
    assert await count(show, "caps") == 100
    show.clock.advance(2 * DAY)
    round_made = asyncio.create_task(show.services.retention.drop_old())
    seen = set()
    while not round_made.done():
        seen.add(await count(show, "caps"))
    assert len(seen) > 5
    assert await count(show, "caps") == 0


def test_what_is_kept_for_a_while_is_kept_for_longer_than_it_can_be_needed() -> None:
    assert min(ROWS_KEPT.values()) >= timedelta(days=1)  # a round of retention may come at any moment of a LIVE
