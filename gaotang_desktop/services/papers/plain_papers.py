"""Sheets that are made anew each time: who is responsible, slips, phones, blank checklists."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from gaotang_desktop.data.models import SupervisionSlip
from gaotang_desktop.data.queries import inspections as inspection_queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.data.queries import supervision as slip_queries
from gaotang_desktop.data.queries import village_pages
from gaotang_desktop.data.queries import villages as village_queries
from gaotang_desktop.domain import supervision as slip_rules
from gaotang_desktop.domain.documents import forms
from gaotang_desktop.domain.documents.blocks import Sheet
from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.documents.office.agendas import OpenItem, agenda_sheet
from gaotang_desktop.domain.documents.phone_lists import PhoneLine, phone_list
from gaotang_desktop.domain.documents.responsibility_tables import (
    ResponsibilityRow,
    responsibility_paper,
)
from gaotang_desktop.domain.documents.supervision_slips import Slip, SlipTask, supervision_slips
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.inspections import PLACE_TYPES
from gaotang_desktop.services import records, supervision, tasks
from gaotang_desktop.services.casework import meetings
from gaotang_desktop.services.workplace import Workplace

By = Literal["", "period", "poll", "meeting", "intake"]


def agenda(work: Workplace) -> Sheet:
    """The agenda of the next meeting: what is open by its deadline, and blank lines for topics."""
    found = meetings.agenda(work, work.today() + timedelta(days=1))
    found.sort(key=lambda each: (each.until or date.max, each.id))
    return agenda_sheet(
        [OpenItem(each.held_on, each.text, each.unit, each.until, each.said) for each in found],
        town=str(work.settings["town"]),
        issuer=str(work.settings["office"]),
        made_on=work.today(),
    )


def responsibility_table(work: Workplace) -> Sheet:
    """Every task with who leads and who assists.

    Raises:
        DomainError: no plan was read yet.
    """
    found = tasks.matrix(work)
    if not found.tasks:
        raise DomainError("还没有任务，不能印责任分解表。请先在“任务分工”导入方案。")
    rows = []
    for number, task in enumerate(found.tasks, start=1):
        names = {
            role: "、".join(a.who for a in task.assignments if a.role == role)
            for role in ("牵头", "配合")
        }
        due = f"{task.deadline:%Y-%m-%d}" if task.deadline else task.deadline_text or task.cycle
        rows.append(
            ResponsibilityRow(
                str(number), task.name, task.requirement, names["牵头"], names["配合"], due
            )
        )
    listed = records.listing(work, "plans")
    number, name = listed.rows[-1][listed.column("number")], listed.rows[-1][listed.column("name")]
    return responsibility_paper(
        town=str(work.settings["town"]),
        plan_number=number,
        plan_title=name,
        rows=tuple(rows),
        issuer=str(work.settings["office"]),
        made_on=work.today(),
    )


def slips(work: Workplace, ids: tuple[int, ...] | None = None) -> Sheet:
    """The slips of these ids, or those that wait for an answer; each as it was signed."""
    found = []
    with work.database.reading() as session:
        chosen = (
            ids if ids is not None else tuple(each.id for each in slip_queries.waiting(session))
        )
        villages = record_queries.references(session, "villages")
        units = record_queries.references(session, "units")
        stored = {each.id: each for each in record_queries.live(session, "supervision-slips")}
        for number in chosen:
            each = stored[number]
            assert isinstance(each, SupervisionSlip)
            owner = units.get(each.unit_id or 0) or villages.get(each.village_id or 0)
            steps = slip_queries.last_steps(session, number)
            states = {
                other.number: f"现在{other.state}"
                for other in supervision.states(work, number)
                if other.number
            }
            matters = tuple(
                SlipTask(task, slip_rules.written(due), steps.get(task) or _state_in(task, states))
                for task, due in slip_rules.matters_in(each.request or "")
            )
            found.append(
                Slip(
                    each.number or "",
                    each.colour,  # type: ignore[arg-type]
                    owner.label if owner else "",
                    matters,
                    each.issued_on,
                    each.answer_due_on,
                    each.answer or "",
                )
            )
    settings = work.settings
    made = supervision_slips(
        tuple(found), town=str(settings["town"]), issuer=str(settings["office"])
    )
    return work.marked(covered(made, work.cover))


def _state_in(words: str, states: Mapping[str, str]) -> str:
    """How far the dispute or intake came whose number stands in a matter of a slip.

    The number of an intake (诉2026-001) holds that of a dispute.
    """
    longest_first = sorted(states, key=len, reverse=True)
    return next((states[n] for n in longest_first if re.search(rf"{n}(?!\d)", words)), "")


def phones(work: Workplace) -> Sheet:
    """Officers of the villages in office today, then the units.

    A village or a unit of which nobody is registered has a line to write in.
    """
    with work.database.reading() as session:
        names = village_queries.names(session)
        gone = record_queries.out_of_use(session, "villages")
        officers = [
            line
            for village, name in names.items()
            if village not in gone
            for line in (
                [
                    PhoneLine(name, each.role, each.name, each.phone or "")
                    for each in village_pages.officers(session, village, work.today())
                ]
                or [PhoneLine(name, "", "")]
            )
        ]
        units = []
        listed = record_queries.listing(session, "units")
    at = {each.name: place for place, each in enumerate(listed.fields)}
    for row in listed.rows:
        if row[at["stands_for"]] != "单个单位":
            continue
        name, landline = row[at["name"]], row[at["landline"]] or ""
        keeper = row[at["landline_keeper"]]
        if keeper and landline:
            landline = f"{landline}（{keeper}）"
        units.append(PhoneLine(name, "负责人", row[at["leader"]] or "", "", landline))
        if row[at["liaison"]] or row[at["phone"]]:
            units.append(
                PhoneLine(name, "联络员", row[at["liaison"]] or "", row[at["phone"]] or "")
            )
    return phone_list(
        town=str(work.settings["town"]),
        villages=tuple(officers),
        units=tuple(units),
        issuer=str(work.settings["office"]),
        made_on=work.today(),
    )


def checklist_forms(
    work: Workplace, *, place_types: tuple[str, ...] = (), place_id: int | None = None
) -> Sheet:
    """The checklists to take along: of one place, of some kinds of place, or of every kind.

    Raises:
        DomainError: nothing is written down for that kind of place.
    """
    place, address = "", ""
    if place_id is not None:
        known = records.get(work, "places", place_id)
        place_types, place, address = (known["place_type"],), known["name"], known["address"] or ""
    with work.database.reading() as session:
        written = inspection_queries.checklists(session)
    wanted = [each for each in PLACE_TYPES if each in (place_types or written)]
    if missing := [each for each in wanted if each not in written]:
        raise DomainError(
            f"“{'、'.join(missing)}”还没有检查清单。请先在“检查督查”的“检查清单”里写下要看的各条。"
        )
    if not wanted:
        raise DomainError("还没有检查清单。请先在“检查督查”的“检查清单”里写下要看的各条。")
    lists = [(each, tuple(written[each])) for each in wanted]
    return forms.checklist_forms(
        lists, town=str(work.settings["town"]), place=place, address=address
    )
