"""What stands on printed pages is what the pages of the program show, read back from the PDF."""

import random
import re
from datetime import date, datetime

import pypdfium2
import pytest
from builders import open_work, patrol, unit, village

from gaotang_desktop.documents.render import make_pdf
from gaotang_desktop.domain import periods
from gaotang_desktop.services import patrols, records
from gaotang_desktop.services.casework import grids
from gaotang_desktop.services.facts.counters import counted
from gaotang_desktop.services.papers import catalogue

TODAY = date(2026, 11, 5)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    work = open_work(tmp_path_factory.mktemp("town") / "data", datetime(2026, 11, 5, 9))
    chance = random.Random(3)
    places = [village(work, f"第{word}村") for word in "甲乙丙"]
    office = unit(work, "司法所")
    for place in places:
        records.save(work, "grids", {"village_id": place, "name": "一"})
        for month in (9, 10):
            for day in chance.sample(range(1, 31), chance.randint(4, 16)):
                patrol(work, place, date(2026, month, day), people=chance.randint(2, 5))
            told = sorted(chance.randint(0, 20) for _ in range(3))
            counts = dict(zip(("in_time", "handled", "reported"), told, strict=True))
            given = {"month": date(2026, month, 1), "village_id": place, "grid": "一"}
            records.save(work, "grid-counts", {**given, "visits": chance.randint(9, 90), **counts})
    for due in (date(2026, 11, 2), date(2026, 11, 9)):
        records.save(
            work,
            "supervision-slips",
            {
                "colour": "红",
                "issued_on": date(2026, 11, 1),
                "answer_due_on": due,
                "unit_id": office,
            },
        )
    yield work
    work.close()


def printed(work, folder, name, period=None):
    """The words of a paper, each run of blanks one blank."""
    path = folder / f"{name}.pdf"
    make_pdf(catalogue.paper(work, name, period), path)
    pages = pypdfium2.PdfDocument(path)
    words = " ".join(each.get_textpage().get_text_range() for each in pages)
    pages.close()
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize("month", [9, 10])
def test_nights_and_grids_on_paper_are_those_of_the_pages_and_the_score(town, tmp_path, month):
    period = periods.month(2026, month)
    words = printed(town, tmp_path, "patrol-circular", period)
    covered = patrols.coverage(town, period)
    with town.database.reading() as session:
        facts = counted(session, "patrol_nights", period.start, period.end, today=TODAY)
        share = counted(session, "grid_matters_in_time", period.start, period.end, today=TODAY)
        rows = session.connection().exec_driver_sql(
            "SELECT village_id, count(DISTINCT night) FROM patrols WHERE night BETWEEN ? AND ?"
            " GROUP BY 1", (str(period.start), str(period.end)),
        )  # fmt: skip
        nights = {row[0]: row[1] for row in rows}
    for place, each in enumerate(covered.villages, start=1):
        done, due = nights[each.id], patrols.whole(covered.due[each.id])
        assert covered.nights[each.id] == done == facts[each.id].value
        assert f" {place} {each.name} {due} {done} {min(done, due)} " in words
    told = grids.figures(town, period)
    report = printed(town, tmp_path, "month-report", period).replace(" ", "")
    assert f"走访{told.visits}户次，上报事项{told.reported}件，办结{told.handled}件" in report
    assert sum(each.value or 0 for each in share.values()) == told.in_time
    assert sum(each.of or 0 for each in share.values()) == told.handled


def test_a_slip_bears_the_number_and_the_days_of_its_record(town, tmp_path):
    words = printed(town, tmp_path, "supervision-slips").replace(" ", "")
    for number in records.listing(town, "supervision-slips").ids:
        slip = records.get(town, "supervision-slips", number)
        due = slip["answer_due_on"]
        assert f"{slip['number']}红色督办" in words
        assert f"下发日期2026年11月1日答复期限{due.year}年{due.month}月{due.day}日" in words
