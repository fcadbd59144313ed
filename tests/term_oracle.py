"""Terms by an outsider's hand: plain days and dictionaries, nothing of the program's own rules.

A matter is a dictionary: ``kind``, ``start``, ``risk``, ``unit`` (whether a unit has it), ``sorted``,
``signed``, ``put_off`` (the day to which it was extended), ``done``, ``passed``, ``told``, ``good``
(whether the end counts as one).
"""

from datetime import timedelta

LEVELS = ["单位负责人", "分管领导", "主要领导"]


class Office:
    """Settings of an office as plain numbers, and which days it works."""

    def __init__(self, numbers, *, working, off, worked, steps_from):
        self.numbers, self.working, self.steps_from = numbers, working, steps_from
        self.off, self.worked = set(off), set(worked)

    def works(self, day):
        if day in self.worked:
            return True
        return day not in self.off and day.isoweekday() <= 5

    def after(self, day, count):
        """The last day of a term, counted from the day after."""
        if not self.working:
            return day + timedelta(days=count)
        seen = 0
        while seen < count:
            day = day + timedelta(days=1)
            if self.works(day):
                seen += 1
        return day

    def asks_steps(self, matter):
        return matter["start"] >= self.steps_from

    def due(self, matter):
        """By when it is to be done."""
        if matter["put_off"]:
            return matter["put_off"]
        days = {
            "disputes": self.numbers["dispute"].get(matter["risk"]),
            "opinions": self.numbers["opinion"],
            "intakes": self.numbers["intake"],
        }[matter["kind"]]
        return self.after(matter["start"], days)

    def step(self, matter):
        """What it waits for and by when; ``None`` when it waits for nothing."""
        kind, due = matter["kind"], self.due(matter)
        if kind == "intakes":
            if matter["told"]:
                return None
            sign, tell = self.numbers["intake_sign"], self.numbers["intake_tell"]
            handed = matter["sorted"] if matter["unit"] else None
        else:
            named = "opinion" if kind == "opinions" else matter["risk"]
            sign = self.numbers["sign"][named] if self.asks_steps(matter) else 0
            tell = self.numbers["tell"][named] if self.asks_steps(matter) else 0
            handed = matter["start"] if matter["unit"] else None
        look = self.numbers["accept"] if self.asks_steps(matter) else 0
        if not matter["done"]:
            if handed and not matter["signed"] and sign > 0:
                return "待签收", min(self.after(handed, sign), due)
            if kind == "intakes" and not matter["sorted"]:
                return "待分流", due
            return "办理中", due
        if look > 0 and not (matter["passed"] and matter["passed"] >= matter["done"]):
            return "待验收", self.after(matter["done"], look)
        if kind == "intakes":
            return "待告知", self.after(matter["done"], tell)
        if tell > 0 and not matter["told"]:
            return "待反馈", self.after(matter["done"], tell)
        return None

    def level(self, matter, today):
        """Before whom it belongs today; ``""`` before nobody."""
        step = self.step(matter)
        if step is None or step[0] in ("待验收", "待分流", "待告知"):
            return ""
        late = [today >= self.after(step[1], days) for days in self.numbers["escalate"]]
        if today <= step[1] or not any(late):
            return ""
        return [word for word, is_so in zip(LEVELS, late, strict=True) if is_so][-1]

    def in_time(self, matter, today):
        """``True``, ``False`` or ``None`` while nothing is due of it."""
        due = self.due(matter)
        if not due < today:
            return None
        done = matter["done"] or (matter["told"] if matter["kind"] == "intakes" else None)
        if matter["kind"] == "disputes" and not matter["good"]:
            return False
        return bool(done and done <= due)
