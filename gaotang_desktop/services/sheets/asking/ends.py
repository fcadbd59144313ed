"""What a row says of the end of its matter and no column of ours holds: asked before it is stored."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gaotang_desktop.domain import patrols
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.rows import RECORD_MARK, Draft, RowError
from gaotang_desktop.services.sheets import settled
from gaotang_desktop.services.sheets.asking.names import Names
from gaotang_desktop.workbooks.grids import blank

_STROKE = re.compile(r"\s*[/\\\-—－／]+\s*")
_LONGEST = 12
"""Characters of an unknown word that may be said once for all rows; longer ones are one row's own."""


class Ends:
    """The questions about the ends of the matters of one import.

    A state left out would be that of a new record; without its day what ended would wait on.
    """

    def __init__(
        self,
        kind: str,
        columns: Mapping[str, str],
        known: Mapping[str, Field],
        names: Names,
        tells: Sequence[str],
    ) -> None:
        """``tells`` are headings of no field under which stands how a matter stands."""
        self._kind, self._columns, self._known, self._names = kind, columns, known, names
        self._tells = tuple(tells)
        self._results: set[int] = set()
        self._not_yet: set[int] = set()
        self._ending = settled.ENDINGS.get(kind)

    def take_meant(self, draft: Draft) -> None:
        """Put the state into a row that the operator says its words to be."""
        ending = self._ending
        if ending is not None and self._kind == "disputes":
            self._read_not_yet(draft, ending)
        if ending is None or not ending.state or ending.state in {*draft.values, *draft.errors}:
            return
        state = self._known[ending.state]
        for header, raw in self._said(draft, ending):
            told = self._names.meant(state, raw, draft.row.number)
            if told is not raw and told in state.choices:
                draft.values[state.name] = draft.written[state.name] = told
                draft.said[state.name] = (header, str(raw).strip())
                return

    def _read_not_yet(self, draft: Draft, ending: settled.Ending) -> None:
        """未化解 without a day and words of an end is what nobody has settled yet, not what failed."""
        ends = {ending.day, *ending.words}
        if draft.values.get(ending.state) != settled.FAILED or ends & {
            *draft.values,
            *draft.errors,
        }:
            return
        if not blank(draft.row.values.get(RECORD_MARK)):
            return  # of a record of ours the state means what we wrote
        draft.values[ending.state] = settled.UNDER_WAY[self._kind][0]
        self._not_yet.add(draft.row.number)

    def ask(self, draft: Draft) -> None:
        """Put the state that other words of a row tell into it, or the question into its errors."""
        ending = self._ending
        if ending is None:
            return
        if ending.state:
            self._ask_state(draft, ending)
        elif ending.day not in draft.errors:
            self._ask_day(draft, ending)

    def keep_open(self, draft: Draft) -> set[str]:
        """Take what was said once for all of their ends from a row whose matter goes on; which it was.

        Its state, or its own words, say that it goes on: no day and no result of others is its own. Nor has
        a night on which nobody went out a leader and people of others.
        """
        if self._kind == "patrols":
            filled = draft.filled & {"leader", "people"}
            rest = {name: value for name, value in draft.values.items() if name not in filled}
            if "remark" not in patrols.problems(rest, today=date.max):
                return set()
            return self._unfill(draft, filled)
        ending = self._ending
        filled = draft.filled & {ending.day, *ending.words} - {""} if ending else set()
        if ending is None or not filled:
            return set()
        if ending.state:
            own = None if ending.state in draft.filled else draft.values.get(ending.state)
            words = (
                settled.state_in(self._kind, raw) for _header, raw in self._said(draft, ending)
            )
            told = own or next(words, None)
            goes_on = told in settled.UNDER_WAY.get(self._kind, ())
        else:
            goes_on = any(settled.says_going(raw) for _header, raw in self._said(draft, ending))
        return self._unfill(draft, filled) if goes_on else set()

    def _unfill(self, draft: Draft, filled: set[str]) -> set[str]:
        for name in filled:
            del draft.values[name], draft.written[name]
        draft.filled -= filled
        return filled

    def _said(self, draft: Draft, ending: settled.Ending) -> Iterator[tuple[str, Any]]:
        """The headers and the cells of a row that tell how its matter stands."""
        headers = [self._columns[name] for name in ending.words if name in self._columns]
        for header in (*self._tells, *headers):
            raw = draft.row.values.get(header)
            if not blank(raw) and _STROKE.fullmatch(str(raw)) is None:
                yield header, raw

    def _ask_state(self, draft: Draft, ending: settled.Ending) -> None:
        state = self._known[ending.state]
        self._say_result(draft, ending)
        if ending.state in {*draft.values, *draft.errors}:
            return
        dated = bool(ending.day) and draft.values.get(ending.day) is not None
        for header, raw in self._said(draft, ending):
            told: str | None = str(raw).strip()
            if told not in state.choices:
                own = settled.said_under(header, state, self._kind, raw)
                told = own if header in self._tells and own in state.choices else None
                told = told or settled.state_in(self._kind, raw)
                told = settled.state_by(self._kind, told, raw, dated=dated)
            if told is not None:
                draft.values[ending.state], draft.written[ending.state] = told, raw
                for name in ending.words:  # 办理中 is a state, and no answer
                    if (
                        told in settled.UNDER_WAY.get(self._kind, ())
                        and draft.values.get(name) == told
                    ):
                        del draft.values[name]
                return
            words = str(raw).strip()
            choices = f"{'、'.join(state.choices[:-1])}还是{state.choices[-1]}"
            said = f"看不出“{state.label}”是{choices}，这里写的是“{words}”。请写明{state.label}。"
            short = len(words) <= _LONGEST
            draft.errors[ending.state] = RowError(
                draft.row.number, header, said, lacks="" if short else ending.state,
                unknown=(ending.state, words) if short else None,
            )  # fmt: skip
            return

    def _say_result(self, draft: Draft, ending: settled.Ending) -> None:
        """A state under 化解情况 or 当前状态, with its day, is all that a sheet without results says of how it ended."""
        header = self._columns.get(ending.state, "")
        asks = "是否" in header or header.endswith(("状态", "进度"))
        if self._kind not in settled.RESULT_IS_ITS_STATE:
            return
        if not asks and not header.endswith(("情况", "结果")):
            return
        [name] = ending.words
        if draft.errors or name in {*self._columns, *draft.values}:
            return
        if draft.values.get(ending.state) == ending.done and draft.values.get(ending.day):
            words = str(draft.written[ending.state]).strip()
            draft.values[name] = draft.written[name] = ending.done if asks else words
            self._results.add(draft.row.number)

    def told(self) -> list[str]:
        """What was taken for a result that the sheet has no column for, and for a state."""
        said = []
        if self._not_yet:
            rows = len(self._not_yet)
            said = [
                f"{rows} 行写着“{settled.FAILED}”，没有办结日期和结果，是还没有化解的，状态记“待化解”。"
                "化解不成、已经办结的，请填办结日期和结果。"
            ]
        if not self._results or self._ending is None:
            return said
        label = self._known[self._ending.words[0]].label
        header = self._columns[self._ending.state]
        return [*said, f"表里没有“{label}”，{len(self._results)} 行的{label}照“{header}”写的记。"]

    def _ask_day(self, draft: Draft, ending: settled.Ending) -> None:
        day, dated = self._known[ending.day].label, draft.values.get(ending.day) is not None
        for header, raw in self._said(draft, ending):
            word = str(raw).strip()
            if not dated and settled.says_ended(raw):
                said = f"“{header}”写着“{word}”，没有{day}。请填{day}；还没有办完的，请改正“{header}”。"
                column, lacks = self._columns.get(ending.day, header), ending.day
            elif dated and (
                settled.says_unfinished(self._kind, raw)
                or (header in self._tells and settled.says_open(raw))
            ):
                said = f"“{header}”写着“{word}”，却填了{day}，请改正其中一个。"
                column, lacks = header, ""
            else:
                continue
            draft.errors[ending.day] = RowError(draft.row.number, column, said, lacks=lacks)
            return
