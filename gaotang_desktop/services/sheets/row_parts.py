"""What the rows of a sheet say of records that belong to theirs: findings, decisions, steps.

Each row with such words is one record beside that of the row, as if typed into the form. Rows that say
the same of the owner are one owner with several of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.privacy import Cover
from gaotang_desktop.domain.sheets.rows import CellChange, Draft, RowError, SheetRow, SheetRows
from gaotang_desktop.domain.writings.dates import Around
from gaotang_desktop.services import records, rules
from gaotang_desktop.services.beside import day_order
from gaotang_desktop.services.sheets.asking import part_answers
from gaotang_desktop.services.sheets.asking.kept_words import KeptWords
from gaotang_desktop.services.sheets.cells.none_said import says_none
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.part_words import PARTS, Part
from gaotang_desktop.services.sheets.references import Finder, name_key
from gaotang_desktop.services.sheets.row_reading import RowReader
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key, match_header

ROW_NUMBERS = {"序号", "顺序号", "编号", "序", "no"}  # of a row, in no office's register
_NOTHING = {"无", "没有", "暂无", "空"}
_SURE = 3  # cells that two rows have in common, when they speak of one owner


def columns(
    kind: str, sheet: SheetRows, taken: Collection[str], by_hand: Mapping[str, str]
) -> dict[str, str]:
    """By field of a part its header, where a sheet of ``kind`` tells of parts.

    ``taken`` are headers that the owner itself has, ``by_hand`` those of which the operator says what
    they are: of a part where it is named so (see ``part_answers``).
    """
    if (part := PARTS.get(kind)) is None:
        return {}
    known = [each for each in records.fields_for(part.kind) if each.name in part.taken]
    own = SYNONYMS.get(part.kind, {})
    words = {name: (*own.get(name, ()), *part.words.get(name, ())) for name in part.taken}
    free = [each for each in sheet.header if each not in {*taken, *by_hand}]
    said = part_answers.columns(by_hand, sheet.header)
    found = {**match_header(free, known, words).by_field, **said}
    undone = part.kind == "meeting-decisions" and not {"result", "due_on"} & found.keys()
    if undone and "done_on" in found and "done_on" not in said:  # nobody says how it went
        found["due_on"] = found.pop("done_on")
    if any(name not in found for name in part.needs):
        return {}
    return found if said or not part.repeated or _follow(sheet, found, part) else {}


def labels(
    kind: str, sheet: SheetRows, taken: Collection[str], by_hand: Mapping[str, str]
) -> dict[str, str]:
    """By header what it is of a part, for the preview: 问题的整改期限."""
    if not (found := columns(kind, sheet, taken, by_hand)):
        return {}
    known = part_answers.answerable(kind)
    return {label: known[f"{part_answers.PREFIX}{name}"].label for name, label in found.items()}


def _follow(sheet: SheetRows, found: Mapping[str, str], part: Part) -> bool:
    """Whether some row says the same of its owner as the row before it, or nothing of it."""
    aside = {*found.values()} | {each for each in sheet.header if bare_key(each) in ROW_NUMBERS}
    own = [each for each in sheet.header if each not in aside]
    needed = [found[name] for name in part.needs]
    for before, row in pairwise(sheet.rows):
        if row.part != before.part or any(blank(row.values.get(each)) for each in needed):
            continue
        said = {each: row.values[each] for each in own if not blank(row.values.get(each))}
        same = all(before.values.get(each) == value for each, value in said.items())
        if same and (not said or len(said) >= _SURE):
            return True
    return False


class RowParts:
    """The parts that the rows of one import tell of, inside its operation."""

    def __init__(
        self,
        session: Session,
        kind: str,
        columns: Mapping[str, str],
        *,
        settings: Mapping[str, Any],
        today: date,
        cover: Cover,
        choices: Choices,
        finder: Finder,
    ) -> None:
        """``choices`` are what the operator said of the sheet, ``finder`` knows the names in it."""
        self.columns = columns
        self.count = 0
        self._session, self._settings, self._today = session, settings, today
        self._known: dict[tuple[Any, ...], tuple[int, dict[str, Any]]] = {}
        self._joined = 0
        self._differing: list[str] = []
        if columns:
            self.part = PARTS[kind]
            self.reader = RowReader(
                session, self.part.kind, columns, today=today, cover=cover,
                choices=part_answers.of_part(choices), finder=finder,
            )  # fmt: skip
            self._kept = KeptWords(self.part.kind, self.reader.known)
            self._fields = {each.name: each for each in records.fields_for(self.part.kind)}

    def about(self, part: int, around: Around) -> None:
        """What the title of a table says of its dates."""
        if self.columns:
            self.reader.about(part, around, {})

    def read(self, draft: Draft) -> None:
        """Put what a row tells beside its owner; what cannot be read is an error of the row."""
        if not self.columns:
            return
        if self._says_nothing(draft.row, self.part.needs[0]):
            self._refuse_rest(draft)
        else:
            self.take(draft, draft.row)

    def _says_nothing(self, row: SheetRow, name: str) -> bool:
        raw = row.values.get(self.columns[name])
        return says_none(self._fields[name], raw) or str(raw).strip() in _NOTHING

    def _refuse_rest(self, draft: Draft) -> None:
        """What else a row says of a part that it does not name cannot be stored: that is said."""
        text = self.part.needs[0]
        for name, header in self.columns.items():
            if not self._says_nothing(draft.row, name):
                said = f"写了这一格，没有写“{self.columns[text]}”。请写上，或者清空这一格。"
                draft.errors[f"part {name}"] = RowError(draft.row.number, header, said)

    def take(self, draft: Draft, row: SheetRow) -> None:
        """Read the part from the cells of ``row``."""
        typed = self.reader.draft(row, draft.values.get(self.part.day))
        self._kept.keep(typed)
        draft.errors |= part_answers.errors(typed.errors)
        draft.part = dict(typed.values)

    def follows(self, draft: Draft, before: Mapping[str, Any]) -> dict[str, Any]:
        """What follows for the owner from a row's part; ``before`` is what is known of the owner."""
        return {}

    def earlier(self, draft: Draft) -> tuple[int, dict[str, Any]] | None:
        """The owner of an earlier row that says the same but for its part."""
        return self._known.get(_same(draft)) if draft.part else None

    def made(self, whole: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
        """A part as the form would make it of an owner that may not be stored yet."""
        return dict(part)

    def check(self, draft: Draft, whole: Mapping[str, Any]) -> None:
        """Work the part of an owner out; what cannot be right is an error of the row."""
        if not draft.part or draft.errors or not isinstance(whole.get(self.part.day), date):
            return
        part = self.made(whole, draft.part)
        rules.complete(self._session, self._settings, self.part.kind, part)
        found = records.check(self.part.kind, {self.part.by: 0, **part}, today=self._today)
        found = {**day_order.unborn(self.part.kind, self.part.by, part, whole), **found}
        for name, said in found.items():
            header = self.columns.get(name, "")
            lacks = name if name in self.part.inherits and not header else ""
            error = RowError(draft.row.number, header, said, lacks=lacks)
            draft.errors[f"part {name}"] = error
        draft.part = part

    def store(
        self, draft: Draft, where: str, owner: int, whole: Mapping[str, Any]
    ) -> tuple[CellChange, ...]:
        """Store the part of a row, or what an earlier import of it did not know yet.

        What is stored already stays as it is. Returns what changed, in words.
        """
        if not self.columns:
            return ()
        known = _same(draft) in self._known
        self._known.setdefault(_same(draft), (owner, dict(whole)))
        if not draft.part:
            return ()
        self._joined += known
        self.stored_as_told(draft, where)
        text = self.part.needs[0]
        for each in queries.belonging(self._session, self.part.kind, self.part.by, owner):
            if name_key(getattr(each, text)) == name_key(draft.part[text]):
                before = {name: getattr(each, name) for name in self._fields}
                return self._filled_in(draft, where, each.id, before)
        part = {**draft.part, self.part.by: owner}
        rules.complete(self._session, self._settings, self.part.kind, part)
        records.store(self._session, self.part.kind, part)
        self.count += 1
        return (CellChange(self._fields[text].label, "", draft.part[text]),)

    def stored_as_told(self, draft: Draft, where: str) -> None:
        """Remember what of a row the operator is to be told of."""

    def notes(self) -> list[str]:
        """What to tell the operator of the parts."""
        if not self.columns:
            return []
        said = [*self.reader.names.told(), *self._kept.told()]
        named = "".join(f"“{header}”" for header in self.columns.values())
        more = (
            f"有 {self._joined} 行和前面的行是{self.part.one}，只登记一次。" if self._joined else ""
        )
        unit = CATALOGUE[self.part.kind].record_kind.counter
        found = [f"{named}登记为{self.part.told}，一行一{unit}，新登记 {self.count} {unit}。{more}"]
        if self._differing:
            found.append(
                f"这些行的{self.part.told}已经登记过，和表里不一样的没有改，请在那里核对："
                f"{'、'.join(self._differing[:20])}。"
            )
        return [*said, *found]

    def _filled_in(
        self, draft: Draft, where: str, stored: int, before: Mapping[str, Any]
    ) -> tuple[CellChange, ...]:
        said = {n: draft.part[n] for n in self.columns if draft.part.get(n) is not None}
        new = {name: value for name, value in said.items() if before[name] is None}
        texts = self.part.needs[:1]
        if any(before[n] not in (None, value) for n, value in said.items() if n not in texts):
            self._differing.append(where)
        if not new:
            return ()
        if records.check(self.part.kind, {**before, **new}, today=self._today):
            self._differing.append(where)
            return ()
        records.store(self._session, self.part.kind, new, record_id=stored)
        return tuple(
            CellChange(
                f"{self._fields[texts[0]].label}的{self._fields[name].label}", "",
                fields.show(self._fields[name], value),
            )
            for name, value in new.items()
        )  # fmt: skip


def _same(draft: Draft) -> tuple[Any, ...]:
    return tuple(sorted((name, str(value)) for name, value in draft.values.items()))


def without(row: SheetRow, headers: Collection[str]) -> SheetRow:
    """A row whose cells under ``headers`` are empty."""
    return replace(row, values={**row.values, **dict.fromkeys(headers)})
