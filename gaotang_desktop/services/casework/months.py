"""What the sheets of a month have in common: a month that has begun, and cells that are wrong."""

from collections.abc import Mapping
from datetime import date

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.workplace import Workplace


class CellsInvalid(Invalid):
    """Cells of a month that cannot be stored, by line and field; nothing was stored."""

    def __init__(self, cells: Mapping[tuple[int, str], str]) -> None:
        self.cells = dict(cells)
        super().__init__({f"{line}.{name}": said for (line, name), said in cells.items()})


def begun(work: Workplace, first_day: date) -> Period:
    """The month of a day.

    Raises:
        Invalid: it has not begun.
    """
    period = periods.month_of(first_day)
    if period.start > work.today():
        raise Invalid({"month": f"{period.label}还没有到，请换一个月。"})
    return period
