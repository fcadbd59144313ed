"""How long work reports and is stopped; knows no window."""

from typing import Protocol


class Cancelled(Exception):
    """The operator pressed 取消; whoever started the work rolls back."""


class Progress(Protocol):
    """What a long job is given. ``step`` raises :class:`Cancelled` once the operator cancels."""

    def step(self, done: int, total: int, what: str = "") -> None:
        """Say that ``done`` of ``total`` parts are finished; ``what`` is shown beside the bar."""


class Silent:
    """A progress that nobody watches."""

    def step(self, done: int, total: int, what: str = "") -> None:
        """Ignore the step."""
