"""What was taken in from files; the files themselves are its attachments (导入记录)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field


class SheetImport(Record):
    """One import of one file, or of a folder of forms: when, into which ledger, what became of it."""

    __tablename__ = "sheet_imports"
    record_kind: ClassVar = RecordKind("sheet-imports", "导入记录", "次", day="imported_on")

    imported_on: Mapped[date] = field("导入日期", editable=False)
    ledger: Mapped[str] = field("台账", editable=False)
    file: Mapped[str] = field("文件", longest=255, searchable=True, editable=False)
    added: Mapped[int] = field("新增", unit="行", editable=False)
    changed: Mapped[int] = field("更新", unit="行", editable=False)
    unchanged: Mapped[int] = field("没有变化", unit="行", editable=False)
    rejected: Mapped[int] = field("没有导入", unit="行", editable=False)

    __table_args__ = (
        Index("ix_sheet_imports_imported_on", "imported_on"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The file."""
        return self.file
