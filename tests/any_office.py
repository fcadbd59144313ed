"""Offices drawn by a number: rows of any table of the models, with values that are hard to carry.

What the tables are follows from the models' metadata: one that is added later is filled too.
"""

import json
import sqlite3
from datetime import date, datetime, time, timedelta
from random import Random

from gaotang_desktop.data.models import CATALOGUE, Base
from gaotang_desktop.data.models.record import Hundredths, Names
from gaotang_desktop.data.queries.archive import NOT_CARRIED

HARD = (
    "", " ", "=1+2", "007", "是", "2026-10-01", "_x000B_", "_x005F_x000B_", "a\rb", "a\r\nb\n",
    "\x0b\x00", "　前后　", "'引号", "1、2", "长" * 33_000, "😀" * 17_000, "\ufeff", "NULL", "#N/A",
    "一行\n两行", "１２", "\u2028", "1e5", "见“长文/x.txt”", "+86", "@甲", "x" * 2000 + " ",
)  # fmt: skip
NUMBERS = (-5, 0, 1, 7, 400, 10**13, 2**53 + 1, 2**62)
MOST = 3


def _text(chance):
    if chance.random() < 0.5:
        return chance.choice(HARD)
    return "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(chance.randint(1, 9)))


def _value(column, chance):
    name = type(column.type).__name__
    if isinstance(column.type, Hundredths):
        return chance.randint(-10_000, 10_000)
    if isinstance(column.type, Names):
        return json.dumps([_text(chance) for _ in range(3)], ensure_ascii=False)
    day = date(1899, 1, 1) + timedelta(days=chance.randint(0, 70_000))
    clock = time(chance.randint(0, 23), chance.choice((0, 30)), chance.choice((0, 59)),
                 chance.choice((0, 5)))  # fmt: skip
    return {
        "Date": day.isoformat(),
        "DateTime": datetime.combine(day, clock).isoformat(" ", "microseconds"),
        "Time": clock.isoformat("microseconds"),
        "Boolean": chance.randint(0, 1),
        "Integer": chance.choice(NUMBERS),
        "LargeBinary": chance.randbytes(20),
    }.get(name, _text(chance))


def office(number):
    """By table some rows by column; references are to rows that there are, as far as there are."""
    chance, found = Random(number), {}
    for table in Base.metadata.sorted_tables:
        rows = found[table.name] = []
        if table.name in {*NOT_CARRIED, "settings"}:
            continue
        for row_id in chance.sample(range(1000, 10**6), MOST):
            row = {}
            for column in table.columns:
                target = next((key.column.table.name for key in column.foreign_keys), None)
                if column.primary_key:
                    value = row_id
                elif column.nullable and chance.random() < 0.25:
                    value = None
                elif target is not None:
                    known = [each["id"] for each in found[target]]
                    value = chance.choice(known) if known else None
                elif column.name == "owner_kind":
                    value = chance.choice([*CATALOGUE, "未知"])
                else:
                    value = _value(column, chance)
                row[column.name] = value
            rows.append(row)
    return found


def put(work, drawn):
    """Store what the database takes of an office; what breaks one of its rules is left out."""
    with work.database.operation("填入数据") as session:
        run = session.connection().connection.execute
        for table, rows in drawn.items():
            for row in rows:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" for _ in row)
                try:
                    run(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))
                except sqlite3.IntegrityError:
                    continue
