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
    """The ledgers of an office on one day."""

    def __init__(self, ledgers, today):
        self.rows, self.today = ledgers, today
        self.villages = {row["name"]: row for row in ledgers["villages"]}

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
                "C2": self.visits(name, first, last, Fraction(len(lived), len(days))),
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
        due = Fraction(3 * len(lived), 7)
        if due < 1 and not done:
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
            elif week + WEEK < self.today:
                due += 1
        return half_up(Fraction(10 * done, due)) if due else None

    def visits(self, name, first, last, share):
        households = self.villages[name]["households"]
        if not households:
            return Fraction(0)  # pending
        wanted = Fraction(3, 10) * households / 3 * share
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
            if self.lives(name, sunday) and (monday in told or sunday < self.today):
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
