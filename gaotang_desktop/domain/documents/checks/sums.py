"""Sums against what they are of: a table's 合计 in an own annex, money in capitals beside its figures."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from gaotang_desktop.domain.documents.blocks import Annex, Table
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.writings.numbers import chinese_number

_SUM = re.compile(r"(?:合|总|共)\s*计")
_NO_SUM = re.compile(r"率|比|%|％|占|平均|均|序号|编号|名次|排名|得分|电话|日期|年份")
_NOT_ALL = re.compile(r"(?:合|总|共)计.*不(?:含|包括|计入)")
"""A note says that the sum leaves rows out."""
_CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟"
_AS_USUAL = str.maketrans(_CAPITALS + "億", "零一二三四五六七八九十百千亿")
_MONEY = re.compile(
    rf"([{_CAPITALS}万亿]{{2,}})[元圆]整?(?:人民币)?[（(，]?\s*(?:小写)?[：:]?\s*[¥￥]?(\d[\d,]*(?:\.\d+)?)(万)?元?[）)]?"
)


_MONEY_FIRST = re.compile(
    rf"(\d[\d,]*(?:\.\d+)?)(万)?元[，（(]\s*(?:人民币)?大写[：:为]?(?:人民币)?([{_CAPITALS}万亿]{{2,}})[元圆]整?"
)


def of_sums(text: str, annexes: Sequence[Annex]) -> Iterator[Finding]:
    """The findings about sums of money in ``text`` and of the tables in the office's own annexes."""
    told = [
        *((each, each[1], each[2], each[3]) for each in _MONEY.finditer(text)),
        *((each, each[3], each[1], each[2]) for each in _MONEY_FIRST.finditer(text)),
    ]
    for found, capitals, digits, thousands in told:
        written = chinese_number(capitals.translate(_AS_USUAL))
        figure = Decimal(digits.replace(",", "")) * (10_000 if thousands else 1)
        if written is not None and written != figure:
            yield Finding(0, f"“{found[0]}”大写和小写的金额不一致，请核对。")
    for annex in annexes:
        for block in annex.blocks:
            if isinstance(block, Table):
                yield from _of_table(annex.title, block)


def _of_table(title: str, table: Table) -> Iterator[Finding]:
    *rows, last = table.rows or ((),)
    if len(rows) < 2 or not any(_SUM.fullmatch(cell.strip()) for cell in last[:2]):
        return
    if any(re.search(r"[小合总]\s*计", cell) for row in rows for cell in row[:2]):
        return
    if any(_NOT_ALL.search(note) for note in table.notes):
        return
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in rows]
        said, parts = _value(last[at]), [_value(cell) for cell in cells if cell.strip()]
        if said is None or None in parts or len(parts) < 2 or _NO_SUM.search(column.label):
            continue
        total = sum((each for each in parts if each is not None), Decimal(0))
        if total != said:
            yield Finding(
                0, f"附件“{title}”里“{column.label}”的合计写着{said}，各行相加是{total}，请核对。"
            )


def _value(cell: str) -> Decimal | None:
    try:
        return Decimal(cell.strip().replace(",", ""))
    except InvalidOperation:
        return None
