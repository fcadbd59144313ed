"""How long rank ranges take, and how often they hold the true ranks."""

import sys
from datetime import date
from decimal import Decimal
from time import process_time

import numpy as np
from harness import compare

from gaotang_desktop.domain.evaluation.composing import Piece, compose
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.results import VillageInput
from gaotang_desktop.domain.evaluation.scoring import score
from gaotang_desktop.domain.periods import month, parse
from gaotang_desktop.services.schemes.register import shipped

SPAN = Span(date(2026, 10, 1), date(2026, 10, 31), 31)
RULES = shipped()
CONFIDENT = 100 * 0.95


def town(count, seed=1, sample=40, spread=0.12, correlated=0.7):
    """Villages with true rates, polled once: what each answers, and the order of the true points."""
    chance = np.random.default_rng(seed)
    safe = chance.uniform(0.95 - spread, 0.95, count)
    satisfied = np.clip(safe + chance.normal(0, 0.02, count), 0.5, 0.99)
    nights = chance.integers(8, 14, count)
    # Who is safe tends to be satisfied: answers of one person share a draw.
    shared = chance.normal(size=(count, sample)) * np.sqrt(correlated)
    own = chance.normal(size=(2, count, sample)) * np.sqrt(1 - correlated)
    uniform = np.sort(chance.normal(size=20_000))
    hits = [
        ((np.searchsorted(uniform, shared + own[k]) / len(uniform)) < rate[:, None]).sum(axis=1)
        for k, rate in enumerate((safe, satisfied))
    ]
    given = []
    for n in range(count):
        ref = (RecordRef("poll-results", n, ""),)
        facts = {
            code: Fact(State.KNOWN, Decimal(int(hits[k][n])), Decimal(sample), ref)
            for k, code in enumerate(("A1", "A2"))
        }
        facts["B1"] = Fact(State.KNOWN, Decimal(int(nights[n])), Decimal(31))
        given.append(VillageInput(n, f"第{n}村", n, SPAN, facts))
    points = 12 * safe + 13 * satisfied + 14 * np.minimum(1, nights / (93 / 7))
    better = (points[None, :] > points[:, None]).sum(axis=1)
    return given, better + 1


def coverage(runs=200, count=24, draws=2000):
    """Of villages one by one and of whole towns: how often the ranges hold the true ranks."""
    alone, together, size, joint = 0, 0, 0, 0
    for seed in range(runs):
        given, truth = town(count, seed)
        found = score(RULES, "2026-10", given, draws=draws).villages
        alone += sum(v.rank_range[0] <= truth[v.id] <= v.rank_range[1] for v in found)
        together += all(v.joint_range[0] <= truth[v.id] <= v.joint_range[1] for v in found)
        size += sum(v.rank_range[1] - v.rank_range[0] + 1 for v in found)
        joint += sum(v.joint_range[1] - v.joint_range[0] + 1 for v in found)
    every = runs * count
    return 100 * alone / every, 100 * together / runs, size / every, joint / every


def on_the_cpu(run):
    """Seconds of this process alone: others share the machine."""

    def timed():
        began = process_time()
        run()
        return process_time() - began

    return timed


def bench_ranges():
    """Rank ranges of 138 villages, 10,000 draws (must stay under 200 ms)."""
    alone, together, width, joint = coverage()
    print(
        f"  {alone:.1f} % of single ranks and {together:.1f} % of whole towns lie in their ranges "
        f"(claimed: {CONFIDENT:.0f} %); mean width {width:.1f} and {joint:.1f} of 24",
        file=sys.stderr,
    )
    given, _ = town(138)
    return compare(
        on_the_cpu(lambda: score(RULES, "2026-10", given)),
        on_the_cpu(lambda: score(RULES, "2026-10", given, draws=0)),
        against="the same without ranges",
    )


def bench_ranges_of_a_year():
    """A year of 12 months of 138 villages, scored and with its ranges (must stay under 2 s)."""
    given, _ = town(138)

    def year(draws):
        months = [
            Piece(month(2026, n), score(RULES, f"2026-{n:02d}", given, draws=0), frozen=False)
            for n in range(1, 13)
        ]
        return compose(RULES, parse("2026"), given, months, draws=draws)

    return compare(
        on_the_cpu(lambda: year(10_000)),
        on_the_cpu(lambda: year(0)),
        against="the same without ranges",
    )
