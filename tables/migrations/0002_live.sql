-- The LIVE: sessions and what viewers did in them, credit from gifts, proof of handles, the post-live report.
-- seen_messages makes an event count once however often TikTok sends it; its rows go a day after the session closed.
BEGIN IMMEDIATE;

ALTER TABLE ledger ADD COLUMN source TEXT NOT NULL DEFAULT '';
DROP INDEX ledger_by_holder; -- balances are read, and on a LIVE it costs more than all the rest of the ledger
CREATE INDEX submissions_active_of_member ON submissions (guild_id, member_id) WHERE status IN ('pending', 'waiting');
-- A block by handle means the account behind it, and goes with it to another handle.
CREATE TRIGGER blocks_follow_their_account AFTER UPDATE OF handle ON accounts WHEN new.handle <> old.handle
BEGIN
    UPDATE blocks SET value = new.handle
    WHERE guild_id = new.guild_id AND kind = 'account' AND value = old.handle;
END;

CREATE TABLE live_wishes (
    guild_id INTEGER PRIMARY KEY,
    creator TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    next_try_at INTEGER
) STRICT;

-- AUTOINCREMENT: a report is found again by its session's number, so none is given twice, also after a restore.
CREATE TABLE live_sessions (
    session_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    creator TEXT NOT NULL,
    room_id INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    last_event_at INTEGER NOT NULL,
    closed_at INTEGER,
    end_reason TEXT CHECK (end_reason IN ('user_initiated', 'live_end', 'unexpected')),
    unreadable INTEGER NOT NULL DEFAULT 0,
    shed INTEGER NOT NULL DEFAULT 0,
    coins INTEGER NOT NULL DEFAULT 0,
    report_due INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX live_sessions_one_open ON live_sessions (guild_id) WHERE closed_at IS NULL;
CREATE INDEX live_sessions_by_guild ON live_sessions (guild_id, session_id);
CREATE INDEX live_sessions_to_report ON live_sessions (guild_id, session_id) WHERE report_due > 0;

CREATE TABLE seen_messages (
    guild_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, room_id, message_id)
) STRICT, WITHOUT ROWID;

-- The rooms whose message ids are kept: those of open sessions and of the last day.
CREATE TABLE live_rooms (
    guild_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL REFERENCES live_sessions,
    PRIMARY KEY (guild_id, room_id, session_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE streaks (
    guild_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    gift_id INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    coins INTEGER NOT NULL,
    PRIMARY KEY (guild_id, room_id, user_id, gift_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE caps (
    guild_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    origin TEXT NOT NULL,
    window_at INTEGER NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (guild_id, account_id, origin)
) STRICT, WITHOUT ROWID;

CREATE TABLE followers (
    guild_id INTEGER NOT NULL,
    creator TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, creator, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendance (
    session_id INTEGER NOT NULL REFERENCES live_sessions,
    account_id INTEGER NOT NULL REFERENCES accounts,
    last_at INTEGER NOT NULL,
    watch_micros INTEGER NOT NULL DEFAULT 0,
    likes INTEGER NOT NULL DEFAULT 0,
    comments INTEGER NOT NULL DEFAULT 0,
    shares INTEGER NOT NULL DEFAULT 0,
    follows INTEGER NOT NULL DEFAULT 0,
    subscriptions INTEGER NOT NULL DEFAULT 0,
    joins INTEGER NOT NULL DEFAULT 0,
    gifts INTEGER NOT NULL DEFAULT 0,
    coins INTEGER NOT NULL DEFAULT 0,
    guest_coins INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE viewer_counts (
    session_id INTEGER NOT NULL REFERENCES live_sessions,
    at INTEGER NOT NULL,
    viewers INTEGER NOT NULL,
    visitors INTEGER NOT NULL,
    coins INTEGER NOT NULL,
    PRIMARY KEY (session_id, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE lots (
    lot_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    holder_kind TEXT NOT NULL CHECK (holder_kind IN ('member', 'account')),
    holder_id INTEGER NOT NULL,
    coins INTEGER NOT NULL CHECK (coins > 0),
    coins_left INTEGER NOT NULL CHECK (coins_left BETWEEN 0 AND coins),
    source TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (guild_id, holder_kind, holder_id, source, given_at)
) STRICT;
CREATE INDEX lots_with_coins ON lots (guild_id, holder_kind, holder_id, expires_at) WHERE coins_left > 0;

CREATE TABLE spendings (
    spending_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL REFERENCES submissions,
    lot_id INTEGER NOT NULL REFERENCES lots,
    coins INTEGER NOT NULL CHECK (coins > 0),
    spent_by INTEGER NOT NULL REFERENCES staff_actions,
    returned_by INTEGER REFERENCES staff_actions,
    returned INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX spendings_by_song ON spendings (submission_id);
CREATE INDEX spendings_by_action ON spendings (spent_by);
CREATE INDEX spendings_by_return ON spendings (returned_by) WHERE returned_by IS NOT NULL;

CREATE TABLE handle_codes (
    guild_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    handle TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id, handle),
    UNIQUE (guild_id, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX plays_by_time ON plays (guild_id, started_at);

CREATE TABLE report_parts (
    session_id INTEGER NOT NULL REFERENCES live_sessions,
    part INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (session_id, part)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;
COMMIT;
