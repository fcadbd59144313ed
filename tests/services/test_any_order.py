"""Whatever is done in whatever order, the office is as a plain model says, and nothing is altered.

``GAOTANG_STEPS`` steps of ``GAOTANG_STEPS`` runs make it as long as there is time for.
"""

import os
import tempfile
from copy import deepcopy
from datetime import date, datetime, timedelta
from pathlib import Path

from builders import unit, village
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import backups, evaluation, records, tampering
from gaotang_desktop.services.papers import drafts, issued_documents
from gaotang_desktop.services.workplace import Workplace

SEPTEMBER = month(2026, 9)
LONGER = int(os.environ.get("GAOTANG_STEPS", "0"))
DAYS = st.integers(1, 30).map(lambda day: date(2026, 9, day))


class Office(RuleBasedStateMachine):
    """``model``: names of villages, (village, night, people) of patrols, disputes, frozen, numbers."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.at = datetime(2026, 10, 24, 9, 0)
        self.work = self.opened()
        unit(self.work)
        self.model = {"villages": [], "patrols": [], "disputes": 0, "frozen": 0, "numbers": []}
        self.copies = []

    def opened(self):
        return Workplace.open(Path(self.folder.name) / "data", now=lambda: self.at)

    def teardown(self):
        self.work.close()
        self.folder.cleanup()

    def ids(self, kind):
        return records.listing(self.work, kind).ids

    @rule()
    def a_village(self):
        name = f"第{len(self.model['villages']) + 1}村"
        village(self.work, name, households=100)
        self.model["villages"].append(name)

    @precondition(lambda self: self.model["villages"])
    @rule(night=DAYS, people=st.integers(2, 9), at=st.integers(0, 9))
    def a_patrol(self, night, people, at):
        names = {each.label: each.id for each in records.references(self.work, "villages")}
        name = self.model["villages"][at % len(names)]
        values = {"village_id": names[name], "night": night, "leader": "张三", "people": people}
        records.save(self.work, "patrols", values)
        self.model["patrols"].append((name, night, people))

    @precondition(lambda self: self.model["patrols"])
    @rule()
    def the_newest_patrol_is_binned(self):
        newest = max(self.ids("patrols"))
        values = records.get(self.work, "patrols", newest)
        name = records.get(self.work, "villages", values["village_id"])["name"]
        records.bin_records(self.work, "patrols", [newest])
        self.model["patrols"].remove((name, values["night"], values["people"]))

    @precondition(lambda self: self.model["villages"])
    @rule()
    def a_dispute(self):
        records.save(
            self.work, "disputes",
            {"village_id": self.ids("villages")[0], "category_id": 1, "risk": "高",
             "summary": "界墙", "unit_id": 1, "found_on": date(2026, 9, 9)},
        )  # fmt: skip
        self.model["disputes"] += 1

    @rule()
    def frozen(self):
        try:
            evaluation.freeze(self.work, SEPTEMBER, reason="补登", accept_incomplete=True)
        except DomainError:
            return  # nothing to freeze, or nothing changed since: nothing is stored
        self.model["frozen"] += 1

    @rule()
    def issued(self):
        draft = drafts.create(self.work, "notice", dated_on=date(2026, 10, 1))
        sent = issued_documents.issue(self.work, draft, despite_reminders=True)
        assert sent.number not in self.model["numbers"]
        self.model["numbers"].append(sent.number)

    @rule()
    def backed_up(self):
        self.at += timedelta(minutes=1)
        path, said = backups.back_up(self.work)
        assert said == ()
        self.copies.append((path, deepcopy(self.model)))

    @precondition(lambda self: self.copies)
    @rule(at=st.integers(0, 9))
    def restored(self, at):
        self.at += timedelta(minutes=1)
        self.work.close()
        path, model = self.copies[at % len(self.copies)]
        backups.restore(Path(self.folder.name) / "data", path, now=lambda: self.at)
        self.work, self.model = self.opened(), deepcopy(model)

    @rule()
    def opened_again(self):
        self.work.close()
        self.work = self.opened()

    @invariant()
    def it_is_as_the_model_says(self):
        names = {each.id: each.label for each in records.references(self.work, "villages")}
        assert sorted(names.values()) == sorted(self.model["villages"])
        found = [records.get(self.work, "patrols", each) for each in self.ids("patrols")]
        told = [(names[each["village_id"]], each["night"], each["people"]) for each in found]
        assert sorted(told) == sorted(self.model["patrols"])
        assert len(self.ids("disputes")) == self.model["disputes"]
        assert len(evaluation.versions(self.work, SEPTEMBER)) == self.model["frozen"]
        listed = [row[0] for row in issued_documents.listing(self.work).rows]
        assert sorted(listed) == sorted(self.model["numbers"])

    @invariant()
    def nothing_is_altered(self):
        assert tampering.problems(self.work) == []
        assert evaluation.check_frozen(self.work) == []
        assert issued_documents.problems(self.work) == []


Office.TestCase.settings = settings(
    max_examples=LONGER or 2,
    stateful_step_count=LONGER or 10,
    deadline=None,
    phases=(Phase.generate,) if not LONGER else tuple(Phase),
    derandomize=not LONGER,
    suppress_health_check=list(HealthCheck),
)
TestAnyOrder = Office.TestCase
