"""The command that makes papers: print."""

import argparse

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain import periods
from gaotang_desktop.services import documents
from gaotang_desktop.services.workplace import Workplace


def make(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Make the paper and say what deserves a look before it goes out."""
    period = periods.parse(typed.period) if typed.period else None
    made = documents.make(work, typed.out, typed.document, period)
    findings = [f"第 {each.page} 页：{each.sentence}" for each in made.findings]
    data = {
        "file": str(typed.out),
        "pages": made.pages,
        "findings": [{"page": each.page, "message": each.sentence} for each in made.findings],
    }
    return Outcome(data, [f"已生成 {made.pages} 页：{typed.out}"], findings)
