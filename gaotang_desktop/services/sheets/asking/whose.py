"""Whose a record is, where it may be stored without saying so: an empty cell is shown, not passed over.

The rows are stored; what they leave open is told with the values that may fill it. 全镇 says that a
record is no single village's, and is asked no more.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Field, Kind, is_deadline
from gaotang_desktop.domain.sheets.rows import Draft
from gaotang_desktop.domain.villages import is_whole_town
from gaotang_desktop.services import records
from gaotang_desktop.services.casework.noting import STEPS

WHOSE: Mapping[str, Sequence[str]] = {
    "publicity-activities": ("village_id",),
    "opinions": ("unit_id",),
    "intakes": ("village_id", "unit_id", "received_by"),
    "dispute-reports": ("reported_by",),
    "grids": ("worker",),
    "grid-counts": ("worker",),
    "trouble-spots": ("village_id",),
    "places": ("village_id", "keeper"),
    "inspections": ("inspectors",),
    "meetings": ("chaired_by",),
    "meeting-decisions": ("village_id",),
}
"""By kind the fields that say where or whose a record is and may be empty. Of inspections, findings and
assignments a rule asks for the village or the unit.
"""

TOWN_WIDE = "全镇"
_SAID = frozenset({("opinions", "village_id")})
"""What may be empty in a record, but is said in every row of a sheet: 全镇 where it is no village's."""
_JUDGED = ("state", "result", "risk", "scale", "level", "kind")
"""Choices that say how a matter stands: of a new record they are told where no column says them."""
_TOLD = 12


def in_sheets(kind: str) -> tuple[Field, ...]:
    """The fields of a kind as a sheet has to fill them in."""
    known = records.fields_for(kind)
    if (
        kind in STEPS
    ):  # what a step keeps of its matter is worked out; which matter, and how, is said
        said = ("dispute_id", "decision")
        return tuple(
            replace(each, required=each.name in said or (each.required and each.editable))
            for each in known
        )
    return tuple(
        replace(each, required=True) if (kind, each.name) in _SAID else each for each in known
    )


def says_the_whole_town(kind: str, name: str) -> bool:
    """Whether a sheet has to say 全镇 in this field where there is no village."""
    return (kind, name) in _SAID


def unsaid(kind: str, values: Mapping[str, Any], nowhere: Collection[str]) -> dict[str, str]:
    """A sentence for each field of a new record of which a sheet says nothing, not even 全镇."""
    return {
        each.name: f"请填写“{each.label}”；不是哪一个村的，写“{TOWN_WIDE}”。"
        for each in records.fields_for(kind)
        if (kind, each.name) in _SAID and values.get(each.name) is None and each.name not in nowhere
    }


def is_town_wide(each: Field, words: Any, town: str = "") -> bool:
    """Whether words under an optional village say that a record is no single village's."""
    village = each.refers_to == "villages" and not each.required
    return village and is_whole_town(str(words), town)


class LeftOpen:
    """The rows of one import that were stored without saying whose they are, by field, as they stand;
    and what new records are by default because no column says it.
    """

    def __init__(self, kind: str, offered: Sequence[str] = ()) -> None:
        """``offered`` are more fields, for which title or headings of the sheet speak."""
        self._names = tuple(dict.fromkeys((*WHOSE.get(kind, ()), *offered)))
        known = records.fields_for(kind)
        self._labels = {each.name: each.label for each in known}
        judged = _JUDGED if CATALOGUE[kind].record_kind.day else ()
        self._defaults = {e.name: e.default for e in known if e.name in judged and e.default}
        # A count that nobody wrote becomes 0, which is a report of its own.
        self._defaults |= {e.name: 0 for e in known if e.kind is Kind.INTEGER and e.default == 0}
        self._due = [each.name for each in known if is_deadline(each)]
        self._defaulted = Counter[str]()
        self.count = Counter[str]()
        self._rows: dict[str, list[str]] = {}
        self.town_wide = 0

    def notice(
        self,
        where: Callable[[int], str],
        draft: Draft,
        said: Mapping[str, Any],
        values: Mapping[str, Any],
    ) -> None:
        """Look at a row that was stored as a new record: what it ``said``, and all its values."""
        self.town_wide += bool(draft.nowhere)
        for name in self._names:
            if name not in draft.nowhere and values.get(name) is None:
                self.count[name] += 1
                if self.count[name] <= _TOLD:
                    self._rows.setdefault(name, []).append(where(draft.row.number))
        for name, default in self._defaults.items():
            self._defaulted[name] += said.get(name) is None and values.get(name) == default
        for name in self._due:
            self._defaulted[name] += said.get(name) is None and values.get(name) is not None

    def told(self, columns: Mapping[str, str]) -> list[str]:
        """Sentences for the operator."""
        said = []
        for name, rows in self._rows.items():
            more = f"等 {self.count[name]} 行" if self.count[name] > _TOLD else ""
            which = f"{'、'.join(rows)}{more}"
            lacks = "空着" if name in columns else "没有这一列"
            said.append(f"“{self._labels[name]}”{lacks}（{which}）")
        notes = [f"{'；'.join(said)}：就这样空着存；要补的请统一填，或者逐条补上。"] if said else []
        if self.town_wide:
            notes.append(f"写明全镇的 {self.town_wide} 行，没有记在哪个村名下。")
        usual = [
            f"{self._labels[name]}{self._usual(name)}（{count} 行）"
            for name, count in self._defaulted.items()
            if count
        ]
        if usual:
            notes.append(f"没有写、按平常的记：{'、'.join(usual)}。不是的，请统一填或者逐条改。")
        return notes

    def _usual(self, name: str) -> str:
        return f"“{self._defaults[name]}”" if name in self._defaults else "按设置推算"
