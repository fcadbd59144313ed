"""Inspections with their findings, findings put right and looked at again (检查督查、问题整改)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import inspections as queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.data.queries import units, villages
from gaotang_desktop.domain import fields
from gaotang_desktop.domain import inspections as rules
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference
from gaotang_desktop.domain.villages import display_name
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

SOURCES = (*rules.KINDS[:-1], "民意调查", "意见建议", "其他")
GRID_FIELDS = (
    Field("text", "发现的问题", Kind.TEXT, longest=500, help="一行一个问题，没有问题就空着"),
    Field(
        "owner",
        "责任村或单位",
        Kind.TEXT,
        longest=40,
        help="写村名、简称、单位名或别名；空着就是被检查的村（单位）",
    ),
    Field("due_on", "整改期限", Kind.DATE, help="空着就按设置里的天数推算"),
)
STATE = Field("state", "情况", Kind.CHOICE, choices=rules.STATES, editable=False)
SOURCE = Field("source", "来源", Kind.CHOICE, choices=SOURCES, editable=False)
OWNER = Field("owner", "责任", Kind.REFERENCE, editable=False)
_ORDER = {state: place for place, state in enumerate(("逾期", "临近", "待整改"))}
_YEAR = 365


class FindingInvalid(Invalid):
    """Lines of the findings that cannot be stored; nothing of the inspection was stored."""

    def __init__(self, problems: Mapping[tuple[int, str], str]) -> None:
        self.problems = dict(problems)
        super().__init__({f"{line}.{name}": said for (line, name), said in problems.items()})


class Share(NamedTuple):
    """The findings of one source: how many are put right, not due yet, overdue."""

    source: str
    put_right: int
    open: int
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.put_right + self.open + self.overdue


def save(
    work: Workplace,
    values: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]] = (),
    *,
    inspection_id: int | None = None,
) -> int:
    """Store an inspection with the findings typed beside it: one step, one undo; returns its id.

    A finding has ``text``, and may have ``owner`` (a village or unit by name; by default whom the
    inspection visited) and ``due_on``. What was put right on the spot (当场整改) is stored as put
    right on that day. With findings the result cannot be 未发现问题, so it becomes 发现问题.

    Raises:
        Invalid: a sentence for each field of the inspection at fault; nothing is stored.
        FindingInvalid: a sentence for each cell of the findings at fault; nothing is stored.
    """
    before = {} if inspection_id is None else records.get(work, "inspections", inspection_id)
    whole = records.complete(work, "inspections", {**before, **values})
    typed = [(line, each) for line, each in enumerate(findings) if _filled(each)]
    if typed and whole.get("result") == "未发现问题":
        whole["result"] = "发现问题"
    problems = records.check("inspections", whole, today=work.today())
    if problems:
        raise Invalid(problems)
    made = _findings(work, whole, typed)
    verb = "登记" if inspection_id is None else "修改"
    title = f"{verb}检查：{records.name_of(work, 'inspections', whole)}"
    with work.database.operation(f"{title}，{len(made)} 个问题" if made else title) as session:
        saved = records.store(session, "inspections", whole, record_id=inspection_id)
        for each in made:
            records.store(session, "findings", {**each, "inspection_id": saved})
    return saved


def checklist(work: Workplace, *, place_type: str | None, place_id: int | None) -> list[str]:
    """What is looked at there: by the kind of place, or that of the place itself."""
    with work.database.reading() as session:
        if place_id is not None and place_type is None:
            known = queries.place(session, place_id)
            place_type = known.place_type if known is not None else None
        return queries.checklist(session, place_type) if place_type else []


def of_inspection(whole: Mapping[str, Any], finding: Mapping[str, Any]) -> dict[str, Any]:
    """A finding as its inspection has it: of that day, by default of whom the inspection visited.

    What was put right on the spot (当场整改) is put right on that day.
    """
    made = {**finding, "found_on": whole["held_on"]}
    if made.get("village_id") is None and made.get("unit_id") is None:
        made["village_id"] = whole.get("village_id")
        made["unit_id"] = whole.get("unit_id") if not made["village_id"] else None
    if whole.get("result") == "当场整改" and made.get("put_right_on") is None:
        made["put_right_on"] = whole["held_on"]
        made["how"] = made.get("how") or "当场整改"
    return made


def _filled(finding: Mapping[str, Any]) -> bool:
    return any(value not in (None, "") for value in finding.values())


def _findings(
    work: Workplace, whole: Mapping[str, Any], typed: Sequence[tuple[int, Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    made, problems = [], {}
    with work.database.reading() as session:
        owners = _owners(session) if typed else {}
    for line, each in typed:
        finding = {"text": each.get("text"), "due_on": each.get("due_on")}
        name = each.get("owner")
        if name:
            known = _known(owners, name)
            if known is None:
                problems[line, "owner"] = _unknown(name)
                continue
            finding[known[0]] = known[1]
        finding = of_inspection(whole, finding)
        finding = records.complete(work, "findings", finding)
        for field, said in records.check("findings", finding, today=work.today()).items():
            place = "owner" if field in ("village_id", "unit_id") else field
            problems[line, place if place in ("text", "owner") else "due_on"] = said
        made.append(finding)
    if problems:
        raise FindingInvalid(problems)
    return made


def unknown_owners(work: Workplace, names: Iterable[str]) -> dict[str, str]:
    """A sentence for each name that is no writing of a village or unit."""
    with work.database.reading() as session:
        owners = _owners(session)
    return {name: _unknown(name) for name in names if _known(owners, name) is None}


def owner_names(work: Workplace) -> list[str]:
    """The villages and units that may be named as owners, villages first."""
    kinds = ("villages", "units")
    return [each.label for kind in kinds for each in records.references(work, kind)]


def _unknown(name: str) -> str:
    return f"名单里没有“{name}”这个村或单位。请改正写法，或者先登记这个单位。"


def _known(owners: Mapping[str, tuple[str, int]], name: str) -> tuple[str, int] | None:
    return owners.get(_key(name)) or owners.get(_key(display_name(name)))


def _owners(session: Session) -> dict[str, tuple[str, int]]:
    """Every writing of every village and unit; a village's name goes before a unit's."""
    found: dict[str, tuple[str, int]] = {}
    for unit in units.spellings(session):
        found |= {_key(word): ("unit_id", unit.id) for word in (*unit.aliases, unit.name)}
    for village in villages.spellings(session):
        words = (village.code, village.short_name, village.name)
        found |= {_key(word): ("village_id", village.id) for word in words if word}
    return found


def _key(name: str) -> str:
    return fields.plain(name).casefold().replace(" ", "")


def put_right(work: Workplace, finding_id: int, *, on: date, how: str) -> None:
    """Enter that a finding was put right, and how.

    Raises:
        Invalid: the day is before the finding or has not come yet, or nothing says how.
        NotFound: it is gone.
    """
    before = records.get(work, "findings", finding_id)
    if before["recheck"] is not None:
        raise Conflict("这个问题已经回头看过，整改情况不能再改；需要更正的，请在“修改”里改。")
    values = {**before, "put_right_on": on, "how": how}
    problems = records.check("findings", values, today=work.today())
    if not how:
        problems["how"] = "请写明怎样整改的。"
    if problems:
        raise Invalid(problems)
    with work.database.operation(f"登记整改：{cut(before['text'])}") as session:
        records.store(session, "findings", values, record_id=finding_id)


def recheck(
    work: Workplace, finding_id: int, *, on: date, result: str, due_on: date | None = None
) -> int | None:
    """Look again at a finding that is said to be put right (回头看).

    已整改 closes it. 未整改 opens it again: the finding keeps what was entered, and a new one that
    names it takes it on with a deadline of its own; returns the new one's id, else ``None``.

    Raises:
        Invalid: it is not put right yet, or a day cannot be right.
        Conflict: it was looked at before.
        NotFound: it is gone.
    """
    before = records.get(work, "findings", finding_id)
    if before["recheck"] is not None:
        raise Conflict(f"这个问题 {before['rechecked_on']:%Y-%m-%d} 已经回头看过。")
    values = {**before, "rechecked_on": on, "recheck": result}
    problems = records.check("findings", values, today=work.today())
    following = None
    if result == "未整改" and not problems:
        carried = {
            name: before[name]
            for name in ("inspection_id", "poll_id", "opinion_id", "village_id", "unit_id")
        }
        following = records.complete(
            work,
            "findings",
            {
                **carried,
                "found_on": on,
                "due_on": due_on,
                "text": rules.again(before["found_on"], before["text"]),
            },
        )
        problems = records.check("findings", following, today=work.today())
    if problems:
        raise Invalid(problems)
    with work.database.operation(f"回头看：{cut(before['text'])}，{result}") as session:
        records.store(session, "findings", values, record_id=finding_id)
        return records.store(session, "findings", following) if following else None


def findings(work: Workplace, *, poll_only: bool = False, poll_id: int | None = None) -> Listing:
    """Every finding with its state, source and owner; overdue first, then by due date.

    ``poll_only`` keeps those that polls brought up, ``poll_id`` those of one poll.
    """
    near = int(work.settings["near_days"])
    with work.database.reading() as session:
        listed = record_queries.listing(session, "findings")
        sources = {each.id: each.source for each in queries.findings(session)}
    at = {each.name: place for place, each in enumerate(listed.fields)}
    states, found, owners = {}, {}, {}
    for record_id, row in zip(listed.ids, listed.rows, strict=True):
        values = {name: row[place] for name, place in at.items()}
        states[record_id] = rules.finding_state(values, today=work.today(), near_days=near)
        found[record_id] = values
        owners[record_id] = _owner(values["village_id"], values["unit_id"])

    def wanted(record_id: int) -> bool:
        poll = found[record_id]["poll_id"]
        if poll_id is not None:
            return poll is not None and poll.id == poll_id
        return poll is not None or not poll_only

    def urgency(record_id: int) -> tuple[int, int]:
        values, state = found[record_id], states[record_id]
        if state in rules.OPEN:
            return _ORDER[state], values["due_on"].toordinal()
        return len(_ORDER), -values["found_on"].toordinal()

    rows = dict(zip(listed.ids, listed.rows, strict=True))
    ids = sorted((each for each in listed.ids if wanted(each)), key=lambda i: (*urgency(i), i))
    sorted_ = Listing("findings", listed.fields, tuple(ids), tuple(rows[i] for i in ids))
    told = sorted_.only(
        (
            "text", "due_on", "put_right_on", "how", "rechecked_on", "recheck", "found_on",
            "village_id", "unit_id", "poll_id", "inspection_id", "cause", "measure",
        )
    )  # fmt: skip
    told = told.plus(STATE, [states[i] for i in ids], at=0)
    told = told.plus(OWNER, [owners[i] for i in ids], at=2)
    return told.plus(SOURCE, [sources[i] for i in ids], at=4)


def _owner(village: Reference | None, unit: Reference | None) -> Reference | None:
    """Village and unit in one column; units get ids of their own, below 0."""
    if village is not None and unit is not None:
        return Reference(village.id, f"{village.label}、{unit.label}", village.order)
    if unit is not None:
        return Reference(-unit.id, unit.label, 10**7 + unit.order)
    return village


def shares(work: Workplace) -> tuple[Share, ...]:
    """The findings of the last 365 days and older ones still open, by source."""
    since, today = work.today() - timedelta(days=_YEAR), work.today()
    with work.database.reading() as session:
        rows = queries.findings(session)
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        state = rules.finding_state(row._asdict(), today=today, near_days=0)
        if row.found_on < since and state not in rules.OPEN:
            continue
        word = "逾期" if state == "逾期" else "未到期" if state in rules.OPEN else "已整改"
        if state == "回头看未整改":
            continue  # the finding that took it on is counted
        counts.setdefault(row.source, Counter())[word] += 1
    return tuple(
        Share(source, mine["已整改"], mine["未到期"], mine["逾期"])
        for source in SOURCES
        if (mine := counts.get(source))
    )


def overdue(work: Workplace) -> int:
    """How many findings are overdue."""
    with work.database.reading() as session:
        return queries.overdue_findings(session, work.today())


def findings_of(work: Workplace, inspection_id: int) -> tuple[tuple[int, str, str, date], ...]:
    """The findings of one inspection: id, text, state, due date."""
    near = int(work.settings["near_days"])
    with work.database.reading() as session:
        rows = queries.findings_of(session, inspection_id)
    return tuple(
        (
            row.id,
            row.text,
            rules.finding_state(row._asdict(), today=work.today(), near_days=near),
            row.due_on,
        )
        for row in rows
    )
