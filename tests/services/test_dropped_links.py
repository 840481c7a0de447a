"""Links that come without names, as members drop them in the channel."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.refusals import Refusal
from domain.submissions import Person
from services.drafts import Draft
from standins.music_sites import Sites
from tests.bot_env import HandClock, open_services

SPOTIFY = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
MIA = Person(7, "Mia")


async def test_a_link_whose_site_names_no_artist_is_taken_with_its_member_as_the_artist(tmp_path: Path) -> None:
    async with Sites() as sites, open_services(tmp_path, HandClock(), sites.base) as opened:
        sites.songs[SPOTIFY] = ("", "Aurora")
        draft = Draft(1, MIA, link=SPOTIFY, artist_if_unknown=MIA.name)
        song = (await opened.services.submissions.submit(draft)).submission.song
    assert (song.artist, song.title) == ("Mia", "Aurora")


async def test_an_artist_that_the_site_knows_goes_before_the_member(tmp_path: Path) -> None:
    link = "https://soundcloud.com/night/aurora"
    async with Sites() as sites, open_services(tmp_path, HandClock(), sites.base) as opened:
        sites.songs[link] = ("The Night", "Aurora by The Night")
        draft = Draft(1, MIA, link=link, artist_if_unknown=MIA.name)
        assert (await opened.services.submissions.submit(draft)).submission.song.artist == "The Night"


async def test_without_a_title_there_is_still_a_refusal(tmp_path: Path) -> None:
    async with open_services(tmp_path, HandClock()) as opened:
        with pytest.raises(Refusal, match="title is empty"):
            await opened.services.submissions.submit(Draft(1, MIA, link=SPOTIFY, artist_if_unknown=MIA.name))
