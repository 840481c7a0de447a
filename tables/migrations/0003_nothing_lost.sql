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

PRAGMA user_version = 3;
COMMIT;
