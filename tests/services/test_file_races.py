"""A song that is in has its file, however its submission and the removal of that file interleave (rule 8)."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest

from domain.refusals import Refusal
from media import store as stores
from media.file_checks import Sound
from media.store import Audio
from services.drafts import Draft
from services.submissions import Receipt
from tests.media.offers import offer
from tests.mutant import always_async
from tests.show import GUILD, MAX, MIA, OTHER_GUILD, RITA, Show

Step = Callable[[Show, Audio], Awaitable[object]]
LONGEST_BLOCKED_SECONDS = 0.03
HOURS_OLD = 2


class Interrupted:
    """Awaits `first`, and starts `second` after `after` of its waits; goes on once that is done or blocked."""

    def __init__(self, first: Awaitable[object], second: Callable[[], Awaitable[object]], after: int) -> None:
        self._first, self._second, self._after = first, second, after
        self.outcome: asyncio.Future[object] | None = None

    def __await__(self) -> Generator[Any, Any, object]:
        steps = self._first.__await__()
        for waited in count():
            try:
                yield next(steps)
            except StopIteration as stop:
                return stop.value
            if waited == self._after:
                self.outcome = asyncio.ensure_future(_refused(self._second()))
                yield from asyncio.wait({self.outcome}, timeout=LONGEST_BLOCKED_SECONDS).__await__()
        return None


async def _refused(step: Awaitable[object]) -> object:
    try:
        return await step
    except Refusal as refusal:
        return refusal


async def forget(show: Show, _: Audio) -> object:
    return await show.services.privacy.forget(GUILD, MIA.member_id)


async def drop_old(show: Show, _: Audio) -> object:
    return await show.services.files.drop_old(1)


async def make_room(show: Show, _: Audio) -> None:
    show.services.files._quota_bytes = 0
    await show.services.files.make_room()


async def send(show: Show, file: Audio) -> object:
    """Max sends the same file in another server."""
    again = await show.services.submissions.keep_file(OTHER_GUILD, offer(data_of(int(file.file_name.split(".")[0]))))
    assert again.file_hash == file.file_hash
    return await show.services.submissions.submit(Draft(OTHER_GUILD, MAX, "Max", "T", file=again))


async def submit(show: Show, file: Audio) -> object:
    """Max hands in a draft that has the file."""
    return await show.services.submissions.submit(Draft(OTHER_GUILD, MAX, "Max", "T", file=file))


async def resubmit(show: Show, _: Audio) -> object:
    mine = (await show.services.submissions.past(OTHER_GUILD, MAX.member_id))[0]
    return await show.services.submissions.resubmit(OTHER_GUILD, MAX, mine.number, wants_skip=False)


async def edit(show: Show, file: Audio) -> object:
    """Max puts the file on a song that has another."""
    other = await show.services.submissions.keep_file(OTHER_GUILD, offer(data_of(300)))
    draft = Draft(OTHER_GUILD, MAX, "Max", "T", file=other)
    song = (await show.services.submissions.submit(draft)).submission
    return await show.services.submissions.edit(song.number, replace(draft, file=file))


async def clear(show: Show) -> None:
    """Nothing of Max is in any more."""
    if (await show.services.queue.line_up(OTHER_GUILD)).order:
        await show.services.review.clear_free(OTHER_GUILD, RITA)


async def old_file(show: Show, removal: Step, number: int) -> Audio:
    """A file of two hours ago, or of two days where that is what the removal looks for, and Max had it once."""
    file = await show.services.submissions.keep_file(GUILD, offer(data_of(number), f"{number}.mp3"))
    await show.services.submissions.submit(Draft(OTHER_GUILD, MAX, "Max", "T", file=file))
    await clear(show)
    show.clock.advance(2 * 3600)
    if removal is forget:
        await show.services.submissions.submit(Draft(GUILD, MIA, "Mia", "T", file=file))
    place = show.services.store.path(file.file_hash)
    assert place
    then = time.time() - (HOURS_OLD * 3600 if removal is not drop_old else 48 * 3600)
    os.utime(place, (then, then))
    return file


def data_of(number: int) -> bytes:
    return b"song %d" % number


@pytest.fixture(autouse=True)
def quick_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is inside the files does not matter here, and looking takes its time."""
    monkeypatch.setattr(stores, "check", always_async(Sound("mp3", 1.0, None, None)))


@pytest.mark.parametrize("removal", [forget, drop_old, make_room])
@pytest.mark.parametrize("entry", [send, submit, resubmit, edit])
@pytest.mark.parametrize("entry_first", [True, False])
async def test_a_song_that_is_in_has_its_file_however_a_removal_comes_between(
    show: Show, removal: Step, entry: Step, *, entry_first: bool
) -> None:
    first, second = (entry, removal) if entry_first else (removal, entry)
    for after in count():
        file = await old_file(show, removal, 1000 + after)
        both = Interrupted(_refused(first(show, file)), partial(second, show, file), after)
        result = await both
        if both.outcome is None:  # the first one was done before that
            assert after > 3
            break
        other = await both.outcome
        received = result if entry_first else other
        if isinstance(received, Receipt):
            assert show.services.store.path(file.file_hash), f"after {after} steps"
        else:
            assert isinstance(received, Refusal)
            assert entry is not send, "a file that was just sent is never refused"
        await clear(show)
