-- The show: songs, plays, points, what staff did, and what the bot has to keep up to date on Discord.
-- Times are UTC microseconds. A server's things carry its guild_id. Rows of `ledger` and `song_changes` are only added.
BEGIN IMMEDIATE;

CREATE TABLE guilds (
    guild_id INTEGER PRIMARY KEY,
    next_number INTEGER NOT NULL DEFAULT 1,
    free_open INTEGER NOT NULL DEFAULT 1 CHECK (free_open IN (0, 1))
) STRICT;

CREATE TABLE settings (
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE shows (
    show_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    last_next_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX shows_one_open ON shows (guild_id) WHERE closed_at IS NULL;
CREATE INDEX shows_by_guild ON shows (guild_id, closed_at);

CREATE TABLE submissions (
    submission_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    member_name TEXT NOT NULL,
    artist TEXT NOT NULL,
    title TEXT NOT NULL,
    link TEXT,
    file_hash TEXT,
    file_name TEXT,
    duration_seconds REAL,
    note TEXT NOT NULL DEFAULT '',
    artwork_url TEXT,
    status TEXT NOT NULL CHECK (status IN ('pending', 'waiting', 'playing', 'played', 'removed', 'rejected')),
    line TEXT,
    submitted_at INTEGER NOT NULL,
    entered_at INTEGER NOT NULL,
    ended_at INTEGER,
    played_recently INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    hidden INTEGER NOT NULL DEFAULT 0,
    UNIQUE (guild_id, number),
    CHECK ((status = 'pending') = (line IS NULL) OR status IN ('removed', 'rejected')),
    CHECK (link IS NOT NULL OR file_hash IS NOT NULL)
) STRICT;
CREATE INDEX submissions_active ON submissions (guild_id, status) WHERE status IN ('pending', 'waiting');
CREATE UNIQUE INDEX submissions_one_playing ON submissions (guild_id) WHERE status = 'playing';
CREATE INDEX submissions_by_member ON submissions (guild_id, member_id, number);
CREATE INDEX submissions_archive ON submissions (guild_id, ended_at) WHERE status = 'played';
CREATE INDEX submissions_by_link ON submissions (guild_id, link, status, ended_at) WHERE link IS NOT NULL;
CREATE INDEX submissions_by_file ON submissions (guild_id, file_hash, status, ended_at) WHERE file_hash IS NOT NULL;
CREATE INDEX submissions_files_in_use ON submissions (file_hash)
    WHERE file_hash IS NOT NULL AND status IN ('pending', 'waiting', 'playing');

CREATE TABLE staff_actions (
    action_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    doer_id INTEGER NOT NULL,
    doer_name TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    old_value TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    undone_at INTEGER,
    undone_by TEXT
) STRICT;
CREATE INDEX staff_actions_by_guild ON staff_actions (guild_id, action_id);
CREATE INDEX staff_actions_to_undo ON staff_actions (guild_id, action_id) WHERE undone_at IS NULL;

CREATE TABLE song_changes (
    change_id INTEGER PRIMARY KEY,
    action_id INTEGER NOT NULL REFERENCES staff_actions,
    submission_id INTEGER NOT NULL REFERENCES submissions,
    old_status TEXT NOT NULL, old_line TEXT, old_entered_at INTEGER NOT NULL, old_ended_at INTEGER,
    old_reason TEXT NOT NULL,
    new_status TEXT NOT NULL, new_line TEXT, new_entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX song_changes_by_action ON song_changes (action_id);
CREATE INDEX song_changes_by_song ON song_changes (submission_id);
CREATE TRIGGER song_changes_stay BEFORE UPDATE ON song_changes
BEGIN SELECT RAISE(ABORT, 'song_changes is append-only'); END;
CREATE TRIGGER song_changes_are_kept BEFORE DELETE ON song_changes
BEGIN SELECT RAISE(ABORT, 'song_changes is append-only'); END;

CREATE TABLE plays (
    play_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL REFERENCES shows,
    submission_id INTEGER NOT NULL REFERENCES submissions,
    member_id INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    started_by INTEGER NOT NULL REFERENCES staff_actions,
    ended_by INTEGER REFERENCES staff_actions,
    state TEXT NOT NULL CHECK (state IN ('playing', 'played', 'undone')),
    shown TEXT,
    channel_id INTEGER,
    message_id INTEGER
) STRICT;
CREATE UNIQUE INDEX plays_one_playing ON plays (guild_id) WHERE state = 'playing';
CREATE INDEX plays_by_show ON plays (show_id, member_id);
CREATE INDEX plays_by_song ON plays (submission_id);
CREATE INDEX plays_by_start ON plays (started_by);
CREATE INDEX plays_by_end ON plays (ended_by);
CREATE INDEX plays_to_show ON plays (guild_id, play_id) WHERE shown IS NOT state;

CREATE TABLE ledger (
    entry_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    holder_kind TEXT NOT NULL CHECK (holder_kind IN ('member', 'account')),
    holder_id INTEGER NOT NULL,
    origin TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    reason TEXT NOT NULL,
    action_id INTEGER REFERENCES staff_actions,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_by_holder ON ledger (guild_id, holder_kind, holder_id);
CREATE INDEX ledger_by_action ON ledger (action_id) WHERE action_id IS NOT NULL;
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE balances (
    guild_id INTEGER NOT NULL,
    holder_kind TEXT NOT NULL,
    holder_id INTEGER NOT NULL,
    origin TEXT NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (guild_id, holder_kind, holder_id, origin)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER balances_follow_the_ledger AFTER INSERT ON ledger
BEGIN
    INSERT INTO balances (guild_id, holder_kind, holder_id, origin, points)
    VALUES (new.guild_id, new.holder_kind, new.holder_id, new.origin, new.amount)
    ON CONFLICT DO UPDATE SET points = points + excluded.points;
END;

CREATE TABLE accounts (
    account_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    tiktok_user_id INTEGER,
    handle TEXT NOT NULL,
    UNIQUE (guild_id, tiktok_user_id)
) STRICT;
CREATE INDEX accounts_by_handle ON accounts (guild_id, handle);

CREATE TABLE links (
    account_id INTEGER PRIMARY KEY REFERENCES accounts,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    linked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX links_by_member ON links (guild_id, member_id);

CREATE TABLE away (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    since_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
    block_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('member', 'account', 'domain', 'pattern')),
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    expires_at INTEGER,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX blocks_by_guild ON blocks (guild_id, block_id);

CREATE TABLE drafts (
    draft_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_by_age ON drafts (kept_at);

CREATE TABLE bookmarks (
    submission_id INTEGER PRIMARY KEY REFERENCES submissions,
    guild_id INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    message_id INTEGER
) STRICT;
CREATE INDEX bookmarks_to_post ON bookmarks (guild_id, submission_id) WHERE message_id IS NULL;

CREATE TABLE notices (
    notice_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    tried_at INTEGER,
    settled TEXT CHECK (settled IN ('dm', 'mention', 'nowhere'))
) STRICT;
CREATE INDEX notices_to_send ON notices (guild_id, notice_id) WHERE settled IS NULL;

CREATE TABLE displays (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE cleanups (
    message_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cleanups_by_time ON cleanups (due_at);

PRAGMA user_version = 1;
COMMIT;
