"""One row of a sheet as values of a kind, and beside the record that it speaks of."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.casework import meetings
from gaotang_desktop.domain.errors import Invalid, Unreadable
from gaotang_desktop.domain.fields import Field, Kind, Privacy, Reference
from gaotang_desktop.domain.privacy import Cover
from gaotang_desktop.domain.sheets import money, uncovering
from gaotang_desktop.domain.sheets.rows import CellChange, Draft, RowError, SheetRow
from gaotang_desktop.domain.villages import kind_of
from gaotang_desktop.domain.writings.dates import NOTHING, Around, read_date
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.domain.writings.times import two_times
from gaotang_desktop.services import records
from gaotang_desktop.services.beside import grid_registers
from gaotang_desktop.services.sheets import rates, settled, titles
from gaotang_desktop.services.sheets.asking import kept_words, several, time_limits, whose
from gaotang_desktop.services.sheets.asking.fills import Fills
from gaotang_desktop.services.sheets.asking.names import Names
from gaotang_desktop.services.sheets.cells.none_said import lacks_a_number, says_at_once, says_none
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.identity import Stored
from gaotang_desktop.services.sheets.noticed.doubtful import About, Doubts
from gaotang_desktop.services.sheets.references import Finder, name_key
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS, NOTHING_WORDS
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import blank

_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
_BOTH_SIDES = re.compile(r"(?<=[\u3400-\u9fff]{2})[与诉](?=[\u3400-\u9fff]{2})")  # 何甲与吕乙
_ONE_AND = re.compile(r"^([\u3400-\u9fff]{2,4})[和跟及](?=[\u3400-\u9fff]{2,4}$)")  # 吴老二和郑老三
_SOME_NUMBER = re.compile(r"[\d零〇一二两俩三四五六七八九十百千万壹贰叁半几数多余#=%％*?？]")
_WORDS = re.compile(r"[\u3400-\u9fff]")
_LISTED = re.compile(r"[、,，;；和跟及].*[、,，;；和跟及]|[、,，;；]")


class RowReader:
    """Reads the rows of one sheet; ``columns`` are the headers of the fields that it has."""

    def __init__(
        self,
        session: Session,
        kind: str,
        columns: Mapping[str, str],
        *,
        today: date,
        town: str = "",
        troubled: Iterable[RowError] = (),
        cover: Cover,
        choices: Choices | None = None,
        finder: Finder | None = None,
    ) -> None:
        """``choices`` are what the operator said once for all rows; ``finder`` knows names already.

        Raises:
            Unreadable: what is to be filled, or meant, cannot be read.
        """
        self.kind = kind
        self.columns = columns
        self.finder = finder or Finder(session, town)
        self._town = town
        self._session = session
        self.known = {each.name: each for each in records.fields_for(kind)}
        self._nothing = {name: words for (of, name), words in NOTHING_WORDS.items() if of == kind}
        self._ten_thousands = money.by_headings(self.known, columns)
        self._shares = rates.Shares(kind, records.fields_for(kind), columns)
        self._state = settled.ENDINGS[kind].state if kind in settled.ENDINGS else ""
        self.today = today
        self._about: list[About] = []
        self._now = About(NOTHING, {})
        self._day = CATALOGUE[kind].record_kind.day
        self._doubts = Doubts(self.known, self._day)
        self._troubled: dict[int, list[RowError]] = {}
        for error in troubled:
            self._troubled.setdefault(error.row, []).append(error)
        self._cover = cover
        self._seen: dict[int, tuple[Any, ...]] | None = None
        self._answered = choices is not None  # of a record beside the row's own nothing is asked
        said = choices or Choices()
        self._nowhere_else = {
            name
            for name, words in said.fills.items()
            if self._is_town_wide(self.known[name], words)
        }
        fills = {n: words for n, words in said.fills.items() if n not in self._nowhere_else}
        self.fills = Fills(fills, self.known, columns, self._value, self.shown)
        self.names = Names(session, self.finder, kind, said, today=today)
        for (name, words), meaning in said.meant.items():
            if meaning in (several.EACH, several.FIRST) and self.known[name].refers_to:
                continue
            try:
                self._value(self.known[name], meaning)
            except Invalid as problem:
                raise Unreadable(f"“{words}”不能读作“{meaning}”：{problem}") from None

    def _is_town_wide(self, each: Field, raw: Any) -> bool:
        """全镇 under a village; what is a village of the list is one, whatever it is called."""
        wide = whose.is_town_wide(each, raw, self._town)
        return wide and self.finder.known_as(each, str(raw)) is None

    def draft(self, row: SheetRow, day: date | None = None, *, noticed: bool = True) -> Draft:
        """Read every filled cell; each that cannot be read is an error, not only the first.

        ``day`` is that of the row where it stands elsewhere: its deadlines lie nearest to it.
        What deserves a look is kept for :meth:`doubts` if it is to be ``noticed``.
        """
        draft = Draft(row)
        if self._about:
            self._now = self._about[row.part]
        for error in self._troubled.get(row.number, ()):
            draft.errors[self._field_of(error.column)] = error
        for name in sorted(self.columns, key=lambda each: each != self._day):
            header = self.columns[name]
            cell = row.values.get(header)
            raw = self.names.meant(self.known[name], cell, row.number)
            if raw is not cell:
                draft.said[name] = (header, str(cell).strip())
            if name in draft.errors:
                continue
            if says_none(self.known[name], raw) and not lacks_a_number(self.known[name], raw):
                continue
            if self._is_town_wide(self.known[name], raw):
                draft.nowhere.add(name)
                continue
            if (
                name in self._nothing
                and isinstance(raw, str)
                and raw.strip() in self._nothing[name]
            ):
                continue
            if name in self._ten_thousands | self._now.ten_thousands:
                raw = money.as_ten_thousands(raw)
            if self._shares.holds(name, raw):
                continue
            try:
                on = day or draft.values.get(self._day or "")
                found, value = self._value(self.known[name], raw, on)
            except Invalid as problem:
                if self._tells_no_number(name, raw):
                    draft.said[name] = (header, str(raw).strip())
                    continue
                named = self.known[name].kind in (Kind.REFERENCE, Kind.CHOICE)
                made = self.names.registered(self.known[name], raw, problem) if named else None
                if made is None:
                    draft.errors[name] = self._unknown(row, name, raw, problem, named=named)
                    continue
                found, value = made
            if value is not None and found not in draft.values:
                draft.values[found] = value
                draft.written[found] = raw
                if kept_words.has_aside(self.known[found], raw):
                    draft.said.setdefault(found, (header, str(raw).strip()))
        self._read_span(draft)
        for name, share in self._shares.of(row.values, draft.values.get("sample")):
            if isinstance(share, int):
                draft.values[name], draft.written[name] = share, row.values[self.columns[name]]
            elif name not in draft.errors:
                draft.errors[name] = RowError(row.number, self.columns[name], share)
        for name, value in self._now.fixed.items():
            own = self.kind == "meetings" and meetings.kind_in(str(draft.values.get("topic")))
            if name not in draft.errors and not (name == "kind" and own):
                draft.values.setdefault(name, value)
                draft.written.setdefault(name, self.shown(name, value))
        filled = self.fills.of(row, draft.values, draft.errors, counted=noticed)
        draft.nowhere |= {name for name in self._nowhere_else if draft.values.get(name) is None}
        for name, value in list(filled):
            draft.values[name], draft.written[name] = value, self.shown(name, value)
            draft.filled.add(name)
        if noticed:
            self._doubts.notice(draft, self._now)
        if self.kind == "villages" and draft.values.get("name"):
            written = draft.values["name"]
            draft.values["name"] = self.finder.own_village(written)
            if kind_of(written) != kind_of(draft.values["name"]):
                draft.values.setdefault("kind", kind_of(written))  # 东村居委会 is called 东村
                draft.written.setdefault("kind", draft.values["kind"])
        if self.kind == "grid-counts" and {"grid", "village_id"} <= draft.values.keys():
            grid, village = draft.values["grid"], draft.values["village_id"]
            whose = self.finder.label("villages", village)
            draft.values["grid"] = grid_registers.registered(self._session, village, whose, grid)
        return draft

    def _unknown(
        self, row: SheetRow, name: str, raw: Any, problem: Invalid, *, named: bool
    ) -> RowError:
        """That words name no value; several names are asked about as such."""
        words = str(raw).strip()
        unknown = (name, words) if named and self._answered else None
        said, offers = str(problem), problem.offers
        if names := self.names.several(self.known[name], words):
            said, offers = several.asked(self.known[name], words, names), ()
        return RowError(
            row.number, self.columns[name], said, offers, unknown=unknown, several=tuple(names)
        )

    def _tells_no_number(self, name: str, raw: Any) -> bool:
        """Whether words stand under a count that a record may do without (全社区, 未统计): they are kept."""
        each = self.known[name]
        if each.kind is not Kind.INTEGER or each.required or "remark" not in self.known:
            return False
        said = with_digits(raw) if isinstance(raw, str) else ""
        return _WORDS.search(said) is not None and _SOME_NUMBER.search(said) is None

    def about(
        self,
        part: int,
        around: Around,
        fixed: Mapping[str, Any],
        sums: frozenset[str] = frozenset(),
    ) -> None:
        """What the title of a table says: of its dates, what holds for each of its rows, and which
        ``sums`` are ten thousands of yuan.
        """
        assert part == len(self._about)
        self._about.append(About(around, fixed, sums))

    def doubts(self) -> list[str]:
        """Sentences about what can be stored but deserves a look."""
        return self._doubts.told(self._about)

    def with_defaults(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a new record: what a sheet does not say is the default."""
        whole = {
            name: each.default if values.get(name) is None else values[name]
            for name, each in self.known.items()
            if values.get(name) is not None or each.default is not None
        }
        if self.kind == "villages" and whole.get("name") and values.get("kind") is None:
            whole["kind"] = kind_of(whole["name"])
        if self.kind == "meetings" and values.get("kind") is None:
            whole["kind"] = meetings.kind_in(str(whole.get("topic"))) or whole["kind"]
        if state := settled.state_of(self.kind, values):
            whole[settled.ENDINGS[self.kind].state] = state
        return whole

    def beside(self, draft: Draft, stored: Stored) -> tuple[dict[str, Any], dict[str, RowError]]:
        """The fields in which a row differs from its record, with the values meant.

        A cell that stands there as an export writes it says nothing new: covered names, a state
        that follows from other records, a name that two records share.
        """
        changed: dict[str, Any] = {}
        errors: dict[str, RowError] = {}
        for name, value in draft.values.items():
            each, before = self.known[name], stored.values.get(name)
            if value == before or self._as_exported(each, draft.written[name], value, stored):
                continue
            try:
                value = self._uncovered(each, draft.written[name], value, stored)
            except uncovering.Covered as problem:
                header = self.columns.get(name, "")
                errors[name] = RowError(draft.row.number, header, str(problem))
                continue
            if value != before:
                changed[name] = value
        return changed, errors

    def unread_as_exported(self, draft: Draft, stored: Stored) -> set[str]:
        """The cells that cannot be read but stand as an export writes them (a binned village), or may mean
        what is stored: a month of which an office program made 10/01/2026.
        """
        return {
            name
            for name, error in draft.errors.items()
            if name in self.known
            and (header := self.columns.get(name)) is not None
            and not blank(draft.row.values.get(header))
            and (
                self._as_exported(self.known[name], draft.row.values[header], None, stored)
                or (isinstance(kept := stored.values.get(name), date) and str(kept) in error.offers)
            )
        }

    def changes(self, stored: Stored, changed: Mapping[str, Any]) -> tuple[CellChange, ...]:
        """The fields changed in words."""
        return tuple(
            CellChange(
                self.known[name].label,
                self.shown(name, stored.values.get(name)),
                self.shown(name, value),
            )
            for name, value in changed.items()
        )

    def shown(self, name: str, value: Any) -> str:
        """A value in words; references by name."""
        each = self.known[name]
        if each.refers_to and isinstance(value, int):
            return self.finder.label(each.refers_to, value)
        return fields.show(each, value)

    def _read_span(self, draft: Draft) -> None:
        """20:00-22:00 in the cell of the beginning is the end as well."""
        if "start" not in draft.errors or draft.values.get("end") is not None:
            return
        header = self.columns.get("start", "")
        both = two_times(draft.row.values.get(header))
        if both is None or self.known["start"].kind is not Kind.TIME:
            return
        try:
            for name, words in zip(("start", "end"), both, strict=True):
                _name, draft.values[name] = self._value(self.known[name], words)
                draft.written[name] = words
        except Invalid as problem:
            draft.errors["start"] = RowError(draft.row.number, header, str(problem), problem.offers)
            draft.values.pop("start", None)
            return
        del draft.errors["start"]

    # -- inside ------------------------------------------------------------------------------

    def _field_of(self, header: str) -> str:
        return next((name for name, known in self.columns.items() if known == header), header)

    def _value(self, each: Field, raw: Any, day: Any = None) -> tuple[str, Any]:
        around = self._now.around
        if (counted := time_limits.counted(each, raw, day)) is not None:
            return each.name, counted
        if fields.is_deadline(each) and isinstance(day, date):
            around = Around(day.year, day.month, asks=True)
        elif each.name != self._day and isinstance(day, date) and says_at_once(each, raw):
            return each.name, day
        key = (each.name, type(raw), raw, around)
        if key not in self._now.read:
            if each.kind is Kind.REFERENCE:
                words = self._day_of(each, raw, around)
                self._now.read[key] = self.finder.find_either(self.kind, each, words)
            else:
                self._now.read[key] = (each.name, self._read(each, raw, around))
        return self._now.read[key]

    def _day_of(self, each: Field, raw: Any, around: Around) -> str:
        """A meeting may be named by its day, however that is written."""
        if each.refers_to == "meetings":
            with suppress(ValueError):
                return read_date(raw, today=self.today, label=each.label, around=around).isoformat()
        return str(raw)

    def _read(self, each: Field, raw: Any, around: Around) -> Any:
        """A cell's value. Texts and names stay in the characters in which they are written."""
        plain = raw
        if isinstance(raw, str) and each.kind not in (*_TEXTS, Kind.NAMES):
            plain = simplified(raw)
        if each.kind is Kind.NAMES and each.privacy is Privacy.RESIDENT and isinstance(plain, str):
            plain = _BOTH_SIDES.sub("、", plain)
            if not _LISTED.search(plain):
                plain = _ONE_AND.sub(r"\1、", plain)
        if around is self._now.around:
            titles.require_order(each, plain, around)
        words = CHOICE_WORDS.get((self.kind, each.name), {})
        said = words.get(name_key(str(plain)), plain) if words else plain
        if said is plain and each.kind is Kind.CHOICE and each.strict_choices:
            said = kept_words.choice_in(each, plain, words, self.columns.get(each.name, ""))
        if each.name == self._state and isinstance(plain, str):
            said = settled.said_under(self.columns.get(each.name, ""), each, self.kind, plain)
        return fields.read(each, said, today=self.today, around=around)

    def _as_exported(self, each: Field, raw: Any, value: Any, stored: Stored) -> bool:
        for exported in self._exported(each, stored):
            if exported is None:
                continue
            if value is not None and value == exported:
                return True
            if _same_words(fields.show(each, exported), raw):
                return True
            # A text says 12:00, where lists say 中午12:00.
            if isinstance(exported, time) and raw in (f"{exported:%H:%M}", f"{exported:%H:%M:%S}"):
                return True
        return False

    def _exported(self, each: Field, stored: Stored) -> Iterable[Any]:
        """What an export may have written for a field: as stored, as lists show it, covered."""
        value = stored.values.get(each.name)
        if each.refers_to and isinstance(value, int):
            value = Reference(value, self.finder.label(each.refers_to, value), 0)
        yield value
        if value is not None:
            yield self._cover.value(each, value, self._own(stored))
        if self.kind in records.SEEN:
            if self._seen is None:
                listed = queries.listing(self._session, self.kind)
                listed = records.SEEN[self.kind](self._session, listed, self.today)
                self._seen = dict(zip(listed.ids, listed.rows, strict=True))
            places = [known.name for known in records.fields_for(self.kind)]
            yield self._seen[stored.id][places.index(each.name)]

    def _own(self, stored: Stored) -> frozenset[str]:
        known = self.known.values()
        row = [stored.values.get(each.name) for each in known]
        return self._cover.own(self.kind, stored.id, known, row)

    def _uncovered(self, each: Field, raw: Any, value: Any, stored: Stored) -> Any:
        before = stored.values.get(each.name)
        if before is None:
            return value
        own = self._own(stored)
        if isinstance(value, tuple):
            covered = self._cover.value(each, before, own)
            written = fields.names_of(str(raw))
            return uncovering.uncovered_names(written, dict(zip(before, covered, strict=True)))
        if each.kind in _TEXTS and isinstance(value, str):
            if each.privacy is Privacy.RESIDENT:
                pieces = [(before, self._cover.value(each, before, own))]
            else:
                pieces = [
                    (before[at:end], said) for at, end, said in self._cover.found(before, own)
                ]
            return uncovering.uncovered_text(value, pieces)
        return value


def _same_words(shown: str, raw: Any) -> bool:
    return isinstance(raw, str) and name_key("".join(shown.split())) == name_key(
        "".join(raw.split())
    )
