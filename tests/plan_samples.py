from collections import Counter
from pathlib import Path

from gaotang_desktop.domain.plan_text import PlanText

PLANS = Path(__file__).parent / "plans"
NO_UNIT = "方案未列责任单位，请指定。"


def plan_named(name: str, encoding: str = "utf-8") -> str:
    return (PLANS / name).read_bytes().decode(encoding)


SEED = plan_named("gaotang-2022-99.txt")
NESTED = plan_named("nested-2024.txt")
SCHOOLS = plan_named("flat-2025.gb18030.txt", "gb18030")
CHAPTERS = plan_named("chapters-2023.bom.txt", "utf-8-sig")
ONE_LIST = plan_named("one-list.txt")
EVERY_PLAN = (SEED, NESTED, SCHOOLS, CHAPTERS, ONE_LIST)


def accounted(plan: PlanText) -> Counter[str]:
    pieces = [plan.preamble, *plan.sections, *plan.clauses, *plan.skipped]
    lines = [line for piece in pieces for line in piece.source.split("\n") if line]
    return Counter([*lines, *(line.text for line in plan.unread)])


def told_apart(plan: PlanText) -> Counter[str]:
    """Every character of the pieces in which a plan is shown: each of the source once."""
    pieces = [
        plan.preamble,
        *plan.headings,
        *plan.clauses,
        *plan.phases,
        *plan.unused,
        *plan.ending,
    ]
    texts = [*(piece.source for piece in pieces), *(line.text for line in plan.unread)]
    return Counter("".join("".join(texts).split()))


def said(plan: PlanText) -> list[str]:
    warnings = [*plan.warnings, *(w for clause in plan.clauses for w in clause.warnings)]
    return [warning.text for warning in warnings]


def body(clause: str) -> str:
    """A whole plan around one clause."""
    return f"某办〔2024〕1号\n某镇平安建设实施方案\n一、主要任务\n{clause}\n二、工作要求\n（一）加强领导。"


# the township's own plan
