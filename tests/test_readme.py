"""The README tells the truth: its commands, files, numbers and defaults are run or compared with the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest

from benchmarks.torture.__main__ import KILLS
from bot import home_of
from config import LOG_LEVELS, Settings
from domain.backups import BY_HAND, HOURLY, NIGHTLY, of_server
from domain.lines import LADDERS
from domain.link_providers import ALLOWED_BY_DEFAULT, HOSTS
from domain.settings import GuildSettings
from guild.permissions import NAMES
from tests import audio
from tests.bot_env import BOT_PERMISSIONS, HandClock
from tests.house.readme import sentences
from tests.media.offers import offer
from tests.show import GUILD, MIA, open_show

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCS = sorted((ROOT / "docs").glob("*.md"))
SAID = sentences(README)
TOKEN = {"DISCORD_TOKEN": "a.b.c"}
MAKE = shutil.which("make")
# What the README says that a target does, and the part of its recipe that does it.
RECIPES = {
    "run": ("bot.py",),
    "demo": ("-m demo.evening",),
    "test": ("-m pytest",),
    "check": (
        *("-m ruff check .", "-m ruff format --check .", "-m mypy .", "lint-imports"),
        "-m pytest tests/test_house*.py",
    ),
    "mutants": ("-m scripts.mutants",),
    "torture": ("-m benchmarks.torture",),
    "memory": ("-m benchmarks.memory_limit",),
    "bench": ("-m benchmarks.bench",),
    "soak": ("-m benchmarks.ingest 1000000",),
    "lock": ("requirements.in -o requirements.txt", "requirements-dev.in -o requirements-dev.txt"),
    "clean": ("rm -rf .venv",),
}


def said(start: str) -> str:
    """The one sentence that starts so."""
    [sentence] = [one for one in SAID if one.startswith(start)]
    return sentence


def listed(start: str) -> list[str]:
    """What the sentence that starts so lists: `A, B and C.` as A, B and C."""
    named = re.match(re.escape(start) + r" ([^.;:]+)", said(start))
    assert named
    return re.split(r", | and ", named[1])


def made(folder: Path, *arguments: str) -> str:
    """What `make` says in a folder that has nothing but what it needs; nothing of the caller's is handed on."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder)
    assert MAKE
    asked = [MAKE, "--no-print-directory", *arguments]
    return subprocess.run(  # noqa: S603
        asked, cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, check=True, text=True
    ).stdout


def test_a_text_is_taken_apart_into_sentences_rows_and_lines_of_code() -> None:
    text = (
        "# A\n\nOne `x.y`. Two\nlines.\n\n1. Three.\n\n       code 1\n\n   Four.\n\n| a |\n|---|\n| b |\n\n    code 2\n"
    )
    assert sentences(text) == ["One `x.y`.", "Two lines.", "Three.", "code 1", "Four.", "| b |", "code 2"]


def test_the_lines_are_those_of_the_usual_ladder() -> None:
    usual = LADDERS[GuildSettings().ladder]
    assert listed("The lines, highest first, are") == [line.label for line in usual.lines]


def test_the_sites_are_those_allowed_by_default() -> None:
    assert listed("Links may go to") == list(HOSTS)
    assert GuildSettings().allowed_hosts == ALLOWED_BY_DEFAULT


def test_the_largest_file_is_the_usual_one() -> None:
    assert f"up to {GuildSettings().file_limit_mib} MiB" in said("Files may be")


def test_the_prices_are_the_usual_ones() -> None:
    usual = GuildSettings()
    named = re.findall(r"(\w+) (\d+,\d+)", said("Each coin of a gift"))
    lines = reversed(usual.lines.paid)
    assert named == [(line.label, f"{usual.price(line):,}") for line in lines]


def test_the_address_asks_for_the_permissions_that_are_named_and_for_no_others() -> None:
    asked = dict(part.split("=") for part in said("https://discord.com/oauth2").partition("?")[2].split("&"))
    assert set(asked["scope"].split("+")) == {"bot", "applications.commands"}
    named = [_permission(name) for name in listed_after_colon("The bot asks for these permissions")]
    assert discord.Permissions(int(asked["permissions"])) == discord.Permissions(**dict.fromkeys(named, True))
    assert named == list(NAMES)
    assert int(asked["permissions"]) == BOT_PERMISSIONS.value


