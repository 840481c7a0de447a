"""A large database, written in one go: years of shows, and a long queue."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from database import open_database

ARCHIVED, WAITING = 100_000, 1_000
SONGS_OF_A_SHOW, MEMBERS = 200, 2_000
REVIEW_MICROS, SHOW_MICROS = 180_000_000, 86_400_000_000
FIRST_MEMBER = 10_000
LINES = (*("back_to_back",) * 2, *("double_skip",) * 3, *("skip",) * 5, *("free",) * 90)

SHOW = "INSERT INTO shows (show_id, guild_id, opened_at, last_next_at, closed_at) VALUES (?, ?, ?, ?, ?)"
SONG = """
    INSERT INTO submissions (submission_id, guild_id, number, member_id, member_name, artist, title, link, status,
      line, submitted_at, entered_at, ended_at) VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)
"""
ACTION = "INSERT INTO staff_actions (action_id, guild_id, kind, doer_id, doer_name, subject, made_at) \
VALUES (?, ?, 'next', 1, 'Rita', ?, ?)"
CHANGE = """
    INSERT INTO song_changes (action_id, submission_id, old_status, old_line, old_entered_at, old_reason,
      new_status, new_line, new_entered_at) VALUES (?1, ?1, 'waiting', ?2, ?3, '', 'playing', ?2, ?3)
"""
PLAY = """
    INSERT INTO plays (guild_id, show_id, submission_id, member_id, started_at, ended_at, started_by, state, shown)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'played', 'played')
"""
POINTS = "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, made_at) \
VALUES (?, 'member', ?, 'staff', ?, 'bench', 1)"


async def make_database(file: Path) -> None:
    """An empty database, as the bot itself makes it."""
    async with open_database(file):
        pass


def fill(file: Path, guild_id: int, now: int) -> None:
    """Puts songs, shows, plays and points of one server into `file`; `now` in UTC microseconds."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(SHOW, _shows(guild_id, now))
        connection.executemany(SONG, _songs(guild_id, now))
        numbers = range(1, ARCHIVED + 1)
        connection.executemany(ACTION, ((one, guild_id, f"#{one} A – T", _at(one, now)) for one in numbers))
        connection.executemany(CHANGE, ((one, _line(one), _at(one, now)) for one in numbers))
        connection.executemany(PLAY, (_play(one, guild_id, now) for one in numbers))
        connection.executemany(POINTS, ((guild_id, FIRST_MEMBER + one, one) for one in range(1, MEMBERS, 2)))
        connection.execute("INSERT INTO guilds VALUES (?, ?, 1)", (guild_id, ARCHIVED + WAITING + 1))


def _shows(guild_id: int, now: int) -> Iterator[tuple[object, ...]]:
    for show in range(1, ARCHIVED // SONGS_OF_A_SHOW + 1):
        last = _at(show * SONGS_OF_A_SHOW, now)
        yield show, guild_id, last - SHOW_MICROS // 2, last, last if show < ARCHIVED // SONGS_OF_A_SHOW else None


def _songs(guild_id: int, now: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, ARCHIVED + WAITING + 1):
        member, at = _member(number), _at(number, now)
        status, ended = ("played", at + REVIEW_MICROS) if number <= ARCHIVED else ("waiting", None)
        link = f"https://soundcloud.com/bench/{number}"
        yield (
            number,
            guild_id,
            member,
            f"Fan {member}",
            "Artist",
            f"Song {number}",
            link,
            status,
            _line(number),
            at,
            ended,
        )


def _play(number: int, guild_id: int, now: int) -> tuple[object, ...]:
    show, at = (number - 1) // SONGS_OF_A_SHOW + 1, _at(number, now)
    return guild_id, show, number, _member(number), at, at + REVIEW_MICROS, number


def _at(number: int, now: int) -> int:
    """When a song was taken: a show a day, the last one a moment ago; a waiting song came in since."""
    if number > ARCHIVED:
        return now - (ARCHIVED + WAITING - number + 1) * 100_000
    days_ago = (ARCHIVED - number) // SONGS_OF_A_SHOW
    return now - days_ago * SHOW_MICROS - ((ARCHIVED - number) % SONGS_OF_A_SHOW + 1) * REVIEW_MICROS


def _line(number: int) -> str:
    return LINES[number % len(LINES)]


def _member(number: int) -> int:
    return FIRST_MEMBER + number % MEMBERS
