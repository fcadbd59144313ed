"""Every write, fsync, rename and unlink of each use case fails once; what is left must be whole.

Run under the shim (see ``test_faults``): ``worker.py FOLDER SHARE [CASE …]``. For each use case it counts the
calls below the data folder, then forks a child for each of them with ENOSPC, EIO and a kill, and
looks at the folder afterwards; what works on a stick has it pulled too. ``SHARE`` takes that many of the calls, one fault each; below 0 that
many and every fsync, rename and unlink, three faults each; 0 is every call. ``SHARE`` 1000000 takes of each thing
that is done to one file (or to files that differ by their figures alone) the first, the middle and the last call, three faults each. Prints figures as JSON.
"""

import ctypes
import errno
import json
import os
import shutil
import signal
import sys
import traceback
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders import NOW, open_work, patrol, unit, village  # noqa: E402

from gaotang_desktop import keys  # noqa: E402
from gaotang_desktop.data import backups as copies  # noqa: E402
from gaotang_desktop.domain.errors import DomainError, WrongPassword  # noqa: E402
from gaotang_desktop.domain.periods import Period  # noqa: E402
from gaotang_desktop.domain.unsaved import Unsaved  # noqa: E402
from gaotang_desktop.services import (  # noqa: E402
    attachments,
    backups,
    evaluation,
    patrols,
    records,
    tampering,
    unsaved,
)
from gaotang_desktop.services.archiving import reading, writing  # noqa: E402
from gaotang_desktop.services.archiving import restoring as archives  # noqa: E402
from gaotang_desktop.services.computer import data_place, encryption, forgetting, salvage  # noqa: E402
from gaotang_desktop.services.papers import catalogue, drafts, issued_documents  # noqa: E402
from gaotang_desktop.services.sheets import exports, imports  # noqa: E402
from gaotang_desktop.services.sheets.forms import sending  # noqa: E402

SHIM = ctypes.CDLL(os.environ["LD_PRELOAD"])
FAULTS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "kill": 0}
PULLED = "pulled"
SEPTEMBER = Period(2026, "month", 9)
SAID, BUG = 10, 11
ENDS = {0: "went on", SAID: "said", -signal.SIGKILL: "killed"}
WRITE = 1
SITES = 1_000_000
PASSWORD, OTHER = "一句不短的话", "另一句不短的话"
keys.ROUNDS = 2  # it is not the rounds that are tried here


def prepare(folder):
    """An office with a little of everything, a backup and a draft."""
    work = open_work(folder / "data")
    place = village(work, households=300)
    unit(work)
    for day in range(1, 9):
        patrol(work, place, night=date(2026, 9, day))
    drafts.create(work, "notice", dated_on=NOW.date())
    other = drafts.create(work, "notice", dated_on=NOW.date())
    issued_documents.issue(work, other, despite_reminders=True)
    attachments.add(work, "villages", 1, [ROOT / "tests" / "screen.json"])
    backups.back_up(work)
    writing.write(work, folder / "归档")
    village(work, "北村", households=200)
    patrol(work, place, night=date(2026, 9, 9), handling="送赵铁柱（13800001111）回家")
    work.close()
    for place in (folder / "old", folder / "empty"):
        place.mkdir()
    shutil.copy(ROOT / "tests" / "old_databases" / "0008.sqlite", folder / "old" / "gaotang.sqlite")
    for each in range(45):
        name = f"gaotang-2026{each // 20 + 1:02}{each % 20 + 1:02}-080000.sqlite"
        (folder / "data" / "backups" / name).touch()  # to be thinned: only its name is read
    shutil.copytree(folder / "data", folder / "locked")
    read(lambda: encryption.encrypt(folder / "locked", PASSWORD).left)
    (folder / "hurt").mkdir()
    whole_file = (folder / "data" / "gaotang.sqlite").read_bytes()
    hurt = whole_file[:40_000] + bytes(8192) + whole_file[48_192:]
    (folder / "hurt" / "gaotang.sqlite").write_bytes(hurt)
    (folder / "stick").mkdir()
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


