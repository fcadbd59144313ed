"""A resident who is planted in an office, to see where he comes out again, or stays."""

from datetime import date

import builders

from gaotang_desktop.data.models import CATALOGUE, fields_of
from gaotang_desktop.domain.fields import Kind, Privacy
from gaotang_desktop.services import records

PLANTED = ("铁满仓", "13987654321", "411123198001012345")
WORDS = "铁满仓（13987654321，411123198001012345）"

# Names and phones of those who hold an office, names of places, and what the program itself reads.
OPEN = {
    ("officers", "name"), ("units", "leader"), ("units", "liaison"), ("units", "landline_keeper"),
    ("patrols", "leader"), ("villages", "name"), ("villages", "short_name"), ("units", "name"),
    ("units", "aliases"), ("villages", "code"), ("units", "landline"), ("draws", "pool"),
    ("draws", "picked"), ("questionnaire-entries", "answers"),
    ("attachments", "owner_kind"), ("attachments", "digest"), ("schemes", "name"),
}  # fmt: skip


def planted_fields():
    """Every field of every kind in which a clerk may type what he likes."""
    for kind, model in CATALOGUE.items():
        for each in fields_of(model):
            if each.kind not in (Kind.TEXT, Kind.LONG_TEXT, Kind.NAMES):
                continue
            by_the_program = not each.editable or each.label.endswith("号")
            if by_the_program or each.privacy is Privacy.STAFF or (kind, each.name) in OPEN:
                continue
            yield model, each


def town(folder):
    work = builders.open_work(folder / "data")
    builders.village(work)
    builders.unit(work)
    return work


def one_dispute(work, *parties, **values):
    """A closed dispute between these."""
    return records.save(work, "disputes", {
        "found_on": date(2026, 10, 1), "village_id": 1, "category_id": 1, "unit_id": 1, "summary": "宅基地", "parties": parties, "result": "和好",
        "deadline": date(2026, 10, 20), "state": "已化解", "closed_on": date(2026, 10, 10), **values,
    })  # fmt: skip
