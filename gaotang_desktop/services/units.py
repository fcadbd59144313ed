"""Groups of responsible units and who belongs to them (“镇直各单位”的成员)."""

from collections.abc import Collection

from gaotang_desktop.data.queries import unit_members as queries
from gaotang_desktop.domain.errors import Conflict, NotFound
from gaotang_desktop.domain.fields import Reference
from gaotang_desktop.services.workplace import Workplace

GROUP = "成员单位"


def members(work: Workplace, group_id: int) -> tuple[int, ...]:
    """The ids of a group's members, in display order."""
    with work.database.reading() as session:
        return queries.of_group(session, group_id)


def candidates(work: Workplace) -> tuple[Reference, ...]:
    """Every unit that can be a member: single ones, never another group."""
    with work.database.reading() as session:
        return queries.single_units(session)


def require_group(work: Workplace, unit_id: int) -> str:
    """The group's name.

    Raises:
        NotFound: it is in the recycle bin.
        Conflict: it stands for itself, or for all villages.
    """
    with work.database.reading() as session:
        unit = queries.group(session, unit_id)
    if unit is None:
        raise NotFound("这个责任单位已经不在名册里，请刷新后再看。")
    if unit.stands_for == "全部村":
        raise Conflict(f"“{unit.name}”代表全部村，成员就是村名单，不用另外选。")
    if unit.stands_for != GROUP:
        raise Conflict(
            f"“{unit.name}”是单个单位，没有成员。如果它是群体，请先把它的“代表”改为“{GROUP}”。"
        )
    return unit.name


def set_members(work: Workplace, group_id: int, unit_ids: Collection[int]) -> None:
    """Make exactly these units the members of a group; one step, undone as a whole.

    Raises:
        NotFound, Conflict: the unit is no group, or a member is none that can be.
    """
    name = require_group(work, group_id)
    if not set(unit_ids) <= {each.id for each in candidates(work)}:
        raise Conflict("选中的单位里有的已经不在名册里，或者本身是群体，请重新选择。")
    with work.database.operation(f"修改“{name}”的成员单位") as session:
        queries.replace(session, group_id, set(unit_ids))
