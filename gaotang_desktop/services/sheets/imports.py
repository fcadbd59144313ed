"""Sheets of the office become records: all good rows in one step, every bad row explained."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.data.database import Session
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets.name_lists import names_in
from gaotang_desktop.domain.sheets.rows import SheetRow, SheetRows
from gaotang_desktop.services import backups, records
from gaotang_desktop.services.casework.noting import STEPS
from gaotang_desktop.services.sheets import (
    filled_forms,
    identity,
    originals,
    pasted_lines,
    rates,
    row_parts,
    towns,
    understanding,
)
from gaotang_desktop.services.sheets.asking import gaps, names, several
from gaotang_desktop.services.sheets.asking.gaps import LacksColumns
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads import (
    known_columns,
    new_poll,
    worksheets,
)
from gaotang_desktop.services.sheets.heads.words import general_words
from gaotang_desktop.services.sheets.heads.worksheets import IMPORTABLE
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.services.sheets.steps.matters import MatterFinder
from gaotang_desktop.services.sheets.steps.taking import StepTaking
from gaotang_desktop.services.sheets.taking import Taking
from gaotang_desktop.services.sheets.towns import SeveralTowns
from gaotang_desktop.services.workplace import Workplace

__all__ = ["IMPORTABLE", "Choices", "Imported", "LacksColumns", "SeveralTowns"]

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
    heads: Collection[str] = (),
) -> SheetRows:
    """Read a sheet for a kind of record; of a mended error copy without its column of problems.

    Of several worksheets those are read that are of this kind, or ``only`` those that are named. A file
    may hold lines of a group chat: ``work`` knows the villages. ``heads`` are more headings that the
    operator says to be fields; so does ``work`` of those said before.

    Raises:
        Unreadable, StorageProblem: with a whole sentence.
    """
    from gaotang_desktop.workbooks.reading import read_sheet
    from gaotang_desktop.workbooks.writing import without_problems

    known = [*_headers(kind), *heads]
    if work is not None:
        with work.database.reading() as session:
            known += known_columns.headings(session, kind)

    def choose(tables: Sequence[SheetRows]) -> SheetRows:
        return worksheets.chosen(kind, tables, only)

    def table() -> SheetRows:
        found = read_sheet(path, known=known, progress=progress, choose=choose)
        if only and not found.worksheets:
            named = "、".join(f"“{each}”" for each in only)
            raise Unreadable(f"“{path.name}”是文本表格，里面没有名叫{named}的工作表。")
        if not only and (said := worksheets.silent(found.worksheets)):
            found = replace(found, notes=(*found.notes, said))
        return filled_forms.as_filled(kind, without_problems(found))

    if work is None:
        return table()
    return pasted_lines.or_of_file(work, kind, path, table, named=bool(only))


def read_pasted(kind: str, text: str, *, work: Workplace | None = None) -> SheetRows:
    """Read rows copied from WPS or Excel, the header among them.

    Lines from a group chat need no header: ``work`` knows the villages; nor do the names alone of a
    register that needs nothing else (villages, units).

    Raises:
        Unreadable: nothing was copied, or no header is among it.
    """
    from gaotang_desktop.workbooks.reading import read_pasted as rows_of
    from gaotang_desktop.workbooks.writing import without_problems

    def table() -> SheetRows:
        try:
            return without_problems(rows_of(text, known=_headers(kind)))
        except Unreadable:
            if (named := _names_alone(kind, text)) is None:
                raise
            return named

    return table() if work is None else pasted_lines.or_lines(work, kind, text, table)


def _names_alone(kind: str, text: str) -> SheetRows | None:
    """Copied names as the one column that a register needs; ``None`` where it needs more."""
    needed = [each for each in records.fields_for(kind) if each.required and each.default is None]
    found = names_in(text)
    if len(needed) != 1 or not found:
        return None
    label = needed[0].label
    rows = tuple(SheetRow(at, {label: name}) for at, name in enumerate(found, start=1))
    return SheetRows((label,), rows, (f"没有表头，一个一条当作“{label}”读的，请核对。",))


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

    ``only`` are worksheets; without them those of this kind are read. What an earlier import said of
    the columns of a sheet with the same heads holds again, where ``choices`` say nothing else.

    Raises:
        Unreadable: the file cannot be understood, lacks a required column, or lists several
            towns while none is chosen; nothing is stored.
        Cancelled: the operator stopped it; nothing is stored.
    """
    progress = progress or Silent()
    sheet = read_for(
        kind, path, town=town, progress=progress, only=only, work=work, heads=choices.columns
    )
    said = known_columns.typed(sheet, choices.columns)
    before = columns_before(work, kind, sheet)
    if told := known_columns.told(kind, {h: n for h, n in before.items() if h not in said}):
        sheet = replace(sheet, notes=(*sheet.notes, told))
    choices = replace(choices, columns={**before, **said})
    if dry_run:
        return import_rows(
            work, kind, sheet, dry_run=True, progress=progress, name=path.name, choices=choices
        )
    return take_in(work, kind, sheet, path, progress=progress, choices=choices)


