"""The vocabulary: one class for each kind of record. ``CATALOGUE`` lists them."""

from gaotang_desktop.data.models.documents import Document
from gaotang_desktop.data.models.evaluation import (
    Adjustment,
    FrozenEvaluation,
    ManualValue,
    Reward,
    SchemeVersion,
)
from gaotang_desktop.data.models.journal import Change, Operation, SettingValue
from gaotang_desktop.data.models.patrols import MissedNight, Patrol, SpotCheck
from gaotang_desktop.data.models.record import Base, Record, RecordKind, fields_of
from gaotang_desktop.data.models.tasks import Assignment, Plan, ProgressNote, Task
from gaotang_desktop.data.models.units import Unit, UnitMember
from gaotang_desktop.data.models.villages import Officer, Village

CATALOGUE: dict[str, type[Record]] = {
    model.record_kind.name: model
    for model in (
        Village,
        Officer,
        Unit,
        Plan,
        Task,
        Assignment,
        ProgressNote,
        Patrol,
        MissedNight,
        SpotCheck,
        SchemeVersion,
        ManualValue,
        Adjustment,
        FrozenEvaluation,
        Reward,
        Document,
    )
}

__all__ = [
    "CATALOGUE",
    "Adjustment",
    "Assignment",
    "Base",
    "Change",
    "Document",
    "FrozenEvaluation",
    "ManualValue",
    "MissedNight",
    "Officer",
    "Operation",
    "Patrol",
    "Plan",
    "ProgressNote",
    "Record",
    "RecordKind",
    "Reward",
    "SchemeVersion",
    "SettingValue",
    "SpotCheck",
    "Task",
    "Unit",
    "UnitMember",
    "Village",
    "fields_of",
]
