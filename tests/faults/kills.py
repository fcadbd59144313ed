"""A mixed load is killed at random calls: nothing acknowledged is lost, nothing half done, nothing damaged.

Run under the shim: ``kills.py FOLDER KILLS SEED [EACH [BESIDE]]``. A load is a few random deeds in one office, with
freezing, issuing, restoring, encrypting, moving and salvaging among them. It runs once undisturbed, to learn how the
office stands after each deed; then it is killed ``EACH`` times, each time at another write, fsync,
rename or unlink; ``BESIDE`` loads at the same time. Afterwards the office must stand as after the last deed that was acknowledged, or
as after the one that was going on. After each load a line tells how many kills there were in each use case,
and what came of them; at the end all figures as JSON.
"""

import ctypes
import json
import os
import random
import shutil
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from builders import NOW, patrol, village
from figures import Figures
from worker import OTHER, PASSWORD, SEPTEMBER, SHIM, prepare, read

from gaotang_desktop import keys, paths
from gaotang_desktop.data import backups as copies
from gaotang_desktop.data.models import Base
from gaotang_desktop.domain.errors import DomainError, WrongPassword
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import (
    attachments,
    backups,
    evaluation,
    patrols,
    records,
    tampering,
    unsaved,
)
from gaotang_desktop.services.archiving import restoring as archives
from gaotang_desktop.services.archiving import writing
from gaotang_desktop.services.computer import data_place, encryption, forgetting, salvage
from gaotang_desktop.services.papers import drafts, issued_documents
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.workplace import Workplace

DEEDS = 7  # in a load
KILLS = 12  # of each load, unless told
COPIED = ("data", "照片.txt", "村.csv")
# All that an office writes lies below names that begin so: the shim looks at nothing else.
DATA, SETTINGS, AWAY = "data", "data.settings", "away"


def place_of(folder):
    """Where the data of an office lie now: they may have been moved."""
    os.environ["XDG_CONFIG_HOME"] = str(folder / SETTINGS)
    return paths.chosen_data_folder() or folder / DATA


class Office:
    """One opened office and the deeds of a load; its clock goes on by a minute with each deed."""

    def __init__(self, folder):
        self.folder, self.at = folder, NOW
        self.place = place_of(folder)
        self.password = PASSWORD
        self.work = self.opened()

    def opened(self):
        return Workplace.open(self.place, now=lambda: self.at)

    def do(self, name, number):
        self.at += timedelta(minutes=1)
        with suppress(DomainError):
            getattr(self, name)(number)

    def save(self, number):
        patrol(self.work, 1, night=date(2026, 9, 10) + timedelta(days=number % 15))

    def night(self, number):
        day = date(2026, 9, 1) + timedelta(days=number % 28)
        rows = patrols.night(self.work, day)
        values = {"leader": "李四", "people": 2 + number % 3}
        patrols.save_night(self.work, day, [replace(row, values=values) for row in rows])

    def add(self, number):
        village(self.work, f"新{number}村", households=100 + number)

    def bin(self, number):
        found = records.listing(self.work, "patrols").ids
        records.bin_records(self.work, "patrols", found[number % 3 : number % 3 + 2])

    def undo(self, _number):
        self.work.undo()

    def take_in(self, _number):
        imports.import_sheet(self.work, "villages", self.folder / "村.csv")

    def attach(self, _number):
        attachments.add(self.work, "villages", 1, [self.folder / "照片.txt"])

    def draft(self, number):
        drafts.store(self.work, 1, {"body": f"一、请在 {number} 日前到会。"})

    def begin(self, number):
        drafts.create(self.work, "notice", dated_on=date(2026, 9, 1 + number % 28))

    def issue(self, number):
        waiting = drafts.listing(self.work).ids
        made = waiting[number % len(waiting)]
        issued_documents.issue(self.work, made, despite_reminders=True)

    def void(self, number):
        issued_documents.void(self.work, 1 + number % 2, reason="日期写错了")

    def freeze(self, _number):
        evaluation.freeze(self.work, SEPTEMBER, accept_incomplete=True, reason="补登了记录")

    def withdraw(self, _number):
        evaluation.withdraw(self.work, SEPTEMBER, reason="登记错了")

    def back_up(self, _number):
        backups.back_up(self.work)

    def thin(self, _number):
        for each in range(45):
            name = f"gaotang-2025{each // 20 + 1:02}{each % 20 + 1:02}-080000.sqlite"
            (self.work.backup_folder / name).touch()  # only its name is read
        copies.thin_out(self.work.backup_folder)

    def type(self, number):
        typed = [Unsaved("patrols", "夜巡", {"1": {"people": str(number)}})]
        unsaved.keep(self.place, typed if number % 3 else [])

    def export(self, number):
        exports.export(self.work, "patrols", self.folder / f"data.夜巡{number % 2}.xlsx")

    def forget(self, _number):
        forgetting.forget(self.work, "赵铁柱")

    def restore(self, number):
        found = backups.listed(self.place)[:3]
        if not found:
            return  # in the folder that an archive was put into
        chosen = found[number % len(found)].path
        self.closed(lambda data: backups.restore(data, chosen, now=lambda: self.at))

    def encrypt(self, _number):
        self.closed(lambda data: encryption.encrypt(data, self.password))

    def decrypt(self, _number):
        self.closed(lambda data: encryption.decrypt(data, self.password))

    def password_(self, _number):
        new = OTHER if self.password == PASSWORD else PASSWORD
        self.closed(lambda data: encryption.change_password(data, self.password, new))
        self.password = new

    def move(self, number):
        def moved(data):
            target = self.folder / f"data.搬到{number}"
            data_place.move(data, target)
            self.place = target

        self.closed(moved)

    def salvage(self, _number):
        def salvaged(data):
            made = salvage.run(data, now=lambda: self.at).path
            backups.restore(data, made, now=lambda: self.at)

        self.closed(salvaged)

    def rescue(self, _number):
        """The open file is deleted by another hand, kept as a backup, and that one is restored."""
        hide(self.place, self.folder / AWAY)
        made, _said = backups.back_up(self.work)
        self.closed(lambda data: backups.restore(data, made, now=lambda: self.at))

    def from_archive(self, number):
        """All of it as an archive, and that back in a new folder, where work goes on."""
        archive = self.folder / f"data.归档{number}"
        writing.write(self.work, archive)

        def restored(_data):
            new = self.folder / f"data.新{number}"
            archives.restore(new, archive, now=lambda: self.at)
            paths.choose_data_folder(new)
            self.place = new

        self.closed(restored)

    def closed(self, deed):
        self.work.close()
        try:
            deed(self.place)
        finally:
            self.work = self.opened()


