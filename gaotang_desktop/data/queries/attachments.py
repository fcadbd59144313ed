"""Which files belong to which record, and which contents anything still refers to (附件)."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.connections import reading
from gaotang_desktop.data.migrating import stored_revision
from gaotang_desktop.data.models import Attachment, Change
from gaotang_desktop.data.soundness import unreadable
from gaotang_desktop.domain.errors import DamagedDatabase

_WITHOUT_FILES = ("0001",)
"""Versions of the database in which records had no files."""


class AttachmentRow(NamedTuple):
    """A file of a record."""

    id: int
    name: str
    digest: str
    size: int
    created_at: datetime


class OwnedRow(NamedTuple):
    """A file and the record it belongs to."""

    owner_kind: str
    owner_id: int
    name: str
    digest: str


def of_record(session: Session, kind: str, record_id: int) -> list[AttachmentRow]:
    """The files of a record, in the order in which they were added."""
    found = session.execute(
        select(
            Attachment.id,
            Attachment.name,
            Attachment.digest,
            Attachment.size,
            Attachment.created_at,
        )
        .where(Attachment.owner_kind == kind, Attachment.owner_id == record_id)
        .order_by(Attachment.id)
    )
    return [AttachmentRow(*row) for row in found]


def everywhere(session: Session) -> list[OwnedRow]:
    """Every file, those in the recycle bin too."""
    found = session.execute(
        select(
            Attachment.owner_kind, Attachment.owner_id, Attachment.name, Attachment.digest
        ).execution_options(with_binned=True)
    )
    return [OwnedRow(*row) for row in found]


def named(session: Session) -> set[str]:
    """Every content that a record of the open database refers to, be it binned, or did.

    Raises:
        DamagedDatabase: a step of the history cannot be read.
    """
    found = {row.digest for row in everywhere(session)}
    images = session.execute(
        select(Change.before, Change.after).where(Change.table_name == Attachment.__tablename__)
    )
    return found | _in_images(images, certain=True)


def referred(database: Path, *, certain: bool = False) -> set[str]:
    """Every content that a record refers to, be it binned, or could again after 撤销 or 重做.

    Reads the file itself, so that it can be asked of a backup too; an older one has no files.
    ``certain``: a step of the history that cannot be read is not passed over.

    Raises:
        StorageProblem, DamagedDatabase: the file cannot be read.
    """
    images = _rows(database, "SELECT before, after FROM changes WHERE table_name = 'attachments'")
    return in_use(database) | _in_images(images, certain=certain)


def _in_images(images: Iterable[Any], *, certain: bool) -> set[str]:
    found = set()
    for text in (text for pair in images for text in pair if text):
        try:
            found.add(str(json.loads(text)["digest"]))
        except (ValueError, KeyError, TypeError) as error:
            if certain:
                raise DamagedDatabase(
                    "修改历史里有一步关于附件的记录读不懂，可能被改动过。请做一次数据检查。"
                ) from error
    return found


def in_use(database: Path) -> set[str]:
    """Every content that a record refers to, be it binned."""
    return {row[0] for row in _rows(database, "SELECT digest FROM attachments")}


def _rows(database: Path, statement: str) -> list[Any]:
    try:
        if stored_revision(database) in _WITHOUT_FILES:
            return []
        with reading(database) as file:
            return file.execute(statement).fetchall()
    except (sqlite3.Error, OSError) as error:
        raise unreadable(error, database) from error
