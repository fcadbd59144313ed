"""Commands about safety: backup, restore, check."""

import argparse
from pathlib import Path

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.services import backups
from gaotang_desktop.services.workplace import Workplace


def backup(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A verified copy."""
    path, said = backups.back_up(work, typed.file)
    return Outcome({"file": str(path)}, [f"已备份并校验：{path}"], list(said))


def restore(folder: Path, typed: argparse.Namespace) -> Outcome:
    """Put a copy in the database's place."""
    kept = backups.restore(folder, typed.file)
    lines = [f"已从“{typed.file}”恢复。"]
    if kept:
        lines.append(f"被替换的数据留在“{kept}”。")
    return Outcome({"restored": str(typed.file), "kept": str(kept) if kept else None}, lines)


def check(work: Workplace, _typed: argparse.Namespace) -> Outcome:
    """Integrity of the file, its references and the frozen results."""
    found = [*backups.check(work)]
    from gaotang_desktop.services import evaluation

    found += evaluation.check_frozen(work)
    lines = ["数据完好：文件完整，引用齐全，冻结结果与校验码一致。"] if not found else []
    return Outcome({"problems": found}, lines, found, code=1 if found else 0)
