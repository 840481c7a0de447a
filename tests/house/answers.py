"""The rules about what runs by itself: answers are given in one place, and a loop outlives what it meets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import TOOLS, name_of, sources

# A form is sent from there too, and suggestions are what an autocomplete returns.
ONE_PLACE = "views/answers.py"
WAYS = {"response", "followup", "original_response", "edit_original_response", "delete_original_response"}


def answers_are_given_in_one_place(root: Path) -> Iterator[str]:
    """Nobody but views/answers.py answers an interaction: it is where a lost answer is given again."""
    for source in sources(root):
        if source.room in TOOLS | {"standins", "demo"} or str(source.path) == ONE_PLACE:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in WAYS:
                yield source.at(node, f"uses {ast.unparse(node)}: answer with views/answering.py")


def loops_go_on(root: Path) -> Iterator[str]:
    """Whatever the round of a `tasks.loop` meets, the next one comes, and the doctor can see that it failed."""
    for source in sources(root):
        if source.room in TOOLS | {"standins", "demo"}:
            continue
        kept = {
            ast.unparse(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call) and _keeps_all(node)
        }
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.AsyncFunctionDef) or not any(_is_loop(one) for one in node.decorator_list):
                continue
            if f"self.{node.name}.add_exception_type" not in kept:
                yield source.at(node, f"the loop {node.name} ends with its first unexpected error")
            if not any(isinstance(part, ast.Call) and name_of(part.func) == "noted" for part in ast.walk(node)):
                yield source.at(node, f"a round of {node.name} that fails is not noted")


def _is_loop(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "tasks.loop"


def _keeps_all(call: ast.Call) -> bool:
    return [ast.unparse(one) for one in call.args] == ["Exception"]
