"""What a month's report of a grid takes from the register of grids (网格)."""

from collections.abc import Mapping
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries.casework import grids as queries
from gaotang_desktop.domain.casework import grids as rules


def complete(session: Session, settings: Mapping[str, Any], values: dict[str, Any]) -> None:
    """Who works in the grid is known from its register."""
    village, grid = values.get("village_id"), values.get("grid")
    if village is not None and grid and not values.get("worker"):
        values["worker"] = queries.worker_of(session, village, grid)


def beside(
    session: Session, values: Mapping[str, Any], before: Mapping[str, Any] | None
) -> dict[str, str]:
    """A report is of a grid that its village has, where its grids are registered."""
    village, grid = values.get("village_id"), values.get("grid")
    if village is None or not grid:
        return {}
    if before is not None and (before["village_id"], before["grid"]) == (village, grid):
        return {}
    said = rules.unknown(grid, queries.known_names(session, village))
    return {"grid": said} if said else {}


def registered(session: Session, village_id: int, village: str, grid: str) -> str:
    """The name under which the grid that a sheet means is registered (北村第1网格: 一网格)."""
    return rules.registered(grid, village, queries.known_names(session, village_id))
