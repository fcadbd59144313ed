"""Forms that came back become records, those of all villages in one operation (收填报表)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, FillInForm
from gaotang_desktop.data.queries import fill_in_forms as queries
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets.rows import Part, SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports, originals
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.forms.found import Found, Looked
from gaotang_desktop.services.sheets.forms.returned import village_field
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.services.workplace import Workplace

FILE = "来自哪个文件"
_AS_USUAL = Choices()
_NAMED = 8  # records that a second form lacks, each in words


def require_one_each(files: Sequence[Found]) -> None:
    """Refuse files of which two are of one village, or one is of none.

    Raises:
        DomainError: with the names.
    """
    for each in files:
        if each.village_id is None or each.sheet is None:
            raise DomainError(f"不知道“{each.name}”是哪个村的，请先选村。")
    count = Counter(each.village_id for each in files)
    for each in files:
        if count[each.village_id] > 1:
            raise DomainError(f"{each.village}有几份要收的，只能收一份，请去掉别的。")


def together(kind: str, files: Sequence[Found]) -> SheetRows:
    """The rows of all files as one sheet, each with its file and its village."""
    from gaotang_desktop.workbooks.shapes import Counted

    village = village_field(kind).label
    present = {label for each in files if each.sheet is not None for label in each.sheet.header}
    labels = [each.label for each in records.fields_for(kind) if each.label in present]
    header = (FILE, village, *(label for label in labels if label != village))
    rows: list[SheetRow] = []
    errors = []
    parts: list[Part] = []
    notes: list[str] = []
    places = Counted()
    for each in files:
        assert each.sheet is not None
        first = len(parts)
        parts += each.sheet.parts
        numbers: dict[int, int] = {}
        for row in each.sheet.rows:
            number = numbers[row.number] = places.next()
            values = {**dict.fromkeys(header), **row.values, FILE: each.name, village: each.village}
            rows.append(SheetRow(number, values, row.row, first + row.part, row.cell))
        errors += [
            replace(error, row=numbers[error.row])
            for error in each.sheet.errors
            if error.row in numbers and error.column != village
        ]
        notes += [f"“{each.name}”：{note}" for note in each.sheet.notes]
    return SheetRows(header, tuple(rows), tuple(notes), tuple(errors), "", tuple(parts))


def take(
    work: Workplace,
    looked: Looked,
    files: Sequence[Found],
    sheet: SheetRows,
    *,
    choices: Choices = _AS_USUAL,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take in the rows of these files and note who has sent; one undo takes all of it back.

    ``sheet`` is :func:`together` of them, as it was mended. What could not be taken in is marked in
    a copy of each sender's own file; the copies are written before anything is stored.

    Raises:
        DomainError: two of the files are of one village.
        StorageProblem: a copy cannot be written; nothing is stored and no copy stays.
        Cancelled: the operator stopped it; likewise.
    """
    require_one_each(files)
    if not files:
        return Imported()
    before = _reported_before(work, looked, files)
    copies: list[Path] = []
    label = f"{looked.period.label}{records.label_of(looked.kind)}"

    def keep(session: Session, result: Imported) -> None:
        if not dry_run:
            _write_copies(files, result.sheet or sheet, result, copies)
            _note_received(work, session, looked, files, result, result.sheet or sheet)
            if not (choices.all_or_nothing and result.rejected):
                paths = [each.path for each in files]
                name = f"{label}填报表 {len(files)} 份"
                originals.keep(work, session, looked.kind, paths, result, name=name)

    try:
        result = imports.import_rows(
            work,
            looked.kind,
            sheet,
            dry_run=dry_run,
            progress=progress or Silent(),
            name=f"{label}填报表",
            title=f"收填报表：{label} {len(files)} 份",
            choices=replace(choices, columns={**choices.columns, FILE: ""}),
            before_storing=keep,
        )
    except BaseException:
        for path in copies:
            path.unlink(missing_ok=True)
        raise
    result.error_copies = tuple(copies)
    spoken = {each.record_id for each in result.outcomes.values()}
    for village, titled in before.items():
        left = [title for record_id, title in titled.items() if record_id not in spoken]
        if left:
            more = f"等 {len(left)} 条" if len(left) > _NAMED else ""
            result.notes.append(
                f"{village}以前收过这一期的填报表，已有的这些记录这一份里没有："
                f"{'、'.join(left[:_NAMED])}{more}。多余的请在台账里移到回收站。"
            )
    return result


def _reported_before(
    work: Workplace, looked: Looked, files: Sequence[Found]
) -> dict[str, dict[int, str]]:
    """By village that has sent a form of this period before, its records by id, in words."""
    ids = [each.village_id for each in files if each.village_id is not None]
    names = {each.village_id: each.village for each in files}
    found: dict[str, dict[int, str]] = {}
    with work.database.reading() as session:
        forms = queries.to_change(session, looked.kind, looked.period.key, ids)
        again = [number for number, form in forms.items() if form.received_on is not None]
        model = CATALOGUE[looked.kind]
        for each in queries.reported(session, model, again, looked.period):
            found.setdefault(names[each.village_id], {})[each.id] = each.title
    return found


def _write_copies(
    files: Sequence[Found], sheet: SheetRows, result: Imported, copies: list[Path]
) -> None:
    from gaotang_desktop.workbooks.error_copies import write_error_copy

    for each, rows in _by_file(files, sheet):
        numbers = {row.number for row in rows}
        errors = [error for error in result.errors if error.row in numbers]
        if not errors or each.sheet is None:
            continue
        first = rows[0].part
        own = replace(
            sheet,
            rows=tuple(replace(row, part=row.part - first) for row in rows),
            parts=sheet.parts[first : first + len(each.sheet.parts)],
        )
        copies.append(write_error_copy(each.path, own, errors))


def _by_file(files: Sequence[Found], sheet: SheetRows) -> list[tuple[Found, list[SheetRow]]]:
    """The rows of each file; of one that has several tables those of all."""
    owner: list[int] = []
    for at, each in enumerate(files):
        owner += [at] * len(each.sheet.parts if each.sheet is not None else ())
    rows: dict[int, list[SheetRow]] = defaultdict(list)
    for row in sheet.rows:
        rows[owner[row.part]].append(row)
    return [(each, rows[at]) for at, each in enumerate(files)]


def _note_received(
    work: Workplace,
    session: Session,
    looked: Looked,
    files: Sequence[Found],
    result: Imported,
    sheet: SheetRows,
) -> None:
    ids = [each.village_id for each in files if each.village_id is not None]
    known = queries.to_change(session, looked.kind, looked.period.key, ids)
    wrong = {error.row for error in result.errors}
    for each, rows in _by_file(files, sheet):
        form = known.get(each.village_id or 0)
        if form is None:
            form = FillInForm(
                ledger=looked.kind,
                period=looked.period.key,
                starts_on=looked.period.start,
                village_id=each.village_id,
            )
            session.add(form)
        bad = sum(row.number in wrong for row in rows)
        form.received_on = work.today()
        form.rows, form.wrong = len(rows) - bad, bad
        form.file, form.digest = each.path.name[:255], each.digest
    session.flush()
