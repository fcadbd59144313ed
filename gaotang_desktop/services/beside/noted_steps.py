"""What a dated note moved stays true when the note is corrected or taken away (化解记录、进展)."""

from collections.abc import Mapping
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import (
    CATALOGUE,
    Acceptance,
    Assignment,
    Dispute,
    DisputeNote,
    ProgressNote,
    Record,
)
from gaotang_desktop.data.queries.casework import day_order as queries
from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.domain.disputes import CLOSED
from gaotang_desktop.domain.errors import Conflict, Invalid

_REVISIT = "回访："


def dispute_follows(
    session: Session, note: Record, before: Mapping[str, Any] | None, gone: bool
) -> None:
    """The dispute closes on the day of the note that closed it, and says its words.

    Raises:
        Conflict: the note that is taken away closed the dispute, or is its revisit.
        Invalid: the day of closing would lie after the revisit, or that of the revisit before it.
    """
    assert isinstance(note, DisputeNote)
    dispute = session.get(Dispute, note.dispute_id)
    if dispute is None or dispute.binned_at is not None or (before is None and not gone):
        return
    told = {"happened_on": note.happened_on, "text": note.text} if gone else (before or {})
    closed = note.state in CLOSED and dispute.state == note.state
    if closed and dispute.closed_on == told["happened_on"]:
        if gone:
            raise Conflict(
                f"这一条把纠纷改成了“{note.state}”，不能单独去掉。刚登记错的请用撤销；"
                "要重新化解的，请用“回访”并勾选“纠纷反复”。"
            )
        if dispute.revisited_on is not None and dispute.revisited_on < note.happened_on:
            raise Invalid({"happened_on": "办结日期晚于回访日期，请改正其中一个。"})
        dispute.closed_on = note.happened_on
        dispute.result = note.text if dispute.result == told["text"] else dispute.result
    elif dispute.revisited_on == told["happened_on"] and told["text"] == (
        f"{_REVISIT}{dispute.revisit}"
    ):
        if gone:
            raise Conflict("这一条是回访，不能单独去掉。请先在“修改”里去掉回访日期和回访情况。")
        if dispute.closed_on is not None and note.happened_on < dispute.closed_on:
            raise Invalid({"happened_on": "回访日期早于办结日期，请改正其中一个。"})
        dispute.revisited_on = note.happened_on
        dispute.revisit = note.text.removeprefix(_REVISIT)


def assignment_follows(
    session: Session, note: Record, before: Mapping[str, Any] | None, gone: bool
) -> None:
    """The assignment is as its last note with a state says, and done on the day of that note.

    Nothing follows where the state was changed past the notes since.
    """
    assert isinstance(note, ProgressNote)
    part = session.get(Assignment, note.assignment_id)
    if part is None or part.binned_at is not None or note.state is None:
        return
    steps = queries.moving_steps(session, note.assignment_id, without=note.id if gone else None)
    if before is None and not gone:  # restored
        if steps and steps[-1] is note:
            part.state = note.state
            part.done_on = note.happened_on if note.state == "已完成" else None
        return
    day = note.happened_on if gone else (before or {})["happened_on"]
    if part.state != note.state or part.done_on not in (None, day):
        return
    last = steps[-1] if steps else None
    part.state = (last.state if last else None) or "未开始"
    part.done_on = last.happened_on if last and last.state == "已完成" else None


def acceptance_stays(
    session: Session, note: Record, before: Mapping[str, Any] | None, gone: bool
) -> None:
    """What sent a matter back is not taken away while the matter is open because of it.

    Raises:
        Conflict: it is the newest word on a matter that is open.
    """
    assert isinstance(note, Acceptance)
    if not gone or note.decision != "退回":
        return
    kind, name = next((k, f) for k, (f, _due) in OWNERS.items() if getattr(note, f) is not None)
    matter = session.get(CATALOGUE[kind], getattr(note, name))
    if matter is None or matter.binned_at is not None:
        return
    ended = {"disputes": "closed_on", "opinions": "answered_on", "intakes": "done_on"}[kind]
    if getattr(matter, ended) is None:
        raise Conflict("这一件因为这次退回正在重新办理，不能去掉。刚登记错的请用撤销。")
