"""The operations of the run: what a person does over the wire, and what it has to mean."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.torture.model import Model
from demo.cast import Cast
from standins.discord import Message, Person, Reply, Upload
from standins.music_sites import Sites

Act = Callable[[], Coroutine[Any, Any, str]]

LINKS = "https://soundcloud.com/torture/"


class WentWrongError(Exception):
    """Somebody saw what the rules do not allow; the text says what."""


@dataclass(frozen=True)
class Operation:
    """One operation: its name for the log, how a person does it and what they read at the end, and its effect."""

    name: str
    act: Act
    effect: Callable[[Model], Model]


class FollowerEnv:
    """Makes operations out of people, channels and buttons; the words of the buttons are those that members see."""

    def __init__(self, cast: Cast, sites: Sites) -> None:
        self._cast = cast
        self._sites = sites
        self._people = {person.id: person for person in cast.people.values()}

    def submit(self, name: str, title: str, *, way: str, skip: bool, file: Upload) -> Operation:
        """A new song, by one of the ways there are; only some of them can ask for a skip."""
        cast, person = self._cast, self._cast.people[name]
        link = LINKS + title
        self._sites.songs[link] = ("T", title)  # what is dropped or picked from a menu comes without names
        fields: Mapping[str, object] = {"Artist": "T", "Title": title, "Link": link, "Line": "Skip" if skip else "Free"}
        named: Mapping[str, object] = {"artist": "T", "title": title, "skip": skip}
        ways: dict[str, Act] = {
            "/submitlink": lambda: cast.command(name, "submitlink", link=link, **named),
            "/submitfile": lambda: cast.command(name, "submitfile", file=file, **named),
            "/submit": lambda: cast.form(name, fields),
            "Submit": lambda: self._portal(person, fields),
            "a dropped link": lambda: cast.dropped(name, link),
            "Submit this track": lambda: cast.menu(name, link),
        }
        source = title if way == "/submitfile" else link
        return Operation(way, ways[way], lambda model: model.submit(person.id, title, source, skip=skip))

    def edit(self, member_id: int, number: int, title: str) -> Operation:
        """Edit in /mysubmissions."""

        async def act() -> str:
            form = await self._press_mine(member_id, f"song:edit:{number}")
            return await _last(await self._people[member_id].fill(form.modal, {"Title": title}))

        return Operation("Edit", act, lambda model: model.rename(number, title))

    def withdraw(self, member_id: int, number: int) -> Operation:
        """Remove in /mysubmissions."""

        async def act() -> str:
            return await _last(await self._press_mine(member_id, f"mine:remove:{number}:0"))

        return Operation("Remove (own)", act, lambda model: model.withdraw(number))

    def resubmit(self, member_id: int, number: int) -> Operation:
        """Resubmit in /mysubmissions, to Free."""

        async def act() -> str:
            asked = await (await self._press_mine(member_id, f"song:again:{number}")).finished()
            return await _last(await self._people[member_id].press(_shown(asked), "Free"))

        return Operation("Resubmit", act, lambda model: model.resubmit(number))

    def next(self, who: str, *, by_button: bool) -> Operation:
        """/next, or Next on the reviewers' board, which may be a moment behind."""
        if not by_button:
            return self._staff(who, "/next", {}, lambda model: model.next())
        board = self._board()
        custom_id = next(one for one in _ids(board) if one.startswith("review:next:"))
        seen = int(custom_id.rpartition(":")[2])
        return self._pressed(who, "Next", board, custom_id, lambda model: model.next(seen))

    def undo(self, who: str) -> Operation:
        """Undo on the reviewers' board."""
        return self._pressed(who, "Undo", self._board(), "review:undo", Model.undo)

    def bookmark(self, who: str) -> Operation:
        """Bookmark on the reviewers' board."""
        return self._pressed(who, "Bookmark", self._board(), "review:bookmark", Model.bookmark)

    def approve(self, who: str, number: int, line: str | None) -> Operation:
        """Approve under the song, where a board shows it already; else, or with a line, /approve."""
        custom_id = f"review:approve:{number}"
        board = next((one for one in self._boards() if custom_id in _ids(one)), None)
        if line is None and board is not None:
            return self._pressed(who, "Approve", board, custom_id, lambda model: model.approve(number))
        options = {"submission": str(number)} | ({"line": line} if line else {})
        return self._staff(who, "/approve", options, lambda model: model.approve(number, line or "skip"))

    def reject(self, who: str, number: int) -> Operation:
        """/reject."""
        options = {"submission": str(number), "reason": "Not tonight."}
        return self._staff(who, "/reject", options, lambda model: model.reject(number))

    def move(self, who: str, number: int, line: str) -> Operation:
        """/move."""
        options = {"submission": str(number), "line": line}
        return self._staff(who, "/move", options, lambda model: model.move(number, line))

    def remove(self, who: str, number: int) -> Operation:
        """/remove."""
        options = {"submission": str(number), "reason": "Too long."}
        return self._staff(who, "/remove", options, lambda model: model.remove(number))

    def adjust(self, member_id: int, amount: int) -> Operation:
        """/adjustpoints."""
        options = {"member": self._people[member_id], "amount": amount, "reason": "helped"}
        return self._staff("Olga", "/adjustpoints", options, lambda model: model.adjust(member_id, amount))

    def _staff(
        self, who: str, command: str, options: Mapping[str, object], effect: Callable[[Model], Model]
    ) -> Operation:
        async def act() -> str:
            return await _last(await self._cast.people[who].slash(self._cast.channels["reviewer"], command, **options))

        return Operation(command, act, effect)

    def _pressed(
        self, who: str, name: str, board: Message, custom_id: str, effect: Callable[[Model], Model]
    ) -> Operation:
        async def act() -> str:
            return await _last(await self._cast.people[who].press(board, custom_id=custom_id))

        return Operation(name, act, effect)

    async def _portal(self, person: Person, fields: Mapping[str, object]) -> str:
        opened = await person.press(self._cast.board("submission", "Send in your song"), "Submit")
        return await _last(await person.fill(opened.modal, fields))

    async def _press_mine(self, member_id: int, custom_id: str) -> Reply:
        person = self._people[member_id]
        mine = await (await person.slash(self._cast.stage, "mysubmissions")).finished()
        return await person.press(_shown(mine), custom_id=custom_id)

    def _board(self) -> Message:
        return self._cast.board("reviewer", "Reviewers' queue")

    def _boards(self) -> list[Message]:
        return self._cast.channels["reviewer"].public_messages()


async def _last(reply: Reply) -> str:
    return (await reply.finished()).text


def _shown(reply: Reply) -> Message:
    if reply.message is None:
        raise WentWrongError(f"there is no message to press on: {reply.text}")
    return reply.message


def _ids(message: Message) -> list[str]:
    return [one.custom_id for one in message.buttons if one.custom_id and not one.disabled]
