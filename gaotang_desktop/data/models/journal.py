"""What was done, by which operation, row by row: the source of history, undo and redo."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from gaotang_desktop.data.models.record import Base


class Operation(Base):
    """One thing that a person did, named as they would say it."""

    __tablename__ = "operations"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    # The operation that this one takes back; an undo that is itself undone is a redo.
    undoes: Mapped[int | None] = mapped_column(ForeignKey("operations.id"), index=True)

    # The system's name for the person at the computer; of before there was one it is not known.
    done_by: Mapped[str | None] = mapped_column()
    # SHA-256 over this and the link before: see data/chain.py.
    link: Mapped[str | None] = mapped_column()

    __table_args__ = ({"sqlite_autoincrement": True},)


class Change(Base):
    """The images of one row before and after, written by the database's own triggers."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operations.id"), index=True)
    table_name: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    before: Mapped[str | None] = mapped_column(doc="JSON object of the row, or NULL when inserted")
    after: Mapped[str | None] = mapped_column(doc="JSON object of the row, or NULL when deleted")

    __table_args__ = (
        Index("ix_changes_row", "table_name", "row_id"),
        {"sqlite_autoincrement": True},
    )


class SettingValue(Base):
    """A setting the operator changed; what is not here has the value the program ships."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(unique=True, info={"label": "名称"})
    value: Mapped[str] = mapped_column(server_default=text("''"), info={"label": "值"})

    __table_args__ = ({"sqlite_autoincrement": True, "info": {"label": "设置"}},)


class MigratedRow(Base):
    """A row as a migration or a restored archive left it: no operation of a person's wrote it so."""

    __tablename__ = "migrated_rows"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    after_operation: Mapped[int] = mapped_column(index=True, doc="0: before the first one")
    table_name: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    image: Mapped[str | None] = mapped_column(doc="JSON object of the row, or NULL when deleted")
