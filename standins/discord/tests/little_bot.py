"""A little bot on the unmodified discord.py: one of everything that the stand-in has to serve."""

from __future__ import annotations

import os
from typing import Any

import discord
import yarl
from discord import app_commands, ui

# What discord.py calls Interaction[Client], in one word.
Button = discord.Interaction[discord.Client]


def point_at(api_base: str, gateway: str) -> None:
    """Sends the library to another address than Discord's own."""
    discord.http.Route.BASE = api_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


class SongModal(ui.Modal, title="Submit a song"):
    """A form with a text, a file and a choice; answers with what it got."""

    artist: ui.Label[Any] = ui.Label(text="Artist", component=ui.TextInput(max_length=20))
    file: ui.Label[Any] = ui.Label(text="File", component=ui.FileUpload(required=False, min_values=0))
    line: ui.Label[Any] = ui.Label(
        text="Line",
        component=ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="Free", value="free", default=True),
                discord.RadioGroupOption(label="Skip", value="skip"),
            ]
        ),
    )

    async def on_submit(self, interaction: Button) -> None:
        """Defers, reads the files and says what came."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        artist, files, line = (label.component for label in (self.artist, self.file, self.line))
        assert isinstance(artist, ui.TextInput)
        assert isinstance(files, ui.FileUpload)
        assert isinstance(line, ui.RadioGroup)
        sizes = [len(await file.read()) for file in files.values]
        said = f"{artist.value} {line.value} {sizes}"
        await interaction.edit_original_response(content=said)


class Panel(ui.View):
    """Buttons that stay."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Next", emoji="⏭️", custom_id="panel:next")
    async def next(self, interaction: Button, _button: ui.Button[Panel]) -> None:
        """Changes the message and adds a followup."""
        await interaction.response.edit_message(content="pressed")
        await interaction.followup.send("done", ephemeral=True)

    @ui.button(label="Modal", custom_id="panel:form")
    async def form(self, interaction: Button, _button: ui.Button[Panel]) -> None:
        """Opens the form."""
        await interaction.response.send_modal(SongModal())

    @ui.select(placeholder="Who?", cls=ui.UserSelect, custom_id="panel:who")
    async def who(self, interaction: Button, select: ui.UserSelect[Panel]) -> None:
        """Says who was chosen."""
        await interaction.response.send_message(f"chose {select.values[0].display_name}", ephemeral=True)


class LittleBot(discord.Client):
    """Keeps what it heard in `heard`, newest last."""

    def __init__(self, intents: discord.Intents, **options: Any) -> None:  # noqa: ANN401 - handed to the library as they are
        super().__init__(intents=intents, max_messages=None, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, object]] = []
        self.interactions: list[Button] = []
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        """Registers the buttons and the commands."""
        self.add_view(Panel())
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        """Notes every message."""
        self.heard.append(("message", message))

    async def on_interaction(self, interaction: Button) -> None:
        """Keeps every interaction."""
        self.interactions.append(interaction)

    async def on_resumed(self) -> None:
        """Notes a resume."""
        self.heard.append(("resumed", None))

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Notes new channels."""
        self.heard.append(("channel", channel.name))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Notes deleted messages."""
        self.heard.append(("delete", event.message_id))


def add_commands(tree: app_commands.CommandTree[LittleBot]) -> None:
    """Registers one command of each sort."""

    @tree.command(description="Posts the panel")
    async def panel(interaction: Button, hidden: int = 0) -> None:
        await interaction.response.send_message("panel", view=Panel(), ephemeral=bool(hidden))

    @tree.command(description="Says what it was given")
    @app_commands.describe(count="A number")
    async def echo(
        interaction: Button,
        count: app_commands.Range[int, 1, 10],
        member: discord.Member | None = None,
        channel: discord.TextChannel | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        size = len(await file.read()) if file else 0
        names = f"{member and member.display_name} {channel and channel.name}"
        await interaction.response.send_message(f"{count} {names} {size}")

    @tree.command(description="Never answers by itself")
    async def silent(interaction: Button) -> None:
        del interaction

    block = app_commands.Group(name="block", description="Blocks", guild_only=True)

    @block.command(name="add", description="Adds one")
    async def add(interaction: Button, name: str) -> None:
        await interaction.response.send_message(f"blocked {name}")

    @add.autocomplete("name")
    async def suggest(_interaction: Button, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=typed)]

    tree.add_command(block)

    @tree.context_menu(name="Read this")
    async def read(interaction: Button, message: discord.Message) -> None:
        await interaction.response.send_message(f"read {message.content}", ephemeral=True)


if __name__ == "__main__":
    point_at(os.environ["DISCORD_API_BASE"], os.environ["DISCORD_GATEWAY"])
    LittleBot(discord.Intents(guilds=True, messages=True)).run(os.environ["DISCORD_TOKEN"], log_handler=None)
