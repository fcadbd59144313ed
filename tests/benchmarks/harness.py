"""Two ways of doing one thing, timed in turn in the same run.

A benchmark is a function ``bench_…`` in a file ``bench_….py`` here; its docstring's first line
says what is done, and it returns a Comparison, or Alone where the baseline is missing. Nothing is
asserted: machines differ, ratios less.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter

Timed = Callable[[], float | None]


@dataclass(frozen=True)
class Comparison:
    """Seconds of every round, ours and the baseline's."""

    ours: tuple[float, ...]
    baseline: tuple[float, ...]
    against: str = "raw"
    note: str = ""

    def noting(self, note: str) -> "Comparison":
        """The same with something to say behind it."""
        return replace(self, note=note)

    @property
    def ratio(self) -> float:
        """How many times the baseline's median ours takes; below 1 is faster."""
        return median(self.ours) / median(self.baseline)

    def line(self, title: str) -> str:
        """One line of the table: medians in milliseconds, the ratio, the spread of ours."""
        ours, baseline = median(self.ours) * 1000, median(self.baseline) * 1000
        spread = f"{min(self.ours) * 1000:,.1f}–{max(self.ours) * 1000:,.1f}"
        said = f"{title} / {self.against}" + (f"; {self.note}" if self.note else "")
        return f"{ours:>12,.1f} {baseline:>12,.1f} {self.ratio:>8.2f}  {spread:<20} {said}"


@dataclass(frozen=True)
class Alone:
    """Seconds of every round where there is nothing to compare with, and why."""

    ours: tuple[float, ...]
    reason: str

    def line(self, title: str) -> str:
        """One line of the table with a dash for the baseline."""
        spread = f"{min(self.ours) * 1000:,.1f}–{max(self.ours) * 1000:,.1f}"
        return f"{median(self.ours) * 1000:>12,.1f} {'—':>12} {'—':>8}  {spread:<20} {title} / {self.reason}"


def compare(ours: Timed, baseline: Timed, *, rounds: int = 5, against: str = "raw") -> Comparison:
    """Take turns, so that a busy moment of the machine falls on both; one round of each warms up.

    A callable that returns seconds has measured itself (to leave out its preparation, or what
    another process took); one that returns None is timed as a whole.
    """
    _seconds(ours), _seconds(baseline)
    pairs = [(_seconds(ours), _seconds(baseline)) for _ in range(rounds)]
    return Comparison(*map(tuple, zip(*pairs, strict=True)), against=against)


def alone(ours: Timed, reason: str, *, rounds: int = 5) -> Alone:
    """Time ours as ``compare`` does, where the baseline is missing."""
    _seconds(ours)
    return Alone(tuple(_seconds(ours) for _ in range(rounds)), reason)


def _seconds(timed: Timed) -> float:
    began = perf_counter()
    measured = timed()
    return perf_counter() - began if measured is None else measured
