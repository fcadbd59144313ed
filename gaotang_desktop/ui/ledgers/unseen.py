"""A record just entered that the list does not show: why, and the way to it."""

from collections.abc import Collection
from functools import partial

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.ui.desk.desk import Desk


def tell_unseen(
    desk: Desk,
    record_id: int | None,
    found: Listing,
    shown: Collection[int],
    period: Period | None,
    narrowed: str,
) -> bool:
    """Say so where what is ``narrowed`` or the period hides it; whether all is said.

    A record that is not among those ``found``, although its day lies in the period, is read next.
    """
    if record_id is None or record_id in shown:
        return True
    kind, label = found.kind, records.label_of(found.kind)
    if record_id in found.ids:
        why = f"列表只看{narrowed}"
    else:
        try:
            day = records.day_of(desk.work, kind, record_id)
        except DomainError:
            return True  # taken back already
        if day is None or period is None or day in period:
            return False
        why = f"它在 {periods.month_of(day).label}，列表是 {period.label}"
    desk.messages.toast(
        f"刚登记的{label}已保存，不在列表里：{why}。",
        action="去看",
        slot=partial(desk.go, PAGES[kind], {"kind": kind, "id": record_id}),
        seconds=10.0,
    )
    return True
