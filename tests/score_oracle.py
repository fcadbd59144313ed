"""The shipped scheme counted a second time, in plain Python over what ``list --json`` prints.

Shares no code with the program: whoever changes a rule changes it here too, by hand.
"""

from datetime import date, timedelta
from fractions import Fraction

FULL = {
    "A1": 12, "A2": 13, "B1": 14, "B2": 6, "C1": 10, "C2": 10, "D1": 14, "D2": 6, "E1": 6, "E2": 4,
    "F1": 5,
}  # fmt: skip
IN_PERSON = {
    "集中宣传", "入户走访", "村民代表大会", "村民组会", "庭院会", "板凳会", "小手拉大手", "以案说法",
}  # fmt: skip
WEEK = timedelta(days=6)


def day(text):
    return None if text is None else date.fromisoformat(text)


def half_up(number):
    """Two decimals, halves upwards, as a whole number of hundredths over a hundred."""
    hundredths = number * 100
    whole = hundredths.numerator // hundredths.denominator
    return Fraction(whole + (hundredths - whole >= Fraction(1, 2)), 100)


class Office:
    """The ledgers of an office on one day; nights ``off`` are due of nobody."""

    def __init__(self, ledgers, today, off=()):
        self.rows, self.today, self.off = ledgers, today, set(off)
        self.villages = {row["name"]: row for row in ledgers["villages"]}
        # A ledger begins with its first line: before that nothing of it was due.
        nights = [
            day(row["night"]) for kind in ("patrols", "missed-nights") for row in ledgers[kind]
            if self.lives(row["village"], day(row["night"]))
        ]  # fmt: skip
        weeks = [
            day(row["week"]) for row in ledgers["dispute-reports"]
            if self.lives(row["village"], day(row["week"]) + WEEK)
        ]  # fmt: skip
        publicity = [day(row["held_on"]) for row in ledgers["publicity-activities"]]
        publicity += [day(row["week"]) for row in ledgers["publicity-turns"]]
        every = [*nights, *weeks, *publicity]  # visits are due since the office began
        self.begins = {
            code: min(days, default=date.max)
            for code, days in (("B1", nights), ("C2", every), ("D2", weeks))
        }
        for code in ("B1", "C2"):  # not every day has a line
            if self.begins[code].day <= 4:
                self.begins[code] = self.begins[code].replace(day=1)

    def lives(self, name, on):
        row = self.villages[name]
        joined, gone = day(row["joined_on"]), day(row["withdrawn_on"])
        return (joined is None or joined <= on) and (gone is None or on < gone)

    def of(self, kind, name, field, first, last):
        """A village's rows whose day lies in the span and in its life."""
        return [
            row
            for row in self.rows[kind]
            if row["village"] == name
            and first <= day(row[field]) <= last
            and self.lives(name, day(row[field]))
        ]

    def month(self, first):
        """By village the points of each item (None where it does not count), total and rank."""
        ends = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        last = min(ends, self.today)
        days = [first + timedelta(days=n) for n in range((ends - first).days + 1)]
        names = [
            name for name in self.villages
            if any(self.lives(name, each) for each in days if each <= last)
        ]  # fmt: skip
        found = {name: {} for name in names}
        for name in names:
            lived = [each for each in days if each <= last and self.lives(name, each)]
            found[name] = {
                "B1": self.nights(name, first, last, lived),
                "B2": self.checks(name, first, last),
                "C1": self.turns(name, first, last),
                "C2": self.visits(name, first, last, lived, len(days)),
                "D1": self.disputes(name, first, last),
                "D2": self.reports(name, first, last),
                "E1": self.key_groups(name, first),
                "E2": self.findings(name, first, last),
                "F1": Fraction(5),
            }
        for code, figure in (("A1", "safe"), ("A2", "satisfied")):
            self.polls(code, figure, first, last, found)
        totals = {}
        for name, points in found.items():
            counted = {code: worth for code, worth in points.items() if worth is not None}
            full = sum(FULL[code] for code in counted)
            totals[name] = half_up(sum(counted.values()) * 100 / full)
        lived = {
            name: sum(each <= last and self.lives(name, each) for each in days) for name in names
        }
        standing = [name for name in names if 2 * lived[name] >= max(lived.values())]
        ranks = {
            name: 1 + sum(totals[other] > totals[name] for other in standing)
            if name in standing
            else None
            for name in names
        }
        return found, totals, ranks

    def nights(self, name, first, last, lived):
        done = {row["night"] for row in self.of("patrols", name, "night", first, last)}
        nights = [each for each in lived if self.begins["B1"] <= each and each not in self.off]
        due = Fraction(3 * len(nights), 7)
        if not due or (due < 1 and not done):
            return None
        return half_up(14 * min(Fraction(1), len(done) / due))

    def checks(self, name, first, last):
        rows = self.of("spot-checks", name, "night", first, last)
        good = sum(row["result"] == "在岗" for row in rows)
        return half_up(Fraction(6 * good, len(rows))) if rows else Fraction(6)

    def turns(self, name, first, last):
        held = [
            day(row["held_on"]) for row in self.rows["publicity-activities"]
            if row["village"] == name and row["form"] in IN_PERSON
        ]  # fmt: skip
        done = due = 0
        for row in self.rows["publicity-turns"]:
            week = day(row["week"])
            if row["village"] != name or not first <= week <= last:
                continue
            if not self.lives(name, week + WEEK):
                continue
            if any(week <= each <= week + WEEK for each in held):
                done, due = done + 1, due + 1
            elif week + WEEK < self.today and not self.paused(row):
                due += 1
        return half_up(Fraction(10 * done, due)) if due else None

    def paused(self, turn):
        """Whether all villages or this one paused in the week of a turn."""
        return any(
            row["week"] == turn["week"] and row["village"] in (None, "", turn["village"])
            for row in self.rows["publicity-pauses"]
        )

    def wanted(self, name, lived, of):
        """Households to be visited in these days of a month of so many."""
        counted = [each for each in lived if each >= self.begins["C2"]]
        return Fraction(3, 10) * self.villages[name]["households"] / 3 * Fraction(len(counted), of)

    def visits(self, name, first, last, lived, of):
        if self.begins["C2"] > last:
            return None
        if not self.villages[name]["households"]:
            return Fraction(0)  # pending
        wanted = self.wanted(name, lived, of)
        done = sum(
            row["households"] or 0
            for row in self.of("publicity-activities", name, "held_on", first, last)
        )
        return half_up(10 * min(Fraction(1), done / wanted)) if wanted else None

    def disputes(self, name, first, last):
        good = due = 0
        for row in self.of("disputes", name, "deadline", first, last):
            ends, closed = day(row["deadline"]), day(row["closed_on"])
            if ends >= self.today:
                continue
            due += 1
            good += row["state"] in ("已化解", "已移交") and closed is not None and closed <= ends
        return half_up(Fraction(14 * good, due)) if due else Fraction(14)

    def reports(self, name, first, last):
        told = {day(row["week"]) for row in self.rows["dispute-reports"] if row["village"] == name}
        monday, good, due = first - timedelta(days=first.weekday()), 0, 0
        while monday + WEEK <= last:
            sunday = monday + WEEK
            begun = monday >= self.begins["D2"]
            if begun and self.lives(name, sunday) and (monday in told or sunday < self.today):
                due += 1
                good += monday in told
            monday += timedelta(days=7)
        return half_up(Fraction(6 * good, due)) if due else None

    def key_groups(self, name, first):
        rows = [row for row in self.rows["key-group-counts"] if day(row["month"]) == first]
        ends = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if not rows or not (self.lives(name, first) or self.lives(name, min(ends, self.today))):
            return Fraction(6)
        mine = [row for row in rows if row["village"] == name]
        if not mine:
            return Fraction(0)  # pending
        total = sum(row["total"] for row in mine)
        return (
            half_up(Fraction(6 * sum(row["managed"] for row in mine), total))
            if total
            else Fraction(6)
        )

    def findings(self, name, first, last):
        good = due = 0
        for row in self.of("findings", name, "due_on", first, last):
            ends, done = day(row["due_on"]), day(row["put_right_on"])
            if ends >= self.today:
                continue
            due += 1
            good += done is not None and done <= ends and row["recheck"] != "未整改"
        return half_up(Fraction(4 * good, due)) if due else Fraction(4)

    def polls(self, code, figure, first, last, found):
        """The poll that ended last in the month, else in the three before; others' average else."""
        asked = {row["poll"] for row in self.rows["poll-results"]}
        back = first
        for _ in range(3):
            back = (back - timedelta(days=1)).replace(day=1)
        ended = [row for row in self.rows["polls"]
                 if row["name"] in asked and back <= day(row["until_on"]) <= last]  # fmt: skip
        if not ended:
            return
        poll = max(ended, key=lambda row: (day(row["until_on"]), row["id"]))
        known = {}
        for row in self.rows["poll-results"]:
            there = any(
                self.lives(row["village"], day(poll[each])) for each in ("from_on", "until_on")
            )
            mine = row["poll"] == poll["name"] and row["village"] in found
            if mine and there and row[figure] is not None and row["sample"] >= 30:
                known[row["village"]] = half_up(Fraction(FULL[code] * row[figure], row["sample"]))
        for name in found:
            if known:
                mean = half_up(sum(known.values()) / len(known))
                found[name][code] = known.get(name, mean)

    def records(self, first):
        """The items of which any village has a record, and those whose poll is of before."""
        ends = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        last = min(ends, self.today)
        here = [
            name for name in self.villages
            if any(self.lives(name, first + timedelta(days=n)) for n in range((last - first).days + 1))
        ]  # fmt: skip
        held = [
            (row["village"], day(row["held_on"]))
            for row in self.rows["publicity-activities"]
            if row["form"] in IN_PERSON
        ]
        monday = first - timedelta(days=first.weekday())
        sundays = [monday + timedelta(days=7 * n) + WEEK for n in range(6)]
        found = set()
        for name in here:
            kinds = {
                "B1": [*self.of("patrols", name, "night", first, last),
                       *self.of("missed-nights", name, "night", first, last)],
                "B2": self.of("spot-checks", name, "night", first, last),
                "C1": [row for row in self.rows["publicity-turns"]
                       if row["village"] == name and first <= day(row["week"]) <= last
                       and self.lives(name, day(row["week"]) + WEEK)
                       and ((day(row["week"]) + WEEK < self.today and not self.paused(row))
                            or any(who == name and day(row["week"]) <= each <= day(row["week"]) + WEEK
                                      for who, each in held))],
                "C2": [row for row in self.of("publicity-activities", name, "held_on", first, last)
                       if row["households"]],
                "D1": [row for row in self.of("disputes", name, "deadline", first, last)
                       if day(row["deadline"]) < self.today],
                "D2": [row for row in self.rows["dispute-reports"]
                       if row["village"] == name and day(row["week"]) + WEEK in sundays
                       and first <= day(row["week"]) + WEEK <= last
                       and self.lives(name, day(row["week"]) + WEEK)],
                "E1": [row for row in self.rows["key-group-counts"]
                       if row["village"] == name and day(row["month"]) == first
                       and (self.lives(name, first) or self.lives(name, last))],
                "E2": [row for row in self.of("findings", name, "due_on", first, last)
                       if day(row["due_on"]) < self.today],
            }  # fmt: skip
            found |= {code for code, rows in kinds.items() if rows}
        asked = {row["poll"] for row in self.rows["poll-results"]}
        back = first
        for _ in range(3):
            back = (back - timedelta(days=1)).replace(day=1)
        ended = [row for row in self.rows["polls"]
                 if row["name"] in asked and back <= day(row["until_on"]) <= last]  # fmt: skip
        carried = False
        if ended:
            poll = max(ended, key=lambda row: (day(row["until_on"]), row["id"]))
            there = any(
                row["poll"] == poll["name"] and row["village"] in here
                and any(self.lives(row["village"], day(poll[each])) for each in ("from_on", "until_on"))
                for row in self.rows["poll-results"]
            )  # fmt: skip
            if there:
                found |= {"A1", "A2"}
                carried = day(poll["until_on"]) < first
        return found, carried

    def part(self, first):
        """A month as part of a longer period; nothing where nobody has a record of it."""
        if first > self.today:
            return None
        known, carried = self.records(first)
        points, totals, ranks = self.month(first)
        counts = {code for each in points.values() for code, got in each.items() if got is not None}
        if not (known & counts) - ({"A1", "A2"} if carried else set()):
            return None
        ends = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        last = min(ends, self.today)
        days = (ends - first).days + 1
        visits = {}
        for name in points:
            every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            lived = [each for each in every if self.lives(name, each)]
            if self.villages[name]["households"] and lived and points[name]["C2"] is not None:
                done = sum(
                    row["households"] or 0
                    for row in self.of("publicity-activities", name, "held_on", first, last)
                )
                visits[name] = (done, self.wanted(name, lived, days))
        return {"points": points, "totals": totals, "ranks": ranks, "visits": visits,
                "thin": is_thin(known), "known": known, "frozen": False}  # fmt: skip


