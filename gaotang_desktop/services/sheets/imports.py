"""Sheets of the office become records: all good rows in one step, every bad row explained."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services import backups, records
from gaotang_desktop.services.sheets import (
    continued_rows,
    filled_forms,
    group_totals,
    identity,
    originals,
    pasted_lines,
    put_right,
    rates,
    row_parts,
    sections,
    titles,
    towns,
)
from gaotang_desktop.services.sheets.asking import gaps, names, several
from gaotang_desktop.services.sheets.asking.gaps import LacksColumns
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads import (
    cross,
    joined,
    new_poll,
    not_kept,
    numbered,
    places,
    spread,
    worksheets,
)
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.services.sheets.heads.words import general_words
from gaotang_desktop.services.sheets.heads.worksheets import IMPORTABLE
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.services.sheets.taking import Taking
from gaotang_desktop.services.sheets.towns import SeveralTowns
from gaotang_desktop.services.workplace import Workplace

__all__ = ["IMPORTABLE", "Choices", "Imported", "LacksColumns", "SeveralTowns"]

_FEWEST = 3  # columns of a table of patrols: lines of a chat have fewer
MANY_ROWS = 20
"""From so many rows on a copy of the data is made first."""
_AS_USUAL = Choices()


def read(
    kind: str,
    path: Path,
    progress: Progress | None = None,
    *,
    only: Collection[str] = (),
    work: Workplace | None = None,
) -> SheetRows:
    """Read a sheet for a kind of record; of a mended error copy without its column of problems.

    Of several worksheets those are read that are of this kind, or ``only`` those that are named. A file
    may hold lines of a group chat about night patrols: ``work`` knows the villages.

    Raises:
        Unreadable, StorageProblem: with a whole sentence.
    """
    from gaotang_desktop.workbooks.reading import read_sheet
    from gaotang_desktop.workbooks.writing import without_problems

    def choose(tables: Sequence[SheetRows]) -> SheetRows:
        return worksheets.chosen(kind, tables, only)

    def table() -> SheetRows:
        found = read_sheet(path, known=_headers(kind), progress=progress, choose=choose)
        if only and not found.worksheets:
            named = "、".join(f"“{each}”" for each in only)
            raise Unreadable(f"“{path.name}”是文本表格，里面没有名叫{named}的工作表。")
        if not only and (said := worksheets.silent(found.worksheets)):
            found = replace(found, notes=(*found.notes, said))
        return filled_forms.as_filled(kind, without_problems(found))

    def lacks(sheet: SheetRows) -> bool:
        return len(sheet.header) < _FEWEST or not matched_columns(kind, sheet).matched.by_field

    if kind != pasted_lines.KIND or work is None:
        return table()
    return pasted_lines.read_file(work, path, table, lacks, named=bool(only))


def read_pasted(kind: str, text: str, *, work: Workplace | None = None) -> SheetRows:
    """Read rows copied from WPS or Excel, the header among them.

    Lines from a group chat about night patrols need no header: ``work`` knows the villages.

    Raises:
        Unreadable: nothing was copied, or no header is among it.
    """
    from gaotang_desktop.workbooks.reading import read_pasted as rows_of
    from gaotang_desktop.workbooks.writing import without_problems

    if kind == pasted_lines.KIND and work is not None and (lines := pasted_lines.read(work, text)):
        return lines
    return without_problems(rows_of(text, known=_headers(kind)))


def _headers(kind: str) -> list[str]:
    known = [word for each in records.fields_for(kind) for word in (each.label, each.name)]
    known.append(identity.LABEL)
    known += [word for words in SYNONYMS.get(kind, {}).values() for word in words]
    return known + [word for words in general_words(kind).values() for word in words]


def import_sheet(
    work: Workplace,
    kind: str,
    path: Path,
    *,
    town: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    choices: Choices = _AS_USUAL,
    only: Collection[str] = (),
) -> Imported:
    """Take in a file; one operation, so one undo takes all of it back.

    ``only`` are worksheets; without them those of this kind are read.

    Raises:
        Unreadable: the file cannot be understood, lacks a required column, or lists several
            towns while none is chosen; nothing is stored.
        Cancelled: the operator stopped it; nothing is stored.
    """
    progress = progress or Silent()
    sheet = read_for(kind, path, town=town, progress=progress, only=only, work=work)
    if dry_run:
        return import_rows(
            work, kind, sheet, dry_run=True, progress=progress, name=path.name, choices=choices
        )
    return take_in(work, kind, sheet, path, progress=progress, choices=choices)


def read_for(
    kind: str,
    path: Path,
    *,
    town: str | None = None,
    progress: Progress | None = None,
    only: Collection[str] = (),
    work: Workplace | None = None,
) -> SheetRows:
    """:func:`read`, of a list of several towns the rows of one.

    Raises:
        SeveralTowns: none was chosen.
        Unreadable, StorageProblem: with a whole sentence.
    """
    sheet = read(kind, path, progress or Silent(), only=only, work=work)
    return towns.of_one(sheet, town) if kind == "villages" else sheet


def read_unmatched(
    kind: str,
    path: Path,
    progress: Progress | None = None,
    *,
    only: Collection[str] = (),
    work: Workplace | None = None,
) -> SheetRows:
    """Read a sheet of whose header not a word may be known: its columns are assigned by hand.

    Raises:
        Unreadable, StorageProblem: with a whole sentence.
    """
    from gaotang_desktop.workbooks.reading import read_sheet

    try:
        return read_for(kind, path, progress=progress, only=only, work=work)
    except SeveralTowns:
        raise
    except Unreadable as problem:
        try:
            named = next(iter(only), None)
            sheet = read_sheet(path, sheet=named, progress=progress)
        except Unreadable:
            raise problem from None
        if not sheet.rows:
            raise
        return sheet


def take_in(
    work: Workplace,
    kind: str,
    sheet: SheetRows,
    path: Path,
    *,
    progress: Progress,
    choices: Choices = _AS_USUAL,
) -> Imported:
    """Take in the rows of a file that was read; what could not be is marked in a copy of the file.

    The copy is written first: when it cannot be, nothing is stored. The file stays, as it came,
    with the record of the import.

    Raises:
        Unreadable: a required column is missing; nothing is stored.
        StorageProblem: the error copy cannot be written; nothing is stored.
        Cancelled: the operator stopped it; nothing is stored.
    """
    copied: list[Path] = []

    def keep(session: Session, result: Imported) -> None:
        if result.errors:
            from gaotang_desktop.workbooks.error_copies import write_error_copy

            copied.append(write_error_copy(path, result.sheet or sheet, result.errors))
        stopped = choices.all_or_nothing and result.rejected
        if result.imported + result.updated and not stopped:
            originals.keep(work, session, kind, [path], result, name=path.name)

    result = import_rows(
        work, kind, sheet, dry_run=False, progress=progress, name=path.name, choices=choices,
        before_storing=keep,
    )  # fmt: skip
    result.error_copies = tuple(copied)
    return result


def import_rows(
    work: Workplace,
    kind: str,
    sheet: SheetRows,
    *,
    dry_run: bool,
    progress: Progress,
    name: str,
    choices: Choices = _AS_USUAL,
    title: str = "",
    before_storing: Callable[[Session, Imported], None] | None = None,
) -> Imported:
    """Take in rows that were already read (a file or a paste); ``title`` names the operation.

    With ``choices.all_or_nothing`` a single bad row keeps all others out. ``before_storing`` is
    called before anything is committed: what it raises takes all of it back.
    """
    if kind == rates.KIND:
        sheet, choices = new_poll.with_poll(work, sheet, choices, name)
    try:
        columns, notes, sheet = columns_of(kind, sheet, choices, files=(name,))
    except LacksColumns as problem:
        with work.database.reading() as session:
            problem.gaps = gaps.whole(session, kind, problem, (name,), work.today())
        raise
    result = Imported(rows=len(sheet.rows), notes=[*sheet.notes, *notes], sheet=sheet)
    if not dry_run and len(sheet.rows) >= MANY_ROWS:
        result.notes += [f"导入以前没有备份成：{said}" for said in backups.back_up_changes(work)]
    with work.database.operation(title or f"导入{records.label_of(kind)}：{name}") as session:
        finder = Finder(session, str(work.settings["town"]))
        beside = row_parts.columns(kind, sheet, {*columns.values(), *choices.columns})
        sheet, said = several.parted(
            kind, sheet, columns, finder, choices.meant, [*beside.values()]
        )
        result.sheet, result.rows = sheet, len(sheet.rows)
        result.notes += said
        taking = Taking(session, work, kind, sheet, columns, choices, result, name=name)
        taking.take(progress)
        result.strangers = names.strangers(session, kind, result.errors)
        about = (sheet, columns, (name,), work.today())
        result.gaps = gaps.of_rows(session, kind, result.errors, *about)
        result.gaps += gaps.left_open(session, kind, taking.left_open(), *about)
        stopped = choices.all_or_nothing and result.rejected
        if stopped:
            result.notes.append("有不能导入的行，所以一行都没有导入。")
        if before_storing is not None:
            before_storing(session, result)
        if dry_run or stopped:
            session.rollback()
    result.say_similar()
    return result


def columns_of(
    kind: str, sheet: SheetRows, choices: Choices, *, files: tuple[str, ...] = ()
) -> tuple[dict[str, str], list[str], SheetRows]:
    """The header of each field of a kind, what to tell the operator, and the rows to be read.

    A month across becomes a row for each night; a village that only the title names needs no
    column.

    Raises:
        Unreadable: a required column is missing, or two columns claim one field.
    """
    from gaotang_desktop.workbooks import shapes

    known = records.fields_for(kind)
    sheet = joined.gathered(kind, sheet)
    sheet = _with_villages(kind, sheet, choices)
    across = shapes.month_across(sheet) if CATALOGUE[kind].record_kind.day == "night" else None
    if across is not None:
        sheet = across
    sheet = cross.villages_across(kind, sheet, choices.columns)
    is_across = shapes.MARK in sheet.header
    sheet = spread.gathered(kind, sheet, choices.columns)
    sheet = put_right.gathered(kind, sheet)
    read_as = matched_columns(kind, sheet, choices.columns)
    matched = read_as.matched
    marked_more = is_across and any(row.values[shapes.MARK] for row in sheet.rows)
    if marked_more and (into := _MARKS.get(kind)):
        if into in matched.by_field:
            sheet = _moved_marks(sheet, matched.by_field[into])
        else:
            read_as = matched_columns(kind, sheet, {**choices.columns, shapes.MARK: into})
            matched = read_as.matched
    known_elsewhere = {
        each.name
        for each in known
        if (each.refers_to == "villages" and titles.names_place(sheet, files))
        or (each.kind is Kind.MONTH and titles.names_month(sheet, files))
    }
    answered = known_elsewhere | choices.fills.keys()
    missing = [each for each in matched.missing if each.name not in answered]
    if any(each.kind is Kind.MONTH for each in missing):
        titles.require_one_month(sheet)
    not_kept.refuse(kind, sheet, lacking=bool(missing))
    if missing and not is_across:
        cross.refuse_sums(kind, sheet, choices.columns)
    if is_across and missing:
        raise LacksColumns(
            f"这张表是按日期横排的月历，格子里只有记号，没有"
            f"{'、'.join(f'“{each.label}”' for each in missing)}。"
            "请在每个村的后面加上这几列（每晚相同），或者改成一晚一行的表再导入。",
            missing,
            sheet,
        )
    marked = identity.LABEL in sheet.header and not matched.problems
    if not (marked and sheet.rows and all(row.values[identity.LABEL] for row in sheet.rows)):
        try:
            replace(matched, missing=tuple(missing)).require()
        except Unreadable as problem:
            maybe = _offers(kind, read_as.offered)
            whole = f"{problem}{maybe}{_other_kind(kind, sheet)}"
            if matched.problems:
                raise Unreadable(whole) from None
            raise LacksColumns(whole, missing, sheet) from None
    cross.require_figures(kind, {*matched.by_field, *choices.fills}, sheet)
    # The official lists of villages name province, county and town beside what is kept.
    unknown = [each for each in matched.unknown if each.strip() and each != identity.LABEL]
    put_aside = {*matched.by_field.values(), *choices.columns}
    beside = row_parts.columns(kind, sheet, put_aside)
    told = (*choices.columns, shapes.MARK, pasted_lines.SAID, *beside.values())
    unknown = [each for each in unknown if each not in told]
    if kind == "villages":
        sheet = group_totals.of_villages(sheet, matched.by_field)
    sheet, several = numbered.parted(kind, sheet, matched.by_field, beside)
    sheet, notes = continued_rows.carried(kind, sheet, matched.by_field, beside)
    notes = several + notes
    if kind == rates.KIND:
        sheet, shares = rates.with_signs(kind, sheet, matched.by_field)
        notes += shares
    if read_as.loose:
        labels = {each.name: each.label for each in known}
        said = "、".join(f"“{header}”是{labels[name]}" for name, header in read_as.loose.items())
        notes.append(f"有的列名和模板不一样，是这样对上的，请核对：{said}。")
    if kind != "villages" and unknown:
        notes.append(f"这些列认不出来，没有导入：{'、'.join(unknown)}。")
    if maybe := _offers(kind, read_as.offered):
        notes.append(maybe)
    return dict(matched.by_field), notes, sheet


def _with_villages(kind: str, sheet: SheetRows, choices: Choices) -> SheetRows:
    """A sheet without a column of villages, with those that lines between its rows or addresses name."""
    village = next(
        (each for each in records.fields_for(kind) if each.refers_to == "villages"), None
    )
    if village is None:
        return _with_own_names(kind, sheet, choices)
    matched = matched_columns(kind, sheet, choices.columns).matched
    if village.name in matched.by_field or village.name in matched.doubled:
        return sheet
    parted = sections.parted(sheet)
    if parted is not sheet and not village.required:
        return sections.with_column(parted, village.label)
    if village.required and titles.names_place(parted):
        return parted
    free = [label for label in parted.header if label not in choices.columns]
    return places.with_villages(parted, village, free)


def _with_own_names(kind: str, sheet: SheetRows, choices: Choices) -> SheetRows:
    """Cards of villages that say whose they are by worksheet and title."""
    if kind != "villages" or "name" in choices.fills:
        return sheet
    matched = matched_columns(kind, sheet, choices.columns).matched
    if not {"name", "code"}.isdisjoint({*matched.by_field, *matched.doubled}):
        return sheet
    label = next(each.label for each in records.fields_for(kind) if each.name == "name")
    return titles.with_names(sheet, label)


def found_beside(kind: str, sheet: SheetRows, choices: Choices) -> dict[str, str]:
    """By header, what a sheet says of the findings, decisions or steps of its records."""
    taken = {*understood(kind, sheet, choices).values(), *choices.columns}
    return row_parts.labels(kind, sheet, taken)


def understood(kind: str, sheet: SheetRows, choices: Choices) -> dict[str, str]:
    """The header of each field as far as it is clear: to be shown, not to be relied on."""
    return dict(matched_columns(kind, sheet, choices.columns).matched.by_field)


def _offers(kind: str, offered: Mapping[str, str]) -> str:
    """Columns that may be a field, but not surely enough to be taken unasked."""
    labels = {each.name: each.label for each in records.fields_for(kind)}
    said = "、".join(f"“{header}”可能是{labels[name]}" for header, name in offered.items())
    return f"拿不准的列没有导入：{said}；是的话请在预览里点列名指定，或者改列名。" if said else ""


# What a mark in a month across means, where it is more than a tick.
_MARKS = {"patrols": "people"}


def _moved_marks(sheet: SheetRows, header: str) -> SheetRows:
    """What stood in the cells of a month across goes before the column that holds for every day."""
    from gaotang_desktop.workbooks.shapes import MARK

    rows = tuple(
        replace(row, values={**row.values, header: row.values[MARK]})
        if row.values[MARK] is not None
        else row
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def _other_kind(kind: str, sheet: SheetRows) -> str:
    """Which ledger a sheet looks like, when it is not the one it was given for."""
    ours = matched_columns(kind, sheet).matched
    found = worksheets.likest(sheet, but=kind)
    if found is None or found[0] <= len(ours.by_field):
        return ""
    return f"这张表像是“{records.label_of(found[1])}”，如果是，请到那里导入。"
