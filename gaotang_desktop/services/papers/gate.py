"""What stands between a draft and its number: one list, for window and command line (印发前核对)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gaotang_desktop.data.queries import issued_documents as register
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents import drafting, gates, kind_gates
from gaotang_desktop.domain.documents.blocks import text_in, text_of
from gaotang_desktop.domain.documents.drafting import Filling
from gaotang_desktop.domain.documents.findings import STOPS, Finding
from gaotang_desktop.domain.documents.gates import Numbered
from gaotang_desktop.domain.documents.kinds import ISSUED, VOID
from gaotang_desktop.domain.documents.notices import PLACEHOLDER
from gaotang_desktop.domain.documents.own_annexes import loaded, words_in
from gaotang_desktop.domain.errors import Conflict, DomainError
from gaotang_desktop.domain.evaluation import freezing
from gaotang_desktop.domain.fields import briefly
from gaotang_desktop.domain.privacy import bare_names
from gaotang_desktop.services import evaluation, records, rewards
from gaotang_desktop.services.papers import catalogue, corrections, drafts, numbers, reading_over
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made


class Reminded(Conflict):
    """A paper has reminders that nobody has said yes to; ``findings`` are those."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        said = "".join(f"\n{n}. {each.placed}" for n, each in enumerate(findings, 1))
        super().__init__(f"还没有印发，也没有取号。请先核对下面 {len(findings)} 项：{said}")


def findings(
    work: Workplace,
    values: Mapping[str, Any],
    filled: Filling,
    made: "Made | None" = None,
    *,
    accept_incomplete: bool = False,
) -> tuple[Finding, ...]:
    """Everything that stands against issuing a draft or has to be asked, the gravest first.

    ``made`` is what its layout found, where it was laid out already; ``accept_incomplete`` is a
    yes to scores of which most items have no record.
    """
    if values["state"] == ISSUED:
        return ()
    laid = made if made is not None else drafts.drawn(work, values, filled)[1]
    found = [
        *laid.findings,
        *map(laid.placed, of_text(work, values, filled)),
        *of_records(work, values, filled),
        *(() if accept_incomplete else _incomplete(work, values)),
    ]
    told = map(_told_briefly, found)
    return tuple(sorted(told, key=lambda each: (not each.stops, each.known)))


def of_draft(work: Workplace, draft_id: int) -> tuple[Finding, ...]:
    """The findings of a stored draft.

    Raises:
        NotFound: it is gone.
    """
    return findings(work, drafts.get(work, draft_id), drafts.filling(work, draft_id))


def require(found: tuple[Finding, ...], *, despite_reminders: bool) -> None:
    """Let a paper through to its number.

    Raises:
        Conflict: something stands against it.
        Reminded: something has to be asked, and nobody was.
    """
    if stops := [each for each in found if each.stops]:
        raise Conflict(f"还不能印发，没有取号。{''.join(each.placed for each in stops)}")
    asked = tuple(each for each in found if each.asks)
    if asked and not despite_reminders:
        raise Reminded(asked)


def of_text(work: Workplace, values: Mapping[str, Any], filled: Filling) -> list[Finding]:
    """What the words and the days of a draft say: quick enough to be asked while somebody types."""
    if values["state"] == ISSUED:
        return []
    body = values["body"] or ""
    keys = {each.key: each.text for each in filled.lines if each.key}
    return [
        *gates.of_lengths(records.fields_for("documents"), values),
        *gates.of_filling(keys, body),
        *_correction(work, values, filled),
        *gates.of_words(values["kind"], values["name"] or "", body),
        *_residents(work, values),
        *kind_gates.of_kind(values),
        *reading_over.of_draft(work, values, filled),
        *_days(work, values),
    ]


def _told_briefly(found: Finding) -> Finding:
    said = briefly(found.sentence)
    return found if said == found.sentence else replace(found, sentence=said)


def of_records(work: Workplace, values: Mapping[str, Any], filled: Filling) -> list[Finding]:
    """What the register and the ledgers say about issuing a draft."""
    if values["state"] == ISSUED:
        return []
    return [
        *_scores(work, values, filled),
        *_earlier(work, values, filled),
        *_newer(work, values, filled),
    ]


