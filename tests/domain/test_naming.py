"""A member in free text."""

from __future__ import annotations

import pytest

from domain.naming import called, without

MIA = called(777, ["Mia", "Émile", "o", "🎤 Star", "somebody", "a.b*"], ["mia.sings"]).pattern()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("thanks, Mia", "thanks, somebody"),
        ("MIA's song, @mia!", "somebody's song, somebody!"),
        ("Miami and @miami stay", "Miami and @miami stay"),
        ("<@777> and <@!777> and 777", "somebody and somebody and somebody"),
        ("17770 stays", "17770 stays"),
        ("émile was here", "somebody was here"),
        ("o no: @o", "o no: somebody"),
        ("by 🎤 Star", "by somebody"),
        ("by @mia.sings", "by somebody"),
        ("a.b* is no pattern, axb stays", "somebody is no pattern, axb stays"),
        ("", ""),
    ],
)
def test_a_member_is_found_by_mention_id_and_name_and_nothing_else_is(text: str, left: str) -> None:
    assert without(text, MIA) == left


def test_what_was_taken_out_once_is_not_found_again() -> None:
    assert MIA.search(without("Mia <@777> 777 @o 🎤 Star Émile mia.sings", MIA)) is None
