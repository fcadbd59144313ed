"""Builders that state only what matters to a test."""

import copy
import functools
import json
import tempfile
import uuid
from datetime import date, datetime
from pathlib import Path

from gaotang_desktop.data import migrating
from gaotang_desktop.data.connections import reading
from gaotang_desktop.paths import ATTACHMENTS
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import DATABASE_NAME, Workplace

NOW = datetime(2026, 10, 24, 9, 0)


@functools.cache
def _new_database():
    """The file that the program makes for a new office, and the name that it gave the folder.

    Made once a process: it takes a third of a second, which would be half of all that tests take.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE_NAME
        migrating.bring_up_to_date(path, before=lambda: None)
        with reading(path) as connection:
            [(named,)] = connection.execute("SELECT value FROM settings WHERE key = 'folder'")
        return path.read_bytes(), json.loads(named).encode()


@functools.cache
def _filled_office(fill, now):
    """The file of an office that a function has filled, its attachments, and what came back."""
    with tempfile.TemporaryDirectory() as folder:
        work = open_work(Path(folder) / "data", now)
        try:
            returned = fill(work)
        finally:
            work.close()
        attached = {
            path.relative_to(work.folder): path.read_bytes()
            for path in (work.folder / ATTACHMENTS).rglob("*")
            if path.is_file()
        }
        return work.path.read_bytes(), attached, returned


def _put(folder, content):
    path = Path(folder) / DATABASE_NAME
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


def open_work(folder, now=NOW):
    """An office; where the folder is new, one with the file of a new office and a name of its own."""
    if not Path(folder).exists() or not any(Path(folder).iterdir()):
        content, named = _new_database()
        _put(folder, content.replace(named, uuid.uuid4().hex.encode()))
    return Workplace.open(folder, now=lambda: now)


def open_filled(folder, fill, now=NOW):
    """An office that ``fill(work)`` has filled, and what that returned: a copy, filled once a process.

    As of any copy its name is that of the first one: its history vouches for it.
    """
    content, attached, returned = _filled_office(fill, now)
    _put(folder, content)
    for place, held in attached.items():
        path = Path(folder) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    return Workplace.open(folder, now=lambda: now), copy.deepcopy(returned)


def village(work, name="郭桥村", **values):
    return records.save(work, "villages", {"name": name, **values})


def unit(work, name="派出所", **values):
    return records.save(work, "units", {"name": name, **values})


def patrol(work, village_id, night=date(2026, 10, 5), **values):
    given = {"village_id": village_id, "night": night, "leader": "张三", "people": 3, **values}
    return records.save(work, "patrols", given)


def begin(work, village_id, day=date(2025, 1, 6)):
    """A line of that day, a Monday, in each ledger whose dues go by the calendar: it was kept since."""
    records.save(work, "missed-nights", {"village_id": village_id, "night": day, "reason": "大雪"})
    records.save(work, "dispute-reports", {"village_id": village_id, "week": day, "found": 0})
    held = {"held_on": day, "form": "广播", "village_id": village_id, "audience": 30}
    records.save(work, "publicity-activities", held)


def task(work, name="夜巡"):
    """A task of a plan that holds no other."""
    plan = {"name": "方案", "number": "高综治〔2026〕1号", "text": name}
    given = {"plan_id": records.save(work, "plans", plan), "clause": 1, "name": name}
    return records.save(work, "tasks", given)
