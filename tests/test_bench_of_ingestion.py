"""The bench of a LIVE: a very short run of it, with the library's own rate beside it."""

from __future__ import annotations

import pytest

from benchmarks.ingest.rounds import listened

pytestmark = pytest.mark.xdist_group("bench of ingestion")
EVENTS = 200


@pytest.mark.parametrize(("per_frame", "rate"), [(10, 0), (1, 400)])
def test_the_bot_counts_every_event_of_the_sender_and_says_how_long_it_took(per_frame: int, rate: float) -> None:
    measured = listened("bot", EVENTS, per_frame, rate=rate)
    assert (measured["events"], measured["shed"]) == (EVENTS, 0)
    assert measured["coins"] > 0
    assert 0 < measured["gift_ms_p99"] <= measured["gift_ms_most"]
    assert measured["seconds"] > (EVENTS / rate / 2 if rate else 0)


def test_the_library_alone_hears_every_event_of_the_same_sender() -> None:
    assert listened("library", EVENTS, 10)["seconds"] > 0
