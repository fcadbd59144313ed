"""Plans: read from a text or a file, held against the register, confirmed and stored (方案导入)."""

from gaotang_desktop.domain.plan_text.several_plans import PlanPart
from gaotang_desktop.services.plans import kept
from gaotang_desktop.services.plans.drafts import Draft, Entry, begin
from gaotang_desktop.services.plans.readings import Confirmed, NewUnit, Reading, UnitStanding
from gaotang_desktop.services.plans.register import (
    PLAN_FILES,
    of_year,
    read,
    read_file,
    with_number,
)
from gaotang_desktop.services.plans.renewals import Change, Difference, Renewal, StoredTask, compare
from gaotang_desktop.services.plans.storing import import_file, import_plan

__all__ = [
    "PLAN_FILES",
    "Change",
    "Confirmed",
    "Difference",
    "Draft",
    "Entry",
    "NewUnit",
    "PlanPart",
    "Reading",
    "Renewal",
    "StoredTask",
    "UnitStanding",
    "begin",
    "compare",
    "import_file",
    "import_plan",
    "kept",
    "of_year",
    "read",
    "read_file",
    "with_number",
]
