"""Whose names must not leave the office, and which names look like them and may."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    CATALOGUE,
    Change,
    Officer,
    Operation,
    Patrol,
    Place,
    SettingValue,
    Unit,
    Village,
)
from gaotang_desktop.data.models.record import fields_of
from gaotang_desktop.domain.fields import Privacy
from gaotang_desktop.domain.privacy import Known, bare_names

_FIELDS = {
    (kind, each.name): getattr(model, each.name)
    for kind, model in CATALOGUE.items()
    for each in fields_of(model)
    if each.privacy is Privacy.RESIDENT
}
_PHONES = [
    getattr(model, each.name)
    for model in CATALOGUE.values()
    for each in fields_of(model)
    if each.privacy is Privacy.STAFF or each.name == "landline"
]
_OFFICIALS = (Officer.name, Unit.leader, Unit.liaison, Unit.landline_keeper, Patrol.leader)
_PLACES = (Village.name, Village.short_name, Unit.name, Unit.aliases)
_OFFICE = ("town", "office", "letterhead", "addressee", "copies_to")
_OWN_PHONES = ("contact", "meeting_words")
TABLES = frozenset(
    each.__tablename__
    for each in (
        SettingValue, Officer, Unit, Patrol, Place, Village,
        *(column.class_ for column in (*_FIELDS.values(), *_PHONES)),
    )
)  # fmt: skip
"""What has to be read anew when one of these was changed."""


def known(session: Session, settings: Mapping[str, Any]) -> Known:
    """The residents that any record names, binned ones too, and what is open beside them."""
    office, numbers = (
        [str(settings[name]) for name in names if settings.get(name)]
        for names in (_OFFICE, _OWN_PHONES)
    )
    return Known(
        residents=frozenset(
            name for column in _FIELDS.values() for name in _values(session, column)
        ),
        officials=frozenset(name for column in _OFFICIALS for name in _values(session, column)),
        places=frozenset(
            [*(name for column in _PLACES for name in _values(session, column)), *office]
        ),
        shops=frozenset(_values(session, Place.name)),
        phones=frozenset(
            [*(name for column in _PHONES for name in _values(session, column)), *numbers]
        ),
        matters=lambda names: _matters(session, names),
    )


def newest(session: Session) -> int:
    """The newest operation; 0 where nothing was ever done."""
    return session.scalar(select(Operation.id).order_by(Operation.id.desc()).limit(1)) or 0


def touched(session: Session, since: int) -> bool:
    """Whether an operation after ``since`` changed what :func:`known` reads."""
    found = select(Change.id).where(Change.operation_id > since, Change.table_name.in_(TABLES))
    return session.scalar(found.limit(1)) is not None


def _values(session: Session, column: object) -> Iterator[str]:
    found = select(column).distinct().execution_options(with_binned=True)  # type: ignore[call-overload]
    for value in session.scalars(found):
        yield from ((value,) if isinstance(value, str) else value or ())


def _matters(session: Session, names: frozenset[str]) -> dict[tuple[str, int], frozenset[str]]:
    found: dict[tuple[str, int], frozenset[str]] = {}
    for (kind, _name), column in _FIELDS.items():
        rows = select(CATALOGUE[kind].id, column).where(column.is_not(None))
        for number, entered in session.execute(rows.execution_options(with_binned=True)):
            entries = (entered,) if isinstance(entered, str) else entered
            mine = names & {name for entry in entries for name in bare_names(entry)}
            if mine:
                found[kind, number] = found.get((kind, number), frozenset()) | mine
    return found
