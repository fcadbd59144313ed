"""The commands that make papers: print and correct; with ``--issue`` they give them their number."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gaotang_desktop.commands.arguments import RECORD_SHEET
from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Annex
from gaotang_desktop.domain.documents.circulars.evaluation import Correction
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.errors import Conflict, DomainError
from gaotang_desktop.files import require_kind, write_problem, write_whole
from gaotang_desktop.services import evaluation
from gaotang_desktop.services.papers import (
    catalogue,
    issued_documents,
    own_annexes,
    paper_wordings,
    record_sheets,
    word_files,
    wording_files,
)
from gaotang_desktop.services.papers.gate import Reminded
from gaotang_desktop.services.workplace import Workplace

_OF_SCORES = ("ranking", "village-report", "evaluation-circular")


def make(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Make the paper and say what deserves a look before it goes out."""
    period = periods.parse(typed.period) if typed.period else None
    _refuse_odd_word(typed)
    if typed.document == "all":
        return _all(work, typed, period)
    if typed.document == RECORD_SHEET:
        return _record_sheet(work, typed)
    if typed.ledger or typed.unmasked:
        raise Conflict(f"--ledger 和 --unmasked 只用于登记表（{RECORD_SHEET}），请去掉。")
    if typed.issue:
        return _issue(work, typed, period)
    annexes = _annexes(work, typed, period)
    made = catalogue.make(
        work,
        typed.out,
        typed.document,
        period,
        typed.record,
        joint=typed.joint,
        annexes=annexes,
    )
    done = _outcome(typed, made.pages, made.findings)
    doubts = _doubts(work, typed, period)
    if typed.word is None:
        return replace(done, warnings=[*done.warnings, *doubts])
    paper = catalogue.composed(work, typed.document, period, typed.record, typed.joint, annexes)
    said = word_files.save_word(paper, typed.word, with_faces=typed.with_faces)
    return replace(
        done,
        data={**done.data, "word": str(typed.word)},
        lines=[*done.lines, f"已保存 Word：{typed.word}。{said}"],
        warnings=[*done.warnings, *doubts],
    )


def _refuse_odd_word(typed: argparse.Namespace) -> None:
    if typed.with_faces and typed.word is None:
        raise Conflict("--with-faces 是说 Word 文件要不要连同字体，请同时用 --word 写明文件。")
    if typed.word is not None and typed.document == "all":
        raise Conflict("全部公文不能一次存成 Word，请写明是哪一种。")
    if typed.word is not None and typed.document == RECORD_SHEET:
        raise Conflict("登记表只有 PDF，不能存成 Word，请去掉 --word。")
    if typed.word is not None and typed.word.resolve() == typed.out.resolve():
        raise Conflict("--word 和 --out 写的是同一个文件，请分别写。")
    if typed.word is not None:
        require_kind(typed.word, "Word 文件", ".docx")
    if (
        typed.word is None
        and typed.out.suffix.lower() == ".docx"
        and typed.document != RECORD_SHEET
    ):
        raise Conflict(
            "--out 写的是 PDF，没有写。要 Word 的，请用 --word 写明文件，--out 换成以 .pdf 结尾的文件名。"
        )
    if typed.word is not None and typed.issue:
        raise Conflict("印发了的公文只有 PDF，不能同时存成 Word，请去掉 --word 或者 --issue。")


