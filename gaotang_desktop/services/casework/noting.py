"""How a step of a matter is entered (延期、验收、提级督办): from the window and from a sheet alike.

What a step keeps of its matter (原期限, 当时的办结日期, 环节) is never typed: it is worked out here, inside
of the operation that stores the step and moves the matter.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import extensions, pressing

STEPS = ("extensions", "acceptances", "escalations")
MATTERS: Mapping[str, str] = {name: kind for kind, (name, _due) in OWNERS.items()}
"""By field of a step that names a matter the kind of that matter."""


def whole(
    session: Session,
    settings: Mapping[str, Any],
    today: date,
    step: str,
    typed: Mapping[str, Any],
) -> dict[str, Any]:
    """A new step as it would be stored; ``typed`` names its matter.

    Raises:
        Invalid: a sentence for each field at fault.
        NotFound: the matter is gone.
    """
    kind, matter = _matter(typed)
    if step == "extensions":
        return extensions.whole(session, today, kind, matter, typed)
    if step == "acceptances":
        return pressing.accepted_whole(session, today, kind, matter, typed)
    return pressing.raised_whole(session, settings, today, kind, matter, typed)


def store(
    session: Session, settings: Mapping[str, Any], step: str, values: Mapping[str, Any]
) -> int:
    """Store what :func:`whole` made, with what it means for its matter; returns the step's id."""
    if step == "acceptances":
        return pressing.store_acceptance(session, settings, *_matter(values), values)
    return records.store(session, step, values)


def _matter(values: Mapping[str, Any]) -> tuple[str, int]:
    return next((k, values[name]) for name, k in MATTERS.items() if values.get(name) is not None)
