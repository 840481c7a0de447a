"""The house itself: its rules hold, and each rule finds the one who breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.answers import answers_are_given_in_one_place, loops_go_on
from tests.house.code import (
    errors_rise_to_one_place,
    files_and_functions_are_short,
    refusals_are_written_in_one_place,
    sql_stays_in_tables,
    stored_messages_are_reached_one_way,
)
from tests.house.imports import (
    domain_needs_the_standard_library_only,
)
from tests.house.source import sources
from tests.house.texts import (
    dependencies_have_their_line,
    locks_pin_what_is_asked_for,
    settings_are_documented,
    texts_name_no_place_of_one_machine,
)

ROOT = Path(__file__).resolve().parent.parent
Check = Callable[[Path], Iterator[str]]

CATCH = "try:\n    x = 1\nexcept {}:\n    pass\n"
LOOP = "class A:\n    def load(self):\n        {}\n    @tasks.loop(hours=1)\n    async def tidy(self):\n        {}\n"
# A rule, a file that breaks it, and what that file holds.
BREAKERS: list[tuple[Check, str, str]] = [
    (domain_needs_the_standard_library_only, "domain/links.py", "import yarl"),
    (domain_needs_the_standard_library_only, "domain/links.py", "from discord.utils import utcnow"),
    (errors_rise_to_one_place, "services/queue.py", CATCH.format("Exception")),
    (errors_rise_to_one_place, "services/queue.py", CATCH.replace(" {}", "")),
    (errors_rise_to_one_place, "cogs/queue.py", CATCH.format("(OSError, BaseException)")),
    (errors_rise_to_one_place, "cogs/queue.py", "with contextlib.suppress(Exception):\n    x = 1"),
    (errors_rise_to_one_place, "views/base.py", CATCH.format("Exception") * 2),
    (errors_rise_to_one_place, "database.py", CATCH.format("Exception")),
    (sql_stays_in_tables, "services/queue.py", "x = 'SELECT id FROM submissions'"),
    (sql_stays_in_tables, "services/queue.py", "x = f'UPDATE submissions\\n SET line = {y}'"),
    (sql_stays_in_tables, "services/queue.py", "x = 'INSERT OR IGNORE INTO points VALUES (1)'"),
    (sql_stays_in_tables, "cogs/queue.py", "x = 'DELETE FROM points'"),
    (sql_stays_in_tables, "cogs/queue.py", "x = 'CREATE TABLE points (id)'"),
    (sql_stays_in_tables, "bot.py", "x = 'PRAGMA quick_check'"),
    (sql_stays_in_tables, "services/queue.py", "tx.execute('select 1')"),
    (stored_messages_are_reached_one_way, "cogs/drops.py", "bot.get_partial_messageable(5)"),
    (stored_messages_are_reached_one_way, "displays/board.py", "await channel.get_partial_message(5).delete()"),
    (stored_messages_are_reached_one_way, "displays/board.py", "await channel.fetch_message(place.message_id)"),
    (stored_messages_are_reached_one_way, "displays/board.py", "await self.bot.fetch_channel(place.channel_id)"),
    (stored_messages_are_reached_one_way, "displays/board.py", "discord.PartialMessage(channel=channel, id=5)"),
    (stored_messages_are_reached_one_way, "displays/board.py", "await self.bot.http.delete_message(1, 2)"),
    (stored_messages_are_reached_one_way, "views/checks.py", "interaction.client.get_channel(5)"),
    (refusals_are_written_in_one_place, "services/queue.py", "raise Refusal('No.', 'Go.')"),
    (refusals_are_written_in_one_place, "services/queue.py", "raise refusals.Refusal('No.', 'Go.')"),
    (refusals_are_written_in_one_place, "services/queue.py", "class Closed(Refusal): ..."),
    (answers_are_given_in_one_place, "cogs/queue.py", "interaction.response.defer()"),
    (answers_are_given_in_one_place, "views/base.py", "await_it(i.followup.send)"),
    (answers_are_given_in_one_place, "views/pages.py", "interaction.edit_original_response(view=page)"),
    (loops_go_on, "cogs/queue.py", LOOP.format("self.tidy.add_exception_type(Exception)", "go()")),
    (loops_go_on, "cogs/queue.py", LOOP.format("self.tidy.start()", "rounds.noted('x')")),
    (loops_go_on, "cogs/queue.py", LOOP.format("self.tidy.add_exception_type(Refusal)", "rounds.noted('x')")),
    (files_and_functions_are_short, "views/boards.py", "x = 1\n" * 351),
    (files_and_functions_are_short, "views/boards.py", "def draw() -> None:\n" + "    x = 1\n" * 50),
    (settings_are_documented, "config.py", "class Settings:\n    data_dir: str"),
    (settings_are_documented, ".env.example", "NOBODY_READS=1"),
    (dependencies_have_their_line, "requirements.in", "left-pad==1.0  # why not"),
    (dependencies_have_their_line, "requirements-dev.in", "left-pad[extra]"),
    (dependencies_have_their_line, "docs/dependencies.md", "| `left-pad` | pads |"),
    (locks_pin_what_is_asked_for, "requirements.in", "left-pad"),
    (locks_pin_what_is_asked_for, "requirements-dev.txt", "--index-url https://example.org/simple"),
    (texts_name_no_place_of_one_machine, "docs/notes.md", "It lies in /" + "tmp/songs."),
    (texts_name_no_place_of_one_machine, "Makefile", "run:\n\tcat ../" + "shared/notes"),
]
# What comes close to breaking a rule and does not.
KEEPERS: list[tuple[Check, str, str]] = [
    (domain_needs_the_standard_library_only, "domain/order.py", "import datetime\nfrom domain.lines import Line"),
    (errors_rise_to_one_place, "views/base.py", CATCH.format("Exception")),
    (errors_rise_to_one_place, "database.py", CATCH.format("BaseException")),
    (errors_rise_to_one_place, "cogs/queue.py", CATCH.format("(OSError, discord.HTTPException)")),
    (sql_stays_in_tables, "tables/songs.py", "x = 'SELECT id FROM submissions'"),
    (sql_stays_in_tables, "services/queue.py", "'SELECT x FROM y is said in tables/.'\nx = 'Select one from it.'"),
    (
        stored_messages_are_reached_one_way,
        "guild/messages.py",
        "guild.get_channel(5).get_partial_message(6)",
    ),
    (stored_messages_are_reached_one_way, "views/checks.py", "interaction.guild.get_channel(5)\nguild.get_channel(6)"),
    (refusals_are_written_in_one_place, "domain/refusals.py", "x = Refusal('No.', 'Go.')"),
    (answers_are_given_in_one_place, "views/answers.py", "interaction.response.send_modal(form)"),
    (loops_go_on, "cogs/queue.py", LOOP.format("self.tidy.add_exception_type(Exception)", "rounds.noted('x')")),
    (files_and_functions_are_short, "views/boards.py", "x = 1\n" * 350),
    (files_and_functions_are_short, "tests/test_story.py", "def test_it() -> None:\n" + "    x = 1\n" * 60),
    (texts_name_no_place_of_one_machine, "docs/notes.md", "See https://example.org/work/tmp and data/media/."),
]
CHECKS = list(dict.fromkeys(check for check, _, _ in BREAKERS))


def plant(root: Path, name: str, text: str) -> Path:
    """A tree at `root` with one file in it; returns `root`."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_the_rule(check: Check) -> None:
    assert list(check(ROOT)) == []


