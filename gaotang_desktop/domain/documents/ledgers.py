"""Any ledger on paper: columns as wide as their contents, lying across when there are many."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from gaotang_desktop.domain.documents.blocks import (
    Align,
    Column,
    Paragraph,
    Sheet,
    Table,
    written_date,
)
from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy, show
from gaotang_desktop.domain.privacy import masked_name

_UPRIGHT_WIDTH = 78
"""Half-width characters that an upright page holds side by side."""

_ACROSS_WIDTH, _ACROSS_WIDTH_SMALL = 146, 180
"""The same for a page that lies across, and for its smaller type in many columns."""

_MOST = {Kind.TEXT: 24, Kind.LONG_TEXT: 44, Kind.NAMES: 22, Kind.REFERENCE: 20}
_LEAST = 4
_LEAST_TEXT = 14
_BESIDE = 2
"""Room beside the text of a cell, and for figures, which are wider than half a character."""

_MANY_COLUMNS = 12
_WIDEST_SEEN = 400
"""Rows that are looked at to find how wide a column is."""


def ledger_sheet(
    listing: Listing,
    *,
    title: str,
    issuer: str,
    made_on: date,
    left: str = "",
    fields: Sequence[str] | None = None,
    unmasked: bool = False,
    worded: Callable[[Field, Any], str] = show,
    sums: Collection[str] = (),
) -> Sheet:
    """The rows of a listing as a sheet, names of residents masked unless asked.

    ``fields`` chooses columns by name, in that order; otherwise the listed ones are printed, the
    long texts last to go when there are more than fit. ``sums`` are the number fields that several
    rows add up to in a last one, without the records that are ``uncounted``.
    """
    chosen = _chosen(listing, fields)
    texts = [
        tuple(_text(listing.fields[at], row[at], worded, unmasked=unmasked) for at in chosen)
        for row in listing.rows
    ]
    added = listing.where(lambda record_id, _row: record_id not in listing.uncounted)
    total = _total(added, chosen, sums)
    seen = [*texts[:_WIDEST_SEEN], *total]
    widths = [
        _width(listing.fields[at], [row[place] for row in seen]) for place, at in enumerate(chosen)
    ]
    widths = _fitted(widths, [listing.fields[at] for at in chosen])
    columns = [Column("序号", max(_LEAST, len(str(len(texts)))) + _BESIDE, "centre")]
    columns += [
        Column(_head(listing.fields[at]), width, _align(listing.fields[at]))
        for at, width in zip(chosen, widths, strict=True)
    ]
    landscape = sum(widths) + columns[0].width_weight > _UPRIGHT_WIDTH
    rows = tuple((str(number), *row) for number, row in enumerate(texts, start=1))
    rows += tuple(("合计", *row) for row in total)
    summed = (_summed(added, chosen, sums, len(texts) - len(added.ids)),) if total else ()
    notes = (f"共{len(texts)}条。", f"制表：{issuer}　　制表日期：{written_date(made_on)}")
    table = Table(tuple(columns), rows, notes=summed, total=bool(total))
    blocks = (table,) if rows else (Paragraph("没有记录。"),)
    return Sheet("台账", title, blocks, issuer=issuer, left=left, notes=notes, landscape=landscape)


def _chosen(listing: Listing, names: Sequence[str] | None) -> list[int]:
    if names is not None:
        return [listing.column(name) for name in names]
    listed = [at for at, field in enumerate(listing.fields) if field.listed]
    used = [
        at
        for at in listed
        if listing.fields[at].required or any(row[at] not in (None, "", ()) for row in listing.rows)
    ]
    return (used or listed)[:_MANY_COLUMNS]


def _total(listing: Listing, chosen: Sequence[int], sums: Collection[str]) -> list[tuple[str, ...]]:
    """The row of sums; none for a single row, or where no column of ``sums`` is printed."""
    added = [at for at in chosen if listing.fields[at].name in sums]
    if len(listing.rows) < 2 or not added:
        return []
    found = {
        at: sum(known)
        if (known := [row[at] for row in listing.rows if row[at] is not None])
        else None
        for at in added
    }
    return [tuple(show(listing.fields[at], found.get(at)) for at in chosen)]


def _summed(listing: Listing, chosen: Sequence[int], sums: Collection[str], gone: int) -> str:
    """What the sums are of, so that nobody takes those of some for those of all."""
    added = [at for at in chosen if listing.fields[at].name in sums]
    blank = any(row[at] is None for row in listing.rows for at in added)
    said = "合计是表中各行之和" + ("，空着的没有计入" if blank else "")
    if not gone:
        return f"{said}。"
    villages = "已撤并或者还没有设立的"
    rest = f"{villages}{gone}个村" if listing.kind == "villages" else f"{villages}村的{gone}条"
    return f"{said}，不含{rest}。"


def _head(field: Field) -> str:
    """The label, with what is counted where the label does not say that it is a number."""
    return (
        f"{field.label}（{field.unit}）" if field.unit and field.label[-1] != "数" else field.label
    )


def _text(field: Field, value: Any, worded: Callable[[Field, Any], str], *, unmasked: bool) -> str:
    text = worded(field, value)
    if field.privacy is Privacy.RESIDENT and not unmasked:
        return masked_name(text)
    return text


def _align(field: Field) -> Align:
    if field.kind in (Kind.INTEGER, Kind.DECIMAL):
        return "decimal"
    if field.kind in (Kind.DATE, Kind.MONTH, Kind.TIME, Kind.MOMENT, Kind.FLAG, Kind.CHOICE):
        return "centre"
    return "left"


def _width(field: Field, texts: Sequence[str]) -> float:
    """In half-width characters: the contents up to a limit, at least half the head."""
    widest = max((_half_widths(text) for text in texts), default=0)
    label = _head(field)
    head = (_half_widths(label) + 1) // 2 if len(label) > 4 else _half_widths(label)
    most = _MOST.get(field.kind, 20)
    return float(max(_LEAST, head, min(widest, most)) + _BESIDE)


def _fitted(widths: list[float], fields: Sequence[Field]) -> list[float]:
    """Narrower texts where the page is too narrow for all: dates and numbers are not broken."""
    room = _ACROSS_WIDTH if len(widths) < _MANY_COLUMNS else _ACROSS_WIDTH_SMALL
    over = sum(widths) + _LEAST + 1 - room
    give = [
        max(0.0, width - _LEAST_TEXT) if field.kind in _MOST else 0.0
        for width, field in zip(widths, fields, strict=True)
    ]
    if over <= 0 or not (total := sum(give)):
        return widths
    share = min(1.0, over / total)
    return [width - share * spare for width, spare in zip(widths, give, strict=True)]


def _half_widths(text: str) -> int:
    return max(
        (sum(1 if char.isascii() else 2 for char in line) for line in text.split("\n")), default=0
    )
