"""What the database holds about one member of one server, as they may read it."""

from __future__ import annotations

from tables.base import Table
from tables.personal_columns import PAIRS

OF_MEMBER = "guild_id = :guild AND member_id = :member"
OF_HOLDER = "guild_id = :guild AND holder_kind = 'member' AND holder_id = :member"
LINKED = "account_id IN (SELECT account_id FROM links WHERE guild_id = :guild AND member_id = :member)"
# Every table that knows a member, and which of its rows are about them.
ABOUT = {
    "submissions": OF_MEMBER,
    "plays": OF_MEMBER,
    "ledger": OF_HOLDER,
    "balances": OF_HOLDER,
    "lots": OF_HOLDER,
    "accounts": LINKED,
    "attendance": LINKED,
    "links": OF_MEMBER,
    "away": OF_MEMBER,
    "drafts": "guild_id = :guild AND (member_id = :member OR json_extract(body, '$.member.member_id') = :member)",
    "notices": OF_MEMBER,
    "handle_codes": OF_MEMBER,
    "blocks": "guild_id = :guild AND (kind = 'member' AND value = CAST(:member AS TEXT) OR made_by_id = :member)",
    "bookmarks": "guild_id = :guild AND made_by_id = :member",
    "live_wishes": "guild_id = :guild AND asked_by_id = :member",
    "staff_actions": "guild_id = :guild AND :member IN (doer_id, subject_member_id, undone_by_id)",
    "song_changes": f"submission_id IN (SELECT submission_id FROM submissions WHERE {OF_MEMBER})",  # noqa: S608
    "caps": f"guild_id = :guild AND {LINKED}",
    "followers": f"guild_id = :guild AND {LINKED}",
    "streaks": f"guild_id = :guild AND user_id IN (SELECT tiktok_user_id FROM accounts WHERE {LINKED})",  # noqa: S608
}
GONE = ("links", "away", "drafts", "notices", "handle_codes")

Found = dict[str, int | float | str | None]
Values = dict[str, int | str]


class PersonalTable(Table):
    """Rows of every table in ABOUT."""

    async def about(self, guild_id: int, member_id: int) -> dict[str, list[Found]]:
        """All rows about the member, by table. A block stays on record: it is the server's, and shown all the same."""
        values: Values = {"guild": guild_id, "member": member_id}
        found = {}
        for name, where in ABOUT.items():
            rows = await self._found(f"SELECT * FROM {name} WHERE {where}", values)  # noqa: S608
            found[name] = [_own(name, row, member_id) for row in rows]
        return found

    async def _found(self, sql: str, values: Values) -> list[Found]:
        return [dict(row) for row in await self._connection.execute_fetchall(sql, values)]


def _own(table: str, row: Found, member_id: int) -> Found:
    """The row without the names of others who are in it."""
    others = [pair for pair in PAIRS.get(table, ()) if row[pair[0]] != member_id]
    return row | dict.fromkeys((column for pair in others for column in pair), None)
