"""What every stored record shares, and how a field is said once."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Date, DateTime, Index, Integer, MetaData, Text, Time
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Kind, Privacy


class Hundredths(TypeDecorator[Decimal]):
    """An exact decimal with two places, stored as a whole number of hundredths.

    SQLite keeps ``Numeric`` as REAL; scores must not pass through binary fractions.
    """

    impl = Integer
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to hundredths; refuses a third decimal place instead of rounding silently."""
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} has more than two decimal places")
        return int(hundredths)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Hundredths to Decimal."""
        return None if value is None else Decimal(value) / 100


class Names(TypeDecorator[tuple[str, ...]]):
    """Several short names in one column, stored as a JSON list; nothing is an empty tuple."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """Tuple to JSON."""
        return json.dumps(list(value), ensure_ascii=False) if value else None

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...]:
        """JSON to tuple."""
        return tuple(json.loads(value)) if value else ()


class Base(DeclarativeBase):
    """Everything in the database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        date: Date,
        time: Time,
        datetime: DateTime,
        Decimal: Hundredths,
        tuple[str, ...]: Names,
    }


def field(
    label: str,
    *column: Any,
    kind: Kind | None = None,
    help: str = "",  # noqa: A002 - the word the form shows
    choices: Sequence[str] = (),
    refers_to: str | None = None,
    named_in: str | None = None,
    privacy: Privacy = Privacy.OPEN,
    unit: str = "",
    minimum: int | None = None,
    maximum: int | None = None,
    longest: int = 200,
    searchable: bool = False,
    listed: bool = True,
    editable: bool = True,
    strict_choices: bool = True,
    evening: bool = False,
    later: bool = False,
    asked_with: Sequence[str] = (),
    required: bool | None = None,
    **column_options: Any,
) -> MappedColumn[Any]:
    """A column together with everything that lists, forms, sheets and messages say about it.

    ``kind`` and ``required`` follow from the annotation where they are not given.
    """
    said = Field(
        name="",
        label=label,
        kind=kind or Kind.TEXT,
        required=bool(required),
        help=help,
        choices=tuple(choices),
        refers_to=refers_to,
        named_in=named_in,
        privacy=privacy,
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        longest=longest,
        default=column_options.get("default"),
        searchable=searchable,
        listed=listed,
        editable=editable,
        strict_choices=strict_choices,
        evening=evening,
        later=later,
        asked_with=tuple(asked_with),
    )
    info = {"field": said, "kind_given": kind is not None, "required_given": required is not None}
    return mapped_column(*column, info=info, **column_options)


_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Hundredths, Kind.DECIMAL),
    (Names, Kind.NAMES),
    (Date, Kind.DATE),
    (Time, Kind.TIME),
    (DateTime, Kind.MOMENT),
)


@cache
def fields_of(model: type["Record"]) -> tuple[Field, ...]:
    """The fields of a kind of record, in the order in which the model says them."""
    found = []
    for attribute in model.__mapper__.column_attrs:
        column = attribute.columns[0]
        if (said := column.info.get("field")) is None:
            continue
        required = not column.nullable and column.default is None
        found.append(
            replace(
                said,
                name=attribute.key,
                kind=said.kind if column.info["kind_given"] else _kind_of(said, column.type),
                required=said.required if column.info["required_given"] else required,
            )
        )
    # The remark is declared by the mixin, before the model's own fields: it belongs at the end.
    return tuple(sorted(found, key=lambda each: each.name == "remark"))


def _kind_of(said: Field, column_type: TypeEngine[Any]) -> Kind:
    if said.choices:
        return Kind.CHOICE
    if said.refers_to:
        return Kind.REFERENCE
    for stored, kind in _KINDS:
        if isinstance(column_type, stored):
            return kind
    python_type = column_type.python_type
    if python_type is bool:
        return Kind.FLAG
    return Kind.INTEGER if python_type is int else Kind.TEXT


def beginning(text: str, most: int) -> str:
    """The first signs of a text, for a title. A number is left out rather than cut: of a phone that
    lacks its last digit nobody would know that it is one, and it tells nearly all of it.
    """
    begun = text[:most]
    if text[most : most + 1].isdigit():
        begun = re.sub(r"\d+$", "", begun) or "…"
    return begun


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How the office speaks of one kind of record.

    ``name`` is the word of the command line; ``counter`` counts it (``3次``); ``parent`` is the
    field whose record it belongs to and is binned with; ``day`` the date by which it belongs to a
    period; ``keys`` the fields by which two rows of a sheet speak of the same record (a kind
    without them is not imported). ``parents`` are the fields of a kind that belongs to one of
    several kinds. What is ``permanent`` is never binned, nor is its making undone; the text is the
    sentence that says so and what can be done instead. ``deed`` is what making one is called, on
    buttons, forms and in the history, where that is not 新增 and the label.
    """

    name: str
    label: str
    counter: str
    parent: str | None = None
    day: str | None = None
    keys: tuple[str, ...] = ()
    permanent: str = ""
    parents: tuple[str, ...] = ()
    deed: str = ""


class Record(Base):
    """A row the operator made. Deleting sets ``binned_at``; what is binned counts nowhere."""

    __abstract__ = True
    record_kind: ClassVar[RecordKind]

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True, sort_order=-10)
    created_at: Mapped[datetime] = mapped_column(sort_order=90, info={"label": "建立时间"})
    changed_at: Mapped[datetime] = mapped_column(sort_order=91, info={"label": "修改时间"})
    binned_at: Mapped[datetime | None] = mapped_column(sort_order=92, info={"label": "删除时间"})
    remark: Mapped[str | None] = field("备注", kind=Kind.LONG_TEXT, later=True, sort_order=89)

    @override
    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        # Of what is in the bin alone: SQLite would take an index of all rows for any query.
        binned_at = cls.__table__.c.binned_at
        Index(f"ix_{cls.__tablename__}_binned_at", binned_at, sqlite_where=binned_at.is_not(None))

    @property
    def title(self) -> str:
        """A few words by which the office would know this very record."""
        raise NotImplementedError
