-- What an attack of a day showed: indexes for what was read whole, ids beside names, servers that were left, retention.
BEGIN IMMEDIATE;

-- SQLite looks for the children of each row that goes: without these it reads the rows of all servers.
CREATE INDEX attendance_by_account ON attendance (account_id);
CREATE INDEX spendings_by_lot ON spendings (lot_id);
CREATE INDEX live_rooms_by_session ON live_rooms (session_id);
-- Whether a file is still used is asked for one file at a time, in whatever server and status its songs are.
DROP INDEX submissions_files_in_use;
CREATE INDEX submissions_of_file ON submissions (file_hash) WHERE file_hash IS NOT NULL;
-- A wish that is over must not take a newer one along: each has an id of its own.
ALTER TABLE live_wishes ADD COLUMN wish_id INTEGER NOT NULL DEFAULT 0;
-- Which servers the bot is in, by the application that is; a server that was left is erased after a while.
CREATE TABLE memberships (
    guild_id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL,
    left_at INTEGER
) STRICT;

-- Names stand beside the ids of whom they are about, so that an erasure finds them whatever they are called by then.
ALTER TABLE staff_actions ADD COLUMN subject_member_id INTEGER;
ALTER TABLE staff_actions ADD COLUMN subject_name TEXT NOT NULL DEFAULT '';
ALTER TABLE staff_actions ADD COLUMN undone_by_id INTEGER;
ALTER TABLE blocks ADD COLUMN made_by_id INTEGER;
ALTER TABLE bookmarks ADD COLUMN made_by_id INTEGER;
ALTER TABLE live_wishes ADD COLUMN asked_by_id INTEGER;
CREATE INDEX staff_actions_by_subject ON staff_actions (guild_id, subject_member_id)
    WHERE subject_member_id IS NOT NULL;
CREATE INDEX staff_actions_by_undoer ON staff_actions (guild_id, undone_by_id) WHERE undone_by_id IS NOT NULL;
-- /my-data reads and erases a member's own entries; a LIVE writes those of accounts only, which are not in this index.
CREATE INDEX ledger_of_members ON ledger (guild_id, holder_id) WHERE holder_kind = 'member';
-- The same for what else is about one member; none of these is written while a LIVE is counted.
CREATE INDEX plays_by_member ON plays (guild_id, member_id);
CREATE INDEX staff_actions_by_doer ON staff_actions (guild_id, doer_id);
CREATE INDEX notices_by_member ON notices (guild_id, member_id);
CREATE INDEX drafts_by_member ON drafts (guild_id, member_id);
CREATE INDEX bookmarks_by_maker ON bookmarks (guild_id, made_by_id) WHERE made_by_id IS NOT NULL;
-- Handles that somebody typed, that no LIVE ever showed and that nobody has by now.
DELETE FROM accounts WHERE tiktok_user_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM links l WHERE l.account_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM attendance t WHERE t.account_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM balances b WHERE b.guild_id = accounts.guild_id
        AND b.holder_kind = 'account' AND b.holder_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM lots o WHERE o.guild_id = accounts.guild_id
        AND o.holder_kind = 'account' AND o.holder_id = accounts.account_id);

-- What is left of a session once what each account did in it is kept for long enough.
CREATE TABLE session_totals (
    session_id INTEGER PRIMARY KEY REFERENCES live_sessions,
    accounts INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    peak INTEGER NOT NULL,
    average REAL NOT NULL,
    visitors INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    shares INTEGER NOT NULL,
    follows INTEGER NOT NULL,
    subscriptions INTEGER NOT NULL,
    joins INTEGER NOT NULL,
    gifts INTEGER NOT NULL,
    coins INTEGER NOT NULL,
    guest_coins INTEGER NOT NULL
) STRICT;

PRAGMA user_version = 3;
COMMIT;
