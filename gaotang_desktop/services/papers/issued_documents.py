"""Issuing papers and the register of what went out: numbers, files, void, correction (发文登记)."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Document, IssuedDocument
from gaotang_desktop.data.queries import issued_documents as queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents import drafting, gates, registers
from gaotang_desktop.domain.documents.blocks import Annex, text_in
from gaotang_desktop.domain.documents.circulars.evaluation import Correction
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.kinds import (
    CORRECTED,
    ISSUED,
    OWN_SERIES,
    VALID,
    VOID,
    document_number,
    issue_number,
)
from gaotang_desktop.domain.documents.own_annexes import dumped
from gaotang_desktop.domain.errors import (
    Conflict,
    DamagedDatabase,
    Invalid,
    NotFound,
    StorageProblem,
)
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.files import require_free, require_kind, written_beside
from gaotang_desktop.services import records, tampering
from gaotang_desktop.services.papers import corrections, drafts, gate, numbers
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that went out: its entry in the register, its number, its file.

    ``findings`` are those that it was issued with.
    """

    id: int
    number: str
    content: bytes
    made: "Made"
    findings: tuple[Finding, ...] = ()


def coming(work: Workplace, draft_id: int) -> numbers.Number:
    """The number that a draft would get now, by its parts.

    Raises:
        NotFound: the draft is gone.
        Conflict: no series is set.
    """
    values = drafts.get(work, draft_id)
    return numbers.following(work, values["kind"], values["dated_on"].year)


def next_number(work: Workplace, draft_id: int) -> str:
    """:func:`coming` as it is written."""
    return coming(work, draft_id).text


def issue(
    work: Workplace,
    draft_id: int,
    *,
    on: date | None = None,
    despite_reminders: bool = False,
    first_number: int | None = None,
) -> Issued:
    """Give a draft its number and keep the paper as it goes out, for good.

    The number is the next of the register's series and year (that of the paper's date); file,
    hash, figures and the rules behind them are stored in the same step. It cannot be undone.
    ``on`` is the day of issue, today where it is not given; ``despite_reminders`` says that
    somebody read what ``gate`` has to ask and wants it issued all the same. ``first_number`` is
    where a series begins of which no number was given yet.

    Raises:
        Invalid: ``first_number`` cannot be one.
        Conflict: it was issued before, or something stands against issuing it.
        Reminded: something has to be asked first.
        NotFound: the draft is gone.
    """
    values = drafts.get(work, draft_id)
    if values["state"] == ISSUED:
        raise Conflict(f"“{values['name']}”已经印发过（{values['number']}），不会再取号。")
    with work.database.operation(f"印发：{values['name']}") as session:
        draft = session.get(Document, draft_id)
        if draft is None:
            raise NotFound("这份草稿已经不在了，可能刚被删除，请刷新后再看。")
        return _issue(
            work,
            session,
            draft,
            on,
            despite_reminders=despite_reminders,
            first_number=first_number,
        )


def issue_into_file(
    work: Workplace,
    name: str,
    period: periods.Period | None,
    out: Path,
    *,
    despite_reminders: bool = False,
    accept_incomplete: bool = False,
    subject_id: int | None = None,
    joint: str = "",
    annexes: tuple[Annex, ...] = (),
    first_number: int | None = None,
) -> Issued:
    """Draft a paper, give it its number and write it to a file, all of it or nothing.

    The file lies whole beside its place before the number is taken, and gets its name afterwards.
    ``accept_incomplete`` says yes to scores of which most items have no record; ``annexes`` are the
    office's own, behind those that the paper has by itself.

    Raises:
        StorageProblem: the file cannot be written; when its name could not be given at the very
            end, the sentence names the number that was taken.
        Reminded: something has to be asked first.
        DomainError: there is nothing to tell of, or something stands against issuing it.
    """
    draft = drafts.begun(work, name, period, subject_id)
    draft.joint = joint or None
    draft.own_annexes = dumped(annexes)
    return issue_draft_into_file(
        work,
        draft,
        out,
        despite_reminders=despite_reminders,
        accept_incomplete=accept_incomplete,
        first_number=first_number,
    )


