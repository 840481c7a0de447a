"""The form of a song: what is typed and chosen becomes an offer, which goes to whoever opened the form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from discord.ui import FileUpload, Label, RadioGroup, TextInput

from domain import review_refusals
from domain.admission import LONGEST_NAME, LONGEST_NOTE
from domain.text import clean_line
from views.answers import acknowledge, open_modal
from views.base import Interaction
from views.checks import guild_of
from views.components import Modal
from views.submitting.upload import SongUpload

FREE, SKIP = "free", "skip"
LONGEST_INPUT = 4000  # Discord: the text of one input
MIB = 1024 * 1024

Finish = Callable[[Interaction, SongUpload], Awaitable[None]]


class SongModal(Modal):
    """Artist, title, link, file, and the line for a new song or the note for one that is changed.

    Discord: a form has five parts at most, so there is no room for both, and "link or file" cannot be declared.
    """

    def __init__(self, offer: SongUpload, file_mib: int, finish: Finish) -> None:
        super().__init__("Submit a song" if offer.number is None else f"Edit #{offer.number}")
        self._offer, self._finish, draft = offer, finish, offer.draft
        self.artist = _text("artist", draft.artist, LONGEST_NAME)
        self.song_title = _text("title", draft.title, LONGEST_NAME)
        self.link = _text("link", draft.link, LONGEST_INPUT, "https://…")
        self.file = FileUpload[SongModal](custom_id="file", required=False, min_values=0, max_values=1)
        self.line, self.note = _lines(skip=draft.wants_skip), _text("note", draft.note, LONGEST_NOTE)
        fills_itself = "Leave it empty to take it from the file or the link."
        self.add_item(Label(text="Artist", description=fills_itself, component=self.artist))
        self.add_item(Label(text="Title", description=fills_itself, component=self.song_title))
        self.add_item(Label(text="Link", description="A link or a file is needed; both are fine.", component=self.link))
        self.add_item(Label(text="File", description=_file_text(offer.file_here, file_mib), component=self.file))
        if offer.number is None:
            self.add_item(Label(text="Line", component=self.line))
        else:
            self.add_item(Label(text="Note", description="For the reviewer.", component=self.note))

    async def submit(self, interaction: Interaction) -> None:
        """Hands the filled offer on. Discord: storing a file may take longer than the 3 s of a first answer."""
        await acknowledge(interaction)
        await self._finish(interaction, self._filled())

    def _filled(self) -> SongUpload:
        draft = replace(
            self._offer.draft, artist=self.artist.value, title=self.song_title.value, link=self.link.value.strip()
        )
        if self._offer.number is None:
            draft = replace(draft, wants_skip=_wants_skip(self.line.value))
        else:
            draft = replace(draft, note=self.note.value)
        return replace(self._offer, draft=draft, attachment=next(iter(self.file.values), None))


async def open_song_modal(interaction: Interaction, offer: SongUpload, finish: Finish) -> None:
    """Opens the form over `offer`. Discord: a form has to be the first answer, within 3 s."""
    settings = await interaction.client.services.settings.of(guild_of(interaction))
    file_mib = min(settings.file_limit_mib, interaction.filesize_limit // MIB)
    await open_modal(interaction, SongModal(offer, file_mib, finish))


def _text(custom_id: str, start: str, longest: int, placeholder: str = "") -> TextInput[SongModal]:
    default = start[:longest] if longest == LONGEST_INPUT else clean_line(start, longest)
    return TextInput(
        custom_id=custom_id,
        required=False,
        default=default or None,
        max_length=longest,
        placeholder=placeholder or None,
    )


def _lines(*, skip: bool) -> RadioGroup[SongModal]:
    group = RadioGroup[SongModal](custom_id="line")
    group.add_option(
        label="Free",
        value=FREE,
        description="It waits its turn. When it plays, your points go to zero.",
        default=not skip,
    )
    group.add_option(label="Skip", value=SKIP, description="A reviewer has to approve it.", default=skip)
    return group


def _wants_skip(value: str | None) -> bool:
    """Discord: what a form sends back can be forged, so a line that was not offered is refused."""
    if value not in {FREE, SKIP}:
        raise review_refusals.line_not_in_ladder(clean_line(value or "", LONGEST_NAME))
    return value == SKIP


def _file_text(file_here: str, file_mib: int) -> str:
    accepted = f"MP3, WAV, M4A or FLAC, at most {file_mib} MiB."
    return f"{clean_line(file_here, 40)} is here already. Or another: {accepted}" if file_here else accepted
