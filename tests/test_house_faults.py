"""The table of faults tells the truth: every row has its tests, and every test that it names exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.nodes import is_there

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "| fault | does | test |\n|---|---|---|\n| a | b | {} |\n"
# What has to be in the table at least, by a word of its row.
NEEDED = (
    *("429", "30046", "500, 502, 503", "after the effect", "resume", "invalid session", "permission is taken"),
    *("channel is deleted", "closed direct messages", "no room", "holds the database", "damaged", "clock jumps"),
    *("two processes", "SIGTERM", "stops working", "crash loop"),
)


def rows(text: str) -> Iterator[tuple[str, list[str]]]:
    """The faults with the tests that are named for each."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and cells[0] != "fault":
            yield cells[0].removeprefix("| "), re.findall(r"`([\w/]+\.py::\w+)`", cells[-1])


def wrong(text: str) -> Iterator[str]:
    """Rows without a test, and tests that are not there."""
    for fault, tests in rows(text):
        if not tests:
            yield f"{fault}: no test"
        missing = (test for test in tests if not (is_there(ROOT / "tests", test) or is_there(ROOT, test)))
        yield from (f"{fault}: there is no {test}" for test in missing)


def table() -> str:
    return (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")


def test_every_fault_has_its_tests_and_each_of_them_exists() -> None:
    assert list(wrong(table())) == []


def test_the_faults_that_have_to_be_in_the_table_are() -> None:
    faults = [fault for fault, _ in rows(table())]
    assert [word for word in NEEDED if not any(word in fault for fault in faults)] == []


def test_a_row_without_a_test_and_a_test_that_does_not_exist_are_found() -> None:
    assert list(wrong(SAMPLE.format("none"))) == ["a: no test"]
    assert list(wrong(SAMPLE.format("`test_house.py::test_nothing`"))) == ["a: there is no test_house.py::test_nothing"]
    assert (
        list(wrong(SAMPLE.format("`test_house_faults.py::test_every_fault_has_its_tests_and_each_of_them_exists`")))
        == []
    )
