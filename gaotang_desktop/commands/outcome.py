"""What a command has to say: data for machines, lines for people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from gaotang_desktop.domain.fields import Reference


@dataclass(frozen=True, slots=True)
class Outcome:
    """``data`` is printed with ``--json``, ``lines`` without; ``warnings`` go to stderr."""

    data: Any
    lines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    code: int = 0

    def covered(self, cover: Callable[[str], str]) -> "Outcome":
        """The same, with residents covered in all that it says."""
        return Outcome(
            _covered(self.data, cover),
            [cover(line) for line in self.lines],
            [cover(line) for line in self.warnings],
            self.code,
        )


_AS_WRITTEN = ("file", "folder", "digest", "number", "order_number")


def _covered(data: Any, cover: Callable[[str], str]) -> Any:
    if isinstance(data, str):
        return cover(data)
    if isinstance(data, dict):
        return {
            key: value if key in _AS_WRITTEN else _covered(value, cover)
            for key, value in data.items()
        }
    if isinstance(data, (list, tuple)):
        return [_covered(each, cover) for each in data]
    return data


def plain(value: Any) -> Any:
    """A value as JSON has it: decimals, dates, times and names as strings."""
    if isinstance(value, Reference):
        return value.label
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (Decimal, Path)):
        return str(value)
    raise TypeError(f"{value!r} has no plain form")
