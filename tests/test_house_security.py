"""docs/security.md tells the truth: the tests and the code that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.torture.schedule import KINDS
from tests.house.nodes import is_there

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PEOPLE = (
    *("a stranger", "a member", "a blocked member", "a reviewer", "an admin:", "an admin of another server"),
    *("a file to restore from", "a viewer on TikTok", "the owner of the computer", "another account on the computer"),
)


def test_every_test_that_the_document_names_exists() -> None:
    named = re.findall(r"`([\w/]+\.py::\w+)`", TEXT)
    assert named
    assert [one for one in named if not (is_there(ROOT / "tests", one) or is_there(ROOT, one))] == []


def test_every_kind_of_person_has_a_row() -> None:
    rows = [line.partition(" | ")[0] for line in TEXT.splitlines() if line.startswith("| ")]
    assert [one for one in PEOPLE if not any(one in row for row in rows)] == []


def test_every_trouble_of_the_torture_has_its_row_and_its_module() -> None:
    assert [kind for kind in KINDS if f"| {kind} |" not in TEXT] == []
    modules = re.findall(r"`(benchmarks/[\w/]+\.py)`", TEXT)
    assert [one for one in modules if not (ROOT / one).is_file()] == []
