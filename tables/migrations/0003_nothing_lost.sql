-- What an attack of a day showed: indexes for what was read whole, columns for what was forgotten, retention.
BEGIN IMMEDIATE;

-- SQLite looks for children of each row that goes: without these a restore of one server read all rows of all servers.
CREATE INDEX IF NOT EXISTS attendance_by_account ON attendance (account_id);
CREATE INDEX IF NOT EXISTS spendings_by_lot ON spendings (lot_id);
CREATE INDEX IF NOT EXISTS live_rooms_by_session ON live_rooms (session_id);
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
-- A row that others refer to is removed without reading all of these.
CREATE INDEX IF NOT EXISTS attendance_by_account ON attendance (account_id);
CREATE INDEX IF NOT EXISTS spendings_by_lot ON spendings (lot_id);
CREATE INDEX IF NOT EXISTS live_rooms_by_session ON live_rooms (session_id);
-- Names stand beside the ids of whom they are about, so that an erasure finds them whatever they are called by then.
ALTER TABLE staff_actions ADD COLUMN subject_member_id INTEGER;
ALTER TABLE staff_actions ADD COLUMN subject_name TEXT NOT NULL DEFAULT '';
ALTER TABLE staff_actions ADD COLUMN undone_by_id INTEGER;
ALTER TABLE blocks ADD COLUMN made_by_id INTEGER;
ALTER TABLE bookmarks ADD COLUMN made_by_id INTEGER;
ALTER TABLE live_wishes ADD COLUMN asked_by_id INTEGER;
CREATE INDEX IF NOT EXISTS staff_actions_by_doer ON staff_actions (guild_id, doer_id);
CREATE INDEX IF NOT EXISTS ledger_of_members ON ledger (guild_id, holder_id) WHERE holder_kind = 'member';
CREATE INDEX IF NOT EXISTS plays_by_member ON plays (guild_id, member_id);
CREATE INDEX IF NOT EXISTS notices_by_member ON notices (guild_id, member_id);
CREATE INDEX staff_actions_by_subject ON staff_actions (guild_id, subject_member_id)
    WHERE subject_member_id IS NOT NULL;
CREATE INDEX staff_actions_by_undoer ON staff_actions (guild_id, undone_by_id) WHERE undone_by_id IS NOT NULL;
-- Handles that somebody typed, that no LIVE ever showed and that nobody has by now.
DELETE FROM accounts WHERE tiktok_user_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM links l WHERE l.account_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM attendance t WHERE t.account_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM balances b WHERE b.guild_id = accounts.guild_id
        AND b.holder_kind = 'account' AND b.holder_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM lots o WHERE o.guild_id = accounts.guild_id
        AND o.holder_kind = 'account' AND o.holder_id = accounts.account_id);

PRAGMA user_version = 3;
COMMIT;
