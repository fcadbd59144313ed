"""The vocabulary: one class for each kind of record. ``CATALOGUE`` lists them."""

from gaotang_desktop.data.models.attachments import Attachment
from gaotang_desktop.data.models.checklists import ChecklistItem
from gaotang_desktop.data.models.disputes import (
    Dispute,
    DisputeCategory,
    DisputeNote,
    DisputeReport,
)
from gaotang_desktop.data.models.documents import Document, IssuedDocument, IssuedFile, PaperWording
from gaotang_desktop.data.models.evaluation import (
    Adjustment,
    FrozenEvaluation,
    ManualValue,
    Reward,
    SchemeVersion,
)
from gaotang_desktop.data.models.extensions import Extension
from gaotang_desktop.data.models.fill_in_forms import FillInForm
from gaotang_desktop.data.models.forgetting import Forgetting, FormerLink
from gaotang_desktop.data.models.grids import Grid, GridCount
from gaotang_desktop.data.models.incident_counts import IncidentCount
from gaotang_desktop.data.models.inspections import Draw, Finding, Inspection, Place
from gaotang_desktop.data.models.intakes import Intake
from gaotang_desktop.data.models.journal import Change, MigratedRow, Operation, SettingValue
from gaotang_desktop.data.models.key_groups import KeyGroupCount
from gaotang_desktop.data.models.meetings import Meeting, MeetingDecision
from gaotang_desktop.data.models.opinions import Opinion
from gaotang_desktop.data.models.patrols import MissedNight, Patrol, SpotCheck
from gaotang_desktop.data.models.polls import Poll, PollResult, QuestionnaireEntry
from gaotang_desktop.data.models.pressing import Acceptance, Escalation
from gaotang_desktop.data.models.publicity import (
    PublicityActivity,
    PublicityPause,
    PublicityTurn,
)
from gaotang_desktop.data.models.record import Base, Record, RecordKind, fields_of
from gaotang_desktop.data.models.sheet_imports import SheetImport
from gaotang_desktop.data.models.supervision import Occurrence, SlipMatter, SupervisionSlip
from gaotang_desktop.data.models.tasks import Assignment, Plan, ProgressNote, Task
from gaotang_desktop.data.models.trouble_spots import TroubleSpot
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
        Occurrence,
        SupervisionSlip,
        Patrol,
        MissedNight,
        SpotCheck,
        PublicityTurn,
        PublicityPause,
        PublicityActivity,
        Opinion,
        DisputeCategory,
        Dispute,
        DisputeNote,
        DisputeReport,
        Intake,
        Extension,
        Acceptance,
        Escalation,
        KeyGroupCount,
        IncidentCount,
        Grid,
        GridCount,
        TroubleSpot,
        Place,
        ChecklistItem,
        Draw,
        Inspection,
        Finding,
        Meeting,
        MeetingDecision,
        Poll,
        PollResult,
        QuestionnaireEntry,
        SchemeVersion,
        ManualValue,
        Adjustment,
        FrozenEvaluation,
        Reward,
        Document,
        IssuedDocument,
        FillInForm,
        SheetImport,
        Attachment,
    )
}

LABELS: dict[str, str] = {
    name: str(table.info.get("label", name)) for name, table in Base.metadata.tables.items()
} | {model.__tablename__: model.record_kind.label for model in CATALOGUE.values()}
"""What people call the rows of each table."""

__all__ = [
    "CATALOGUE",
    "LABELS",
    "Acceptance",
    "Adjustment",
    "Assignment",
    "Attachment",
    "Base",
    "Change",
    "ChecklistItem",
    "Dispute",
    "DisputeCategory",
    "DisputeNote",
    "DisputeReport",
    "Document",
    "Draw",
    "Escalation",
    "Extension",
    "FillInForm",
    "Finding",
    "Forgetting",
    "FormerLink",
    "FrozenEvaluation",
    "Grid",
    "GridCount",
    "IncidentCount",
    "Inspection",
    "Intake",
    "IssuedDocument",
    "IssuedFile",
    "KeyGroupCount",
    "ManualValue",
    "Meeting",
    "MeetingDecision",
    "MigratedRow",
    "MissedNight",
    "Occurrence",
    "Officer",
    "Operation",
    "Opinion",
    "PaperWording",
    "Patrol",
    "Place",
    "Plan",
    "Poll",
    "PollResult",
    "ProgressNote",
    "PublicityActivity",
    "PublicityPause",
    "PublicityTurn",
    "QuestionnaireEntry",
    "Record",
    "RecordKind",
    "Reward",
    "SchemeVersion",
    "SettingValue",
    "SheetImport",
    "SlipMatter",
    "SpotCheck",
    "SupervisionSlip",
    "Task",
    "TroubleSpot",
    "Unit",
    "UnitMember",
    "Village",
    "fields_of",
]