def listed_after_colon(start: str) -> list[str]:
    """What stands behind the colon of the sentence."""
    return said(start).rstrip(".").partition(": ")[2].split(", ")


def _permission(name: str) -> str:
    return {"see channels": "view_channel"}.get(name, name.replace(" ", "_"))


def test_administrator_is_never_asked_for() -> None:
    numbers = re.findall(r"permissions=(\d+)", README)
    assert numbers
    assert not any(discord.Permissions(int(one)).administrator for one in numbers)
    assert "administrator" not in {name.lower() for name in NAMES}


def test_an_empty_variable_means_what_its_row_says() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*; `([^`]+)` if empty \|$", README, re.MULTILINE)
    assert [name for name, _ in rows] == ["DATA_DIR", "BACKUP_DIR", "MEDIA_QUOTA_GB", "MEDIA_KEEP_DAYS", "LOG_LEVEL"]
    assert Settings.load(TOKEN | dict(rows)) == Settings.load(TOKEN | {name: "" for name, _ in rows})


def test_the_levels_of_the_log_are_those_of_its_row() -> None:
    row = said("| `LOG_LEVEL` |").rpartition(";")[0]
    assert tuple(re.findall(r"`(\w+)`", row)[1:]) == LOG_LEVELS


def test_the_data_lies_where_the_readme_says() -> None:
    settings = Settings.load(TOKEN)
    home = home_of(settings)
    folder, database, media = re.findall(r"`([\w.]+)`", said("Everything is in the folder"))
    assert (home.data_dir.name, home.database.name, home.media.name) == (folder, database, media)
    assert {home.database.parent, home.media.parent} == {home.data_dir}
    moved = home_of(replace(settings, backup_dir=Path("/elsewhere"), media_quota_gb=3))
    assert (moved.backup_dir, moved.media_quota_bytes) == (Path("/elsewhere"), 3 * 1024**3)


def test_backups_are_named_and_kept_as_their_rows_say() -> None:
    rows = re.findall(r"^\| `(\w+\.\w+)`.*\| (\d+)(?: a server)? \|$", README, re.MULTILINE)
    kinds = (HOURLY, NIGHTLY, of_server(0))
    stamps = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%H": "HH", "%M": "MM", "%S": "SS"}
    shown = [re.sub("%.", lambda found: stamps[found[0]], one.stamp) for one in kinds]
    assert rows == [
        (f"{one.prefix.replace('_0_', '_ID_')}{stamp}{one.suffix}", str(one.kept))
        for one, stamp in zip(kinds, shown, strict=True)
    ]


def test_a_backup_by_hand_is_kept_until_somebody_deletes_it() -> None:
    names = [BY_HAND.name(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)) for days in range(500)]
    assert BY_HAND.expired(names, datetime(2030, 1, 1, tzinfo=UTC)) == []
    assert NIGHTLY.expired(names, datetime(2030, 1, 1, tzinfo=UTC)) == []


async def test_a_copy_of_the_folder_is_the_whole_bot(tmp_path: Path, clock: HandClock) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    async with open_show(here, clock) as show:
        file = await show.services.submissions.keep_file(GUILD, offer(audio.song(artist="Ana", title="Sol"), "sol.mp3"))
        await show.services.submissions.submit(replace(show.draft(MIA), link="", file=file))
    shutil.copytree(here, there)
    shutil.rmtree(here)
    async with open_show(there, clock) as show:
        [song] = (await show.services.queue.line_up(GUILD)).order
        assert show.services.store.path(song.song.file_hash or "") is not None


def test_the_oldest_python_is_the_same_everywhere() -> None:
    [oldest] = re.findall(r"Python (\d\.\d+) or newer", said("You need Linux"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert project["project"]["requires-python"] == f">={oldest}"
    assert f"--python-version {oldest} " in makefile
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in makefile


def test_every_target_that_is_named_is_one_whose_recipe_is_looked_at() -> None:
    assert set(re.findall(r"(?:`| {4})make (\w+)", README + CONTRIBUTING)) - {"help"} == set(RECIPES)


