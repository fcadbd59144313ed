"""What narrows a list by one of its columns: some of its values, words in it, from … to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind

RANGED = frozenset({Kind.DATE, Kind.MONTH, Kind.WEEK, Kind.INTEGER, Kind.DECIMAL})
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """``values`` are chosen (references by id, ``None`` for empty cells); ``text`` is contained;
    ``low`` and ``high`` are included. What is empty or ``None`` narrows nothing.
    """

    name: str
    values: frozenset[Any] | None = None
    text: str = ""
    low: Any = None
    high: Any = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything pass."""
        return self.values is None and not self.text and self.low is None and self.high is None

    def passes(self, value: Any, shown: str) -> bool:
        """Whether a cell fits; ``shown`` is what stands in it."""
        if self.values is not None and getattr(value, "id", value) not in self.values:
            return False
        if self.text and self.text.casefold() not in shown.casefold():
            return False
        if self.low is None and self.high is None:
            return True
        day = value.date() if isinstance(value, datetime) else value
        if day is None:
            return False
        return (self.low is None or day >= self.low) and (self.high is None or day <= self.high)

    def words(self, field: Field, labels: Mapping[Any, str]) -> str:
        """``村：郭桥村、刘庄村``, ``备注含“桥”``, ``人数 3 至 5``; ``labels`` names the values."""
        said = []
        if self.values is not None:
            named = [
                labels.get(each, "（空）" if each is None else str(each)) for each in self.values
            ]
            named.sort()
            more = f"等{len(named)}个" if len(named) > _NAMED else ""
            said.append(f"{field.label}：{'、'.join(named[:_NAMED])}{more}")
        if self.text:
            said.append(f"{field.label}含“{self.text}”")
        low, high = (fields.show(field, each) for each in (self.low, self.high))
        if low and high:
            said.append(f"{field.label} {low} 至 {high}")
        elif low or high:
            said.append(f"{field.label} {f'从 {low} 起' if low else f'到 {high} 为止'}")
        return "，".join(said)


def bound(field: Field, typed: str, *, today: date) -> Any:
    """What is typed as from or to, as the field's kind; ``None`` for nothing.

    Raises:
        DomainError: it is no such day or number.
    """
    if not typed.strip():
        return None
    return fields.read(
        replace(field, required=False, minimum=None, maximum=None), typed, today=today
    )


def kept(condition: Condition) -> dict[str, Any]:
    """As the memory keeps it: plain values."""
    values = condition.values
    return {
        "name": condition.name,
        "values": None if values is None else [_plain(each) for each in values],
        "text": condition.text,
        "low": _plain(condition.low),
        "high": _plain(condition.high),
    }


def taken(known: Any, field: Field) -> Condition | None:
    """A kept condition again; ``None`` for what cannot be one."""
    try:
        values = known["values"]
        found = Condition(
            field.name,
            None if values is None else frozenset(_read(field, each) for each in values),
            str(known["text"]),
            _read(field, known["low"]),
            _read(field, known["high"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, DomainError):
        return None
    return None if found.is_empty else found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal) else value


def _read(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(value)
    if field.kind in (Kind.DATE, Kind.MONTH, Kind.WEEK):
        return date.fromisoformat(value)
    return Decimal(value) if field.kind is Kind.DECIMAL else value
