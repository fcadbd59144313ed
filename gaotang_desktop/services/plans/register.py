"""A plan's text held against what is registered: its units, and the plan that it may renew."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Plan
from gaotang_desktop.data.models.units import UNIT_KINDS
from gaotang_desktop.data.queries import plans as queries
from gaotang_desktop.data.queries import units
from gaotang_desktop.domain import units as naming
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text import Clause, read_plan, with_year
from gaotang_desktop.domain.plan_text.several_plans import parts_of
from gaotang_desktop.services.plans import sheet_plans
from gaotang_desktop.services.plans.readings import NewUnit, Reading
from gaotang_desktop.services.plans.renewals import Renewal, StoredTask, pair, values_of
from gaotang_desktop.services.workplace import Workplace

_KIND_WORDS = (
    ("政法", ("派出所", "司法所", "平安办", "禁毒办", "综治", "政法", "法庭", "检察")),
    ("学校", ("小学", "中学", "学校", "幼儿园", "学区")),
    ("班子", ("班子",)),
)
UNNUMBERED = "（无文号）"
PLAN_FILES = "*.docx *.txt *.pdf *.xlsx *.xls *.html *.htm *.mht"
"""The names of files that a plan is read from, as file choosers know them."""


def read(work: Workplace, text: str, *, way: str = "") -> Reading:
    """Read a plan's text; stores nothing. ``way`` is the name of the reading that is wanted (任务, 阶段).

    Raises:
        DomainError: it is empty, or no line of it can be a task.
    """
    with work.database.reading() as session:
        register = tuple(units.spellings(session))
        known = [name for unit in register for name in (unit.name, *unit.aliases)]
        plan = read_plan(text, known, way)
        renewal = renewal_of(session, plan.number, plan.title, known)
    town = str(work.settings["town"])
    offered = [each.clause for each in plan.unused] + [each.clause for each in plan.phases]
    names: dict[str, str] = {}
    unknown: dict[str, list[str]] = {}
    ambiguous = []
    for written in plan.units:
        matched = naming.match(written, register, town)
        if matched.unit is not None:
            names[written] = matched.unit.name
        elif matched.candidates:
            ambiguous.append(written)
        else:
            unknown.setdefault(_key(written, town), []).append(written)
    new_units = []
    for spellings in unknown.values():
        unit = new_unit(spellings, town)
        alike = naming.alike(unit.name, register, town)
        new_units.append(replace(unit, alike=tuple(each.name for each in alike)))
        names |= dict.fromkeys(spellings, unit.name)
    # What is ticked later may name units of its own.
    for written in dict.fromkeys(name for clause in offered for name in clause.units):
        if written not in names and written not in ambiguous:
            matched = naming.match(written, register, town)
            key = _key(written, town)
            known_as = next((names[each] for each in names if _key(each, town) == key), "")
            names[written] = matched.unit.name if matched.unit else known_as or written
    return Reading(
        text=text,
        plan=plan,
        names=names,
        new_units=tuple(new_units),
        ambiguous=tuple(ambiguous),
        renewal=renewal,
        register=register,
        town=town,
        parts=parts_of(text),
    )


def read_file(work: Workplace, path: Path) -> Reading:
    """Read a plan from a .txt, .docx, .pdf or .xlsx file or a web page; stores nothing.

    Raises:
        DomainError: the file cannot be read, or no line of it can be a task.
    """
    from gaotang_desktop.documents import plan_files

    content = plan_files.workbook(path)
    if content is None:
        file = plan_files.read(path)
    else:
        file = plan_files.PlanFile(*sheet_plans.text_of(content, path.name))
    try:
        return replace(read(work, file.text), notices=file.notices)
    except Unreadable as error:
        # The plan may stand in what could not be read, as in pictures.
        raise Unreadable("".join((str(error), *file.notices))) from error


def of_year(reading: Reading, year: int | None) -> Reading:
    """The same with the year that somebody says, for time limits that name none; None leaves it."""
    if year is None or year == reading.plan.year:
        return reading
    return replace(reading, plan=with_year(reading.plan, year))


def with_number(work: Workplace, reading: Reading, number: str) -> Reading:
    """The same held against the stored plans anew, when the operator types its document number."""
    with work.database.reading() as session:
        renewal = renewal_of(session, number.strip(), reading.plan.title, reading.known)
    return replace(reading, renewal=renewal)


def renewal_of(session: Session, number: str, title: str, known: Collection[str]) -> Renewal | None:
    """The stored plan of the same document number, else of the same title; the newest of several."""
    plan, by = queries.by_number(session, number) if number else None, "文号"
    if plan is None and title:
        plan, by = queries.newest_of_title(session, title), "标题"
    if plan is None:
        return None
    certain = by == "文号" or not number or plan.number.startswith(UNNUMBERED)
    return Renewal(plan.id, plan.number, plan.name, by, certain, stored_tasks(session, plan, known))


def stored_tasks(
    session: Session, plan: Plan, known: Collection[str] = ()
) -> tuple[StoredTask, ...]:
    """The tasks of a stored plan with what hangs on each and what the plan's text says of each."""
    hanging = queries.hanging(session, plan.id)
    stored = [
        StoredTask(
            task.id,
            task.clause,
            task.section or "",
            tuple((name, getattr(task, name)) for name in _FIELDS),
            *hanging.get(task.id, (0, 0, 0)),
        )
        for task in queries.tasks_of(session, plan.id)
    ]
    clauses = _planned(plan.text or "", known, plan.year)
    said = {task.id: values_of(clauses[at]) for at, task in pair(stored, clauses).items()}
    return tuple(
        replace(task, planned=tuple(said[task.id].items()) if task.id in said else None)
        for task in stored
    )


def _planned(text: str, known: Collection[str], year: int | None) -> list[Clause]:
    """All that a text may have given as tasks in its year, first what it does give."""
    if not text.strip():
        return []
    try:
        plan = read_plan(text, known)
    except Unreadable:
        return []
    if year is not None and year != plan.year:
        plan = with_year(plan, year)
    other = plan.runner_up.clauses if plan.runner_up else ()
    offered = [each.clause for each in plan.phases]
    offered += [each.clause for each in plan.unused if each.may_be_task]
    return [*plan.clauses, *other, *offered]


_FIELDS = ("name", "requirement", "units_as_written", "deadline", "cycle", "deadline_text")


def _key(written: str, town: str) -> str:
    if naming.is_all_villages(written):
        return naming.ALL_VILLAGES
    return naming.canonical_key(written, town)


def new_unit(spellings: list[str], town: str) -> NewUnit:
    """What is registered for a unit that a plan writes in some spellings."""
    if naming.is_all_villages(spellings[0]):
        others = tuple(each for each in spellings if each != naming.ALL_VILLAGES)
        return NewUnit(naming.ALL_VILLAGES, others, "群体", "全部村")
    name = min(spellings, key=len)
    aliases = tuple(each for each in spellings if each != name)
    group = naming.is_group(name, town)
    kind = next((kind for kind, words in _KIND_WORDS if any(w in name for w in words)), None)
    if kind is None or (group and kind != "班子"):
        kind = "群体" if group else "镇直"
    assert kind in UNIT_KINDS
    return NewUnit(name, aliases, kind, "成员单位" if group else "单个单位")
