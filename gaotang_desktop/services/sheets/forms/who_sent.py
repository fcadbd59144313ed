"""Which villages sent the form of a period back, and which did not (填报表)."""

from collections.abc import Sequence
from dataclasses import dataclass

from gaotang_desktop.data.queries import fill_in_forms as queries
from gaotang_desktop.data.queries.fill_in_forms import FormRow
from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

KIND = "fill-in-forms"


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
