"""What a command has to say: data for machines, lines for people."""

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