def issue_draft_into_file(
    work: Workplace,
    draft: Document,
    out: Path,
    *,
    despite_reminders: bool = False,
    accept_incomplete: bool = False,
    first_number: int | None = None,
) -> Issued:
    """Store a draft that was only begun, give it its number and write it to a file, all or nothing.

    Before the first number of a series ``first_number`` is asked for, as the other reminders are.

    Raises: as :func:`issue_into_file`.
    """
    require_free(out)
    require_kind(out, "印发的 PDF", ".pdf")
    with ExitStack() as held:
        with work.database.operation(f"印发：{draft.name}") as session:
            session.add(draft)
            session.flush()
            issued = _issue(
                work,
                session,
                draft,
                None,
                despite_reminders=despite_reminders,
                accept_incomplete=accept_incomplete,
                first_number=first_number,
                ask_first=True,
            )
            give_name = held.enter_context(written_beside(out, issued.content))
        try:
            give_name()
        except StorageProblem as problem:
            raise StorageProblem(
                f"已取号 {issued.number}，存进了发文登记，可是文件没有写成，请在发文登记里重印。"
                f"{problem}"
            ) from problem
    return issued


def tried(work: Workplace, draft: Document) -> "tuple[bytes, Made, tuple[Finding, ...]]":
    """A draft that is not stored as PDF without a number, and all that stands against issuing it."""
    values, filled = drafts.values_of(draft), drafting.loaded(draft.filled)
    content, made = drafts.drawn(work, values, filled)
    return content, made, gate.findings(work, values, filled, made)


def _issue(
    work: Workplace,
    session: Session,
    draft: Document,
    on: date | None,
    *,
    despite_reminders: bool,
    accept_incomplete: bool = False,
    first_number: int | None = None,
    ask_first: bool = False,
) -> Issued:
    from gaotang_desktop.documents.render import pdf_bytes

    values, filled = drafts.values_of(draft), drafting.loaded(draft.filled)
    number = numbers.next_of(work, session, values["kind"], values["dated_on"].year, first_number)
    head = tampering.head(work)
    paper = drafts.paper(work, values, filled, number=number.text)
    paper = replace(paper, link=head.words if head is not None else "")
    content, made = pdf_bytes(paper)
    found = gate.findings(work, values, filled, made, accept_incomplete=accept_incomplete)
    if ask_first and number.begins and first_number is None:
        found = (*found, gates.of_first_number(number.series, number.text))
    gate.require(found, despite_reminders=despite_reminders)
    digest = hashlib.sha256(content).hexdigest()
    queries.keep(session, digest, content)
    entry = IssuedDocument(
        number=number.text,
        series=number.series,
        year=number.year,
        sequence=number.sequence,
        name=values["name"],
        kind=values["kind"],
        addressee=values["addressee"],
        issued_on=on or work.today(),
        pages=made.pages,
        document_id=draft.id,
        corrects_id=values["corrects_id"],
        scheme_id=_scheme(work, session, values["kind"], values["period"]),
        digest=digest,
        text=text_in(paper),
        figures=None if filled.figures is None else drafting.canonical(filled.figures),
    )
    session.add(entry)
    draft.state, draft.number = ISSUED, number.text
    if values["corrects_id"] is not None:
        old = session.get(IssuedDocument, values["corrects_id"])
        if old is not None and old.state == VALID:
            old.state = CORRECTED
    session.flush()
    return Issued(entry.id, number.text, content, made, found)


def _scheme(work: Workplace, session: Session, kind: str, about: str | None) -> int | None:
    if kind != "考评通报" or not about:
        return None
    scheme = register.in_force(work, periods.parse(about))
    return register.store(session, scheme).id


def entry(work: Workplace, issued_id: int) -> IssuedDocument:
    """One number of the register.

    Raises:
        NotFound: there is none.
    """
    with work.database.reading() as session:
        found = session.get(IssuedDocument, issued_id)
        if found is None:
            raise NotFound("发文登记里没有这一份，请刷新后再看。")
        return found


def listing(work: Workplace) -> Listing:
    """The register, the newest number first; void numbers stay in it."""
    found = records.listing(work, "issued-documents")
    in_order = sorted(
        zip(found.ids, found.rows, strict=True), key=lambda each: each[0], reverse=True
    )
    ids, rows = zip(*in_order, strict=True) if in_order else ((), ())
    return Listing(found.kind, found.fields, ids, rows).only(
        ("number", "name", "issued_on", "state", "kind", "addressee", "pages", "void_reason",
         "text", "remark")
    )  # fmt: skip


