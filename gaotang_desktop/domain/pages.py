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
    "extensions": "disputes", "escalations": "disputes", "acceptances": "disputes",
    "inspections": "inspections", "findings": "inspections", "places": "inspections",
    "draws": "inspections", "trouble-spots": "inspections",
    "checklist-items": "inspections",
    "polls": "polls", "poll-results": "polls",
    "frozen-evaluations": "evaluation",
    "documents": "documents", "issued-documents": "documents",
}  # fmt: skip
"""By kind of record: the page that is told ``{"kind": kind, "id": id}`` and selects the record."""

TITLES: Mapping[str, str] = {
    "workbench": "工作台", "tasks": "任务分工", "patrols": "平安夜巡", "publicity": "集中宣传",
    "disputes": "矛盾纠纷", "inspections": "检查督查", "polls": "民意调查", "evaluation": "村级考评",
    "documents": "公文打印", "registers": "村与单位", "system": "系统",
}  # fmt: skip
"""By page: what the navigation calls it."""
