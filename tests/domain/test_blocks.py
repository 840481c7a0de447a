"""Blocks (rule 12): what each kind stops, and when it no longer does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.blocks import Block, BlockKind, check_blocks
from domain.refusals import Refusal
from domain.submissions import Song
from tests.domain.songs import START

SONG = Song("DJ Straße", "Night Drive", link="https://ana.bandcamp.com/track/night")


def block(kind: BlockKind, value: str, expires_at: datetime | None = None, reason: str = "spam") -> Block:
    return Block(1, 1, kind, value, reason, expires_at, "Rita", START)


def stops(one: Block, song: Song = SONG, member_id: int = 1, now: datetime = START) -> bool:
    try:
        check_blocks([one], member_id, song, now)
    except Refusal:
        return True
    return False


def test_a_blocked_member_cannot_submit_and_others_can() -> None:
    assert stops(block(BlockKind.MEMBER, "1"))
    assert not stops(block(BlockKind.MEMBER, "1"), member_id=11)


@pytest.mark.parametrize("value", ["bandcamp.com", "ana.bandcamp.com"])
def test_a_blocked_website_stops_its_songs_and_those_of_its_subdomains(value: str) -> None:
    assert stops(block(BlockKind.DOMAIN, value))


@pytest.mark.parametrize("value", ["camp.com", "evil.com", "bandcamp.com.evil.com", "track"])
def test_a_blocked_website_stops_no_other_website(value: str) -> None:
    assert not stops(block(BlockKind.DOMAIN, value))


def test_a_blocked_website_does_not_stop_a_file() -> None:
    assert not stops(block(BlockKind.DOMAIN, "bandcamp.com"), Song("A", "B", file_hash="ab"))


@pytest.mark.parametrize("value", ["dj strasse", "DRIVE", "straße – night"])
def test_a_blocked_text_stops_songs_with_it_in_artist_or_title_in_any_case(value: str) -> None:
    assert stops(block(BlockKind.PATTERN, value))


def test_a_blocked_text_stops_no_song_without_it() -> None:
    assert not stops(block(BlockKind.PATTERN, "daylight"))


def test_a_blocked_account_stops_no_song() -> None:
    assert not stops(block(BlockKind.ACCOUNT, "1"))


@pytest.mark.parametrize("kind", [BlockKind.MEMBER, BlockKind.DOMAIN, BlockKind.PATTERN])
def test_a_block_ends_at_its_time(kind: BlockKind) -> None:
    value = {BlockKind.MEMBER: "1", BlockKind.DOMAIN: "bandcamp.com", BlockKind.PATTERN: "drive"}[kind]
    one = block(kind, value, START + timedelta(days=1))
    assert stops(one, now=START + timedelta(days=1, microseconds=-1))
    assert not stops(one, now=START + timedelta(days=1))


def test_the_refusal_says_why_and_until_when() -> None:
    with pytest.raises(Refusal, match="until 02 Nov 2026, 20:00 UTC: spam"):
        check_blocks([block(BlockKind.MEMBER, "1", START + timedelta(days=1))], 1, SONG, START)
    with pytest.raises(Refusal, match="for now: spam"):
        check_blocks([block(BlockKind.MEMBER, "1")], 1, SONG, START)
    with pytest.raises(Refusal, match="“drive” are not taken here: too loud"):
        check_blocks([block(BlockKind.PATTERN, "drive", reason="too loud")], 1, SONG, START)


def test_one_of_many_blocks_is_enough() -> None:
    blocks = [block(BlockKind.MEMBER, "2"), block(BlockKind.DOMAIN, "evil.com"), block(BlockKind.PATTERN, "night")]
    with pytest.raises(Refusal):
        check_blocks(blocks, 1, SONG, START)