def reprint(work: Workplace, issued_id: int) -> bytes:
    """The paper exactly as it went out, byte for byte.

    Raises:
        Conflict: it was entered by hand.
        DamagedDatabase: the stored file is not what was issued.
    """
    found = entry(work, issued_id)
    if found.document_id is None:
        raise Conflict(f"{found.number}是手工登记的，程序里没有原件，不能重印。")
    with work.database.reading() as session:
        content = queries.file(session, found.digest or "")
    if content is None or hashlib.sha256(content).hexdigest() != found.digest:
        raise DamagedDatabase(
            f"{found.number}印发时保存的文件已经损坏，不能重印。请从备份恢复以后再印。"
        )
    return content


def file_name(work: Workplace, issued_id: int, suffix: str = ".pdf") -> str:
    """``高综治〔2026〕3号 关于…的通报.pdf``."""
    found = entry(work, issued_id)
    return registers.file_name(found.number, found.name, suffix=suffix)


def void(work: Workplace, issued_id: int, *, reason: str) -> None:
    """Declare a number void for good; it stays in the register and is never given again.

    Raises:
        Invalid: no reason is given.
        Conflict: it is void or corrected already.
    """
    found = entry(work, issued_id)
    if not reason.strip():
        raise Invalid({"void_reason": "请写明作废的原因，登记簿里要留下。"})
    if found.state != VALID:
        raise Conflict(f"{found.number}的状态是“{found.state}”，不能作废。")
    with work.database.operation(f"作废：{found.number}") as session:
        stored = session.get(IssuedDocument, issued_id)
        assert stored is not None
        stored.state, stored.void_reason = VOID, reason.strip()
        if stored.corrects_id is not None:
            old = session.get(IssuedDocument, stored.corrects_id)
            session.flush()
            still = queries.corrections_of(session, stored.corrects_id)
            if old is not None and old.state == CORRECTED and not still:
                old.state = VALID


def correct(work: Workplace, issued_id: int) -> int:
    """Start a 更正通报 that names an issued paper; returns the draft's id.

    Raises:
        Conflict: the paper is void: nothing of it holds.
    """
    found = _valid(work, issued_id)
    made = corrections.begun(work, found.name, found.number, found.issued_on)
    return drafts.correcting(work, issued_id, made)


def correction(work: Workplace, issued_id: int, said: Sequence[Correction]) -> Document:
    """A 更正通报 of an issued paper that says what is put right; not stored yet.

    Raises:
        Conflict: the paper is void: nothing of it holds.
        Invalid: something of what is put right is missing.
    """
    found = _valid(work, issued_id)
    known = corrections.checked(said)
    made = corrections.begun(work, found.name, found.number, found.issued_on, known)
    return drafts.corrected(work, issued_id, made, known)


def _valid(work: Workplace, issued_id: int) -> IssuedDocument:
    found = entry(work, issued_id)
    if found.state == VOID:
        raise Conflict(f"{found.number}已经作废，不用更正。请重新起草一份。")
    return found


def called(work: Workplace, word: str) -> int:
    """The id of an issued paper by its id or its number, as ``高综治〔2026〕3号``.

    Raises:
        NotFound: there is none.
    """
    number = registers.read_number(word)
    with work.database.reading() as session:
        for each in queries.every(session):
            if word.strip() == str(each.id) or number == (each.series, each.year, each.sequence):
                return each.id
    raise NotFound(f"发文登记里没有“{word}”，请用 list issued-documents 查看 id 和文号。")


def problems(work: Workplace) -> list[str]:
    """A sentence for everything that is wrong with the register or a stored paper."""
    with work.database.reading() as session:
        rows = queries.every(session)
        found = []
        for each in rows:
            if each.document_id is None:
                continue
            content = queries.file(session, each.digest or "")
            if content is None or hashlib.sha256(content).hexdigest() != each.digest:
                found.append(f"{each.number}印发时保存的文件缺失或者被改动，请从备份恢复。")
    for (series, year), group in groupby(rows, key=lambda each: (each.series, each.year)):
        missing = registers.gaps(each.sequence for each in group)
        if missing:
            write = issue_number if series in OWN_SERIES else document_number
            numbers = "、".join(write(series, year, n) for n in missing)
            found.append(f"发文登记缺号：{numbers}。")
    return found
