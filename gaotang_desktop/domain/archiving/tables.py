"""How a table stands on its sheet: what people read in front, what the program needs hidden behind."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gaotang_desktop.domain.archiving.cells import Shape
from gaotang_desktop.domain.fields import Field

NUMBER, DETAILS, CHECK, OWNER, FILE = "行号", "细节", "行校验", "所属", "文件"
"""Columns that belong to the sheet alone: counting rows from 1; what cells cannot hold (JSON); a
check over the row; the record that a file belongs to, in words; the file beside the sheets."""
OWNER_KIND, OWNER_ID = "owner_kind", "owner_id"
ATTACHED = "attachments"
"""The table whose rows have a file that is not in the database."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``label`` is its heading, ``""`` where it is for the program alone. ``refers_to`` is the table
    of the record whose id it holds.
    """

    name: str
    label: str
    shape: Shape
    refers_to: str | None = None
    field: Field | None = dataclasses.field(default=None, compare=False)

    @property
    def heading(self) -> str:
        """What stands over its cells: a reference shows a name, its id is hidden."""
        return self.name if self.is_hidden else self.label

    @property
    def is_hidden(self) -> bool:
        """Whether its cells are for the program alone."""
        return not self.label or self.refers_to is not None or self.name in (OWNER_KIND, OWNER_ID)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database; ``kind`` is its kind of record, ``None`` for rows between records."""

    name: str
    label: str
    columns: tuple[Column, ...]
    kind: str | None = None

    @property
    def has_owner(self) -> bool:
        """Whether a row belongs to a record of any kind."""
        return {OWNER_KIND, OWNER_ID} <= {each.name for each in self.columns}


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the sheet.

    ``column`` is the table's whose value it holds, or whose record it names (``is_name``); without
    one the heading says what it is.
    """

    heading: str
    column: Column | None = None
    is_name: bool = False
    is_hidden: bool = False


@cache
def places(table: Table) -> tuple[Place, ...]:
    """The columns of a table's sheet in their order, the hidden ones last."""
    return (*_seen(table), *_hidden(table))


def _seen(table: Table) -> Iterator[Place]:
    yield Place(NUMBER)
    if table.has_owner:
        yield Place(OWNER)
    for column in table.columns:
        if column.refers_to and column.label:
            yield Place(column.label, column, is_name=True)
        elif not column.is_hidden:
            yield Place(column.heading, column)
    if table.name == ATTACHED:
        yield Place(FILE)


def _hidden(table: Table) -> Iterator[Place]:
    for column in table.columns:
        if column.is_hidden:
            yield Place(column.heading, column, is_hidden=True)
    yield Place(DETAILS, is_hidden=True)
    yield Place(CHECK, is_hidden=True)
