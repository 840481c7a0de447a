"""Takes each rule of the show out in turn and wants the tests that are named for it to fail.

    python -m scripts.mutants            all rules
    python -m scripts.mutants 4 12       only these

Prints a table; exits with 1 when a test stays green without its rule, or is red with it.
"""

from __future__ import annotations

import subprocess
import sys

from tests.mutant import Rule
from tests.rules import RULES

PYTEST = (sys.executable, "-m", "pytest", "-p", "tests.mutant_plugin", "-p", "no:cacheprovider", "--tb=no", "-rf")


def run(tests: tuple[str, ...], *options: str) -> str:
    """What pytest prints for these tests."""
    return subprocess.run((*PYTEST, *options, *tests), capture_output=True, text=True, check=False).stdout


def red(tests: tuple[str, ...], output: str) -> list[str]:
    """Those of `tests` that ran and failed for at least one of their samples."""
    lines = [line.split(" ")[1] for line in output.splitlines() if line.startswith("FAILED ")]
    return [test for test in tests if any(line.partition("[")[0] == test for line in lines)]


def green_with_rules(rules: list[Rule]) -> bool:
    """Whether every test that is named passes while all rules hold."""
    tests = tuple(dict.fromkeys(test for rule in rules for test in rule.tests))
    output = run(tests)
    found = red(tests, output)
    for test in found:
        print(f"red although its rule holds: {test}")
    return not found and " passed" in output and " error" not in output


def red_without(rule: Rule) -> bool:
    """Whether every test of the rule fails once it is taken out; prints a line of the table."""
    output = run(rule.tests, "--take-out", str(RULES.index(rule)))
    missing = [test for test in rule.tests if test not in red(rule.tests, output)]
    verdict = "STAYS GREEN" if missing else f"red ({len(rule.tests)})"
    print(f"{rule.number:>4}  {rule.says:<44} {rule.key:<46} {verdict}", flush=True)
    for test in missing:
        print(f"      {test}")
    return not missing


def main() -> int:
    """0 when every rule is held by its tests."""
    wanted = {int(number) for number in sys.argv[1:]}
    rules = [rule for rule in RULES if not wanted or rule.number in wanted]
    if not green_with_rules(rules):
        return 1
    print(f"{'rule':>4}  {'what it says':<44} {'taken out':<46} its tests")
    results = [red_without(rule) for rule in rules]
    print(f"{sum(results)} of {len(results)} ways to take a rule out were noticed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
