"""The versions of the evaluation's rules: in force, listed, edited as a new one (考评方案)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gaotang_desktop import paths
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import SchemeVersion
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.data.queries import patrols
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.evaluation import freezing, scheme_sense, schemes
from gaotang_desktop.domain.evaluation.scheme_text import from_json, to_json
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Version:
    """One version as a list shows it; the shipped one has no ``id``."""

    id: int | None
    scheme: Scheme
    in_force: bool


def shipped() -> Scheme:
    """The default scheme: a template, never the official rule."""
    return template("default")


TEMPLATES: Mapping[str, str] = {
    "default": "default.json",
    "incidents": "incidents.json",
    "service": "service.json",
    "quarters": "quarters.json",
}
"""The schemes that ship as 参考模板, by the name that the command line calls them."""


def template(name: str) -> Scheme:
    """One of the schemes that ship; none of them is an official rule."""
    folder = paths.resources() / "schemes"
    return from_json((folder / TEMPLATES[name]).read_text("utf-8"))


def from_template(work: Workplace, name: str) -> Scheme:
    """A template as a version of this office to edit, from the next day on that it may start."""
    scheme = template(name)
    month = periods.month_of(work.today()).shifted(1)
    step = {"quarter": 3, "year": 12}.get(scheme.cycle, 1)
    while (month.start.month - 1) % step:
        month = month.shifted(1)
    return numbered(work, replace(scheme, starts_on=month.start))


def as_written(work: Workplace, period: Period) -> Scheme:
    """The version in force on the period's first day; the shipped one where none was adopted.

    An earlier program stored the shipped one, when a result was frozen, with the setting of that
    day, and with clauses of one town's plan: that was nobody's rule.
    """
    with work.database.reading() as session:
        stored = queries.scheme_in_force(session, period.start)
    default = shipped()
    scheme = from_json(stored.body) if stored else default
    return default if replace(scheme, minimum_sample=None).uncited == default.uncited else scheme


def in_force(work: Workplace, period: Period) -> Scheme:
    """The version in force on the period's first day, with its minimum sample.

    One that leaves the minimum sample open takes the office's setting; for a period that is frozen
    the one by which it was.
    """
    scheme = as_written(work, period)
    if scheme.minimum_sample is not None:
        return scheme
    with work.database.reading() as session:
        frozen = next(iter(queries.frozen(session, period.key)), None)
    least = freezing.minimum_sample(frozen.body) if frozen else None
    return replace(scheme, minimum_sample=least or int(work.settings["minimum_sample"]))


def versions(work: Workplace) -> tuple[Version, ...]:
    """Every version, the newest start first, the shipped one last while nothing replaced it."""
    with work.database.reading() as session:
        stored = [(row.id, from_json(row.body)) for row in queries.scheme_versions(session)]
    found: list[tuple[int | None, Scheme]] = list(stored)
    default = shipped()
    if all((each.name, each.version) != (default.name, default.version) for _, each in stored):
        found.append((None, default))
    now = next((i for i, (_, each) in enumerate(found) if each.starts_on <= work.today()), -1)
    return tuple(Version(number, each, i == now) for i, (number, each) in enumerate(found))


def draft(work: Workplace) -> Scheme:
    """A copy of the newest version to edit, from the first day of the next month on."""
    newest = versions(work)[0].scheme
    begin = periods.month_of(work.today()).shifted(1).start
    return replace(newest, version=newest.version + 1, starts_on=max(begin, newest.starts_on))


def numbered(work: Workplace, scheme: Scheme) -> Scheme:
    """A version that came from elsewhere, with a number of its own here."""
    same = [each.scheme.version for each in versions(work) if each.scheme.name == scheme.name]
    return replace(scheme, version=max(same, default=0) + 1)


def check(work: Workplace, scheme: Scheme) -> dict[str, str]:
    """A sentence under each field of the scheme (not of its items) that cannot be stored."""
    with work.database.reading() as session:
        count = len(
            patrols.villages(session, scheme.starts_on, max(work.today(), scheme.starts_on))
        )
    found = {**scheme_sense.rule_sense(scheme, count), **schemes.rule_problems(scheme)}
    if scheme.starts_on.day != 1:
        found["starts_on"] = "新方案从一个月的 1 日起用，请改启用日期。"
    elif (last := _last_frozen(work)) is not None and scheme.starts_on <= last.start:
        found["starts_on"] = (
            f"{last.label}的结果已经冻结，沿用当时的方案；新方案要在 {last.start:%Y-%m-%d} 以后启用。"
        )
    return found


def _last_frozen(work: Workplace) -> Period | None:
    with work.database.reading() as session:
        keys = queries.frozen_periods(session)
    return max((periods.parse(key) for key in keys), key=lambda each: each.start, default=None)


def item_problems(item: Item, cycle: str = "month") -> dict[str, str]:
    """A sentence under each field of an item that cannot be stored."""
    return {**scheme_sense.item_sense(item, cycle), **schemes.item_problems(item)}


def questions(work: Workplace, scheme: Scheme) -> dict[str, str]:
    """What is asked before a version is stored: a sentence under each field's name.

    What follows for months that have passed is said by ``previews.rescored``.
    """
    found = scheme_sense.questions(scheme, [template(name) for name in TEMPLATES])
    with work.database.reading() as session:
        same = [
            row for row in queries.scheme_versions(session) if row.starts_on == scheme.starts_on
        ]
    if same:
        found["starts_on"] = (
            f"“{same[0].name}第{same[0].version}版”也从 {scheme.starts_on:%Y-%m-%d} 起用；"
            "启用这一版以后，用的是这一版，那一版不再起作用。要这样吗？"
        )
    return found


def problems(work: Workplace, scheme: Scheme) -> dict[str, str]:
    """A sentence under each field that cannot be stored; those of items are under their code."""
    found = check(work, scheme)
    for item in scheme.items:
        for said in item_problems(item, scheme.cycle).values():
            found[item.code or "items"] = f"项目 {item.code}：{said}"
    return found


def save(work: Workplace, scheme: Scheme) -> int:
    """Store a new version; periods that began before its start keep theirs. Returns its id.

    Raises:
        Invalid: a sentence for each field of the scheme; those of items are under their code.
    """
    if found := problems(work, scheme):
        raise Invalid(found)
    with work.database.operation(
        f"启用考评方案：{scheme.name}第{scheme.version}版（{scheme.starts_on:%Y-%m-%d} 起）"
    ) as session:
        newest = queries.newest_version(session, scheme.name)
        scheme = replace(scheme, version=max(scheme.version, newest + 1))
        return store(session, scheme).id


def store(session: Session, scheme: Scheme) -> SchemeVersion:
    """The stored row of this version, made where there is none."""
    stored = queries.scheme_version(session, scheme.name, scheme.version)
    if stored is None:
        stored = SchemeVersion(
            name=scheme.name,
            version=scheme.version,
            starts_on=scheme.starts_on,
            template=scheme.template,
            body=to_json(scheme),
        )
        session.add(stored)
        session.flush()
    return stored
