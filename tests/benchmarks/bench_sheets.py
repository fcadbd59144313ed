"""What a clerk waits for while a long sheet comes in or goes out, beside openpyxl's bare pass."""

import tempfile
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import builders
from harness import compare
from openpyxl import Workbook, load_workbook

from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services.sheets import exports, imports

ROWS = 20_000
HEAD = ["夜晚", "村", "开始", "结束", "带班人", "人数", "依据", "路线与重点部位", "备注"]


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
    work = builders.open_work(Path(tempfile.mkdtemp()), now=datetime(2026, 11, 28, 9, 0))
    for n in range(10):
        builders.village(work, f"第{n}村")
    return work


def bare():
    """What openpyxl takes to hand over every value."""
    book = load_workbook(sheet(), read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        len(row)
    book.close()


def bench_reading():
    """20,000 patrols are read, with header, notes and cells nobody can read."""
    return compare(
        lambda: imports.read("patrols", sheet()) and None,
        bare,
        rounds=3,
        against="openpyxl read-only",
    )


def bench_dry_run():
    """20,000 patrols are read and tried without storing anything."""
    work = office()

    def ours():
        imports.import_sheet(work, "patrols", sheet(), dry_run=True)

    return compare(ours, bare, rounds=3, against="openpyxl read-only")


def bench_storing():
    """20,000 patrols are read and stored, with journal and history."""

    def ours():
        work = office()
        told = imports.import_sheet(work, "patrols", sheet(), progress=Silent())
        assert told.imported == ROWS
        work.close()

    return compare(ours, bare, rounds=3, against="openpyxl read-only")


def bench_writing():
    """20,000 patrols are exported, beside a plain write-only workbook of the same values."""
    work = office()
    imports.import_sheet(work, "patrols", sheet(), progress=Silent())
    path = Path(tempfile.mkdtemp()) / "out.xlsx"

    def plain():
        source = load_workbook(sheet(), read_only=True)
        book = Workbook(write_only=True)
        page = book.create_sheet()
        for row in source.worksheets[0].iter_rows(values_only=True):
            page.append(row)
        book.save(path)

    return compare(
        lambda: exports.export(work, "patrols", path) and None,
        plain,
        rounds=3,
        against="openpyxl write-only",
    )
