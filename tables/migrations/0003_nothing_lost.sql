-- What an attack of a day showed: indexes for what was read whole, columns for what was forgotten, retention.
BEGIN IMMEDIATE;

-- /my-data reads and erases a member's own entries; a LIVE writes those of accounts only, which are not in this index.
CREATE INDEX ledger_of_members ON ledger (guild_id, holder_id) WHERE holder_kind = 'member';
-- The same for what else is about one member; none of these is written while a LIVE is counted.
CREATE INDEX plays_by_member ON plays (guild_id, member_id);
CREATE INDEX staff_actions_by_doer ON staff_actions (guild_id, doer_id);
CREATE INDEX notices_by_member ON notices (guild_id, member_id);
CREATE INDEX drafts_by_member ON drafts (guild_id, member_id);
-- SQLite looks here when an account goes, and /my-data for what a linked account did.
CREATE INDEX attendance_by_account ON attendance (account_id);
-- SQLite looks here when a lot goes.
CREATE INDEX spendings_by_lot ON spendings (lot_id);

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
