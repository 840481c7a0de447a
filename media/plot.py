"""Draws the chart of a LIVE as a picture; run as `python -m media.plot`, with the chart as JSON on its input."""

from __future__ import annotations

import base64
import io
import json
import math
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A dark card of its own: it is read as well on Discord's light theme as on the dark one.
CARD, INK, GRID = "#2b2d31", "#f2f3f5", "#4e5058"
VIEWERS, COINS, SONGS = "#5ec8f2", "#f5c542", "#f08bb4"
INCHES, DPI = (8.0, 6.5), 150
TEXT_POINTS = 17  # a phone shows the picture at about a quarter of its width
LONGEST_GAP_SECONDS = 300
MOST_TICKS = 6
STEPS_SECONDS = [60 * minutes for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 240)]
ROOM_OF_A_LABEL = 0.06  # of the width


def plot(chart: dict[str, Any]) -> bytes:
    """The picture as PNG: viewers above, coins below, songs as lines through both."""
    figure = Figure(figsize=INCHES, dpi=DPI, facecolor=CARD, layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    seconds = max(float(chart["seconds"]), 60.0)
    _viewers(above, chart["viewers"])
    _coins(below, chart["coins"], seconds)
    _songs(above, below, chart["songs"], seconds)
    for axes in (above, below):
        _dress(axes, seconds)
    below.set_xlabel("hours:minutes since the start", color=INK, fontsize=TEXT_POINTS)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", facecolor=CARD)
    return picture.getvalue()


def _viewers(axes: Axes, points: Sequence[Sequence[float]]) -> None:
    """A line that is broken where nothing was heard for a while."""
    xs: list[float] = []
    ys: list[float] = []
    for at, count in points:
        if xs and at - xs[-1] > LONGEST_GAP_SECONDS:
            xs.append(at)
            ys.append(math.nan)
        xs.append(at)
        ys.append(count)
    axes.plot(xs, ys, color=VIEWERS, linewidth=2, marker="o", markersize=3)  # a lone point has no line
    axes.fill_between(xs, ys, color=VIEWERS, alpha=0.25, linewidth=0)
    axes.set_title("Viewers", color=VIEWERS, fontsize=TEXT_POINTS + 3, loc="left", pad=30, fontweight="bold")


def _coins(axes: Axes, points: Sequence[Sequence[float]], seconds: float) -> None:
    """Steps: between two reports nothing is known, and what was given stays given."""
    xs = [0.0, *(at for at, _ in points), seconds]
    ys = [0.0, *(coins for _, coins in points), points[-1][1] if points else 0.0]
    axes.plot(xs, ys, color=COINS, linewidth=3, drawstyle="steps-post")
    axes.set_title("Coins so far", color=COINS, fontsize=TEXT_POINTS + 3, loc="left", fontweight="bold")


def _songs(above: Axes, below: Axes, songs: Sequence[tuple[float, str]], seconds: float) -> None:
    """Dashed lines; where they are too close for all labels, the first of a group keeps its own."""
    free_from = 0.0
    if songs:
        above.set_title("- - songs played", color=SONGS, fontsize=TEXT_POINTS, loc="right", pad=30)
    for at, label in songs:
        for axes in (above, below):
            axes.axvline(at, color=SONGS, linewidth=1.5, linestyle="--", alpha=0.9)
        if at >= free_from:
            above.annotate(
                label,
                (at, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 5),
                textcoords="offset points",
                ha="center",
                color=SONGS,
                fontsize=TEXT_POINTS - 3,
            )
            free_from = at + seconds * ROOM_OF_A_LABEL * max(1.0, len(label) / 3)


def _dress(axes: Axes, seconds: float) -> None:
    axes.set_facecolor(CARD)
    axes.set_xlim(0, seconds)
    axes.set_ylim(bottom=0, top=max(1.0, axes.get_ylim()[1]))
    axes.grid(color=GRID, linewidth=0.8)
    axes.tick_params(colors=INK, labelsize=TEXT_POINTS)
    axes.xaxis.set_major_locator(MultipleLocator(_step(seconds)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: f"{int(at) // 3600}:{int(at) // 60 % 60:02}"))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: _short(number)))
    for name, spine in axes.spines.items():
        spine.set_color(GRID)
        spine.set_visible(name in {"left", "bottom"})


def _step(seconds: float) -> float:
    """The distance of the ticks of time; multiples of four hours when even those are too close."""
    fitting = (step for step in STEPS_SECONDS if seconds / step <= MOST_TICKS)
    return next(fitting, STEPS_SECONDS[-1] * math.ceil(seconds / MOST_TICKS / STEPS_SECONDS[-1]))


def _short(number: float) -> str:
    for size, unit in ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{unit}"
    return f"{number:g}"


if __name__ == "__main__":
    os.nice(10)  # whoever presses a button now comes first
    json.dump({"png": base64.b64encode(plot(json.load(sys.stdin))).decode()}, sys.stdout)
