"""Drafts of papers that go out, and the register of those that went (公文、发文登记)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from gaotang_desktop.data.models.record import Base, Record, RecordKind, field
from gaotang_desktop.domain.documents.kinds import (
    DOCUMENT_KINDS,
    DRAFT_STATES,
    ISSUE_STATES,
    REGISTER_KINDS,
)
from gaotang_desktop.domain.fields import Kind


class Document(Record):
    """The draft of a paper: its words are the operator's, the layout is the standard's.

    ``filled`` keeps, for each paragraph that was worded from data, its key and its words as they
    were filled in (JSON), so that a refresh leaves the operator's own words alone.
    """

    __tablename__ = "documents"
    record_kind: ClassVar = RecordKind("documents", "公文", "份", day="dated_on")

    kind: Mapped[str] = field("文种", choices=DOCUMENT_KINDS)
    name: Mapped[str] = field(
        "标题", searchable=True, longest=120, help="如 关于召开双提升工作推进会的通知"
    )
    state: Mapped[str] = field("状态", choices=DRAFT_STATES, default="草稿", editable=False)
    period: Mapped[str | None] = field("期间", longest=20, editable=False)
    number: Mapped[str | None] = field(
        "发文字号", longest=40, searchable=True, help="印发时从登记簿取号，不用填", editable=False
    )
    addressee: Mapped[str] = field(
        "主送", longest=600, help="如 各村、镇直各单位；普发的空着", required=False
    )
    body: Mapped[str] = field(
        "正文",
        kind=Kind.LONG_TEXT,
        searchable=True,
        listed=False,
        longest=50_000,
        help="一行一段；“一、”“（一）”开头的行是标题",
    )
    signer: Mapped[str] = field("署名", longest=60)
    dated_on: Mapped[date] = field("成文日期")
    sealed: Mapped[bool] = field(
        "加盖印章", default=True, listed=False, help="署名处给印章留出位置，不画印章"
    )
    note: Mapped[str | None] = field("附注", longest=120, listed=False, help="如 联系人和电话")
    copies_to: Mapped[str | None] = field("抄送", longest=600, listed=False)
    copy_number: Mapped[str | None] = field(
        "份号", longest=6, listed=False, help="六位数字，涉密公文才标，如 000001"
    )
    secrecy: Mapped[str | None] = field("密级", longest=20, listed=False, help="如 机密★1年")
    urgency: Mapped[str | None] = field(
        "紧急程度", longest=4, listed=False, help="特急或者加急，没有就空着"
    )
    approvers: Mapped[str | None] = field(
        "签发人", longest=60, listed=False, help="上行文填写，几个人用顿号隔开"
    )
    print_count: Mapped[str | None] = field("印发份数", longest=6, listed=False, help="如 50")
    joint: Mapped[str | None] = field(
        "联合发文机关", longest=600, listed=False, help="同主办机关一起发文的单位，按顺序用顿号隔开"
    )
    issuer_in_title: Mapped[bool] = field(
        "标题写发文机关", default=False, listed=False, help="标题前面加上发文机关名称"
    )
    # Not a foreign key: drafts and issued papers would refer to each other in a circle.
    corrects_id: Mapped[int | None] = mapped_column(
        doc="the issued paper that it corrects", info={"refers_to_table": "issued_documents"}
    )
    own_annexes: Mapped[str | None] = mapped_column(doc="the office's own annexes: JSON")
    filled: Mapped[str | None] = mapped_column(doc="paragraphs worded from data: JSON")

    __table_args__ = ({"sqlite_autoincrement": True},)

    @property
    @override
    def title(self) -> str:
        """The paper's title."""
        return self.name


class IssuedDocument(Record):
    """One number of the register: the paper that went out, as it went, or a void number."""

    __tablename__ = "issued_documents"
    record_kind: ClassVar = RecordKind(
        "issued-documents",
        "发文登记",
        "份",
        day="issued_on",
        permanent="已经印发的公文不能撤销。发错了的，请在发文登记里作废，或者另发更正通报。",
    )

    number: Mapped[str] = field("发文字号", searchable=True, editable=False, longest=60)
    series: Mapped[str] = field("代字", editable=False, listed=False, longest=30)
    year: Mapped[int] = field("年份", editable=False, listed=False)
    sequence: Mapped[int] = field("序号", editable=False, listed=False)
    name: Mapped[str] = field("标题", searchable=True, editable=False, longest=300)
    kind: Mapped[str] = field("文种", choices=REGISTER_KINDS, editable=False)
    addressee: Mapped[str | None] = field("主送", editable=False, longest=600)
    issued_on: Mapped[date] = field("印发日期", editable=False)
    pages: Mapped[int | None] = field("页数", unit="页", editable=False)
    state: Mapped[str] = field("状态", choices=ISSUE_STATES, default="有效", editable=False)
    void_reason: Mapped[str | None] = field("作废原因", editable=False)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme_versions.id"))
    digest: Mapped[str | None] = mapped_column(doc="SHA-256 of the PDF")
    text: Mapped[str | None] = field(
        "全文", kind=Kind.LONG_TEXT, searchable=True, listed=False, editable=False
    )
    figures: Mapped[str | None] = mapped_column(doc="the source figures: canonical JSON")

    __table_args__ = (
        # Binned or void, a number is never given again.
        UniqueConstraint("series", "year", "sequence"),
        {"sqlite_autoincrement": True},
    )

    @property
    @override
    def title(self) -> str:
        """Number and title."""
        return f"{self.number} {self.name}"


class PaperWording(Base):
    """One version of the office's own wording of a kind of paper; an empty one is the shipped one."""

    __tablename__ = "paper_wordings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    paper: Mapped[str] = mapped_column(info={"label": "公文"})
    version: Mapped[int] = mapped_column(info={"label": "版本"})
    saved_on: Mapped[date] = mapped_column(info={"label": "保存日期"})
    name: Mapped[str] = mapped_column(info={"label": "标题"})
    body: Mapped[str] = mapped_column(info={"label": "范文"})
    known: Mapped[str] = mapped_column(info={"label": "当时的各段"})

    __table_args__ = (
        UniqueConstraint("paper", "version"),
        {"sqlite_autoincrement": True, "info": {"label": "公文范文"}},
    )


class IssuedFile(Base):
    """The PDF of an issued paper, byte for byte; written once, never changed, never journalled."""

    __tablename__ = "issued_files"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    digest: Mapped[str] = mapped_column(unique=True, info={"label": "校验码"})
    content: Mapped[bytes] = mapped_column(LargeBinary, info={"label": "文件"})

    __table_args__ = ({"sqlite_autoincrement": True, "info": {"label": "公文原件"}},)