def _record_sheet(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The sheet of one record with what belongs to it, residents covered unless asked."""
    if not typed.ledger or typed.record is None:
        raise Conflict("登记表要写明是哪本台账的哪一条：--ledger 台账 --record 记录。")
    if typed.issue or typed.joint or typed.annex or typed.annex_ledger:
        raise Conflict("登记表是内部表单，不取号印发，没有联合发文机关，也不能加附件。")
    from gaotang_desktop.documents.render import make_pdf

    sheet = record_sheets.sheet(work, typed.ledger, [typed.record], unmasked=typed.unmasked)
    made = make_pdf(sheet, typed.out)
    return _outcome(typed, made.pages, made.findings)


def _doubts(work: Workplace, typed: argparse.Namespace, period: periods.Period | None) -> list[str]:
    """What a freeze would ask about scores that are only printed; nothing after ``--incomplete``."""
    if typed.document not in _OF_SCORES or typed.incomplete:
        return []
    done = evaluation.for_paper(work, period or evaluation.latest_period(work))
    said = "" if done.frozen else evaluation.incomplete(work, done, "印出来")
    return [f"{said}。"] if said else []


def export_wordings(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The office's own wordings, all or those named, as a file."""
    names = wording_files.export(work, typed.file, typed.paper)
    labels = [paper_wordings.label_of(name) for name in names]
    said = f"已导出 {len(names)} 种公文的范文：{typed.file}（{'、'.join(labels)}）"
    return Outcome({"file": str(typed.file), "papers": list(names)}, [said])


def import_wordings(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The wordings of a file as new versions; one that holds already stays as it is."""
    found = wording_files.read(typed.file)
    stored = () if typed.dry_run else wording_files.take(work, found)
    labels = "、".join(map(paper_wordings.label_of, found))
    done = "试读，没有保存" if typed.dry_run else f"{len(stored)} 种存成了新的一版"
    data = {"papers": list(found), "stored": list(stored)}
    return Outcome(data, [f"文件里有 {len(found)} 种公文的范文（{labels}），{done}。"])


def _all(work: Workplace, typed: argparse.Namespace, period: periods.Period | None) -> Outcome:
    if typed.joint:
        raise Conflict("全部公文不能一次联合行文，请写明是哪一种。")
    if typed.annex or typed.annex_ledger:
        raise Conflict("全部公文不能一次加附件，请写明是哪一种。")
    if typed.issue:
        raise Conflict("不能把全部公文一次印发，请去掉 --issue，或者写明要印发哪一种。")
    try:
        typed.out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise write_problem(typed.out, problem) from problem
    span = period or periods.Period(work.today().year, "year", 1)
    done = catalogue.make_all(work, typed.out, span)
    files = [{"file": str(path), "pages": each.pages} for path, each in done.made]
    pages = sum(each.pages for _, each in done.made)
    lines = [f"已生成 {len(done.made)} 份共 {pages} 页，在“{typed.out}”里。"]
    data = {
        "folder": str(typed.out),
        "files": files,
        "pages": pages,
        "without": [{"document": name, "message": said} for name, said in done.without],
    }
    return Outcome(data, lines, [f"{name}没有印：{said}" for name, said in done.without])


def _issue(work: Workplace, typed: argparse.Namespace, period: periods.Period | None) -> Outcome:
    if not catalogue.BY_NAME[typed.document].kind:
        raise Conflict(
            f"“{catalogue.BY_NAME[typed.document].label}”是内部表单，不编文号，请去掉 --issue 再印。"
        )
    if typed.document == "evaluation-circular" and not typed.incomplete:
        done = evaluation.for_paper(work, period or evaluation.latest_period(work))
        if said := evaluation.incomplete(work, done, "印发"):
            raise Conflict(f"{said}；确实要印发的，请加 --incomplete。")
    try:
        issued = issued_documents.issue_into_file(
            work,
            typed.document,
            period,
            typed.out,
            despite_reminders=typed.despite_warnings,
            accept_incomplete=typed.incomplete,
            subject_id=typed.record,
            joint=typed.joint,
            annexes=_annexes(work, typed, period),
            first_number=typed.first_number,
        )
    except Reminded as asked:
        raise _unasked(asked) from asked
    return _outcome(typed, issued.made.pages, issued.findings, issued.number)


def correct(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The 更正通报 of an issued paper, as PDF; with ``--issue`` under its number."""
    require_kind(typed.out, "PDF", ".pdf")
    said = _corrections(typed)
    old = issued_documents.called(work, typed.paper)
    draft = issued_documents.correction(work, old, said)
    if not typed.issue:
        content, made, found = issued_documents.tried(work, draft)
        write_whole(typed.out, content)
        return _outcome(typed, made.pages, found)
    try:
        issued = issued_documents.issue_draft_into_file(
            work,
            draft,
            typed.out,
            despite_reminders=typed.despite_warnings,
            first_number=typed.first_number,
        )
    except Reminded as asked:
        raise _unasked(asked) from asked
    return _outcome(typed, issued.made.pages, issued.findings, issued.number)


def _corrections(typed: argparse.Namespace) -> list[Correction]:
    words = (typed.what, typed.was, typed.right, typed.why)
    if len({len(each) for each in words}) > 1:
        raise Conflict(
            "一处更正要写全 --what、--was、--right、--why 四样；更正几处，四样各写几次，按顺序对应。"
        )
    return [Correction(*each) for each in zip(*words, strict=True)]


def _unasked(asked: Reminded) -> Conflict:
    begins = any("起始号" in each.sentence for each in asked.findings)
    first = "起始号用 --first-number 写明。" if begins else ""
    return Conflict(f"{asked}\n{first}核对过、仍要印发的，请加上 --despite-warnings。")


def _annexes(
    work: Workplace, typed: argparse.Namespace, period: periods.Period | None
) -> tuple[Annex, ...]:
    try:
        return own_annexes.of_files(
            work, typed.annex, typed.annex_ledger, period, typed.annex_worksheet
        )
    except own_annexes.SeveralWorksheets as asked:
        raise DomainError(f"{asked}用 --annex-worksheet 写工作表的名称。") from asked


def _outcome(
    typed: argparse.Namespace, pages: int, found: Sequence[Finding], number: str = ""
) -> Outcome:
    data: dict[str, Any] = {
        "file": str(typed.out),
        "pages": pages,
        "number": number or None,
        "findings": [
            {
                "page": each.page or None,
                "line": each.line or None,
                "severity": each.severity,
                "message": each.sentence,
            }
            for each in found
        ],
    }
    taken = f"，已取号 {number}" if number else ""
    lines = [f"已生成 {pages} 页：{typed.out}{taken}"]
    return Outcome(data, lines, [each.placed for each in found])
