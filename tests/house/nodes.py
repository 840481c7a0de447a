"""Tests by their names: whether there is one at a place like `tests/test_house.py::test_the_house_keeps_the_rule`."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


def is_there(root: Path, test: str) -> bool:
    """Whether the file `test` names exists below `root` and has that function."""
    file, _, name = test.partition("::")
    return name in _functions(root / file)


@cache
def _functions(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
