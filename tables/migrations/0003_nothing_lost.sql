-- What an attack of a day showed: indexes for what was read whole, columns for what was forgotten, retention.
BEGIN IMMEDIATE;

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

PRAGMA user_version = 3;
COMMIT;
