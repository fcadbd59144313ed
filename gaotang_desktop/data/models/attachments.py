"""Files that belong to a record (附件): stored once by what they contain."""

from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field


class Attachment(Record):
    """A file of a record; ``owner_kind`` and ``owner_id`` say whose, ``digest`` is its SHA-256."""

    __tablename__ = "attachments"
    record_kind: ClassVar = RecordKind("attachments", "附件", "个")

    owner_kind: Mapped[str] = field("所属台账", editable=False, listed=False)
    owner_id: Mapped[int] = field("所属记录", editable=False, listed=False)
    name: Mapped[str] = field("文件名", searchable=True, longest=255)
    digest: Mapped[str] = field("校验码", longest=64, editable=False, listed=False)
    size: Mapped[int] = field("大小", unit="字节", editable=False)

    __table_args__ = (
        Index("ix_attachments_owner", "owner_kind", "owner_id"),
        Index("ix_attachments_digest", "digest"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The file's name."""
        return self.name
