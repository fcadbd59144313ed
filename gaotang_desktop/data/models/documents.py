"""Drafts of papers that go out (公文)."""

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped
from typing_extensions import override

from gaotang_desktop.data.models.record import Record, RecordKind, field
from gaotang_desktop.domain.fields import Kind

DOCUMENT_KINDS = ("会议通知", "宣传通知")


class Document(Record):
    """The draft of a notice: its words are the operator's, the layout is the standard's."""

    __tablename__ = "documents"
    record_kind: ClassVar = RecordKind("documents", "公文", "份")

    kind: Mapped[str] = field("文种", choices=DOCUMENT_KINDS)
    name: Mapped[str] = field(
        "标题", searchable=True, longest=120, help="如 关于召开双提升工作推进会的通知"
    )
    number: Mapped[str | None] = field(
        "发文字号", longest=40, searchable=True, help="如 高综治〔2026〕3号，没有可以不填"
    )
    addressee: Mapped[str] = field("主送", longest=300, help="如 各村、镇直各单位")
    body: Mapped[str] = field(
        "正文",
        kind=Kind.LONG_TEXT,
        searchable=True,
        listed=False,
        help="一行一段；“一、”“（一）”开头的行是标题",
    )
    signer: Mapped[str] = field("署名", longest=60)
    dated_on: Mapped[date] = field("成文日期")
    copies_to: Mapped[str | None] = field("抄送", longest=300, listed=False)

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """The paper's title."""
        return self.name
