"""What is looked at in each kind of place (检查清单)."""

from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, beginning, field
from gaotang_desktop.domain.inspections import PLACE_TYPES


class ChecklistItem(Record):
    """One line of the checklist of a kind of place: how it should be."""

    __tablename__ = "checklist_items"
    record_kind: ClassVar = RecordKind(
        "checklist-items", "检查清单", "条", keys=("place_type", "text")
    )

    place_type: Mapped[str] = field("场所类型", choices=PLACE_TYPES)
    text: Mapped[str] = field("检查内容", longest=120, searchable=True, help="写应当怎样")
    display_order: Mapped[int | None] = field("顺序", minimum=0, maximum=10_000)
    in_use: Mapped[bool] = field("使用", default=True, help="不用的不再出现在检查登记里")

    __table_args__ = (
        Index(
            "uq_checklist_items",
            "place_type",
            "text",
            unique=True,
            sqlite_where=sql("binned_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """The kind of place and the first words."""
        return f"{self.place_type} {beginning(self.text, 16)}"
