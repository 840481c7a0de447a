"""The table of what holds each rule is true: every function and every test in it exists. See scripts/mutants.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.nodes import is_there
from tests.mutant import Rule
from tests.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
BUILT = set(range(1, 15))


def test_every_rule_of_the_show_can_be_taken_out() -> None:
    assert {rule.number for rule in RULES} == BUILT


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.number} {rule.says}")
def test_the_function_that_holds_a_rule_is_there_and_so_are_its_tests(rule: Rule) -> None:
    assert callable(rule.original())
    assert rule.tests
    assert [test for test in rule.tests if not is_there(ROOT, test)] == []
