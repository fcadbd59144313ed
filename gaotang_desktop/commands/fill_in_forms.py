"""Commands about the forms that villages fill in: forms, gather."""

import argparse
from collections.abc import Sequence

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.commands.registers import contract, counted, told
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Invalid, NotFound
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.records import label_of
from gaotang_desktop.services.sheets.forms import gathering, returned, sending
from gaotang_desktop.services.sheets.forms.found import TAKEN, State
from gaotang_desktop.services.sheets.imports import Choices
from gaotang_desktop.services.workplace import Workplace


def send(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A form for each village of a period; a file that is there already stays."""
    period = periods.parse(typed.period)
    chosen = None if typed.village is None else _named(work, typed.village, period)
    written = sending.send(work, typed.kind, period, typed.to, villages=chosen)
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


def gather(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Take in a folder of forms; what is unclear or there twice is named and stays out."""
    period = periods.parse(typed.period) if typed.period else None
    looked = returned.look(work, typed.folder, kind=typed.kind, period=period)
    looked = returned.with_villages(work, looked, _answers(typed.whose or ()))
    files = [each for each in looked.files if each.state in TAKEN]
    if typed.newest:
        files = returned.newest_of(looked.files)
    taken = {each.name for each in files}
    sheet = gathering.together(looked.kind, files)
    result = gathering.take(
        work, looked, files, sheet, dry_run=typed.dry_run,
        choices=Choices(all_or_nothing=typed.all_or_nothing),
    )  # fmt: skip
    lacking = looked.lacking(files)
    left = [each for each in looked.files if each.name not in taken]
    data = {
        "kind": looked.kind,
        "period": looked.period.key,
        "files": [
            {
                "file": each.name,
                "village": each.village or None,
                "state": each.state.value,
                "taken": each.name in taken,
                "rows": each.rows,
                "said": each.said,
            }
            for each in looked.files
        ],
        "no_sheets": len(looked.passed),
        "no_sheet_names": list(looked.passed),
        "sent": len(looked.sent),
        "lacking": lacking,
        **contract(result),
        "error_copies": [str(path) for path in result.error_copies],
    }
    lines = [
        f"{looked.period.label}{label_of(looked.kind)}：收了 {len(files)} 份，{counted(result)}"
        + ("（试导入，没有保存）" if typed.dry_run else "")
    ]
    if lacking:
        lines.append(f"没有收到 {len(lacking)} 个村的：{'、'.join(lacking)}。")
    warnings = [f"没有收“{each.name}”：{each.state.value}。{each.said}" for each in left]
    if looked.passed:
        warnings.append(f"这些文件不是表格，没有收：{'、'.join(looked.passed)}。")
    warnings += told(result)
    asked = any(each.state in (State.DOUBLE, State.UNCLEAR) for each in left)
    return Outcome(data, lines, warnings, code=1 if result.rejected or asked else 0)


def _answers(said: Sequence[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in said]
    if wrong := [each[0] for each in pairs if not each[2]]:
        raise Invalid({"whose": f"“--whose {wrong[0]}”要写成 文件=村，如 表1.xlsx=北村。"})
    return {name: village for name, _, village in pairs}


def _named(work: Workplace, names: list[str], period: Period) -> set[int]:
    known = {each.name: each.id for each in sending.villages_of(work, period)}
    if lacking := [name for name in names if name not in known]:
        raise NotFound(f"{period.label}的村名单里没有“{'”“'.join(lacking)}”，请检查写法。")
    return {known[name] for name in names}
