"""Read a plan document (方案) into numbered clauses with their responsible units.

What is not understood is kept with its line and said in a sentence; nothing is guessed in silence.
"""

from gaotang_desktop.domain.plan_text.pieces import (
    Clause,
    Passage,
    PlanText,
    PlanWarning,
    Section,
    UnreadLine,
)
from gaotang_desktop.domain.plan_text.reading import read_plan

__all__ = ["Clause", "Passage", "PlanText", "PlanWarning", "Section", "UnreadLine", "read_plan"]
