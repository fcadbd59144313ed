"""What is left of forgetting a person: that it was done, and the links of the history from before."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from gaotang_desktop.data.models.record import Base


class Forgetting(Base):
    """One time that a person was forgotten; whom, nobody can tell from it."""

    __tablename__ = "forgettings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    operation_id: Mapped[int] = mapped_column(info={"label": "步"})
    forgotten_on: Mapped[date] = mapped_column(info={"label": "日期"})
    first_step: Mapped[int] = mapped_column(info={"label": "重算起始步"})
    links: Mapped[int] = mapped_column(info={"label": "旧校验码个数"})
    digest: Mapped[str] = mapped_column(info={"label": "旧校验码摘要"})

    __table_args__ = ({"sqlite_autoincrement": True, "info": {"label": "隐去个人信息"}},)


class FormerLink(Base):
    """The link that a step had before a person was forgotten: it may stand printed on a paper."""

    __tablename__ = "former_links"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    operation_id: Mapped[int] = mapped_column(index=True, doc="the step of the forgetting")
    step: Mapped[int] = mapped_column()
    link: Mapped[str] = mapped_column(index=True)
