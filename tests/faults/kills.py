"""A mixed load is killed at random calls: nothing acknowledged is lost, nothing half done, nothing damaged.

Run under the shim: ``kills.py FOLDER KILLS SEED``. A load is a few random deeds in one opened
office, with freezing, issuing, restoring, encrypting and decrypting among them. It runs once undisturbed, to learn how the
office stands after each deed; then it is killed again and again, each time at another write, fsync,
rename or unlink. Afterwards the office must stand as after the last deed that was acknowledged, or
as after the one that was going on. Prints figures as JSON.
"""

import ctypes
import json
import os
import random
import shutil
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from builders import NOW, patrol, village
from worker import PASSWORD, SEPTEMBER, SHIM, prepare, read

from gaotang_desktop import keys
from gaotang_desktop.data.models import Base
from gaotang_desktop.domain.errors import DomainError, WrongPassword
from gaotang_desktop.services import attachments, backups, evaluation, patrols, records, tampering
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.services.papers import drafts, issued_documents
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.workplace import Workplace

DEEDS = 7  # in a load
KILLS = 12  # of each load
COPIED = ("data", "照片.txt", "村.csv")


class Office:
    """One opened office and the deeds of a load; its clock goes on by a minute with each deed."""

    def __init__(self, folder, chance):
        self.folder, self.chance, self.at = folder, chance, NOW
        self.work = self.opened()

    def opened(self):
        return Workplace.open(self.folder / "data", now=lambda: self.at)

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

    def restore(self, number):
        copies = backups.listed(self.folder / "data")
        chosen = copies[number % min(3, len(copies))].path
        self.closed(lambda data: backups.restore(data, chosen, now=lambda: self.at))

    def encrypt(self, _number):
        self.closed(lambda data: encryption.encrypt(data, PASSWORD))

    def decrypt(self, _number):
        self.closed(lambda data: encryption.decrypt(data, PASSWORD))

    def closed(self, deed):
        self.work.close()
        try:
            deed(self.folder / "data")
        finally:
            self.work = self.opened()


NAMES = (
    "save", "night", "add", "bin", "undo", "take_in", "attach", "draft", "issue", "void", "freeze",
    "withdraw", "back_up", "restore", "save", "night", "begin", "issue", "issue", "freeze",
    "restore", "encrypt", "decrypt", "encrypt", "decrypt",
)  # fmt: skip


def load_of(seed):
    """The deeds of a load and a number for each."""
    chance = random.Random(seed)
    return [(chance.choice(NAMES), chance.randrange(1_000)) for _ in range(DEEDS)]


def stand(folder):
    """How the office stands, in a line, and what is wrong with it."""
    if encryption.is_encrypted(folder / "data"):
        with suppress(WrongPassword):  # all of it is plain again: the key file is what was left
            encryption.unlock(folder / "data", PASSWORD)
    work = Workplace.open(folder / "data", now=lambda: NOW)
    try:
        is_encrypted = keys.is_encrypted(work.path)
        found = [*backups.check(work), *tampering.problems(work), *attachments.problems(work)]
        found += [*issued_documents.problems(work), *evaluation.check_frozen(work)]
        found += otherwise_kept(work, is_encrypted)
        with work.database.reading() as session:
            run = session.connection().exec_driver_sql
            counts = [
                run(f'SELECT count(*), total(id) FROM "{table}"').one()
                for table in sorted(Base.metadata.tables)
            ]
            titles = [row[0] for row in run("SELECT title FROM operations ORDER BY id")]
        told = [[list(each) for each in counts], titles, is_encrypted]
        return (json.dumps(told, ensure_ascii=False), found)
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


def undisturbed(base, seed):
    """How the office stands after each deed of a load, and how many calls were made by then."""
    folder = fresh(base, "known")
    calls = [0]
    states = [read(lambda: stand(folder))[0]]
    deeds = load_of(seed)
    for count in range(1, len(deeds) + 1):
        folder = fresh(base, "known")

        def run(folder=folder, count=count):
            SHIM.faults_arm(str(folder / "data").encode(), ctypes.c_long(-1), 0)
            office = Office(folder, seed)
            for name, number in deeds[:count]:
                office.do(name, number)
            counted = SHIM.faults_counted()
            office.work.close()
            return [counted]

        calls += read(run)
        states.append(read(lambda folder=folder: stand(folder))[0])
    return states, calls


def killed(base, seed, number):
    """Run a load and kill it at a call; how many deeds were begun and how many acknowledged."""
    folder = fresh(base, "now")
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            SHIM.faults_arm(str(folder / "data").encode(), ctypes.c_long(number), 0)
            office = Office(folder, seed)
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


def main(folder, kills, seed):
    base = Path(folder) / "base"
    base.mkdir()
    prepare(base)
    chance = random.Random(seed)
    done = lost = half = damage = 0
    wrong, deeds = [], {}
    while done < kills:
        seed = chance.randrange(10**6)
        states, calls = undisturbed(base, seed)
        for _ in range(min(KILLS, kills - done)):
            # Each deed as often as any other, however many calls it makes.
            deed = chance.randrange(DEEDS)
            number = chance.randint(calls[deed], calls[deed + 1])
            place, ended, begun, acknowledged = killed(base, seed, number)
            state, found = read(lambda place=place: stand(place))
            done += 1
            name = load_of(seed)[begun - 1][0] if begun else "open"
            deeds[name] = deeds.get(name, 0) + 1
            where = f"load {seed}, call {number} of {calls[-1]}, in {name}"
            if ended not in (0, -signal.SIGKILL):
                wrong.append(f"{where}: ended with {ended}")
            if found:
                damage += 1
                wrong += [f"{where}: {each}" for each in found]
            elif state not in states[acknowledged : begun + 1]:
                before = state in states[:acknowledged]
                lost, half = lost + before, half + (not before)
                wrong.append(f"{where}: {'lost' if before else 'half'} {state[-200:]}")
        print(
            f"{done} kills: lost {lost}, half {half}, damage {damage}", file=sys.stderr, flush=True
        )
    figures = {"kills": done, "lost": lost, "half": half, "damage": damage, "in": deeds}
    print(json.dumps({"figures": figures, "wrong": wrong}, ensure_ascii=False))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
