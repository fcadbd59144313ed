"""A database written anew under another key, plain or encrypted: row by row, each held against its source."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data.connections import beside, ciphered, uri
from gaotang_desktop.data.soundness import damaged
from gaotang_desktop.paths import SIDECARS


def export(source: Path, target: Path, key: bytes | None) -> None:
    """Write a database anew under another key, row by row, and hold each row against its source.

    No free page of the source comes along. ``target`` is made, or taken when it is empty.

    Raises:
        DamagedDatabase: the source cannot be read to its end, or the copy is not the same.
        OSError, sqlite3.Error: the copy cannot be written.
    """
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    held = any(beside(source, suffix).exists() for suffix in SIDECARS)
    name = uri(source, "ro", immutable=not held)
    with closing(ciphered(uri(target, "rw"), key)) as made:
        made.execute("PRAGMA synchronous=OFF")  # it is on the disk before it has its name
        made.execute(f"ATTACH ? AS source KEY {keys.sql(keys.of_file(source))}", (name,))
        made.execute("PRAGMA foreign_keys=OFF")
        made.execute("SELECT sqlcipher_export('main', 'source')").fetchone()
        for pragma in ("user_version", "application_id"):
            value = int(made.execute(f"PRAGMA source.{pragma}").fetchone()[0])
            made.execute(f"PRAGMA main.{pragma}={value}")
        _require_same(made, source)
        made.execute("DETACH source")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _require_same(made: sqlite3.Connection, source: Path) -> None:
    listed = "SELECT type, name, tbl_name, sql FROM {}.sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    parts = made.execute(listed.format("main") + " ORDER BY type, name").fetchall()
    if parts != made.execute(listed.format("source") + " ORDER BY type, name").fetchall():
        raise damaged(source)
    for kind, name, *_ in parts:
        if kind == "table":
            ours, theirs = (
                made.execute(f'SELECT * FROM {place}."{name}" ORDER BY rowid')
                for place in ("main", "source")
            )
            while rows := ours.fetchmany(1000):
                if rows != theirs.fetchmany(1000):
                    raise damaged(source)
            if theirs.fetchone() is not None:
                raise damaged(source)
