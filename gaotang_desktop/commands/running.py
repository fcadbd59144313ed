"""Runs one command: opens the data folder, does it, says what came of it."""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gaotang_desktop import paths
from gaotang_desktop.commands import papers, registers, safety, scores
from gaotang_desktop.commands.outcome import Outcome, plain
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services.workplace import DATABASE_NAME, Workplace

Command = Callable[[Workplace, argparse.Namespace], Outcome]

# Whether the command may write: then it takes the folder for itself.
COMMANDS: Mapping[str, tuple[Command, bool]] = {
    "demo": (registers.demo, True),
    "import-plan": (registers.import_plan, True),
    "import": (registers.import_sheet, True),
    "import-holidays": (registers.import_holidays, True),
    "template": (registers.template, False),
    "list": (registers.list_records, False),
    "export": (registers.export, False),
    "evaluate": (scores.evaluate, False),
    "export-scheme": (scores.export_scheme, False),
    "import-scheme": (scores.import_scheme, True),
    "print": (papers.make, False),
    "backup": (safety.backup, False),
    "check": (safety.check, False),
}


def run(typed: argparse.Namespace) -> int:
    """Do the command; errors go to stderr as whole sentences."""
    folder = typed.data or paths.default_data_folder()
    try:
        outcome = _outcome(typed, folder)
    except DomainError as problem:
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except Exception:
        log = _log_file(folder)
        logging.getLogger("gaotang").exception("command %s failed", typed.command)
        print(
            f"程序出错了，数据没有改动。详细情况记在“{log}”，请把它交给维护人员。", file=sys.stderr
        )
        return 3
    if typed.json:
        print(json.dumps(outcome.data, ensure_ascii=False, indent=2, default=plain))
    else:
        for line in outcome.lines:
            print(line)
    for line in outcome.warnings:
        print(line, file=sys.stderr)
    return outcome.code


def _outcome(typed: argparse.Namespace, folder: Path) -> Outcome:
    if typed.command == "self-test":
        from gaotang_desktop.commands.self_test import self_test

        return self_test()
    if typed.command == "restore":
        return safety.restore(folder, typed)
    command, writes = COMMANDS[typed.command]
    writes = writes or any(getattr(typed, name, False) for name in ("freeze", "unfreeze", "issue"))
    with _opened(folder, alone=writes and not getattr(typed, "dry_run", False)) as work:
        return command(work, typed)


@contextmanager
def _opened(folder: Path, *, alone: bool) -> Iterator[Workplace]:
    # The first opening makes the file, which is writing.
    work = Workplace.open(folder, alone=alone or not (folder / DATABASE_NAME).exists())
    try:
        yield work
    finally:
        work.close()


def _log_file(folder: Path) -> Path:
    """Where bugs are written down: the data folder, or the temporary folder if it cannot be."""
    for place in (folder / "logs", Path(tempfile.gettempdir()) / "gaotang-logs"):
        try:
            place.mkdir(parents=True, exist_ok=True)
            handler = logging.FileHandler(place / "gaotang.log", encoding="utf-8")
        except OSError:
            continue
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logging.getLogger("gaotang").addHandler(handler)
        return place / "gaotang.log"
    return Path(tempfile.gettempdir())
