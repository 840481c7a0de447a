"""A past of any size, so that a statement that reads all of it is found out."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def fill(path: Path, size: int) -> None:
    """A past of `size`: many members' songs played, actions, plays, points; of Mia only a few."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(PAST.replace(":size", str(size)))
    connection.close()


# Row 1 of everything is Mia's; the numbers say which rows of the past are there.
PAST = """
CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < :size) SELECT i FROM c;
INSERT OR IGNORE INTO shows SELECT i, 1, i, i, i FROM n;
INSERT OR IGNORE INTO submissions (submission_id, guild_id, number, member_id, member_name, artist, title, link,
    file_hash, status, line, submitted_at, entered_at, ended_at)
  SELECT i, 1, i, i, 'M', 'A', 'T', 'l' || i, 'f' || i, 'played', 'free', i, i, i FROM n;
INSERT OR IGNORE INTO staff_actions (action_id, guild_id, kind, doer_id, doer_name, made_at)
  SELECT i, 1, 'next', 1, 'Rita', i FROM n;
INSERT OR IGNORE INTO song_changes (change_id, action_id, submission_id, old_status, old_entered_at, old_reason,
    new_status, new_entered_at) SELECT i, i, i, 'waiting', i, '', 'playing', i FROM n;
INSERT OR IGNORE INTO plays (play_id, guild_id, show_id, submission_id, member_id, started_at, ended_at, started_by,
    state, shown) SELECT i, 1, i, i, i, i, i, i, 'played', 'played' FROM n;
INSERT OR IGNORE INTO accounts SELECT i, 1, i, 'h' || i FROM n;
INSERT OR IGNORE INTO accounts VALUES (9000000, 1, NULL, 'waits'), (9000001, 1, NULL, 'waits too');
INSERT OR IGNORE INTO shows VALUES (9000000, 2, 0, 0, NULL);
INSERT OR IGNORE INTO links SELECT i, 1, i, i FROM n;
INSERT OR IGNORE INTO links VALUES (9000001, 1, 1, 0);
INSERT OR IGNORE INTO notices SELECT i, 1, i, 'x', i, i, 'dm' FROM n;
INSERT OR IGNORE INTO drafts SELECT i, 1, i, '{}', 32503680000000000 FROM n;
INSERT OR IGNORE INTO cleanups SELECT i, 1, i, 32503680000000000 FROM n;
INSERT OR IGNORE INTO bookmarks SELECT i, 1, 'Rita', i, i, 1 FROM n;
INSERT OR IGNORE INTO live_sessions (session_id, guild_id, creator, room_id, opened_at, last_event_at, closed_at)
  SELECT i, 1, 'creator', i, i, i, CASE WHEN i > 1 THEN i END FROM n;
INSERT OR IGNORE INTO attendance (session_id, account_id, last_at) SELECT 2, i, i FROM n;
INSERT OR IGNORE INTO seen_messages SELECT 1, 2, i FROM n;
INSERT OR IGNORE INTO streaks SELECT 1, 2, i, 1, 1, 1, 1 FROM n;
INSERT OR IGNORE INTO caps SELECT 1, i, 'likes', 0, 1 FROM n;
INSERT OR IGNORE INTO followers SELECT 1, 'creator', i FROM n;
INSERT OR IGNORE INTO lots SELECT i, 1, 'account', i, 10, 5, 'session 1', i, 32503680000000000 FROM n;
INSERT OR IGNORE INTO spendings (spending_id, guild_id, submission_id, lot_id, coins, spent_by)
  SELECT i, 1, i, i, 5, i FROM n;
INSERT OR IGNORE INTO spendings VALUES (9000000, 1, 1, 1, 5, 2, 1, 1);
INSERT OR IGNORE INTO memberships SELECT i, 1, CASE WHEN i > 1 THEN i END FROM n;
INSERT OR IGNORE INTO handle_codes SELECT 1, 'c' || i, i, 'h' || i, 32503680000000000 FROM n;
INSERT OR IGNORE INTO ledger (entry_id, guild_id, holder_kind, holder_id, origin, amount, reason, action_id, made_at)
  SELECT i, 1, 'account', i + 1000, 'likes', 1, 'likes', i, i FROM n;
DROP TABLE n;
"""
