"""How many files and connections the process may have open at once: raised as far as it is allowed to be."""

from __future__ import annotations

import logging
import sys

from domain.home import LEAST_OPEN_FILES

if sys.platform != "win32":
    import resource

ENOUGH = 4096  # some systems allow a billion, which makes programs slow that close all there could be
log = logging.getLogger(__name__)


def raise_limit() -> None:
    """Sets the limit of this process to ENOUGH, or to the most that the system allows; warns where that is too few."""
    if sys.platform == "win32":
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    if soft not in {resource.RLIM_INFINITY, most} and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < LEAST_OPEN_FILES:
        log.warning("the bot may have only %d files open at once; allow it %d (ulimit -n)", most, LEAST_OPEN_FILES)
