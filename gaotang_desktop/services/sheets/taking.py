"""The rows of one sheet, one after the other, into the records of one kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.domain.sheets.rows import (
    Decision,
    Draft,
    RowError,
    RowOutcome,
    RowState,
    SheetRow,
    SheetRows,
)
from gaotang_desktop.services import records, rules
from gaotang_desktop.services.casework import withdrawals
from gaotang_desktop.services.facts import village_lives
from gaotang_desktop.services.sheets import (
    displaced,
    row_findings,
    row_parts,
    settled,
    table_titles,
)
from gaotang_desktop.services.sheets.asking import gaps, part_answers
from gaotang_desktop.services.sheets.asking.ends import Ends
from gaotang_desktop.services.sheets.asking.kept_words import KeptWords
from gaotang_desktop.services.sheets.asking.whose import LeftOpen, in_sheets, unsaid
from gaotang_desktop.services.sheets.cells.none_said import says_nothing
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads import outcomes
from gaotang_desktop.services.sheets.identity import Stored, StoredRecords
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.services.sheets.noticed.given_numbers import GivenNumbers
from gaotang_desktop.services.sheets.noticed.left_standing import LeftStanding
from gaotang_desktop.services.sheets.noticed.said_again import SaidAgain
from gaotang_desktop.services.sheets.noticed.says_none import SaysNone
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.sheets.row_findings import RowFindings
from gaotang_desktop.services.sheets.row_parts import RowParts
from gaotang_desktop.services.sheets.row_reading import RowReader
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.workbooks.grids import blank

# A line that only names a village says that it has no sample: that is right, and nothing to store.
NAMES_ALONE: Mapping[str, Sequence[str]] = {"poll-results": ("poll_id", "village_id")}
_EITHER = {"village_id", "unit_id", "place_id"}
_AT_ONCE = 500  # new records stored together


class Taking:
    """One import under way, inside its operation."""

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
        self.session = session
        self.kind = kind
        self.sheet = sheet
        self.columns = columns
        self.choices = choices
        self.result = result
        self.today = work.today()
        self.now = work.now()
        self.settings = work.settings
        self.fields = records.fields_for(kind)
        names = [each.name for each in self.fields]
        of_parts = row_parts.columns(kind, sheet, columns.values(), choices.columns)
        read = {"", *columns.values(), *of_parts.values()}
        self.reader = RowReader(
            session, kind, columns, today=self.today, town=str(self.settings["town"]),
            troubled=(*(each for each in sheet.errors if each.column in read), *sheet.questions),
            cover=work.cover, choices=part_answers.of_record(choices), finder=finder,
        )  # fmt: skip
        result.say_unread([each for each in sheet.errors if each.column not in read])
        aside = {*columns.values(), *choices.columns}
        reading = RowFindings if kind == row_findings.KIND else RowParts
        # What an inspection found is its result.
        self._asks_end = not (of_parts and kind == row_findings.KIND)
        self._parts = reading(
            session, kind, of_parts, settings=self.settings, today=self.today,
            cover=work.cover, choices=choices, finder=self.reader.finder,
        )  # fmt: skip
        self._kept = KeptWords(kind, self.reader.known)
        aside |= {*self._parts.columns.values()}
        tells = outcomes.headings(kind, [each for each in sheet.header if each not in aside])
        self._ends = Ends(kind, columns, self.reader.known, self.reader.names, tells)
        beside = (self.reader, self._parts)
        result.notes += table_titles.read(
            kind, in_sheets(kind), sheet, columns, name, *beside, tells=bool(tells)
        )
        self.stored = StoredRecords(kind, names, queries.stored_rows(session, kind))
        self._label = records.label_of(kind)
        self._keys: dict[tuple[Any, ...] | None, int] = {None: 0}
        self._fresh: list[dict[str, Any]] = []
        self._again, self._left_standing = SaidAgain(), LeftStanding()
        self._numbers = GivenNumbers()
        self._nothing = SaysNone(kind, columns)
        self._days = village_lives.DaysOfSheet(session, kind)
        self._withdrawn: list[str] = []
        spoken = gaps.offered(session, kind, sheet, columns, (name,), self.today)
        self._open = LeftOpen(kind, spoken)
        self._left = withdrawals.left_open(work) if kind == "villages" else {}
        self._marks, self._copies, said = displaced.read_marks(
            session, kind, sheet, self.reader, self.stored
        )
        result.notes += said
        self.stored.claimed.update(self._marks.values())
        self._moved: dict[int, Stored | None] | None = None

    def take(self, progress: Progress) -> None:
        """Every row in the order of the sheet."""
        alone = [self.columns[n] for n in self.columns if n not in NAMES_ALONE.get(self.kind, ())]
        for place, row in enumerate(self.sheet.rows, start=1):
            if place % 200 == 0:
                progress.step(place, len(self.sheet.rows), self.sheet.where(row))
            if (self.kind in NAMES_ALONE and says_nothing(row, alone)) or self._nothing.is_none(
                row
            ):
                self._count(RowOutcome(row.number, RowState.UNCHANGED))
            else:
                self._take(row)
        self._store()
        self.result.fills = self.reader.fills.told()
        self.result.notes += [each.said for each in self.result.fills]
        self.result.notes += [*self.reader.names.told(), *self._kept.told()]
        self.result.notes += [*self.reader.doubts(), *self._days.told()]
        self.result.notes += [*self._numbers.told(), *self._parts.notes(), *self._withdrawn]
        self.result.notes += [*self._ends.told(), *self._open.told(self.columns)]
        self.result.notes += [*self._left_standing.told(), *self._again.told()]
        self.result.notes += [*self._nothing.told(self.result.where)]

    def left_open(self) -> dict[str, int]:
        """By field in how many new records nothing says whose they are."""
        return dict(self._open.count)

    # -- which record ------------------------------------------------------------------------

    def _resembling(self, draft: Draft, values: Mapping[str, Any]) -> tuple[Stored | None, bool]:
        """The stored record most like a row, and whether it says nothing else than the record."""
        best: tuple[int, Stored] | None = None
        for stored in self.stored.alike(values):
            changed, errors = self.reader.beside(draft, stored)
            changed = self._without_given(changed)
            if not changed and not errors:
                return stored, True
            differing = len(changed) + len(errors)
            if best is None or differing < best[0]:
                best = (differing, stored)
        return (best[1] if best else None), False

    def _refuse_moved(self, draft: Draft, stored: Stored) -> None:
        """A row whose mark belongs to another row, as after sorting without the hidden column."""
        if self._moved is None:
            self._moved = displaced.moved_rows(self.sheet, self.reader, self.stored, self._marks)
        if draft.row.number in self._moved:
            other = self._moved[draft.row.number]
            said = (
                f"写的是另一条{self._label}“{self._title(other)}”"
                if other
                else f"不像原来的{self._label}"
            )
            draft.errors[""] = RowError(
                draft.row.number, "",
                f"这一行{said}，隐藏的记录号却是“{self._title(stored)}”的，可能排序或移动时记录号没有跟着走。"
                "请重新导出后再改，或者清空记录号（隐藏的最后一列）再导入。",
            )  # fmt: skip

    # -- one row -----------------------------------------------------------------------------

    def _take(self, row: SheetRow) -> None:
        draft = self.reader.draft(row)
        self._ends.take_meant(draft)
        self.reader.fills.forget(row, self._ends.keep_open(draft))
        self._parts.read(draft)
        self._kept.keep(draft)
        if row.number in self._marks:
            self._update(draft, self.stored.get(self._marks[row.number]))
            return
        if row.number in self._copies:
            said = (
                f"这一行的记录号和别的行一样，几行都改过，分不清哪一行是原来的{self._label}。"
                "请只在原来的那一行留下记录号（隐藏的最后一列），别的行清空，再导入。"
            )
            draft.errors[""] = RowError(row.number, "", said)
        if draft.part and not draft.errors:
            self._check(draft, draft.values, None)  # what was found is given to no likeness
        if draft.errors and "" not in draft.errors and self._asks_end:
            self._ends.ask(draft)
        if draft.errors:
            self._reject(draft)
            return
        if (earlier := self._parts.earlier(draft)) is not None:
            self._join(draft, *earlier)
            return
        values = dict(draft.values)
        if self.kind in rules.KEYS_FOLLOW:
            rules.complete(self.session, self.settings, self.kind, values)
        named = self.stored.by_key(values) or self.stored.by_number(values)
        if named is not None:
            self._update(draft, named)
            return
        resembling, same = self._resembling(draft, values)
        decision = self.choices.decisions.get(row.number)
        if decision is None and self.choices.update_similar and resembling is not None:
            decision = Decision.SAME
        if decision is Decision.SKIP:
            self._count(RowOutcome(row.number, RowState.SKIPPED))
        elif resembling is None:
            self._add(draft, RowOutcome(row.number, RowState.NEW))
        elif decision is Decision.SAME or (same and decision is not Decision.OTHER):
            self._update(draft, resembling)
        else:
            self._add(draft, self._beside(draft, resembling, decision))

    def _beside(self, draft: Draft, stored: Stored, decision: Decision | None) -> RowOutcome:
        changed, _errors = self.reader.beside(draft, stored)
        changed = self._without_given(changed)
        return RowOutcome(
            draft.row.number,
            RowState.RESEMBLING if decision is None else RowState.NEW,
            stored.id,
            self._title(stored),
            self.reader.changes(stored, changed),
        )

    def _title(self, stored: Stored) -> str:
        """A few words by which the office knows a record: whose, and which."""
        whose = [
            self.reader.shown(each.name, stored.values[each.name])
            for each in self.fields
            if each.refers_to in ("villages", "units") and stored.values.get(each.name) is not None
        ]
        record = CATALOGUE[self.kind](**stored.values)
        return " ".join(part for part in (*whose[:1], record.title) if part)

    def _update(self, draft: Draft, stored: Stored) -> None:
        """Put what a row says into the record that it speaks of."""
        self.stored.claimed.add(stored.id)
        for name in self.reader.unread_as_exported(draft, stored):
            del draft.errors[name]
        changed, errors = self.reader.beside(draft, stored)
        draft.errors.update(errors)
        # What was said once for all rows is for what nobody said: a record keeps its own.
        kept = {n for n in draft.filled if stored.values.get(n) is not None}
        changed = {name: value for name, value in changed.items() if name not in kept}
        self.reader.fills.forget(draft.row, kept)
        changed |= self._kept.beside(draft, stored.values, changed)
        if changed and draft.row.number in self._marks:
            self._refuse_moved(draft, stored)
        changed = self._without_given(changed)
        emptied = self._emptied(draft, stored)
        if self.choices.empty_clears:
            changed |= {each.name: each.default for each in emptied if not each.required}
        if draft.row.number in self._marks:  # of an export: somebody emptied the cell
            stay = [e for e in emptied if e.required or not self.choices.empty_clears]
            self._left_standing.notice(self.result.where(draft.row.number), stay)
        before = dict(stored.values)
        changed = {**self._parts.follows(draft, before), **changed}
        if changed:
            about = (self.session, self.settings, self.kind)
            changed = rules.followed(*about, before, changed, said=draft.values)
            self._check(draft, {**before, **changed}, before, stored.id)
            self._refuse_taken(draft, {**before, **changed}, stored)
        self._parts.check(draft, {**before, **changed})
        if draft.errors:
            self._reject(draft, stored)
            return
        self._keys.setdefault(self.stored.unique_key({**before, **changed}), draft.row.number)
        if changed:
            records.store(self.session, self.kind, changed, record_id=stored.id)
        where = self.result.where(draft.row.number)
        found = self._parts.store(draft, where, stored.id, {**before, **changed})
        if not changed and not found:
            outcome = RowOutcome(draft.row.number, RowState.UNCHANGED, stored.id)
        else:
            self._note_day(draft, {**before, **changed})
            if withdrawals.newly(self.kind, before, changed):
                left = withdrawals.said(self._title(stored), self._left.get(stored.id, ()))
                self._withdrawn += [left] if left else []
            cells = (*self.reader.changes(stored, changed), *found)
            state = RowState.CHANGED
            outcome = RowOutcome(draft.row.number, state, stored.id, self._title(stored), cells)
        self._count(outcome)

    def _without_given(self, changed: Mapping[str, Any]) -> dict[str, Any]:
        """An office's number is given by its register, never by a sheet."""
        given = {each.name for each in self.fields if not each.editable and not each.required}
        return {name: value for name, value in changed.items() if name not in given}

    def _refuse_taken(self, draft: Draft, values: Mapping[str, Any], stored: Stored | None) -> None:
        """A name or a place that another record has already is a mistake to be told, not stored."""
        key = self.stored.unique_key(values)
        if key is None:
            return
        number = self._keys.get(key)
        if number is not None and number != draft.row.number:
            said = f"这一行和{self.result.where(number)}是同一条{self._label}，请留下一行。"
            draft.errors[""] = RowError(draft.row.number, "", said)
            return
        owner = self.stored.owner(values)
        if owner is not None and (stored is None or owner.id != stored.id):
            said = f"已有另一条{self._label}“{self._title(owner)}”，请改成能区分开的写法。"
            draft.errors[""] = RowError(draft.row.number, "", said)
            return
        self._keys[key] = draft.row.number

    def _emptied(self, draft: Draft, stored: Stored) -> list[Field]:
        """What stands empty in a row and in the record does not."""
        return [
            each
            for each in self.fields
            if each.name in self.columns
            and each.name not in draft.values.keys() | draft.errors.keys()
            and each.editable
            and stored.values.get(each.name) not in (None, each.default)
        ]

    def _add(self, draft: Draft, outcome: RowOutcome) -> None:
        """Store a row as a new record, or say why it cannot be one."""
        if self._asks_end:
            self._ends.ask(draft)
        if draft.errors:
            self._reject(draft)
            return
        uneditable = {each.name for each in self.fields if not each.editable and not each.required}
        # The register gives its numbers itself: two sheets may both have their 001.
        said = {n: v for n, v in draft.values.items() if n not in uneditable}
        said = {**self._parts.follows(draft, said), **said}
        values = self.reader.with_defaults(said)
        if uneditable:
            self._store()  # a number from the register must see the rows before this one
        rules.complete(self.session, self.settings, self.kind, values)
        self._check(draft, values, None)
        self._parts.check(draft, values)
        if not draft.errors:
            self._refuse_taken(draft, values, None)
        if draft.errors:
            self._reject(draft)
            return
        whole = {each.name: values.get(each.name) for each in self.fields}
        if self._parts.columns:
            made = records.store(self.session, self.kind, whole)
            self._parts.store(draft, self.result.where(draft.row.number), made, whole)
        else:
            self._fresh.append(whole)
            self._again.notice(self.result.where(draft.row.number), draft.values)
        self._numbers.notice(lambda: self.result.where(draft.row.number), draft.values, values)
        self._open.notice(self.result.where, draft, said, values)
        self._note_day(draft, values)
        if len(self._fresh) >= _AT_ONCE:
            self._store()
        self._count(outcome)

    def _join(self, draft: Draft, owner: int, whole: dict[str, Any]) -> None:
        """Another part of the record that an earlier row of the sheet told."""
        self._parts.check(draft, whole)
        if draft.errors:
            self._reject(draft)
            return
        number = draft.row.number
        if follows := self._parts.follows(draft, whole):
            records.store(self.session, self.kind, follows, record_id=owner)
            whole |= follows
        found = self._parts.store(draft, self.result.where(number), owner, whole)
        state = RowState.CHANGED if found else RowState.UNCHANGED
        title = CATALOGUE[self.kind](**whole).title
        self._count(RowOutcome(number, state, owner, title, found))

    def _note_day(self, draft: Draft, values: Mapping[str, Any]) -> None:
        self._days.notice(lambda: self.result.where(draft.row.number), values)

    def _store(self) -> None:
        queries.add_rows(self.session, CATALOGUE[self.kind], self._fresh, now=self.now)
        self._fresh.clear()

    def _check(
        self,
        draft: Draft,
        values: Mapping[str, Any],
        before: Mapping[str, Any] | None,
        record_id: int | None = None,
    ) -> None:
        found = self._found(draft, values, before, record_id)
        ending = settled.ENDINGS.get(self.kind)
        unread = ending is not None and ending.state in draft.errors
        # Of a cell that cannot be read no rule can say anything, nor of an end whose state is not known.
        silent = {ending.day, *ending.words} if ending is not None and unread else set()
        if not _EITHER.isdisjoint(draft.errors):
            silent |= _EITHER  # one of which must be there: one is, and cannot be read
        for name, sentence in found.items():
            if name not in draft.errors and name not in silent:
                header = self.columns.get(name, "")
                empty = values.get(name) is None and blank(draft.row.values.get(header))
                lacks = name if empty and name in self.reader.known else ""
                error = RowError(draft.row.number, header, sentence, lacks=lacks)
                draft.errors[name] = error

    def _found(
        self,
        draft: Draft,
        values: Mapping[str, Any],
        before: Mapping[str, Any] | None,
        record_id: int | None,
    ) -> dict[str, str]:
        """A sentence under each field of a record that cannot be right."""
        beside = rules.beside(self.session, self.kind, values, before=before, record_id=record_id)
        found = {**beside, **records.check(self.kind, values, today=self.today)}
        if before is not None:
            return {**rules.move(self.kind, before, values), **found}
        return {**found, **unsaid(self.kind, values, draft.nowhere)}

    def _reject(self, draft: Draft, stored: Stored | None = None) -> None:
        if stored is None and "" not in draft.errors:
            values = self.reader.with_defaults(draft.values)
            self._check(draft, values, None)
        order = [*self.columns, ""]
        places = {name: at for at, name in enumerate(order)}
        found = sorted(draft.errors.items(), key=lambda each: places.get(each[0], len(order)))
        self.result.errors += [error for _name, error in found]
        self._count(RowOutcome(draft.row.number, RowState.WRONG, stored.id if stored else None))

    def _count(self, outcome: RowOutcome) -> None:
        self.result.outcomes[outcome.number] = outcome
        if outcome.state in (RowState.NEW, RowState.RESEMBLING):
            self.result.imported += 1
        elif outcome.state is RowState.CHANGED:
            self.result.updated += 1
        elif outcome.state is RowState.UNCHANGED:
            self.result.unchanged += 1
        elif outcome.state is RowState.SKIPPED:
            self.result.skipped += 1
        else:
            self.result.rejected += 1
