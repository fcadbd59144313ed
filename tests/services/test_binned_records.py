"""What lies in the recycle bin counts in no total anywhere, and coming back it counts as before."""

import tempfile
from pathlib import Path

import builders
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from town_records import fill

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, NotFound
from gaotang_desktop.services import evaluation, records, village_pages
from gaotang_desktop.services.papers import circulars
from gaotang_desktop.services.sheets import exports
from gaotang_desktop.services.workbench import figures, open_items

AUGUST = periods.month(2026, 8)
KINDS = (
    "patrols", "missed-nights", "spot-checks", "publicity-turns", "publicity-activities", "opinions",
    "disputes", "dispute-reports", "key-group-counts", "inspections", "findings", "polls",
    "poll-results", "assignments", "occurrences", "supervision-slips",
)  # fmt: skip


def behind_scores(work):
    """Every record that a score of August was counted from."""
    return {
        (ref.kind, ref.id)
        for village in evaluation.evaluate(work, AUGUST, draws=0).result.villages
        for item in village.items.values()
        for ref in item.fact.records
    }


def what_counts(work, village):
    """What the office reads of its records, in one comparable piece."""
    done = evaluation.evaluate(work, AUGUST, draws=0).result
    return (
        [(each.village, each.total, each.bonus, each.deduction) for each in done.villages],
        circulars.patrol_figures(work, AUGUST),
        circulars.inspection_figures(work, AUGUST),
        village_pages.shown(work, village, periods.parse("2026")),
        figures.today(work),
        open_items.owners(work),
    )


@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@example(["polls", "poll-results"])
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6, unique=True))
def test_binned_records_count_nowhere_and_brought_back_as_before(kinds):
    with tempfile.TemporaryDirectory() as folder:
        work, ids = builders.open_filled(Path(folder) / "data", fill)
        try:
            before = what_counts(work, ids["villages"])
            binned = []
            for kind in kinds:
                try:
                    records.bin_records(work, kind, [ids[kind]])
                except Conflict:
                    continue  # others need it: nothing of it was binned
                except NotFound:
                    assert ids[kind] in {n for k, n, *_ in records.binned(work) if k == kind}
                    continue  # it went along with what it belongs to
                binned.append(kind)
            gone = {(kind, number) for kind, number, _title, _when in records.binned(work)}
            assert {(kind, ids[kind]) for kind in binned} <= gone
            for kind, number in gone:
                assert number not in records.listing(work, kind).ids
            assert not behind_scores(work) & gone
            exported = exports.export(work, "patrols", Path(folder) / "patrols.xlsx")
            assert exported == len(records.listing(work, "patrols").ids)
            while binned:
                work.undo()
                binned.pop()
            assert what_counts(work, ids["villages"]) == before
        finally:
            work.close()