NAMES = (
    "save", "night", "add", "bin", "undo", "take_in", "attach", "draft", "begin", "issue", "issue", "void",
    "freeze", "freeze", "withdraw", "back_up", "thin", "type", "export", "forget", "restore", "restore", "encrypt",
    "decrypt", "decrypt", "password_", "move", "salvage", "rescue", "from_archive",
)  # fmt: skip
FIRST = {"decrypt": "encrypt", "password_": "encrypt", "withdraw": "freeze", "undo": "night"}


def load_of(seed):
    """The deeds of a load and a number for each; what needs another deed has it before."""
    chance = random.Random(seed)
    names = []
    while len(names) < DEEDS:
        name = chance.choice(NAMES)
        if (before := FIRST.get(name)) and before not in names:
            names.append(before)
        names.append(name)
    return [(name, chance.randrange(1_000)) for name in names]


def hide(place, away):
    """Somebody deletes the database: it lies in the recycle bin, out of our sight."""
    shutil.rmtree(away, ignore_errors=True)
    away.mkdir()
    for each in ("gaotang.sqlite", "gaotang.sqlite-wal"):
        if (place / each).exists():
            os.link(place / each, away / each)
    (place / "gaotang.sqlite").unlink()


def found_again(place, away):
    """What somebody deleted is put back, unless another file has its place by now."""
    if away.exists() and not (place / "gaotang.sqlite").exists():
        for each in away.iterdir():
            if not (place / each.name).exists():
                each.rename(place / each.name)


def unlocked(place):
    if encryption.is_encrypted(place):
        for each in (PASSWORD, OTHER):
            with suppress(WrongPassword):  # all of it is plain again: the key file is what was left
                encryption.unlock(place, each)


def stand(folder):
    """How the office stands, in a line, and what is wrong with it."""
    place = place_of(folder)
    found_again(place, folder / AWAY)
    unlocked(place)
    typed = [each.words for each in unsaved.kept(place)]
    told, found = looked_at(place)
    for other in folder.glob("data.新*"):
        if (
            other != place and other.is_dir()
        ):  # what an archive was being put into: all of it or nothing
            of_other, wrong = looked_at(other)
            found += wrong
            rows = sum(count for count, _ids in of_other[0])
            if of_other[1] and rows < sum(count for count, _ids in told[0]) // 2:
                found.append(f"{other.name} holds {rows} rows")
    return json.dumps([told, typed], ensure_ascii=False), found


def looked_at(place):
    unlocked(place)
    work = Workplace.open(place, now=lambda: NOW)
    try:
        is_encrypted = keys.is_encrypted(work.path)
        found = [*backups.check(work), *tampering.problems(work), *attachments.problems(work)]
        found += [*issued_documents.problems(work), *evaluation.check_frozen(work)]
        found += otherwise_kept(work, is_encrypted)
        copied = [each for each in backups.listed(place) if each.size]
        found += [said for each in copied if (said := backups.problem_with(each.path))]
        with work.database.reading() as session:
            run = session.connection().exec_driver_sql
            counts = [
                run(f'SELECT count(*), total(id) FROM "{table}"').one()
                for table in sorted(Base.metadata.tables)
            ]
            titles = [row[0] for row in run("SELECT title FROM operations ORDER BY id")]
        return [[list(each) for each in counts], titles, is_encrypted], found
    finally:
        work.close()


