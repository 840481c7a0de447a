"""Two reviewers press the same Next at the same moment, fifty times, in ten servers of one bot."""

from __future__ import annotations

import asyncio
from pathlib import Path

from demo.cast import Cast
from demo.judge import Judge
from standins.discord import Discord, Message
from tests.journeys.show import Show, open_doors, open_show, played

SERVERS, PRESSES = 10, 5
FANS = ("Ana", "Ben", "Cleo", "Dan", "Eve")


async def test_each_of_fifty_double_presses_of_next_takes_exactly_one_song_in_order(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        casts = [show.cast, *(Cast.gather(show.world, Judge()) for _ in range(SERVERS - 1))]
        await asyncio.gather(*(open_doors(show.world, cast) for cast in casts[1:]))
        taken = await asyncio.gather(*(_play_through(Show(show.world, cast, show.bot)) for cast in casts))
        assert taken == [list(range(1, PRESSES + 1))] * SERVERS
        places = [cast.channels["now_playing"] for cast in casts]
        all_shown = SERVERS * PRESSES
        await show.world.until(lambda: sum(map(len, map(played, places))) >= all_shown, timeout=60, what="the songs")
        await show.world.quiet(2.5, timeout=60)
        assert [played(place) for place in places] == taken


async def _play_through(show: Show) -> list[int]:
    """The songs that the double presses of one server took."""
    numbers = [await show.submit(name, f"{name}{show.cast.stage.id}") for name in FANS]
    playing, taken = 0, []
    for _ in numbers:
        board = await _board_beside(show.world, show.cast, playing)
        both = [show.cast.people[name].press(board, "Next") for name in ("Rita", "Sam")]
        texts = [(await reply.finished()).text for reply in await asyncio.gather(*both)]
        [playing] = [number for number in numbers for text in texts if f"Now playing: #{number} " in text]
        assert sum("Nothing changed" in text for text in texts) == 1, texts
        taken.append(playing)
    return taken


async def _board_beside(world: Discord, cast: Cast, playing: int) -> Message:
    """The reviewers' board, as soon as its Next stands beside the song that plays and a song waits."""

    def board() -> Message:
        return cast.board("reviewer", "Reviewers' queue")

    def is_there() -> bool:
        return any(button.custom_id == f"review:next:{playing}" for button in board().buttons)

    await world.until(is_there, timeout=60, what=f"the board beside #{playing}")
    return board()
