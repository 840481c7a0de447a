-- What an attack of a day showed: indexes for what was read whole, columns for what was forgotten, retention.
BEGIN IMMEDIATE;

-- A wish that is over must not take a newer one along: each has an id of its own.
ALTER TABLE live_wishes ADD COLUMN wish_id INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 3;
COMMIT;
