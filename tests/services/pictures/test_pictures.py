"""Pictures over time agree with the pages that their spots lead to."""

from datetime import datetime

import pytest
from builders import open_filled, open_work

from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import demo, disputes, evaluation, records
from gaotang_desktop.services import patrols as patrol_service
from gaotang_desktop.services.pictures import disputes as ageing
from gaotang_desktop.services.pictures import due, patrols, polls, publicity, scores
from gaotang_desktop.services.workbench import open_items

TODAY = datetime(2026, 10, 24, 9, 0)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    made, _counts = open_filled(tmp_path_factory.mktemp("town"), demo.fill, now=TODAY)
    yield made
    made.close()


def targets(picture):
    return [
        target for line in picture.lines for spot in line.spots for target in spot.targets
    ]  # fmt: skip


def test_the_ages_of_today_are_those_of_the_open_disputes(work):
    picture = ageing.picture(work)
    open_now = disputes.summary(work, month(2026, 10)).open
    assert sum(line.spots[-1].value for line in picture.lines) == open_now
    assert picture.title.startswith(f"在办{open_now}件")
    ids = [i for line in picture.lines for t in line.spots[-1].targets for i in t.context["ids"]]
    assert len(ids) == len(set(ids)) == open_now


def test_the_nights_of_a_month_are_those_of_its_calendar(work):
    picture = patrols.picture(work)
    covered = patrol_service.coverage(work, month(2026, 9))
    for line, village in zip(picture.lines, covered.villages, strict=True):
        lacking = covered.lacking(village.id)
        assert line.name == village.name
        assert line.spots[-2].text == (
            f"缺{lacking}" if lacking else str(covered.nights[village.id])
        )
        assert line.spots[-2].bad is bool(lacking)


def test_the_calendar_holds_all_that_is_due_and_covers_residents(work):
    picture = due.picture(work)
    listed = [
        item
        for owner in open_items.owners(work)
        for item in owner.items
        if item.due is not None and TODAY.date() <= item.due < datetime(2026, 11, 23).date()
    ]
    assert len(targets(picture)) == len(listed)
    said = " ".join(target.words for target in targets(picture))
    assert said == work.cover(said)


def test_polls_come_with_their_intervals_and_turns_with_their_weeks(work):
    shown = polls.picture(work)
    for line in shown.lines:
        for spot in line.spots:
            assert spot.value is None or spot.low < spot.value < spot.high
    turns = publicity.picture(work)
    assert all(target.context["kind"] == "publicity-turns" for target in targets(turns))
    assert not any(spot.bad for line in turns.lines for spot in line.spots if spot.value == 1.0)


def test_a_score_is_drawn_when_its_month_is_frozen(work):
    name = records.references(work, "villages")[0].label
    assert scores.picture(work, name).is_empty
    evaluation.freeze(work, month(2026, 9), accept_incomplete=True)
    picture = scores.picture(work, name)
    result = next(
        each
        for each in evaluation.evaluate(work, month(2026, 9)).result.villages
        if each.village == name
    )
    assert picture.lines[0].spots[-2].text == f"{result.total:.2f}"
    assert picture.lines[0].spots[-1].value is None
    assert picture.title.startswith(f"{name}9月{result.total:.2f}分")


def test_an_empty_office_gets_sentences(tmp_path):
    empty = open_work(tmp_path / "data", now=TODAY)
    for picture in (
        ageing.picture(empty), patrols.picture(empty), due.picture(empty), polls.picture(empty),
        publicity.picture(empty), scores.picture(empty, "甲村"),
    ):  # fmt: skip
        assert picture.is_empty or picture.shape == "bars"
        assert picture.title
        assert picture.empty.endswith("。")
    empty.close()
