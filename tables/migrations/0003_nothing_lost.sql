-- What an attack of a day showed: indexes for what was read whole, columns for what was forgotten, retention.
BEGIN IMMEDIATE;

PRAGMA user_version = 3;
COMMIT;