def a_night(work, _folder):
    rows = patrols.night(work, date(2026, 9, 21))
    values = {"leader": "张三", "people": 3}
    patrols.save_night(work, date(2026, 9, 21), [replace(each, values=values) for each in rows])


def restore(folder):
    backups.restore(
        folder / "data",
        backups.listed(folder / "data")[0].path,
        now=lambda: datetime(2026, 10, 25, 9),
    )


def second(work, folder):
    work.change_settings({"second_backup_folder": str(folder / "stick")})
    backups.back_up(work)


def rescue(work, _folder):
    """The database is deleted under the program, which keeps what is open among the backups."""
    with suppress(OSError):  # when it is that hand which fails
        work.path.unlink()
    backups.back_up(work)


def move(folder):
    os.environ["XDG_CONFIG_HOME"] = str(folder / "settings")
    data_place.move(folder / "data", folder / "搬到" / "data")


CASES = {
    "save": in_work(lambda w, _f: patrol(w, 1, night=date(2026, 9, 20))),
    "night": in_work(a_night),
    "bin": in_work(lambda w, _f: records.bin_records(w, "patrols", [1, 2])),
    "undo": in_work(lambda w, _f: w.undo()),
    "import": in_work(lambda w, f: imports.import_sheet(w, "villages", f / "村.csv")),
    "attach": in_work(lambda w, f: attachments.add(w, "villages", 1, [f / "照片.txt"])),
    "draft": in_work(lambda w, _f: drafts.store(w, 1, {"body": "一、请准时到会。"})),
    "issue": in_work(lambda w, _f: issued_documents.issue(w, 1, despite_reminders=True)),
    "void": in_work(lambda w, _f: issued_documents.void(w, 1, reason="写错了日期")),
    "freeze": in_work(lambda w, _f: evaluation.freeze(w, SEPTEMBER, accept_incomplete=True)),
    "backup": in_work(lambda w, _f: backups.back_up(w)),
    "second": in_work(second),
    "stick": in_work(lambda w, f: backups.back_up(w, f / "stick" / "十月.sqlite")),
    "forget": in_work(lambda w, _f: forgetting.forget(w, "赵铁柱")),
    "encrypt": lambda f: encryption.encrypt(f / "data", PASSWORD),
    "decrypt": lambda f: encryption.decrypt(f / "locked", PASSWORD),
    "salvage": lambda f: salvage.run(f / "hurt", now=lambda: NOW),
    "thin": lambda f: copies.thin_out(f / "data" / "backups"),
    "restore": restore,
    "migrate": lambda f: open_work(f / "old").close(),
    "archive": in_work(lambda w, f: writing.write(w, f / "归档二")),
    "restore-archive": lambda f: archives.restore(f / "empty", f / "归档", now=lambda: NOW),
    "export": in_work(lambda w, f: exports.export(w, "patrols", f / "data" / "夜巡.xlsx")),
    "print": in_work(lambda w, f: catalogue.make(w, f / "data" / "表.pdf", "patrol-form")),
    "forms": in_work(lambda w, f: sending.send(w, "patrols", SEPTEMBER, f / "发出")),
    "clean": in_work(lambda w, _f: attachments.clean_up(w)),
    "password": lambda f: encryption.change_password(f / "locked", PASSWORD, OTHER),
    "recovery": lambda f: encryption.new_recovery(f / "locked", PASSWORD),
    "move": move,
    "rescue": in_work(rescue),
    "unsaved": lambda f: unsaved.keep(f / "data", [Unsaved("patrols", "夜巡", {"1": {"people": "3"}})]),
}  # fmt: skip

