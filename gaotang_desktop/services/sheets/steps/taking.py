"""Rows of a sheet of steps (延期、验收、提级督办) become steps of their matters, by the window's own rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from typing_extensions import override

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.domain.sheets.rows import Draft, RowOutcome, SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import noting
from gaotang_desktop.services.casework.noting import MATTERS
from gaotang_desktop.services.sheets import identity
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads import of_matters
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.sheets.steps.matters import CALLED, Matter, MatterFinder
from gaotang_desktop.services.sheets.taking import Taking
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.workbooks.grids import blank

_WHOSE = {
    "village": Field("village_id", "村", Kind.REFERENCE, refers_to="villages"),
    "unit": Field("unit_id", "责任单位", Kind.REFERENCE, refers_to="units"),
}


class StepTaking(Taking):
    """One import of steps: each row is entered as the form of its matter would enter it.

    The oldest rows go first, whatever order the sheet has: a later step rests on the one before it.
    """

    def __init__(
        self,
        session: Session,
        work: Workplace,
        kind: str,
        sheet: SheetRows,
        columns: Mapping[str, str],
        choices: Choices,
        result: Imported,
        *,
        finder: Finder,
        name: str = "",
    ) -> None:
        assert isinstance(finder, MatterFinder)
        self._finder = finder
        self._of_matter = of_matters.beside(kind, sheet.header)
        any_of = next((columns[n] for n in MATTERS if of_matters.is_of_any(columns.get(n, ""))), "")
        finder.of_any = bool(any_of)
        sheet = _with_titles(
            sheet,
            [columns[n] for n in MATTERS if n in columns],
            of_matters.title(kind, sheet.header),
        )
        sheet = _with_kinds(sheet, any_of, self._of_matter.get("kind", ""))
        super().__init__(
            session, work, kind, sheet, columns, choices, result, finder=finder, name=name
        )
        self._given = [
            each for each in self.fields if not each.editable and each.name not in MATTERS
        ]
        self._whole: dict[str, Any] = {}
        if self._of_matter:
            named = "、".join(f"“{label}”" for label in self._of_matter.values())
            result.notes.append(f"{named}是那一件事项自己的，这里只用来核对是哪一件，没有导入。")

    @override
    def take(self, progress: Progress) -> None:
        day = CATALOGUE[self.kind].record_kind.day or ""

        def when(row: SheetRow) -> tuple[date, date, int]:
            said = self.reader.draft(row, noticed=False).values
            return said.get(day, date.max), said.get("due_after", date.max), row.number

        in_file = {row.number: at for at, row in enumerate(self.sheet.rows)}
        self.sheet = replace(self.sheet, rows=tuple(sorted(self.sheet.rows, key=when)))
        super().take(progress)
        self.result.errors.sort(key=lambda each: in_file.get(each.row, 0))

    @override
    def _without_given(self, changed: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing is passed over: what a step keeps of its matter is refused where it differs."""
        return dict(changed)

    @override
    def _found(
        self,
        draft: Draft,
        values: Mapping[str, Any],
        before: Mapping[str, Any] | None,
        record_id: int | None,
    ) -> dict[str, str]:
        if before is not None:
            found = super()._found(draft, values, before, record_id)
            return {**found, **self._moved_given(values, before)}
        named = [name for name in MATTERS if draft.values.get(name) is not None]
        if not named:
            typed = tuple(each for each in self.fields if each.editable)
            said = "请写上是哪一件：纠纷、诉求写编号，意见写工单号或者意见原文。"
            asked = {} if MATTERS.keys() & draft.errors.keys() else {"dispute_id": said}
            return {**fields.check_required(typed, draft.values), **asked}
        if len(named) > 1:
            return {named[1]: "这一行写了两件事项，一次只能是一件的，请只留一个编号。"}
        typed_values = {e.name: draft.values.get(e.name) for e in self.fields}
        try:
            whole = noting.whole(self.session, self.settings, self.today, self.kind, typed_values)
        except Invalid as problem:
            return {**problem.fields, **self._undecided(draft)}
        self._whole = whole
        return {**self._contradicted(draft, whole, named[0]), **self._undecided(draft)}

    def _undecided(self, draft: Draft) -> dict[str, str]:
        """Whether an end passed is never taken for said."""
        if self.kind != "acceptances" or draft.values.get("decision") is not None:
            return {}
        return {"decision": "请写明结论：通过，还是退回。"}

    def _moved_given(self, values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
        found = {}
        if any(values.get(name) != before.get(name) for name in MATTERS):
            said = f"这一次{self._label}不能改到别的事项名下；记错了的请删除它，再在那一件登记。"
            found[next(n for n in MATTERS if values.get(n) != before.get(n))] = said
        for each in self._given:
            if values.get(each.name) != before.get(each.name):
                kept = fields.show(each, before.get(each.name))
                found[each.name] = (
                    f"“{each.label}”是登记时记下的（{kept}），不能在表里改，请改回去。"
                )
        return found

    def _contradicted(self, draft: Draft, whole: Mapping[str, Any], name: str) -> dict[str, str]:
        """A sentence where a row says of its matter what is not so: the number may be another's."""
        found = {}
        for each in self._given:
            said = draft.values.get(each.name)
            if said is not None and said != whole.get(each.name):
                known = fields.show(each, whole.get(each.name)) or "空的"
                found[each.name] = (
                    f"写的是 {fields.show(each, said)}，这一件现在是 {known}，请核对编号；"
                    "编号没有错的，请清空这一格。"
                )
        matter = self._finder.matter(MATTERS[name], draft.values[name])
        for what, each in _WHOSE.items():
            if said := self._is_anothers(draft.row, what, each, matter):
                found.setdefault(name, said)
        return found

    def _is_anothers(self, row: SheetRow, what: str, each: Field, matter: Matter) -> str:
        raw = row.values.get(self._of_matter.get(what, ""))
        known = matter.named.village_id if what == "village" else matter.named.unit_id
        meant = None if blank(raw) else self._finder.known_as(each, str(raw))
        if meant is None or known is None or meant == known:
            return ""
        label = self._finder.label(each.refers_to or "", known)
        return (
            f"这一行写的{each.label}是“{str(raw).strip()}”，编号对应的{records.label_of(matter.kind)}是“{label}”的，"
            f"请核对编号；编号没有错的，请改这一行的{each.label}。"
        )

    @override
    def _add(self, draft: Draft, outcome: RowOutcome) -> None:
        if not draft.errors:
            self._check(draft, draft.values, None)
        if draft.errors:
            self._reject(draft)
            return
        noting.store(self.session, self.settings, self.kind, self._whole)
        self._note_day(draft, self._whole)
        self._count(outcome)


def _with_titles(sheet: SheetRows, numbers: Sequence[str], title: str) -> SheetRows:
    """A sheet where the words of a matter stand for the number that its row does not have."""
    if not title or not numbers:
        return sheet
    return replace(
        sheet,
        rows=tuple(
            replace(row, values={**row.values, numbers[0]: row.values.get(title)})
            if all(blank(row.values.get(each)) for each in numbers)
            else row
            for row in sheet.rows
        ),
    )


def _with_kinds(sheet: SheetRows, any_of: str, kind: str) -> SheetRows:
    """A sheet whose numbers say of which register they are, where a column of it does (类别).

    A row with the mark of a record is one already, and stays as it was exported.
    """
    if not any_of or not kind:
        return sheet
    return replace(sheet, rows=tuple(_with_kind(row, any_of, kind) for row in sheet.rows))


def _with_kind(row: SheetRow, any_of: str, kind: str) -> SheetRow:
    number, said = row.values.get(any_of), str(row.values.get(kind) or "").strip()
    called: Sequence[str] = [word for word in CALLED if word in said]
    if blank(number) or not blank(row.values.get(identity.LABEL)) or not called:
        return row
    return replace(row, values={**row.values, any_of: f"{called[0]} {number}"})
