"""The chart of a LIVE: a picture that shows what it should, made outside the bot, and never a reason to stop."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from media import chart as charts
from media.chart import Chart, draw
from media.plot import COINS, LONGEST_GAP_SECONDS, SONGS, VIEWERS

ROOT = Path(__file__).resolve().parents[2]
HOURS = 4 * 3600
SOME = Chart(
    seconds=HOURS,
    viewers=[(at, 100 + at // 60 % 50) for at in range(0, HOURS, 10)],
    coins=[(at, at) for at in range(0, HOURS, 10)],
    songs=[(600.0 * number, f"#{number}") for number in range(1, 20)],
)
PNG = b"\x89PNG\r\n\x1a\n"


def picture(chart: Chart) -> Image.Image:
    """The chart, drawn and decoded."""
    drawn = asyncio.run(draw(chart))
    assert drawn is not None
    assert drawn.startswith(PNG)
    image = Image.open(io.BytesIO(drawn))
    image.load()
    return image.convert("RGB")


def pixels(image: Image.Image, colour: str) -> int:
    """How many pixels have exactly that colour."""
    wanted = tuple(bytes.fromhex(colour[1:]))
    return sum(number for number, found in image.getcolors(image.width * image.height) or [] if found == wanted)


def test_viewers_coins_and_songs_are_in_a_picture_for_a_phone() -> None:
    image = picture(SOME)
    assert image.size == (1200, 975)
    assert pixels(image, VIEWERS) > 1000
    assert pixels(image, COINS) > 1000
    assert pixels(image, SONGS) > 100
    assert pixels(picture(replace(SOME, songs=[])), SONGS) == 0


def test_the_line_of_viewers_is_broken_where_nothing_was_heard() -> None:
    told = [(0.0, 100), (100.0, 100), (100.0 + LONGEST_GAP_SECONDS + 1, 100)]
    heard = [(0.0, 100), (100.0, 100), (100.0 + LONGEST_GAP_SECONDS, 100)]
    broken, whole = (pixels(picture(Chart(500, points, [], [])), VIEWERS) for points in (told, heard))
    assert broken < whole * 0.8


@pytest.mark.parametrize(
    "chart",
    [
        Chart(0, [(0, 0)], [], []),
        Chart(0, [], [], []),
        Chart(3, [(1, 1)], [(1, 10**12)], [(0, "#1"), (0, "#2")]),
        Chart(400 * 3600, [(5, 10**9)], [(5, 1)], [(60.0 * number, f"#{number}") for number in range(2000)]),
    ],
)
def test_odd_lives_have_a_picture_too(chart: Chart) -> None:
    assert picture(chart).size == (1200, 975)


def test_a_chart_that_cannot_be_drawn_is_none() -> None:
    assert asyncio.run(draw(Chart("long", [], [], []))) is None  # type: ignore[arg-type]  # on purpose


def test_a_chart_that_takes_too_long_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "LIMITS", replace(charts.LIMITS, seconds=0.01))
    assert asyncio.run(draw(SOME)) is None


def test_the_bot_itself_never_loads_matplotlib() -> None:
    code = (
        "import sys, bot, cogs.metrics; print([name for name in sys.modules if name.startswith(('matplot', 'numpy'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    assert done.stdout.strip() == "[]"
