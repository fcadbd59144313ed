"""Runs one command: opens the data folder, does it, says what came of it."""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from gaotang_desktop import logs, paths
from gaotang_desktop.commands import (
    encryption,
    fill_in_forms,
    forgetting,
    papers,
    registers,
    safety,
    scores,
)
from gaotang_desktop.commands.outcome import Outcome, plain
from gaotang_desktop.data import folders
from gaotang_desktop.domain.errors import DamagedDatabase, DomainError, NotFound, NotWritable
from gaotang_desktop.files import require_name
from gaotang_desktop.paths import DATABASE_NAME
from gaotang_desktop.services.workplace import Workplace

Step = tuple[str, Callable[[], object]]
Command = Callable[[Workplace, argparse.Namespace], Outcome]

# Whether the command may write: then it takes the folder for itself.
COMMANDS: Mapping[str, tuple[Command, bool]] = {
    "demo": (registers.demo, True),
    "import-plan": (registers.import_plan, True),
    "import": (registers.import_sheet, True),
    "import-holidays": (registers.import_holidays, True),
    "template": (registers.template, False),
    "forms": (fill_in_forms.send, True),
    "gather": (fill_in_forms.gather, True),
    "list": (registers.list_records, False),
    "export": (registers.export, False),
    "evaluate": (scores.evaluate, False),
    "propose-rewards": (scores.propose_rewards, True),
    "export-scheme": (scores.export_scheme, False),
    "import-scheme": (scores.import_scheme, True),
    "export-wordings": (papers.export_wordings, False),
    "import-wordings": (papers.import_wordings, True),
    "print": (papers.make, False),
    "correct": (papers.correct, False),
    "backup": (safety.backup, False),
    "archive": (safety.archive, False),
    "check": (safety.check, False),
    "drill": (safety.drill, False),
    "forget": (forgetting.forget, False),
}

# They are about data that there are: a new folder for them would be a slip of the hand.
_OF_DATA = ("backup", "check", "archive", "drill", "forget")


def run(
    typed: argparse.Namespace, *, window: Callable[[Workplace, Path], Sequence[Step]] | None = None
) -> int:
    """Do the command; errors go to stderr as whole sentences.

    ``window`` gives the steps of the self-test that need a window (None: it has none).
    """
    folder = typed.data or paths.default_data_folder()
    try:
        _require_names(typed)
        outcome = _outcome(typed, folder, window or (lambda _work, _pdf: ()))
    except DomainError as problem:
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except Exception:
        if harm := safety.harm(folder):
            # It is not we who erred: what the command met is damaged.
            print("\n".join(harm), file=sys.stderr)
            return 1
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


def _require_names(typed: argparse.Namespace) -> None:
    """Every file, folder and word that was typed can be written down again."""
    for value in vars(typed).values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, (str, Path)):
                require_name(str(each))


def _outcome(
    typed: argparse.Namespace, folder: Path, window: Callable[[Workplace, Path], Sequence[Step]]
) -> Outcome:
    if typed.command == "self-test":
        from gaotang_desktop.commands.self_test import self_test

        return self_test(window)
    if typed.command in encryption.COMMANDS:
        return encryption.COMMANDS[typed.command](folder, typed)
    encryption.unlock(folder)
    if typed.command == "restore":
        encryption.unlock_copy(folder, typed.file)
        return safety.restore(folder, typed)
    if typed.command == "salvage":
        return safety.salvage(folder, typed)
    if typed.command == "restore-archive":
        return safety.restore_archive(folder, typed)
    command, writes = COMMANDS[typed.command]
    names = ("freeze", "unfreeze", "issue", "yes")
    writes = writes or any(getattr(typed, name, False) for name in names)
    try:
        with _opened(folder, typed, alone=writes and not getattr(typed, "dry_run", False)) as work:
            try:
                outcome = command(work, typed)
                unmasked = getattr(typed, "unmasked", False)
                return outcome if unmasked else outcome.covered(work.cover)
            except DomainError as problem:
                # Of its own kind still: what it says may quote a record.
                problem.args = tuple(
                    work.cover(each) if isinstance(each, str) else each for each in problem.args
                )
                raise
    except DamagedDatabase as problem:
        if typed.command == "check":
            return safety.check_damaged(folder, problem)
        raise


@contextmanager
def _opened(folder: Path, typed: argparse.Namespace, *, alone: bool) -> Iterator[Workplace]:
    # The first opening makes the file, which is writing.
    is_new = not (folder / DATABASE_NAME).exists()
    if is_new and typed.command in _OF_DATA and not folders.traces(folder):
        raise NotFound(f"“{folder}”里没有数据，请检查 --data 后面的文件夹是否写对。")
    try:
        work = Workplace.open(folder, alone=alone or is_new)
    except NotWritable as problem:
        if alone:
            raise
        # On a full disk or a stick with write protection all can still be read and backed up.
        work = Workplace.open_to_read(folder, problem)
    try:
        yield work
    finally:
        work.close()


def _log_file(folder: Path) -> Path:
    """Where bugs are written down: the data folder, or the temporary folder if it cannot be."""
    place = logs.place_in(folder)
    return Path(tempfile.gettempdir()) if place is None else logs.start(place, logger="gaotang")
