"""Whether the first steps come by themselves: only into a folder that holds neither villages nor plans."""

import pytest
from builders import open_work, village

from gaotang_desktop.data.queries.records import is_any_in_use
from gaotang_desktop.services import first_run, records


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


def test_a_new_folder_is_empty_until_it_has_a_village(work):
    assert first_run.is_empty(work)
    village(work)
    assert not first_run.is_empty(work)


def test_a_plan_alone_is_enough(work):
    records.save(
        work, "plans", {"number": "高平安〔2026〕1号", "name": "方案", "text": "一、总体要求"}
    )
    assert not first_run.is_empty(work)


def test_nothing_is_in_use_of_which_nothing_is_offered(work):
    def in_use(kind):
        with work.database.reading() as session:
            return is_any_in_use(session, kind)

    number = village(work)
    assert in_use("villages")
    records.bin_records(work, "villages", [number])
    assert not in_use("villages")
    assert first_run.is_empty(work)
    categories = [each.id for each in records.references(work, "dispute-categories")]
    assert in_use("dispute-categories")
    records.change_many(work, "dispute-categories", categories, {"in_use": False})
    assert not in_use("dispute-categories")
    assert not records.references(work, "dispute-categories")
