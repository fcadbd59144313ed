"""The history as a chain: each operation carries a hash over itself and over the one before.

Whoever changes a row, an image or an operation past the program would have to make anew every link
from there to the end; the last link, written down elsewhere, then differs. The link of an operation
is the SHA-256 over the link before, what the operation says of itself, the images of its rows, and
the rows that a migration rewrote in between. Rows are compared with their newest image.

Not covered: an alteration of the newest operations together with all the links behind it, by one
who knows how they are made. What was altered before the first version with links stays as it was
found.
"""

import getpass
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gaotang_desktop.data.journal import journaled_tables

Run = Callable[..., Iterable[Any]]
"""Runs a statement with its parameters, as ``sqlite3.Connection.execute`` does."""

_SAID = "SELECT id, title, at, undoes, done_by, link FROM operations"
_CHANGES = (
    "SELECT id, table_name, row_id, before, after FROM changes WHERE operation_id = ? ORDER BY id"
)
_MIGRATED = (
    "SELECT id, table_name, row_id, image FROM migrated_rows WHERE after_operation = ? ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link: what a paper outside can say about the file inside."""

    operation_id: int
    at: str
    link: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first operation whose link does not hold."""

    operation_id: int
    title: str
    at: str


@dataclass(frozen=True, slots=True)
class Altered:
    """A row that is not as its newest image says; ``columns`` where it is there and differs."""

    table: str
    row_id: int
    how: str  # added, removed, changed
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What verifying a history found: nothing, when all is well."""

    first_break: Break | None
    cut_off: int
    """How many of the newest operations are gone."""
    altered: tuple[Altered, ...]
    lost_links: tuple[int, ...] = ()
    """Forgettings whose links from before are not all there as they were written down."""


@dataclass(frozen=True, slots=True)
class Former:
    """A link from before a person was forgotten: of which step, and when that was."""

    operation_id: int
    at: str
    forgotten_by: int
    forgotten_at: str


def system_user() -> str:
    """Who is logged in on this computer; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def seal(run: Run, operation_id: int) -> None:
    """Give an operation, just before it is committed, its link."""
    before = next(
        iter(run("SELECT id, link FROM operations WHERE id < ? ORDER BY id DESC LIMIT 1",
                 (operation_id,))), (0, "")
    )  # fmt: skip
    [said] = run(f"{_SAID} WHERE id = ?", (operation_id,))
    link = _link(run, tuple(before), tuple(said), None)
    run("UPDATE operations SET link = ? WHERE id = ?", (link, operation_id))


def _link(
    run: Run, before: tuple[Any, ...], said: tuple[Any, ...], seen: Callable[..., None] | None
) -> str:
    """The link of an operation; ``seen`` is told of each row that it or a migration wrote."""
    found = hashlib.sha256()
    for value in (before[1] or "", *said[:5]):
        text = "-" if value is None else f"{len(str(value))}:{value}"
        found.update(text.encode("utf-8", "surrogatepass"))
    # A length before each text: no two histories are written alike. What is NULL has none.
    for number, table, row_id, image in run(_MIGRATED, (before[0],)):
        text = f"{number}:{table}:{row_id}:{'-' if image is None else len(image)}:{image or ''}"
        found.update(text.encode("utf-8", "surrogatepass"))
        if seen is not None:
            seen(table, row_id, -number, image)
    for number, table, row_id, old, new in run(_CHANGES, (said[0],)):
        lengths = f"{'-' if old is None else len(old)}:{'-' if new is None else len(new)}"
        text = f"{number}:{table}:{row_id}:{lengths}:{old or ''}{new or ''}"
        found.update(text.encode("utf-8", "surrogatepass"))
        if seen is not None:
            seen(table, row_id, number, new)
    return found.hexdigest()


def head(run: Run) -> Head | None:
    """The newest link; ``None`` in an empty history."""
    row = next(iter(run(f"{_SAID} ORDER BY id DESC LIMIT 1")), None)
    return None if row is None else Head(row[0], str(row[2]), str(row[5] or ""))


def begun_with(run: Run, start: str) -> Head | None:
    """The operation whose link begins so; ``None`` where there is none."""
    row = next(iter(run(f"{_SAID} WHERE link >= ? AND link < ? ORDER BY id DESC LIMIT 1",
                        (start, f"{start}g"))), None)  # fmt: skip
    return None if row is None else Head(row[0], str(row[2]), str(row[5]))


def holds(run: Run, link: str) -> bool:
    """Whether a link is one of the history, or was one before a person was forgotten."""
    asked = (
        "SELECT 1 FROM operations WHERE link = ? UNION SELECT 1 FROM former_links WHERE link = ?"
    )
    return next(iter(run(asked, (link, link))), None) is not None


def goes_on(run: Run, operation_id: int) -> bool:
    """Whether every operation after one is linked to the one before it."""
    before: tuple[Any, ...] = (0, "")
    for said in [tuple(row) for row in run(f"{_SAID} WHERE id >= ? ORDER BY id", (operation_id,))]:
        if said[0] > operation_id and _link(run, before, said, None) != said[5]:
            return False
        before = (said[0], said[5])
    return True


def former(run: Run, start: str) -> Former | None:
    """The step whose link began so before a person was forgotten; ``None`` where there is none."""
    row = next(iter(run(
        "SELECT step, (SELECT at FROM operations WHERE id = step), operation_id, "
        "(SELECT at FROM operations WHERE id = operation_id) FROM former_links "
        "WHERE link >= ? AND link < ? ORDER BY operation_id, step LIMIT 1", (start, f"{start}g"),
    )), None)  # fmt: skip
    return None if row is None else Former(row[0], str(row[1]), row[2], str(row[3]))


def reseal(run: Run, first: int, by: int) -> tuple[int, str]:
    """Make the links anew from step ``first`` up to ``by``, after images of them were changed.

    The links of before are kept as those from before step ``by``; returns how many, and a digest.
    """
    run(
        "INSERT INTO former_links (operation_id, step, link) "
        "SELECT ?, id, link FROM operations WHERE id >= ? AND id < ? ORDER BY id",
        (by, first, by),
    )
    steps = [row[0] for row in run("SELECT step FROM former_links WHERE operation_id = ?", (by,))]
    for step in sorted(steps):
        seal(run, step)
    return len(steps), former_digest(run, by)


def former_digest(run: Run, by: int) -> str:
    """A SHA-256 over the links that are kept from before step ``by``."""
    found = hashlib.sha256()
    for step, link in run(
        "SELECT step, link FROM former_links WHERE operation_id = ? ORDER BY step, id", (by,)
    ):
        found.update(f"{step}:{link}\n".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _lost_links(run: Run) -> Iterator[int]:
    written = "SELECT operation_id, after FROM changes WHERE table_name = 'forgettings'"
    for step, image in list(run(f"{written} AND before IS NULL ORDER BY id")):
        said = _read(image)
        if said.get("operation_id") == step and said.get("digest") != former_digest(run, step):
            yield step


class _Images:
    """The newest image of every row, as a digest and where it stands."""

    def __init__(self) -> None:
        self.by_table: dict[str, dict[int, tuple[int, bytes | None]]] = {}
        self.newest: dict[str, str] = {}

    def note(self, table: str, row_id: int, place: int, image: str | None) -> None:
        rows = self.by_table.setdefault(table, {})
        rows[row_id] = (place, None if image is None else _short(image))
        if image is not None:
            self.newest[table] = image

    def differing(
        self, run: Run, table: str, columns: Iterable[str]
    ) -> Iterator[tuple[int, str | None, int | None]]:
        """Rows that are not as noted: id, image now (``None``: gone), place of the one noted."""
        noted = self.by_table.get(table, {})
        present = set()
        for row_id, image in run(f'SELECT id, {_image_of_any(columns)} FROM "{table}"'):
            present.add(row_id)
            place, digest = noted.get(row_id, (None, None))
            if digest is None:
                yield row_id, image, None
            elif digest != _short(image):
                yield row_id, image, place
        for row_id, (place, digest) in noted.items():
            if digest is not None and row_id not in present:
                yield row_id, None, place

    def tables_in(self, run: Run) -> dict[str, list[str]]:
        """The tables that are there and have images, with the columns of the newest of these."""
        found = {}
        for table in [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]:
            named = _read(self.newest.get(table, "{}"))
            there = {row[1] for row in run(f'PRAGMA table_info("{table}")')}
            if names := [name for name in named if name in there]:
                found[table] = names
        return found


def _image_of_any(columns: Iterable[str]) -> str:
    """The image of a row as the triggers write it, also of one into which bytes were put."""
    pairs = ", ".join(
        f"'{name}', iif(typeof(\"{name}\") = 'blob', 'x' || hex(\"{name}\"), \"{name}\")"
        for name in columns
    )
    return f"json_object({pairs})"


def _read(image: str | None) -> dict[str, Any]:
    """What an image says; nothing where it is none: then the link of its step does not hold."""
    try:
        found = json.loads(image or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _short(image: str) -> bytes:
    return hashlib.blake2b(image.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _walk(run: Run, images: _Images) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Each operation as it stands, and the link that it should have."""
    before: tuple[Any, ...] = (0, "")
    for said in [tuple(row) for row in run(f"{_SAID} ORDER BY id")]:
        link = _link(run, before, said, images.note)
        yield said, link
        before = (said[0], said[5])
    for number, table, row_id, image in run(_MIGRATED, (before[0],)):
        images.note(table, row_id, -number, image)


def seal_migrated(run: Run) -> None:
    """After a migration: note what it rewrote, and link what has no link yet."""
    images = _Images()
    last = 0
    for said, _ in _walk(run, images):
        last = said[0]
    for table in journaled_tables():
        for row_id, image, _ in list(images.differing(run, table.name, table.columns.keys())):
            run(
                "INSERT INTO migrated_rows (after_operation, table_name, row_id, image) "
                "VALUES (?, ?, ?, ?)",
                (last, table.name, row_id, image),
            )
    for (number,) in list(run("SELECT id FROM operations WHERE link IS NULL ORDER BY id")):
        seal(run, number)


def verify(run: Run, *, of_this_version: bool = True) -> Found:
    """Follow the chain from its beginning and compare every row with its newest image.

    Of an older version there are the tables that have images, with the columns that these have.
    """
    images, first_break, last = _Images(), None, 0
    for said, link in _walk(run, images):
        last = said[0]
        if said[5] != link and first_break is None:
            first_break = Break(said[0], said[1], str(said[2]))
    counted = "SELECT seq FROM sqlite_sequence WHERE name = 'operations'"
    given = next(iter(run(counted)), (0,))[0]
    altered: list[Altered] = []
    tables: Mapping[str, Iterable[str]]
    if of_this_version:
        tables = {table.name: table.columns.keys() for table in journaled_tables()}
    else:
        tables = images.tables_in(run)
    for table, names in tables.items():
        for row_id, image, place in images.differing(run, table, names):
            if place is None or image is None:
                altered.append(Altered(table, row_id, "removed" if image is None else "added"))
            elif columns := _columns(run, place, image):
                altered.append(Altered(table, row_id, "changed", columns))
    lost = tuple(_lost_links(run))
    return Found(first_break, max(0, int(given) - last), tuple(altered), lost)


def _columns(run: Run, place: int, image: str) -> tuple[str, ...]:
    """The columns in which a row differs from its image; one of an older schema lacks some."""
    where = ("after", "changes") if place > 0 else ("image", "migrated_rows")
    [(text,)] = run(f"SELECT {where[0]} FROM {where[1]} WHERE id = ?", (abs(place),))
    then, now = _read(text), _read(image)
    if not then:
        return ("?",)
    return tuple(name for name in then if name in now and now[name] != then[name])
