"""The command that makes papers: print, and with ``--issue`` gives them their number."""

import argparse
from typing import TYPE_CHECKING, Any

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.files import write_problem
from gaotang_desktop.services import evaluation
from gaotang_desktop.services.papers import catalogue, issued_documents
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made


def make(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Make the paper and say what deserves a look before it goes out."""
    period = periods.parse(typed.period) if typed.period else None
    if typed.document == "all":
        return _all(work, typed, period)
    if typed.issue:
        return _issue(work, typed, period)
    return _outcome(typed, catalogue.make(work, typed.out, typed.document, period))


def _all(work: Workplace, typed: argparse.Namespace, period: periods.Period | None) -> Outcome:
    if typed.issue:
        raise Conflict("不能把全部公文一次印发，请去掉 --issue，或者写明要印发哪一种。")
    try:
        typed.out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise write_problem(typed.out, problem) from problem
    span = period or periods.Period(work.today().year, "year", 1)
    made = catalogue.make_all(work, typed.out, span)
    files = [{"file": str(path), "pages": each.pages} for path, each in made]
    pages = sum(each.pages for _, each in made)
    lines = [f"已生成 {len(made)} 份共 {pages} 页，在“{typed.out}”里。"]
    return Outcome({"folder": str(typed.out), "files": files, "pages": pages}, lines)


def _issue(work: Workplace, typed: argparse.Namespace, period: periods.Period | None) -> Outcome:
    if not catalogue.BY_NAME[typed.document].kind:
        raise Conflict(
            f"“{catalogue.BY_NAME[typed.document].label}”是内部表单，不编文号，请去掉 --issue 再印。"
        )
    if typed.document == "evaluation-circular" and not typed.incomplete:
        done = evaluation.for_paper(work, period or evaluation.latest_period(work))
        if said := evaluation.incomplete(done, "印发"):
            raise Conflict(f"{said}；确实要印发的，请加 --incomplete。")
    issued, warnings = issued_documents.issue_into_file(work, typed.document, period, typed.out)
    return _outcome(typed, issued.made, issued.number, warnings)


def _outcome(
    typed: argparse.Namespace, made: "Made", number: str = "", more: tuple[str, ...] = ()
) -> Outcome:
    findings = [f"{each.place}：{each.sentence}" for each in made.findings]
    data: dict[str, Any] = {
        "file": str(typed.out),
        "pages": made.pages,
        "number": number or None,
        "findings": [
            {
                "page": each.page,
                "line": each.line or None,
                "severity": each.severity,
                "message": each.sentence,
            }
            for each in made.findings
        ]
        + [{"page": None, "line": None, "severity": "提醒", "message": said} for said in more],
    }
    taken = f"，已取号 {number}" if number else ""
    lines = [f"已生成 {made.pages} 页：{typed.out}{taken}"]
    return Outcome(data, lines, [*findings, *more])
