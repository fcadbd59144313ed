"""Commands about the forms that villages fill in: forms, gather."""

import argparse

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.sheets import fill_in_forms
from gaotang_desktop.services.workplace import Workplace


def send(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A form for each village of a period; a file that is there already stays."""
    period = periods.parse(typed.period)
    chosen = None if typed.village is None else _named(work, typed.village, period)
    written = fill_in_forms.send(work, typed.kind, period, typed.to, villages=chosen)
    new = [each for each in written if each.new]
    lines = [f"已写好 {len(new)} 份填报表：{typed.to}"]
    kept = [f"“{each.file.name}”已经有了，没有动它。" for each in written if not each.new]
    data = {
        "kind": typed.kind,
        "period": period.key,
        "files": [
            {"village": each.village, "file": str(each.file), "new": each.new} for each in written
        ],
    }
    return Outcome(data, lines, kept)


def _named(work: Workplace, names: list[str], period: Period) -> set[int]:
    known = {each.name: each.id for each in fill_in_forms.villages_of(work, period)}
    if lacking := [name for name in names if name not in known]:
        raise NotFound(f"{period.label}的村名单里没有“{'”“'.join(lacking)}”，请检查写法。")
    return {known[name] for name in names}