def columns_before(work: Workplace, kind: str, sheet: SheetRows) -> dict[str, str]:
    """By header what an earlier import said of the columns of a sheet with the same heads."""
    with work.database.reading() as session:
        return known_columns.of_sheet(session, kind, sheet.header)


def read_for(
    kind: str,
    path: Path,
    *,
    town: str | None = None,
    progress: Progress | None = None,
    only: Collection[str] = (),
    work: Workplace | None = None,
    heads: Collection[str] = (),
) -> SheetRows:
    """:func:`read`, of a list of several towns the rows of one.

    Raises:
        SeveralTowns: none was chosen.
        Unreadable, StorageProblem: with a whole sentence.
    """
    sheet = read(kind, path, progress or Silent(), only=only, work=work, heads=heads)
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
    from gaotang_desktop.workbooks.error_copies import loses_formats

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
    if copied and loses_formats(path):
        result.notes.append(
            f"另存的“{copied[0].name}”是 .xlsx，只有各格的内容，“{path.name}”里的颜色、列宽、合并没有带过去；原文件没有动。"
        )
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
    header = sheet.header
    if kind == rates.KIND:
        sheet, choices = new_poll.with_poll(work, sheet, choices, name)
    try:
        read_as = understanding.columns_of(kind, sheet, choices, files=(name,))
    except LacksColumns as problem:
        with work.database.reading() as session:
            problem.gaps = gaps.whole(session, kind, problem, (name,), work.today())
        raise
    columns, sheet = read_as.columns, read_as.sheet
    result = Imported(
        rows=len(sheet.rows), notes=[*sheet.notes, *read_as.notes], sheet=sheet,
        unknown=read_as.unknown, maybe=read_as.maybe,
    )  # fmt: skip
    if not dry_run and len(sheet.rows) >= MANY_ROWS:
        result.notes += [f"导入以前没有备份成：{said}" for said in backups.back_up_changes(work)]
    with work.database.operation(title or f"导入{records.label_of(kind)}：{name}") as session:
        taking_of, finder = Taking, Finder(session, str(work.settings["town"]))
        if kind in STEPS:
            taking_of = StepTaking
            finder = MatterFinder(session, str(work.settings["town"]), work.cover)
        beside = row_parts.columns(kind, sheet, columns.values(), choices.columns)
        sheet, said = several.parted(
            kind, sheet, columns, finder, choices.meant, [*beside.values()]
        )
        result.sheet, result.rows = sheet, len(sheet.rows)
        result.notes += said
        about_rows = (session, work, kind, sheet, columns, choices, result)
        taking = taking_of(*about_rows, finder=finder, name=name)
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
        if result.imported + result.updated:
            known_columns.remember(session, kind, header, choices.columns)
        if dry_run or stopped:
            session.rollback()
    result.say_similar()
    return result
