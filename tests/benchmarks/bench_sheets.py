"""What a clerk waits for while a long sheet comes in or goes out, beside openpyxl's bare pass.

Every step has a process of its own, which says how much of the processor's time it took and how much
memory the whole process had at most.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from time import process_time

import builders
from harness import compare
from openpyxl import Workbook, load_workbook

from gaotang_desktop.domain.progress import Cancelled
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, imports

ROWS = 100_000
HEAD = ["夜晚", "村", "开始", "结束", "带班人", "人数", "依据", "路线与重点部位", "备注"]
KEPT = (int, date, time)
NOW = datetime(2026, 11, 28, 9, 0)


@cache
def sheet():
    """A workbook of patrols of ten villages, as a village's program writes it."""
    path = Path(tempfile.mkdtemp()) / "夜巡.xlsx"
    book = Workbook(write_only=True)
    page = book.create_sheet("夜巡")
    page.append(HEAD)
    for n in range(ROWS):
        night = date(2026, 10, 1) - timedelta(days=n // 10)
        page.append(
            [night, f"第{n % 10}村", time(20, n % 60), time(22, n % 60), f"张{n % 40}", 3 + n % 5,
             "村自报", f"沿{n % 100}号路巡查", None]
        )  # fmt: skip
    book.save(path)
    return path


def office():
    """An empty office with ten villages."""
    folder = Path(tempfile.mkdtemp()) / "data"
    work = builders.open_work(folder, now=NOW)
    for n in range(10):
        builders.village(work, f"第{n}村")
    work.close()
    return folder


# -- steps, each in a process of its own: what is prepared, then what is measured ---------------


def bare(path, _folder):
    """What openpyxl takes to hand over every value."""

    def step():
        book = load_workbook(path, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            len(row)
        book.close()

    return step


def reading(path, _folder):
    return lambda: imports.read("patrols", path)


def dry_run(path, folder):
    work = builders.open_work(folder, now=NOW)
    return lambda: imports.import_sheet(work, "patrols", path, dry_run=True)


def storing(path, folder):
    work = builders.open_work(folder, now=NOW)

    def step():
        told = imports.import_sheet(work, "patrols", path)
        assert told.imported == ROWS
        return told

    return step


class Stopping:
    """Somebody presses 取消 when nine tenths are done."""

    def step(self, done, total, what=""):
        if total == ROWS and done > 0.9 * total:
            raise Cancelled


def cancelling(path, folder):
    work = builders.open_work(folder, now=NOW)

    def step():
        try:
            imports.import_sheet(work, "patrols", path, progress=Stopping())
        except Cancelled:
            return
        raise AssertionError("nobody stopped it")

    return step


def undoing(_path, folder):
    work = builders.open_work(folder, now=NOW)
    return work.undo


def writing(_path, folder):
    work = builders.open_work(folder, now=NOW)
    path = folder.parent / "out.xlsx"
    return lambda: exports.export(work, "patrols", path)


def plain(path, folder):
    """A plain write-only workbook of the same values, which stand in memory."""
    work = builders.open_work(folder, now=NOW)
    listed = records.listing(work, "patrols")
    rows = [
        [each if each is None or isinstance(each, KEPT) else str(each) for each in row]
        for row in listed.rows
    ]

    def step():
        book = Workbook(write_only=True)
        page = book.create_sheet()
        for number, row in enumerate(rows):
            page.append([*row, f"{number:024}"])
        book.save(folder.parent / "plain.xlsx")

    return step


def run(name, folder):
    """One step in a new process: its seconds of the processor and its megabytes at most."""
    words = [sys.executable, __file__, name, str(sheet()), str(folder)]
    said = subprocess.run(
        words, check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stdout  # fmt: skip
    return json.loads(said)


def beside(name, folder_for, against="bare", said="openpyxl read-only"):
    """Both in turn; the most memory that a round of ours took is told behind the ratio."""
    most = [0.0]

    def ours():
        seconds, megabytes = run(name, folder_for())
        most[0] = max(most[0], megabytes)
        return seconds

    found = compare(ours, lambda: run(against, folder_for())[0], rounds=3, against=said)
    return found.noting(f"{most[0]:,.0f} MB at most")


@cache
def empty_office():
    return office()


@cache
def full_office():
    folder = office()
    run("storing", folder)
    return folder


def bench_reading():
    """100,000 patrols are read, with header, notes and cells nobody can read (goal: 1.0)."""
    return beside("reading", empty_office)


def bench_dry_run():
    """100,000 patrols are read and tried without storing anything (goal: 1.8)."""
    return beside("dry_run", empty_office)


def bench_storing():
    """100,000 patrols are read and stored, with journal and history (goal: 2.5)."""
    return beside("storing", office)


def bench_cancelling():
    """Storing 100,000 patrols is stopped when nine tenths are done."""
    return beside("cancelling", empty_office)


def bench_undoing():
    """100,000 patrols are taken back in one step."""

    def stored():
        folder = office()
        run("storing", folder)
        return folder

    return beside("undoing", stored)


def bench_writing():
    """100,000 patrols are exported, beside a plain write-only workbook (goal: 1.5)."""
    return beside("writing", full_office, "plain", "openpyxl write-only")


def most_memory():
    """Megabytes that this process had at most; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    step = globals()[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    began = process_time()
    kept = step()
    print(json.dumps([process_time() - began, most_memory()]))
