"""Drafts of papers that go out: filled from data, typed on, refreshed, checked (起草)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaotang_desktop.data.models import Document
from gaotang_desktop.data.queries import issued_documents as register
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.data.queries import unit_members, units, villages
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents import drafting, elements
from gaotang_desktop.domain.documents.blocks import OfficialPaper
from gaotang_desktop.domain.documents.circulars.evaluation import Correction
from gaotang_desktop.domain.documents.drafting import Filling, Refreshed
from gaotang_desktop.domain.documents.kinds import DRAFT, ISSUED
from gaotang_desktop.domain.documents.own_annexes import loaded
from gaotang_desktop.domain.documents.taking_back import TABLE, TakenBack, taken_back
from gaotang_desktop.domain.errors import Conflict, DomainError, NotFound, Unreadable
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.plan_text.lines import HEADING
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

FIELDS = (
    "name", "addressee", "body", "signer", "dated_on", "sealed", "note", "copies_to",
    "joint", "issuer_in_title", *elements.FIELDS,
)  # fmt: skip
"""What the operator edits in a draft."""

_LARGEST_WORD = 30 * 1024 * 1024


def create(
    work: Workplace,
    name: str,
    period: Period | None = None,
    subject_id: int | None = None,
    *,
    dated_on: date | None = None,
) -> int:
    """Start a draft of a paper, filled from the records of now; returns its id.

    ``dated_on`` is its 成文日期, today where it is not given.

    Raises:
        DomainError: there is nothing to tell of.
    """
    return _store(work, begun(work, name, period, subject_id, dated_on=dated_on))


def begun(
    work: Workplace,
    name: str,
    period: Period | None = None,
    subject_id: int | None = None,
    *,
    dated_on: date | None = None,
) -> Document:
    """The same draft, not stored yet.

    Raises:
        DomainError: there is nothing to tell of.
    """
    about = _about(work, name, period, subject_id)
    made, figures = catalogue.official(work, name, period, subject_id, dated_on=dated_on)
    return _new(work, catalogue.BY_NAME[name].kind, made, figures, about=about)


def waiting(
    work: Workplace, name: str, period: Period | None = None, subject_id: int | None = None
) -> int | None:
    """The draft that was begun of the same paper about the same period or poll, if there is one.

    Raises:
        DomainError: there is no poll to tell of.
    """
    about, kind = _about(work, name, period, subject_id), catalogue.BY_NAME[name].kind
    if about is None:
        return None
    with work.database.reading() as session:
        return register.open_draft(session, kind, about)


def subject_in(about: str) -> int | None:
    """The record that a paper is about, as ``kinds.about_poll`` writes it; ``None`` for a period."""
    by, mark, number = about.partition(":")
    return int(number) if mark and by in catalogue.SUBJECTS else None


def _about(work: Workplace, name: str, period: Period | None, subject_id: int | None) -> str | None:
    """What a paper is about, as the draft keeps it: ``2026-10``, ``poll:3``, or nothing."""
    by = catalogue.BY_NAME[name].by
    if by in catalogue.SUBJECTS:
        return f"{by}:{catalogue.subject_of(work, name, period, subject_id)}"
    return (period or catalogue.usual_period(work, name)).key if by == "period" else None


def _new(
    work: Workplace,
    kind: str,
    made: OfficialPaper,
    figures: Any,
    *,
    about: str | None = None,
    corrects: int | None = None,
) -> Document:
    filling = drafting.filling_of(made, figures)
    return Document(
        kind=kind,
        name=made.title,
        state=DRAFT,
        period=about,
        addressee=made.addressee.rstrip("："),
        body=filling.text,
        signer=made.signer,
        dated_on=made.date or work.today(),
        sealed=made.sealed,
        note=made.note or None,
        copies_to=made.copies_to or None,
        corrects_id=corrects,
        # A correction keeps what it began with: to be told from what somebody typed.
        filled=drafting.dumped(filling) if figures is not None or corrects is not None else None,
    )


def _store(work: Workplace, draft: Document) -> int:
    with work.database.operation(f"起草{draft.kind}：{draft.name}") as session:
        session.add(draft)
        session.flush()
        return draft.id


def correcting(work: Workplace, issued_id: int, made: OfficialPaper) -> int:
    """Start the draft of a paper that puts an issued one right; returns its id."""
    return _store(work, corrected(work, issued_id, made))


def corrected(
    work: Workplace, issued_id: int, made: OfficialPaper, said: Sequence[Correction] = ()
) -> Document:
    """The draft of a 更正通报 that is not stored yet; ``said`` is what it puts right."""
    figures = {"corrections": said} if said else None
    return _new(work, "更正通报", made, figures, corrects=issued_id)


def get(work: Workplace, draft_id: int) -> dict[str, Any]:
    """A draft's values by field name.

    Raises:
        NotFound: it is gone.
    """
    with work.database.reading() as session:
        draft = session.get(Document, draft_id)
        if draft is None:
            raise NotFound("这份草稿已经不在了，可能刚被删除，请刷新后再看。")
        return values_of(draft)


def values_of(draft: Document) -> dict[str, Any]:
    """The values of a stored draft by field name."""
    names = ("kind", "state", "number", "period", "corrects_id", "remark", "own_annexes", *FIELDS)
    return {name: getattr(draft, name) for name in names}


def filling(work: Workplace, draft_id: int) -> Filling:
    """What was filled into a draft from data; nothing for one that was typed."""
    with work.database.reading() as session:
        draft = session.get(Document, draft_id)
        return drafting.loaded(draft.filled if draft is not None else None)


def became(work: Workplace, draft_id: int) -> int | None:
    """The entry of the register that a draft became; ``None`` while it is a draft."""
    with work.database.reading() as session:
        return register.of_draft(session, draft_id)


def listing(work: Workplace) -> Listing:
    """Every draft, the newest first."""
    return records.listing(work, "documents")


def open_titles(work: Workplace) -> tuple[tuple[int, str], ...]:
    """The id and title of every draft that has not gone out, the newest first."""
    with work.database.reading() as session:
        return register.open_titles(session)


def store(work: Workplace, draft_id: int, values: Mapping[str, Any]) -> bool:
    """Keep what was typed; returns whether anything had changed.

    Raises:
        Conflict: the paper was issued: it stays as it went out.
        Invalid: a sentence for each field at fault.
    """
    before = get(work, draft_id)
    changed = {name: values[name] for name in FIELDS if name in values
               and (values[name] or None) != (before[name] or None)}  # fmt: skip
    if not changed:
        return False
    _open(before)
    records.save(work, "documents", changed, record_id=draft_id)
    return True


def _open(values: Mapping[str, Any]) -> None:
    if values["state"] == ISSUED:
        raise Conflict(
            f"“{values['name']}”已经印发（{values['number']}），不能再改。"
            "有错的，请在发文登记里起草更正通报。"
        )


def paper(
    work: Workplace,
    values: Mapping[str, Any],
    filled: Filling,
    *,
    number: str = "",
) -> OfficialPaper:
    """The paper of a draft as it stands in the editor.

    ``number`` is given by the register alone: a draft bears none, whatever its values say.
    """
    letterhead = str(work.settings["letterhead"] or "")
    made = drafting.draft_paper(
        {**values, "number": number},
        filled,
        letterhead=letterhead,
        own=loaded(values.get("own_annexes")),
    )
    return work.marked(replace(made, even_imprint=bool(work.settings["even_imprint"])))


def refresh(work: Workplace, draft_id: int) -> Refreshed:
    """Put the records of now into a draft; the operator's own words stay.

    Raises:
        Conflict: the paper was issued, or was never filled from data.
        DomainError: there is nothing to tell of any more.
    """
    values, old = get(work, draft_id), filling(work, draft_id)
    _open(values)
    new = _filled_now(work, values)
    if new is None or not old.lines:
        raise Conflict("这份草稿不是由数据生成的，没有可以刷新的数据。")
    found = drafting.refreshed(values["body"], old, new)
    dumped = drafting.dumped(new)
    if found.text == values["body"] and dumped == drafting.dumped(old):
        return found
    with work.database.operation(f"刷新数据：{values['name']}") as session:
        draft = session.get(Document, draft_id)
        assert draft is not None
        draft.body = found.text
        draft.filled = dumped
    return found


def _filled_now(work: Workplace, values: Mapping[str, Any]) -> Filling | None:
    kind = catalogue.BY_KIND.get(values["kind"])
    if kind is None or (not kind.by and kind.name != "rectification-notice"):
        return None
    about = values["period"] or ""
    subject = subject_in(about)
    span = periods.parse(about) if about and subject is None else None
    made, figures = catalogue.official(work, kind.name, span, subject, dated_on=values["dated_on"])
    return drafting.filling_of(made, figures)


def is_stale(work: Workplace, draft_id: int) -> bool:
    """Whether the records changed since the draft was filled."""
    return differs(work, get(work, draft_id), filling(work, draft_id))


def differs(work: Workplace, values: Mapping[str, Any], filled: Filling) -> bool:
    """Whether the records would fill these words otherwise now."""
    if values["state"] == ISSUED or not filled.lines:
        return False
    try:
        new = _filled_now(work, values)
    except DomainError:
        # What it told of is gone: that is a change too.
        return True
    return new is not None and _told(new.figures) != _told(filled.figures)


def _told(figures: Any) -> Any:
    """Figures to compare: that another day came is no news of the ledgers.

    Nor is an empty figure that the program did not yet know when the draft was begun.
    """
    if not isinstance(figures, dict):
        return figures
    return {
        name: _told(each)
        for name, each in figures.items()
        if name != "today" and each not in (None, [], {})
    }


def take_back(work: Workplace, values: Mapping[str, Any], filled: Filling, path: Path) -> TakenBack:
    """What somebody changed in a draft's Word twin; nothing is stored.

    Raises:
        Unreadable: the file cannot be read, or is no Word file.
        Conflict: it is not this paper.
    """
    from gaotang_desktop.documents.word_text import read_docx
    from gaotang_desktop.documents.word_twin.rendering import word_bytes

    name = f"文件“{path.name}”"
    made = paper(work, values, filled)
    try:
        if path.stat().st_size > _LARGEST_WORD:
            raise Unreadable(f"{name}超过30兆，不像这份草稿。请核对文件是否选对。")
        came = path.read_bytes()
    except OSError as problem:
        raise Unreadable(
            f"{name}打不开（{problem.strerror or type(problem).__name__}）。请关闭占用它的程序，或者核对它还在不在。"
        ) from problem
    after, notices = read_docx(came, name, table=TABLE)
    before, own = read_docx(word_bytes(made), name, table=TABLE)
    # Of a heading by style the reader tells the level by a mark: another program may lose the style.
    old, new = (text.replace(HEADING, "").split("\n") for text in (before, after))
    found = taken_back(old, new, made)
    if found is None:
        raise Conflict(f"{name}不是《{values['name']}》，没有取回。请先选中那一份草稿，再取回。")
    # That a chart of ours is a picture is no news.
    return replace(found, left=(*found.left, *(each for each in notices if each not in own)))


def recipients(work: Workplace) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What 主送 and 抄送 are picked from: groups with their members, then units, then villages."""
    with work.database.reading() as session:
        gone = record_queries.out_of_use(session, "villages")
        named = tuple(
            name for number, name in villages.names(session).items() if number not in gone
        )
        known = units.in_display_order(session)
        by_id = {each.id: each.name for each in known}
        groups = []
        for each in known:
            if each.stands_for == "全部村":
                groups.append((each.name, named))
            elif each.stands_for != "单个单位":
                members = unit_members.of_group(session, each.id)
                groups.append((each.name, tuple(by_id[m] for m in members if m in by_id)))
    single = [(each.name, ()) for each in known if each.stands_for == "单个单位"]
    return (*groups, *single, *((name, ()) for name in named))


def drawn(work: Workplace, values: Mapping[str, Any], filled: Filling) -> "tuple[bytes, Made]":
    """The PDF of a draft as it stands in the editor, and what to look at before it goes out."""
    from gaotang_desktop.documents.render import pdf_bytes

    return pdf_bytes(paper(work, values, filled))
