"""Submissions for tests of the domain, by hand and by hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from domain.lines import LADDERS, Ladder, Line
from domain.order import FreeOrder, Standing
from domain.submissions import Person, Song, Status, Submission

START = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
MEMBERS = 6


def song(number: int, line: Line | None = Line.FREE, member: int = 1, seconds: float | None = None) -> Submission:
    """A waiting song that entered `line` so many seconds after the start; by default in the order of the numbers."""
    at = START + timedelta(seconds=number if seconds is None else seconds)
    return Submission(
        submission_id=number,
        guild_id=1,
        number=number,
        member=Person(member, f"Member {member}"),
        song=Song("Artist", f"Title {number}", link=f"https://a.bandcamp.com/track/{number}"),
        status=Status.WAITING if line else Status.PENDING,
        line=line,
        submitted_at=at,
        entered_at=at,
    )


ladders = st.sampled_from(list(LADDERS.values()))
free_orders = st.sampled_from(list(FreeOrder))
standings = st.dictionaries(
    st.integers(1, MEMBERS),
    st.builds(Standing, st.integers(-3, 3), st.integers(0, 3), st.booleans()),
)


@st.composite
def queues(draw: st.DrawFn) -> tuple[list[Submission], Ladder]:
    """Waiting songs of a ladder in any order; several may have entered at the same moment."""
    ladder = draw(ladders)
    numbers = draw(st.lists(st.integers(1, 10_000), unique=True, max_size=30))
    lines, members, times = st.sampled_from(ladder.lines), st.integers(1, MEMBERS), st.integers(0, 20)
    return [song(number, draw(lines), draw(members), draw(times)) for number in numbers], ladder
