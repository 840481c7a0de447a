"""Bringing a server back from a backup: the question what it replaces, and the press that does it."""

from __future__ import annotations

from functools import partial

import discord

from domain.backups import restorable
from services.backups import Preview
from views.answers import acknowledge
from views.base import Interaction, tell
from views.checks import guild_of, is_here, left_as_they_are, require_admin
from views.components import Button
from views.pages import buttons
from views.text import ago

# The tables that people know, in their words; the others come along.
SHOWN = {
    "submissions": "songs",
    "plays": "plays",
    "ledger": "entries of points",
    "accounts": "TikTok accounts",
    "links": "linked accounts",
    "blocks": "blocks",
    "settings": "settings",
    "staff_actions": "staff actions",
}


class RestoreButton(Button, prefix="backup:restore"):
    """Restores after the question; carries the kind of the backup and its time."""

    label = "Restore"
    style = discord.ButtonStyle.danger

    async def press(self, interaction: Interaction) -> None:
        doer, guild_id = require_admin(interaction), guild_of(interaction)
        kinds = restorable(guild_id)
        name = kinds[self.arg(most=len(kinds) - 1)].named(self.arg(1))
        await acknowledge(interaction)
        here = partial(is_here, interaction.guild)
        done = await interaction.client.services.backups.restore(guild_id, doer, name, here)
        await tell(
            interaction,
            f"✅ `{name}` is brought back. What was there before is in `{done.safety}`. "
            f"The displays follow in a few seconds.{left_as_they_are(done.left_out)}",
        )


async def ask_to_restore(interaction: Interaction, preview: Preview) -> None:
    """Says what the backup would replace, and asks."""
    name = preview.name
    kinds = enumerate(restorable(guild_of(interaction)))
    which, kind = next((at, kind) for at, kind in kinds if kind.made_at(name))
    await tell(interaction, question(preview), view=buttons(RestoreButton(which, kind.number(name))))


def question(preview: Preview) -> str:
    """What would be replaced, there now and in the backup."""
    head = f"Restore `{preview.name}`, made {ago(preview.created_at)}? Nothing has changed yet."
    tail = "What is there now is backed up first. Songs' audio files are in no backup; those on disk stay."
    if preview.rows is None:
        return f"{head}\nAll points and linked TikTok names become as they were then. Everything else stays.\n{tail}"
    rows = preview.rows
    lines = [f"- {word}: {rows[table][0]:,} now, {rows[table][1]:,} then" for table, word in SHOWN.items()]
    return "\n".join([head, "Everything that belongs to this server becomes as it was then:", *lines, tail])
