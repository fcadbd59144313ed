"""通讯录: who answers for which village and unit, with the phones of the office."""

from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import (
    Block,
    Column,
    Paragraph,
    Sheet,
    Table,
    written_date,
)


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One person: village or unit, role, name, phone, landline."""

    place: str
    role: str
    name: str
    phone: str = ""
    landline: str = ""


_BLANK_LINES = (20, 12)
"""For villages and for units."""


def phone_list(
    *,
    town: str,
    villages: tuple[PhoneLine, ...],
    units: tuple[PhoneLine, ...],
    issuer: str,
    made_on: date,
) -> Sheet:
    """Villages first, then units; a missing phone is left blank to be written in.

    Without anybody registered it is a blank form.
    """
    if not villages and not units:
        villages, units = ((PhoneLine("", "", ""),) * count for count in _BLANK_LINES)
    blocks: list[Block] = []
    for head, lines in (("一、各村责任人", villages), ("二、责任单位", units)):
        if lines:
            blocks += [Paragraph(head, 1), _table(lines)]
    return Sheet(
        "通讯录",
        f"{town}平安建设“双提升”工作通讯录",
        tuple(blocks),
        issuer=issuer,
        notes=(
            "内部使用，注意保管。",
            f"制表：{issuer}　　制表日期：{written_date(made_on)}",
        ),
    )


def _table(lines: tuple[PhoneLine, ...]) -> Table:
    landlines = any(each.landline.strip() for each in lines)
    columns = [
        Column("序号", 4, "centre"),
        Column("村或单位", 12),
        Column("职务", 12),
        Column("姓名", 8, "centre"),
        Column("手机", 11, "centre"),
    ]
    if landlines:
        columns.append(Column("固定电话", 10, "centre"))
    rows = []
    for number, each in enumerate(lines, start=1):
        # Written out in every line: a line may begin a page.
        cells = (str(number), each.place, each.role, each.name, each.phone)
        rows.append((*cells, each.landline) if landlines else cells)
    return Table(tuple(columns), tuple(rows))
