"""Every way to take a rule out of the show, by the numbers of the rules."""

from __future__ import annotations

from tests.rules_live import OF_THE_LIVE
from tests.rules_show import OF_THE_SHOW

RULES = sorted((*OF_THE_SHOW, *OF_THE_LIVE), key=lambda rule: rule.number)