def is_thin(known):
    """Whether items worth more than half of the points have no record."""
    return 2 * sum(worth for code, worth in FULL.items() if code not in known) > 100


def longer(parts, weight=Fraction(1), checks=None):
    """By village total and rank of a longer period of these parts, by the first day of each.

    A part has points, totals and ranks by village, and for months ``visits``: households done and
    wanted, which count over the whole quarter. ``checks``: 年终检查 by village, with ``weight`` below 1.
    """
    known = {first: part for first, part in parts.items() if part is not None}
    if not all(part["thin"] for part in known.values()):
        known = {f: part for f, part in known.items() if part["frozen"] or not part["thin"]}
    names = dict.fromkeys(name for part in known.values() for name in part["totals"])
    totals, counted = {}, {}
    for name in names:
        mine = {f: part for f, part in known.items() if part["ranks"].get(name) is not None}
        counted[name] = len(mine)
        if not mine:
            continue
        mean = sum(part["totals"][name] for part in mine.values()) / len(mine)
        for first, part in mine.items():
            if name not in part.get("visits", {}):
                continue
            quarter = [
                other["visits"][name] for begin, other in mine.items()
                if (begin.year, (begin.month - 1) // 3) == (first.year, (first.month - 1) // 3)
                and name in other.get("visits", {})
            ]  # fmt: skip
            done, wanted = (sum(each) for each in zip(*quarter, strict=True))
            if not wanted:
                continue
            points = part["points"][name]
            full = sum(FULL[code] for code, worth in points.items() if worth is not None)
            gained = FULL["C2"] * min(Fraction(1), done / wanted) - points["C2"]
            mean += gained * 100 / full / len(mine)
        totals[name] = half_up(mean * weight + (checks or {}).get(name, 0) * (1 - weight))
    most = max(counted.values(), default=0)
    standing = [name for name in totals if 2 * counted[name] >= most]
    return totals, {
        name: 1 + sum(totals[other] > totals[name] for other in standing)
        if name in standing
        else None
        for name in totals
    }
