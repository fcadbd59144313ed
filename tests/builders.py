"""Builders that state only what matters to a test."""

from datetime import date, datetime

from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

NOW = datetime(2026, 10, 24, 9, 0)


def open_work(folder, now=NOW):
    return Workplace.open(folder, now=lambda: now)


def village(work, name="郭桥村", **values):
    return records.save(work, "villages", {"name": name, **values})


def unit(work, name="派出所", **values):
    return records.save(work, "units", {"name": name, **values})


def patrol(work, village_id, night=date(2026, 10, 5), **values):
    given = {"village_id": village_id, "night": night, "leader": "张三", "people": 3, **values}
    return records.save(work, "patrols", given)
