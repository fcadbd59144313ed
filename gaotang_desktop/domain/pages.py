"""On which page of the navigation a kind of record is shown."""

from collections.abc import Mapping

PAGES: Mapping[str, str] = {
    "villages": "registers", "officers": "registers", "units": "registers",
    "grids": "registers", "grid-counts": "registers",
    "plans": "tasks", "tasks": "tasks", "assignments": "tasks", "occurrences": "tasks",
    "supervision-slips": "tasks", "meetings": "tasks", "meeting-decisions": "tasks",
    "patrols": "patrols", "missed-nights": "patrols", "spot-checks": "patrols",
    "publicity-turns": "publicity", "publicity-activities": "publicity",
    "publicity-pauses": "publicity", "opinions": "publicity",
    "disputes": "disputes", "dispute-reports": "disputes", "key-group-counts": "disputes",
    "dispute-categories": "disputes", "intakes": "disputes",
    "incident-counts": "disputes",
    "inspections": "inspections", "findings": "inspections", "places": "inspections",
    "draws": "inspections", "trouble-spots": "inspections",
    "checklist-items": "inspections",
    "polls": "polls", "poll-results": "polls",
    "frozen-evaluations": "evaluation",
    "documents": "documents", "issued-documents": "documents",
}  # fmt: skip
"""By kind of record: the page that is told ``{"kind": kind, "id": id}`` and selects the record."""
