"""Forms for the villages: written for a period in one go, and which of them came back (填报表)."""

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

from gaotang_desktop.data.models import FillInForm
from gaotang_desktop.data.queries import fill_in_forms as queries
from gaotang_desktop.data.queries import patrols as patrol_queries
from gaotang_desktop.data.queries import settings as stored_settings
from gaotang_desktop.data.queries.fill_in_forms import FormRow
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain.errors import DomainError, NotFound
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import fill_in_forms as forms
from gaotang_desktop.domain.sheets.fill_in_forms import EXAMPLE, NUMBER
from gaotang_desktop.domain.sheets.rows import Part, RowError, SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports
from gaotang_desktop.services.sheets.row_reading import says_nothing
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.workbooks.grids import blank

KIND = "fill-in-forms"
KINDS = tuple(forms.SHAPES)
_HOW = (
    "从灰色的示例下面一行填起，没有的行空着；灰底的格子不用改。填好后保存、发回，文件名可以改，"
    "列名和表号请不要改。"
)


@dataclass(frozen=True, slots=True)
class Written:
    """One form: the village, where it is, and whether it was written now (or was there before)."""

    village_id: int
    village: str
    file: Path
    new: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ledger's forms of one period stand."""

    kind: str
    period: Period
    rows: tuple[FormRow, ...]

    @property
    def lacking(self) -> tuple[FormRow, ...]:
        """The villages that have not sent theirs."""
        return tuple(each for each in self.rows if each.received_on is None)

    @property
    def troubled(self) -> tuple[FormRow, ...]:
        """The villages of which some rows could not be taken in."""
        return tuple(each for each in self.rows if each.wrong)

    @property
    def sentence(self) -> str:
        """``2026年8月平安夜巡 22/24 村已报，未报：北村、江村。``"""
        lacking, troubled = self.lacking, self.troubled
        came = len(self.rows) - len(lacking)
        said = f"{self.period.label}{records.label_of(self.kind)} {came}/{len(self.rows)} 村已报"
        if lacking:
            said += f"，未报：{_named(lacking)}"
        if troubled:
            said += f"，有问题待改：{_named(troubled)}"
        return f"{said}。"


def _named(rows: Sequence[FormRow], most: int = 8) -> str:
    names = "、".join(each.village for each in rows[:most])
    return f"{names}等 {len(rows)} 个村" if len(rows) > most else names


def villages_of(work: Workplace, period: Period) -> list[VillageRow]:
    """The villages that exist in a period."""
    with work.database.reading() as session:
        return patrol_queries.villages(session, period.start, period.end)


def send(
    work: Workplace,
    kind: str,
    period: Period,
    folder: Path,
    *,
    villages: Collection[int] | None = None,
    progress: Progress | None = None,
) -> list[Written]:
    """Write a form for each village into a folder and note that it was sent; one undo takes the note back.

    A file that is there already stays as it is: a village may have filled it in.

    Raises:
        DomainError: no village, or a ledger that villages do not report.
        StorageProblem: the folder cannot be written; the forms written so far are removed.
        Cancelled: the same.
    """
    from gaotang_desktop.workbooks.fill_in_forms import write_form

    watched = progress or Silent()
    if kind not in forms.SHAPES:
        named = "、".join(records.label_of(each) for each in KINDS)
        raise DomainError(f"“{kind}”不是由村填报的台账，可以发填报表的有：{named}。")
    chosen = [each for each in villages_of(work, period) if villages is None or each.id in villages]
    if not chosen:
        raise DomainError(f"{period.label}没有要发填报表的村。请先登记村名单，或者选上要发的村。")
    made = _maker(work, kind, period)
    written: list[Written] = []
    was_there = folder.is_dir()
    try:
        for at, village in enumerate(chosen):
            watched.step(at, len(chosen), village.name)
            path = folder / forms.file_name(village.name, period, records.label_of(kind))
            new = not path.exists()
            if new:
                _make_folder(folder)
                write_form(path, made(village))
            written.append(Written(village.id, village.name, path, new))
        watched.step(len(chosen), len(chosen), "登记发出的填报表")
        _note(work, kind, period, written)
    except BaseException:
        for each in written:
            if each.new:
                with contextlib.suppress(OSError):
                    each.file.unlink(missing_ok=True)
        if not was_there:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    return written


def _make_folder(folder: Path) -> None:
    from gaotang_desktop.files import write_problem

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise write_problem(folder, problem) from problem