def _residents(work: Workplace, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Residents in what was typed: words filled in from records name none."""
    kind = catalogue.BY_KIND.get(values["kind"])
    own = bool(kind and kind.name in catalogue.NAMING) and bare_names(
        str(values["addressee"] or "")
    )
    typed = "\n".join(str(values[name] or "") for name in ("name", "addressee", "body", "note"))
    typed += "\n" + words_in(loaded(values.get("own_annexes")))
    yield from gates.of_residents(
        each for each in work.cover.names(typed) if each not in (own or ())
    )


def _correction(work: Workplace, values: Mapping[str, Any], filled: Filling) -> Iterator[Finding]:
    if values["corrects_id"] is None:
        return
    with work.database.reading() as session:
        old = register.entry(session, values["corrects_id"])
        words = register.text(session, values["corrects_id"])
        before = register.corrections_of(session, values["corrects_id"])
    if old is None:
        return
    # The words that it began with, however the wording was changed since.
    begun = filled.text or text_of(
        corrections.begun(work, old.name, old.number, old.issued_on).blocks
    )
    said = (filled.figures or {}).get("corrections", ())
    if said:  # What somebody said in the command is there from the beginning.
        begun = "\n".join(
            each.text
            for each in filled.lines
            if each.key != "corrections" and not PLACEHOLDER.fullmatch(each.text)
        )
    yield from gates.of_correction(
        values["body"] or "", begun, old.number, old_void=old.state == VOID
    )
    yield from gates.of_corrected_words([each["was"] for each in said], words, old.number)
    if before:
        text = text_in(drafts.paper(work, values, filled))
        yield from gates.of_corrected_before(old.number, [_numbered(each) for each in before], text)


def _days(work: Workplace, values: Mapping[str, Any]) -> Iterator[Finding]:
    day = values["dated_on"]
    try:
        number = numbers.following(work, values["kind"], day.year)
    except DomainError as problem:
        yield Finding(0, str(problem), severity=STOPS)
        return
    with work.database.reading() as session:
        last = register.last_day(session)
        before = register.latest_dated(session, number.series, number.year)
    yield from gates.of_days(day, today=work.today(), last_issue=last, number=number.text)
    yield from gates.of_sequence(day, Numbered(*before) if before is not None else None)
    if before is None:
        yield from gates.of_series(number.series, work.settings["town"])


def _earlier(work: Workplace, values: Mapping[str, Any], filled: Filling) -> Iterator[Finding]:
    """The newest paper of the same kind about the same period or poll, where one went out.

    A paper about no period (会议通知, 整改通知) is compared with those of the same title that bear
    the same day or say the same.
    """
    kind, about = values["kind"], values["period"]
    if values["corrects_id"] is not None:
        return
    with work.database.reading() as session:
        rows = register.same_kind(session, kind, about, values["name"])
    if not rows:
        return
    text = text_in(drafts.paper(work, values, filled))
    earlier = [_numbered(row) for row in rows]
    if about is None:
        earlier = [each for each in earlier if gates.same_words(each.text, text)
                   or each.day == values["dated_on"]]  # fmt: skip
    if earlier:
        label = catalogue.BY_KIND[kind].label if kind in catalogue.BY_KIND else kind
        named = f"{_about_words(about)}{label}"
        figures = drafting.plain(filled.figures)
        yield gates.of_earlier(named, earlier[0], figures, text)


def _numbered(row: register.Earlier) -> Numbered:
    figures = json.loads(row.figures) if row.figures else None
    return Numbered(row.number, row.issued_on, row.name, figures, row.text or "")


def _about_words(about: str | None) -> str:
    if about is None:
        return "同样的"
    if drafts.subject_in(about) is None:
        return f"{periods.parse(about).label}的"
    return _ABOUT[about.partition(":")[0]]


_ABOUT = {"poll": "这一期民意调查的", "meeting": "这次会议的", "intake": "这件诉求的"}


def _newer(work: Workplace, values: Mapping[str, Any], filled: Filling) -> Iterator[Finding]:
    if drafts.differs(work, values, filled):
        yield Finding(0, "起草以后台账有变化，点“刷新数据”可以换成现在的数据。", mend="refresh")


def _scores(work: Workplace, values: Mapping[str, Any], filled: Filling) -> Iterator[Finding]:
    """Only frozen scores that still hold go out."""
    if values["kind"] != "考评通报" or not values["period"] or filled.figures is None:
        return
    period = periods.parse(values["period"])
    frozen = next(iter(evaluation.versions(work, period)), None)
    if frozen is None:
        over = period.end < work.today()
        when = "请先到“村级考评”冻结" if over else f"{period.label}还没有结束，结束以后才能冻结"
        yield Finding(0, f"这一期考评结果还没有冻结，不能印发；{when}。", severity=STOPS)
        return
    try:
        kept = freezing.thaw(frozen.body, period.label)
    except DomainError as problem:
        yield Finding(0, f"冻结的结果读不出来，不能印发。{problem}", severity=STOPS)
        return
    told = {row["village"]: row["total"] for row in filled.figures.get("rows", ())}
    held = {each.village: str(each.total) for each in kept.villages}
    if told != held:
        unlike = [name for name in held if told.get(name) != held[name]]
        named = "、".join(unlike[:3]) + (f"等{len(unlike)}个村" if len(unlike) > 3 else "")
        yield Finding(
            0,
            f"草稿里的得分不是现在有效的冻结结果（第{frozen.version}版），{named}的总分不同。"
            "请刷新数据；记录在冻结以后有变化的，先到“村级考评”更正冻结。",
            severity=STOPS,
            mend="refresh",
        )
        return
    done = evaluation.evaluate(work, period)
    if "参考模板" in str(filled.figures.get("scheme", "")):
        yield Finding(
            0,
            "考评依据的是参考模板，不是正式的考评办法，请核对；正式办法请在“村级考评”的方案里标明。",
        )
    blamed = [*filled.figures.get("worst", ()), *(n for n, _ in filled.figures.get("vetoed", ()))]
    if both := rewards.praised_and_blamed(work, period, blamed):
        yield Finding(
            0,
            f"{'、'.join(both)}在这份通报里既受表扬，又被批评或者要求整改，请核对“奖惩兑现”里登记的奖惩。",
        )
    if differing := done.differences:
        yield Finding(
            0,
            f"冻结以后记录或者计分规则有变化：{'；'.join(each.rstrip('。') for each in differing[:3])}。"
            "冻结的结果已经和记录不一致，请核对；要按现在的记录通报，先到“村级考评”更正冻结。",
        )


def _incomplete(work: Workplace, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Ranks that rest on a few items only are asked about."""
    if values["kind"] == "考评通报" and values["period"]:
        done = evaluation.evaluate(work, periods.parse(values["period"]), draws=0)
        if said := evaluation.incomplete(work, done, "印发"):
            yield Finding(0, f"{said}。")
