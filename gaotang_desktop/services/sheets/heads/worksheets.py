"""Which worksheets of a file are read for a ledger, and what is told of the others."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.sheets import fill_in_forms as forms
from gaotang_desktop.domain.sheets.rows import SheetRows, Worksheet
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import titles
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.workbooks import shapes, worksheets
from gaotang_desktop.workbooks.matching import Matched, header_key

IMPORTABLE = tuple(kind for kind, model in CATALOGUE.items() if model.record_kind.keys)
_JUDGED = 50  # rows of a worksheet that are looked at to see of which ledger it is
_COPY = re.compile(r"[（(]\d{1,2}[)）]$|副本")  # 北村 (2) is a copy of 北村
_FEWEST = 2  # headings that a table must share with a ledger to be told as one of it


@dataclass(frozen=True, slots=True)
class _Judged:
    """A worksheet, how much of its head a ledger knows, and of which other ledger it rather is.

    ``lacks`` is what neither head nor title says; ``whole`` where the head alone says all that must be
    said, ``placed`` where it has a column of villages, or its ledger has none.
    """

    table: SheetRows
    by_field: Mapping[str, str]
    sure: int
    lacks: frozenset[str]
    whole: bool
    other: str
    hidden: bool
    placed: bool

    @property
    def name(self) -> str:
        return self.table.sheet

    @property
    def sure_of_itself(self) -> bool:
        """Whether its rows say whose they are and of when, or its name that it is a copy.

        Of a form for villages never: of two that differ it is asked which one holds.
        """
        over = (text for part in self.table.parts for text in part.above)
        if any(map(forms.MARK.search, over)):
            return False
        return bool(_COPY.search(self.name)) or (self.whole and self.placed)

    @property
    def why_not(self) -> str:
        """Why it is not read beside one that is, by what it is for; ``""`` for nothing."""
        if self.hidden:
            return "是隐藏的"
        if worksheets.holds_no_records(self.name):
            return "看名字是说明或者样表"
        return "看名字是不用的" if worksheets.is_put_away(self.name) else ""


def chosen(kind: str, tables: Sequence[SheetRows], wanted: Collection[str] = ()) -> SheetRows:
    """The table of a file for a ledger: of the worksheets ``wanted``, else of all that are of that
    ledger, with a note of what is not read and why.

    Raises:
        Unreadable: no worksheet of a wanted name has a table.
    """
    if wanted:
        tables = _named(tables, wanted)
        judged = [_judged(kind, table, alone=True) for table in tables]
        return _together(judged) if len(judged) > 1 else tables[0]
    if len(tables) == 1:
        return tables[0]
    judged = [_judged(kind, table) for table in tables]
    ours = [each for each in judged if not each.other] or judged
    lead = max(ours, key=lambda each: (not each.why_not, bool(each.table.rows), each.sure))
    taken, why = _beside(lead, judged)
    table = _together(taken) if len(taken) > 1 else lead.table
    notes = list(table.notes)
    if len(taken) > 1:
        named = "、".join(each.name for each in taken)
        notes.insert(0, f"读了 {len(taken)} 张工作表：{named}。")
    left = [each for each in judged if each not in taken]
    if left:
        if len(taken) == 1:
            notes.append(f"只读了工作表“{lead.name}”。")
        notes += [_left(each, why.get(each.name, "")) for each in left]
    return replace(table, notes=tuple(notes))


def _named(tables: Sequence[SheetRows], wanted: Collection[str]) -> list[SheetRows]:
    names = {name.strip() for name in wanted}
    found = [table for table in tables if table.sheet.strip() in names]
    if missing := names - {table.sheet.strip() for table in found}:
        named = "、".join(f"“{name}”" for name in sorted(missing))
        there = "、".join(f"“{table.sheet}”" for table in tables)
        raise Unreadable(f"文件里没有名叫{named}、带表头的工作表；有表头的工作表是{there}。")
    return found


def _judged(kind: str, table: SheetRows, *, alone: bool = False) -> _Judged:
    short = replace(table, rows=table.rows[:_JUDGED])
    read_as = matched_columns(kind, short)
    matched = read_as.matched
    sure = len(matched.by_field) - len(read_as.loose)
    lacks = _lacking(matched, table)
    other = "" if alone else _rather(kind, short, len(matched.by_field), complete=not lacks)
    hidden = any(each.hidden for each in table.worksheets)
    whole = not matched.missing
    village = next((f.name for f in records.fields_for(kind) if f.refers_to == "villages"), None)
    placed = village is None or village in matched.by_field
    return _Judged(table, matched.by_field, sure, lacks, whole, other, hidden, placed)


def _lacking(matched: Matched, sheet: SheetRows) -> frozenset[str]:
    """The required fields that neither a heading nor a title says."""
    return frozenset(
        each.name
        for each in matched.missing
        if not (each.refers_to == "villages" and titles.names_place(sheet))
        and not (each.kind is Kind.MONTH and titles.names_month(sheet))
        and not (each.kind is Kind.WEEK and titles.names_week(sheet))
    )


def _rather(kind: str, sheet: SheetRows, ours: int, *, complete: bool) -> str:
    found = likest(sheet, but=kind) or likest(sheet, but=kind, whole=False)
    if found is None:
        return ""
    count, other = found
    return other if count > ours or (count == ours and not complete) else ""


def likest(sheet: SheetRows, *, but: str, whole: bool = True) -> tuple[int, str] | None:
    """The ledger that knows most headings of a table, and how many; the one for which it was given aside.

    ``whole`` asks that no column is missing that it must have; else it must know most of the headings.
    """
    found: list[tuple[int, str]] = []
    for other in IMPORTABLE:
        if other == but:
            continue
        read_as = matched_columns(other, sheet)
        matched = read_as.matched
        own = len(matched.by_field) - len(read_as.loose)
        fits = not _lacking(matched, sheet) if whole else own * 2 > len(sheet.header)
        if fits and not matched.problems and own >= _FEWEST:
            found.append((len(matched.by_field), other))
    return max(found) if found else None


def _beside(lead: _Judged, judged: Sequence[_Judged]) -> tuple[list[_Judged], dict[str, str]]:
    """The worksheets that are read with the first one, and why others of the same ledger are not."""
    why: dict[str, str] = {}
    alike: list[_Judged] = []
    for each in judged:
        same = _keys(each) == _keys(lead) or (not each.other and each.lacks <= lead.lacks)
        if each is lead or not (same and each.table.rows and each.by_field):
            if each is lead:
                alike.append(each)
            continue
        if each.why_not:
            why[each.name] = each.why_not
            continue
        alike.append(each)
    apart = [each for each in alike if not shapes.is_summary(each.name)]
    if (
        len(apart) > 1
        and len(apart) < len(alike)
        and shapes.named_apart([each.name for each in apart])
    ):
        why |= {each.name: "看名字是汇总" for each in alike if each not in apart}
        alike = apart
    taken: list[_Judged] = []
    for each in alike:
        others = [one.table for one in taken]
        # Without a day, or a village, of its own a row may well say what that of another says.
        if each.sure_of_itself and (again := worksheets.repeats(each.table, others)):
            why[each.name] = f"有 {again} 行和前面的工作表一样，像是复制的"
            continue
        taken.append(each)
    return taken, why


def _keys(judged: _Judged) -> set[str]:
    return {header_key(label) for label in judged.table.header}


def _together(judged: Sequence[_Judged]) -> SheetRows:
    """Their tables as one: columns that are the same field, or have the same heading, are one."""
    lead = judged[0]
    by_key = {header_key(label): label for label in lead.table.header}
    called: list[dict[str, str]] = []
    for each in judged:
        fields = {label: name for name, label in each.by_field.items()}
        renamed: dict[str, str] = {}
        for label in each.table.header:
            same = by_key.get(header_key(label)) or lead.by_field.get(fields.get(label, ""))
            if same is not None and same not in renamed.values():
                renamed[label] = same
        called.append(renamed)
    return shapes.together([each.table for each in judged], called)


def _left(each: _Judged, why: str) -> str:
    rows = f"（{len(each.table.rows)} 行）" if each.table.rows else ""
    if why or each.why_not:
        return f"工作表“{each.name}”{rows}{why or each.why_not}，没有读入。"
    if not each.table.rows:
        return f"工作表“{each.name}”只有表头，没有填内容。"
    if each.other:
        label = records.label_of(each.other)
        return f"工作表“{each.name}”{rows}像是“{label}”，没有读入：请在“{label}”里导入同一个文件。"
    return f"工作表“{each.name}”{rows}的表头和这个台账不一样，没有读入。"


def silent(found: Sequence[Worksheet]) -> str:
    """A sentence about worksheets of a file that have no table (a cover, an empty one); or ``""``."""
    unread = [each for each in found if each.name and not (each.headed or each.read or each.hidden)]
    names = [each.name for each in unread if not _NEVER_USED.fullmatch(each.name)]
    return f"没有表头的工作表没有读：{'、'.join(names)}。" if names else ""


_NEVER_USED = re.compile(r"(?:Sheet|工作表)\d*", re.IGNORECASE)
"""How an empty worksheet is called that came with a new file."""
