"""Read a plan document (方案) into numbered clauses with their responsible units.

What is not understood is kept with its line and said in a sentence; nothing is guessed in silence.
"""

from gaotang_desktop.domain.plan_text.pieces import (
    Clause,
    Passage,
    Phase,
    PlanText,
    PlanWarning,
    RunnerUp,
    Section,
    UnreadLine,
    Unused,
)
from gaotang_desktop.domain.plan_text.reading import read_piece, read_plan, with_year

__all__ = [
    "Clause",
    "Passage",
    "Phase",
    "PlanText",
    "PlanWarning",
    "RunnerUp",
    "Section",
    "UnreadLine",
    "Unused",
    "read_piece",
    "read_plan",
    "with_year",
]
