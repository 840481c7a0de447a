"""Every sentence that turns a request down: what happened, that nothing changed, what to do next."""

from __future__ import annotations


class Refusal(Exception):
    """A request that is turned down on purpose; its text is the sentence the member reads.

    `what` says what happened and `todo` what to do next, each as whole sentences.
    """

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what} Nothing changed. {todo}")
