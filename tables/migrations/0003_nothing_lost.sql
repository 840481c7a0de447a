-- What an attack of a day showed: indexes for what was read whole, columns for what was forgotten, retention.
BEGIN IMMEDIATE;

-- Whether a file is still used is asked for one file at a time, in whatever server and status its songs are.
DROP INDEX submissions_files_in_use;
CREATE INDEX submissions_of_file ON submissions (file_hash) WHERE file_hash IS NOT NULL;

PRAGMA user_version = 3;
COMMIT;
