"""Which ledgers have things that wait for somebody until a day: one line for each.

A line here brings a kind onto the workbench (今天要办), into the list by unit (按单位) and among the
tables that both pages read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import due
from gaotang_desktop.data.queries.due import DueRow
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services.casework import intakes, matters, meetings, trouble_spots

Rows = Callable[[Session, Mapping[str, Any], date | None], list[DueRow]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How one kind waits.

    ``label`` heads its column in 按单位, ``word`` stands in a line of the workbench and ``action``
    on its button. ``rows(session, settings, until)`` reads what is open and due by ``until``, or
    all that is open. A slip is about a unit or village and not in one: it is not ``placed``.
    """

    kind: str
    label: str
    word: str
    action: str
    rows: Rows
    placed: bool = True

    @property
    def page(self) -> str:
        """The page that shows its records."""
        return PAGES[self.kind]


WAITING = (
    Waiting("disputes", "矛盾纠纷", "纠纷", "办理", matters.waiting("disputes")),
    Waiting("intakes", "诉求", "诉求登记", "办理", intakes.waiting),
    Waiting("findings", "问题", "问题整改", "销号", lambda s, _, until: due.open_findings(s, until)),
    Waiting("trouble-spots", "重点地区", "治安重点地区", "办理", trouble_spots.waiting),
    Waiting("meeting-decisions", "会议决定", "会议决定", "落实", meetings.waiting),
    Waiting("opinions", "意见建议", "意见建议", "答复", matters.waiting("opinions")),
    Waiting("supervision-slips", "督办单", "督办单未回复", "催办",
            lambda s, _, until: due.unanswered_slips(s, until), placed=False),
)  # fmt: skip

TABLES = frozenset(CATALOGUE[each.kind].__tablename__ for each in WAITING) | {
    "acceptances",
    "dispute_categories",
}
"""What a page that shows what waits has to read anew after a change."""