# Where a use case works; "" is everywhere below the folder of the trial.
WHERE = {
    "migrate": "old", "archive": "", "restore-archive": "", "second": "stick", "stick": "stick", "decrypt": "locked",
    "salvage": "hurt", "password": "locked", "recovery": "locked", "move": "", "forms": "",
}  # fmt: skip
LOOKED_AT = {
    "migrate": "old", "restore-archive": "empty", "decrypt": "locked", "password": "locked",
    "recovery": "locked", "rescue": "locked",
}  # fmt: skip


def child(deed, case):
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
            # The keeper of what is typed, and no other, tells its caller of the disk as it is.
            if case != "unsaved" or problem.errno not in FAULTS.values():
                raise
            code = SAID
        finally:
            if code == BUG:
                traceback.print_exc()
            os._exit(code)
    _pid, status = os.waitpid(pid, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def stand(folder, case="save"):
    """How many operations there are, and sentences about what is wrong."""
    place = folder / LOOKED_AT.get(case, "data")
    if encryption.is_encrypted(place):
        for each in (PASSWORD, OTHER):
            with suppress(WrongPassword):
                encryption.unlock(place, each)
    work = open_work(place)
    try:
        found = [*backups.check(work), *tampering.problems(work), *attachments.problems(work)]
        found += issued_documents.problems(work)
        head = tampering.head(work)
        return (head.step if head else 0, found)
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
            if sys.exc_info()[0] is not None:
                traceback.print_exc()
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
        SHIM.faults_arm(
            str(folder / WHERE.get(case, "data")).encode(),
            ctypes.c_long(number),
            FAULTS.get(fault, -1),
        )
        CASES[case](folder)

    ended = child(deed, case)
    wrong = []
    if ended == BUG or (ended < 0 and ended != -signal.SIGKILL):
        wrong.append(f"ended with {ended}")
    if fault == PULLED:
        if (folder / "stick").exists():
            wrong.append("the folder of the pulled stick was made anew")
            shutil.rmtree(folder / "stick")
        (folder / "stick.out").rename(folder / "stick")
    step, found = read(lambda: stand(folder, case))
    if case == "archive" and (folder / "归档二").exists():
        wrong += read(lambda: whole(folder / "归档二"))
    if WHERE.get(case) == "stick":
        wrong += read(lambda: on_the_stick(folder))
        if fault == PULLED:
            wrong += read(lambda: again(folder, case))
    if case == "salvage":
        wrong += salvaged(base, folder)
    if case == "rescue":
        wrong += read(lambda: sound_copies(folder))
    if case == "move" and (folder / "搬到" / "data").exists():
        wrong += read(lambda: stand(folder / "搬到"))[1]
    if case == "forms":
        wrong += [f"{each.name} is cut" for each in (folder / "发出").glob("*.xlsx")
                  if not zipfile.is_zipfile(each)]  # fmt: skip
    if case == "thin":
        wrong += kept(base, folder)
    wrong += found
    return ended, step, wrong


def on_the_stick(folder):
    """Whatever has the name of a copy there is one, and holds its attached files."""
    found = []
    for each in (folder / "stick").glob("*.sqlite"):
        said = backups.problem_with(each)
        found += [f"{each.name}: {said}"] if said else []
    return found


def again(folder, case):
    """Plugged in once more, the stick gets its copy and nothing is left of the one cut off."""
    for each in (folder / "stick").rglob("*.part"):
        os.utime(each, (0, 0))  # some days ago
    CASES[case](folder)
    made = list((folder / "stick").glob("*.sqlite"))
    left = [each.name for each in (folder / "stick").rglob("*.part")]
    found = [f"{name} is left" for name in left] + ([] if made else ["no copy the next time"])
    return [*found, *on_the_stick(folder)]


def whole(archive):
    """An archive that has its name can be read to the end."""
    try:
        reading.opened(archive)
    except DomainError as problem:
        return [str(problem)]
    return []


def salvaged(base, folder):
    """The damaged file is as it was, and what was salvaged is whole where it has its name."""
    name = Path("hurt", "gaotang.sqlite")
    same = (base / name).read_bytes() == (folder / name).read_bytes()
    made = (folder / "hurt" / "backups").glob("*.sqlite")
    found = [read(lambda each=each: backups.problem_with(each)) for each in made]
    return [each for each in (*found, "" if same else "the damaged file was altered") if each]


def sound_copies(folder):
    """Whatever is called a backup is one; those that are only named, to be thinned, are empty."""
    copied = [each.path for each in copies.listed(folder / "data" / "backups") if each.size]
    return [said for each in copied if (said := backups.problem_with(each))]


def kept(base, folder):
    """The ten newest copies are never thinned, whatever fails."""
    names = [each.path.name for each in copies.listed(base / "data" / "backups")[:10]]
    now = {each.path.name for each in copies.listed(folder / "data" / "backups")}
    return [f"{name} is gone" for name in names if name not in now]


def counted(base, case):
    """How many calls a use case makes when nothing fails, which are no writes or stand for others, and the operations then."""
    folder = base.parent / "count"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)

    def deed():
        SHIM.faults_arm(str(folder / WHERE.get(case, "data")).encode(), ctypes.c_long(-1), 0)
        CASES[case](folder)
        made = range(SHIM.faults_counted())
        by_site = {}
        for number in made:
            by_site.setdefault(SHIM.faults_site(ctypes.c_long(number)), []).append(number)
        some = {n for each in by_site.values() for n in (each[0], each[len(each) // 2], each[-1])}
        rare = [n for n in made if SHIM.faults_kind(ctypes.c_long(n)) != WRITE]
        return [len(made), rare, sorted(some), len(by_site)]

    calls, rare, *sites = read(deed)
    return calls, rare, sites, read(lambda: stand(folder, case))[0]


def fresh(base):
    """A copy to be looked at: looking at a folder may migrate or begin it."""
    folder = base.parent / "before"
    shutil.rmtree(folder, ignore_errors=True)
    return shutil.copytree(base, folder)


def chosen(share, calls, rare, of_sites):
    """Which calls fail."""
    if share == SITES:
        return of_sites
    some = abs(share)
    few = {calls * (2 * n + 1) // (2 * some) for n in range(some)} if some else range(calls)
    return sorted({*few, *(rare if share < 0 else ())})


def main(folder, share, *only):
    base = Path(folder) / "base"
    base.mkdir()
    prepare(base)
    stand(fresh(base))  # once here, so that no child has to word anew what a look needs
    figures, wrong = {}, []
    turn = 0
    for case in only or CASES:
        before, _found = read(lambda case=case: stand(fresh(base), case))
        calls, rare, (of_sites, sites), after = counted(base, case)
        if not calls:
            wrong.append(f"{case}: {rare}")
            continue
        points = chosen(share, calls, rare, of_sites)
        done, ends = 0, Counter()
        before_these = len(wrong)
        for number in points:
            known = [*FAULTS, PULLED] if WHERE.get(case) == "stick" else list(FAULTS)
            kinds = known if share <= 0 or share == SITES else [known[turn % len(known)]]
            turn += 1
            for fault in kinds:
                ended, step, found = run(base, case, number, fault)
                done += 1
                ends[ENDS.get(ended, "other")] += 1
                if step not in (before, after):
                    found.append(f"{step} operations instead of {before} or {after}")
                if ended == 0 and step != after:
                    found.append(f"said to be done, but {step} operations instead of {after}")
                said = [f"{case}, call {number} of {calls}, {fault}: {each}" for each in found]
                wrong += said
                print(*said, sep="\n", end="\n" if said else "", file=sys.stderr, flush=True)
        told = {"calls": calls, "sites": sites, "points": len(points), "faults": done}
        figures[case] = told | ends | {"wrong": len(wrong) - before_these}
        print(case, figures[case], file=sys.stderr, flush=True)
    print(json.dumps({"figures": figures, "wrong": wrong}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