def otherwise_kept(work, is_encrypted):
    """Files that are plain beside an encrypted database, or encrypted beside a plain one."""
    kept = work.folder / "backups"
    paths = [*kept.glob("*.sqlite"), *kept.glob("replaced-*/gaotang.sqlite")]
    paths += [*(work.folder / "attachments").rglob("*"), *(kept / "附件").rglob("*")]
    files = [each for each in paths if each.is_file() and each.stat().st_size]
    return [
        f"{each.relative_to(work.folder)} is {'plain' if is_encrypted else 'encrypted'}"
        for each in files
        if keys.is_encrypted(each) != is_encrypted
    ]


def fresh(base, name):
    folder = base.parent / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for each in COPIED:
        source = base / each
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / each)
    return folder


def armed(folder, number):
    SHIM.faults_arm(str(folder / DATA).encode(), ctypes.c_long(number), 0)
    return Office(folder)


def undisturbed(base, seed):
    """How the office stands after each deed of a load, and how many calls were made by then."""
    folder = fresh(base, "known")
    looked = base.parent / "looked"

    def seen(office):
        """As it stands now, in a copy: a child looks, whose own handles take no lock away."""
        shutil.rmtree(looked, ignore_errors=True)
        told = read(lambda: [shutil.copytree(folder, looked, symlinks=True) and 0])
        assert told == [0], told
        place = looked / office.place.relative_to(folder)
        if office.place != folder / DATA:
            os.environ["XDG_CONFIG_HOME"] = str(looked / SETTINGS)
            read(lambda: [paths.choose_data_folder(place)])
            os.environ["XDG_CONFIG_HOME"] = str(folder / SETTINGS)
        return read(lambda: stand(looked))

    def run():
        office = armed(folder, -1)
        states, calls, wrong = [seen(office)[0]], [SHIM.faults_counted()], []
        for name, number in load_of(seed):
            office.do(name, number)
            calls.append(SHIM.faults_counted())
            state, found = seen(office)
            states.append(state)
            wrong += found
        office.work.close()
        return states, calls, wrong

    return read(run)


def killed(base, seed, number):
    """Run a load and kill it at a call; how many deeds were begun and how many acknowledged."""
    folder = fresh(base, "now")
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            office = armed(folder, number)
            for name, chosen in load_of(seed):
                os.write(there, b"b")
                office.do(name, chosen)
                os.write(there, b"d")
            office.work.close()
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    os.close(there)
    with os.fdopen(here, "rb") as answer:
        said = answer.read()
    _pid, status = os.waitpid(pid, 0)
    ended = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    return folder, ended, said.count(b"b"), said.count(b"d")


def one_load(asked):
    """Run a load, and kill it as often as asked; what came of that."""
    prepared, load, kills = asked
    base = prepared.parent / str(os.getpid()) / "base"
    if not base.exists():
        shutil.copytree(prepared, base)
    figures = Figures()
    states, calls, wrong = undisturbed(base, load)
    figures.wrong += [f"load {load}, undisturbed: {said}" for said in wrong]
    for kill in range(kills):
        # Each deed as often as any other, however many calls it makes.
        chance = random.Random(load + kill)
        deed = chance.randrange(len(states) - 1)
        number = chance.randint(calls[deed], calls[deed + 1])
        place, ended, begun, acknowledged = killed(base, load, number)
        stood = read(lambda place=place: stand(place))
        name = load_of(load)[begun - 1][0] if begun else "open"
        where = f"load {load}, call {number} of {calls[-1]}, in {name}"
        may_be = states[:acknowledged], states[acknowledged : begun + 1]
        figures.take(name, where, ended, stood, may_be)
    return figures


def warm_up(base):
    """Each deed and each look once, so that no child has to import and to word anew what they need."""
    folder = fresh(base, "warm")
    office = armed(folder, -1)
    for number, name in enumerate(dict.fromkeys(NAMES)):
        office.do(name, number)
    office.work.close()
    stand(folder)


def main(folder, kills, seed, each=KILLS, beside=1):
    base = Path(folder) / "base"
    base.mkdir()
    prepare(base)
    warm_up(base)
    chance = random.Random(seed)
    loads = [(base, chance.randrange(10**6), min(each, kills - at)) for at in range(0, kills, each)]
    figures = Figures()
    with get_context("fork").Pool(beside) as pool:
        for found in pool.imap_unordered(one_load, loads):
            figures.add(found)
            told = json.dumps(figures.told(), ensure_ascii=False)
            print(told, *found.wrong, sep="\n", file=sys.stderr, flush=True)
    print(json.dumps({"figures": figures.told(), "wrong": figures.wrong}, ensure_ascii=False))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(sys.argv[1], *map(int, sys.argv[2:]))