def _maker(work: Workplace, kind: str, period: Period) -> Any:
    from gaotang_desktop.workbooks.fill_in_forms import Form
    from gaotang_desktop.workbooks.templates import offered_for

    shape = forms.SHAPES[kind]
    known = {each.name: each for each in records.fields_for(kind)}
    fields = [known[name] for name in shape.fields]
    named = exports.offered(work, fields)
    offered = {each.name: offered_for(each, {}, named) for each in fields}
    town, label = str(work.settings["town"]), records.label_of(kind)
    marked = f"【{work.mark}】" if work.mark else ""
    example = forms.example_of(kind, period)
    for each in fields:
        if each.name not in example and each.required and offered[each.name]:
            example[each.name] = offered[each.name][0]
    with work.database.reading() as session:
        data = stored_settings.folder(session)

    def made(village: VillageRow) -> Form:
        return Form(
            name=label,
            title=f"{marked}{town}{period.label}{label}填报表",
            whose=f"填报单位：{village.name}　　填报期间：{period.label}",
            how=_HOW,
            mark=f"表号：{forms.mark_of(data, kind, period, village.id).text}",
            fields=fields,
            given=shape.given,
            example=example,
            begun=forms.begun_rows(kind, period, village.exists_on),
            spare=shape.spare,
            offered=offered,
            days=(period.start, period.end),
        )

    return made


def _note(work: Workplace, kind: str, period: Period, written: Sequence[Written]) -> None:
    title = f"发出填报表：{period.label}{records.label_of(kind)} {len(written)} 村"
    with work.database.operation(title) as session:
        ids = [each.village_id for each in written]
        known = queries.to_change(session, kind, period.key, ids)
        for each in written:
            form = known.get(each.village_id)
            if form is None:
                form = FillInForm(
                    ledger=kind,
                    period=period.key,
                    starts_on=period.start,
                    village_id=each.village_id,
                )
                session.add(form)
            if form.sent_on is None:
                form.sent_on = work.today()


def as_filled(kind: str, sheet: SheetRows, *, certain: bool = False) -> SheetRows:
    """A form without the rows that nobody filled in; any other sheet as it is.

    What stands in a form from the beginning (the nights of a month) is nobody's report. A form is
    known by its head, unless it is ``certain`` to be one.
    """
    marked = certain or any(_marked(part) for part in sheet.parts)
    if kind not in forms.SHAPES or not marked:
        return sheet
    from gaotang_desktop.workbooks.matching import match_header

    columns = match_header(sheet.header, records.fields_for(kind)).by_field
    begun = {header for name, header in columns.items() if name in forms.SHAPES[kind].given}
    idle = {NUMBER, *begun}
    sheet = _with_altered_examples(sheet, columns, forms.SHAPES[kind].example)
    kept = tuple(label for label in sheet.header if label != NUMBER)
    rows = tuple(
        replace(row, values={label: row.values[label] for label in kept})
        for row in sheet.rows
        if not says_nothing(row, [label for label in sheet.header if label not in idle])
    )
    numbers = {row.number for row in rows}
    errors = tuple(error for error in sheet.errors if error.row in numbers)
    notes = tuple(note for note in sheet.notes if f"是{forms.EXAMPLE}" not in note)
    return replace(sheet, header=kept, rows=rows, errors=errors, notes=notes)


def _with_altered_examples(
    sheet: SheetRows, columns: Mapping[str, str], example: Mapping[str, str]
) -> SheetRows:
    """The grey row among the others where somebody wrote over it; it is asked about, never lost."""
    altered: list[SheetRow] = []
    errors: list[RowError] = []
    for row in sheet.aside:
        cells = {name: row.values.get(columns[name]) for name in example if name in columns}
        for name, value in cells.items():
            said = f"{value:%H:%M}" if isinstance(value, time) else str(value).strip()
            if EXAMPLE in row.values.values() and not blank(value) and said != example[name]:
                message = (
                    f"这一行写着“{EXAMPLE}”，内容却改过了（“{said}”）。是真的记录就选这个写法，"
                    f"或者把“{EXAMPLE}”改成序号；不是就清空这一行。"
                )
                altered.append(row)
                errors.append(RowError(row.number, columns[name], message, (said,)))
                break
    if not altered:
        return sheet
    rows = sorted((*sheet.rows, *altered), key=lambda row: (row.part, row.row))
    aside = tuple(row for row in sheet.aside if row not in altered)
    errors += sheet.errors
    return replace(sheet, rows=tuple(rows), errors=tuple(errors), aside=aside)


def _marked(part: Part) -> bool:
    return any(forms.MARK.search(text) for text in part.above)


def standing(work: Workplace, kind: str, period: Period) -> Standing:
    """Who has sent the form of a period, and who has not."""
    with work.database.reading() as session:
        return Standing(kind, period, tuple(queries.of_period(session, kind, period.key)))


def listing(work: Workplace, kind: str, period: Period) -> Listing:
    """The same as a list to be printed: those who have not sent theirs first.

    Raises:
        NotFound: no form was sent or came back.
    """
    rows = standing(work, kind, period).rows
    if not rows:
        raise NotFound(f"{period.label}{records.label_of(kind)}还没有发过填报表。")
    place = {
        each.id: at for at, each in enumerate(sorted(rows, key=lambda row: bool(row.received_on)))
    }
    shown = records.listing(work, KIND).where(lambda number, _row: number in place)
    order = sorted(range(len(shown.ids)), key=lambda at: place[shown.ids[at]])
    whole = Listing(
        shown.kind,
        shown.fields,
        tuple(shown.ids[at] for at in order),
        tuple(shown.rows[at] for at in order),
    )
    return whole.only(["village_id", "sent_on", "received_on", "rows", "wrong", "file", "remark"])
