"""A pytest plugin that takes one rule out of the show before the tests are collected: `--take-out INDEX`."""

from __future__ import annotations

import pytest

from tests.rules import RULES


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that names the entry of tests/rules.py."""
    parser.addoption("--take-out", type=int, help="the index of an entry of RULES in tests/rules.py")


def pytest_configure(config: pytest.Config) -> None:
    """Replaces the function before any test module imports it by name."""
    index = config.getoption("--take-out")
    if index is not None:
        RULES[index].take_out()
