"""Several records changed alike: all of them in one step, or none."""

from datetime import date

import builders
import pytest

from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.services import history, records


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def ids(work):
    place = builders.village(work)
    return [builders.patrol(work, place, date(2026, 10, day)) for day in (3, 4, 5)]


def test_all_are_changed_in_one_step_and_one_undo_takes_it_back(work, ids):
    assert records.change_many(work, "patrols", ids, {"leader": "李四"}) == 3
    assert {records.get(work, "patrols", each)["leader"] for each in ids} == {"李四"}
    assert history.listed(work)[0].title == "批量修改平安夜巡：3次的带班人"
    work.undo()
    assert {records.get(work, "patrols", each)["leader"] for each in ids} == {"张三"}


def test_what_is_so_already_is_not_touched(work, ids):
    assert records.change_many(work, "patrols", ids, {"leader": "张三"}) == 0


def test_one_that_cannot_be_so_leaves_all_as_they_were(work, ids):
    with pytest.raises(Conflict, match="没有修改。"):
        records.change_many(work, "patrols", ids, {"night": date(2027, 1, 1)})
    assert records.get(work, "patrols", ids[0])["night"] == date(2026, 10, 3)
