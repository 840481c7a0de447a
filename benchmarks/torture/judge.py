"""The judge: what members have to see in the channels and in their own songs, and the disk under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import permutations
from pathlib import Path

from benchmarks.torture.disk import Disk
from benchmarks.torture.model import Facts, Model, Song
from benchmarks.torture.operations import Operation
from demo.cast import Cast
from demo.judge import NUMBER
from standins.discord import Message

BOARDS = {
    "submission": ["Send in your song"],
    "queue": ["The queue"],
    "reviewer": ["Reviewers' queue", "Pending skips"],
}
PLAY, MARK = re.compile(r"\bplay (\d+)\b"), re.compile(r"\bbookmark #(\d+)\b")
SAID = {"played": "✅", "removed": "🗑️", "rejected": "↩️", "playing": "▶️"}
MOST_PAGES = 100
# What the log says of a database that another program holds, and of a loop that tries again.
EXPECTED = (
    " database: the database cannot be used",
    " discord.ext.tasks: Handling exception in internal background task",
)
MOST_OF_A_LINE = 400


def possible(model: Model, operations: list[Operation]) -> Iterator[tuple[Model, list[Operation]]]:
    """The model after any of the operations in any order, each whole or not at all, and which of them were done."""
    for count in range(len(operations) + 1):
        for done in permutations(operations, count):
            after = model
            for operation in done:
                after = operation.effect(after)
            yield after, list(done)


def sound(disk: Disk) -> Iterator[str]:
    """What is wrong with the file by itself."""
    if disk.check != "ok":
        yield f"quick_check says {disk.check}"
    if disk.unbalanced:
        yield f"{disk.unbalanced} balances are not the sum of their ledger"


def differences(wanted: Facts, found: Facts) -> Iterator[str]:
    """What the disk holds otherwise than it has to."""
    for number in sorted(wanted.songs.keys() | found.songs.keys()):
        if wanted.songs.get(number) != found.songs.get(number):
            yield f"#{number} has to be {wanted.songs.get(number)}, and is {found.songs.get(number)}"
    for name in ("plays", "points", "marks"):
        if getattr(wanted, name) != getattr(found, name):
            yield f"{name} have to be {getattr(wanted, name)}, and are {getattr(found, name)}"


def doubled(cast: Cast, disk: Disk) -> Iterator[str]:
    """What was played or posted twice; true at every moment, also in the middle of a repair."""
    taken = Counter(number for number, state in disk.facts.plays if state != "undone")
    yield from (f"#{number} was played {times} times" for number, times in taken.items() if times > 1)
    shown = Counter(PLAY.findall("\n".join(one.text for one in _songs_shown(cast))))
    yield from (f"play {play} was posted {times} times" for play, times in shown.items() if times > 1)
    kept = Counter(_bookmarked(cast))
    yield from (f"#{number} was bookmarked {times} times" for number, times in kept.items() if times > 1)


def seen_by_all(cast: Cast, model: Model) -> Iterator[str]:
    """What is wrong with what everybody sees, once the bot has drawn everything."""
    for channel, headings in BOARDS.items():
        texts = [message.text for message in cast.channels[channel].public_messages()]
        for heading in headings:
            count = sum(heading in text for text in texts)
            if count != 1:
                yield f"there are {count} boards “{heading}”"
    shown = [int(NUMBER.findall(one.text)[0]) for one in _songs_shown(cast) if "Taken back" not in one.text]
    wanted = [number for number, state in model.plays if state != "undone"]
    if shown != wanted:
        yield f"shown as played were {shown}, and played were {wanted}"
    kept = set(_bookmarked(cast))
    if kept != model.marks:
        yield f"bookmarked were {sorted(model.marks)}, and shown are {sorted(kept)}"


async def seen_by_each(cast: Cast, model: Model) -> list[str]:
    """What is wrong with what members see of their own songs, page by page in /mysubmissions."""
    wrong = []
    for person in cast.people.values():
        mine = [song for song in model.songs.values() if song.member_id == person.id]
        text = await _own_pages(cast, person.name) if mine else ""
        wrong += [
            f"{person.name} does not see #{song.number} as {song.status}" for song in mine if not _has(text, song)
        ]
    return wrong


async def _own_pages(cast: Cast, name: str) -> str:
    person, texts = cast.people[name], []
    reply = await person.slash(cast.stage, "mysubmissions")
    for _ in range(MOST_PAGES):
        message = reply.message
        if message is None:
            break
        texts.append(message.text)
        onward = [one for one in message.buttons if one.label == "Next page" and not one.disabled]
        if not onward:
            break
        reply = await person.press(message, "Next page")
    return "\n".join(texts)


def _has(text: str, song: Song) -> bool:
    """Whether the line of the song, and the one below it about its standing, are there."""
    found = re.search(rf"^#{song.number} .*\b{re.escape(song.title)}\b.*\n(.*)$", text, re.MULTILINE)
    return found is not None and SAID.get(song.status, "") in found[1]


def _songs_shown(cast: Cast) -> list[Message]:
    return [one for one in cast.channels["now_playing"].public_messages() if PLAY.search(one.text)]


def _bookmarked(cast: Cast) -> list[int]:
    text = "\n".join(one.text for one in cast.channels["bookmarks"].public_messages())
    return [int(number) for number in MARK.findall(text)]


def told_twice(cast: Cast, noted: Mapping[int, int]) -> list[str]:
    """Members who got more direct messages than there were notices for them."""
    people = [(one.name, len(one.dms), noted.get(one.id, 0)) for one in cast.people.values()]
    return [f"{name} got {got} direct messages for {notices} notices" for name, got, notices in people if got > notices]


def log_errors(log: Path) -> list[str]:
    """The lines of the bot's log that a healthy bot does not write, an outage of its database apart."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    wrong = [line for line in lines if "ERROR" in line or "CRITICAL" in line]
    return [
        f"the bot's log says: {line[:MOST_OF_A_LINE]}" for line in wrong if not any(one in line for one in EXPECTED)
    ]
