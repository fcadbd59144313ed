"""Whether the three steps of the beginning come by themselves; asked at every start, so quick."""

from gaotang_desktop.services import first_run
from gaotang_desktop.ui.desk.desk import Desk

SEEN = "first_run/seen"
STEPS = "first_run"
"""Of what was typed into the three steps: it is taken up there, on no page."""


def comes_by_itself(desk: Desk) -> bool:
    """Whether the folder is empty and nobody has left the three steps here before."""
    return not desk.memory.read(SEEN, False) and first_run.is_empty(desk.work)
