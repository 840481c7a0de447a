"""The cast of the evening: a server with its channels, its staff and its fans, and how each of them sends a song."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from demo.judge import Judge
from standins.discord import Channel, Discord, Message, Permission, Person, Reply, Role, Upload
from standins.songs import tone

FANS = ("Ana", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gia", "Hugo", "Ida", "Jon", "Kim", "Leo", "Mia", "Nora", "Pia")
SET_UP = ("submission", "queue", "reviewer", "now_playing", "bookmarks", "metrics", "debug")
CHANNELS = (*SET_UP, "chat")


class WrongEveningError(Exception):
    """Somebody did not see what the rules promise; the text says who and what."""


@dataclass
class Cast:
    """Everybody and every place of the evening, and the judge who listens."""

    world: Discord
    judge: Judge
    channels: dict[str, Channel] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    staff_role: Role | None = None

    @classmethod
    def gather(cls, world: Discord, judge: Judge) -> Cast:
        """Builds the server before the bot comes."""
        guild, cast = world.guild("Night Show"), cls(world, judge)
        cast.staff_role = reviewers = guild.role("Reviewers")
        managers = guild.role("Managers", permissions=Permission.MANAGE_GUILD)
        for name in CHANNELS:
            cast.channels[name] = guild.text_channel(name.replace("_", "-"))
        cast.people["Olga"] = guild.member("Olga", roles=[managers])
        for name in ("Rita", "Sam"):
            cast.people[name] = guild.member(name, roles=[reviewers])
        for name in FANS:
            cast.people[name] = guild.member(name)
        return cast

    @property
    def stage(self) -> Channel:
        """Where songs are submitted."""
        return self.channels["submission"]

    def board(self, channel: str, heading: str) -> Message:
        """The board with that heading; raises LookupError where nobody sees it."""
        found = (one for one in self.channels[channel].public_messages() if heading in one.text)
        board = next(found, None)
        if board is None:
            raise LookupError(f"there is no board “{heading}” in {channel}")
        return board

    async def setup(self) -> str:
        """Olga names the channels and the staff role."""
        options = {name: self.channels[name] for name in SET_UP}
        reply = await self.people["Olga"].slash(self.stage, "setup", staff_role=self.staff_role, **options)
        return (await reply.finished()).text

    async def form(self, name: str, fields: Mapping[str, object], file: Upload | None = None) -> str:
        """Fills in the form of /submit."""
        opened = await self.people[name].slash(self.stage, "submit")
        return await self._fill(name, opened, fields, file)

    async def portal(self, name: str, fields: Mapping[str, object]) -> str:
        """Presses Submit on the portal and fills in the form."""
        opened = await self.people[name].press(self.board("submission", "Send in your song"), "Submit")
        return await self._fill(name, opened, fields, None)

    async def command(self, name: str, command: str, **options: object) -> str:
        """Uses a command and waits for its last word."""
        reply = await self.people[name].slash(self.stage, command, **options)
        return (await reply.finished()).text

    async def dropped(self, name: str, text: str = "", file: Upload | None = None) -> str:
        """Drops a link or a file in the submission channel and waits for what the bot says about it."""
        person = self.people[name]
        seen = {one.id for one in self.stage.public_messages()}
        await person.say(self.stage, text, files=[file] if file else [])

        def answers() -> list[str]:
            said = (one for one in self.stage.public_messages() if one.id not in seen and one.author is self.world.bot)
            return [one.text for one in said if person.mention in one.text]

        await self.world.until(answers, what=f"an answer to {name}'s message")
        return answers()[-1]

    async def menu(self, name: str, text: str) -> str:
        """Writes a message somewhere else and submits it by its menu."""
        message = await self.people[name].say(self.channels["chat"], text)
        reply = await self.people[name].menu(self.channels["chat"], "Submit this track", message)
        return (await reply.finished()).text

    async def _fill(self, name: str, opened: Reply, fields: Mapping[str, object], file: Upload | None) -> str:
        if opened.modal is None:
            raise WrongEveningError(f"{name} got no form, but: {opened.text}")
        sent = await self.people[name].fill(opened.modal, fields, files={"File": [file]} if file else {})
        return (await sent.finished()).text


def upload(audio_format: str, pitch: int, artist: str = "", title: str = "") -> Upload:
    """A song of one second as a file."""
    return Upload(f"{title or 'song'}.{audio_format}", tone(audio_format, pitch, artist=artist, title=title))
