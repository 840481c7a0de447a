"""The table at the end of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from benchmarks.torture.lives import SHARE_INSIDE, Lives


def table(lives: Lives) -> Iterator[str]:
    """The lines of the summary."""
    tally = lives.tally
    killed = Counter(name for kill in tally.inside for name in kill.inside)
    ends = {name: (count, seconds) for name, count, seconds in lives.usual()}
    yield ""
    yield f"{'Operation':<20}{'kills inside':>14}{'came to its end':>18}{'usual ms':>10}"
    for name in sorted(killed.keys() | ends.keys()):
        count, seconds = ends.get(name, (0, 0.0))
        yield f"{name:<20}{killed[name]:>14}{count:>18}{seconds * 1000:>10.0f}"
    yield ""
    rows = {
        "kills": len(tally.kills),
        "of them inside an operation": len(tally.inside),
        "of them while a song was being posted": sum(kill.moment == "posting" for kill in tally.kills),
        "operations cut off but on the disk": sum(kill.kept for kill in tally.inside),
        "operations cut off and not on the disk": sum(len(kill.inside) - kill.kept for kill in tally.inside),
        "songs": len(lives.model.songs),
        "receipts": tally.receipts,
        "songs played": sum(state == "played" for _, state in lives.model.plays),
        **tally.troubles,
        **{f"answers under a trouble: {said}": count for said, count in tally.answers.items()},
        "coins sent": tally.coins_sent,
        "coins counted": tally.coins_counted,
        "quick_check ok, ledger = balances": f"{tally.sound} of {tally.looks}",
        "receipts lost, or half done": len(tally.lost),
        "songs played twice, or doubled": len(tally.doubled),
        "viewers with coins lost or doubled": len(tally.coins),
        "answers that contradict the database": len(tally.contradicted),
        "foreign messages touched": len(tally.touched),
        "left without an answer": len(tally.unanswered),
        "other failures": len(tally.wrong),
    }
    yield from (f"{name:<40}{value:>12}" for name, value in rows.items())


def too_few_inside(lives: Lives) -> list[str]:
    """The complaint that too many kills hit a bot at rest."""
    kills, inside = len(lives.tally.kills), len(lives.tally.inside)
    few = inside < SHARE_INSIDE * kills
    return [f"only {inside} of {kills} kills were inside an operation"] if few else []
