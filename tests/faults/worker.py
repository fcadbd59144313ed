"""Every write, fsync, rename and unlink of each use case fails once; what is left must be whole.

Run under the shim (see ``test_faults``): ``worker.py FOLDER SHARE``. For each use case it counts the
calls below the data folder, then forks a child for each of them (or ``SHARE`` of them) with ENOSPC,
EIO or a kill, and looks at the folder afterwards. Prints figures as JSON.
"""

import ctypes
import errno
import json
import os
import shutil
import signal
import sys
import traceback
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders import NOW, open_work, patrol, unit, village  # noqa: E402

from gaotang_desktop.domain.errors import DomainError  # noqa: E402
from gaotang_desktop.domain.periods import Period  # noqa: E402
from gaotang_desktop.domain.unsaved import Unsaved  # noqa: E402
from gaotang_desktop.services import (  # noqa: E402
    attachments,
    backups,
    evaluation,
    records,
    tampering,
    unsaved,
)
from gaotang_desktop.services.papers import catalogue, drafts, issued_documents  # noqa: E402
from gaotang_desktop.services.sheets import exports, imports  # noqa: E402

SHIM = ctypes.CDLL(os.environ["LD_PRELOAD"])
FAULTS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "kill": 0}
SEPTEMBER = Period(2026, "month", 9)
SAID, BUG = 10, 11


def prepare(folder):
    """An office with a little of everything, a backup and a draft."""
    work = open_work(folder / "data")
    place = village(work, households=300)
    unit(work)
    for day in range(1, 9):
        patrol(work, place, night=date(2026, 9, day))
    drafts.create(work, "notice", dated_on=NOW.date())
    backups.back_up(work)
    village(work, "北村", households=200)
    work.close()
    (folder / "照片.txt").write_text("证据" * 500, "utf-8")
    rows = ["村名", *(f"第{n}村" for n in range(40))]
    (folder / "村.csv").write_text("\n".join(rows), "utf-8")


def in_work(deed):
    def case(folder):
        work = open_work(folder / "data")
        try:
            deed(work, folder)
        finally:
            work.close()

    return case


def restore(folder):
    backups.restore(
        folder / "data",
        backups.listed(folder / "data")[-1].path,
        now=lambda: datetime(2026, 10, 25, 9),
    )


CASES = {
    "save": in_work(lambda w, _f: patrol(w, 1, night=date(2026, 9, 20))),
    "bin": in_work(lambda w, _f: records.bin_records(w, "patrols", [1, 2])),
    "undo": in_work(lambda w, _f: w.undo()),
    "import": in_work(lambda w, f: imports.import_sheet(w, "villages", f / "村.csv")),
    "attach": in_work(lambda w, f: attachments.add(w, "villages", 1, [f / "照片.txt"])),
    "draft": in_work(lambda w, _f: drafts.store(w, 1, {"body": "一、请准时到会。"})),
    "issue": in_work(lambda w, _f: issued_documents.issue(w, 1, despite_reminders=True)),
    "freeze": in_work(lambda w, _f: evaluation.freeze(w, SEPTEMBER, accept_incomplete=True)),
    "backup": in_work(lambda w, _f: backups.back_up(w)),
    "restore": restore,
    "export": in_work(lambda w, f: exports.export(w, "patrols", f / "data" / "夜巡.xlsx")),
    "print": in_work(lambda w, f: catalogue.make(w, f / "data" / "表.pdf", "patrol-form")),
    "unsaved": lambda f: unsaved.keep(f / "data", [Unsaved("patrols", "夜巡", {"1": {"people": "3"}})]),
}  # fmt: skip


def child(deed):
    """Run in a child of its own; how it ended."""
    pid = os.fork()
    if pid == 0:
        code = BUG
        try:
            deed()
            code = 0
        except DomainError:
            code = SAID
        except OSError as problem:
            # The keeper of what is typed tells its caller of the disk as it is.
            code = SAID if problem.errno in FAULTS.values() else BUG
        finally:
            if code == BUG:
                traceback.print_exc()
            os._exit(code)
    _pid, status = os.waitpid(pid, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def stand(folder):
    """How many operations there are, and sentences about what is wrong."""
    work = open_work(folder / "data")
    try:
        found = [*backups.check(work), *tampering.problems(work), *attachments.problems(work)]
        found += issued_documents.problems(work)
        return (tampering.head(work).step, found)
    finally:
        work.close()


def read(deed):
    """A value from a child, so that nothing stays open here."""
    here, there = os.pipe()
    if os.fork() == 0:
        value = [0, ["the folder cannot be opened any more"]]
        try:
            value = deed()
        finally:
            os.write(there, json.dumps(value).encode())
            os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as answer:
        value = json.loads(answer.read())
    os.wait()
    return value


def run(base, case, number, fault):
    """One fault; what was wrong with how it ended or with what it left."""
    folder = base.parent / "now"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)

    def deed():
        SHIM.faults_arm(str(folder / "data").encode(), ctypes.c_long(number), FAULTS[fault])
        CASES[case](folder)

    ended = child(deed)
    wrong = []
    if ended == BUG or (ended < 0 and ended != -signal.SIGKILL):
        wrong.append(f"ended with {ended}")
    step, found = read(lambda: stand(folder))
    wrong += found
    return ended, step, wrong


def counted(base, case):
    """How many calls a use case makes when nothing fails, and how many operations there are then."""
    folder = base.parent / "count"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)

    def deed():
        SHIM.faults_arm(str(folder / "data").encode(), ctypes.c_long(-1), 0)
        CASES[case](folder)
        return SHIM.faults_counted()

    calls = read(deed)
    return calls, read(lambda: stand(folder))[0]


def main(folder, share):
    base = Path(folder) / "base"
    base.mkdir()
    prepare(base)
    before, _found = read(lambda: stand(base))
    figures, wrong = {}, []
    turn = 0
    for case in CASES:
        calls, after = counted(base, case)
        if not isinstance(calls, int):
            wrong.append(f"{case}: {calls[1]}")
            continue
        points = range(calls) if share <= 0 else sorted({calls * n // share for n in range(share)})
        done = 0
        for number in points:
            kinds = list(FAULTS) if share <= 0 else [list(FAULTS)[turn % len(FAULTS)]]
            turn += 1
            for fault in kinds:
                ended, step, found = run(base, case, number, fault)
                done += 1
                if step not in (before, after):
                    found.append(f"{step} operations instead of {before} or {after}")
                if ended == 0 and step != after:
                    found.append(f"said to be done, but {step} operations instead of {after}")
                wrong += [f"{case}, call {number} of {calls}, {fault}: {each}" for each in found]
        figures[case] = {"calls": calls, "faults": done}
    print(json.dumps({"figures": figures, "wrong": wrong}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
