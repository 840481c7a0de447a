"""The slash commands: each is described, has a name of its own, and stands in the README."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from discord import Interaction, app_commands
from discord.ext.commands import Cog, GroupCog

from tests.house.commands import (
    commands_are_described,
    commands_are_for_servers,
    commands_are_unique,
    readme_names_the_commands,
)

ROOT = Path(__file__).resolve().parent.parent


def cogs() -> list[ModuleType]:
    """Every module of cogs/."""
    return [import_module(f"cogs.{path.stem}") for path in sorted((ROOT / "cogs").glob("[a-z]*.py"))]


def planted(*cogs: type[Cog]) -> ModuleType:
    """A module that defines these cogs."""
    module = ModuleType(cogs[0].__module__)
    vars(module).update({cog.__qualname__: cog for cog in cogs})
    return module


class Silent(Cog):
    """One command and a group that explain nothing."""

    group = app_commands.Group(name="block", description="…")

    @app_commands.command()
    async def dance(self, interaction: Interaction, song: str) -> None: ...

    @group.command()
    async def add(self, interaction: Interaction) -> None: ...


class Loud(Cog):
    """A command with the name of another one, well explained."""

    @app_commands.command(description="Dance to a song.")
    @app_commands.describe(song="The song to dance to.")
    async def dance(self, interaction: Interaction, song: str) -> None: ...


class Settings(GroupCog, group_name="settings", group_description="…"):
    """A cog that is a group and does not say what for."""

    @app_commands.command(description="Show them all.")
    async def show(self, interaction: Interaction) -> None: ...


def test_every_command_group_and_option_says_what_it_does() -> None:
    assert list(commands_are_described(cogs())) == []


def test_every_command_has_a_name_of_its_own() -> None:
    assert list(commands_are_unique(cogs())) == []


def test_no_command_is_offered_in_direct_messages() -> None:
    assert list(commands_are_for_servers(cogs())) == []


def test_a_command_that_is_offered_in_direct_messages_is_found() -> None:
    found = ["/block", "/dance", "/settings"]
    assert list(commands_are_for_servers([planted(Silent, Settings)])) == [f"{one} is offered there" for one in found]


def test_the_readme_names_every_command_and_no_other() -> None:
    if modules := cogs():
        assert list(readme_names_the_commands((ROOT / "README.md").read_text(encoding="utf-8"), modules)) == []


def test_a_command_a_group_and_an_option_without_a_description_are_found() -> None:
    silent = ["/block", "/block add", "/dance", "/dance [song]", "/settings"]
    found = set(commands_are_described([planted(Silent, Settings)]))
    assert found == {f"{name} has no description" for name in silent}


def test_described_commands_are_left_alone() -> None:
    assert list(commands_are_described([planted(Loud)])) == []


def test_two_commands_with_one_name_are_found() -> None:
    assert "/dance exists 2 times" in commands_are_unique([planted(Silent, Loud)])


def test_a_readme_that_leaves_a_command_out_or_makes_one_up_is_found() -> None:
    assert list(readme_names_the_commands("Use `/sing song` or `/settings show`.", [planted(Loud, Settings)])) == [
        "README.md: /dance is missing",
        "README.md: there is no /sing",
    ]
