"""What has to be true before a song may enter a line (rules 1, 2, 3 and 6)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.admission import (
    LONGEST_NAME,
    LONGEST_NOTE,
    asked_place,
    check_duplicate,
    check_line,
    check_open,
    check_pending,
    check_room,
    clean_song,
)
from domain.lines import LADDERS, Line
from domain.refusals import Refusal
from domain.settings import GuildSettings, settings_from
from domain.song_refusals import OwnDuplicate
from domain.submissions import Song, Status
from tests.domain.songs import song

DEFAULTS = GuildSettings()
LINKED = Song("Artist", "Title", link="https://a.bandcamp.com/track/1")


def test_a_second_waiting_song_in_free_is_refused() -> None:
    check_room(Line.FREE, DEFAULTS, 0)
    with pytest.raises(Refusal, match="room for 1 waiting song of one member in Free"):
        check_room(Line.FREE, DEFAULTS, 1)


@pytest.mark.parametrize("line", [line for line in Line if line is not Line.FREE])
def test_paid_lines_have_no_limit_by_default(line: Line) -> None:
    check_room(line, DEFAULTS, 1_000)


@given(st.sampled_from(list(Line)), st.integers(1, 50), st.integers(0, 60))
def test_every_line_has_the_limit_that_the_server_set(line: Line, limit: int, waiting: int) -> None:
    settings = settings_from({f"limit_{line}": str(limit)})
    if waiting < limit:
        check_room(line, settings, waiting)
    else:
        with pytest.raises(Refusal, match="Nothing changed"):
            check_room(line, settings, waiting)


def test_a_pending_skip_needs_no_room_and_no_open_free_line() -> None:
    check_room(None, DEFAULTS, 1_000)
    check_open(None, free_open=False)


@given(st.integers(0, 50), st.integers(0, 60))
def test_so_many_skips_of_a_member_wait_as_the_server_set(limit: int, pending: int) -> None:
    settings = settings_from({"limit_pending": str(limit)})
    check_pending(Status.WAITING, settings, pending)
    if limit == 0 or pending < limit:
        check_pending(Status.PENDING, settings, pending)
    else:
        with pytest.raises(Refusal, match="for a reviewer already, and more are not taken"):
            check_pending(Status.PENDING, settings, pending)


def test_a_closed_free_line_takes_no_song_and_paid_lines_go_on() -> None:
    with pytest.raises(Refusal, match="Free line is closed"):
        check_open(Line.FREE, free_open=False)
    check_open(Line.FREE, free_open=True)
    check_open(Line.SKIP, free_open=False)


def test_a_member_asks_for_free_or_for_a_skip_that_waits_for_a_reviewer_and_for_nothing_else() -> None:
    assert asked_place(wants_skip=False) == (Status.WAITING, Line.FREE)
    assert asked_place(wants_skip=True) == (Status.PENDING, None)


def test_a_song_that_somebody_else_has_in_the_queue_is_refused_with_its_number() -> None:
    with pytest.raises(Refusal, match="already in the queue as #7") as refused:
        check_duplicate(2, song(7, member=1))
    assert not isinstance(refused.value, OwnDuplicate)


def test_the_members_own_song_is_offered_for_replacing() -> None:
    with pytest.raises(OwnDuplicate, match="Replace my entry") as refused:
        check_duplicate(1, song(7, member=1))
    assert refused.value.number == 7


def test_a_song_without_a_twin_is_taken() -> None:
    check_duplicate(1, None)


@pytest.mark.parametrize(("ladder", "line"), [("classic", Line.TIER_5), ("tiers", Line.SKIP)])
def test_a_line_of_the_other_ladder_is_refused(ladder: str, line: Line) -> None:
    with pytest.raises(Refusal, match="no line"):
        check_line(line, LADDERS[ladder])
    for own in LADDERS[ladder].lines:
        check_line(own, LADDERS[ladder])


@pytest.mark.parametrize("nameless", ["", "   ", "\u200b\u200e", "\n\t"])
def test_a_song_without_artist_or_title_is_refused_and_the_missing_one_is_named(nameless: str) -> None:
    with pytest.raises(Refusal, match="artist is empty"):
        clean_song(replace(LINKED, artist=nameless))
    with pytest.raises(Refusal, match="title is empty"):
        clean_song(replace(LINKED, title=nameless))


def test_a_song_with_neither_link_nor_file_is_refused() -> None:
    with pytest.raises(Refusal, match="no link and no file"):
        clean_song(replace(LINKED, link=None))
    assert clean_song(replace(LINKED, link=None, file_hash="ab")).file_hash == "ab"


@given(st.text(max_size=5_000), st.text(max_size=5_000), st.text(max_size=5_000))
def test_whatever_is_typed_a_song_that_is_taken_has_short_names_on_one_line(artist: str, title: str, note: str) -> None:
    try:
        kept = clean_song(replace(LINKED, artist=artist, title=title, note=note))
    except Refusal:
        return
    assert 0 < len(kept.artist) <= LONGEST_NAME
    assert 0 < len(kept.title) <= LONGEST_NAME
    assert len(kept.note) <= LONGEST_NOTE
    assert len((kept.artist + kept.title + kept.note).splitlines()) == 1


def test_cleaning_a_song_keeps_what_is_played() -> None:
    assert clean_song(replace(LINKED, file_hash="ab", file_name="a.mp3")) == replace(
        LINKED, file_hash="ab", file_name="a.mp3"
    )
