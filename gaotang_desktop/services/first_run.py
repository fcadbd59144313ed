"""What an empty data folder needs before work can begin: who we are, the villages, the plan."""

from dataclasses import dataclass
from pathlib import Path

from gaotang_desktop import paths
from gaotang_desktop.data.queries.records import is_any_in_use
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.settings import BY_NAME
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

OFFICE_FIELDS: tuple[Field, ...] = tuple(
    BY_NAME[name]
    for name in ("town", "document_series", "office", "letterhead", "operator", "contact")
)


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a data folder is set up."""

    villages: int
    plans: int
    tasks: int


@dataclass(frozen=True, slots=True)
class ShippedList:
    """The list of villages that comes with the program, as a sample of a real one."""

    path: Path
    town: str
    villages: int


def begun(work: Workplace) -> Begun:
    """What the folder holds now."""
    villages, plans, tasks = (
        len(records.references(work, kind)) for kind in ("villages", "plans", "tasks")
    )
    return Begun(villages, plans, tasks)


def is_empty(work: Workplace) -> bool:
    """Neither a village nor a plan: the program was opened here for the first time."""
    with work.database.reading() as session:
        return not any(is_any_in_use(session, kind) for kind in ("villages", "plans"))


def shipped_list() -> ShippedList:
    """The list that ships, and whose it is."""
    from gaotang_desktop.services.sheets import imports, towns  # every start asks ``is_empty``

    path = paths.resources() / "demo" / "villages.csv"
    sheet = imports.read("villages", path)
    return ShippedList(path, "、".join(towns.listed(sheet).values()), len(sheet.rows))


def save_office(work: Workplace, values: dict[str, object]) -> bool:
    """Store what differs from what holds now; ``False`` where nothing does."""
    before = work.settings
    changed = {name: value for name, value in values.items() if value != before[name]}
    if changed:
        work.change_settings(changed)
    return bool(changed)
