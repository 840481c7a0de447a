"""Forged backups over the wire: what they bring reaches no other server, and hostile ones delay nobody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from demo.cast import Cast
from demo.judge import Judge
from standins.discord import Message, Upload
from tests.journeys.show import Show, open_doors, open_show
from tests.restore_checks import Rows, rows_of

Document = dict[str, Any]
# A row of a table (by its place, modulo how many there are), a column (likewise), and what is put there.
Mutation = tuple[str, int, int, Any]
TABLES = (
    *("plays", "bookmarks", "settings", "submissions", "staff_actions", "song_changes", "shows", "guilds"),
    *("displays", "cleanups", "notices", "drafts"),
)
VALUES = (
    "a channel",
    "a message",
    "a person's message",
    "a server",
    "a member",
    None,
    0,
    1,
    -1,
    2**40,
    "playing",
    "free",
)
mutations = st.lists(
    st.tuples(st.sampled_from(TABLES), st.integers(0, 9), st.integers(0, 19), st.sampled_from(VALUES)), max_size=4
)


@dataclass
class Watched:
    """A show, the backup of its server, and two other servers that nothing may happen to."""

    show: Show
    document: Document
    others: list[Cast] = field(default_factory=list)

    def messages(self) -> list[tuple[int, str, bool, object]]:
        """Every message of the others, with all that a restore could do to it."""
        found = [one for cast in self.others for place in cast.channels.values() for one in place.public_messages()]
        return [(one.id, one.text, one.pinned, one.edited_at) for one in found]

    def rows(self) -> list[Rows]:
        """Every row of the others."""
        return [rows_of(self.show.bot.data_dir / "music_queue.db", cast.stage.guild.id) for cast in self.others]

    def targets(self) -> Mapping[str, int]:
        """What a forger knows of the first of the others."""
        cast = self.others[0]
        place = cast.channels["now_playing"]
        [posted] = [one for one in place.public_messages() if one.author.id == self.show.world.bot.id]
        [written] = [one for one in place.public_messages() if "a person" in one.text]
        return {
            "a channel": place.id,
            "a message": posted.id,
            "a person's message": written.id,
            "a server": cast.stage.guild.id,
            "a member": cast.people["Ana"].id,
        }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def watched(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Watched]:
    """Three servers in which a song plays and one waits, and in two of them somebody has written something."""
    async with open_show(tmp_path_factory.mktemp("forged")) as show:
        others = [Cast.gather(show.world, Judge()) for _ in range(2)]
        await asyncio.gather(*(open_doors(show.world, cast) for cast in others))
        for cast in (show.cast, *others):
            one = Show(show.world, cast, show.bot)
            number = await one.submit("Ana", f"plays{cast.stage.id}")
            await one.submit("Ben", f"waits{cast.stage.id}")
            await one.next()
            await one.shown(number)
            await cast.people["Ana"].say(cast.channels["now_playing"], "written by a person")
        for name in ("Cleo", "Dan"):
            await show.submit(name, f"of-{name}")
            await show.next()
        await show.world.quiet(2.5, timeout=60)
        ready = Watched(show, await backup_of(show), others)
        before = ready.messages()
        yield ready
        assert ready.messages() == before  # by now the bot has also deleted what was to be deleted


async def backup_of(show: Show) -> Document:
    """What /backup now attaches."""
    reply = await show.cast.people["Olga"].slash(show.cast.channels["debug"], "backup now")
    message = (await reply.finished()).message
    assert message
    document: Document = json.loads(bytes(message.attachments[0].bytes))
    return document


async def handed_in(show: Show, content: bytes) -> Message | None:
    """The answer to a file that Olga hands in."""
    upload = Upload("backup.json", content)
    reply = await show.cast.people["Olga"].slash(show.cast.channels["debug"], "backup restore", file=upload)
    return (await reply.finished(timeout=60)).message


def forged(document: Document, changes: Sequence[Mutation], targets: Mapping[str, int]) -> bytes:
    """The backup with every place in it leading into another server, and with the other changes."""
    copy: Document = json.loads(json.dumps(document))
    tables, of_server = copy["tables"], {"guild_id": int(copy["guild_id"])}
    # What the bot posted itself it could edit at once; what a person wrote it could delete once that song plays again.
    for row, message in zip(tables["plays"], ("a message", "a person's message", "a message"), strict=True):
        row.update(channel_id=targets["a channel"], message_id=targets[message])
    tables["plays"][0]["shown"] = "playing"
    there = {"channel_id": targets["a channel"], "message_id": targets["a message"]}
    tables["displays"] = [of_server | there | {"kind": kind} for kind in ("portal", "public", "review", "pending")]
    tables["cleanups"] = [of_server | there | {"due_at": 0}]
    for name in ("queue_channel", "now_playing_channel"):
        tables["settings"] = [row for row in tables["settings"] if row["name"] != name]
        tables["settings"].append(of_server | {"name": name, "value": str(targets["a channel"])})
    for table, row, column, value in changes:
        if rows := tables[table]:
            chosen = rows[row % len(rows)]
            chosen[list(chosen)[column % len(chosen)]] = targets.get(value, value) if isinstance(value, str) else value
    return json.dumps(copy).encode()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.xdist_group("journeys with forged backups")
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(changes=[])
@given(changes=mutations)
async def test_whatever_is_restored_the_rows_and_messages_of_other_servers_stay(
    watched: Watched, changes: list[Mutation]
) -> None:
    show, olga = watched.show, watched.show.cast.people["Olga"]
    messages, rows = watched.messages(), watched.rows()
    question = await handed_in(show, forged(watched.document, changes, watched.targets()))
    assert question
    if "Nothing has changed yet" in question.text:
        done = await (await olga.press(question, "Restore")).finished(timeout=60)
        assert "is brought back" in done.text or "Nothing changed" in done.text
        if "is brought back" in done.text:
            assert "Left as they are" in done.text
        await show.cast.people["Rita"].slash(show.cast.channels["reviewer"], "undo")
    else:
        assert "Nothing changed" in question.text
    await show.world.quiet(2.5, timeout=60)
    assert watched.messages() == messages
    assert watched.rows() == rows


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.xdist_group("journeys with forged backups")
async def test_while_hostile_files_are_read_everybody_is_answered(watched: Watched) -> None:
    show = watched.show
    content = b"[" + b"[]," * (3 * 1024**2)
    casts = [show.cast, *watched.others]
    reading = [asyncio.create_task(handed_in(Show(show.world, cast, show.bot), content)) for cast in casts]
    latencies = []
    while not all(one.done() for one in reading):
        reply = await show.cast.people["Rita"].slash(show.cast.channels["reviewer"], "audit")
        latencies.append((await reply.finished()).latency_seconds)
    for one in await asyncio.gather(*reading):
        assert one
        assert "not JSON" in one.text
    assert max(latencies) < 2
