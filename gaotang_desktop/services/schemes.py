"""The versions of the evaluation's rules: in force, listed, edited as a new one (考评方案)."""

from dataclasses import dataclass, replace

from gaotang_desktop import paths
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import SchemeVersion
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.evaluation import schemes
from gaotang_desktop.domain.evaluation.scheme_text import from_json, to_json
from gaotang_desktop.domain.evaluation.schemes import Scheme
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
    return from_json((paths.resources() / "schemes" / "default.json").read_text("utf-8"))


def in_force(work: Workplace, period: Period) -> Scheme:
    """The version in force on the period's first day; the shipped one where none was adopted.

    A scheme that leaves the minimum sample open takes the office's setting.
    """
    with work.database.reading() as session:
        stored = queries.scheme_in_force(session, period.start)
        scheme = from_json(stored.body) if stored else shipped()
    if scheme.minimum_sample is None:
        scheme = replace(scheme, minimum_sample=int(work.settings["minimum_sample"]))
    return scheme


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


def check(work: Workplace, scheme: Scheme) -> dict[str, str]:
    """A sentence under each field of the scheme (not of its items) that cannot be stored."""
    found = schemes.rule_problems(scheme)
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


def save(work: Workplace, scheme: Scheme) -> int:
    """Store a new version; periods that began before its start keep theirs. Returns its id.

    Raises:
        Invalid: a sentence for each field of the scheme; those of items are under their code.
    """
    found = check(work, scheme)
    for item in scheme.items:
        for said in schemes.item_problems(item).values():
            found[item.code or "items"] = f"项目 {item.code}：{said}"
    if found:
        raise Invalid(found)
    with work.database.operation(
        f"启用考评方案：{scheme.name} v{scheme.version}（{scheme.starts_on:%Y-%m-%d} 起）"
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
