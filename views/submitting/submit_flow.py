"""Handing a song in: an offer becomes a receipt, or a refusal with the way to mend it without typing it all again."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import discord

from domain import refusals, song_refusals
from domain.submissions import Submission
from services.container import Services
from services.drafts import Draft
from services.submissions import Receipt
from views.answers import acknowledge
from views.base import Interaction, person, tell
from views.checks import guild_of, require_reviewer
from views.components import Button
from views.pages import buttons
from views.submitting.receipt import RemoveOwnButton, WhyButton, receipt_text
from views.submitting.song_modal import open_song_modal
from views.submitting.upload import SongUpload, with_file


class Answer(NamedTuple):
    """What the member reads, and the buttons under it."""

    text: str
    view: discord.ui.View


async def submit_upload(services: Services, offer: SongUpload) -> Answer:
    """Stores the file and the song and gives the receipt; what was refused is kept, so that it can be mended."""
    draft = offer.draft
    try:
        draft = await with_file(services, offer)
        receipt = await _store(services, draft, offer.number)
    except refusals.DataUnusable:
        raise  # a draft could not be kept either
    except refusals.Refusal as refusal:
        return await _mendable(services, replace(offer, draft=draft), refusal)
    if offer.draft_id is not None:
        await services.drafts.drop(offer.draft_id)
    text = receipt_text(receipt, changed=offer.number is not None)
    return Answer(text, receipt_buttons(receipt.submission) if offer.for_oneself else buttons())


async def answer(interaction: Interaction, offer: SongUpload) -> None:
    """Hands the offer in and answers the person, whose first answer was deferred."""
    found = await submit_upload(interaction.client.services, offer)
    await tell(interaction, found.text, view=found.view)


def receipt_buttons(song: Submission) -> discord.ui.View:
    """What a member may do with a song that was just stored."""
    return buttons(EditButton(song.number), RemoveOwnButton(song.number), WhyButton(song.number))


def draft_of(song: Submission) -> Draft:
    """A song as a draft, to be edited or sent again."""
    return Draft(
        guild_id=song.guild_id,
        member=song.member,
        artist=song.song.artist,
        title=song.song.title,
        link=song.song.link or "",
        note=song.song.note,
    )


async def _store(services: Services, draft: Draft, number: int | None) -> Receipt:
    if number is None:
        return await services.submissions.submit(draft)
    return await services.submissions.edit(number, draft)


async def _mendable(services: Services, offer: SongUpload, refusal: refusals.Refusal) -> Answer:
    draft_id = await services.drafts.keep(offer.draft, offer.writer_id)
    mends: list[Button] = [FixButton(draft_id) if offer.number is None else FixButton(draft_id, offer.number)]
    if isinstance(refusal, song_refusals.OwnDuplicate):
        mends.append(ReplaceButton(draft_id, refusal.number))
    return Answer(str(refusal), buttons(*mends))


class EditButton(Button, prefix="song:edit"):
    """Opens the form over one's own active song."""

    label = "Edit"
    emoji = "✏️"

    async def press(self, interaction: Interaction) -> None:
        submissions = interaction.client.services.submissions
        song = await submissions.own_song(guild_of(interaction), interaction.user.id, self.arg())
        if not song.status.active:
            raise song_refusals.song_moved_on(song.number, song.status)
        draft = replace(draft_of(song), member=person(interaction))
        offer = SongUpload(draft, interaction.user.id, number=song.number, file_here=song.song.file_name or "")
        await open_song_modal(interaction, offer, answer)


class FixButton(Button, prefix="draft:fix"):
    """Opens the form over a refused draft; carries its id, and the song's number where it was to change one."""

    label = "Fix it"
    emoji = "✏️"
    style = discord.ButtonStyle.primary

    async def press(self, interaction: Interaction) -> None:
        number = self.arg(1) if len(self.numbers) > 1 else None
        await open_song_modal(interaction, await _kept(interaction, self.arg(), number), answer)


class ReplaceButton(Button, prefix="draft:replace"):
    """Puts a refused draft on the entry that is in already; carries the draft's id and that entry's number."""

    label = "Replace my entry"
    emoji = "🔁"

    async def press(self, interaction: Interaction) -> None:
        offer = await _kept(interaction, self.arg(), self.arg(1))
        await acknowledge(interaction)
        await answer(interaction, offer)


async def _kept(interaction: Interaction, draft_id: int, number: int | None) -> SongUpload:
    """One's own refused draft as an offer, without its file where that is not stored any more."""
    services, writer_id = interaction.client.services, interaction.user.id
    draft = await services.drafts.get(guild_of(interaction), draft_id, writer_id)
    if draft.member.member_id != writer_id:
        await require_reviewer(interaction)
    if draft.file and not services.store.hold(draft.file.file_hash):
        draft = replace(draft, file=None)
    file_here = draft.file.file_name if draft.file else ""
    return SongUpload(draft, writer_id, number=number, draft_id=draft_id, file_here=file_here)
