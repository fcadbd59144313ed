"""Where each kind of the office's casework stands: a table of kind and place, held against the program."""

from pathlib import Path

import pytest
from lines_of_a_kind import KINDS, PACKAGE

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records, rules, search
from gaotang_desktop.services.casework.waiting import TABLES, WAITING
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.services.workbench import todos

MANUAL = PACKAGE.parent / "docs" / "manual"


def _text(*folder):
    return "".join(
        each.read_text(encoding="utf-8") for each in sorted(PACKAGE.joinpath(*folder).rglob("*.py"))
    )


def _owners(kind):
    """The kinds in whose records one of this kind is shown: a step stands in its matter's detail."""
    said = CATALOGUE[kind].record_kind
    names = {said.parent, *said.parents} - {None}
    return {each.refers_to for each in records.fields_for(kind) if each.name in names}


MIGRATIONS = _text("data", "migrations")
DEMO = _text("services", "demo")
FACTS = _text("services", "facts")
SAID = "".join(each.read_text(encoding="utf-8") for each in sorted(MANUAL.glob("*.md")))
TODOS = Path(todos.__file__).read_text(encoding="utf-8")
SOUGHT = {each.kind for each in search.KINDS}
WAITS = {each.kind for each in WAITING}

PLACES = {
    "model": lambda kind: CATALOGUE[kind].__name__ == KINDS[kind][0],
    "migration": lambda kind: f'"{CATALOGUE[kind].__tablename__}"' in MIGRATIONS,
    "rules": lambda kind: kind in rules.CHECKS,
    "list": lambda kind: kind in PAGES or _owners(kind) & set(PAGES),
    "form": lambda kind: any(each.editable for each in records.fields_for(kind)),
    "import": lambda kind: kind in imports.IMPORTABLE,
    "headings": lambda kind: kind in SYNONYMS,
    "search": lambda kind: kind in SOUGHT or _owners(kind) & SOUGHT,
    "bin": lambda kind: not CATALOGUE[kind].record_kind.permanent,
    "demo": lambda kind: CATALOGUE[kind].__name__ in DEMO or f'"{kind}"' in DEMO,
    "manual": lambda kind: CATALOGUE[kind].record_kind.label in SAID,
    "workbench": lambda kind: (
        kind in WAITS
        or f'"{kind}"' in TODOS
        or CATALOGUE[kind].__tablename__ in TABLES
        or bool(_owners(kind) & WAITS)
    ),
    "fact": lambda kind: f'"{kind}"' in FACTS,
}

NOTHING_WAITS = "a register: nothing of it waits for anybody"
SEEN_AS_MONTHS = "found by its village and month, and its grid by the search"
WITHOUT: dict[str, dict[str, str]] = {
    "extensions": {"fact": "the deadline that it moves is scored"},
    "acceptances": {"fact": "the day on which it ended is scored"},
    "escalations": {"fact": "pressing is the office's own deed"},
    "incident-counts": {
        "search": SEEN_AS_MONTHS,
        "workbench": "no day is set by which the police station sends it",
    },
    "meetings": {"workbench": "its decisions wait", "fact": "meetings are never scored"},
    "meeting-decisions": {"fact": "what it becomes is scored: a task or a finding"},
    "checklist-items": {
        "rules": "only its fields: both are required",
        "demo": "ships with the program",
        "search": "the list of a kind of place, chosen with the place",
        "workbench": NOTHING_WAITS,
        "fact": "the finding that it becomes is scored",
    },
    "grids": {
        "rules": "only its fields: a name of its own in its village",
        "workbench": "its month's report is asked for",
        "fact": "its month's report is scored",
    },
    "grid-counts": {"search": SEEN_AS_MONTHS},
}
"""Where a kind does not stand, and why."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_stands_in_every_place_but_for_those_with_a_reason(kind):
    lacking = {place for place, stands in PLACES.items() if not stands(kind)}
    assert lacking == set(WITHOUT.get(kind, {}))
