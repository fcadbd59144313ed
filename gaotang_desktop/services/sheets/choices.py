"""What the operator decides of an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gaotang_desktop.domain.sheets.rows import Decision


@dataclass(frozen=True, slots=True)
class Choices:
    """What the operator says of an import.

    ``decisions`` by row number; ``update_similar`` takes every row that resembles a record for that
    record; ``empty_clears`` lets an empty cell take away what is stored; ``all_or_nothing`` keeps
    every row out while one cannot be taken in; ``columns`` are headers assigned by hand (header →
    field name, ``""`` for a column that is not taken in); ``fills`` are words that hold for every row
    whose cell is empty (field name → words). ``meant`` says what words in the cells of a field mean,
    ``registered`` which names become new records (by field name and words: the kind, and what else its
    record must say), ``register`` into which registers every unknown name goes that is like no other.
    """

    decisions: Mapping[int, Decision] = field(default_factory=dict)
    update_similar: bool = False
    empty_clears: bool = False
    all_or_nothing: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[tuple[str, str], str] = field(default_factory=dict)
    registered: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    register: Mapping[str, str] = field(default_factory=dict)
