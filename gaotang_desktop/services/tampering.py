"""What was altered past the program, in sentences (数据检查：修改历史与记录)."""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from gaotang_desktop.data import backups, chain
from gaotang_desktop.data.models import CATALOGUE, Base, SettingValue
from gaotang_desktop.data.queries import settings
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.settings import BY_NAME
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

MOST = 50
"""Altered rows that are told one by one; of the others the number."""

_WRITTEN = re.compile(r"(?<![0-9a-z])[0-9a-f]{16,64}(?![0-9a-z])")
_BY_TABLE = {model.__tablename__: kind for kind, model in CATALOGUE.items()}
_HOW = {
    "added": "没有经过本程序就多了出来",
    "removed": "没有经过本程序就不见了",
    "changed": "没有经过本程序就被改动",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link of the history, to be written down outside (历史校验码)."""

    step: int
    day: str
    link: str

    @property
    def words(self) -> str:
        """``历史校验码 1a2b3c4d5e6f7a8b（第 12 步，2026-10-24）``: 16 of the 64 characters."""
        return f"历史校验码 {self.link[:16]}（第 {self.step} 步，{self.day}）"


def head(work: Workplace) -> Head | None:
    """The newest link of the history; ``None`` while nothing was done."""
    with work.database.reading() as session:
        found = chain.head(session.connection().exec_driver_sql)
    return None if found is None else Head(found.operation_id, found.at[:10], found.link)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link printed outside says about the history inside; ``words`` are a whole sentence."""

    holds: bool
    words: str


def asked(work: Workplace, written: str) -> Asked:
    """Whether a link from a paper or a list of backups stands in the history, and still holds.

    Raises:
        DomainError: there is no link in what was written.
    """
    found = _WRITTEN.search(unicodedata.normalize("NFKC", written).lower())
    if found is None:
        raise DomainError(
            f"“{written.strip()}”里没有历史校验码。请照抄公文最后一页下边的 16 个字母和数字。"
        )
    with work.database.reading() as session:
        run = session.connection().exec_driver_sql
        step = chain.begun_with(run, found[0])
        if step is None and (earlier := chain.former(run, found[0])) is not None:
            return _of_before(found[0], earlier, chain.verify(run))
        if step is None:
            return Asked(
                False,
                f"修改历史里没有校验码 {found[0]}。抄写没有错的话，印出它以后的历史被改动过，"
                "或者现在的数据是从更早的备份恢复的。请和当时的备份核对。",
            )
        broken = chain.verify(run).first_break
    where = f"第 {step.operation_id} 步（{step.at[:16]}）"
    if broken is not None and broken.operation_id <= step.operation_id:
        return Asked(
            False,
            f"校验码 {found[0]} 是{where}的，可是历史从第 {broken.operation_id} 步起对不上："
            "在印出它以前的内容后来被改动过。请和以前的备份核对。",
        )
    return Asked(True, f"校验码 {found[0]} 是{where}的，到这一步为止的修改历史没有被改动过。")


def _of_before(written: str, earlier: chain.Former, found: chain.Found) -> Asked:
    """What is said of a link from before a person was forgotten."""
    where = f"第 {earlier.operation_id} 步（{earlier.at[:16]}）"
    day = earlier.forgotten_at[:10]
    broken = found.first_break is not None and found.first_break.operation_id <= max(
        earlier.operation_id, earlier.forgotten_by
    )
    if broken or earlier.forgotten_by in found.lost_links:
        return Asked(
            False,
            f"校验码 {written} 是{where}在 {day} 隐去个人信息以前的校验码，可是那以后的修改历史被改动过。"
            "请和以前的备份核对。",
        )
    return Asked(
        True,
        f"校验码 {written} 是{where}的，印在 {day} 隐去个人信息以前。那一次换掉了一个人的姓名和号码，"
        "校验码随之重算，旧的这个留了底；没有涉及这个人的内容没有改动。",
    )


def problems(work: Workplace) -> list[str]:
    """A sentence for the first step that does not hold, and for each record without a trace."""
    with work.database.reading() as session:
        found = chain.verify(session.connection().exec_driver_sql)
    return _told(found, lambda each: _sentence(work, each))


def problems_of(copy: Path) -> list[str]:
    """The same of a backup; steps and records go by their numbers: nobody covers names in it.

    Raises:
        DamagedDatabase: it cannot be read.
    """
    found = backups.verified(copy)
    if found.first_break is not None:
        found = replace(found, first_break=replace(found.first_break, title=""))
    return _told(found, lambda each: _sentence(None, each))


def _told(found: chain.Found, sentence: Callable[[chain.Altered], str]) -> list[str]:
    said = []
    if found.first_break is not None:
        step = found.first_break
        when = f"{step.at[:16]} {step.title}".strip()
        said.append(
            f"修改历史从第 {step.operation_id} 步（{when}）起对不上："
            "这一步或者它记下的内容被改动过。请和以前的备份核对。"
        )
    if found.cut_off:
        said.append(f"修改历史最后的 {found.cut_off} 步被删掉了。请和以前的备份、发出的公文核对。")
    said += [
        f"第 {step} 步隐去个人信息时留底的旧校验码被改动过，以前公文上印的校验码不能再核对。"
        "请和以前的备份核对。"
        for step in found.lost_links
    ]
    said += [sentence(each) for each in found.altered[:MOST]]
    if (more := len(found.altered) - MOST) > 0:
        said.append(f"还有 {more} 条记录没有经过本程序就被改动，请和以前的备份核对。")
    # Bytes that are no text cannot be printed.
    return [each.encode("utf-8", "replace").decode() for each in said]


def _sentence(work: Workplace | None, each: chain.Altered) -> str:
    kind = _BY_TABLE.get(each.table)
    known = Base.metadata.tables.get(each.table)
    what = f"{each.table} 的第 {each.row_id} 行"
    labels = {"body": "内容"}
    if known is not None:
        what = f"{known.info.get('label', f'{each.table} ')}的第 {each.row_id} 行"
        said = {column.name: column.info.get("label") for column in known.columns}
        labels |= {name: label for name, label in said.items() if label}
    if each.table == SettingValue.__tablename__ and work is not None:
        what = _setting(work, each.row_id) or what
    if kind is not None:
        what = f"{records.label_of(kind)}第 {each.row_id} 条"
        labels |= {field.name: field.label for field in records.fields_for(kind)}
        if work is not None and each.how != "removed":
            # In the recycle bin, where what it refers to is gone, or with values of another type:
            # its number will do.
            with suppress(DomainError, ValueError, TypeError, AttributeError):
                what = f"{records.label_of(kind)}“{records.title_of(work, kind, each.row_id)}”"
    columns = "、".join(labels.get(name, name) for name in each.columns)
    where = f"（{columns}）" if columns else ""
    return f"{what}{where}{_HOW[each.how]}，修改历史里没有这一步。请和以前的备份核对。"


def _setting(work: Workplace, row_id: int) -> str:
    """Which setting a row is, be it there or only in the history; nothing where neither tells."""
    with work.database.reading() as session:
        key = settings.key_of(session, row_id)
    field = BY_NAME.get(key)
    return f"设置“{field.label}”" if field is not None else f"设置 {key} " if key else ""
