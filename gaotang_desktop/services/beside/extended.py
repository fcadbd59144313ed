"""The deadline moves with the extension that moved it (延期): made, corrected, taken away, restored."""

from collections.abc import Mapping
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, Extension, Record
from gaotang_desktop.data.queries.casework import extensions as queries
from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.domain.errors import Conflict


def beside(
    session: Session,
    values: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    record_id: int | None,
) -> dict[str, str]:
    """A sentence where an extension is moved and a later step rests on the day until which it put off."""
    note = None if before is None else session.get(Extension, record_id)
    day = values.get("due_after")
    if note is None or before is None or day is None or day == before["due_after"]:
        return {}
    _kind, name = _owner_of(note)
    following = queries.behind(session, note, name, before["due_after"])
    if following is not None:
        if day >= following.due_after:
            return {"due_after": f"后一次已经延到 {following.due_after:%Y-%m-%d}，请改早一些。"}
        if day < following.decided_on:
            decided = f"{following.decided_on:%Y-%m-%d}"
            return {
                "due_after": f"后一次延期是 {decided} 批准的，要在到期以前，请改成那天或者以后。"
            }
    raised = queries.raised_past(session, note, name, before["due_after"])
    if raised is not None:
        return {
            "due_after": f"这一件过了 {before['due_after']:%Y-%m-%d} 的期限，已经在 {raised:%Y-%m-%d} 提级督办，"
            "这个日子不能再改；提级登记错了的，请先删除那一次提级。"
        }
    return {}


def follow(session: Session, note: Record, before: Mapping[str, Any] | None, gone: bool) -> None:
    """What a change of an extension means for the deadline, and for the extension behind it.

    ``before`` is what it said, ``None`` of a new or restored one; ``gone``: it is taken away. With
    what it belongs to it goes and comes back as it stands.

    Raises:
        Conflict: the deadline is already as late as the one restored.
    """
    assert isinstance(note, Extension)
    kind, name = _owner_of(note)
    due = OWNERS[kind][1]
    matter = session.get(CATALOGUE[kind], getattr(note, name))
    if matter is None or matter.binned_at is not None:
        return
    limit = getattr(matter, due)
    if gone:
        following = queries.behind(session, note, name, note.due_after)
        if following is not None:
            following.due_before = note.due_before
        elif limit == note.due_after:
            setattr(matter, due, note.due_before)
    elif before is not None:
        following = queries.behind(session, note, name, before["due_after"])
        if following is not None and note.due_after != before["due_after"]:
            following.due_before = note.due_after
        elif limit == before["due_after"]:
            setattr(matter, due, note.due_after)
    elif queries.is_outdated(session, note, name):
        return
    elif limit is None or limit < note.due_after:
        note.due_before = limit or note.due_before
        setattr(matter, due, note.due_after)
    else:
        following = queries.across(session, note, name)
        if following is None:
            raise Conflict(
                f"期限现在是 {limit:%Y-%m-%d}，不早于这次延到的日子，不用再恢复这次延期。"
            )
        note.due_before, following.due_before = following.due_before, note.due_after


def _owner_of(note: Extension) -> tuple[str, str]:
    return next(
        (kind, name) for kind, (name, _due) in OWNERS.items() if getattr(note, name) is not None
    )
