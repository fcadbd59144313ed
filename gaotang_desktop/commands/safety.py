"""Commands about safety: backup, restore, check."""

import argparse
from collections import Counter
from pathlib import Path

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain.archiving.contents import ATTACHMENTS, PAPERS
from gaotang_desktop.domain.errors import AlteredCopy, DomainError, MissingDatabase, OthersCopy
from gaotang_desktop.paths import DATABASE_NAME
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
    try:
        kept = backups.restore(folder, typed.file, altered=typed.altered, others=typed.other_office)
    except OthersCopy as problem:
        raise OthersCopy(f"{problem}确实要恢复这一份，加上 --other-office。") from problem
    except AlteredCopy as problem:
        raise AlteredCopy(f"{problem}确实要恢复这一份，加上 --altered。") from problem
    lines = [f"已从“{typed.file}”恢复。"]
    if kept:
        lines.append(f"被替换的数据留在“{kept}”。")
    lost = backups.missing_files(folder)
    warnings = [backups.said_of_missing(folder, typed.file)] if lost else []
    data = {"restored": str(typed.file), "kept": str(kept) if kept else None, "missing_files": lost}
    return Outcome(data, lines, warnings)


def salvage(folder: Path, typed: argparse.Namespace) -> Outcome:
    """What can be read of a damaged database as a new file, and what could not."""
    from gaotang_desktop.services.computer import salvage as salvages

    report = salvages.run(folder, typed.file)
    lines = [report.heading, *(f"{each.words}。" for each in report.lines)]
    read = folder / DATABASE_NAME
    lines.append(f"读的是“{read}”，它没有动；救出的写进了新文件“{report.path}”，已校验。")
    lines.append(
        "check 会说数据文件有没有损坏：损坏了，用 restore 恢复新文件就可以接着用；没有损坏，不用恢复。"
    )
    warnings = list(report.notes)
    if report.backup is not None and report.missing:
        warnings.append(f"下面这些没有救出来，备份“{report.backup.path.name}”里有：")
        warnings += [f"{each}。" for each in report.missing]
    data = {
        "file": str(report.path),
        "backup": str(report.backup.path) if report.backup else None,
        "tables": [
            {
                "table": each.table, "label": each.label, "kept": each.kept,
                "from_history": each.from_history, "lost": each.lost, "emptied": each.loosened,
                "in_backup": each.in_backup, "only_in_backup": list(each.only_there),
            }
            for each in report.lines
        ],
        "notes": list(report.notes),
    }  # fmt: skip
    return Outcome(data, lines, warnings)


def archive(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Everything, or a year, as a folder that people read and the program restores."""
    from gaotang_desktop.services.archiving import writing

    contents = writing.write(work, typed.to, year=typed.year, masked=typed.masked)
    kinds = Counter(each.path.partition("/")[0] for each in contents.files)
    papers, files = kinds[PAPERS], kinds[ATTACHMENTS]
    lines = [
        f"已归档（{contents.scope}）：{typed.to}",
        f"共 {sum(contents.counts.values())} 条记录，公文 {papers} 份，附件 {files} 个。",
    ]
    if typed.masked:
        lines.append("群众姓名已经打码，这份归档只供阅读，不能恢复成数据。")
    else:
        lines.append("群众姓名没有打码，请按内部资料保管。")
    warnings = []
    if contents.missing:
        warnings.append(f"有 {contents.missing} 个附件的文件不在了或者已经损坏，没有归进去。")
    data = {
        "folder": str(typed.to),
        "year": contents.year,
        "masked": contents.masked,
        "rows": contents.counts,
        "papers": papers,
        "attachments": files,
        "missing_files": contents.missing,
    }
    return Outcome(data, lines, warnings)


def restore_archive(folder: Path, typed: argparse.Namespace) -> Outcome:
    """Put an archive into a data folder in which nothing was entered yet."""
    from gaotang_desktop.services.archiving import restoring

    done = restoring.restore(folder, typed.folder)
    lines = [
        f"已从归档“{typed.folder}”恢复（{done.contents.scope}）："
        f"{sum(done.contents.counts.values())} 条记录。"
    ]
    data = {
        "restored": str(typed.folder),
        "year": done.contents.year,
        "rows": done.contents.counts,
        "missing_files": done.contents.missing,
        "notes": list(done.notes),
    }
    return Outcome(data, lines, list(done.notes))


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


def harm(folder: Path) -> list[str]:
    """What is damaged in data that opened well: asked when a command met what it cannot read."""
    found = [*backups.check_file(folder), *backups.unreadable(folder)]
    if found and (folder / DATABASE_NAME).exists():
        return [
            *found,
            "命令中途停下了，做到哪里请看修改历史。请从备份恢复最近一份完好的数据，或者用 salvage 抢救。",
        ]
    return []


def _checked(found: list[str], lines: list[str], head: tampering.Head | None = None) -> Outcome:
    data = {"problems": found, "history": head.link if head else None}
    return Outcome(data, lines, found, code=1 if found else 0)
