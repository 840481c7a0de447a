"""A long queue: reading it again costs little where little changed."""

from __future__ import annotations

from domain.submissions import Submission
from tests.show import GUILD, MAX, MIA, Show


async def test_a_song_that_did_not_change_is_not_decoded_again(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    before = await _order(show)
    await show.services.submissions.edit(2, show.draft(MAX))
    after = await _order(show)
    assert after[0] is before[0]
    assert after[1] is not before[1]


async def _order(show: Show) -> list[Submission]:
    return (await show.services.queue.line_up(GUILD)).order
