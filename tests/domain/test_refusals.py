"""Every refusal there is, read by one test: what happened, that nothing changed, what to do next."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, get_type_hints

import pytest

from domain import backup_refusals, media_refusals, points_refusals, refusals, review_refusals, song_refusals
from domain.refusals import DataUnusable, Refusal, cut
from domain.song_refusals import OwnDuplicate

MODULES = (
    refusals,
    song_refusals,
    review_refusals,
    points_refusals,
    refusals,
    media_refusals,
    backup_refusals,
)
LONGEST = 300
SAMPLES: dict[type, tuple[Any, ...]] = {
    str: ("Free", "", "x" * 6_000, "@everyone **bold** [a](https://evil.example)", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 " * 500),
    int: (1, 0, -1, 2**63 - 1),
}
Maker = Callable[..., Refusal]
BASES = {Refusal, DataUnusable}


def makers(module: ModuleType) -> Iterator[tuple[str, Maker]]:
    for name, made in vars(module).items():
        if getattr(made, "__module__", None) != module.__name__ or name.startswith("_") or made in BASES or made is cut:
            continue
        if inspect.isclass(made) and issubclass(made, Refusal):
            yield name, made
        elif inspect.isfunction(made):
            assert issubclass(get_type_hints(made)["return"], Refusal), f"{name} returns something else than a Refusal"
            yield name, made


MAKERS = {name: maker for module in MODULES for name, maker in makers(module)}


def refused(maker: Maker) -> Iterator[str]:
    """What the maker says for every kind of sample; a type without samples fails here."""
    hints = get_type_hints(maker.__init__ if inspect.isclass(maker) else maker)
    kinds = [hints[name] for name in inspect.signature(maker).parameters]
    for which in range(max([len(SAMPLES[kind]) for kind in kinds], default=1)):
        yield str(maker(*(SAMPLES[kind][which % len(SAMPLES[kind])] for kind in kinds)))


def faults(text: str) -> list[str]:
    """What is wrong with the text of a refusal."""
    what, separator, todo = text.partition(" Nothing changed. ")
    checks = {
        "does not say that nothing changed": bool(separator),
        "does not say what happened": what.endswith(".") and len(what.split()) >= 3,
        "does not say what to do next": todo[:1].isupper() and todo.endswith(".") and len(todo.split()) >= 3,
        "is too long": len(text) <= LONGEST,
    }
    return [fault for fault, passed in checks.items() if not passed]


@pytest.mark.parametrize("name", MAKERS)
def test_a_refusal_says_what_happened_that_nothing_changed_and_what_to_do_next(name: str) -> None:
    assert [(text, faults(text)) for text in refused(MAKERS[name]) if faults(text)] == []


def test_the_table_has_the_refusals_of_all_files() -> None:
    assert len(MAKERS) > 60
    assert MAKERS["OwnDuplicate"] is OwnDuplicate
    assert {"free_is_closed", "file_is_program"} <= MAKERS.keys()


@pytest.mark.parametrize(
    ("refusal", "fault"),
    [
        (Refusal("This song is gone.", ""), "does not say what to do next"),
        (Refusal("Gone.", "Button the other button."), "does not say what happened"),
        (Refusal("This song is gone", "Button the other button."), "does not say what happened"),
        (Refusal("This song is gone.", "Button the other " + "very " * 60 + "big button."), "is too long"),
    ],
)
def test_a_refusal_with_a_fault_would_be_noticed(refusal: Refusal, fault: str) -> None:
    assert faults(str(refusal)) == [fault]
