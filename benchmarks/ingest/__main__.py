"""The ingestion part of `make bench` alone; with a number of events, how memory does over so many (`make soak`)."""

from __future__ import annotations

import sys

from benchmarks.ingest.verdicts import memory, verdicts


def main() -> None:
    """Prints the lines as they come; a missed goal is said and does not fail."""
    for line in [memory(int(sys.argv[1]))] if len(sys.argv) > 1 else verdicts():
        print(line, flush=True)


if __name__ == "__main__":
    main()
