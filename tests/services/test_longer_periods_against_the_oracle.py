"""Quarters and years of random offices, some months frozen early: totals and ranks of a second count."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
import test_against_the_oracle as offices
from builders import open_work, patrol
from score_oracle import Office, is_thin, longer

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation.explaining import in_parts
from gaotang_desktop.services import adjustments, evaluation, records
from gaotang_desktop.services.schemes import register


def rows_of(work):
    """The ledgers as ``list --json`` names their fields, references by their labels."""
    found = {}
    for kind in offices.KINDS:
        listed = records.listing(work, kind)
        names = [each.name.removesuffix("_id") for each in listed.fields]
        found[kind] = [
            {"id": number} | {
                name: value.isoformat() if isinstance(value, date)
                else getattr(value, "label", value)
                for name, value in zip(names, row, strict=True)
            }
            for number, row in zip(listed.ids, listed.rows, strict=True)
        ]  # fmt: skip
    return found


# Days off in the second half of 2026, as the State Council announced them.
OFF = [date(2026, 9, day) for day in (25, 26, 27)] + [date(2026, 10, day) for day in range(1, 8)]


@pytest.mark.parametrize(("seed", "today", "year_of", "off"), [
    (11, date(2026, 12, 31), "months", ()), (12, date(2027, 1, 20), "quarters", OFF),
])  # fmt: skip
def test_quarters_and_years_are_what_a_second_count_makes_of_their_parts(
    tmp_path, seed, today, year_of, off
):
    chance = Random(seed)
    work = open_work(tmp_path / "data", now=datetime(today.year, today.month, today.day, 9))
    rows = offices.office(chance, today)
    early = periods.month(2026, 10)
    for row in rows["villages"]:
        row["households"] = row["households"] or 120  # without them no month can be frozen
    rows["key-group-counts"] = [r for r in rows["key-group-counts"] if r["month"] != early.start]
    offices.take_in(work, rows, tmp_path)
    plain = register.draft(work)
    items = [
        replace(each, without_holidays=bool(off) and each.code == "B1") for each in plain.items
    ]
    register.save(work, replace(plain, starts_on=date(2026, 1, 1), year_of=year_of,
                                items=tuple(items), year_weight=Decimal("0.8")))  # fmt: skip

    # Frozen the day after its end; what comes in later moves no longer period.
    work.now = lambda: datetime(2026, 11, 1, 9)
    kept = Office(rows_of(work), date(2026, 11, 1), off).part(early.start) | {"frozen": True}
    evaluation.freeze(work, early, accept_incomplete=True, accept_running=True)
    work.now = lambda: datetime(today.year, today.month, today.day, 9)
    for village in records.listing(work, "villages").ids:
        for night in range(0, 31, 2):
            patrol(work, village, early.start + timedelta(days=night))
    ledgers = rows_of(work)
    office = Office(ledgers, today, off)

    year = periods.around(early.start, "year")
    checks = {}
    for number, row in zip(records.listing(work, "villages").ids,
                           records.listing(work, "villages").rows, strict=True):  # fmt: skip
        checks[row[0]] = Fraction(chance.randint(60, 100))
        adjustments.enter(work, year, village_id=number, item="年终",
                          value=Decimal(int(checks[row[0]])), of=None, reason="检查")  # fmt: skip
    months = {each.start: office.part(each.start) for each in year.months} | {early.start: kept}
    quarters, compared = {}, 0

    def compare(period, wanted):
        nonlocal compared
        totals, ranks = wanted
        result = evaluation.evaluate(work, period, draws=0).result
        for each in result.villages:
            if each.totals:
                got = (each.village, Fraction(each.total), each.rank)
                assert got == (each.village, totals[each.village], ranks[each.village]), period.key
                counted = [i for i in each.items.values() if i.points is not None]
                assert sum(i.points for i in counted) == each.total
                assert sum(i.item.full for i in counted) == 100
                for item in (
                    i for i in counted if i.policy == "mean"
                ):  # on paper every part stands beside what they make
                    said = in_parts(item)
                    assert str(item.points) in said
                    assert all(str(part.points) in said for part in item.parts if part.points)
                compared += 1

    for number in (3, 4):
        quarter = periods.parse(f"2026-Q{number}")
        mine = {each.start: months[each.start] for each in quarter.months}
        compare(quarter, longer(mine))
        if any(mine.values()):
            totals, ranks = longer(mine)
            counted = [part for part in mine.values() if part]
            if not all(part["thin"] for part in counted):
                counted = [part for part in counted if part["frozen"] or not part["thin"]]
            known = set().union(*(part["known"] for part in counted))
            quarters[quarter.start] = {"totals": totals, "ranks": ranks, "frozen": False,
                                       "thin": is_thin(known)}  # fmt: skip
    compare(year, longer(months if year_of == "months" else quarters, Fraction(4, 5), checks))
    assert compared > 10
    work.close()