@pytest.mark.parametrize(("check", "name", "text"), BREAKERS)
def test_the_rule_finds_the_one_who_breaks_it(check: Check, name: str, text: str, tmp_path: Path) -> None:
    assert list(check(plant(tmp_path, name, text)))


@pytest.mark.parametrize(("check", "name", "text"), KEEPERS)
def test_the_rule_lets_pass_what_keeps_it(check: Check, name: str, text: str, tmp_path: Path) -> None:
    assert list(check(plant(tmp_path, name, text))) == []


def test_the_rules_see_every_python_file_that_is_kept_in_the_house() -> None:
    seen = {str(source.path) for source in sources(ROOT)}
    rooms = ("domain", "tables", "media", "services", "views", "displays", "cogs", "guild", "standins", "demo", "tests")
    kept = {path.relative_to(ROOT).as_posix() for room in rooms for path in (ROOT / room).rglob("*.py")}
    assert {"config.py"} | kept <= seen


@pytest.mark.parametrize(("known", "missing"), [(".env.example", "README.md"), ("README.md", ".env.example")])
def test_a_setting_that_one_of_the_two_documents_leaves_out_is_found(known: str, missing: str, tmp_path: Path) -> None:
    plant(tmp_path, "config.py", "class Settings:\n    data_dir: str")
    plant(tmp_path, known, "DATA_DIR=data\n`DATA_DIR`")
    assert list(settings_are_documented(tmp_path)) == [f"{missing}: DATA_DIR is missing"]


@pytest.mark.parametrize("line", ["left_pad==1.0\n", "left-pad>=1.0 \\\n    --hash=sha256:aa\n"])
def test_a_lock_without_a_version_or_without_a_hash_is_found(line: str, tmp_path: Path) -> None:
    plant(tmp_path, "requirements.in", "Left.Pad>=1")
    plant(tmp_path, "requirements.txt", line)
    assert list(locks_pin_what_is_asked_for(tmp_path)) == ["requirements.txt: left-pad is not pinned with its hashes"]
    plant(tmp_path, "requirements.txt", "left-pad==1.0 \\\n    --hash=sha256:aa\n")
    assert list(locks_pin_what_is_asked_for(tmp_path)) == []
