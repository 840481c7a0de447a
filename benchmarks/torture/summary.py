"""The table at the end of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from benchmarks.torture.lives import Lives

LEAST_INSIDE = 0.75


def table(lives: Lives) -> Iterator[str]:
    """The lines of the summary."""
    tally = lives.tally
    killed, kept = Counter[str](), Counter[str]()
    for kill in tally.inside:
        killed.update(kill.inside)
        kept.update({" and ".join(kill.inside): kill.kept})
    yield ""
    yield f"{'Operation':<20}{'kills inside':>14}{'done undisturbed':>18}{'usual ms':>10}"
    undisturbed = {name: (count, seconds) for name, count, seconds in lives.usual()}
    for name in sorted(killed.keys() | undisturbed.keys()):
        count, seconds = undisturbed.get(name, (0, 0.0))
        yield f"{name:<20}{killed[name]:>14}{count:>18}{seconds * 1000:>10.0f}"
    yield ""
    songs = lives.model.songs.values()
    rows = {
        "kills": len(tally.kills),
        "of them inside an operation": len(tally.inside),
        "operations cut off but on the disk": sum(kill.kept for kill in tally.inside),
        "operations cut off and not on the disk": sum(len(kill.inside) - kill.kept for kill in tally.inside),
        "operations done undisturbed": tally.done,
        "songs": len(songs),
        "receipts": tally.receipts,
        "songs played": sum(state == "played" for _, state in lives.model.plays),
        "files that passed quick_check": f"{tally.checks.count('ok')} of {len(tally.checks)}",
        "failures": len(tally.wrong),
    }
    yield from (f"{name:<40}{value:>12}" for name, value in rows.items())


def too_few_inside(lives: Lives) -> list[str]:
    """The complaint that too many kills hit a bot at rest."""
    kills, inside = len(lives.tally.kills), len(lives.tally.inside)
    few = inside < LEAST_INSIDE * kills
    return [f"only {inside} of {kills} kills were inside an operation"] if few else []
