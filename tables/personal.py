"""What the database holds about one member of one server: read for them, or made nobody's."""

from __future__ import annotations

from tables.base import Table
from tables.guards import unguarded

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
    "drafts": OF_MEMBER,
    "notices": OF_MEMBER,
    "handle_codes": OF_MEMBER,
    "blocks": "guild_id = :guild AND kind = 'member' AND value = CAST(:member AS TEXT)",
    "staff_actions": "guild_id = :guild AND doer_id = :member",
}
GONE = ("links", "away", "drafts", "notices", "handle_codes")
NOBODY = "somebody"

Found = dict[str, int | float | str | None]
Values = dict[str, int | str]


class Personal(Table):
    """Rows of every table in ABOUT."""

    async def about(self, guild_id: int, member_id: int) -> dict[str, list[Found]]:
        """All rows about the member, by table. A block stays on record: it is the server's, and shown all the same."""
        values: Values = {"guild": guild_id, "member": member_id}
        return {name: await self._found(f"SELECT * FROM {name} WHERE {where}", values) for name, where in ABOUT.items()}  # noqa: S608

    async def forget(self, guild_id: int, member_id: int, stand_in: int) -> None:
        """Puts `stand_in` in place of the member's id, blanks names and notes, and drops links; sums stay."""
        values: Values = {"guild": guild_id, "member": member_id, "stand_in": stand_in, "nobody": NOBODY}
        for name in GONE:
            await self._run(f"DELETE FROM {name} WHERE {ABOUT[name]}", values)  # noqa: S608
        await self._blank_names(values)
        async with unguarded(self):
            for name in ("ledger", "balances", "lots"):
                await self._run(f"UPDATE {name} SET holder_id = :stand_in WHERE {OF_HOLDER}", values)  # noqa: S608
        await self._run(f"UPDATE plays SET member_id = :stand_in WHERE {OF_MEMBER}", values)  # noqa: S608
        blanked = "member_id = :stand_in, member_name = :nobody, note = '', reason = ''"
        await self._run(f"UPDATE submissions SET {blanked} WHERE {OF_MEMBER}", values)  # noqa: S608

    async def _blank_names(self, values: Values) -> None:
        """Names that stand in the log of the staff: the member's own as doer, and in what was done about them.

        A name stands at the end there. Elsewhere the same letters mean something else: a member may be called "o".
        """
        names = await self._found(f"SELECT DISTINCT member_name FROM submissions WHERE {OF_MEMBER}", values)  # noqa: S608
        for name in names:
            called = str(name["member_name"])
            await self._run(
                "UPDATE staff_actions SET subject = substr(subject, 1, length(subject) - length(:called)) || :nobody "
                "WHERE guild_id = :guild AND kind IN "
                "('adjust points', 'reset points', 'credit', 'link handle', 'block and remove') "
                "AND (subject = :called OR substr(subject, -length(:given)) = :given "
                "OR substr(subject, -length(:linked)) = :linked OR substr(subject, -length(:owned)) = :owned)",
                values
                | {"called": called, "given": f" for {called}", "linked": f" to {called}", "owned": f" of {called}"},
            )
        await self._run(
            "UPDATE staff_actions SET doer_id = :stand_in, doer_name = :nobody "
            "WHERE guild_id = :guild AND doer_id = :member",
            values,
        )

    async def _found(self, sql: str, values: Values) -> list[Found]:
        return [dict(row) for row in await self._connection.execute_fetchall(sql, values)]

    async def _run(self, sql: str, values: Values) -> None:
        await self._connection.execute_fetchall(sql, values)
