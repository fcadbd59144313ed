"""Commands about safety: backup, restore, check."""

import argparse
from pathlib import Path

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain.errors import DomainError, MissingDatabase
from gaotang_desktop.services import backups, tampering
from gaotang_desktop.services.workplace import Workplace


def backup(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A verified copy."""
    path, said = backups.back_up(work, typed.file)
    lines = [f"已备份并校验：{path}"]
    head = tampering.head(work)
    if head is not None:
        lines.append(f"{head.words}。")
    files = backups.beside(path)
    if files.is_file():
        lines.append(f"附件在旁边的“{files.name}”里，要和备份放在一起。")
    return Outcome({"file": str(path)}, lines, list(said))


def restore(folder: Path, typed: argparse.Namespace) -> Outcome:
    """Put a copy in the database's place."""
    kept = backups.restore(folder, typed.file)
    lines = [f"已从“{typed.file}”恢复。"]
    if kept:
        lines.append(f"被替换的数据留在“{kept}”。")
    lost = backups.missing_files(folder)
    warnings = (
        [f"有 {lost} 个附件的文件没有找到，备份旁边也没有；其他数据都已恢复。"] if lost else []
    )
    data = {"restored": str(typed.file), "kept": str(kept) if kept else None, "missing_files": lost}
    return Outcome(data, lines, warnings)


def check(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Integrity of the file, its references and the frozen results; or whether a link holds."""
    if typed.link is not None:
        asked = tampering.asked(work, typed.link)
        data = {"link": typed.link, "holds": asked.holds}
        if asked.holds:
            return Outcome(data, [asked.words])
        return Outcome(data, [], [asked.words], code=1)
    from gaotang_desktop.services import history

    found = history.check_everything(work)
    lines = (
        ["数据完好：文件完整，引用和附件齐全，修改历史没有被改动，冻结结果与校验码一致。"]
        if not found
        else []
    )
    head = tampering.head(work)
    if head is not None:
        lines.append(f"{head.words}。")
    return _checked(found, lines, head)


def drill(work: Workplace, _typed: argparse.Namespace) -> Outcome:
    """Restore the newest backup elsewhere and use it; one page of lines."""
    from gaotang_desktop.services.computer import drill as drills

    report = drills.run(work)
    data = {
        "on": report.on, "backup": report.backup, "lines": list(report.lines),
        "problems": list(report.problems),
    }  # fmt: skip
    lines = [*report.lines, report.words] if not report.problems else list(report.lines)
    return Outcome(data, lines, list(report.problems), code=1 if report.problems else 0)


def check_damaged(folder: Path, problem: DomainError) -> Outcome:
    """What can be told of data that cannot be opened, and which backup is good."""
    found = [str(problem)]
    if not isinstance(problem, MissingDatabase):
        found += [each for each in backups.check_file(folder) if each != str(problem)]
    good = backups.newest_good(folder)
    lines = (
        [f"最近一份完好的备份：{good.path}（{good.made_at:%Y-%m-%d %H:%M}）"]
        if good
        else ["数据文件夹里没有完好的备份。"]
    )
    return _checked(found, lines)


def _checked(found: list[str], lines: list[str], head: tampering.Head | None = None) -> Outcome:
    data = {"problems": found, "history": head.link if head else None}
    return Outcome(data, lines, found, code=1 if found else 0)