@pytest.mark.skipif(MAKE is None, reason="there is no make here")
def test_make_help_names_every_target_of_the_readme(tmp_path: Path) -> None:
    named = set(re.findall(r"^make (\w+)", made(tmp_path, "help"), re.MULTILINE))
    assert set(RECIPES) <= named


@pytest.mark.skipif(MAKE is None, reason="there is no make here")
@pytest.mark.parametrize("target", RECIPES)
def test_what_make_does_is_what_the_readme_says(target: str, tmp_path: Path) -> None:
    recipe = made(tmp_path, "--dry-run", target)
    assert [part for part in RECIPES[target] if part not in recipe] == []


@pytest.mark.skipif(MAKE is None, reason="there is no make here")
def test_make_installs_into_venv_and_nowhere_else(tmp_path: Path) -> None:
    recipe = made(tmp_path, "--dry-run", "demo", "test")
    installs = [
        line for line in recipe.splitlines() if "install" in line and not line.startswith(("echo", "touch", " "))
    ]
    assert len(installs) == 2
    assert all(line.startswith(".venv/bin/python -m pip install") and "--require-hashes" in line for line in installs)
    assert not re.search(r"sudo pip|--user|--target|--prefix|--root", recipe)


def test_make_test_leaves_no_test_out() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert options["testpaths"] == ["tests", "standins"]
    assert not re.search(r"--ignore|--deselect|-[mk] ", options["addopts"])
    [recipe] = re.findall(r"-m pytest ([^\n]*--dist[^\n]*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert not re.search(r"--ignore|--deselect|-[mk] |tests", recipe)
    known = {"tests", "standins", ".venv"}
    hidden = [path for path in ROOT.glob("*/**/test_*.py") if not known & set(path.parts)]
    assert hidden == []


def test_what_has_to_pass_is_check_and_test() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)$", script, re.MULTILINE) == ["check", "test"]
    assert "set -e" in script


def test_torture_kills_two_hundred_times() -> None:
    [moments] = re.findall(r"`make torture` \| kills the bot at (\d+) moments", CONTRIBUTING)
    assert int(os.environ.get("KILLS") or moments) == KILLS


def test_the_stall_of_a_backup_is_measured_with_a_gigabyte() -> None:
    asked = [sys.executable, "-m", "benchmarks.backup_stall", "--help"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout  # noqa: S603
    assert "1024 if left out" in " ".join(said.split())


@pytest.mark.skipif(MAKE is None, reason="there is no make here")
def test_make_clean_takes_what_the_tools_left_and_never_the_data(tmp_path: Path) -> None:
    kept = [".env", "backups/copy.db", "data/media/song", "data/music_queue.db"]
    for name in [*kept, ".venv/bin/x", ".mypy_cache/x", "demo-out/x", "domain/__pycache__/x"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    made(tmp_path, "clean")
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {*kept, "Makefile", "requirements.txt", "requirements-dev.txt"}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", *(f"docs/{one.name}" for one in DOCS)])
def test_every_file_that_a_document_links_to_is_there(document: str) -> None:
    text = re.sub(r"`[^`]*`", "", (ROOT / document).read_text(encoding="utf-8"))
    links = re.findall(r"\]\(([^)#]+)\)", text)
    folder = (ROOT / document).parent
    assert [link for link in links if "://" not in link and not (folder / link).is_file()] == []


def test_the_licence_is_the_one_that_is_named() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.split()[:4] == ["GNU", "AFFERO", "GENERAL", "PUBLIC"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"[{project['license']}](LICENSE)" in README
    assert re.search(r"^tiktoklive==7\.", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_version_is_the_same_everywhere() -> None:
    asked = [sys.executable, str(ROOT / "bot.py"), "--version"]
    version = subprocess.run(asked, capture_output=True, check=True, text=True).stdout.strip()  # noqa: S603
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)$", changes, re.MULTILINE)[0] == version == project["version"]
