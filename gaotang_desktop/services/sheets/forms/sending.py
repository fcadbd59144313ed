"""Forms for the villages, written for a period in one go (填报表)."""

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gaotang_desktop.data.models import FillInForm
from gaotang_desktop.data.queries import fill_in_forms as queries
from gaotang_desktop.data.queries import patrols as patrol_queries
from gaotang_desktop.data.queries import settings as stored_settings
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import fill_in_forms as forms
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports
from gaotang_desktop.services.workplace import Workplace

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
