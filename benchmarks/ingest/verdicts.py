"""What the rounds amount to, as lines with the goals beside them."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.ingest.rounds import listened

ROUNDS = 2  # of each listener, in turns, so that a busy machine slows both
OF_LIBRARY, OF_BOT = 3_000, {10: 100_000, 1: 40_000}  # events a round
GOALS = {10: 20, 1: 15}  # times the library, by messages a frame
RATE, PACED_EVENTS = 1_000, 15_000
MOST_LATE_MS, MOST_GIFT_MS, MOST_GROWN_MIB = 50, 100, 10


def verdicts() -> Iterator[str]:
    """Everything that `make bench` says about ingestion."""
    for per_frame in GOALS:
        yield _against_the_library(per_frame)
    yield from _at_a_steady_rate()


def memory(events: int) -> str:
    """Whether memory stays flat over so many events."""
    measured = listened("bot", events, 10)
    grown = measured["grown_mib"]
    return (
        f"ingest: {events:,} events at {events / measured['seconds']:,.0f} a second, "
        f"memory {grown:+.1f} MiB after the first fifth (goal {MOST_GROWN_MIB} MiB): {_said(grown < MOST_GROWN_MIB)}"
    )


def _against_the_library(per_frame: int) -> str:
    library = bot = 0.0
    for _ in range(ROUNDS):
        library += listened("library", OF_LIBRARY, per_frame)["seconds"] / OF_LIBRARY
        measured = listened("bot", OF_BOT[per_frame], per_frame)
        bot += measured["seconds"] / measured["events"]
    ratio, goal = library / bot, GOALS[per_frame]
    return (
        f"ingest: {ROUNDS / bot:,.0f} events/s, {ratio:.1f} x the library ({per_frame} a frame), "
        f"which takes {ROUNDS / library:,.0f} (goal {goal} x): {_said(ratio >= goal)}"
    )


def _at_a_steady_rate() -> Iterator[str]:
    measured = listened("bot", PACED_EVENTS, 1, rate=RATE)
    late, gift = measured["late_ms_p99"], measured["gift_ms_p99"]
    yield (
        f"ingest: at {RATE:,} events/s a 10 ms ticker is {late:.0f} ms late at p99 "
        f"(goal {MOST_LATE_MS} ms): {_said(late <= MOST_LATE_MS)}"
    )
    yield (
        f"ingest: at {RATE:,} events/s a gift is committed {gift:.0f} ms after its frame left at p99, "
        f"{measured['gift_ms_most']:.0f} ms at most (goal {MOST_GIFT_MS} ms): {_said(gift <= MOST_GIFT_MS)}"
    )
    grown = measured["grown_mib"]
    yield (
        f"ingest: memory {grown:+.1f} MiB over {PACED_EVENTS:,} events (goal {MOST_GROWN_MIB} MiB; "
        f"`make soak` takes a million): {_said(grown < MOST_GROWN_MIB)}"
    )


def _said(met: bool) -> str:  # noqa: FBT001 - it is what the word is about
    return "goal met" if met else "goal missed"
